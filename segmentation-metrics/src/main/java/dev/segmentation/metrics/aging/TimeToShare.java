package dev.segmentation.metrics.aging;

import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * After how many days agreement has fallen to a share.
 *
 * @param share the share, in (0, 1)
 * @param days after how many days; NaN if {@code undefined}
 * @param lower the lower end of the interval, in days; NaN if {@code undefined}
 * @param upper the upper end, in days; empty if nothing bounds it: agreement that has not fallen at all is within the interval
 * @param level the confidence level
 * @param extrapolated whether {@code days} is beyond the last date that was observed, where agreement is taken to go on falling at
 *     its mean rate
 * @param undefined {@link Reason#UNIDENTIFIED} if agreement has not fallen at all; empty otherwise
 */
public record TimeToShare(
        double share,
        double days,
        double lower,
        OptionalDouble upper,
        double level,
        boolean extrapolated,
        Optional<Reason> undefined) {

    /**
     * Checks that the optional parts are there.
     *
     * @param share the share
     * @param days after how many days
     * @param lower the lower end
     * @param upper the upper end
     * @param level the confidence level
     * @param extrapolated whether it is beyond what was observed
     * @param undefined why it is undefined
     */
    public TimeToShare {
        Objects.requireNonNull(upper, "upper");
        Objects.requireNonNull(undefined, "undefined");
    }

    /** Such as {@code 412 days [371, 466] at 95.0 % until 50.0 %, extrapolated}. */
    @Override
    public String toString() {
        if (undefined.isPresent()) {
            return "undefined (" + undefined.get() + ")";
        }
        return String.format(
                Locale.ROOT,
                "%.4g days [%.4g, %s] at %.3g %% until %.3g %%%s",
                days,
                lower,
                upper.isPresent() ? String.format(Locale.ROOT, "%.4g", upper.getAsDouble()) : "no bound",
                100 * level,
                100 * share,
                extrapolated ? ", extrapolated" : "");
    }
}
