package dev.segmentation.app.story;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.TypingTool;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.app.report.Comparison;
import dev.segmentation.app.selection.CountResult;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.metrics.aging.FitBaseline;
import dev.segmentation.metrics.aging.FitDrift;
import dev.segmentation.model.SavedModel;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Groups that the data suggest: k-means on how recently and how often customers buy, and how much at a time.
 *
 * <p>The average purchase is used instead of the total, since the total mostly repeats how often.
 */
final class KMeansMethod implements Method {

    static final List<String> FEATURES = List.of(Customers.RECENCY, Customers.FREQUENCY, Customers.BASKET);

    static final String SCALE = "signed-log1p-zscore";

    /** A tenth of fewer is nobody. */
    private static final int LEAST_BUYERS = 10;

    private final KMeans config;
    private final ScalingModel scaling;
    private final Fit<KMeansModel> fit;
    private final CountResult search;
    private final String model;
    private final TypingTool tool;

    private KMeansMethod(KMeans config, ScalingModel scaling, Fit<KMeansModel> fit, CountResult search, String model) {
        this.config = config;
        this.scaling = scaling;
        this.fit = fit;
        this.search = search;
        this.model = model;
        this.tool = ModelFile.restore(model, "kmeans/model.json");
    }

    static KMeansMethod learn(Snapshot first, Timeline timeline, OptionalInt segments, long seed, Execution execution) {
        FeatureMatrix raw = first.features().select(FEATURES);
        ScalingModel scaling =
                Scaling.signedLog1p().then(Scaling.zScore()).fit(raw, execution); // purchases and money have long tails
        FeatureMatrix scaled = scaling.apply(raw);
        EnoughCustomers.check(scaled, timeline.first(), segments);
        CountResult search = SegmentCount.search(scaled, seed, execution);
        int count = segments.orElseGet(() -> SegmentCount.choose(search, scaled, execution));
        KMeans config = KMeans.of(count).withSeed(seed);
        Fit<KMeansModel> fit = config.fit(scaled, execution);
        Segmentation numbered = Segmentation.of(first, fit.assignment());
        Segmentation named = numbered.withNames(ProfileNames.of(numbered, timeline));
        SavedModel saved = SavedModel.of(TypingTool.of(scaling, fit.model(), named.segments()))
                .withFittedAsOf(first.asOf())
                .withFact("seed", Long.toString(seed));
        return new KMeansMethod(config, scaling, fit, search, ModelFile.text(saved));
    }

    @Override
    public String title() {
        return "k-means";
    }

    @Override
    public String introduction() {
        return "k-means: " + tool.segments().size()
                + " groups of alike customers, by how recently, how often and how much at a time they bought.";
    }

    @Override
    public String folder() {
        return "kmeans";
    }

    @Override
    public Segmentation segment(Snapshot snapshot) {
        return tool.segment(snapshot);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public FeatureMatrix features(Snapshot snapshot) {
        return scaling.apply(snapshot.features().select(FEATURES));
    }

    @Override
    public Comparison comparison() {
        return new Comparison(
                SCALE, "Customers were compared by features scaled by " + SCALE + ", as the segments were made.");
    }

    /** The centers in days, purchases and money. */
    FeatureMatrix centers() {
        return scaling.invert(fit.model().centers());
    }

    /**
     * How the customers of the last date fit the groups, against those of the first: of each, who bought within the time
     * between them, see {@link FitBasis}.
     */
    Movement.Fit fitNow(List<Snapshot> snapshots, Execution execution) {
        Snapshot then = snapshots.get(0);
        Snapshot now = snapshots.get(snapshots.size() - 1);
        long days = ChronoUnit.DAYS.between(then.asOf(), now.asOf());
        int[] buyersThen = rows(then, recency -> recency <= days);
        int[] buyersNow = rows(now, recency -> recency <= days);
        FitBasis basis =
                new FitBasis(days, buyersThen.length, buyersNow.length, now.customerCount() - buyersNow.length);
        if (Math.min(buyersThen.length, buyersNow.length) < LEAST_BUYERS) {
            return new Movement.Fit(
                    List.of(AgingSignal.notMeasured(
                            "fit of the definitions", AgingSignal.Kind.DEFINITIONS, "hardly anybody bought")),
                    basis);
        }
        FeatureMatrix learned = features(then);
        FeatureMatrix silent = learned.rows(rows(then, recency -> recency > days));
        FitBaseline baseline = FitBaseline.crossFitted(
                (buyers, how) -> config.fit(joined(buyers, silent), how),
                fit.model(),
                learned.rows(buyersThen),
                execution);
        FitDrift drift = baseline.withNames(
                        tool.segments().stream().map(Segment::name).toList())
                .measure(features(now).rows(buyersNow), execution);
        return new Movement.Fit(AgingSignal.ofFit(drift), basis);
    }

    private static int[] rows(Snapshot snapshot, DoublePredicate recency) {
        double[] days = snapshot.numbers(Customers.RECENCY);
        return IntStream.range(0, days.length)
                .filter(row -> recency.test(days[row]))
                .toArray();
    }

    /** The model is learned of everybody, also where only a part of them is held out. */
    private static FeatureMatrix joined(FeatureMatrix some, FeatureMatrix others) {
        return FeatureMatrix.copyOfRowMajor(
                some.featureNames(),
                DoubleStream.concat(Arrays.stream(some.toRowMajorArray()), Arrays.stream(others.toRowMajorArray()))
                        .toArray());
    }

    /** What there is to say of other numbers of groups. */
    CountResult search() {
        return search;
    }

    KMeans config() {
        return config;
    }

    Fit<KMeansModel> fit() {
        return fit;
    }
}
