package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Reason;
import dev.segmentation.metrics.markov.Embedding;
import dev.segmentation.metrics.markov.FirstPassage;
import dev.segmentation.metrics.markov.Generator;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityIndex;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The cases MK, and counts given as they are: chains that are none, or have no long run. */
final class BadChains {

    private BadChains() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("MI021", BadChains::manyCustomers),
                entry("MI022", bad -> bad.mustReject(Reason.NEGATIVE_COUNT, () -> counted(bad))),
                entry(
                        "MK001",
                        bad -> assertThat(bad.mustReject(Reason.NOT_STOCHASTIC, () -> chain(bad)))
                                .hasMessageContaining("row 0")
                                .hasMessageContaining("0.999999,")),
                entry("MK003", bad -> bad.mustReject(Reason.NON_FINITE, () -> chain(bad))),
                entry("MK004", bad -> bad.mustReject(Reason.RAGGED, () -> chain(bad))),
                entry("MK005", bad -> bad.mustReject(Reason.BAD_NAME, () -> chain(bad))),
                entry("MK007", BadChains::periodic),
                entry("MK008", BadChains::nobodyLeaves),
                entry("MK009", BadChains::reducible),
                entry("MK012", BadChains::threeCycle),
                entry("MK015", BadChains::manySteps),
                entry("MK017", BadChains::embedded),
                entry("MK018", bad -> {
                    bad.mayAccept();
                    assertThat(chain(bad).longRun().stationary()).containsExactly(1);
                }),
                entry(
                        "MK020",
                        bad -> bad.mustBeUndefined(
                                Reason.DIVERGES,
                                chain(bad)
                                        .value(row(bad.input().get("value")), 0)
                                        .of("s0"),
                                chain(bad)
                                        .value(row(bad.input().get("value")), 0)
                                        .undefined("s0")
                                        .orElseThrow())),
                entry(
                        "MK021",
                        bad -> bad.mustReject(
                                Reason.NON_FINITE,
                                () -> chain(bad)
                                        .value(
                                                row(bad.input().get("value")),
                                                bad.input().get("rate").asDouble()))));
    }

    private static void manyCustomers(BadInputCase bad) {
        bad.mayAccept();
        MigrationMatrix migration = counted(bad);
        assertThat(migration.count("s0", "s0")).isEqualTo(3_000_000_000L);
        assertThat(migration.customers()).isEqualTo(6_000_000_002L);
        assertThat(migration.mobility().value(MobilityIndex.SHARE_MOVED)).isEqualTo(2.0 / 6_000_000_002L);
    }

    private static MigrationMatrix counted(BadInputCase bad) {
        JsonNode counts = bad.input().get("counts");
        long[][] cells = new long[counts.size()][counts.size()];
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < cells.length; j++) {
                cells[i][j] = counts.get(i).get(j).asLong();
            }
        }
        return MigrationMatrix.copyOf(names(cells.length), cells, new long[cells.length], new long[cells.length]);
    }

    private static void periodic(BadInputCase bad) {
        MarkovChain chain = chain(bad);
        bad.mustBeUndefined(
                Reason.PERIODIC,
                chain.longRun().limit("s0"),
                chain.longRun().noLimit().orElseThrow());
        assertThat(chain.classes().get(0).period()).isEqualTo(2);
        assertThat(chain.longRun().stationary()).containsExactly(0.5, 0.5);
    }

    private static void nobodyLeaves(BadInputCase bad) {
        bad.mustBeUndefined(Reason.ABSORBING, chain(bad).expectedStay("s0"), Reason.ABSORBING);
        MigrationMatrix migration =
                MigrationMatrix.copyOf(names(2), new long[][] {{5, 0}, {0, 5}}, new long[2], new long[2]);
        bad.mustBeUndefined(
                Reason.ABSORBING,
                migration.mobility().value(MobilityIndex.HALF_LIFE),
                migration.mobility().undefined(MobilityIndex.HALF_LIFE).orElseThrow());
    }

    private static void reducible(BadInputCase bad) {
        FirstPassage passage = chain(bad).firstPassage();
        bad.mustBeUndefined(
                Reason.UNREACHABLE,
                passage.meanSteps("s1", "s0"),
                passage.undefined("s1", "s0").orElseThrow());
        assertThat(passage.meanSteps("s0", "s0")).as("finite cells are given").isEqualTo(1);
    }

    private static void threeCycle(BadInputCase bad) {
        Embedding embedding = chain(bad).embedding();
        bad.mustBeUndefined(
                Reason.NOT_EMBEDDABLE,
                embedding.generator().map(rates -> rates.rate("s0", "s1")).orElse(Double.NaN),
                embedding.undefined().orElseThrow());
        assertThat(embedding.obstacles()).contains(Embedding.Obstacle.DETERMINANT_ABOVE_DIAGONAL);
        for (Embedding.Repair repair : Embedding.Repair.values()) {
            Generator near = embedding.approximation(repair).orElseThrow().generator();
            assertThat(near.rate("s0", "s1")).isNotNegative();
            assertThat(near.rate("s0", "s2")).isNotNegative();
        }
    }

    private static void manySteps(BadInputCase bad) {
        bad.mayAccept();
        for (double[] row : chain(bad).after(1000).toArray()) {
            assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-12));
        }
    }

    private static void embedded(BadInputCase bad) {
        bad.mayAccept();
        JsonNode rates = bad.input().get("Q");
        Generator generator = Generator.of(names(rates.size()), matrix(rates));
        assertThat(generator.embeddedChain().toArray()).isDeepEqualTo(new double[][] {{0, 1}, {0, 1}});
    }

    private static MarkovChain chain(BadInputCase bad) {
        JsonNode rows = bad.input().get("P");
        List<String> states = bad.input().has("states") ? bad.columns("states") : names(rows.size());
        return MarkovChain.of(states, matrix(rows));
    }

    private static double[][] matrix(JsonNode rows) {
        double[][] matrix = new double[rows.size()][];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = row(rows.get(i));
        }
        return matrix;
    }

    private static double[] row(JsonNode cells) {
        double[] row = new double[cells.size()];
        for (int j = 0; j < row.length; j++) {
            row[j] = cells.get(j).isNumber()
                    ? cells.get(j).asDouble()
                    : Double.parseDouble(cells.get(j).asText());
        }
        return row;
    }

    private static List<String> names(int size) {
        return IntStream.range(0, size).mapToObj(i -> "s" + i).toList();
    }
}
