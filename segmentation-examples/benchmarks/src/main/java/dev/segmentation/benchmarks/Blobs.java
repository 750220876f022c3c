package dev.segmentation.benchmarks;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.SeededRandom;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Gaussian blobs of unit variance in every direction, and k of their rows to start from.
 *
 * <p>Made row by row, each time anew and each time the same: nobody has to hold a copy that only the data of another
 * contender need.
 */
public final class Blobs {

    /** How far the blobs' centers are from the origin, about, where blobs overlap; from each other, √2 times as far. */
    static final double OVERLAPPING = 3;

    /** Where they do not overlap: the coordinates of the centers have a standard deviation of 10. */
    static double separated(int features) {
        return 10 * Math.sqrt(features);
    }

    private static final long SEED = 1;

    private final int rows;
    private final int features;
    private final int segments;
    private final double distance;

    /**
     * Describes blobs.
     *
     * @param rows n
     * @param features d
     * @param segments k, the number of blobs and of starting centers
     * @param distance of the blobs' centers from the origin, the root of its mean square
     */
    public Blobs(int rows, int features, int segments, double distance) {
        this.rows = rows;
        this.features = features;
        this.segments = segments;
        this.distance = distance;
    }

    /**
     * The number of blobs.
     *
     * @return k
     */
    public int segments() {
        return segments;
    }

    /**
     * Distances of one coordinate in one pass of plain Lloyd.
     *
     * @return n · k · d
     */
    public double cells() {
        return (double) rows * segments * features;
    }

    /**
     * The rows.
     *
     * @return n × d
     */
    public FeatureMatrix matrix() {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(names());
        forEach(builder::addRow);
        return builder.build();
    }

    /**
     * A matrix of rows that were made before.
     *
     * @param made n arrays of d values
     * @return n × d
     */
    FeatureMatrix matrix(double[][] made) {
        return FeatureMatrix.copyOf(names(), made);
    }

    /**
     * Where every contender starts: k different rows, drawn at random.
     *
     * @return k × d
     */
    public FeatureMatrix start() {
        return FeatureMatrix.copyOf(names(), startRows());
    }

    /**
     * The rows as most libraries want them.
     *
     * @return n arrays of d values
     */
    public double[][] rows() {
        double[][] all = new double[rows][];
        int[] next = {0};
        forEach(row -> all[next[0]++] = row.clone());
        return all;
    }

    /**
     * The starting centers as most libraries want them.
     *
     * @return k arrays of d values
     */
    public double[][] startRows() {
        SeededRandom random = SeededRandom.stream(SEED, 3);
        int[] chosen = IntStream.generate(() -> random.nextInt(rows))
                .distinct()
                .limit(segments)
                .toArray();
        double[][] start = new double[segments][];
        int[] next = {0};
        forEach(row -> {
            int i = next[0]++;
            for (int s = 0; s < segments; s++) {
                if (chosen[s] == i) {
                    start[s] = row.clone();
                }
            }
        });
        return start;
    }

    /**
     * Writes everything for programs that are not Java, little-endian: n, d and k as 64-bit integers, then n·d doubles row
     * by row, then the k·d doubles of the starting centers.
     *
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    public void writeTo(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(3, features) * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(rows)
                .putLong(features)
                .putLong(segments);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(buffer.array(), 0, buffer.position());
            Consumer<double[]> write = row -> {
                buffer.clear().asDoubleBuffer().put(row);
                try {
                    out.write(buffer.array(), 0, features * Double.BYTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            forEach(write);
            for (double[] center : startRows()) {
                write.accept(center);
            }
        }
    }

    private List<String> names() {
        return IntStream.range(0, features).mapToObj(j -> "f" + j).toList();
    }

    private void forEach(Consumer<double[]> work) {
        SeededRandom random = SeededRandom.stream(SEED, 1);
        double[][] centers = new double[segments][features];
        for (double[] center : centers) {
            for (int j = 0; j < features; j++) {
                center[j] = distance / Math.sqrt(features) * random.nextGaussian();
            }
        }
        double[] row = new double[features];
        for (int i = 0; i < rows; i++) {
            double[] center = centers[random.nextInt(segments)];
            for (int j = 0; j < features; j++) {
                row[j] = center[j] + random.nextGaussian();
            }
            work.accept(row);
        }
    }
}
