package dev.segmentation.metrics.movers;

import dev.segmentation.Estimate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How movers differed from stayers in one numeric column, or in how many have one level of a categorical column.
 *
 * @param column its name
 * @param level the level; empty for a numeric column
 * @param movers the mean, or the share with the level, of those who moved; NaN without any
 * @param stayers the same of those who stayed, weighed as many from each segment as moved from it; NaN without any
 * @param difference movers − stayers, in the unit of the column or as a difference of shares
 * @param lift the share of movers with the level divided by that of stayers: 1 = no difference; empty for a numeric column
 * @param strength the difference on a scale common to all columns: Hedges' g (standard deviations) of a numeric column,
 *     Cohen's h of a level; for both .2 is small, .5 medium and .8 large by convention
 * @param pValue how often a difference as large would arise by chance; NaN if undefined
 * @param holm p adjusted after Holm: claims at α are all true with probability 1 − α; NaN if undefined
 * @param falseDiscovery p adjusted after Benjamini and Hochberg: of the claims at α, on average at most the share α is
 *     false; NaN if undefined
 */
public record MoverEffect(
        String column,
        Optional<String> level,
        double movers,
        double stayers,
        Estimate difference,
        Optional<Estimate> lift,
        Estimate strength,
        double pValue,
        double holm,
        double falseDiscovery) {

    /**
     * Checks that all parts are there.
     *
     * @param column its name
     * @param level the level
     * @param movers mean or share
     * @param stayers mean or share
     * @param difference of the two
     * @param lift of shares
     * @param strength standardized
     * @param pValue of no difference
     * @param holm adjusted
     * @param falseDiscovery adjusted
     */
    public MoverEffect {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(difference, "difference");
        Objects.requireNonNull(lift, "lift");
        Objects.requireNonNull(strength, "strength");
    }

    MoverEffect adjusted(double adjustedHolm, double adjustedFalseDiscovery) {
        return new MoverEffect(
                column,
                level,
                movers,
                stayers,
                difference,
                lift,
                strength,
                pValue,
                adjustedHolm,
                adjustedFalseDiscovery);
    }

    /**
     * What the line is about.
     *
     * @return the column, or such as {@code city=Bonn}
     */
    public String name() {
        return level.map(name -> column + "=" + name).orElse(column);
    }

    /** How strong the effect is at least, whatever its sign; 0 if its interval contains 0. */
    double certain() {
        boolean oneSign = strength.lower() > 0 || strength.upper() < 0;
        return oneSign ? Math.min(Math.abs(strength.lower()), Math.abs(strength.upper())) : 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: movers %.4g, stayers %.4g, strength %s, p = %.3g, Holm %.3g, FDR %.3g",
                name(),
                movers,
                stayers,
                strength,
                pValue,
                holm,
                falseDiscovery);
    }
}
