package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dunn's index: the smallest distance between rows of different segments, divided by the largest within one. At least 0,
 * no unit, higher is better; above 1, every row is closer to all of its segment than to any other row.
 *
 * <p>A single outlier decides it; the form with {@linkplain #ofAverages() averages} is steadier.
 *
 * <p><b>Input:</b> n × d matrix without missing values, already scaled; n labels. Every row counts once, whatever its
 * weight; rows of weight 0 are left out. Empty segments are skipped. Nothing is modified.
 * <br><b>Degenerate:</b> no rows, a single segment, rows of each segment all alike, or distances that overflow: NaN, and
 * {@link #undefined()} says why.
 * <br><b>Cost:</b> O(n²·d) time; memory for one copy of the rows, and 8·k² bytes per 512 rows. The same bits on any number
 * of threads.
 * <br><b>Reference:</b> J. C. Dunn (1974), J. Cybern. 4, 95–104, doi:10.1080/01969727408546059.
 */
public final class Dunn {

    private static final int STRIP = 512;

    private static final int POLL = 16;

    private final double value;
    private final double ofAverages;
    private final @Nullable Reason undefined;

    private Dunn(double value, double ofAverages, @Nullable Reason undefined) {
        this.value = value;
        this.ofAverages = ofAverages;
        this.undefined = undefined;
    }

    /**
     * Computes both forms on the calling thread.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @return the index
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     */
    public static Dunn of(FeatureMatrix features, Assignment assignment) {
        return of(features, assignment, Execution.sequential());
    }

    /**
     * Computes both forms.
     *
     * @param features the scaled matrix, n × d
     * @param assignment the labels, one per row
     * @param execution how to run
     * @return the index
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or a value is missing
     *     ({@link Reason#NON_FINITE})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static Dunn of(FeatureMatrix features, Assignment assignment, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(execution, "execution");
        Arguments.sameSize(features.rowCount(), assignment.size(), "Dunn.of", "assignment", "row");
        Arguments.noMissing(features, "Dunn.of");
        int[] counted = new int[features.rowCount()];
        int count = 0;
        for (int i = 0; i < counted.length; i++) {
            if (features.weight(i) > 0) {
                counted[count++] = i;
            }
        }
        int[] kept = Arrays.copyOf(counted, count);
        Assignment labels = assignment.rows(kept);
        int[] sizes = labels.sizes();
        long occupied = Arrays.stream(sizes).filter(size -> size > 0).count();
        if (occupied < 2) {
            return new Dunn(Double.NaN, Double.NaN, occupied == 0 ? Reason.EMPTY : Reason.SINGLE_SEGMENT);
        }
        double[] values = features.rows(kept).toRowMajorArray();
        try (Workers workers = execution.start()) {
            List<Strip> strips = workers.map((count - 1) / STRIP + 1, s -> {
                Strip strip = new Strip(sizes.length);
                strip.compare(workers, values, labels.toArray(), s * STRIP);
                return strip;
            });
            return of(strips, sizes);
        }
    }

    private static Dunn of(List<Strip> strips, int[] sizes) {
        double separation = Double.POSITIVE_INFINITY;
        double diameter = 0;
        for (Strip strip : strips) {
            separation = Math.min(separation, strip.separation);
            diameter = Math.max(diameter, strip.diameter);
        }
        if (diameter == 0) {
            return new Dunn(Double.NaN, Double.NaN, Reason.NO_WITHIN_VARIATION);
        }
        if (!(diameter <= Double.MAX_VALUE && separation <= Double.MAX_VALUE)) {
            return new Dunn(Double.NaN, Double.NaN, Reason.RANGE);
        }
        return new Dunn(separation / diameter, ofAverages(strips, sizes), null);
    }

    /** The smallest average distance between two segments, divided by the largest average distance within one. */
    private static double ofAverages(List<Strip> strips, int[] sizes) {
        double between = Double.POSITIVE_INFINITY;
        double within = 0;
        for (int s = 0; s < sizes.length; s++) {
            for (int t = 0; t <= s; t++) {
                double pairs = s == t ? 0.5 * sizes[s] * (sizes[s] - 1.0) : (double) sizes[s] * sizes[t];
                if (pairs == 0) {
                    continue;
                }
                ExactSum sum = new ExactSum();
                for (Strip strip : strips) {
                    sum.add(strip.sums[s][t]);
                    if (s != t) {
                        sum.add(strip.sums[t][s]);
                    }
                }
                double average = sum.value() / pairs;
                between = s == t ? between : Math.min(between, average);
                within = s == t ? Math.max(within, average) : within;
            }
        }
        return between / within;
    }

    /**
     * The index.
     *
     * @return at least 0; NaN if undefined
     */
    public double value() {
        return value;
    }

    /**
     * The form with averages: the smallest average distance between the rows of two segments, divided by the largest
     * average distance between two rows of one segment.
     *
     * @return at least 0; NaN if undefined
     */
    public double ofAverages() {
        return ofAverages;
    }

    /**
     * Why the index is undefined.
     *
     * @return {@link Reason#EMPTY}, {@link Reason#SINGLE_SEGMENT}, {@link Reason#NO_WITHIN_VARIATION} or {@link
     *     Reason#RANGE}; empty if it is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public String toString() {
        return "Dunn[" + value + ", of averages " + ofAverages
                + (undefined == null ? "]" : ", undefined: " + undefined + "]");
    }

    /** What the pairs of some rows with the rows before them give. */
    private static final class Strip {

        private double separation = Double.POSITIVE_INFINITY;
        private double diameter;
        private final double[][] sums;

        Strip(int segments) {
            this.sums = new double[segments][segments];
        }

        void compare(Workers workers, double[] values, int[] labels, int start) {
            int d = values.length / labels.length;
            int end = Math.min(labels.length, start + STRIP);
            for (int i = start; i < end; i++) {
                if (i % POLL == 0) {
                    workers.checkCancelled();
                }
                double[] sum = sums[labels[i]];
                for (int j = 0; j < i; j++) {
                    double squared = 0;
                    for (int f = 0; f < d; f++) {
                        double difference = values[i * d + f] - values[j * d + f];
                        squared += difference * difference;
                    }
                    double distance = Math.sqrt(squared);
                    sum[labels[j]] += distance;
                    if (labels[i] == labels[j]) {
                        diameter = Math.max(diameter, distance);
                    } else {
                        separation = Math.min(separation, distance);
                    }
                }
            }
        }
    }
}
