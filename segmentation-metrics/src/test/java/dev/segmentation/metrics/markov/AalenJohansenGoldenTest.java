package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.metrics.markov.Stays.Builder;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers of R's survival, stats and expm, on data that are not committed: with {@code -Dgolden=DIR} only. */
class AalenJohansenGoldenTest {

    @RegisterExtension
    static final GoldenOperation AALEN_JOHANSEN = GoldenOperation.of("survival.aalenJohansen");

    @RegisterExtension
    static final GoldenOperation SURVIVAL = GoldenOperation.of("survival");

    @RegisterExtension
    static final GoldenOperation DURATION_GENERATOR = GoldenOperation.of("migration.durationGenerator");

    private static final List<String> OUTCOMES = List.of("none", "progressed", "died");
    private static final List<String> ALIVE = List.of("there", "LEFT");

    @TestFactory
    Stream<DynamicTest> competingOutcomes() {
        return AALEN_JOHANSEN.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkCompeting(golden)));
    }

    @TestFactory
    Stream<DynamicTest> kaplanMeier() {
        return SURVIVAL.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkKaplanMeier(golden)));
    }

    @TestFactory
    Stream<DynamicTest> durations() {
        return DURATION_GENERATOR
                .cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkDurations(golden)));
    }

    private static void checkCompeting(GoldenCase golden) {
        CsvTable table = golden.table();
        double[] time = table.numbers("time");
        double[] event = table.numbers("event");
        Builder builder = Stays.builder(OUTCOMES);
        for (int i = 0; i < time.length; i++) {
            if (event[i] == 0) {
                builder.addCensored("none", 0, time[i]);
            } else {
                builder.add("none", 0, time[i], OUTCOMES.get((int) event[i]));
            }
        }
        AalenJohansen estimator = AalenJohansen.of(builder.build());
        double[] times = golden.doubles(golden.parameters().get("times"));
        List<StateOccupation> occupation = estimator.occupation(0, times);
        List<TransitionChances> chances = estimator.between(0, times);
        double[][] probabilities = golden.doubles2(golden.expected().get("stateProbabilities"));
        double[][] errors = golden.doubles2(golden.expected().get("standardErrors"));
        for (int t = 0; t < times.length; t++) {
            for (int j = 0; j < OUTCOMES.size(); j++) {
                String to = OUTCOMES.get(j);
                golden.assertClose("stateProbabilities", occupation.get(t).probability(to), probabilities[t][j]);
                golden.assertClose("standardErrors", occupation.get(t).standardError(to), errors[t][j]);
                golden.assertClose("stateProbabilities", chances.get(t).probability("none", to), probabilities[t][j]);
                golden.assertClose("standardErrors", chances.get(t).standardError("none", to), errors[t][j]);
            }
        }
    }

    /** A customer is in a state from the first month on, and in the group that the case asks for if it asks for one. */
    private static AalenJohansen attrition(CsvTable table, String group) {
        double[] months = table.numbers("Months_on_book");
        String[] flags = table.column("Attrition_Flag");
        String[] cards = table.column("Card_Category");
        Builder builder = Stays.builder(ALIVE);
        for (int i = 0; i < months.length; i++) {
            if (group.isEmpty() || cards[i].equals(group)) {
                if (flags[i].equals("Attrited Customer")) {
                    builder.add("there", 0, months[i], "LEFT");
                } else {
                    builder.addCensored("there", 0, months[i]);
                }
            }
        }
        return AalenJohansen.of(builder.build());
    }

    private static void checkKaplanMeier(GoldenCase golden) {
        CsvTable table = golden.table();
        JsonNode expected = golden.expected();
        double[] times = golden.doubles(expected.get("times"));
        List<TransitionChances> found = attrition(table, "").between(0, times);
        double[] atRisk = new double[times.length];
        for (int t = 0; t < times.length; t++) {
            atRisk[t] = (double) found.get(t).atRisk("there");
        }
        assertThat(atRisk).containsExactly(golden.doubles(expected.get("atRisk")));
        for (int t = 0; t < times.length; t++) {
            TransitionChances at = found.get(t);
            golden.assertClose(
                    "survival",
                    at.probability("there", "there"),
                    expected.get("survival").get(t).asDouble());
            golden.assertClose(
                    "greenwoodSE",
                    at.standardError("there", "there"),
                    expected.get("greenwoodSE").get(t).asDouble());
            golden.assertClose(
                    "nelsonAalen",
                    at.cumulativeRate("there", "LEFT"),
                    expected.get("nelsonAalen").get(t).asDouble());
        }
        checkEvents(golden, times, found);
        checkLogrank(golden);
        double[] asked = golden.doubles(golden.parameters().get("times"));
        for (JsonNode group : expected.get("byGroupAtTimes")) {
            List<TransitionChances> of =
                    attrition(table, group.get("group").asText()).between(0, asked);
            for (int t = 0; t < asked.length; t++) {
                golden.assertClose(
                        "survival",
                        of.get(t).probability("there", "there"),
                        group.get("survival").get(t).asDouble());
                golden.assertClose(
                        "se",
                        of.get(t).standardError("there", "there"),
                        group.get("se").get(t).asDouble());
            }
        }
    }

    /** How many left at a time: the step of the cumulative rate, of those at risk. */
    private static double left(TransitionChances at, double before) {
        return at.atRisk("there") == 0 ? 0 : (at.cumulativeRate("there", "LEFT") - before) * at.atRisk("there");
    }

    private static void checkEvents(GoldenCase golden, double[] times, List<TransitionChances> found) {
        double[] events = golden.doubles(golden.expected().get("events"));
        for (int t = 0; t < times.length; t++) {
            double before = t == 0 ? 0 : found.get(t - 1).cumulativeRate("there", "LEFT");
            golden.assertClose("events", left(found.get(t), before), events[t]);
        }
    }

    /**
     * The log-rank test of several groups is not here (the tests of a migration are); what it rests on is, who was at risk and
     * who left in each group at each time, and is compared by it.
     */
    private static void checkLogrank(GoldenCase golden) {
        JsonNode expected = golden.expected();
        double[] times = golden.doubles(expected.get("times"));
        List<List<TransitionChances>> groups = new ArrayList<>();
        expected.get("byGroupAtTimes")
                .forEach(group -> groups.add(
                        attrition(golden.table(), group.get("group").asText()).between(0, times)));
        int k = groups.size();
        double[] observed = new double[k];
        double[] chance = new double[k];
        double[][] variance = new double[k - 1][k - 1];
        for (int t = 0; t < times.length; t++) {
            double all = 0;
            double leaving = 0;
            double[] risk = new double[k];
            for (int g = 0; g < k; g++) {
                TransitionChances at = groups.get(g).get(t);
                double before = t == 0 ? 0 : groups.get(g).get(t - 1).cumulativeRate("there", "LEFT");
                risk[g] = at.atRisk("there");
                observed[g] += left(at, before);
                leaving += left(at, before);
                all += risk[g];
            }
            for (int g = 0; g < k; g++) {
                chance[g] += leaving * risk[g] / all;
                for (int h = 0; g < k - 1 && h < k - 1 && all > 1; h++) {
                    variance[g][h] += leaving
                            * (all - leaving)
                            / (all - 1)
                            * (risk[g] / all)
                            * ((g == h ? 1 : 0) - risk[h] / all);
                }
            }
        }
        golden.assertClose("logrankObserved", observed, golden.doubles(expected.get("logrankObserved")));
        golden.assertClose("logrankExpected", chance, golden.doubles(expected.get("logrankExpected")));
        double[] off = new double[k - 1];
        Arrays.setAll(off, g -> observed[g] - chance[g]);
        RealVector solved = new LUDecomposition(MatrixUtils.createRealMatrix(variance))
                .getSolver()
                .solve(MatrixUtils.createRealVector(off));
        golden.assertClose("logrankChi2", solved.dotProduct(MatrixUtils.createRealVector(off)));
        golden.assertClose("logrankDf", k - 1);
    }

    /** A month in each state, at the end of which a customer moves or goes on. */
    private static void checkDurations(GoldenCase golden) {
        List<String> states = golden.strings(golden.inputs().get("states"));
        JsonNode counts = golden.inputs().get("counts");
        Builder builder = Stays.builder(states);
        for (int i = 0; i < states.size(); i++) {
            for (int j = 0; j < states.size(); j++) {
                for (long n = counts.get(i).get(j).asLong(); n > 0; n--) {
                    if (i == j) {
                        builder.addCensored(states.get(i), (double) n, n + 1.0);
                    } else {
                        builder.add(states.get(i), (double) n, n + 1.0, states.get(j));
                    }
                }
            }
        }
        Generator generator = DurationRates.of(builder.build()).generator();
        checkRows(golden, "generator", generator.toArray());
        checkRows(golden, "expmQ1", generator.over(1).toArray());
        checkRows(golden, "expmQ12", generator.over(12).toArray());
        golden.assertClose(
                "sojourn",
                states.stream().mapToDouble(generator::expectedStay).toArray(),
                golden.doubles(golden.expected().get("sojourn")));
    }

    private static void checkRows(GoldenCase golden, String field, double[][] found) {
        double[][] expected = golden.doubles2(golden.expected().get(field));
        assertThat(found).hasNumberOfRows(expected.length);
        for (int i = 0; i < expected.length; i++) {
            golden.assertClose(field, found[i], expected[i]);
        }
    }
}
