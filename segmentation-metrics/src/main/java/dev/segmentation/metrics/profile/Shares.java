package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;

/** Shares derived from shares. */
final class Shares {

    private Shares() {}

    /** One minus the share, undefined for the same reason. */
    static Estimate complement(Estimate share) {
        return share.isDefined()
                ? Estimate.of(1 - share.value(), 1 - share.upper(), 1 - share.lower(), share.level(), share.customers())
                : share;
    }

    /** The share and its interval, times a factor that is taken as known. */
    static Estimate scaled(Estimate share, double factor) {
        if (!share.isDefined()) {
            return share;
        }
        return Double.isFinite(factor)
                ? Estimate.of(
                        factor * share.value(),
                        factor * share.lower(),
                        factor * share.upper(),
                        share.level(),
                        share.customers())
                : Estimate.undefined(Reason.NO_OBSERVATIONS, share.customers());
    }
}
