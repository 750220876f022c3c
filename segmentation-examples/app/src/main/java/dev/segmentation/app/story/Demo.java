package dev.segmentation.app.story;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.app.report.Contributors;
import dev.segmentation.app.report.ProfileFile;
import dev.segmentation.app.report.SegmentSilhouettes;
import dev.segmentation.app.report.StepValue;
import dev.segmentation.metrics.validity.SegmentValidation;
import dev.segmentation.metrics.validity.ValidationReport;
import dev.segmentation.metrics.value.ValueBridge;
import dev.segmentation.metrics.value.ValueMigration;
import java.util.List;
import java.util.Optional;
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
        if (shop.totals().purchases() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "every amount is negative, as of a return, so that nobody bought anything; write purchases as amounts"
                            + " above 0");
        }
        Timeline timeline = Timeline.of(
                shop.transactions().firstDate().orElseThrow(),
                shop.transactions().lastDate().orElseThrow());
        List<Snapshot> snapshots = Customers.snapshots(shop, timeline);
        if (snapshots.get(0).customerCount() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "nobody bought before " + timeline.first()
                            + ", the first of the four dates to look at; leave out"
                            + " what is dated long before the first purchase");
        }
        RfmMethod rfm;
        KMeansMethod kMeans;
        try {
            rfm = RfmMethod.learn(snapshots.get(0));
            kMeans = KMeansMethod.learn(snapshots.get(0), timeline, segments, seed, execution);
        } catch (InvalidInputException e) {
            throw LateDate.orElse(e, shop.transactions());
        }
        SegmentValidation validation =
                SegmentValidation.withDefaults().withMinimumShare(LEAST_SHARE).withSeed(seed);
        SegmentValidation withStability = validation
                .withSegmenter(kMeans.config().withRestarts(RESTARTS_OF_RESAMPLES))
                .withReplicates(RESAMPLES);
        Sources sources = new Sources(shop, timeline, snapshots, seed);
        return new Demo(
                shop,
                timeline,
                snapshots,
                rfm,
                kMeans,
                follow(rfm, sources, validation, Optional.empty(), execution),
                follow(kMeans, sources, withStability, Optional.of(kMeans.fitNow(snapshots, execution)), execution));
    }

    private static MethodRun follow(
            Method method,
            Sources sources,
            SegmentValidation validation,
            Optional<Movement.Fit> fit,
            Execution execution) {
        List<Segmentation> segmentations =
                sources.snapshots.stream().map(method::segment).toList();
        List<ValidationReport> validations = segmentations.subList(0, segmentations.size() - 1).stream()
                .map(known -> validation.validate(known, method.features(known.snapshot()), execution))
                .toList();
        List<SegmentSilhouettes> silhouettes = segmentations.subList(0, validations.size()).stream()
                .map(known -> SegmentSilhouettes.of(
                        known.segments(),
                        known.assignment(),
                        method.features(known.snapshot()),
                        sources.seed,
                        execution))
                .toList();
        List<ProfileFile> profiles = segmentations.stream()
                .map(segmentation -> ProfileFile.of(segmentation, execution))
                .toList();
        Movement movement = Movement.of(Timetable.of(sources.timeline.dates()), segmentations, fit, execution)
                .withValues(step -> value(segmentations.get(step.from()), segmentations.get(step.to())));
        return new MethodRun(
                method,
                segmentations,
                validations,
                silhouettes,
                profiles,
                sources.knownMoves(segmentations).map(movement::withKnown).orElse(movement));
    }

    private static StepValue value(Segmentation before, Segmentation after) {
        return StepValue.of(
                ValueBridge.between(before, after, Customers.VALUE),
                ValueMigration.between(before, after, Customers.VALUE),
                Contributors.of(before, worth(before), after, worth(after)));
    }

    private static double[] worth(Segmentation segmentation) {
        return segmentation.snapshot().table().numbers(Customers.VALUE);
    }

    /**
     * What methods work on.
     *
     * @param shop the transactions
     * @param timeline the dates
     * @param snapshots the customers at each of them
     * @param seed of what is drawn
     */
    private record Sources(ShopData shop, Timeline timeline, List<Snapshot> snapshots, long seed) {

        Optional<KnownMoves> knownMoves(List<Segmentation> segmentations) {
            return shop.truth()
                    .map(Truth::new)
                    .map(truth -> truth.moves(segmentations, timeline.window()).stream()
                            .reduce(Truth.Moves.NONE, Truth.Moves::plus))
                    .map(moves -> new KnownMoves(moves, timeline.windowInWords()));
        }
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
     * @param silhouettes one per validation
     * @param profiles one per date
     * @param movement what all dates say together
     */
    record MethodRun(
            Method method,
            List<Segmentation> segmentations,
            List<ValidationReport> validations,
            List<SegmentSilhouettes> silhouettes,
            List<ProfileFile> profiles,
            Movement movement) {

        Segmentation last() {
            return segmentations.get(segmentations.size() - 1);
        }

        /** The latest one. */
        ValidationReport validation() {
            return validations.get(validations.size() - 1);
        }

        /** One from each date to the next. */
        List<Step> steps() {
            return movement.steps();
        }

        Step lastStep() {
            return movement.lastStep();
        }
    }
}
