package dev.segmentation.benchmarks;

import dev.segmentation.Segmentation;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.SizeForecast;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A history of n = 1 000 000 customers at each of 24 dates, of whom one in a hundred is replaced from month to month, in
 * k = 8 segments: joining the dates, the matrices of all 276 pairs of dates, and a forecast of the sizes by all steps pooled.
 * Aim: at most 10 s for all of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.JVM_OPTION, "-Xmx4g"})
public class SegmentHistoryBenchmark {

    /** Dates. */
    static final int MONTHS = 24;

    /** How far the forecast goes, in months. */
    static final int STEPS = 12;

    /** n. */
    @Param("1000000")
    public int customers;

    /** Dates. */
    @Param("" + MONTHS)
    public int months;

    private List<Segmentation> dates;
    private SegmentHistory history;

    /** Makes the segmentations, and their history for what needs one. */
    @Setup
    public void makeDates() {
        dates = segmentations(CustomersAtDate.months(customers, months));
        history = SegmentHistory.of(dates);
    }

    /**
     * Joining the dates.
     *
     * @return the history
     */
    @Benchmark
    public SegmentHistory join() {
        return SegmentHistory.of(dates);
    }

    /**
     * All pairs of dates of a history that is there.
     *
     * @return the matrices
     */
    @Benchmark
    public List<MigrationMatrix> matrices() {
        return matrices(history);
    }

    /**
     * The forecast from a history that is there.
     *
     * @return a year ahead
     */
    @Benchmark
    public SizeForecast forecast() {
        return forecast(history);
    }

    /**
     * All of it.
     *
     * @return the matrices and the forecast
     */
    @Benchmark
    public List<Object> whole() {
        SegmentHistory joined = SegmentHistory.of(dates);
        List<Object> all = new ArrayList<>(matrices(joined));
        all.add(forecast(joined));
        return all;
    }

    static List<Segmentation> segmentations(List<CustomersAtDate> months) {
        return months.stream()
                .map(month -> month.segmentation(CustomersAtDate.Ids.NUMBERS))
                .toList();
    }

    static List<MigrationMatrix> matrices(SegmentHistory history) {
        List<LocalDate> dates = history.dates();
        List<MigrationMatrix> matrices = new ArrayList<>();
        for (int from = 0; from < dates.size(); from++) {
            for (int to = from + 1; to < dates.size(); to++) {
                matrices.add(history.migration(dates.get(from), dates.get(to)));
            }
        }
        return matrices;
    }

    static SizeForecast forecast(SegmentHistory history) {
        return history.pooled().forecast(STEPS);
    }
}
