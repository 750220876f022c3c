package dev.segmentation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Quantiles;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import dev.segmentation.tier.QuantileRule;
import dev.segmentation.tier.QuantileTiers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scores against pandas, SQL's NTILE and R's package rfm: four rules, each by what the library has for it. */
class RfmGoldenTest {

    @RegisterExtension
    static final GoldenOperation SCORES = GoldenOperation.of("rfm.scores");

    @TestFactory
    Stream<DynamicTest> agreesWithGoldenCases() {
        return SCORES.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkGolden(golden)));
    }

    private static void checkGolden(GoldenCase golden) {
        FeatureMatrix data = golden.matrix();
        RfmModel model = Rfm.independent(golden.parameters().get("bins").asInt())
                .withFeatures("recency", "frequency", "monetary")
                .fit(data);
        checkCuts(golden, "recency", model.recencyCuts());
        checkCuts(golden, "frequency", model.frequencyCuts());
        checkCuts(golden, "monetary", model.monetaryCuts());
        FeatureMatrix scores = model.score(data).toMatrix();
        check(golden, "r_qcut", scores.column("r_score"));
        check(golden, "f_qcut", scores.column("f_score"));
        check(golden, "m_qcut", scores.column("m_score"));
        double[] negatedRecency =
                Arrays.stream(data.column("recency")).map(days -> -days).toArray();
        checkRanked(golden, "r", negatedRecency);
        checkRanked(golden, "f", data.column("frequency"));
        checkRanked(golden, "m", data.column("monetary"));
        checkRPackage(golden, data);
    }

    /** Edges of quantiles, of which equal ones are one. */
    private static void checkCuts(GoldenCase golden, String feature, double[] cuts) {
        JsonNode expected = golden.expected().get("thresholds").get(feature);
        double[] values = golden.matrix().column(feature);
        double[] edges = DoubleStream.concat(
                        DoubleStream.concat(Arrays.stream(values).min().stream(), Arrays.stream(cuts)),
                        Arrays.stream(values).max().stream())
                .toArray();
        golden.assertClose("qcutEdges", edges, golden.doubles(expected.get("qcutEdges")));
        golden.assertClose("bins", cuts.length + 1, expected.get("bins").asDouble());
    }

    /** The score of every customer, and how many have each. */
    private static void check(GoldenCase golden, String column, double[] scores) {
        CsvTable expected =
                GoldenCases.table(golden.expected().get("perCustomerFile").asText());
        assertThat(scores).as(column).containsExactly(expected.numbers(column));
        double[] counts = new double[6];
        Arrays.stream(scores).forEach(score -> counts[(int) score]++);
        golden.assertClose(
                column,
                counts,
                golden.doubles(golden.expected().get("countsPerScore0to5").get(column)));
    }

    /** Rules that part equal customers by their order in the file, which the library leaves to the caller: tiers of ranks. */
    private static void checkRanked(GoldenCase golden, String prefix, double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i])) // stable
                .mapToInt(i -> i)
                .toArray();
        double[][] rank = new double[values.length][1];
        double[][] fromTheLowest = new double[values.length][1];
        for (int position = 0; position < order.length; position++) {
            rank[order[position]][0] = position + 1;
            fromTheLowest[order[position]][0] = -position - 1;
        }
        QuantileTiers tiers = QuantileTiers.of(golden.parameters().get("bins").asInt());
        check(
                golden,
                prefix + "_rankfirst",
                labels(tiers, rank).map(tier -> 5 - tier).toArray());
        check(
                golden,
                prefix + "_ntile",
                labels(tiers.withRule(QuantileRule.EQUAL_COUNTS), fromTheLowest)
                        .map(tier -> tier + 1)
                        .toArray());
    }

    private static DoubleStream labels(QuantileTiers tiers, double[][] column) {
        return Arrays.stream(tiers.fit(FeatureMatrix.copyOf(List.of("rank"), column))
                        .assignment()
                        .toArray())
                .asDoubleStream();
    }

    /** R's package rfm: classes below an edge, which is a quantile of type 7 and 1 more; by fixed cuts just below it. */
    private static void checkRPackage(GoldenCase golden, FeatureMatrix data) {
        double[][] edges = new double[3][];
        double[][] cuts = new double[3][];
        for (int j = 0; j < 3; j++) {
            double[] values = data.column(data.featureNames().get(j));
            Quantiles quantiles = Quantiles.of(values);
            edges[j] = IntStream.range(1, 5)
                    .mapToDouble(part -> quantiles.at(part, 5) + 1)
                    .toArray();
            cuts[j] = Arrays.stream(edges[j]).distinct().map(Math::nextDown).toArray();
            JsonNode expected =
                    golden.expected().get("thresholds").get(data.featureNames().get(j));
            golden.assertClose(
                    "rfmPackageLower",
                    DoubleStream.concat(DoubleStream.of(quantiles.at(0)), Arrays.stream(edges[j]))
                            .toArray(),
                    golden.doubles(expected.get("rfmPackageLower")));
            golden.assertClose(
                    "rfmPackageUpper",
                    DoubleStream.concat(Arrays.stream(edges[j]), DoubleStream.of(quantiles.at(1) + 1))
                            .toArray(),
                    golden.doubles(expected.get("rfmPackageUpper")));
        }
        FeatureMatrix scores = Rfm.fixed(cuts[0], cuts[1], cuts[2])
                .withFeatures("recency", "frequency", "monetary")
                .fit(data)
                .score(data)
                .toMatrix();
        check(golden, "r_rfmpkg", unmerged(scores.column("r_score"), edges[0], false));
        check(golden, "f_rfmpkg", unmerged(scores.column("f_score"), edges[1], true));
        check(golden, "m_rfmpkg", unmerged(scores.column("m_score"), edges[2], true));
    }

    /** Scores in which an edge that is there twice skips a number. */
    private static double[] unmerged(double[] scores, double[] edges, boolean isUpward) {
        double[] distinct = Arrays.stream(edges).distinct().toArray();
        return Arrays.stream(scores)
                .map(score -> isUpward ? score : distinct.length + 2 - score)
                .map(number -> number == 1
                        ? 1
                        : 1
                                + Arrays.stream(edges)
                                        .filter(edge -> edge <= distinct[(int) number - 2])
                                        .count())
                .map(number -> isUpward ? number : edges.length + 2 - number)
                .toArray();
    }
}
