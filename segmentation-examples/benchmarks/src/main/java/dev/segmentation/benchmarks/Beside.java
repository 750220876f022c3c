package dev.segmentation.benchmarks;

import dev.segmentation.Execution;
import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeansModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Fits on demand, for {@code beside-sklearn.py}, which takes turns between this and scikit-learn: the JVM stays warm
 * while the other one works.
 */
public final class Beside {

    private Beside() {}

    /**
     * Says {@code ready} and the time in nanoseconds to make a matrix of the data; then, for every line with a number of
     * iterations, 0 for no limit, does one fit and answers with nanoseconds, iterations and objective.
     *
     * @param args shape, kernel, threads; if there is a fourth, the file for data and centers
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] args) throws IOException {
        Blobs blobs = Shape.valueOf(args[0]).blobs();
        Execution execution = Kernel.valueOf(args[1]).onThreads(Integer.parseInt(args[2]));
        if (args.length > 3) {
            blobs.writeTo(Path.of(args[3]));
        }
        System.out.println("ready " + nanosToMakeMatrix(blobs));
        Problem problem = new Problem(blobs);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int limit = Integer.parseInt(line.strip());
                long start = System.nanoTime();
                Fit<KMeansModel> fit =
                        limit == 0 ? problem.toConvergence(execution) : problem.stoppedAfter(limit, execution);
                long nanos = System.nanoTime() - start;
                System.out.println(nanos + " " + fit.report().iterations() + " "
                        + fit.report().objective());
            }
        }
    }

    /** The fastest of five. */
    private static long nanosToMakeMatrix(Blobs blobs) {
        double[][] rows = blobs.rows();
        return Stream.generate(() -> {
                    long start = System.nanoTime();
                    if (blobs.matrix(rows).rowCount() != rows.length) {
                        throw new IllegalStateException();
                    }
                    return System.nanoTime() - start;
                })
                .limit(5)
                .min(Long::compare)
                .orElseThrow();
    }
}
