package dev.segmentation.metrics.aging;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.drift.FeatureDrift;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One sign that a segmentation has aged: how large it is, how often chance alone makes it as large, and from what size on it
 * matters.
 *
 * <p>Sizes that matter are conventions, the caller's to set ({@link #withThresholds}); those here are 0.10 and 0.25 for stability
 * indices (Lewis 1994), 0.2 and 0.5 standard deviations for the movement of a segment (Cohen 1988), and our own for the rest.
 *
 * <p>Immutable and thread-safe.
 */
public final class RefreshSignal {

    private final String name;
    private final double value;
    private final double pValue;
    private final String evidence;
    private final double watchAt;
    private final double refreshAt;

    private RefreshSignal(String name, double value, double pValue, String evidence, double watchAt, double refreshAt) {
        this.name = name;
        this.value = value;
        this.pValue = pValue;
        this.evidence = evidence;
        this.watchAt = watchAt;
        this.refreshAt = refreshAt;
    }

    /**
     * A signal of any kind, such as a typing tool that agrees less with true segments than it did.
     *
     * @param name what it is
     * @param value how large it is, more being worse; NaN if it could not be measured
     * @param pValue the chance of as much if nothing aged, 0 … 1; NaN if it could not be measured
     * @param evidence the numbers behind it, for people
     * @return a signal that matters from 0 on, until {@link #withThresholds}
     * @throws InvalidInputException if the name is blank ({@link Reason#BAD_NAME}) or the chance is not one ({@link
     *     Reason#BAD_PARAM})
     */
    public static RefreshSignal of(String name, double value, double pValue, String evidence) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(evidence, "evidence");
        if (name.isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "name", "RefreshSignal.of: the name is blank; say what was measured");
        }
        if (!Double.isNaN(pValue)) {
            Arguments.closedUnit(pValue, "RefreshSignal.of", "pValue");
        }
        return new RefreshSignal(name, value, pValue, evidence, 0, 0);
    }

    /**
     * The mix of segments has shifted, of separate customers: the index, and its chance by {@link
     * PopulationStability#pearsonPValue}. Matters from an index of 0.10 and 0.25 on. Of customers who are partly the same, that
     * chance is far too large: {@link #ofMix(PopulationStability, MigrationTest)}.
     *
     * @param mix shares of segments, then and now
     * @return the signal
     */
    public static RefreshSignal ofMix(PopulationStability mix) {
        Objects.requireNonNull(mix, "mix");
        return of("mix of segments", mix.index(), mix.pearsonPValue(), mix.toString())
                .withThresholds(0.10, 0.25);
    }

    /**
     * The mix of segments has shifted, of customers who are partly the same: the index, and its chance by a test that knows that
     * they are. Matters from an index of 0.10 and 0.25 on.
     *
     * @param mix shares of segments, then and now
     * @param equalShares the test that they are equal, {@link
     *     dev.segmentation.metrics.migration.MigrationTests#equalShares}, between the same dates
     * @return the signal; its chance is 1 if the shares are the same and nobody could have made a difference
     */
    public static RefreshSignal ofMix(PopulationStability mix, MigrationTest equalShares) {
        Objects.requireNonNull(mix, "mix");
        Objects.requireNonNull(equalShares, "equalShares");
        boolean still = equalShares.undefined().isPresent() && mix.index() == 0;
        double pValue = still ? 1 : equalShares.pValue();
        String evidence = String.format(
                Locale.ROOT,
                "PSI %.4f; χ² = %.4g with %d degrees, p = %.2g, knowing who is the same customer",
                mix.index(),
                equalShares.statistic(),
                equalShares.degrees(),
                pValue);
        return of("mix of segments", mix.index(), pValue, still ? "PSI 0; nobody moved" : evidence)
                .withThresholds(0.10, 0.25);
    }

    /**
     * A feature has shifted: the index of its bins, and its chance by {@link PopulationStability#pearsonPValue}. Matters from an
     * index of 0.10 and 0.25 on.
     *
     * @param feature its name
     * @param drift its frozen bins, then and now
     * @return the signal
     */
    public static RefreshSignal ofFeature(String feature, FeatureDrift drift) {
        Objects.requireNonNull(feature, "feature");
        Objects.requireNonNull(drift, "drift");
        PopulationStability bins = drift.stability();
        return of("feature " + feature, bins.index(), bins.pearsonPValue(), bins.toString())
                .withThresholds(0.10, 0.25);
    }

    /**
     * The fit has decayed (the mean squared distance now over then, from 1.10 and 1.25 on), there are strangers, customers crowd
     * at borders (the share over the expected one, from 1.5 and 2 on), or a segment has moved (from 0.2 and 0.5 standard
     * deviations on).
     *
     * @param drift how later customers fit
     * @return three signals, and one per segment
     */
    public static List<RefreshSignal> ofFit(FitDrift drift) {
        Objects.requireNonNull(drift, "drift");
        List<RefreshSignal> signals = new ArrayList<>();
        signals.add(of("decay of the fit", drift.inertiaRatioValue(), drift.decayPValue(), drift.shownInertia())
                .withThresholds(1.10, 1.25));
        signals.add(share("strangers", drift.novelty(), drift.expectedNovelty(), drift.noveltyPValue()));
        signals.add(share("crowding at borders", drift.crowding(), drift.expectedCrowding(), drift.crowdingPValue()));
        for (CenterDrift center : drift.centers()) {
            signals.add(of(
                            "movement of " + center.segment().name(),
                            center.distance().value(),
                            center.pValue(),
                            center.distance().toString())
                    .withThresholds(0.2, 0.5));
        }
        return List.copyOf(signals);
    }

    private static RefreshSignal share(String name, Estimate share, double expected, double pValue) {
        String evidence = share.isDefined()
                ? String.format(Locale.ROOT, "share %s, %.4g expected", share, expected)
                : share.toString();
        return of(name, share.value() / expected, pValue, evidence).withThresholds(1.5, 2);
    }

    /**
     * Customers move in another way than they did. The size is the share of customers who would go elsewhere by the later
     * chances than by the earlier ones, Σ nᵢ ½ Σ |aᵢⱼ − bᵢⱼ| / Σ nᵢ over the segments that are known in both periods: it sees
     * where to as well as how many. Matters from 0.05 and 0.10 on.
     *
     * @param homogeneity the test that they move in the same way in both periods, {@link
     *     dev.segmentation.metrics.migration.MigrationTests#homogeneity}
     * @param earlier the earlier period
     * @param later the later one, of the same segments
     * @return the signal; not measured if no segment is known in both
     * @throws InvalidInputException if a segment of the earlier period is none of the later one ({@link Reason#UNKNOWN_NAME})
     */
    public static RefreshSignal ofMigration(MigrationTest homogeneity, MigrationMatrix earlier, MigrationMatrix later) {
        Objects.requireNonNull(homogeneity, "homogeneity");
        Objects.requireNonNull(earlier, "earlier");
        Objects.requireNonNull(later, "later");
        double elsewhere = 0;
        double customers = 0;
        for (Segment from : earlier.segments()) {
            double n = (double) earlier.presentAtBoth(from) + later.presentAtBoth(later.segment(from.name()));
            if (earlier.presentAtBoth(from) > 0 && later.presentAtBoth(later.segment(from.name())) > 0) {
                double row = 0;
                for (Segment to : earlier.segments()) {
                    row += Math.abs(earlier.probability(from, to) - later.probability(from.name(), to.name()));
                }
                elsewhere += n * row / 2;
                customers += n;
            }
        }
        double share = elsewhere / customers;
        String evidence = String.format(
                Locale.ROOT,
                "%.4g of the customers go elsewhere; G or χ² = %.4g with %d degrees",
                share,
                homogeneity.statistic(),
                homogeneity.degrees());
        return of("break of migration", share, homogeneity.pValue(), evidence).withThresholds(0.05, 0.10);
    }

    /**
     * Sets from what size on the signal matters.
     *
     * @param watch the size from which to watch
     * @param refresh the size from which to refresh, at least that
     * @return a new signal
     * @throws InvalidInputException if they are not in order
     */
    public RefreshSignal withThresholds(double watch, double refresh) {
        if (!(watch <= refresh && refresh <= Double.MAX_VALUE && watch >= -Double.MAX_VALUE)) {
            throw Arguments.badParameter(
                    "RefreshSignal.withThresholds", "refresh", refresh, "a number of at least watch = " + watch);
        }
        return new RefreshSignal(name, value, pValue, evidence, watch, refresh);
    }

    /**
     * What it is.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * How large it is.
     *
     * @return more is worse; NaN if it could not be measured
     */
    public double value() {
        return value;
    }

    /**
     * The chance of as much if nothing aged.
     *
     * @return 0 … 1; NaN if it could not be measured
     */
    public double pValue() {
        return pValue;
    }

    /**
     * The numbers behind it.
     *
     * @return a few words
     */
    public String evidence() {
        return evidence;
    }

    /**
     * From what size on to watch.
     *
     * @return the threshold
     */
    public double watchAt() {
        return watchAt;
    }

    /**
     * From what size on to refresh.
     *
     * @return the threshold
     */
    public double refreshAt() {
        return refreshAt;
    }

    /**
     * Whether there are both a size and a chance.
     *
     * @return false if one is NaN
     */
    public boolean isMeasured() {
        return !Double.isNaN(value) && !Double.isNaN(pValue);
    }

    /** Such as {@code strangers 2.31 (watch from 1.5, refresh from 2): share 0.115 …}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %.4g (watch from %.4g, refresh from %.4g): %s",
                name,
                value,
                watchAt,
                refreshAt,
                evidence);
    }
}
