package dev.segmentation.model;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.MiniBatchKMeans;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmRules;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tools of every kind that can be saved, with rows to compare them on. */
final class Tools {

    private static final List<String> FEATURES = List.of("recency_days", "frequency", "monetary");

    private Tools() {}

    /**
     * A tool.
     *
     * @param name for people
     * @param tool to be saved
     * @param value makes a value of a uniform number
     * @param gaps the column that has missing values, negative if none may
     */
    record Case(String name, TypingTool tool, DoubleUnaryOperator value, int gaps) {

        /** Rows with values of the usual size, large, small and whole ones. */
        FeatureMatrix rows(int count, long seed) {
            SeededRandom random = SeededRandom.stream(seed, 77);
            FeatureMatrix.Builder builder = FeatureMatrix.builder(tool.featureNames());
            double[] row = new double[tool.featureNames().size()];
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = value.applyAsDouble(random.nextDouble());
                    if (random.nextInt(4) == 0) {
                        row[j] = Math.rint(row[j]);
                    }
                }
                if (gaps >= 0 && random.nextInt(5) == 0) {
                    row[gaps] = Double.NaN;
                }
                builder.addRow(row);
            }
            return builder.build();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> all() {
        DoubleUnaryOperator longTail = u -> StrictMath.expm1(12 * u);
        DoubleUnaryOperator symmetric = u -> (u - 0.5) * StrictMath.exp(8 * Math.abs(u - 0.5));
        return Stream.of(
                new Case("k-means as it is", kMeans(5, 1), symmetric, -1),
                new Case("k-means, one segment", kMeans(1, 2), symmetric, -1),
                new Case("k-means, twelve segments", kMeans(12, 3), symmetric, -1),
                new Case("mini-batch k-means", miniBatch(), symmetric, -1),
                new Case("k-means, log1p, z-score", scaled(Scaling.log1p().then(Scaling.zScore())), longTail, -1),
                new Case(
                        "k-means, signed log1p, min-max, robust",
                        scaled(Scaling.signedLog1p().then(Scaling.minMax()).then(Scaling.robust())),
                        symmetric,
                        -1),
                new Case("k-means, max-abs", scaled(Scaling.maxAbs()), longTail, -1),
                new Case("k-means, z-score far away", farAway(), u -> 1e12 + 10 * u, -1),
                new Case("k-means, extreme doubles", extremeCenters(), u -> (u - 0.5) * 4e129, -1),
                new Case("RFM, quintiles", rfm(Rfm.quintiles()), longTail, 0),
                new Case("RFM, nested", rfm(Rfm.nested(4)), longTail, 0),
                new Case(
                        "RFM, fixed, extreme doubles",
                        rfm(Rfm.fixed(
                                new double[] {-0.0, Double.MIN_VALUE, 30},
                                new double[] {-Double.MAX_VALUE, 1, Math.nextDown(2.0), 2},
                                new double[] {})),
                        longTail,
                        0),
                new Case(
                        "RFM, renamed",
                        rfm(Rfm.quintiles().withFeatures("frequency", "recency_days", "monetary")),
                        longTail,
                        0),
                new Case("RFM, rules of its own", ownRules(), longTail, 0),
                new Case("rules", rules(), u -> Math.rint(40 * u) / 2, -1),
                new Case("rules, missing values", rules(), u -> Math.rint(40 * u) / 2, 1),
                new Case("rules, extreme bounds", extremeRules(), symmetric, 0),
                new Case("rules, nobody but others", onlyOthers(), symmetric, 0),
                new Case("rules over scaled features", scaledRules(), longTail, -1),
                new Case("names of any kind", hostile(), symmetric, -1));
    }

    static FeatureMatrix training(long seed) {
        SeededRandom random = SeededRandom.stream(seed, 5);
        double[] values = new double[3 * 500];
        for (int i = 0; i < values.length; i++) {
            values[i] = StrictMath.exp(1.5 * random.nextGaussian()) + (i / 3) % 4;
        }
        return FeatureMatrix.copyOfRowMajor(FEATURES, values);
    }

    private static List<Segment> named(SegmentationModel model) {
        return IntStream.range(0, model.segmentCount())
                .mapToObj(s -> Segment.of(s, "Group " + s))
                .toList();
    }

    static TypingTool kMeans(int k, long seed) {
        KMeansModel model =
                KMeans.of(k).withSeed(seed).withRestarts(1).fit(training(seed)).model();
        return TypingTool.of(model, named(model));
    }

    private static TypingTool miniBatch() {
        KMeansModel model =
                MiniBatchKMeans.of(4).withBatchSize(100).fit(training(4)).model();
        return TypingTool.of(model, named(model));
    }

    static TypingTool scaled(Scaling scaling) {
        return scaled(scaling, training(5));
    }

    private static TypingTool scaled(Scaling scaling, FeatureMatrix raw) {
        ScalingModel fitted = scaling.fit(raw);
        KMeansModel model = KMeans.of(4).withRestarts(1).fit(fitted.apply(raw)).model();
        return TypingTool.of(fitted, model, named(model));
    }

    private static TypingTool farAway() {
        FeatureMatrix near = training(6);
        FeatureMatrix.Builder builder = FeatureMatrix.builder(FEATURES);
        for (int i = 0; i < near.rowCount(); i++) {
            builder.addRow(1e12 + near.value(i, 0), 1e12 - near.value(i, 1), 1e12);
        }
        return scaled(Scaling.zScore(), builder.build());
    }

    /** Centers that are the data: the largest that is taken, subnormal numbers, and a negative zero. */
    private static TypingTool extremeCenters() {
        FeatureMatrix centers = FeatureMatrix.copyOfRowMajor(
                List.of("x", "y"),
                9.9e129,
                Double.MIN_VALUE,
                -9.9e129,
                -0.0,
                0.1,
                2.2250738585072014E-308,
                1e-310,
                1 / 3.0);
        KMeansModel model = KMeans.of(4)
                .withSeeding(Seeding.centers(centers))
                .withMaxIterations(1)
                .fit(centers)
                .model();
        return TypingTool.of(model, named(model));
    }

    private static TypingTool rfm(Rfm config) {
        RfmRules model = RfmRules.standard(config.fit(training(7)));
        return TypingTool.of(model, model.segments());
    }

    private static TypingTool ownRules() {
        RfmRules model = RfmRules.of(
                Rfm.independent(10).fit(training(8)),
                RuleSet.builder()
                        .rule(Rule.named("Best")
                                .where("r_score")
                                .atLeast(8)
                                .and("m_score")
                                .atLeast(8))
                        .otherwise("Rest")
                        .build());
        return TypingTool.of(model, model.segments());
    }

    private static TypingTool rules() {
        RuleSet rules = RuleSet.builder()
                .withRange("spend", 0, Double.POSITIVE_INFINITY)
                .rule(Rule.named("Big").where("spend").above(10).and("visits").atLeast(3))
                .rule(Rule.named("Small").where("spend").below(2.5))
                .rule(Rule.named("Never").where("spend").above(3).and("spend").below(1))
                .rule(Rule.named("Big").where("visits").is(7))
                .rule(Rule.named("Middle").where("spend").between(2.5, 10))
                .otherwise("Other")
                .build();
        return TypingTool.of(rules, rules.segments());
    }

    private static TypingTool extremeRules() {
        RuleSet rules = RuleSet.builder()
                .withRange("x", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                .rule(Rule.named("Zero").where("x").is(-0.0))
                .rule(Rule.named("Nearly")
                        .where("x")
                        .above(-Double.MIN_VALUE)
                        .and("x")
                        .atMost(Double.MIN_VALUE))
                .rule(Rule.named("Beyond").where("x").above(Double.MAX_VALUE))
                .rule(Rule.named("Below all").where("x").below(-Double.MAX_VALUE))
                .rule(Rule.named("Negative").where("x").atMost(-Double.MIN_VALUE))
                .rule(Rule.named("Third").where("x").atLeast(1 / 3.0).and("x").below(Double.MAX_VALUE))
                .otherwise("Other")
                .build();
        return TypingTool.of(rules, rules.segments());
    }

    private static TypingTool onlyOthers() {
        RuleSet rules = RuleSet.builder()
                .withRange("x", -Double.MAX_VALUE, Double.MAX_VALUE)
                .otherwise("All")
                .build();
        return TypingTool.of(rules, rules.segments());
    }

    private static TypingTool scaledRules() {
        FeatureMatrix raw = training(9);
        RuleSet rules = RuleSet.builder()
                .rule(Rule.named("High").where("monetary").atLeast(1))
                .otherwise("Low")
                .build();
        return TypingTool.of(Scaling.zScore().fit(raw), rules, rules.segments());
    }

    /** With a quote, a backslash, a line end, a nought (in a feature), markup, other scripts, and a character of two halves. */
    private static TypingTool hostile() {
        List<String> names = List.of("a\"b\\c\n\u0000", "</script><b>\u2028", "\uD83D\uDE00 Ωmega\u202E", "=1+1", " ");
        KMeansModel model = KMeans.of(3)
                .fit(FeatureMatrix.copyOfRowMajor(names.subList(0, 3), 1, 2, 3, 40, 50, 60, -7, -8, -9))
                .model();
        return TypingTool.of(
                model, List.of(Segment.of(0, names.get(3)), Segment.of(1, names.get(2)), Segment.of(2, "a\"b\\c\n")));
    }
}
