package dev.segmentation.model;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.dissimilarity.OrdinalScale;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.medoid.Pam;
import dev.segmentation.mixed.KModes;
import dev.segmentation.mixed.KPrototypes;
import dev.segmentation.mixed.MixedDistance;
import dev.segmentation.mixture.CovarianceStructure;
import dev.segmentation.mixture.FuzzyCMeans;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.prepare.Encoding;
import dev.segmentation.prepare.EncodingModel;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.tree.Cart;
import dev.segmentation.tree.Chaid;
import dev.segmentation.tree.Merging;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tools of every kind that versions after 1.0 of the format added, with tables to compare them on. */
final class TableTools {

    static final List<String> REGIONS = List.of("north", "south \"Ω\"", "", "west");
    static final List<String> GRADES = List.of("bronze", "silver", "gold");
    static final List<String> NUMBERS = List.of("spend", "visits");

    private TableTools() {}

    /**
     * A tool.
     *
     * @param name for people
     * @param tool to be saved
     * @param kind in the file
     * @param columns that it takes
     * @param gaps whether they may be missing, or have levels that nobody had
     */
    record Case(String name, TypingTool tool, String kind, List<String> columns, boolean gaps) {

        FeatureTable rows(int count, long seed) {
            if (columns.contains("size")) {
                return withSize(table(count, seed, gaps));
            }
            return columns.contains("boat")
                    ? presence(count, seed)
                    : table(count, seed, gaps).select(columns);
        }

        /** The lowest version that can say it. */
        String version() {
            return tool.encoding().isPresent() || kind.equals("latent-class-with-covariates") ? "1.2" : "1.1";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> all() {
        return Stream.of(
                rules(),
                numbersThatMayBeMissing(),
                tree(
                        "CHAID",
                        Chaid.on("target")
                                .withMinParent(40)
                                .withMinChild(15)
                                .fit(training("target"))
                                .model()),
                tree(
                        "exhaustive CHAID of levels",
                        Chaid.on("target level")
                                .withMerging(Merging.EXHAUSTIVE)
                                .withMinParent(40)
                                .withMinChild(15)
                                .fit(training("target level"))
                                .model()),
                tree(
                        "CART",
                        Cart.on("target")
                                .withMaxDepth(4)
                                .fit(training("target"))
                                .model()),
                tree(
                        "CART of levels",
                        Cart.on("target level")
                                .withMaxDepth(3)
                                .fit(training("target level"))
                                .model()),
                tree(
                        "a tree of one leaf",
                        Chaid.on("target")
                                .withMinParent(10_000)
                                .fit(training("target"))
                                .model()),
                scaledTree(),
                latentClasses(),
                latentClassesWithCovariates(),
                encodedKMeans(),
                encodedFuzzy(),
                mixture("mixture, full", CovarianceStructure.FULL, false),
                mixture("mixture, tied, with noise", CovarianceStructure.TIED, true),
                mixture("mixture, diagonal", CovarianceStructure.DIAGONAL, false),
                mixture("mixture, spherical, with noise", CovarianceStructure.SPHERICAL, true),
                scaledMixture(),
                fuzzy(4),
                fuzzy(1),
                prototypes(
                        "k-modes",
                        KModes.of(3)
                                .withRestarts(2)
                                .fit(gappy("region", "grade"))
                                .model()),
                prototypes(
                        "k-prototypes",
                        KPrototypes.of(4)
                                .withRestarts(2)
                                .fit(gappy("region", "spend", "grade"))
                                .model()),
                prototypes(
                        "k-prototypes with Gower's distance",
                        KPrototypes.of(3)
                                .withRestarts(2)
                                .withDistance(MixedDistance.GOWER)
                                .fit(gappy("spend", "region", "visits", "grade"))
                                .model()),
                medoids(
                        "medoids by Gower's dissimilarity",
                        Pam.of(4)
                                .withDissimilarity(Gower.standard()
                                        .withOrdinalScale(OrdinalScale.RANKS_WITH_TIES)
                                        .withWeight("spend", 2.5))
                                .fit(table(300, 21, false)
                                        .select(List.of("grade", "region", "spend"))
                                        .weightedBy(weights()))
                                .model(),
                        false),
                medoids(
                        "medoids by presence",
                        Pam.of(3)
                                .withDissimilarity(
                                        Gower.standard().withAsymmetric("boat").withAsymmetric("club", "yes"))
                                .fit(presence(300, 4))
                                .model(),
                        false),
                medoids(
                        "medoids by distance",
                        Pam.of(3)
                                .withDissimilarity(Dissimilarity.manhattan())
                                .fit(table(200, 4, false).matrix(NUMBERS))
                                .model(),
                        false));
    }

    /** Numbers of all sizes, levels with and without order; missing values and new levels if asked for. */
    static FeatureTable table(int count, long seed, boolean gaps) {
        SeededRandom random = SeededRandom.stream(seed, 11);
        double[] spend = new double[count];
        double[] visits = new double[count];
        List<String> region = new ArrayList<>();
        List<String> grade = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int r = random.nextInt(REGIONS.size());
            int g = random.nextInt(GRADES.size());
            spend[i] = gaps && random.nextInt(7) == 0 ? Double.NaN : 10 * r + 3 * random.nextGaussian();
            visits[i] = gaps && random.nextInt(7) == 0 ? Double.NaN : Math.rint(4 * g + 2 * random.nextGaussian());
            boolean isNew = gaps && random.nextInt(9) == 0;
            region.add(gaps && random.nextInt(7) == 0 ? null : isNew ? "new" : REGIONS.get(r));
            grade.add(gaps && random.nextInt(7) == 0 ? null : GRADES.get(g));
        }
        return FeatureTable.builder()
                .numeric("spend", spend)
                .nominal("region", region)
                .ordinal("grade", GRADES, grade)
                .numeric("visits", visits)
                .build();
    }

    /** With a target that depends on everything. */
    static FeatureTable training() {
        FeatureTable table = table(600, 3, false);
        double[] spend = table.numbers("spend");
        double[] visits = table.numbers("visits");
        double[] target = new double[600];
        List<String> levels = new ArrayList<>();
        for (int i = 0; i < target.length; i++) {
            target[i] = (spend[i] > 12 ? 5 : 0)
                    + (table.level(i, "grade").orElseThrow().equals("gold") ? 3 : 0)
                    + (table.level(i, "region").orElseThrow().equals("west") ? visits[i] : 0)
                    + i % 3;
            levels.add(target[i] > 6 ? "high" : target[i] > 3 ? "middle" : "low");
        }
        return FeatureTable.builder()
                .numeric("spend", table.numbers("spend"))
                .nominal("region", levelsOf(table, "region"))
                .ordinal("grade", GRADES, levelsOf(table, "grade"))
                .numeric("visits", table.numbers("visits"))
                .nominal("target level", levels)
                .numeric("target", target)
                .build();
    }

    private static FeatureTable training(String target) {
        return training().select(List.of("spend", "region", "grade", "visits", target));
    }

    private static List<String> levelsOf(FeatureTable table, String column) {
        return IntStream.range(0, table.rowCount())
                .mapToObj(i -> table.level(i, column).orElseThrow())
                .toList();
    }

    private static List<Segment> named(SegmentationModel model) {
        return IntStream.range(0, model.segmentCount())
                .mapToObj(s -> Segment.of(s, "Group " + s))
                .toList();
    }

    private static Case rules() {
        RuleSet rules = RuleSet.builder()
                .withLevels("region", REGIONS)
                .withMissing("region")
                .withRange("spend", -100, Double.POSITIVE_INFINITY)
                .withMissing("visits")
                .withIntegers("visits", -100, 100)
                .rule(Rule.named("Rich")
                        .where("spend")
                        .missingOr()
                        .above(20)
                        .and("region")
                        .isOneOf("west", "north"))
                .rule(Rule.named("Unknown").where("visits").isMissing())
                .rule(Rule.named("Nobody")
                        .where("region")
                        .isOneOf("west")
                        .and("region")
                        .isOneOf("north"))
                .rule(Rule.named("Never").where("spend").above(3).and("spend").below(1))
                .rule(Rule.named("Regular")
                        .where("visits")
                        .between(3, 7)
                        .and("region")
                        .isKnown())
                .rule(Rule.named("Rich").where("region").missingOr().isOneOf(""))
                .otherwise("Other")
                .build();
        return new Case(
                "rules on levels",
                TypingTool.of(rules, rules.segments()),
                "table-rules",
                List.of("region", "spend", "visits"),
                true);
    }

    private static Case numbersThatMayBeMissing() {
        RuleSet rules = RuleSet.builder()
                .withMissing("spend")
                .rule(Rule.named("Zero").where("spend").is(-0.0))
                .rule(Rule.named("Third")
                        .where("spend")
                        .atLeast(1 / 3.0)
                        .and("spend")
                        .below(Double.MAX_VALUE))
                .otherwise("Other")
                .build();
        return new Case(
                "numbers that may be missing",
                TypingTool.of(rules, rules.segments()),
                "table-rules",
                List.of("spend"),
                true);
    }

    private static Case tree(String name, SegmentationModel tree) {
        return new Case(name, TypingTool.of(tree, named(tree)), "segment-tree", tree.featureNames(), true);
    }

    private static Case scaledTree() {
        FeatureTable training = training();
        ScalingModel scaling = Scaling.zScore().fit(training.matrix(NUMBERS));
        SegmentationModel tree = Cart.on("target")
                .withMaxDepth(3)
                .fit(scaling.apply(training.select(List.of("region", "spend", "visits", "target"))))
                .model();
        return new Case(
                "CART over scaled numbers",
                TypingTool.of(scaling, tree, named(tree)),
                "segment-tree",
                List.of("spend", "visits", "region"),
                true);
    }

    private static Case latentClasses() {
        FeatureTable table = table(500, 5, true);
        SegmentationModel model = LatentClass.of(3)
                .withRestarts(3)
                .fit(table.select(List.of("region", "grade")))
                .model();
        return new Case(
                "latent classes", TypingTool.of(model, named(model)), "latent-class", List.of("region", "grade"), true);
    }

    private static Case latentClassesWithCovariates() {
        FeatureTable table = table(500, 5, false);
        SegmentationModel model = LatentClass.of(3)
                .withRestarts(3)
                .withCovariates("visits", "grade")
                .fit(withSize(table))
                .model();
        return new Case(
                "latent classes with covariates",
                TypingTool.of(model, named(model)),
                "latent-class-with-covariates",
                List.of("region", "visits", "grade", "size"),
                false);
    }

    /** And whether much was spent, as a level. */
    private static FeatureTable withSize(FeatureTable table) {
        return FeatureTable.builder()
                .numeric("visits", table.numbers("visits"))
                .nominal("region", levelsOf(table, "region"))
                .nominal(
                        "size",
                        IntStream.range(0, table.rowCount())
                                .mapToObj(i -> table.number(i, "spend") > 15 ? "large" : "small")
                                .toList())
                .ordinal("grade", GRADES, levelsOf(table, "grade"))
                .build();
    }

    private static Case encodedKMeans() {
        FeatureTable table = table(500, 6, false).select(List.of("spend", "region", "grade"));
        EncodingModel encoding = Encoding.oneHot()
                .withOrdered(Encoding.Ordered.CODES)
                .withUnseen(Encoding.Unseen.OTHER_COLUMN)
                .withMissing(Encoding.Missing.OWN_COLUMN)
                .fit(table);
        ScalingModel scaling = Scaling.zScore().fit(encoding.apply(table));
        SegmentationModel model = KMeans.of(5)
                .withRestarts(2)
                .fit(scaling.apply(encoding.apply(table)))
                .model();
        return new Case(
                "k-means over levels",
                TypingTool.of(scaling, model, named(model)).withEncoding(encoding),
                "k-means",
                List.of("grade", "spend", "region"),
                false);
    }

    private static Case encodedFuzzy() {
        FeatureTable table = table(500, 7, false).select(List.of("region", "grade"));
        EncodingModel encoding = Encoding.oneHot()
                .withOrdered(Encoding.Ordered.RANKS)
                .withReferenceLevel("region", "west")
                .fit(table);
        SegmentationModel model =
                FuzzyCMeans.of(3).withRestarts(2).fit(encoding.apply(table)).model();
        return new Case(
                "fuzzy c-means over levels",
                TypingTool.of(model, named(model)).withEncoding(encoding),
                "fuzzy-c-means",
                List.of("region", "grade"),
                false);
    }

    private static FeatureMatrix numbers() {
        return table(500, 6, false).matrix(NUMBERS);
    }

    private static Case mixture(String name, CovarianceStructure structure, boolean noise) {
        GaussianMixture config = GaussianMixture.of(3).withCovariance(structure).withRestarts(2);
        SegmentationModel model =
                (noise ? config.withNoise() : config).fit(numbers()).model();
        return new Case(name, TypingTool.of(model, named(model)), "gaussian-mixture", NUMBERS, false);
    }

    private static Case scaledMixture() {
        ScalingModel scaling =
                Scaling.signedLog1p().then(Scaling.robust()).fit(numbers().select(List.of("visits", "spend")));
        SegmentationModel model = GaussianMixture.of(3)
                .withRestarts(2)
                .fit(scaling.apply(numbers()))
                .model();
        return new Case(
                "mixture over scaled numbers",
                TypingTool.of(scaling, model, named(model)),
                "gaussian-mixture",
                List.of("visits", "spend"),
                false);
    }

    private static Case fuzzy(int k) {
        SegmentationModel model =
                FuzzyCMeans.of(k).withRestarts(1).fit(numbers()).model();
        return new Case("fuzzy c-means " + k, TypingTool.of(model, named(model)), "fuzzy-c-means", NUMBERS, false);
    }

    private static FeatureTable gappy(String... columns) {
        return table(300, 21, true).select(List.of(columns));
    }

    private static double[] weights() {
        return IntStream.range(0, 300).mapToDouble(i -> 1 + i % 3).toArray();
    }

    /** What people have or lack, and a number. */
    static FeatureTable presence(int count, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 12);
        double[] boat = new double[count];
        double[] visits = new double[count];
        List<String> club = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boat[i] = random.nextInt(2);
            visits[i] = random.nextInt(12);
            club.add(i == 0 || random.nextInt(3) == 0 ? "yes" : "no");
        }
        return FeatureTable.builder()
                .numeric("boat", boat)
                .nominal("club", club)
                .numeric("visits", visits)
                .build();
    }

    private static Case prototypes(String name, SegmentationModel model) {
        return new Case(name, TypingTool.of(model, named(model)), "prototypes", model.featureNames(), true);
    }

    private static Case medoids(String name, SegmentationModel model, boolean gaps) {
        return new Case(name, TypingTool.of(model, named(model)), "medoids", model.featureNames(), gaps);
    }
}
