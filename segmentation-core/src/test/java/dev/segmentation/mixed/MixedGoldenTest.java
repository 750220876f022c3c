package dev.segmentation.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.Segment;
import dev.segmentation.TypingTool;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** R's clustMixType and klaR, of which only their results are known here. Their data may not be committed. */
class MixedGoldenTest {

    @RegisterExtension
    static final GoldenOperation KPROTOTYPES = GoldenOperation.of("kprototypes");

    @RegisterExtension
    static final GoldenOperation KPROTOTYPES_BEST = GoldenOperation.of("kprototypes.best");

    @RegisterExtension
    static final GoldenOperation KMODES_BEST = GoldenOperation.of("kmodes.best");

    private static final int SEEDS = 10;

    /** From given rows: labels, sizes, costs, passes and prototypes. */
    @TestFactory
    Stream<DynamicTest> kPrototypesFromGivenRowsAreThoseOfClustMixType() {
        return KPROTOTYPES.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> fromGivenRows(golden)));
    }

    private static void fromGivenRows(GoldenCase golden) {
        FeatureTable table = scaled(table(golden));
        int[] first = golden.ints(golden.inputs().get("initialPrototypeRows0"));
        Fit<KPrototypesModel> fit = KPrototypes.of(first.length)
                .withLambda(golden.parameters().get("lambda").asDouble())
                .withPrototypes(table.rows(first))
                .fit(table);
        JsonNode expected = golden.expected();
        assertThat(fit.assignment().toArray()).isEqualTo(golden.ints(expected.get("labels")));
        assertThat(fit.assignment().sizes()).isEqualTo(golden.ints(expected.get("sizes")));
        assertThat(fit.report().iterations())
                .isEqualTo(expected.get("iterations").asInt());
        golden.assertClose("total", fit.report().objective());
        double[] within = IntStream.range(0, first.length)
                .mapToDouble(fit.model()::within)
                .toArray();
        golden.assertClose("withinss", within, golden.doubles(expected.get("withinss")));
        FeatureTable prototypes = fit.model().prototypes();
        List<String> numeric = names(prototypes, ColumnKind.NUMERIC);
        double[][] centers = golden.doubles2(expected.get("numericCentres"));
        for (int j = 0; j < numeric.size(); j++) {
            for (int s = 0; s < first.length; s++) {
                golden.assertClose("numericCentres", prototypes.number(s, numeric.get(j)), centers[s][j]);
            }
        }
        List<String> categorical = names(prototypes, ColumnKind.NOMINAL);
        for (int j = 0; j < categorical.size(); j++) {
            for (int s = 0; s < first.length; s++) {
                assertThat(prototypes.level(s, categorical.get(j)))
                        .contains(expected.get("categoricalModes").get(j).get(s).asText());
            }
        }
        assertThat(fit.model().assign(table)).isEqualTo(fit.assignment());
    }

    /** A tool whose preparation scales the numeric columns types raw customers as the fit did. */
    @TestFactory
    Stream<DynamicTest> aToolScalesNumericColumnsAndLeavesTheOthers() {
        return KPROTOTYPES
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureTable raw = table(golden);
                    ScalingModel scaling = Scaling.zScoreSample().fit(raw.matrix(names(raw, ColumnKind.NUMERIC)));
                    int[] first = golden.ints(golden.inputs().get("initialPrototypeRows0"));
                    Fit<KPrototypesModel> fit = KPrototypes.of(first.length)
                            .withLambda(golden.parameters().get("lambda").asDouble())
                            .withPrototypes(scaling.apply(raw).rows(first))
                            .fit(scaling.apply(raw));
                    List<Segment> segments = IntStream.range(0, first.length)
                            .mapToObj(s -> Segment.of(s, "S" + s))
                            .toList();
                    TypingTool tool = TypingTool.of(scaling, fit.model(), segments);
                    assertThat(tool.assign(raw).toArray())
                            .isEqualTo(golden.ints(golden.expected().get("labels")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> kPrototypesReachTheBestOfAHundredStarts() {
        return KPROTOTYPES_BEST
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureTable table = scaled(table(golden));
                    for (int seed = 0; seed < SEEDS; seed++) {
                        golden.assertReached(
                                "bestTotal",
                                KPrototypes.of(golden.parameters().get("k").asInt())
                                        .withLambda(golden.parameters()
                                                .get("lambda")
                                                .asDouble())
                                        .withRestarts(golden.parameters()
                                                .get("restarts")
                                                .asInt())
                                        .withSeed(seed)
                                        .fit(table)
                                        .report()
                                        .objective());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> kModesReachTheBestOfAsManyStarts() {
        return KMODES_BEST
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureTable table = table(golden);
                    for (int seed = 0; seed < SEEDS; seed++) {
                        Fit<KModesModel> fit = KModes.of(
                                        golden.parameters().get("k").asInt())
                                .withRestarts(
                                        golden.parameters().get("restarts").asInt())
                                .withSeed(seed)
                                .fit(table);
                        golden.assertReached("bestTotalMismatches", fit.report().objective());
                    }
                }));
    }

    private static List<String> names(FeatureTable table, ColumnKind kind) {
        return table.names().stream().filter(name -> table.kind(name) == kind).toList();
    }

    private static FeatureTable scaled(FeatureTable table) {
        return Scaling.zScoreSample()
                .fit(table.matrix(names(table, ColumnKind.NUMERIC)))
                .apply(table);
    }

    /** Columns whose values are numbers are numeric in the cases of k-prototypes, none is in those of k-modes. */
    private static FeatureTable table(GoldenCase golden) {
        CsvTable csv = golden.table();
        FeatureTable.Builder table = FeatureTable.builder();
        golden.dataset().get("columns").forEach(column -> {
            String name = column.asText();
            String[] texts = csv.column(name);
            boolean isNumeric = Arrays.stream(texts).allMatch(text -> text.matches("-?[0-9.]+"));
            if (isNumeric && !golden.node().get("operation").asText().startsWith("kmodes")) {
                table.numeric(name, csv.numbers(name));
            } else {
                table.nominal(name, List.of(texts));
            }
        });
        return table.build();
    }
}
