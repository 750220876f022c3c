package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import java.util.Locale;
import java.util.Objects;

/**
 * How much all segments together differ in one column that did not form them.
 *
 * @param column its name
 * @param measure what the effect is
 * @param effect the effect, with its interval
 * @param adjustedP how often an effect as large would arise by chance, adjusted after Holm for the number of columns; NaN
 *     if undefined
 */
public record ColumnEffect(String column, Measure measure, Estimate effect, double adjustedP) {

    /** What an effect is measured by. */
    public enum Measure {
        /** The share of variance between segments, ε². */
        EPSILON_SQUARED,
        /** The association with the segments, bias-corrected Cramér's V. */
        CRAMERS_V
    }

    /**
     * Checks that all parts are there.
     *
     * @param column its name
     * @param measure what the effect is
     * @param effect the effect
     * @param adjustedP of no effect
     */
    public ColumnEffect {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(effect, "effect");
    }

    @Override
    public String toString() {
        return column + ": " + (measure == Measure.CRAMERS_V ? "V" : "ε²") + " = " + effect
                + (Double.isNaN(adjustedP) ? "" : String.format(Locale.ROOT, ", adjusted p = %.3g", adjustedP));
    }
}
