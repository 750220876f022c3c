package dev.segmentation.metrics.movers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Termination;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class DestinationLogitTest {

    @RegisterExtension
    static final GoldenOperation MULTINOMIAL = GoldenOperation.of("classify.multinomial");

    private static final Execution HERE = Execution.sequential();
    private static final List<String> ABC = List.of("A", "B", "C");

    private static Assignment labels(int... labels) {
        return Assignment.copyOf(3, labels);
    }

    /** The data may not be committed: with -Dgolden only. The baseline of the case is the first class. */
    @TestFactory
    Stream<DynamicTest> golden() {
        return MULTINOMIAL.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        CsvTable table = golden.table();
        List<String> columns = golden.strings(golden.dataset().get("columns"));
        FeatureTable.Builder features = FeatureTable.builder();
        for (String column : columns) {
            double[] logs = Arrays.stream(table.numbers(column)).map(Math::log).toArray();
            double mean = Arrays.stream(logs).average().orElseThrow();
            double squares =
                    Arrays.stream(logs).map(v -> (v - mean) * (v - mean)).sum();
            double deviation = Math.sqrt(squares / (logs.length - 1));
            features.numeric(
                    column, Arrays.stream(logs).map(v -> (v - mean) / deviation).toArray());
        }
        FeatureTable built = features.build();
        List<String> classes = golden.strings(golden.expected().get("classes"));
        String[] group = table.column(golden.dataset().get("group").asText());
        Assignment destinations = Assignment.copyOf(
                classes.size(), Arrays.stream(group).mapToInt(classes::indexOf).toArray());
        DestinationModel model = DestinationLogit.on(columns).fit(built, destinations, classes, HERE);
        double[][] coefficients = golden.doubles2(golden.expected().get("coefficients"));
        double[][] errors = golden.doubles2(golden.expected().get("standardErrors"));
        List<String> names = new ArrayList<>(List.of(DestinationModel.INTERCEPT));
        names.addAll(columns);
        for (int c = 1; c < classes.size(); c++) {
            for (int j = 0; j < names.size(); j++) {
                golden.assertClose(
                        "coefficients",
                        model.coefficient(classes.get(c), names.get(j)).value(),
                        coefficients[c - 1][j]);
                golden.assertClose(
                        "standardErrors", model.standardError(classes.get(c), names.get(j)), errors[c - 1][j]);
            }
        }
        golden.assertClose("deviance", -2 * model.logLikelihood());
        golden.assertClose("nullDeviance", -2 * model.nullLogLikelihood());
        golden.assertClose("aic", model.aic());
        golden.assertClose("mcFaddenR2", model.mcFadden());
        golden.assertClose("accuracy", accuracy(model.probabilities(built).toAssignment(), destinations));
        assertThat(model.termination()).isEqualTo(Termination.CONVERGED);
        assertThat(model.iterations()).isLessThan(12);
    }

    private static double accuracy(Assignment found, Assignment truth) {
        return IntStream.range(0, truth.size())
                        .filter(i -> found.label(i) == truth.label(i))
                        .count()
                / (double) truth.size();
    }

    /** A column of two levels: the model is saturated, and its numbers those of the table of counts. */
    @Test
    void oneColumnOfTwoLevelsByHand() {
        int[][] counts = {{40, 30, 10}, {20, 5, 15}}; // by city: stayed, went to B, went to C
        List<String> cities = new ArrayList<>();
        List<Integer> went = new ArrayList<>();
        for (int city = 0; city < 2; city++) {
            for (int to = 0; to < 3; to++) {
                for (int n = 0; n < counts[city][to]; n++) {
                    cities.add(city == 0 ? "Bonn" : "Trier");
                    went.add(to);
                }
            }
        }
        FeatureTable table = FeatureTable.builder().nominal("city", cities).build();
        Assignment to = labels(went.stream().mapToInt(i -> i).toArray());
        DestinationModel model = DestinationLogit.on(List.of("city")).fit(table, to, ABC, HERE);
        assertThat(model.destinations()).containsExactly("A", "B", "C");
        assertThat(model.baseline()).isEqualTo("A");
        assertThat(model.covariates()).containsExactly("city=Trier");
        assertThat(model.coefficient("B", DestinationModel.INTERCEPT).value())
                .isCloseTo(Math.log(30 / 40.0), within(1e-12));
        Estimate odds = model.coefficient("C", "city=Trier");
        double error = Math.sqrt(1 / 15.0 + 1 / 20.0 + 1 / 10.0 + 1 / 40.0);
        assertThat(odds.value()).isCloseTo(Math.log(15 / 20.0 / (10 / 40.0)), within(1e-12));
        assertThat(model.standardError("C", "city=Trier")).isCloseTo(error, within(1e-12));
        assertThat(odds.lower()).isCloseTo(odds.value() - 1.959963984540054 * error, within(1e-8));
        assertThat(model.pValue("C", "city=Trier")).isCloseTo(0.025431, within(1e-6)); // z = 1.098612 / 0.491596
        assertThat(model.standardError("B", DestinationModel.INTERCEPT))
                .isCloseTo(Math.sqrt(1 / 30.0 + 1 / 40.0), within(1e-12));
        double logLikelihood = 0;
        double alone = 0;
        for (int[] row : counts) {
            for (int t = 0; t < 3; t++) {
                logLikelihood +=
                        row[t] * Math.log(row[t] / (double) Arrays.stream(row).sum());
                alone += row[t] * Math.log((counts[0][t] + counts[1][t]) / 120.0);
            }
        }
        assertThat(model.logLikelihood()).isCloseTo(logLikelihood, within(1e-10));
        assertThat(model.nullLogLikelihood()).isCloseTo(alone, within(1e-10));
        assertThat(model.likelihoodRatio().statistic()).isCloseTo(2 * (logLikelihood - alone), within(1e-9));
        assertThat(model.likelihoodRatio().degreesOfFreedom()).isEqualTo(2);
        Memberships chances = model.probabilities(FeatureTable.builder()
                .nominal("city", List.of("Trier", "Trier", "Bonn"))
                .build());
        assertThat(chances.degree(0, 2)).isCloseTo(15 / 40.0, within(1e-12));
        assertThat(chances.degree(2, 1)).isCloseTo(30 / 80.0, within(1e-12));
        assertThat(model.toString())
                .contains("C    city=Trier        1.099   0.1351     2.062    0.02543")
                .endsWith("against A, n = 120; without covariates: " + model.likelihoodRatio());
    }

    private static FeatureTable random(SeededRandom random, int n, double offset) {
        double[] age = new double[n];
        double[] spend = new double[n];
        List<String> city = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            age[i] = offset + 10 * random.nextGaussian();
            spend[i] = -100 * StrictMath.log(random.nextDouble());
            city.add(List.of("Bonn", "Trier", "Kiel").get(random.nextInt(3)));
        }
        return FeatureTable.builder()
                .numeric("age", age)
                .numeric("spend", spend)
                .ordinal("city", List.of("Bonn", "Trier", "Kiel"), city)
                .build();
    }

    private static int[] drawn(SeededRandom random, FeatureTable table, double offset) {
        return IntStream.range(0, table.rowCount())
                .map(i -> {
                    double b = -0.5 + 0.05 * (table.number(i, "age") - offset);
                    double c = -1
                            + 0.004 * table.number(i, "spend")
                            + (table.level(i, "city").orElse("").equals("Trier") ? 0.8 : 0);
                    double u = random.nextDouble() * (1 + Math.exp(b) + Math.exp(c));
                    return u < 1 ? 0 : u < 1 + Math.exp(b) ? 1 : 2;
                })
                .toArray();
    }

    /** The slopes of the likelihood vanish at the maximum, by its definition row by row; an offset of a column is harmless. */
    @Test
    void noSlopeIsLeftAtTheMaximum() {
        for (double offset : new double[] {0, 1e6}) {
            SeededRandom random = SeededRandom.stream(8, 1);
            FeatureTable table = random(random, 400, offset);
            int[] to = drawn(random, table, offset);
            DestinationModel model =
                    DestinationLogit.on(List.of("age", "spend", "city")).fit(table, labels(to), ABC, HERE);
            Memberships chances = model.probabilities(table);
            for (int t = 1; t < 3; t++) {
                double[] slope = new double[4];
                for (int i = 0; i < to.length; i++) {
                    double miss = (to[i] == t ? 1 : 0) - chances.degree(i, t);
                    slope[0] += miss;
                    slope[1] += miss * (table.number(i, "age") - offset);
                    slope[2] += miss * table.number(i, "spend");
                    slope[3] += table.level(i, "city").orElse("").equals("Kiel") ? miss : 0;
                }
                assertThat(slope[0]).isCloseTo(0, within(1e-9));
                assertThat(slope[1]).isCloseTo(0, within(1e-7));
                assertThat(slope[2]).isCloseTo(0, within(1e-6));
                assertThat(slope[3]).isCloseTo(0, within(1e-9));
            }
            double sum = 0;
            for (int i = 0; i < to.length; i++) {
                sum += Math.log(chances.degree(i, to[i]));
            }
            assertThat(model.logLikelihood()).isCloseTo(sum, within(1e-9));
        }
    }

    /** Customers drawn from a known model: coefficients are found, and their intervals hold. */
    @Test
    void intervalsContainTheTruth() {
        int runs = 400;
        int[] covered = new int[3];
        int rejected = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(21, run);
            FeatureTable table = random(random, 500, 40);
            DestinationModel model = DestinationLogit.on(List.of("age", "spend", "city"))
                    .fit(table, labels(drawn(random, table, 40)), ABC, HERE);
            covered[0] += contains(model.coefficient("B", "age"), 0.05);
            covered[1] += contains(model.coefficient("C", "spend"), 0.004);
            covered[2] += contains(model.coefficient("C", "city=Trier"), 0.8);
            DestinationModel nothing = DestinationLogit.on(List.of("age"))
                    .fit(table, labels(drawn(random, random(random, 500, 40), 40)), ABC, HERE);
            rejected += nothing.likelihoodRatio().pValue() < 0.05 ? 1 : 0;
        }
        for (int hits : covered) {
            assertThat(hits / (double) runs).isBetween(0.92, 0.98); // 95 % ± three standard errors
        }
        assertThat(rejected / (double) runs).isBetween(0.02, 0.08);
    }

    private static int contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
    }

    /** Nobody of Kiel went to B: that coefficient has no maximum, the others are those without Kiel. */
    @Test
    void aLevelThatNeverWentThereIsToldApart() {
        List<String> city = new ArrayList<>();
        int[] to = new int[90];
        for (int i = 0; i < 90; i++) {
            city.add(i < 40 ? "Bonn" : i < 70 ? "Trier" : "Kiel");
            to[i] = i < 40 ? i % 3 : i < 70 ? (i % 5 == 0 ? 1 : i % 5 == 1 ? 2 : 0) : i % 2 * 2;
        }
        FeatureTable table = FeatureTable.builder()
                .ordinal("city", List.of("Bonn", "Trier", "Kiel"), city)
                .build();
        DestinationLogit logit = DestinationLogit.on(List.of("city"));
        DestinationModel model = logit.fit(table, labels(to), ABC, HERE);
        assertThat(model.undefined()).contains(Reason.DIVERGES);
        assertThat(model.termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(model.coefficient("B", "city=Kiel").undefined()).contains(Reason.DIVERGES);
        assertThat(model.standardError("B", "city=Kiel")).isNaN();
        assertThat(model.pValue("B", "city=Kiel")).isNaN();
        assertThat(model.coefficient("C", "city=Kiel").value())
                .isCloseTo(Math.log(10 / 10.0 / (13 / 14.0)), within(1e-6));
        assertThat(model.coefficient("B", "city=Trier").value())
                .isCloseTo(Math.log(6 / 18.0 / (13 / 14.0)), within(1e-6));
        assertThat(model.standardError("B", "city=Trier"))
                .isCloseTo(Math.sqrt(1 / 6.0 + 1 / 18.0 + 1 / 13.0 + 1 / 14.0), within(1e-5));
        assertThat(model.probabilities(table).degree(89, 1)).isLessThan(1e-6);
        double logLikelihood = 14 * Math.log(14 / 40.0)
                + 26 * Math.log(13 / 40.0)
                + 18 * Math.log(18 / 30.0)
                + 12 * Math.log(6 / 30.0)
                + 20 * Math.log(0.5);
        assertThat(model.logLikelihood()).isCloseTo(logLikelihood, within(1e-6));
        assertThat(model.toString()).contains("DIVERGES");
        DestinationModel shrunk = logit.withRidge(1).fit(table, labels(to), ABC, HERE);
        assertThat(shrunk.undefined()).isEmpty();
        assertThat(shrunk.termination()).isEqualTo(Termination.CONVERGED);
        assertThat(shrunk.coefficient("B", "city=Kiel").value()).isBetween(-10.0, -0.5);
        assertThat(shrunk.logLikelihood()).isLessThan(model.logLikelihood());
        assertThat(shrunk.mcFadden()).isBetween(0.0, model.mcFadden());
    }

    /** All who are older than 50 left, and nobody else. */
    @Test
    void completeSeparationIsTold() {
        double[] age = IntStream.range(20, 80).asDoubleStream().toArray();
        int[] to = IntStream.range(20, 80).map(a -> a > 50 ? 1 : 0).toArray();
        FeatureTable table = FeatureTable.builder().numeric("age", age).build();
        DestinationModel model = DestinationLogit.on(List.of("age")).fit(table, labels(to), ABC, HERE);
        assertThat(model.undefined()).contains(Reason.DIVERGES);
        assertThat(model.coefficient("B", "age").undefined()).contains(Reason.DIVERGES);
        assertThat(model.coefficient("B", DestinationModel.INTERCEPT).undefined())
                .contains(Reason.DIVERGES);
        assertThat(model.logLikelihood()).isCloseTo(0, within(1e-6));
        assertThat(model.iterations()).isLessThan(60);
    }

    @Test
    void completeSeparationOfFourCustomersIsTold() {
        FeatureTable table = FeatureTable.builder()
                .numeric("x0", 0, 1, 3, 3)
                .numeric("x1", 4, 4, 0, 3)
                .build();
        DestinationModel model = DestinationLogit.on(List.of("x0", "x1")).fit(table, labels(0, 0, 1, 1), ABC, HERE);
        for (String name : List.of(DestinationModel.INTERCEPT, "x0", "x1")) {
            assertThat(model.coefficient("B", name).undefined()).contains(Reason.DIVERGES);
        }
    }

    /**
     * Slow twin: of two destinations and two covariates in whole numbers, the directions that separate are spanned by those that
     * are at right angles to two customers and lose no customer.
     */
    @Test
    void whatDivergesIsWhatTheSeparatingDirectionsChange() {
        int separated = 0;
        int partly = 0;
        for (int run = 0; run < 3000; run++) {
            SeededRandom random = SeededRandom.stream(77, run);
            int n = 4 + random.nextInt(5);
            double[] x0 = new double[n];
            double[] x1 = new double[n];
            int[] to = new int[n];
            long[][] rows = new long[n][];
            for (int i = 0; i < n; i++) {
                x0[i] = random.nextInt(5);
                x1[i] = random.nextInt(run % 2 == 0 ? 5 : 2);
                to[i] = random.nextInt(2);
                long sign = to[i] == 1 ? 1 : -1;
                rows[i] = new long[] {sign, sign * (long) x0[i], sign * (long) x1[i]};
            }
            if (rank(rows) < 3 || Arrays.stream(to).distinct().count() < 2) {
                continue;
            }
            FeatureTable table =
                    FeatureTable.builder().numeric("x0", x0).numeric("x1", x1).build();
            // the first label of all is the baseline, whatever its customers
            DestinationModel model =
                    DestinationLogit.on(List.of("x0", "x1")).withBaseline("A").fit(table, labels(to), ABC, HERE);
            boolean[] expected = diverging(rows);
            List<String> names = List.of(DestinationModel.INTERCEPT, "x0", "x1");
            for (int j = 0; j < 3; j++) {
                assertThat(model.coefficient("B", names.get(j)).undefined().filter(r -> r == Reason.DIVERGES))
                        .as("run " + run + ", " + names.get(j) + ": " + Arrays.deepToString(rows))
                        .isEqualTo(expected[j] ? Optional.of(Reason.DIVERGES) : Optional.empty());
            }
            boolean any = expected[0] || expected[1] || expected[2];
            separated += any ? 1 : 0;
            partly += any && !(expected[0] && expected[1] && expected[2]) ? 1 : 0;
        }
        assertThat(separated).isGreaterThan(1000);
        assertThat(partly).isGreaterThan(50);
    }

    private static boolean[] diverging(long[]... rows) {
        boolean[] diverging = new boolean[3];
        for (long[] a : rows) {
            for (long[] b : rows) {
                long[] ray = cross(a, b);
                boolean separates = (ray[0] != 0 || ray[1] != 0 || ray[2] != 0)
                        && Arrays.stream(rows).allMatch(row -> dot(row, ray) >= 0);
                for (int j = 0; j < 3; j++) {
                    diverging[j] |= separates && ray[j] != 0;
                }
            }
        }
        return diverging;
    }

    private static int rank(long[]... rows) {
        for (long[] a : rows) {
            for (long[] b : rows) {
                for (long[] c : rows) {
                    if (dot(cross(a, b), c) != 0) {
                        return 3;
                    }
                }
            }
        }
        return 2;
    }

    private static long[] cross(long[] a, long... b) {
        return new long[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static long dot(long[] a, long... b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    /** A ridge is the maximum of the penalized likelihood: its slopes vanish. */
    @Test
    void aRidgeTakesOffWhatItSays() {
        SeededRandom random = SeededRandom.stream(8, 2);
        FeatureTable table = random(random, 300, 40);
        int[] to = drawn(random, table, 40);
        DestinationModel model =
                DestinationLogit.on(List.of("age")).withRidge(7).fit(table, labels(to), ABC, HERE);
        Memberships chances = model.probabilities(table);
        double[] age = table.numbers("age");
        double mean = Arrays.stream(age).average().orElseThrow();
        double squares = Arrays.stream(age).map(a -> (a - mean) * (a - mean)).sum();
        double deviation = Math.sqrt(squares / 299);
        double slope = 0;
        for (int i = 0; i < to.length; i++) {
            slope += ((to[i] == 2 ? 1 : 0) - chances.degree(i, 2)) * (age[i] - mean) / deviation;
        }
        assertThat(slope).isCloseTo(7 * model.coefficient("C", "age").value() * deviation, within(1e-8));
    }

    @Test
    void anyThreadsGiveTheSameBits() {
        SeededRandom random = SeededRandom.stream(8, 3);
        FeatureTable table = random(random, 20_000, 40);
        Assignment to = labels(drawn(random, table, 40));
        DestinationLogit logit = DestinationLogit.on(List.of("age", "spend", "city"));
        DestinationModel one = logit.fit(table, to, ABC, HERE);
        DestinationModel three = logit.fit(table, to, ABC, Execution.onThreads(3));
        assertThat(three.logLikelihood()).isEqualTo(one.logLikelihood());
        for (String covariate : one.covariates()) {
            assertThat(three.coefficient("C", covariate)).isEqualTo(one.coefficient("C", covariate));
        }
        ThrowingCallable cancelled = () -> logit.fit(table, to, ABC, HERE.withCancellation(() -> true));
        assertThatThrownBy(cancelled).isInstanceOf(CancelledException.class);
    }

    private static Segmentation dated(LocalDate asOf, List<String> names, long[] ids, double[] age, int... labels) {
        Snapshot snapshot = Snapshot.builder(asOf, CustomerIds.of(ids))
                .numeric("age", Role.DESCRIPTOR, age)
                .build();
        return Segmentation.of(snapshot, Assignment.copyOf(names.size(), labels))
                .withNames(names);
    }

    /** Of 12 customers of Loyal one left, one is unscored, one has no age; the other segment is not looked at. */
    @Test
    void fitsTheCustomersOfASegment() {
        long[] ids = IntStream.range(0, 14).asLongStream().toArray();
        double[] age = {20, 30, 40, 50, 60, 70, 25, 35, 45, Double.NaN, 33, 44, 1, 2};
        int[] loyal = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
        Segmentation before = dated(LocalDate.of(2025, 1, 31), List.of("Loyal", "New"), ids, age, loyal);
        long[] idsAfter = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 12, 13};
        Segmentation after = dated(
                        LocalDate.of(2025, 7, 31),
                        List.of("Lapsing", "Loyal"),
                        idsAfter,
                        new double[12],
                        0,
                        1,
                        0,
                        1,
                        0,
                        0,
                        1,
                        0,
                        1,
                        1,
                        0,
                        1)
                .withUnscored(CustomerIds.of(11));
        DestinationLogit logit = DestinationLogit.on(List.of("age"));
        DestinationModel model = logit.fit(before, after, "Loyal");
        assertThat(model.destinations()).containsExactly("Loyal", "Lapsing");
        assertThat(model.customers()).isEqualTo(9);
        assertThat(model.notices())
                .extracting(Object::toString)
                .containsExactly(
                        "NO_OBSERVATIONS: left out: 1 customers who had left by the later date; withLeavers takes that for a"
                                + " destination",
                        "NO_OBSERVATIONS: left out: 1 customers who were in no segment at the later date",
                        "NO_OBSERVATIONS: left out: 1 customers who have a missing value in a column");
        Assignment went = Assignment.copyOf(2, 0, 0, 1, 0, 1, 1, 0, 1, 0);
        FeatureTable ages = FeatureTable.builder()
                .numeric("age", 20, 30, 40, 50, 60, 70, 25, 35, 45)
                .build();
        DestinationModel same = logit.fit(ages, went, List.of("Loyal", "Lapsing"), HERE);
        assertThat(model.coefficient("Lapsing", "age")).isEqualTo(same.coefficient("Lapsing", "age"));
        DestinationModel exits = logit.withLeavers().withBaseline("Lapsing").fit(before, after, "Loyal");
        assertThat(exits.destinations()).containsExactly("Lapsing", "Loyal", "EXIT");
        assertThat(exits.customers()).isEqualTo(10);
        assertThat(exits.coefficient("Loyal", "age").value())
                .isCloseTo(-model.coefficient("Lapsing", "age").value(), within(0.02));
        assertThat(logit.withLeavers())
                .hasToString(
                        "DestinationLogit[columns=[age], with leavers, ridge=0.0, iterationLimit=100, level=0.95]");
    }

    @Test
    void refusesWhatItCannotFit() {
        double[] age = {20, 30, 40, 50};
        FeatureTable table = FeatureTable.builder()
                .numeric("age", age)
                .numeric("twice", Arrays.stream(age).map(a -> 2 * a + 1).toArray())
                .numeric("one", 1, 1, 1, 1)
                .nominal("city", List.of("Bonn", "Bonn", "Bonn", "Bonn"))
                .build();
        Assignment to = labels(0, 1, 1, 0);
        assertFails(
                        Reason.ZERO_VARIANCE,
                        () -> DestinationLogit.on(List.of("one")).fit(table, to, ABC, HERE))
                .hasMessage("DestinationLogit.fit: column \"one\" does not vary among the customers; leave it out");
        assertFails(
                Reason.ZERO_VARIANCE, () -> DestinationLogit.on(List.of("city")).fit(table, to, ABC, HERE));
        assertFails(
                        Reason.UNIDENTIFIED,
                        () -> DestinationLogit.on(List.of("age", "twice")).fit(table, to, ABC, HERE))
                .hasMessage(
                        "DestinationLogit.fit: \"twice\", or one of its levels, is a linear function of the columns before it, so that their"
                                + " coefficients are not determined; leave it out");
        FeatureTable huge = FeatureTable.builder()
                .numeric("age", 1e200, 2e200, 3e200, 5e200)
                .build();
        assertFails(Reason.RANGE, () -> DestinationLogit.on(List.of("age")).fit(huge, to, ABC, HERE))
                .hasMessage("DestinationLogit.fit: the squares of column \"age\" overflow; use a larger unit");
        DestinationLogit logit = DestinationLogit.on(List.of("age"));
        assertFails(Reason.SINGLE_SEGMENT, () -> logit.fit(table, labels(1, 1, 1, 1), ABC, HERE))
                .hasMessage("DestinationLogit.fit: all customers went to \"B\", so that there is nothing to explain");
        assertFails(
                Reason.NO_OBSERVATIONS,
                () -> logit.fit(FeatureTable.builder().numeric("age").build(), labels(), ABC, HERE));
        assertThatThrownBy(() -> logit.withBaseline("C").fit(table, to, ABC, HERE))
                .hasMessage(
                        "DestinationLogit.fit: nobody went to the baseline \"C\"; compare with another destination");
        assertThatThrownBy(() -> DestinationLogit.on(List.of("income")).fit(table, to, ABC, HERE))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME));
        assertThatThrownBy(() -> logit.withRidge(-1))
                .hasMessage("DestinationLogit.withRidge: penalty = -1.0, expected 0 or more; 0 means none");
        assertThatThrownBy(() -> logit.withIterationLimit(0))
                .hasMessageStartingWith("DestinationLogit.withIterationLimit: limit = 0");
        DestinationModel model = logit.withIterationLimit(1).fit(table, labels(0, 1, 0, 0), ABC, HERE);
        assertThat(model.termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThatThrownBy(() -> model.coefficient("A", "age"))
                .hasMessage("DestinationModel: no coefficients of \"A\"; there are those of [B] against \"A\"");
        assertThatThrownBy(() -> model.coefficient("B", "income"))
                .hasMessage("DestinationModel: no covariate \"income\"; there are [age]");
        assertThatThrownBy(() -> model.probabilities(
                        FeatureTable.builder().numeric("age", Double.NaN).build()))
                .hasMessage("DestinationModel.probabilities: missing value at row 0, column \"age\"; impute it first");
    }

    /** One step of Newton's is not the maximum: there is nothing to be sure of. */
    @Test
    void whatHasNotConvergedHasNoErrors() {
        double[] age = new double[300];
        int[] to = new int[300];
        for (int i = 0; i < age.length; i++) {
            SeededRandom random = SeededRandom.stream(12, i);
            age[i] = 20 + 50 * random.nextDouble();
            to[i] = random.nextDouble() < 1 / (1 + Math.exp((45 - age[i]) / 4)) ? 1 : 0;
        }
        FeatureTable table = FeatureTable.builder().numeric("age", age).build();
        DestinationLogit logit = DestinationLogit.on(List.of("age"));
        List<String> names = List.of("A", "B");
        Assignment labels = Assignment.copyOf(2, to);
        DestinationModel early = logit.withIterationLimit(2).fit(table, labels, names, HERE);
        assertThat(early.termination()).isEqualTo(Termination.ITERATION_LIMIT);
        assertThat(early.undefined()).contains(Reason.NOT_CONVERGED);
        for (String covariate : List.of("age", DestinationModel.INTERCEPT)) {
            assertThat(early.coefficient("B", covariate)).isEqualTo(Estimate.undefined(Reason.NOT_CONVERGED, 300));
            assertThat(early.standardError("B", covariate)).isNaN();
            assertThat(early.pValue("B", covariate)).isNaN();
        }
        assertThat(early.likelihoodRatio().undefined()).contains(Reason.NOT_CONVERGED);
        assertThat(early.likelihoodRatio().pValue()).isNaN();
        assertThat(early.aic()).isNaN();
        assertThat(early.mcFadden()).isNaN();
        assertThat(early.notices())
                .extracting(notice -> notice.reason() + ": " + notice.message())
                .containsExactly("NOT_CONVERGED: the search had not converged after 2 iterations: coefficients are not"
                        + " known; raise withIterationLimit");
        assertThat(early.toString()).contains("NOT_CONVERGED").contains("[undefined: NOT_CONVERGED]");
        assertThat(early.probabilities(table).degree(0, 0)).isBetween(0.0, 1.0);
        DestinationModel found = logit.fit(table, labels, names, HERE);
        assertThat(found.undefined()).isEmpty();
        assertThat(found.notices()).isEmpty();
        assertThat(found.logLikelihood()).isGreaterThan(early.logLikelihood());
        assertThat(found.coefficient("B", "age").isDefined()).isTrue();
    }

    /** Of 20 000 levels each kept a list of all of them before they were counted: 1.6 GB. */
    @Test
    void tooManyLevelsAreRefusedBeforeTheyTakeMemory() {
        int levels = 20_000;
        FeatureTable table = FeatureTable.builder()
                .nominal(
                        "postcode",
                        IntStream.range(0, levels).mapToObj(i -> "p" + i).toList())
                .build();
        Assignment labels =
                Assignment.copyOf(2, IntStream.range(0, levels).map(i -> i % 2).toArray());
        DestinationLogit logit = DestinationLogit.on(List.of("postcode"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        assertThatThrownBy(() -> logit.fit(table, labels, List.of("A", "B"), HERE))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RESOURCE_LIMIT))
                .hasMessage(
                        "DestinationLogit.fit: 20000 coefficients, expected at most 500; give fewer columns or levels, or"
                                + " roll segments up");
        assertThat(threads.getThreadAllocatedBytes(self) - before)
                .as("bytes, for 20 000 customers")
                .isLessThan(20_000_000);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertFails(
            Reason reason, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FitException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void levelsThatNobodyHadAreRefused() {
        FeatureTable table = FeatureTable.builder()
                .nominal("city", List.of("Bonn", "Trier", "Bonn", "Trier", "Bonn", "Trier"))
                .build();
        DestinationModel model = DestinationLogit.on(List.of("city")).fit(table, labels(0, 1, 1, 0, 0, 0), ABC, HERE);
        assertThatThrownBy(() -> model.probabilities(FeatureTable.builder()
                        .nominal("city", List.of("Trier", "Kiel"))
                        .build()))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME);
                    assertThat(e.row()).hasValue(1);
                })
                .hasMessage(
                        "DestinationModel.probabilities: row 1 has a level of \"city\" that no customer had when the"
                                + " model was fitted");
        assertThatThrownBy(() -> model.probabilities(
                        FeatureTable.builder().numeric("city", 1).build()))
                .hasMessage(
                        "DestinationModel.probabilities: column \"city\" is NUMERIC, the model was fitted on one with"
                                + " levels");
    }
}
