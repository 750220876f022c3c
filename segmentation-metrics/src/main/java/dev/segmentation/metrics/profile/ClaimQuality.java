package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Objects;

/**
 * How well a rule, or a list of rules, picks the customers of a segment, measured on customers who were held out when it
 * was learnt.
 *
 * @param precision the share of the claimed customers who belong to the segment, in [0, 1], higher is better, with how
 *     many were claimed; undefined if none was ({@link Reason#NO_OBSERVATIONS})
 * @param coverage the share of the segment's customers who are claimed, in [0, 1], higher is better, with the size of the
 *     segment; undefined if it has none held out
 * @param baseline the share of the segment in all customers: the precision of claiming everyone
 */
public record ClaimQuality(Estimate precision, Estimate coverage, Estimate baseline) {

    /**
     * Checks that all parts are there.
     *
     * @param precision of the claimed
     * @param coverage of the segment
     * @param baseline of all
     */
    public ClaimQuality {
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(coverage, "coverage");
        Objects.requireNonNull(baseline, "baseline");
    }

    /**
     * How much more often customers of the segment are among the claimed than among all: precision/baseline. The interval
     * is that of the precision and takes the baseline for known.
     *
     * @return 1 for no better than chance, higher is better; undefined where either is, and for an empty segment
     */
    public Estimate lift() {
        return baseline.value() > 0
                ? Shares.scaled(precision, 1 / baseline.value())
                : Estimate.undefined(Reason.NO_OBSERVATIONS, precision.customers());
    }

    /** Such as {@code precision 92 % [88 %, 95 %], covers 81 % [76 %, 85 %], lift 4.1, n = 214}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "precision %s, covers %s, lift %s, n = %d",
                percent(precision),
                percent(coverage),
                lift().isDefined() ? String.format(Locale.ROOT, "%.2g", lift().value()) : "–",
                precision.customers());
    }

    private static String percent(Estimate share) {
        return share.isDefined()
                ? String.format(
                        Locale.ROOT,
                        "%.0f %% [%.0f %%, %.0f %%]",
                        100 * share.value(),
                        100 * share.lower(),
                        100 * share.upper())
                : "–";
    }
}
