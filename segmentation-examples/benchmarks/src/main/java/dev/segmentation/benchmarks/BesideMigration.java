package dev.segmentation.benchmarks;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityBootstrap;
import dev.segmentation.metrics.migration.MobilityIndex;
import dev.segmentation.metrics.migration.SizeForecast;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Migration on demand, for {@code beside-pandas.py}, which takes turns between this and other programs: the JVM stays warm
 * while they work.
 */
public final class BesideMigration {

    private BesideMigration() {}

    /**
     * Writes the data, says {@code ready}; then, for every line, does the task once and answers with the nanoseconds of each of
     * its parts; what came out goes to a file, as doubles, little-endian, after the clock has stopped.
     *
     * @param args {@code numbers} or {@code texts} (two dates joined by such ids), {@code bootstrap} or {@code history}; n, or
     *     k for {@code bootstrap}; threads; the file for the data; the file for the result
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        Task task = task(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
        Path resultFile = Path.of(args[4]);
        System.gc(); // what only the data needed
        System.out.println("ready");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Stopwatch watch = new Stopwatch();
                Result result = task.run(watch);
                double[] values = result.values().toArray();
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asDoubleBuffer().put(values);
                Files.write(resultFile, bytes.array());
                System.out.println(watch);
            }
        }
    }

    private static Task task(String name, int size, int threads, Path file) throws IOException {
        switch (name) {
            case "numbers":
            case "texts":
                return twoDates(
                        size, name.equals("texts") ? CustomersAtDate.Ids.TEXTS : CustomersAtDate.Ids.NUMBERS, file);
            case "bootstrap":
                return bootstrap(size, threads, file);
            case "history":
                return history(size, file);
            default:
                throw new IllegalArgumentException("task = " + name);
        }
    }

    private static Task twoDates(int customers, CustomersAtDate.Ids ids, Path file) throws IOException {
        List<CustomersAtDate> dates = CustomersAtDate.twoDates(customers);
        CustomersAtDate.write(file, dates);
        Segmentation before = dates.get(0).segmentation(ids);
        Segmentation after = dates.get(1).segmentation(ids);
        return watch -> {
            MigrationMatrix matrix = MigrationMatrix.between(before, after);
            watch.lap();
            return () -> counts(matrix);
        };
    }

    private static Task bootstrap(int segments, int threads, Path file) throws IOException {
        long[][] counts = MobilityBootstrapBenchmark.counts(segments);
        ByteBuffer bytes = ByteBuffer.allocate(segments * segments * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long[] row : counts) {
            Arrays.stream(row).forEach(bytes::putLong);
        }
        Files.write(file, bytes.array());
        MigrationMatrix matrix = MobilityBootstrapBenchmark.matrix(counts);
        return watch -> {
            Map<MobilityIndex, Estimate> estimates =
                    MobilityBootstrap.withDefaults().estimates(matrix, Execution.onThreads(threads));
            watch.lap();
            return () -> Arrays.stream(MobilityIndex.values()).flatMapToDouble(index -> values(estimates.get(index)));
        };
    }

    private static Task history(int customers, Path file) throws IOException {
        List<CustomersAtDate> months = CustomersAtDate.months(customers, SegmentHistoryBenchmark.MONTHS);
        CustomersAtDate.write(file, months);
        List<Segmentation> dates = SegmentHistoryBenchmark.segmentations(months);
        return watch -> {
            SegmentHistory joined = SegmentHistory.of(dates);
            watch.lap();
            List<MigrationMatrix> matrices = SegmentHistoryBenchmark.matrices(joined);
            SizeForecast forecast = SegmentHistoryBenchmark.forecast(joined);
            watch.lap();
            return () -> DoubleStream.concat(
                    matrices.stream().flatMapToDouble(BesideMigration::counts), sizes(forecast, joined.segments()));
        };
    }

    /** Row by row, then entrants, then leavers. */
    private static DoubleStream counts(MigrationMatrix matrix) {
        List<Segment> segments = matrix.segments();
        return DoubleStream.concat(
                segments.stream().flatMapToDouble(from -> segments.stream().mapToDouble(to -> matrix.count(from, to))),
                DoubleStream.concat(
                        segments.stream().mapToDouble(matrix::entrants),
                        segments.stream().mapToDouble(matrix::leavers)));
    }

    /** Step by step from 0, the segments and then their total. */
    private static DoubleStream sizes(SizeForecast forecast, List<Segment> segments) {
        List<Estimate> all = new ArrayList<>();
        for (int step = 0; step <= forecast.steps(); step++) {
            for (Segment segment : segments) {
                all.add(forecast.size(segment, step));
            }
            all.add(forecast.total(step));
        }
        return all.stream().flatMapToDouble(BesideMigration::values);
    }

    private static DoubleStream values(Estimate estimate) {
        return DoubleStream.of(estimate.value(), estimate.lower(), estimate.upper());
    }

    /** What is done again and again. */
    @FunctionalInterface
    private interface Task {

        Result run(Stopwatch watch);
    }

    /** What came out, told when the clock has stopped. */
    @FunctionalInterface
    private interface Result {

        DoubleStream values();
    }

    /** The nanoseconds from lap to lap. */
    private static final class Stopwatch {

        private final StringBuilder laps = new StringBuilder();
        private long last = System.nanoTime();

        void lap() {
            long now = System.nanoTime();
            laps.append(laps.length() > 0 ? " " : "").append(now - last);
            last = now;
        }

        @Override
        public String toString() {
            return laps.toString();
        }
    }
}
