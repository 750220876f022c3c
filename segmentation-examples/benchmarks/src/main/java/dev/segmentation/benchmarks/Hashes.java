package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.internal.SeededRandom;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Prints a SHA-256 of labels, centers, objective and iterations of several fits, for {@code hashes.sh} to compare between
 * threads, kernels, JDKs and compilers. Small enough for a JVM that only interprets.
 */
public final class Hashes {

    private static final long SEED = 20261101;

    private static final long WARM_UP_NANOS = 3_000_000_000L;

    private final Execution execution;

    private Hashes(Execution execution) {
        this.execution = execution;
    }

    /**
     * Prints one line per fit and number of threads, before and after the JVM has warmed up to its fastest code: threads,
     * whether warm, hash, name; then which kernel runs now.
     *
     * @param args the kernel, then numbers of threads
     */
    public static void main(String[] args) {
        Kernel kernel = Kernel.valueOf(args[0]);
        List<String> threads = List.of(args).subList(1, args.length);
        List<Problem> problems = problems();
        for (String count : threads) {
            print(count + "\tcold", kernel, Integer.parseInt(count), problems);
        }
        if (!System.getProperty("java.vm.info", "").startsWith("interpreted")) { // which is as cold as ever
            warmUp(kernel);
            for (String count : threads) {
                print(count + "\twarm", kernel, Integer.parseInt(count), problems);
            }
        }
        System.out.println(Kernel.kernelOf(kernel.preferredOnThreads(1)));
    }

    private static void print(String start, Kernel kernel, int threads, List<Problem> problems) {
        Hashes hashes = new Hashes(kernel.preferredOnThreads(threads));
        for (Problem problem : problems) {
            System.out.println(start + "\t" + hashes.hash(problem) + "\t" + problem.name);
        }
    }

    /** The vector kernel takes over only once the compiler has made it the faster one. */
    private static void warmUp(Kernel kernel) {
        Execution execution = kernel.preferredOnThreads(1);
        Problem problem = fromCenters("", new Blobs(50_000, 16, 16, Blobs.OVERLAPPING));
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            problem.configs.get(0).withMaxIterations(10).fit(problem.data.get(0), execution);
        } while (System.nanoTime() < end);
    }

    /** Some fits, hashed into one. */
    private record Problem(String name, List<KMeans> configs, List<FeatureMatrix> data) {

        Problem(String name, KMeans config, FeatureMatrix data) {
            this(name, List.of(config), List.of(data));
        }
    }

    private static List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        problems.add(new Problem("defaults, refined to the end", KMeans.of(8), normal(400, 12, x -> x)));
        problems.add(new Problem(
                "defaults, large enough for a bounded refinement",
                KMeans.of(8).withRestarts(2).withMaxIterations(8),
                normal(34_000, 5, x -> x)));
        FeatureMatrix many = normal(55_000, 16, x -> x);
        problems.add(new Problem(
                "rows shared among threads",
                KMeans.of(10)
                        .withSeeding(
                                Seeding.centers(many.rows(IntStream.range(0, 10).toArray())))
                        .withMaxIterations(2),
                many));
        problems.add(fromCenters("given centers, blobs that overlap", new Blobs(4000, 8, 8, Blobs.OVERLAPPING)));
        problems.add(fromCenters("given centers, blobs apart", new Blobs(3000, 16, 16, Blobs.separated(16))));
        problems.add(fromCenters("given centers, many features and segments", new Blobs(700, 65, 33, 3)));
        problems.add(new Problem(
                "offset 1e12",
                List.of(KMeans.of(5).withRestarts(3), KMeans.of(5).withRestarts(3)),
                List.of(normal(900, 4, x -> 1e12 + x), normal(900, 4, x -> 1e12 + 1e-3 * x))));
        problems.add(new Problem(
                "tiny and huge values", KMeans.of(4).withRestarts(3), normal(900, 3, x -> 1e90 * x * x * x)));
        problems.add(new Problem(
                "duplicates and ties",
                List.of(
                        KMeans.of(9).withRestarts(3),
                        KMeans.of(4).withRestarts(3),
                        KMeans.of(4).withSeeding(Seeding.centers(corners()))),
                List.of(normal(900, 3, Math::rint), normal(900, 2, Math::signum), grid())));
        problems.add(new Problem(
                "k-means++ of one candidate, 12 restarts, another seed",
                KMeans.of(7)
                        .withSeeding(Seeding.kMeansPlusPlus())
                        .withRestarts(12)
                        .withSeed(-3),
                normal(300, 6, x -> x)));
        FeatureMatrix weighted = normal(1500, 5, x -> x);
        double[] weights = IntStream.range(0, 1500)
                .mapToDouble(i -> i % 7 == 0 ? 0 : 1 + 1e6 * SeededRandom.uniform(SEED, i))
                .toArray();
        problems.add(new Problem("weights", KMeans.of(6).withRestarts(3), weighted.weightedBy(weights)));
        problems.add(awkwardSizes());
        return problems;
    }

    /** Rows, features and segments about the edges of blocks, strips and vectors. */
    private static Problem awkwardSizes() {
        int[] rows = {1, 2, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 257, 511, 513, 1023, 1025, 2047, 2049};
        int[] features = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33};
        int[] segments = {1, 2, 3, 4, 5, 7, 8, 9, 15, 17, 31, 33};
        List<KMeans> configs = new ArrayList<>();
        List<FeatureMatrix> data = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int k = Math.min(rows[i], segments[i % segments.length]);
            configs.add(KMeans.of(k).withRestarts(2).withMaxIterations(6).withRefinement(Refinement.NONE));
            data.add(normal(rows[i], features[(5 * i) % features.length], x -> x));
        }
        return new Problem("awkward sizes", configs, data);
    }

    private static Problem fromCenters(String name, Blobs blobs) {
        KMeans config = KMeans.of(blobs.segments()).withSeeding(Seeding.centers(blobs.start()));
        return new Problem(name, config, blobs.matrix());
    }

    private static FeatureMatrix normal(int rows, int features, DoubleUnaryOperator change) {
        SeededRandom random = SeededRandom.stream(SEED, 1000L * rows + features);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = change.applyAsDouble(random.nextGaussian());
        }
        return FeatureMatrix.copyOfRowMajor(names(features), values);
    }

    /** A square of 31 × 31 points: those on the middle lines are as far from two corners or four. */
    private static FeatureMatrix grid() {
        double[] values = new double[2 * 31 * 31];
        for (int i = 0; i < 31 * 31; i++) {
            values[2 * i] = i / 31;
            values[2 * i + 1] = i % 31;
        }
        return FeatureMatrix.copyOfRowMajor(names(2), values);
    }

    private static FeatureMatrix corners() {
        return FeatureMatrix.copyOfRowMajor(names(2), 0, 0, 0, 30, 30, 0, 30, 30);
    }

    private static List<String> names(int features) {
        return IntStream.range(0, features).mapToObj(j -> "f" + j).toList();
    }

    private String hash(Problem problem) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < problem.configs.size(); i++) {
                update(digest, problem.configs.get(i).fit(problem.data.get(i), execution));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    private static void update(MessageDigest digest, Fit<KMeansModel> fit) {
        for (int label : fit.assignment().toArray()) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, label));
        }
        FeatureMatrix centers = fit.model().centers();
        for (int s = 0; s < centers.rowCount(); s++) {
            for (double value : centers.row(s)) {
                update(digest, value);
            }
        }
        update(digest, fit.report().objective());
        update(digest, fit.report().iterations());
    }

    private static void update(MessageDigest digest, double value) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, Double.doubleToRawLongBits(value)));
    }
}
