package dev.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.cluster.BisectingKMeans;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.MiniBatchKMeans;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.constraint.ConstrainedKMeans;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.hierarchy.Agglomerative;
import dev.segmentation.hierarchy.Linkage;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.latentclass.LatentClassModel;
import dev.segmentation.latentclass.LatentClassRecord;
import dev.segmentation.medoid.Clara;
import dev.segmentation.medoid.MedoidModel;
import dev.segmentation.medoid.MedoidSilhouette;
import dev.segmentation.medoid.MedoidStart;
import dev.segmentation.medoid.Pam;
import dev.segmentation.mixed.KModes;
import dev.segmentation.mixed.KModesModel;
import dev.segmentation.mixed.KPrototypes;
import dev.segmentation.mixed.KPrototypesModel;
import dev.segmentation.mixed.MixedDistance;
import dev.segmentation.mixture.CovarianceStructure;
import dev.segmentation.mixture.FuzzyCMeans;
import dev.segmentation.mixture.FuzzyCMeansModel;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.mixture.GaussianMixtureModel;
import dev.segmentation.model.SavedModel;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.tier.AbcTiers;
import dev.segmentation.tier.Jenks;
import dev.segmentation.tier.QuantileRule;
import dev.segmentation.tier.QuantileTiers;
import dev.segmentation.tree.Cart;
import dev.segmentation.tree.Chaid;
import dev.segmentation.tree.Merging;
import dev.segmentation.tree.SegmentTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The laws that every segmenter obeys. A new algorithm enters by one line in {@link #algorithms}. */
class SegmenterContractTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    /** Every algorithm, family by family; a new one is one more line in its family. */
    private static Stream<Algorithm<?>> algorithms() {
        return Stream.of(
                        kMeans(),
                        prototypes(),
                        medoids(),
                        trees(),
                        constrained(),
                        latentClasses(),
                        mixtures(),
                        hierarchiesAndTiers())
                .flatMap(Function.identity());
    }

    private static Stream<Algorithm<?>> kMeans() {
        return Stream.of(
                Algorithm.<KMeansModel>of(
                                "k-means", k -> KMeans.of(k).withRestarts(4), SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount()).withSeeding(Seeding.centers(centers)))
                        .saved(),
                Algorithm.<KMeansModel>of(
                                "k-means, plain Lloyd from k-means++",
                                k -> KMeans.of(k)
                                        .withRestarts(2)
                                        .withSeeding(Seeding.kMeansPlusPlus())
                                        .withRefinement(Refinement.NONE),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount()).withSeeding(Seeding.centers(centers)))
                        .saved(),
                Algorithm.<KMeansModel>of(
                                "k-means, stopped by tolerance or limit",
                                k -> KMeans.of(k)
                                        .withRestarts(3)
                                        .withTolerance(0.01)
                                        .withMaxIterations(5),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount())
                                .withSeeding(Seeding.centers(centers))
                                .withTolerance(0.01)
                                .withMaxIterations(5))
                        .saved(),
                Algorithm.<KMeansModel>of(
                                "k-means from k-means||",
                                k -> KMeans.of(k).withRestarts(2).withSeeding(Seeding.kMeansParallel()),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> KMeans.of(centers.rowCount()).withSeeding(Seeding.centers(centers)))
                        .saved(),
                // Which rows are in a batch depends on their order, so no law about orders or repeated rows can hold;
                // unless a batch is all rows, as it is here from given starts.
                Algorithm.<KMeansModel>of(
                                "mini-batch k-means",
                                k -> MiniBatchKMeans.of(k).withBatchSize(100),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> MiniBatchKMeans.of(centers.rowCount())
                                .withSeeding(Seeding.centers(centers))
                                .withBatchSize(1_000_000))
                        .saved());
    }

    private static Stream<Algorithm<?>> prototypes() {
        return Stream.of(
                Algorithm.<KModesModel>of(
                                "k-modes", k -> KModes.of(k).withRestarts(4), model -> numbersOf(model.modes()))
                        .on(SegmenterContractTest::binned)
                        .startedBy(rows -> KModes.of(rows.rowCount()).withPrototypes(binned(rows)))
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES),
                Algorithm.<KPrototypesModel>of(
                                "k-prototypes",
                                k -> KPrototypes.of(k).withRestarts(4),
                                model -> numbersOf(model.prototypes()))
                        .on(SegmenterContractTest::mixed)
                        .startedBy(rows -> KPrototypes.of(rows.rowCount()).withPrototypes(mixed(rows)))
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES),
                Algorithm.<KPrototypesModel>of(
                                "k-prototypes with Gower's distance",
                                k -> KPrototypes.of(k).withRestarts(4).withDistance(MixedDistance.GOWER),
                                model -> numbersOf(model.prototypes()))
                        .on(SegmenterContractTest::mixed)
                        .startedBy(rows -> KPrototypes.of(rows.rowCount())
                                .withDistance(MixedDistance.GOWER)
                                .withPrototypes(mixed(rows)))
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES));
    }

    /** Every column in steps of one, as categories. */
    private static FeatureTable binned(FeatureMatrix matrix) {
        FeatureTable.Builder table = FeatureTable.builder();
        matrix.featureNames().forEach(name -> table.nominal(name, bins(matrix, name)));
        return weighted(table.build(), matrix);
    }

    /** Numbers, but for b in steps of one as categories and for d as seven levels in order. */
    private static FeatureTable mixed(FeatureMatrix matrix) {
        FeatureTable.Builder table = FeatureTable.builder();
        for (String name : matrix.featureNames()) {
            switch (name) {
                case "b" -> table.nominal(name, bins(matrix, name));
                case "d" ->
                    table.ordinal(
                            name,
                            List.of("0", "1", "2", "3", "4", "5", "6"),
                            bins(matrix, name).stream()
                                    .map(bin ->
                                            bin == null ? null : Long.toString(Math.floorMod(Long.parseLong(bin), 7L)))
                                    .toList());
                default -> table.numeric(name, matrix.column(name));
            }
        }
        return weighted(table.build(), matrix);
    }

    private static List<@Nullable String> bins(FeatureMatrix matrix, String name) {
        List<@Nullable String> bins = new ArrayList<>();
        for (double value : matrix.column(name)) {
            bins.add(Double.isNaN(value) ? null : Long.toString((long) Math.floor(value)));
        }
        return bins;
    }

    private static FeatureTable weighted(FeatureTable table, FeatureMatrix matrix) {
        if (!matrix.isWeighted()) {
            return table;
        }
        return table.weightedBy(IntStream.range(0, matrix.rowCount())
                .mapToDouble(matrix::weight)
                .toArray());
    }

    /** Levels are numbers, too. */
    private static double[] numbersOf(FeatureTable prototypes) {
        return prototypes.names().stream()
                .flatMapToDouble(name -> IntStream.range(0, prototypes.rowCount())
                        .mapToDouble(s -> prototypes
                                .level(s, name)
                                .map(Double::parseDouble)
                                .orElseGet(() -> prototypes.number(s, name))))
                .toArray();
    }

    private static Stream<Algorithm<?>> medoids() {
        return Stream.of(
                // Eager swaps depend on the order of rows; those of the classic search do not.
                Algorithm.<MedoidModel>of("k-medoids", Pam::of, SegmenterContractTest::numbersOf)
                        .startedBy(medoids ->
                                Pam.classic(medoids.rowCount()).withStart(MedoidStart.near(FeatureTable.of(medoids))))
                        .withRows(1200, 4000)
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES),
                Algorithm.<MedoidModel>of(
                                "k-medoids, classic, in floats",
                                k -> Pam.classic(k).withStorage(DissimilarityMatrix.Storage.FLOATS),
                                SegmenterContractTest::numbersOf)
                        .withRows(1200, 4000)
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES),
                Algorithm.<MedoidModel>of(
                                "k-medoids by Gower's dissimilarity",
                                k -> Pam.of(k).withDissimilarity(Gower.standard()),
                                model -> numbersOf(model.medoids()))
                        .on(SegmenterContractTest::mixed)
                        .startedBy(medoids -> Pam.classic(medoids.rowCount())
                                .withDissimilarity(Gower.standard())
                                .withStart(MedoidStart.near(mixed(medoids))))
                        .withRows(1200, 3000)
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES),
                Algorithm.<MedoidModel>of("clara", Clara::of, SegmenterContractTest::numbersOf)
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES, Exempt.UNCLEAR_SEGMENTS, Exempt.SAME_REPRESENTATIVES),
                Algorithm.<MedoidModel>of("medoid silhouette", MedoidSilhouette::of, SegmenterContractTest::numbersOf)
                        .withRows(1200, 4000)
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES, Exempt.UNCLEAR_SEGMENTS));
    }

    private static double[] numbersOf(MedoidModel model) {
        return model.medoids().matrix().toRowMajorArray();
    }

    private static Stream<Algorithm<?>> latentClasses() {
        return Stream.of(
                Algorithm.<LatentClassModel>of(
                                "latent classes",
                                k -> LatentClass.of(k).withRestarts(3).withMaxIterations(300),
                                SegmenterContractTest::numbersOf)
                        .on(SegmenterContractTest::answers)
                        .startedBy(rows -> LatentClass.of(rows.rowCount()).withStart(classesLike(answers(rows))))
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES, Exempt.NO_EMPTY_SEGMENT),
                Algorithm.<LatentClassModel>of(
                                "latent classes with a covariate",
                                k -> LatentClass.of(k)
                                        .withCovariates("difference")
                                        .withRestarts(2)
                                        .withMaxIterations(40),
                                SegmenterContractTest::numbersOf)
                        .on(SegmenterContractTest::answersAndDifference)
                        .startedBy(rows -> LatentClass.of(rows.rowCount())
                                .withCovariates("difference")
                                .withStart(classesLike(answers(rows)))
                                .withMaxIterations(20))
                        .withRows(5000, 120_000)
                        .saved()
                        .exempt(Exempt.NO_MISSING_VALUES, Exempt.NO_EMPTY_SEGMENT));
    }

    /** And the difference of two columns, which survives any offset. */
    private static FeatureTable answersAndDifference(FeatureMatrix numbers) {
        double[] difference = numbers.column("a");
        double[] b = numbers.column("b");
        Arrays.setAll(difference, i -> difference[i] - b[i]);
        FeatureTable answers = answers(numbers);
        FeatureTable.Builder builder = FeatureTable.builder().numeric("difference", difference);
        answers.names()
                .forEach(name -> builder.nominal(
                        name,
                        IntStream.range(0, answers.rowCount())
                                .mapToObj(row -> answers.level(row, name).orElse(null))
                                .toList()));
        return weighted(builder.build(), numbers);
    }

    /** Four answers to each question, by the whole part of a number, wherever it lies. */
    private static FeatureTable answers(FeatureMatrix numbers) {
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int j = 0; j < numbers.featureCount(); j++) {
            List<String> column = new ArrayList<>();
            for (int i = 0; i < numbers.rowCount(); i++) {
                double value = numbers.value(i, j);
                column.add(Double.isNaN(value) ? null : "answer " + Math.floorMod((long) Math.floor(value), 4L));
            }
            builder.nominal(numbers.featureNames().get(j), column);
        }
        FeatureTable table = builder.build();
        return numbers.isWeighted()
                ? table.weightedBy(IntStream.range(0, numbers.rowCount())
                        .mapToDouble(numbers::weight)
                        .toArray())
                : table;
    }

    /** One class per row, whose members mostly answer as that row does. */
    private static LatentClassModel classesLike(FeatureTable rows) {
        List<LatentClassRecord.Question> items = new ArrayList<>();
        List<String> levels = List.of("answer 0", "answer 1", "answer 2", "answer 3");
        for (String name : rows.names()) {
            List<List<Double>> chances = new ArrayList<>();
            for (int i = 0; i < rows.rowCount(); i++) {
                String given = rows.level(i, name).orElseThrow();
                chances.add(levels.stream()
                        .map(level -> level.equals(given) ? 0.7 : 0.1)
                        .toList());
            }
            items.add(new LatentClassRecord.Question(name, false, levels, chances));
        }
        return new LatentClassRecord(
                        items,
                        Collections.nCopies(rows.rowCount(), 1.0 / rows.rowCount()),
                        LatentClassRecord.Training.none())
                .restore();
    }

    private static double[] numbersOf(LatentClassModel model) {
        List<Double> numbers = new ArrayList<>();
        for (int c = 0; c < model.segmentCount(); c++) {
            numbers.add(model.share(c));
            for (String item : model.items().stream().sorted().toList()) {
                for (String level : model.levels(item).stream().sorted().toList()) {
                    numbers.add(model.probability(item, level, c));
                }
            }
            int segment = c;
            model.membershipEffects()
                    .ifPresent(effects ->
                            effects.terms().forEach(term -> numbers.add(effects.coefficient(segment, term))));
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Stream<Algorithm<?>> trees() {
        return Stream.of(
                tree(
                        "CHAID",
                        k -> Chaid.on("target")
                                .withMinParent(20)
                                .withMinChild(k)
                                .withMaxDepth(k + 1)),
                tree(
                        "exhaustive CHAID of a categorical target",
                        k -> Chaid.on("target level")
                                .withMerging(Merging.EXHAUSTIVE)
                                .withResplitting(0.05)
                                .withMinParent(20)
                                .withMinChild(k)),
                tree("CART", k -> Cart.on("target").withMaxDepth(k), Exempt.REPEATED_ROWS, Exempt.ORDER_OF_ROWS),
                tree("CART without pruning", k -> Cart.on("target level").withComplexity(0)));
    }

    /** Trees find their number of segments, and take any rows. */
    private static Algorithm<SegmentTree> tree(
            String name, Function<Integer, ? extends Segmenter<SegmentTree>> seeded, Exempt... also) {
        return Algorithm.of(name, seeded, SegmenterContractTest::numbersOf)
                .on(SegmenterContractTest::withTarget)
                .saved()
                .exempt(Stream.concat(
                                Stream.of(
                                        Exempt.SEGMENT_COUNT,
                                        Exempt.DISTINCT_ROWS,
                                        Exempt.NO_MISSING_VALUES,
                                        Exempt.RELATIVE_WEIGHTS),
                                Arrays.stream(also))
                        .toArray(Exempt[]::new));
    }

    /** A number and a level that depend on differences of columns, so that they survive any offset, and a nominal column. */
    private static FeatureTable withTarget(FeatureMatrix matrix) {
        int last = matrix.featureCount() - 1;
        double[] target = new double[matrix.rowCount()];
        List<String> levels = new ArrayList<>();
        List<String> signs = new ArrayList<>();
        for (int i = 0; i < target.length; i++) {
            double difference = matrix.value(i, 0) - matrix.value(i, last);
            target[i] = Math.rint(8 * difference) / 8;
            levels.add(difference > 1 ? "high" : difference > -1 ? "middle" : "low");
            signs.add(matrix.value(i, 1) - matrix.value(i, last) > 0 ? "more" : "less");
        }
        FeatureTable table = FeatureTable.builder()
                .matrix(matrix)
                .nominal("sign", signs)
                .ordinal("target level", List.of("low", "middle", "high"), levels)
                .numeric("target", target)
                .build();
        if (!matrix.isWeighted()) {
            return table;
        }
        return table.weightedBy(
                IntStream.range(0, target.length).mapToDouble(matrix::weight).toArray());
    }

    private static double[] numbersOf(SegmentTree tree) {
        return tree.nodes().stream()
                .flatMapToDouble(node -> DoubleStream.concat(
                        DoubleStream.of(node.weight(), node.mean(), node.impurity()),
                        node.split().stream()
                                .flatMapToDouble(split -> DoubleStream.concat(
                                        DoubleStream.of(split.improvement()),
                                        split.test().stream()
                                                .flatMapToDouble(test ->
                                                        DoubleStream.of(test.statistic(), test.logAdjustedP()))))))
                .toArray();
    }

    private static Stream<Algorithm<?>> constrained() {
        return Stream.of(
                Algorithm.<KMeansModel>of(
                                "k-means of bounded sizes",
                                k -> ConstrainedKMeans.of(k)
                                        .withMinimumShare(0.97 / k)
                                        .withMaximumShare(Math.min(1, 1.2 / k))
                                        .withRestarts(3),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> ConstrainedKMeans.of(centers.rowCount())
                                .withInitialCenters(centers)
                                .withMinimumShare(0.97 / centers.rowCount())
                                .withMaximumShare(1.2 / centers.rowCount()))
                        .saved()
                        .exempt(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS, Exempt.WEIGHTS),
                Algorithm.<KMeansModel>of(
                                "k-means with must-links",
                                k -> (features, execution) -> ConstrainedKMeans.of(k)
                                        .withRestarts(3)
                                        .withMustLink(alike(features))
                                        .fit(features, execution),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> (features, execution) -> ConstrainedKMeans.of(centers.rowCount())
                                .withInitialCenters(centers)
                                .withMustLink(alike(features))
                                .fit(features, execution))
                        .saved()
                        .exempt(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS),
                Algorithm.<KMeansModel>of(
                                "k-means with cannot-links",
                                k -> (features, execution) -> ConstrainedKMeans.of(k)
                                        .withRestarts(3)
                                        .withCannotLink(pairs(features, k))
                                        .fit(features, execution),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> (features, execution) -> ConstrainedKMeans.of(centers.rowCount())
                                .withInitialCenters(centers)
                                .withCannotLink(pairs(features, centers.rowCount()))
                                .fit(features, execution))
                        .saved()
                        .exempt(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS, Exempt.REPEATED_ROWS),
                Algorithm.<KMeansModel>of(
                                "k-means beside a fixed segment",
                                k -> (features, execution) -> ConstrainedKMeans.of(k)
                                        .withRestarts(3)
                                        .withFixedSegments(features.rowCount() == 0 ? zeros() : features.rows(0))
                                        .fit(features, execution),
                                SegmenterContractTest::numbersOf)
                        .startedBy(centers -> ConstrainedKMeans.of(centers.rowCount())
                                .withFixedSegments(centers.rows(0, 1))
                                .withInitialCenters(centers.rows(
                                        IntStream.range(2, centers.rowCount()).toArray())))
                        .saved()
                        .exempt(Exempt.NUMBERED_BY_SIZE));
    }

    private static FeatureMatrix zeros() {
        return FeatureMatrix.copyOfRowMajor(NAMES, 0.0, 0.0, 0.0, 0.0, 0.0);
    }

    /** Groups of rows whose feature "a" is about the same, whatever their order. */
    private static long[] alike(FeatureMatrix features) {
        double[] a = features.column("a");
        return Arrays.stream(a).mapToLong(value -> Math.round(value * 200)).toArray();
    }

    /** Groups of two rows each whose feature "a" is about the same, or of one if there is only one segment. */
    private static long[] pairs(FeatureMatrix features, int k) {
        double[] a = features.column("a");
        int[] byA = IntStream.range(0, a.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> a[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] groups = new long[a.length];
        for (int rank = 0; rank < byA.length; rank++) {
            groups[byA[rank]] = rank / Math.min(2, k);
        }
        return groups;
    }

    private static Stream<Algorithm<?>> mixtures() {
        return Stream.of(
                mixture("Gaussian mixture", k -> GaussianMixture.of(k).withRestarts(4)),
                mixture(
                        "Gaussian mixture, independent features",
                        k -> GaussianMixture.of(k)
                                .withCovariance(CovarianceStructure.DIAGONAL)
                                .withRestarts(3)),
                mixture(
                        "Gaussian mixture, one covariance",
                        k -> GaussianMixture.of(k)
                                .withCovariance(CovarianceStructure.TIED)
                                .withRestarts(3)),
                mixture(
                        "Gaussian mixture, spherical",
                        k -> GaussianMixture.of(k)
                                .withCovariance(CovarianceStructure.SPHERICAL)
                                .withRestarts(2)),
                // The noise is the last segment however large, and may be the most likely one of nobody.
                mixture(
                                "Gaussian mixture with noise",
                                k -> GaussianMixture.of(k).withNoise().withRestarts(2))
                        .exempt(Exempt.NUMBERED_BY_SIZE, Exempt.NO_EMPTY_SEGMENT),
                // Without structure it takes thousands of iterations to converge, which show no more than the first
                // ones.
                Algorithm.<FuzzyCMeansModel>of(
                                "fuzzy c-means",
                                k -> FuzzyCMeans.of(k)
                                        .withFuzzifier(1.5)
                                        .withRestarts(2)
                                        .withMaxIterations(60),
                                model -> model.centers().toRowMajorArray())
                        .startedBy(centers -> FuzzyCMeans.of(centers.rowCount())
                                .withCenters(centers)
                                .withMaxIterations(20))
                        .saved());
    }

    // Rounding is amplified by every iteration that has not converged, so the laws about orders compare the first ones.
    private static Algorithm<GaussianMixtureModel> mixture(String name, Function<Integer, GaussianMixture> seeded) {
        return Algorithm.<GaussianMixtureModel>of(
                        name, k -> seeded.apply(k).withMaxIterations(40), SegmenterContractTest::numbersOf)
                .withRows(5000, 120_000)
                .startedBy(centers ->
                        seeded.apply(centers.rowCount()).withMeans(centers).withMaxIterations(20))
                .saved();
    }

    private static double[] numbersOf(GaussianMixtureModel model) {
        int d = model.featureNames().size();
        return IntStream.range(0, model.means().rowCount()) // the noise has none
                .mapToObj(s -> DoubleStream.concat(
                        DoubleStream.concat(
                                DoubleStream.of(model.share(s)),
                                Arrays.stream(model.means().row(s))),
                        IntStream.range(0, d * d).mapToDouble(cell -> model.covariance(s, cell / d, cell % d))))
                .flatMapToDouble(numbers -> numbers)
                .toArray();
    }

    private static Stream<Algorithm<?>> hierarchiesAndTiers() {
        return Stream.of(
                Algorithm.<KMeansModel>of(
                                "bisecting k-means",
                                k -> BisectingKMeans.of(k).withRestarts(2),
                                SegmenterContractTest::numbersOf)
                        .exempt(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS, Exempt.UNCLEAR_SEGMENTS)
                        .saved(),
                hierarchical(Agglomerative.ward(), 120_000),
                hierarchical(Agglomerative.complete(), 5000),
                hierarchical(Agglomerative.average(), 5000),
                hierarchical(Agglomerative.single(), 120_000),
                hierarchical(Agglomerative.of(Linkage.WARD_OF_DISTANCES), 5000),
                hierarchical(Agglomerative.of(Linkage.CENTROID), 5000),
                tiers("natural breaks", Jenks::of, 120_000),
                tiers("quantile tiers", QuantileTiers::of, 1_000_000),
                tiers(
                        "quantile tiers of equal counts",
                        k -> QuantileTiers.of(k).withRule(QuantileRule.EQUAL_COUNTS),
                        1_000_000),
                Algorithm.<RuleSet>of(
                                "ABC tiers",
                                k -> AbcTiers.of(IntStream.range(1, k)
                                        .mapToDouble(t -> t / (double) k)
                                        .toArray()),
                                SegmenterContractTest::numbersOf)
                        .on(matrix -> FeatureTable.of(oneColumn(matrix, Math::abs)))
                        .withRows(20_000, 1_000_000)
                        .exempt(Exempt.NUMBERED_BY_SIZE, Exempt.SEGMENT_COUNT, Exempt.DISTINCT_ROWS)
                        .saved());
    }

    /** A tree has no place for later rows, so its labels are not those of the model. */
    private static Algorithm<KMeansModel> hierarchical(Agglomerative agglomerative, int rowsToCancel) {
        return Algorithm.<KMeansModel>of(
                        agglomerative.linkage().name(), agglomerative::cut, SegmenterContractTest::numbersOf)
                .withRows(3000, rowsToCancel)
                .exempt(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS)
                .saved();
    }

    /** Of one column that has many distinct values whatever the others have; numbered by level. */
    private static Algorithm<RuleSet> tiers(
            String name, Function<Integer, ? extends Segmenter<RuleSet>> tiers, int rowsToCancel) {
        return Algorithm.<RuleSet>of(name, tiers, SegmenterContractTest::numbersOf)
                .on(matrix -> FeatureTable.of(oneColumn(matrix, value -> value)))
                .withRows(20_000, rowsToCancel)
                .exempt(Exempt.NUMBERED_BY_SIZE)
                .saved();
    }

    private static FeatureMatrix oneColumn(FeatureMatrix matrix, DoubleUnaryOperator change) {
        double[] values = new double[matrix.rowCount()];
        double[] weights = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < matrix.featureCount(); j++) {
                values[i] = 5 * values[i] + matrix.value(i, j);
            }
            values[i] = change.applyAsDouble(values[i]);
            weights[i] = matrix.weight(i);
        }
        FeatureMatrix column = FeatureMatrix.copyOfRowMajor(List.of("c"), values);
        return matrix.isWeighted() ? column.weightedBy(weights) : column;
    }

    private static double[] numbersOf(RuleSet rules) {
        return rules.toRecord().rules().stream()
                .flatMap(rule -> rule.conditions().stream())
                .flatMapToDouble(condition -> DoubleStream.of(condition.atLeast(), condition.atMost()))
                .toArray();
    }

    private static double[] numbersOf(KMeansModel model) {
        return model.centers().toRowMajorArray();
    }

    /** What an algorithm does not promise, or takes too long for; each must be said in its Javadoc. */
    private enum Exempt {
        /** The fit's labels keep a constraint or a hierarchy that later customers do not have. */
        TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS,
        /** Distances beyond double precision at an offset of 1e12 to a spread of 1. */
        FAR_OFFSETS,
        /** Row weights are refused or not used. */
        WEIGHTS,
        /** Weights are numbers of customers, which sizes and tests go by, so that their unit matters. */
        RELATIVE_WEIGHTS,
        /** A copy of a row is not the row twice. */
        REPEATED_ROWS,
        /** Draws go by the index of a row, and are not averaged out where segments are clear, either. */
        ORDER_OF_ROWS,
        /** Draws, or ties of steps, go by the index of a row, so that only where segments are clear order is nothing. */
        UNCLEAR_SEGMENTS,
        /** Which rows are drawn goes by their index, so that the same segments may be represented by others of their rows. */
        SAME_REPRESENTATIVES,
        /** Segments keep an order of their own, such as that of levels. */
        NUMBERED_BY_SIZE,
        /** The number of segments is not asked for, or is a maximum. */
        SEGMENT_COUNT,
        /** Missing values are allowed. */
        NO_MISSING_VALUES,
        /** Fewer distinct rows than segments are allowed. */
        DISTINCT_ROWS,
        /** A segment may be the most likely one of no row. */
        NO_EMPTY_SEGMENT
    }

    /**
     * An algorithm and what is needed to put it under the laws.
     *
     * @param name for people
     * @param seeded from random starts, by the number of segments
     * @param started from given starts, which are rows of the data; none if it has no such thing
     * @param numbers of its model
     * @param data turns the numbers that the laws make up into what the algorithm takes
     * @param mostRows to fit at once, for the law of threads
     * @param cancelRows so many that a fit takes long enough to be cancelled
     * @param isSaved whether its models can be saved
     * @param exempt what it does not promise
     */
    private record Algorithm<M extends SegmentationModel>(
            String name,
            Function<Integer, ? extends Segmenter<M>> seeded,
            Optional<Function<FeatureMatrix, ? extends Segmenter<M>>> started,
            Function<M, double[]> numbers,
            Function<FeatureMatrix, FeatureTable> data,
            int mostRows,
            int cancelRows,
            boolean isSaved,
            Set<Exempt> exempt) {

        static <M extends SegmentationModel> Algorithm<M> of(
                String name, Function<Integer, ? extends Segmenter<M>> seeded, Function<M, double[]> numbers) {
            return new Algorithm<>(
                    name,
                    seeded,
                    Optional.empty(),
                    numbers,
                    FeatureTable::of,
                    20_000,
                    120_000,
                    false,
                    EnumSet.noneOf(Exempt.class));
        }

        Algorithm<M> startedBy(Function<FeatureMatrix, ? extends Segmenter<M>> starts) {
            return new Algorithm<>(
                    name, seeded, Optional.of(starts), numbers, data, mostRows, cancelRows, isSaved, exempt);
        }

        Algorithm<M> on(Function<FeatureMatrix, FeatureTable> newData) {
            return new Algorithm<>(name, seeded, started, numbers, newData, mostRows, cancelRows, isSaved, exempt);
        }

        Algorithm<M> withRows(int most, int toCancel) {
            return new Algorithm<>(name, seeded, started, numbers, data, most, toCancel, isSaved, exempt);
        }

        Algorithm<M> saved() {
            return new Algorithm<>(name, seeded, started, numbers, data, mostRows, cancelRows, true, exempt);
        }

        Algorithm<M> exempt(Exempt... promises) {
            return new Algorithm<>(
                    name,
                    seeded,
                    started,
                    numbers,
                    data,
                    mostRows,
                    cancelRows,
                    isSaved,
                    EnumSet.copyOf(List.of(promises)));
        }

        boolean promises(Exempt promise) {
            return !exempt.contains(promise);
        }

        Bound<M> seeded(int k) {
            return new Bound<>(this, seeded.apply(k));
        }

        Bound<M> started(FeatureMatrix starts) {
            return new Bound<>(this, started.orElseThrow().apply(starts));
        }

        Assignment assign(SegmentationModel model, FeatureMatrix matrix) {
            FeatureTable table = data.apply(matrix);
            return model instanceof TableModel ofTables ? ofTables.assign(table) : model.assign(table.matrix());
        }

        /** Everything a fit says, as bits. */
        List<Long> bits(Fit<M> fit) {
            List<Long> bits = new ArrayList<>();
            for (double number : numbers.apply(fit.model())) {
                bits.add(Double.doubleToRawLongBits(number));
            }
            bits.add(Double.doubleToRawLongBits(fit.report().objective()));
            bits.add((long) fit.report().iterations());
            bits.add((long) fit.report().termination().ordinal());
            for (double objective : fit.report().restartObjectives()) {
                bits.add(Double.doubleToRawLongBits(objective));
            }
            for (int label : fit.assignment().toArray()) {
                bits.add((long) label);
            }
            return bits;
        }
    }

    /** One configuration of an algorithm, which may be used many times. */
    private record Bound<M extends SegmentationModel>(Algorithm<M> algorithm, Segmenter<M> segmenter) {

        Fit<M> fit(FeatureMatrix matrix) {
            return fit(matrix, Execution.sequential());
        }

        Fit<M> fit(FeatureMatrix matrix, Execution execution) {
            FeatureTable table = algorithm.data().apply(matrix);
            if (segmenter instanceof TableSegmenter<?> ofTables) {
                @SuppressWarnings("unchecked") // a segmenter of M is a table segmenter of M
                Fit<M> fit = (Fit<M>) ofTables.fit(table, execution);
                return fit;
            }
            return segmenter.fit(table.matrix(), execution);
        }
    }

    @TestFactory
    Stream<DynamicTest> sameSeedGivesTheSameBitsAndTheSameObjectCanBeUsedTwice() {
        return each(algorithm -> {
            FeatureMatrix data = normal(1000, 5, 1);
            var segmenter = algorithm.seeded(8);
            assertSame(algorithm, segmenter.fit(data), segmenter.fit(data));
        });
    }

    @TestFactory
    Stream<DynamicTest> anyNumberOfThreadsGivesTheSameBits() {
        return each(algorithm -> {
            for (int rows : new int[] {37, Math.min(3000, algorithm.mostRows()), algorithm.mostRows()}) {
                FeatureMatrix plain = normal(rows, 5, 2);
                FeatureMatrix data = algorithm.promises(Exempt.WEIGHTS) ? plain.weightedBy(weights(rows, 3)) : plain;
                var segmenter = algorithm.seeded(6);
                var expected = segmenter.fit(data);
                for (int threads : new int[] {2, 3, 8, 64}) {
                    assertSame(algorithm, segmenter.fit(data, Execution.onThreads(threads)), expected);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> oneConfigurationCanBeSharedByManyThreads() {
        return each(algorithm -> {
            FeatureMatrix data = normal(2000, 5, 4);
            var segmenter = algorithm.seeded(8);
            var expected = segmenter.fit(data);
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Future<?>> calls = new ArrayList<>();
                for (int call = 0; call < 8; call++) {
                    calls.add(pool.submit(() -> assertSame(algorithm, segmenter.fit(data), expected)));
                }
                for (Future<?> call : calls) {
                    call.get();
                }
            } finally {
                pool.shutdownNow();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> trainingRowsAreAssignedToTheirLabelsAtAnyOffset() {
        return each(a -> a.promises(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS), algorithm -> {
            double[] offsets =
                    algorithm.promises(Exempt.FAR_OFFSETS) ? new double[] {0, 1e6, 1e9, 1e12} : new double[] {0, 1e6};
            for (double offset : offsets) {
                FeatureMatrix data = shifted(normal(600, 3, 5), offset);
                for (int k : new int[] {1, 2, 7}) {
                    var fit = algorithm.seeded(k).fit(data);
                    assertThat(algorithm.assign(fit.model(), data)).isEqualTo(fit.assignment());
                    if (algorithm.promises(Exempt.NO_EMPTY_SEGMENT)) {
                        assertThat(fit.assignment().sizes())
                                .as("no segment is empty")
                                .doesNotContain(0);
                    }
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> trainingRowsAreAssignedToTheirLabelsWhenRowsLieBetweenCenters() {
        return each(a -> a.promises(Exempt.TRAINING_ROWS_ARE_ASSIGNED_TO_THEIR_LABELS), algorithm -> {
            for (long seed = 0; seed < 40; seed++) {
                FeatureMatrix data = integers(60, 2, 4, seed);
                var fit = algorithm.seeded(5).fit(data);
                assertThat(algorithm.assign(fit.model(), data))
                        .as("seed %d", seed)
                        .isEqualTo(fit.assignment());
            }
            for (long seed = 0; seed < 300; seed++) {
                FeatureMatrix data = normal(100, 2, 1000 + seed);
                var fit = algorithm.seeded(2).fit(data);
                assertThat(algorithm.assign(fit.model(), data))
                        .as("seed %d", seed)
                        .isEqualTo(fit.assignment());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> segmentsAreNumberedByDecreasingSize() {
        return each(a -> a.promises(Exempt.NUMBERED_BY_SIZE), algorithm -> {
            int[] sizes =
                    algorithm.seeded(7).fit(normal(900, 3, 7)).assignment().sizes();
            for (int s = 1; s < sizes.length; s++) {
                assertThat(sizes[s]).isLessThanOrEqualTo(sizes[s - 1]);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> fromGivenStartsTheOrderOfRowsDoesNotMatter() {
        return each(a -> a.started().isPresent(), algorithm -> {
            FeatureMatrix data = normal(1500, 5, 8);
            var segmenter = algorithm.started(data.rows(3, 77, 150, 901, 1201));
            var fit = segmenter.fit(data);
            int[] order = permutation(data.rowCount(), 9);
            var permuted = segmenter.fit(data.rows(order));
            assertThat(permuted.assignment()).isEqualTo(fit.assignment().rows(order));
            assertClose(algorithm, permuted, fit);
        });
    }

    @TestFactory
    Stream<DynamicTest> fromGivenStartsTheOrderOfColumnsDoesNotMatter() {
        return each(a -> a.started().isPresent(), algorithm -> {
            FeatureMatrix data = normal(1500, 5, 10);
            FeatureMatrix starts = data.rows(3, 77, 150, 901);
            var fit = algorithm.started(starts).fit(data);
            List<String> reversed = new ArrayList<>(NAMES);
            Collections.reverse(reversed);
            var permuted = algorithm.started(starts).fit(data.select(reversed));
            assertThat(permuted.assignment()).isEqualTo(fit.assignment());
            assertThat(permuted.report().objective())
                    .isCloseTo(
                            fit.report().objective(),
                            within(1e-12 * fit.report().objective()));
            assertThat(algorithm.assign(permuted.model(), data))
                    .as("features are matched by name")
                    .isEqualTo(algorithm.assign(fit.model(), data));
        });
    }

    @TestFactory
    Stream<DynamicTest> fromGivenStartsIntegerWeightsAreRepeatedRows() {
        return each(
                a -> a.started().isPresent() && a.promises(Exempt.WEIGHTS) && a.promises(Exempt.REPEATED_ROWS),
                algorithm -> {
                    for (double offset : new double[] {0, 1e9, 1e12}) {
                        FeatureMatrix data = shifted(normal(900, 5, 11), offset);
                        FeatureMatrix starts = data.rows(3, 77, 150, 701);
                        double[] weights = new double[data.rowCount()];
                        List<Integer> repeated = new ArrayList<>();
                        for (int i = 0; i < weights.length; i++) {
                            weights[i] = i % 4;
                            repeated.addAll(Collections.nCopies(i % 4, i));
                        }
                        int[] rows =
                                repeated.stream().mapToInt(Integer::intValue).toArray();
                        var weighted = algorithm.started(starts).fit(data.weightedBy(weights));
                        var duplicated = algorithm.started(starts).fit(data.rows(rows));
                        assertThat(weighted.assignment().rows(rows)).isEqualTo(duplicated.assignment());
                        assertClose(algorithm, weighted, duplicated);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> withoutGivenStartsTheOrderOfRowsDoesNotMatter() {
        return each(a -> a.started().isEmpty() && a.promises(Exempt.ORDER_OF_ROWS), algorithm -> {
            for (FeatureMatrix data : dataFor(algorithm)) {
                var segmenter = algorithm.seeded(4);
                int[] order = permutation(data.rowCount(), 22);
                var fit = segmenter.fit(data);
                var permuted = segmenter.fit(data.rows(order));
                assertThat(inOrder(permuted.assignment()))
                        .isEqualTo(inOrder(fit.assignment().rows(order)));
                if (!algorithm.promises(Exempt.SAME_REPRESENTATIVES)) {
                    continue;
                }
                if (permuted.assignment().equals(fit.assignment().rows(order))) {
                    assertClose(algorithm, permuted, fit);
                } else {
                    assertCloseInAnyOrder(algorithm, permuted, fit);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> withoutGivenStartsIntegerWeightsAreRepeatedRows() {
        return each(
                a -> a.started().isEmpty() && a.promises(Exempt.WEIGHTS) && a.promises(Exempt.REPEATED_ROWS),
                algorithm -> {
                    for (FeatureMatrix data : dataFor(algorithm)) {
                        double[] weights = IntStream.range(0, data.rowCount())
                                .mapToDouble(i -> i % 4)
                                .toArray();
                        int[] rows = IntStream.range(0, weights.length)
                                .flatMap(i -> IntStream.generate(() -> i).limit(i % 4))
                                .toArray();
                        var weighted = algorithm.seeded(4).fit(data.weightedBy(weights));
                        var duplicated = algorithm.seeded(4).fit(data.rows(rows));
                        assertThat(weighted.assignment().rows(rows)).isEqualTo(duplicated.assignment());
                        if (algorithm.promises(Exempt.SAME_REPRESENTATIVES)) {
                            assertClose(algorithm, weighted, duplicated);
                        }
                    }
                });
    }

    /** Segments of equal size are numbered by first row, so they are renamed by first row here. */
    private static List<Integer> inOrder(Assignment assignment) {
        List<Integer> found = new ArrayList<>();
        return Arrays.stream(assignment.toArray())
                .mapToObj(label -> {
                    if (!found.contains(label)) {
                        found.add(label);
                    }
                    return found.indexOf(label);
                })
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> equalWeightsAreNoWeights() {
        return each(a -> a.promises(Exempt.WEIGHTS), algorithm -> {
            FeatureMatrix data = clear(23);
            double[] weights = new double[data.rowCount()];
            var fit = algorithm.seeded(4).fit(data);
            for (double weight :
                    algorithm.promises(Exempt.RELATIVE_WEIGHTS) ? new double[] {0.5, 1, 3} : new double[] {1}) {
                Arrays.fill(weights, weight);
                var weighted = algorithm.seeded(4).fit(data.weightedBy(weights));
                assertThat(weighted.assignment()).as("weight %s", weight).isEqualTo(fit.assignment());
            }
        });
    }

    /** Rows in four clear segments, and rows without any where segments need not be clear. */
    private static List<FeatureMatrix> dataFor(Algorithm<?> algorithm) {
        return algorithm.promises(Exempt.UNCLEAR_SEGMENTS)
                ? List.of(clear(20), normal(600, 5, 21))
                : List.of(clear(20));
    }

    /** 300, 200, 120 and 80 rows, which every start finds. */
    private static FeatureMatrix clear(long seed) {
        double[] values = normal(700, 5, seed).toRowMajorArray();
        for (int i = 0; i < 700; i++) {
            int segment = i % 35 < 15 ? 0 : i % 35 < 25 ? 1 : i % 35 < 31 ? 2 : 3;
            values[5 * i + segment] += 40;
            values[5 * i + 4] += 25 * segment;
        }
        return FeatureMatrix.copyOfRowMajor(NAMES, values);
    }

    @TestFactory
    Stream<DynamicTest> theInputIsNotModified() {
        return each(algorithm -> {
            double[] values = normal(500, 5, 12).toRowMajorArray();
            double[] before = values.clone();
            FeatureMatrix data = FeatureMatrix.copyOfRowMajor(NAMES, values);
            var fit = algorithm.seeded(4).fit(data);
            Assignment assigned = algorithm.assign(fit.model(), data);
            assertThat(values).isEqualTo(before);
            assertThat(data.toRowMajorArray()).isEqualTo(before);
            Arrays.fill(values, Double.NaN);
            assertThat(algorithm.assign(fit.model(), data)).isEqualTo(assigned);
        });
    }

    @TestFactory
    Stream<DynamicTest> cancellationIsAnsweredWithin100MillisecondsAndLeavesTheExecutorUsable() {
        return each(algorithm -> {
            FeatureMatrix data = normal(algorithm.cancelRows(), 5, 13);
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                long least = Long.MAX_VALUE; // of some attempts, since the machine may have other work
                for (int attempt = 0; attempt < 10 && least > 100; attempt++) {
                    least = Math.min(least, millisecondsToCancel(algorithm, data, pool));
                }
                assertThat(least).as("milliseconds until the answer").isLessThanOrEqualTo(100);
                assertThat(pool.submit(() -> 42).get()).isEqualTo(42);
                FeatureMatrix small = normal(200, 5, 14);
                assertSame(
                        algorithm,
                        algorithm.seeded(3).fit(small, Execution.on(pool, 2)),
                        algorithm.seeded(3).fit(small));
            } finally {
                pool.shutdownNow();
            }
        });
    }

    private static long millisecondsToCancel(Algorithm<?> algorithm, FeatureMatrix data, ExecutorService pool)
            throws InterruptedException {
        CountDownLatch running = new CountDownLatch(200); // polls, so that the fit is well under way
        AtomicLong cancelledAt = new AtomicLong();
        Thread trigger = new Thread(() -> {
            try {
                running.await();
                cancelledAt.set(System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        trigger.start();
        Execution execution = Execution.on(pool, 2).withCancellation(() -> {
            running.countDown();
            return cancelledAt.get() != 0;
        });
        assertThatThrownBy(() -> algorithm.seeded(40).fit(data, execution))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("cancelled by the caller");
        long answered = System.nanoTime();
        trigger.join();
        return TimeUnit.NANOSECONDS.toMillis(answered - cancelledAt.get());
    }

    @TestFactory
    Stream<DynamicTest> anInterruptCancelsAndStaysSet() {
        return each(algorithm -> {
            FeatureMatrix data = normal(5000, 5, 15);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> algorithm.seeded(4).fit(data, Execution.onThreads(3)))
                        .isInstanceOf(CancelledException.class)
                        .hasMessageContaining("interrupt");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> progressIsToldOnTheCallingThreadAndAThrowingListenerEndsTheFit() {
        return each(algorithm -> {
            FeatureMatrix data = normal(500, 5, 16);
            Thread caller = Thread.currentThread();
            AtomicInteger told = new AtomicInteger();
            algorithm.seeded(3).fit(data, Execution.onThreads(2).withListener(progress -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                assertThat(progress.done()).isBetween(1L, progress.total());
                told.incrementAndGet();
            }));
            assertThat(told.get()).isPositive();
            IllegalStateException mine = new IllegalStateException("mine");
            assertThatThrownBy(() -> algorithm
                            .seeded(3)
                            .fit(data, Execution.onThreads(2).withListener(progress -> {
                                throw mine;
                            })))
                    .isInstanceOf(FitException.class)
                    .hasCause(mine)
                    .hasMessageContaining("the listener threw");
        });
    }

    @TestFactory
    Stream<DynamicTest> aModelSurvivesBeingSavedAsJson() {
        return each(Algorithm::isSaved, algorithm -> {
            FeatureMatrix data = normal(3000, 5, 18);
            var fit = algorithm.seeded(6).fit(data);
            List<Segment> segments = IntStream.range(0, fit.model().segmentCount())
                    .mapToObj(s -> Segment.of(s, "S" + s))
                    .toList();
            ObjectMapper json = new ObjectMapper();
            String text = json.writeValueAsString(
                    SavedModel.of(TypingTool.of(fit.model(), segments)).members());
            SegmentationModel restored =
                    json.readValue(text, SavedModel.class).restore().model();
            assertThat(algorithm.assign(restored, data)).isEqualTo(algorithm.assign(fit.model(), data));
            FeatureMatrix others = normal(5000, 5, 19);
            assertThat(algorithm.assign(restored, others)).isEqualTo(algorithm.assign(fit.model(), others));
            assertThat(numbers(algorithm, restored)).isEqualTo(numbers(algorithm, fit.model()));
        });
    }

    private static <M extends SegmentationModel> List<Long> numbers(Algorithm<M> algorithm, SegmentationModel model) {
        @SuppressWarnings("unchecked") // a model of this algorithm
        M own = (M) model;
        return Arrays.stream(algorithm.numbers().apply(own))
                .mapToObj(Double::doubleToRawLongBits)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> dataThatCannotBeCutAreRefusedBeforeAnyWork() {
        return each(algorithm -> {
            FeatureMatrix data = normal(5, 5, 17);
            FeatureMatrix none = FeatureMatrix.copyOfRowMajor(NAMES, new double[0]);
            assertRefused(algorithm, 2, none, Reason.EMPTY, "has no rows");
            if (algorithm.promises(Exempt.SEGMENT_COUNT)) {
                assertRefused(algorithm, 8, data, Reason.K_GT_N, "segmentCount = 8 but the ", " has 5 rows");
            }
            if (algorithm.promises(Exempt.NO_MISSING_VALUES)) {
                double[] values = data.toRowMajorArray();
                values[12] = Double.NaN;
                FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(NAMES, values);
                assertRefused(
                        algorithm,
                        2,
                        missing,
                        Reason.NON_FINITE,
                        "missing value at row 2, feature \"c\" (1 missing in all)");
            }
            if (algorithm.promises(Exempt.DISTINCT_ROWS)) {
                assertRefused(
                        algorithm,
                        3,
                        data.rows(0, 0, 1, 1),
                        Reason.FEWER_DISTINCT_THAN_K,
                        "segmentCount = 3 but the ",
                        " has 2 distinct rows");
            }
        });
    }

    private static void assertRefused(
            Algorithm<?> algorithm, int k, FeatureMatrix data, Reason reason, String... message) {
        assertThatThrownBy(() -> algorithm.seeded(k).fit(data))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContainingAll(message);
    }

    private static <M extends SegmentationModel> void assertSame(
            Algorithm<M> algorithm, Fit<?> actual, Fit<?> expected) {
        @SuppressWarnings("unchecked") // both come from the segmenters of this algorithm
        Fit<M> a = (Fit<M>) actual;
        @SuppressWarnings("unchecked")
        Fit<M> e = (Fit<M>) expected;
        assertThat(algorithm.bits(a)).isEqualTo(algorithm.bits(e));
    }

    private static <M extends SegmentationModel> void assertClose(
            Algorithm<M> algorithm, Fit<?> actual, Fit<?> expected) {
        @SuppressWarnings("unchecked") // both come from the segmenters of this algorithm
        double[] a = algorithm.numbers().apply((M) actual.model());
        @SuppressWarnings("unchecked")
        double[] e = algorithm.numbers().apply((M) expected.model());
        assertClose(actual, expected, a, e);
    }

    /** Numbers in any order, since segments of equal size are numbered by first row. */
    private static <M extends SegmentationModel> void assertCloseInAnyOrder(
            Algorithm<M> algorithm, Fit<?> actual, Fit<?> expected) {
        @SuppressWarnings("unchecked") // both come from the segmenters of this algorithm
        double[] a = algorithm.numbers().apply((M) actual.model());
        @SuppressWarnings("unchecked")
        double[] e = algorithm.numbers().apply((M) expected.model());
        Arrays.sort(a);
        Arrays.sort(e);
        assertClose(actual, expected, a, e);
    }

    private static void assertClose(Fit<?> actual, Fit<?> expected, double[] a, double[] e) {
        assertThat(a).containsExactly(e, within(1e-12));
        double objective = expected.report().objective();
        if (Double.isNaN(objective)) {
            assertThat(actual.report().objective()).isNaN();
        } else {
            assertThat(actual.report().objective()).isCloseTo(objective, within(1e-12 * Math.abs(objective)));
        }
    }

    private interface Law {
        void check(Algorithm<?> algorithm) throws Exception;
    }

    private static Stream<DynamicTest> each(Law law) {
        return each(algorithm -> true, law);
    }

    private static Stream<DynamicTest> each(Predicate<Algorithm<?>> isUnderIt, Law law) {
        return algorithms()
                .filter(isUnderIt)
                .map(algorithm -> DynamicTest.dynamicTest(algorithm.name(), () -> law.check(algorithm)));
    }

    private static FeatureMatrix normal(int rows, int features, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return FeatureMatrix.copyOfRowMajor(NAMES.subList(0, features), values);
    }

    private static FeatureMatrix integers(int rows, int features, int bound, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 1);
        double[] values = new double[rows * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(bound);
        }
        return FeatureMatrix.copyOfRowMajor(NAMES.subList(0, features), values);
    }

    private static FeatureMatrix shifted(FeatureMatrix data, double offset) {
        double[] values = data.toRowMajorArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += offset;
        }
        return FeatureMatrix.copyOfRowMajor(data.featureNames(), values);
    }

    private static double[] weights(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 2);
        return IntStream.range(0, rows)
                .mapToDouble(i -> random.nextInt(5) * random.nextDouble())
                .toArray();
    }

    private static int[] permutation(int rows, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 3);
        int[] order = IntStream.range(0, rows).toArray();
        for (int i = rows - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
