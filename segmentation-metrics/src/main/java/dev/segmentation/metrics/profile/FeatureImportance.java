package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How much each feature contributes to a scheme of segments, with the spread over repeats: what {@link DropImportance} or
 * {@link ShuffleImportance} measured. 0 means that the segments are the same without the feature; higher is more
 * important. Immutable.
 *
 * <p>Features that carry the same information stand in for one another when one is dropped: each may then look
 * unimportant although both together are not.
 */
public final class FeatureImportance {

    /** What was measured. */
    public enum Measure {
        /** One minus the adjusted Rand index between the scheme and what is found without the feature. */
        DROPPED,
        /** The share of customers whose segment changes when the values of the feature are shuffled. */
        SHUFFLED
    }

    private final Measure measure;
    private final List<String> featureNames;
    private final double[][] values; // per feature, per repeat; NaN where it could not be measured
    private final double[] baseline; // per repeat
    private final double level;
    private final long customers;
    private final List<Notice> notices;

    FeatureImportance(
            Measure measure,
            List<String> featureNames,
            double[][] values,
            double[] baseline,
            double level,
            long customers,
            List<Notice> notices) {
        this.measure = measure;
        this.featureNames = featureNames;
        this.values = values;
        this.baseline = baseline;
        this.level = level;
        this.customers = customers;
        this.notices = List.copyOf(notices);
    }

    /**
     * What was measured.
     *
     * @return the measure
     */
    public Measure measure() {
        return measure;
    }

    /**
     * The features.
     *
     * @return d names, in the order of the matrix
     */
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * How often each feature was dropped or shuffled.
     *
     * @return at least 1
     */
    public int repeats() {
        return baseline.length;
    }

    /**
     * The importance of a feature in one repeat.
     *
     * @param name the feature
     * @param repeat from 0
     * @return at least 0; a share for {@link Measure#SHUFFLED}, about 1 for unrelated segments for {@link
     *     Measure#DROPPED}; NaN if it could not be measured
     * @throws InvalidInputException if there is no such feature ({@link Reason#UNKNOWN_NAME})
     * @throws IndexOutOfBoundsException if there is no such repeat
     */
    public double value(String name, int repeat) {
        return values[indexOf(name)][Objects.checkIndex(repeat, baseline.length)];
    }

    /**
     * The importance of a feature: the mean over the repeats, with Student's interval for that mean, which says how well
     * the number of repeats determines it.
     *
     * @param name the feature
     * @return at least 0, with the number of customers; undefined ({@link Reason#NO_OBSERVATIONS}) if it was measured in
     *     fewer than two repeats
     * @throws InvalidInputException if there is no such feature ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate importance(String name) {
        return mean(values[indexOf(name)]);
    }

    /**
     * What changes although no feature is dropped: one minus the adjusted Rand index between the scheme and what other
     * seeds find with all features. An importance within it is not to be told from a new start.
     *
     * @return at least 0; exactly 0 for {@link Measure#SHUFFLED}, where nothing is fitted
     */
    public Estimate baseline() {
        return mean(baseline);
    }

    /**
     * The features by decreasing importance; those that are undefined come last.
     *
     * @return d names
     */
    public List<String> ranking() {
        List<String> ranked = new ArrayList<>(featureNames);
        Comparator<String> byValue = Comparator.comparingDouble(name -> {
            double value = importance(name).value();
            return Double.isNaN(value) ? Double.POSITIVE_INFINITY : -value;
        });
        ranked.sort(byValue);
        return List.copyOf(ranked);
    }

    /**
     * What the caller should know, such as which refits failed.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per feature, the most important first. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("feature", measure == Measure.DROPPED ? "1 − ARI without it" : "moved when shuffled"));
        for (String name : ranking()) {
            lines.add(List.of(name, text(importance(name))));
        }
        if (measure == Measure.DROPPED) {
            lines.add(List.of("(none dropped)", text(baseline())));
        }
        StringBuilder text = new StringBuilder(TextTable.of(lines));
        notices.forEach(notice -> text.append('\n').append(notice));
        return text.toString();
    }

    private static String text(Estimate estimate) {
        return estimate.isDefined()
                ? String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", estimate.value(), estimate.lower(), estimate.upper())
                : estimate.toString();
    }

    private Estimate mean(double... repeated) {
        ExactSum sum = new ExactSum();
        int count = 0;
        for (double value : repeated) {
            if (!Double.isNaN(value)) {
                sum.add(value);
                count++;
            }
        }
        if (count < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
        }
        double mean = sum.value() / count;
        ExactSum squares = new ExactSum();
        for (double value : repeated) {
            if (!Double.isNaN(value)) {
                squares.addProduct(value - mean, value - mean);
            }
        }
        double half = Tails.studentQuantile(level, count - 1) * Math.sqrt(squares.value() / (count - 1) / count);
        double upper = measure == Measure.SHUFFLED ? Math.min(1, mean + half) : mean + half;
        return Estimate.of(mean, Math.max(0, mean - half), upper, level, customers);
    }

    private int indexOf(String name) {
        int j = featureNames.indexOf(Objects.requireNonNull(name, "name"));
        if (j < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "FeatureImportance: no feature \"" + name + "\"; there are " + Arguments.shown(featureNames));
        }
        return j;
    }
}
