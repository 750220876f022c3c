package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.aging.CenterDrift;
import dev.segmentation.metrics.aging.FitDrift;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import java.util.ArrayList;
import java.util.List;

/**
 * A signal, what it speaks of, and from what size on chance no longer hides it: where that is more than the size that
 * matters, silence of the signal is no news.
 *
 * @param signal what was measured
 * @param kind what it speaks of
 * @param visibleFrom about the size that chance alone reaches in one of twenty cases, or half of the width of its interval;
 *     NaN if unknown
 * @param atFloor whether its p is the smallest that so many draws can give
 */
public record AgingSignal(RefreshSignal signal, Kind kind, double visibleFrom, boolean atFloor) {

    private static final double LEVEL = 0.95;

    /** Of the normal distribution, two-sided at that level. */
    private static final double QUANTILE = 1.959963984540054;

    /** What a signal speaks of. */
    public enum Kind {
        /** What customers do: how many are in each segment, and how they move. */
        CUSTOMERS,
        /** Whether what was learned still describes them. */
        DEFINITIONS
    }

    /** A change that matters would not stand out from chance. */
    boolean isBlind() {
        return visibleFrom > signal.watchAt();
    }

    /**
     * As far as chance alone takes separate customers; the same ones are taken less far. If all are in the same segment at both
     * dates, they may be in another one all the same: then as far as it takes those of two segments.
     */
    static AgingSignal ofMix(PopulationStability mix, MigrationTest equalShares, MigrationMatrix whole) {
        double ofTwo = QUANTILE * QUANTILE * (1.0 / all(whole, true) + 1.0 / all(whole, false));
        double critical = mix.critical(LEVEL);
        return new AgingSignal(
                RefreshSignal.ofMix(mix, equalShares),
                Kind.CUSTOMERS,
                Double.isNaN(critical) ? ofTwo : critical,
                Words.atFloor(equalShares));
    }

    private static long all(MigrationMatrix whole, boolean before) {
        return whole.segments().stream()
                .mapToLong(segment -> before ? whole.sizeBefore(segment) : whole.sizeAfter(segment))
                .sum();
    }

    /**
     * Whether customers move as they did: as far off as the shares who moved may be by chance, such a change is hidden. Where all
     * customers of each segment did the same in both periods, there is nothing to test, and no change.
     */
    static AgingSignal ofMigration(MigrationTest homogeneity, MigrationMatrix first, MigrationMatrix last) {
        RefreshSignal signal = RefreshSignal.ofMigration(homogeneity, first, last);
        if (Double.isNaN(signal.value())) {
            return notMeasured(
                    signal.name(),
                    Kind.CUSTOMERS,
                    "no segment has customers who are at both dates of the first step and of the last");
        }
        return new AgingSignal(
                homogeneity.undefined().isPresent() && signal.value() == 0 ? unchanged(signal) : signal,
                Kind.CUSTOMERS,
                Math.hypot(half(moved(first)), half(moved(last))),
                Words.atFloor(homogeneity));
    }

    private static RefreshSignal unchanged(RefreshSignal signal) {
        return RefreshSignal.of(signal.name(), 0, 1, "customers of each segment did the same in both")
                .withThresholds(signal.watchAt(), signal.refreshAt());
    }

    /** The signals of {@link RefreshSignal#ofFit}, in its order. */
    static List<AgingSignal> ofFit(FitDrift drift) {
        List<Double> visible = new ArrayList<>(List.of(
                1 + half(drift.inertiaRatio()),
                1 + half(drift.novelty()) / drift.expectedNovelty(),
                1 + half(drift.crowding()) / drift.expectedCrowding()));
        for (CenterDrift center : drift.centers()) {
            visible.add(half(center.distance()));
        }
        List<RefreshSignal> signals = RefreshSignal.ofFit(drift);
        List<AgingSignal> found = new ArrayList<>();
        for (int i = 0; i < signals.size(); i++) {
            found.add(new AgingSignal(signals.get(i), Kind.DEFINITIONS, visible.get(i), false));
        }
        return found;
    }

    static AgingSignal notMeasured(String name, Kind kind, String why) {
        return new AgingSignal(RefreshSignal.of(name, Double.NaN, Double.NaN, why), kind, Double.NaN, false);
    }

    private static Estimate moved(MigrationMatrix migration) {
        return ProportionInterval.wilson(migration.movers(), migration.presentAtBoth(), LEVEL);
    }

    private static double half(Estimate estimate) {
        return estimate.isDefined() ? (estimate.upper() - estimate.lower()) / 2 : Double.NaN;
    }
}
