package dev.segmentation.metrics.effect;

import dev.segmentation.Estimate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How much all segments together differ in one column.
 *
 * @param column its name
 * @param effect ε² of a numeric column, bias-corrected Cramér's V of a categorical one, with its interval
 * @param pValue how often an effect as large would arise by chance; NaN if undefined
 * @param holm p adjusted after Holm: claims at α are all true with probability 1 − α; NaN if undefined
 * @param falseDiscovery p adjusted after Benjamini and Hochberg: of the claims at α, on average at most the share α is
 *     false; NaN if undefined
 * @param numeric η², ω² and the rest of a numeric column; empty for a categorical one
 * @param categorical V, χ² and the rest of a categorical column; empty for a numeric one
 */
public record ColumnSeparation(
        String column,
        Estimate effect,
        double pValue,
        double holm,
        double falseDiscovery,
        Optional<NumericEffect> numeric,
        Optional<CategoricalEffect> categorical) {

    /**
     * Checks that all parts are there.
     *
     * @param column its name
     * @param effect the effect
     * @param pValue of no effect
     * @param holm adjusted
     * @param falseDiscovery adjusted
     * @param numeric of a numeric column
     * @param categorical of a categorical column
     */
    public ColumnSeparation {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(numeric, "numeric");
        Objects.requireNonNull(categorical, "categorical");
    }

    static ColumnSeparation of(String column, NumericEffect effect, double level) {
        return new ColumnSeparation(
                column,
                effect.share(level),
                effect.pValue(),
                Double.NaN,
                Double.NaN,
                Optional.of(effect),
                Optional.empty());
    }

    static ColumnSeparation of(String column, CategoricalEffect effect, double level) {
        return new ColumnSeparation(
                column,
                effect.association(level),
                effect.pValue(),
                Double.NaN,
                Double.NaN,
                Optional.empty(),
                Optional.of(effect));
    }

    ColumnSeparation adjusted(double adjustedHolm, double adjustedFalseDiscovery) {
        return new ColumnSeparation(column, effect, pValue, adjustedHolm, adjustedFalseDiscovery, numeric, categorical);
    }

    /**
     * What the effect is.
     *
     * @return {@code ε²} or {@code V}
     */
    public String measure() {
        return numeric.isPresent() ? "ε²" : "V";
    }

    @Override
    public String toString() {
        return column + ": " + measure() + " = " + effect
                + (Double.isNaN(pValue)
                        ? ""
                        : String.format(Locale.ROOT, ", p = %.3g, Holm %.3g, FDR %.3g", pValue, holm, falseDiscovery));
    }
}
