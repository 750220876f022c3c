package dev.segmentation.metrics.aging;

import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a number changed: because customers did, because the segmentation did, or because the data were corrected.
 *
 * <p>people + fences + data = {@link #change()}, up to the rounding of the last digit: each of them is rounded once, from exact
 * sums of the numbers of {@link PeopleAndFences}, so that they add up to a relative 4 · 2⁻⁵³ of the largest. Sizes add up to the
 * last bit.
 *
 * @param before the number of the earlier date: by the old segmentation, on the data as they were known then
 * @param after the number of the later date, by the new segmentation
 * @param people what customers account for: those who changed, who came, and who left
 * @param fences what the new segmentation accounts for
 * @param data what the correction of the earlier data accounts for; 0 if no earlier data were given
 * @param undefined why all of these are NaN: {@link Reason#NO_OBSERVATIONS} if one of the numbers is the mean of nobody, {@link
 *     Reason#RANGE} if a sum overflows; empty otherwise
 */
public record ChangeSplit(
        double before, double after, double people, double fences, double data, Optional<Reason> undefined) {

    /**
     * Checks that the optional part is there.
     *
     * @param before the number of the earlier date
     * @param after the number of the later date
     * @param people what customers account for
     * @param fences what the segmentation accounts for
     * @param data what the correction accounts for
     * @param undefined why all are NaN
     */
    public ChangeSplit {
        Objects.requireNonNull(undefined, "undefined");
    }

    /**
     * The change.
     *
     * @return after − before; NaN if undefined
     */
    public double change() {
        return after - before;
    }

    /** Such as {@code 100 to 130: +30 = people +40, fences -10, data +0}. */
    @Override
    public String toString() {
        return undefined
                .map(reason -> "undefined (" + reason + ")")
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "%.6g to %.6g: %+.6g = people %+.6g, fences %+.6g, data %+.6g",
                        before,
                        after,
                        change(),
                        people,
                        fences,
                        data));
    }
}
