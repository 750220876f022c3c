package dev.segmentation.app.story;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.validity.SegmentValidation;
import dev.segmentation.metrics.validity.ValidationReport;
import dev.segmentation.metrics.value.ValueBridge;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The main job, from transactions to what movement did to value: snapshots, segments by rule and by k-means, their
 * verdicts, migration between consecutive dates, and the bridge of value.
 */
public final class Demo {

    /** The share of the customers from which a segment is worth a plan of its own. */
    static final double LEAST_SHARE = 0.05;

    /** Fewer than usual, since the demo is to be quick; enough to tell 0.6 from 0.75. */
    static final int RESAMPLES = 20;

    static final int RESTARTS_OF_RESAMPLES = 2;

    private final ShopData shop;
    private final Timeline timeline;
    private final List<Snapshot> snapshots;
    private final RfmMethod rfm;
    private final KMeansMethod kMeans;
    private final MethodRun rfmRun;
    private final MethodRun kMeansRun;

    private Demo(
            ShopData shop,
            Timeline timeline,
            List<Snapshot> snapshots,
            RfmMethod rfm,
            KMeansMethod kMeans,
            MethodRun rfmRun,
            MethodRun kMeansRun) {
        this.shop = shop;
        this.timeline = timeline;
        this.snapshots = snapshots;
        this.rfm = rfm;
        this.kMeans = kMeans;
        this.rfmRun = rfmRun;
        this.kMeansRun = kMeansRun;
    }

    /**
     * Does the job.
     *
     * @param shop the transactions
     * @param segments how many groups k-means makes; empty to let the data tell
     * @param seed of everything random
     * @param execution how to work; changes no result
     * @return what was found
     */
    public static Demo run(ShopData shop, OptionalInt segments, long seed, Execution execution) {
        Timeline timeline = Timeline.of(
                shop.transactions().firstDate().orElseThrow(),
                shop.transactions().lastDate().orElseThrow());
        List<Snapshot> snapshots = Customers.snapshots(shop, timeline);
        if (snapshots.get(0).customerCount() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "demo: nobody bought before " + timeline.first()
                            + ", the first of the four dates to look at; leave out"
                            + " what is dated long before the first purchase");
        }
        RfmMethod rfm = RfmMethod.learn(snapshots.get(0));
        KMeansMethod kMeans = KMeansMethod.learn(snapshots.get(0), timeline, segments, seed, execution);
        SegmentValidation validation =
                SegmentValidation.withDefaults().withMinimumShare(LEAST_SHARE).withSeed(seed);
        SegmentValidation withStability = validation
                .withSegmenter(kMeans.config().withRestarts(RESTARTS_OF_RESAMPLES))
                .withReplicates(RESAMPLES);
        return new Demo(
                shop,
                timeline,
                snapshots,
                rfm,
                kMeans,
                follow(rfm, snapshots, validation, List.of(), execution),
                follow(kMeans, snapshots, withStability, kMeans.fitNow(snapshots, execution), execution));
    }

    private static MethodRun follow(
            Method method,
            List<Snapshot> snapshots,
            SegmentValidation validation,
            List<RefreshSignal> signals,
            Execution execution) {
        List<Segmentation> segmentations =
                snapshots.stream().map(method::segment).toList();
        List<ValidationReport> validations = segmentations.subList(0, segmentations.size() - 1).stream()
                .map(known -> validation.validate(known, method.features(known.snapshot()), execution))
                .toList();
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i < segmentations.size(); i++) {
            Segmentation before = segmentations.get(i - 1);
            Segmentation after = segmentations.get(i);
            steps.add(new Step(
                    before.asOf(),
                    after.asOf(),
                    MigrationMatrix.between(before, after),
                    ValueBridge.between(before, after, Customers.VALUE)));
        }
        return new MethodRun(
                method, segmentations, validations, List.copyOf(steps), Movement.of(segmentations, signals, execution));
    }

    ShopData shop() {
        return shop;
    }

    Timeline timeline() {
        return timeline;
    }

    List<Snapshot> snapshots() {
        return snapshots;
    }

    RfmMethod rfm() {
        return rfm;
    }

    KMeansMethod kMeans() {
        return kMeans;
    }

    MethodRun rfmRun() {
        return rfmRun;
    }

    MethodRun kMeansRun() {
        return kMeansRun;
    }

    /** By rule, then by k-means. */
    List<MethodRun> runs() {
        return List.of(rfmRun, kMeansRun);
    }

    /**
     * What one method made of all dates.
     *
     * @param method learned on the first date
     * @param segmentations one per date
     * @param validations one per date but the last, after which nothing is known yet
     * @param steps one from each date to the next
     * @param movement what all dates say together
     */
    record MethodRun(
            Method method,
            List<Segmentation> segmentations,
            List<ValidationReport> validations,
            List<Step> steps,
            Movement movement) {

        Segmentation last() {
            return segmentations.get(segmentations.size() - 1);
        }

        /** The latest one. */
        ValidationReport validation() {
            return validations.get(validations.size() - 1);
        }

        Step lastStep() {
            return steps.get(steps.size() - 1);
        }
    }

    /**
     * From one date to the next.
     *
     * @param from the earlier date
     * @param to the later date
     * @param migration who moved
     * @param bridge what that did to value
     */
    record Step(LocalDate from, LocalDate to, MigrationMatrix migration, ValueBridge bridge) {}
}
