package dev.segmentation.app;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.TypingTool;
import dev.segmentation.app.io.Numbers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.medoid.Pam;
import dev.segmentation.mixed.KModes;
import dev.segmentation.mixed.KPrototypes;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The models and customers of formats 1.1 and 1.2, for {@link GoldenModels}. */
final class GoldenTables {

    private static final List<String> REGIONS = List.of("north", "south", "west \"Ω\"");
    private static final List<String> GRADES = List.of("bronze", "silver", "gold");
    private static final List<String> NUMBERS = List.of("spend", "visits");

    private GoldenTables() {}

    /** One of each kind, of customers that never were. */
    static Map<String, TypingTool> tools() {
        FeatureTable training = training();
        FeatureMatrix numbers = training.matrix(NUMBERS);
        ScalingModel scaling = Scaling.log1p().then(Scaling.zScore()).fit(numbers);
        Map<String, TypingTool> tools = new TreeMap<>();
        RuleSet rules = rules();
        tools.put("table-rules", TypingTool.of(rules, rules.segments()));
        tools.put(
                "tree-chaid",
                tool(Chaid.on("target")
                        .withMinParent(40)
                        .withMinChild(15)
                        .fit(training)
                        .model()));
        SegmentationModel cart =
                Cart.on("target").withMaxDepth(3).fit(scaling.apply(training)).model();
        tools.put("tree-cart-scaled", TypingTool.of(scaling, cart, named(cart)));
        tools.put(
                "latent-class",
                tool(LatentClass.of(3)
                        .withRestarts(5)
                        .fit(training.select(List.of("region", "grade")))
                        .model()));
        tools.put(
                "gaussian-mixture",
                tool(GaussianMixture.of(3).withNoise().fit(numbers).model()));
        SegmentationModel fuzzy = FuzzyCMeans.of(3).fit(scaling.apply(numbers)).model();
        tools.put("fuzzy-scaled", TypingTool.of(scaling, fuzzy, named(fuzzy)));
        FeatureTable mixed = training.select(List.of("spend", "region", "grade", "visits"));
        tools.put(
                "medoids-gower",
                tool(Pam.of(4).withDissimilarity(Gower.standard()).fit(mixed).model()));
        tools.put("k-prototypes", tool(KPrototypes.of(4).fit(mixed).model()));
        tools.put(
                "k-modes",
                tool(KModes.of(3).fit(mixed.select(List.of("region", "grade"))).model()));
        return tools;
    }

    /** What version 1.2 added. */
    static Map<String, TypingTool> toolsWithCovariatesAndEncodings() {
        FeatureTable training = training();
        Map<String, TypingTool> tools = new TreeMap<>();
        tools.put(
                "latent-class-with-covariates",
                tool(LatentClass.of(2)
                        .withRestarts(5)
                        .withCovariates("spend")
                        .fit(training.select(List.of("region", "grade", "spend")))
                        .model()));
        FeatureTable mixed = training.select(List.of("spend", "region", "grade"));
        EncodingModel encoding = Encoding.oneHot()
                .withOrdered(Encoding.Ordered.RANKS)
                .withUnseen(Encoding.Unseen.OTHER_COLUMN)
                .fit(mixed);
        ScalingModel scaling = Scaling.zScore().fit(encoding.apply(mixed));
        SegmentationModel model =
                KMeans.of(4).fit(scaling.apply(encoding.apply(mixed))).model();
        tools.put("kmeans-encoded", TypingTool.of(scaling, model, named(model)).withEncoding(encoding));
        return tools;
    }

    private static TypingTool tool(SegmentationModel model) {
        return TypingTool.of(model, named(model));
    }

    private static List<Segment> named(SegmentationModel model) {
        return IntStream.range(0, model.segmentCount())
                .mapToObj(s -> Segment.of(s, "Größe " + s))
                .toList();
    }

    private static RuleSet rules() {
        return RuleSet.builder()
                .withLevels("region", REGIONS)
                .withMissing("region")
                .withMissing("spend")
                .rule(Rule.named("Rich in the south")
                        .where("spend")
                        .above(60)
                        .and("region")
                        .isOneOf("south", "west \"Ω\""))
                .rule(Rule.named("Unknown").where("region").isMissing())
                .rule(Rule.named("Silent").where("spend").isMissing())
                .rule(Rule.named("Small").where("spend").missingOr().atMost(20))
                .otherwise("Others")
                .build();
    }

    private record Row(double spend, String region, String grade, double visits) {

        static Row of(SplittableRandom random) {
            int region = random.nextInt(3);
            int grade = (region + random.nextInt(2)) % 3;
            double spend = Math.rint(100 * 10 * StrictMath.exp(region + 1.5 * random.nextDouble())) / 100;
            return new Row(
                    spend, REGIONS.get(region), GRADES.get(grade), 1 + random.nextInt(4) + grade * random.nextInt(4));
        }
    }

    private static FeatureTable training() {
        SplittableRandom random = new SplittableRandom(20250131);
        List<Row> rows = IntStream.range(0, 400).mapToObj(i -> Row.of(random)).toList();
        return FeatureTable.builder()
                .numeric("spend", rows.stream().mapToDouble(Row::spend).toArray())
                .nominal("region", rows.stream().map(Row::region).toList())
                .ordinal("grade", GRADES, rows.stream().map(Row::grade).toList())
                .numeric("visits", rows.stream().mapToDouble(Row::visits).toArray())
                .numeric(
                        "target",
                        rows.stream()
                                .mapToDouble(row -> (row.spend > 60 ? 3 : 0)
                                        + row.visits
                                        + GRADES.indexOf(row.grade)
                                        + random.nextInt(3))
                                .toArray())
                .build();
    }

    /** Something is missing in every so many rows, and there is a region that nobody came from; never for 0. */
    static String customers(int gaps) {
        SplittableRandom random = new SplittableRandom(20250430);
        StringBuilder csv = new StringBuilder("id,visits,grade,region,spend\n");
        for (int i = 0; i < 300; i++) {
            Row row = Row.of(random);
            List<String> cells = new ArrayList<>(List.of(
                    "c" + i,
                    Numbers.text(row.visits),
                    row.grade,
                    i % 11 == 5 && gaps > 0 ? "east" : '"' + row.region.replace("\"", "\"\"") + '"',
                    Numbers.text(row.spend)));
            if (gaps > 0 && i % gaps == 0) {
                cells.set(1 + i / gaps % 4, "");
            }
            csv.append(String.join(",", cells)).append('\n');
        }
        return csv.toString();
    }
}
