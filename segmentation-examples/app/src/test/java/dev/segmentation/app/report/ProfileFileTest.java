package dev.segmentation.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;

class ProfileFileTest {

    private static final List<Segment> SEGMENTS = List.of(Segment.of(0, "Few"), Segment.of(1, "Many"));

    private static final int N = 300;

    private final Random random = new Random(11);
    private final int[] labels =
            IntStream.range(0, N).map(i -> i % 3 == 0 ? 0 : 1).toArray();

    @Test
    void ofAFileWithRolesOnlyWhatFormedTheSegmentsIsForming() {
        double[] visits = column(i -> labels[i] == 0 ? 2 : 20);
        double[] later = column(i -> 100 + 30.0 * labels[i]);
        later[4] = Double.NaN;
        later[6] = Double.NaN;
        Snapshot snapshot = Snapshot.builder(LocalDate.EPOCH, ids())
                .numeric("visits", Role.BASE, visits)
                .numeric("later", Role.OUTCOME, later)
                .nominal(
                        "city",
                        Role.DESCRIPTOR,
                        IntStream.range(0, N)
                                .mapToObj(i -> i % 3 == 0 && i < 150 ? "Rome" : "Oslo")
                                .toList())
                .build();
        JsonNode json = ProfileFile.of(
                        Segmentation.of(snapshot, Assignment.copyOf(2, labels)).withNames("Few", "Many"),
                        Execution.sequential())
                .json();

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("customers", "level", "segments", "total", "histograms", "notices", "withoutInterval");
        assertThat(json.get("customers").asInt()).isEqualTo(N);
        JsonNode few = json.get("segments").get(0);
        assertThat(few.get("segment").asText()).isEqualTo("Few");
        assertThat(few.get("size").asInt()).isEqualTo(100);
        assertThat(few.at("/share/value").asDouble()).isEqualTo(1 / 3.0);
        assertThat(few.get("markers")).hasToString("[\"city = Rome\",\"city = Oslo\"]");

        JsonNode formed = few.get("numeric").get(0);
        assertThat(formed.get("column").asText()).isEqualTo("visits");
        assertThat(formed.get("forming").asBoolean()).isTrue();
        assertThat(formed.get("flag").asText()).isEqualTo("none");
        assertThat(formed.get("adjustedP").isNull()).isTrue();
        assertThat(formed.get("adjustedPUndefined").asText()).isEqualTo("CIRCULAR_EVIDENCE");
        assertThat(formed.get("marker").asBoolean()).isTrue();

        assertOutcome(few.get("numeric").get(1), later);
        JsonNode total = json.at("/total/numeric/1");
        assertThat(total.get("count").asInt()).isEqualTo(298);
        assertThat(total.get("missing").asInt()).isEqualTo(2);
        assertThat(total.get("mean").asDouble()).isCloseTo(mean(later), within(1e-11));
        assertThat(total.get("quantiles")).hasSize(5);

        JsonNode rome = few.get("levels").get(0);
        assertThat(rome.get("level").asText()).isEqualTo("Rome");
        assertThat(rome.get("count").asInt()).isEqualTo(50);
        assertThat(rome.at("/share/value").asDouble()).isEqualTo(0.5);
        assertThat(rome.get("totalShare").asDouble()).isEqualTo(1 / 6.0);
        assertThat(rome.at("/index/value").asDouble()).isCloseTo(300, within(1e-12));
        assertThat(rome.get("flag").asText()).isEqualTo("higher");
        assertThat(json.at("/segments/1/levels/0/flag").asText()).isEqualTo("lower");
        assertThat(rome.get("marker").asBoolean()).isTrue();
        assertEverybodyIsInHistograms(json);
    }

    /** Against Welch's test and interval of commons-math, and means written down once more. */
    private void assertOutcome(JsonNode outcome, double[] later) {
        double[] own = of(later, 0);
        double[] others = of(later, 1);
        assertThat(outcome.get("forming").asBoolean()).isFalse();
        assertThat(outcome.get("count").asInt()).isEqualTo(99);
        assertThat(outcome.get("missing").asInt()).isEqualTo(1);
        assertThat(outcome.get("mean").asDouble()).isCloseTo(mean(own), within(1e-11));
        assertThat(outcome.get("totalMean").asDouble()).isCloseTo(mean(later), within(1e-11));
        assertThat(outcome.at("/index/value").asDouble()).isCloseTo(100 * mean(own) / mean(later), within(1e-9));
        JsonNode difference = outcome.get("difference");
        assertThat(difference.get("value").asDouble()).isCloseTo(mean(own) - mean(others), within(1e-10));
        double shifted = difference.get("upper").asDouble();
        assertThat(new TTest()
                        .tTest(own, Arrays.stream(others).map(v -> v + shifted).toArray()))
                .as("the end of the interval is what a test at 5 % just does not reject")
                .isCloseTo(0.05, within(1e-9));
        assertThat(outcome.get("flag").asText()).isEqualTo("lower");
        assertThat(outcome.get("adjustedP").asDouble()).isBetween(0.0, 1e-10);
        assertThat(outcome.at("/quantiles/2/p").asDouble()).isEqualTo(0.5);
        double[] sorted = Arrays.stream(own).sorted().toArray();
        assertThat(outcome.at("/quantiles/2/value").asDouble()).isEqualTo(sorted[49]);
    }

    @Test
    void aLineOfWholeWeightIsSoManyCustomers() {
        double[] visits = column(i -> 2 + 10.0 * labels[i]);
        visits[5] = Double.NaN;
        double[] weights = IntStream.range(0, N).mapToDouble(i -> i % 4).toArray();
        FeatureTable table = FeatureTable.builder()
                .numeric("visits", visits)
                .ordinal(
                        "tier",
                        List.of("low", "high"),
                        IntStream.range(0, N)
                                .mapToObj(i -> i % 5 == 0 ? null : i % 2 == 0 ? "low" : "high")
                                .toList())
                .build();
        int[] repeated = IntStream.range(0, N)
                .flatMap(i -> IntStream.range(0, i % 4).map(copy -> i))
                .toArray();
        Assignment assignment = Assignment.copyOf(2, labels);

        ObjectNode weighted = ofForming(table.weightedBy(weights), assignment);
        assertThat(weighted).isEqualTo(ofForming(table.rows(repeated), assignment.rows(repeated)));
        assertThat(weighted.get("customers").asInt()).isEqualTo(450);
        assertThat(weighted.at("/segments/0/levels/1/level").asText()).isEqualTo("high");
        assertThat(weighted.at("/segments/0/levels/1/forming").asBoolean()).isTrue();
        assertThat(weighted.get("notices")).isEmpty();
        assertEverybodyIsInHistograms(weighted);
    }

    @Test
    void linesOfOtherWeightsCountOnceAndThatIsSaid() {
        FeatureTable table = FeatureTable.builder()
                .numeric("visits", column(i -> 2 + 10.0 * labels[i]))
                .build();
        double[] weights = IntStream.range(0, N).mapToDouble(i -> 0.5 + i % 4).toArray();
        Assignment assignment = Assignment.copyOf(2, labels);

        ObjectNode weighted = ofForming(table.weightedBy(weights), assignment);
        assertThat(weighted.at("/notices/0/reason").asText()).isEqualTo("WEIGHTS_IGNORED");
        assertThat(weighted.at("/notices/0/message").asText())
                .contains("every line counts once", "segmentation.json are weighted");
        weighted.putArray("notices");
        assertThat(weighted).isEqualTo(ofForming(table, assignment));

        double[] huge = new double[N];
        Arrays.fill(huge, 1e6);
        assertThat(ofForming(table.weightedBy(huge), assignment)
                        .at("/notices/0/message")
                        .asText())
                .as("more than can be repeated")
                .contains("up to 2000000 of them");
    }

    @Test
    void whatNobodyHasIsUndefinedAndHasNoBins() {
        double[] none = new double[N];
        Arrays.fill(none, Double.NaN);
        ObjectNode json =
                ofForming(FeatureTable.builder().numeric("visits", none).build(), Assignment.copyOf(2, labels));

        JsonNode cell = json.at("/segments/0/numeric/0");
        assertThat(cell.get("mean").isNull()).isTrue();
        assertThat(cell.get("meanUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
        assertThat(cell.at("/index/valueUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
        assertThat(cell.at("/quantiles/0/valueUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
        assertThat(json.at("/histograms/0/edges")).isEmpty();
        assertThat(json.at("/histograms/0/counts")).hasToString("[[],[]]");
    }

    private static ObjectNode ofForming(FeatureTable table, Assignment assignment) {
        return ProfileFile.ofForming(table, assignment, SEGMENTS, Execution.onThreads(2))
                .json();
    }

    private static void assertEverybodyIsInHistograms(JsonNode json) {
        JsonNode histograms = json.get("histograms");
        assertThat(histograms).isNotEmpty();
        for (int c = 0; c < histograms.size(); c++) {
            for (int s = 0; s < 2; s++) {
                JsonNode segment = json.get("segments").get(s);
                JsonNode column = segment.get("numeric").get(c);
                assertThat(histograms.get(c).get("column")).isEqualTo(column.get("column"));
                long sum = 0;
                for (JsonNode count : histograms.get(c).get("counts").get(s)) {
                    sum += count.asLong();
                }
                assertThat(sum).isEqualTo(column.get("count").asLong());
                assertThat(sum + column.get("missing").asLong())
                        .isEqualTo(segment.get("size").asLong());
            }
        }
    }

    private double[] column(IntToDoubleFunction center) {
        return IntStream.range(0, N)
                .mapToDouble(i -> center.applyAsDouble(i) + 10 * random.nextDouble())
                .toArray();
    }

    private double[] of(double[] values, int segment) {
        return IntStream.range(0, N)
                .filter(i -> labels[i] == segment && !Double.isNaN(values[i]))
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElseThrow();
    }

    private static CustomerIds ids() {
        return CustomerIds.of(LongStream.range(0, N).toArray());
    }
}
