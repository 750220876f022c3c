package dev.segmentation.metrics.profile;

import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a segment differs from all other customers in one number, with p adjusted for all tests of the table.
 *
 * <p><b>Undefined:</b> all numbers are NaN and the flag is {@link Flag#NONE}; {@link #undefined()} says why. A column
 * that formed the segments has no contrast ({@link Reason#CIRCULAR_EVIDENCE}), since segments differ in it by
 * construction.
 */
public final class Contrast {

    private final double statistic;
    private final double pValue;
    private final double holm;
    private final double benjaminiHochberg;
    private final Flag flag;
    private final @Nullable Reason undefined;

    private Contrast(
            double statistic,
            double pValue,
            double holm,
            double benjaminiHochberg,
            Flag flag,
            @Nullable Reason undefined) {
        this.statistic = statistic;
        this.pValue = pValue;
        this.holm = holm;
        this.benjaminiHochberg = benjaminiHochberg;
        this.flag = flag;
        this.undefined = undefined;
    }

    static Contrast undefined(Reason reason) {
        return new Contrast(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Flag.NONE, reason);
    }

    static Contrast of(double statistic, double pValue) {
        return new Contrast(statistic, pValue, Double.NaN, Double.NaN, Flag.NONE, null);
    }

    /** The same with its place among the tests of a table; a difference of exactly 0 is never flagged. */
    Contrast adjusted(double byHolm, double byBenjaminiHochberg, double decisive, double alpha) {
        if (undefined != null) {
            return this;
        }
        boolean clear = decisive <= alpha && statistic != 0;
        Flag found = statistic > 0 ? Flag.HIGHER : Flag.LOWER;
        return new Contrast(statistic, pValue, byHolm, byBenjaminiHochberg, clear ? found : Flag.NONE, null);
    }

    /**
     * The difference to the others in standard errors: Welch's t for means, the adjusted standardized residual for
     * shares. Positive where the segment has more.
     *
     * @return about standard normal if there is no difference and customers are many; NaN if undefined
     */
    public double statistic() {
        return statistic;
    }

    /**
     * How often a difference as large would arise if there were none, before any adjustment.
     *
     * @return in [0, 1]; NaN if undefined
     */
    public double pValue() {
        return pValue;
    }

    /**
     * p adjusted after Holm over all tests of the table.
     *
     * @return at least {@link #pValue()}; NaN if undefined
     */
    public double holm() {
        return holm;
    }

    /**
     * p adjusted after Benjamini and Hochberg over all tests of the table.
     *
     * @return at least {@link #pValue()}; NaN if undefined
     */
    public double benjaminiHochberg() {
        return benjaminiHochberg;
    }

    /**
     * Whether the adjusted p is at most 1 − level, and in which direction.
     *
     * @return {@link Flag#NONE} also if undefined
     */
    public Flag flag() {
        return flag;
    }

    /**
     * Why there is no test.
     *
     * @return empty if there is one
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    /** Such as {@code HIGHER (4.21 standard errors, p = 2.6e-05, 0.00031 after Holm)}. */
    @Override
    public String toString() {
        return undefined == null
                ? String.format(
                        Locale.ROOT,
                        "%s (%.3g standard errors, p = %.2g, %.2g after Holm)",
                        flag,
                        statistic,
                        pValue,
                        holm)
                : "not tested (" + undefined + ")";
    }
}
