package dev.segmentation.metrics.migration;

import dev.segmentation.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a test about migration.
 *
 * @param statistic how far the counts are from the hypothesis, at least 0; NaN if {@code undefined}
 * @param degrees of freedom, at least 0; cells that cannot differ are not counted
 * @param chiSquareP the chance of a statistic at least as large if the hypothesis holds, by the χ² distribution, 0 … 1; NaN
 *     if {@code undefined} by {@link Reason#NO_OBSERVATIONS}; 0 by {@link Reason#DIVERGES}: no sample of the chain has that move
 * @param monteCarloP the same by drawing counts as the hypothesis has them, the mid-p for one degree of
 *     freedom; empty if that was not done
 * @param leastExpected the smallest count that was expected in a cell; below five the χ² distribution is a poor guide
 * @param undefined {@link Reason#NO_OBSERVATIONS} if there is nothing to compare, {@link Reason#DIVERGES} if a move was seen that
 *     a given chain excludes, so that the statistic has no bound; empty otherwise
 */
public record MigrationTest(
        double statistic,
        long degrees,
        double chiSquareP,
        OptionalDouble monteCarloP,
        double leastExpected,
        Optional<Reason> undefined) {

    /**
     * Checks that the optional parts are there.
     *
     * @param statistic the statistic
     * @param degrees of freedom
     * @param chiSquareP by the χ² distribution
     * @param monteCarloP by drawing
     * @param leastExpected the smallest expected count
     * @param undefined why it is undefined
     */
    public MigrationTest {
        Objects.requireNonNull(monteCarloP, "monteCarloP");
        Objects.requireNonNull(undefined, "undefined");
    }

    /**
     * The chance of counts at least as far from the hypothesis if it holds: by drawing where that was done, else by the χ²
     * distribution.
     *
     * @return 0 … 1, small speaks against the hypothesis; NaN if there is nothing to compare; 0 if the hypothesis is impossible
     */
    public double pValue() {
        return monteCarloP.orElse(chiSquareP);
    }
}
