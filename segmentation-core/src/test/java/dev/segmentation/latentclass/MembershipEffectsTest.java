package dev.segmentation.latentclass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MembershipEffectsTest {

    /** Counts of a two-way table: covariate down, class across; every item tells the class. */
    private static FeatureTable certain(int[][] counts) {
        List<String> answers = new ArrayList<>();
        List<String> regions = new ArrayList<>();
        for (int x = 0; x < counts.length; x++) {
            for (int c = 0; c < counts[x].length; c++) {
                answers.addAll(Collections.nCopies(counts[x][c], "answer" + c));
                regions.addAll(Collections.nCopies(counts[x][c], "region" + x));
            }
        }
        return FeatureTable.builder()
                .nominal("a", answers)
                .nominal("b", answers)
                .nominal("c", answers)
                .nominal("region", regions)
                .build();
    }

    /** Where the class is certain, the effects are those of an ordinary logit: log odds ratios, by the counts. */
    @Test
    void certainClassesGiveTheOddsRatiosOfTheTable() {
        int[][] n = {{60, 20}, {30, 45}, {25, 15}};
        LatentClassModel model = LatentClass.of(2)
                .withRestarts(20)
                .withCovariates("region")
                .fit(certain(n))
                .model();
        MembershipEffects effects = model.membershipEffects().orElseThrow();
        assertThat(effects.terms()).containsExactly("(constant)", "region=region1", "region=region2");
        assertThat(effects.coefficient(1, "(constant)")).isCloseTo(Math.log(20.0 / 60), within(1e-6));
        assertThat(effects.standardError(1, "(constant)")).isCloseTo(Math.sqrt(1 / 20.0 + 1 / 60.0), within(1e-6));
        for (int x = 1; x < 3; x++) {
            double odds = Math.log((double) n[x][1] / n[x][0]) - Math.log(20.0 / 60);
            double error = Math.sqrt(1.0 / n[x][1] + 1.0 / n[x][0] + 1 / 20.0 + 1 / 60.0);
            Estimate estimate = effects.estimate(1, "region=region" + x, 0.95);
            assertThat(estimate.value()).isCloseTo(odds, within(1e-6));
            assertThat(effects.standardError(1, "region=region" + x)).isCloseTo(error, within(1e-6));
            assertThat(estimate.upper() - estimate.value()).isCloseTo(1.959963984540054 * error, within(1e-5));
        }
        assertThat(effects.coefficient(0, "(constant)")).isZero();
        assertThat(effects.standardError(0, "region=region1")).isZero();
        assertThat(model.share(1)).isCloseTo(80.0 / 195, within(1e-9));
        assertThat(model.freeParameters()).isEqualTo(3 + 2 * 3);
    }

    /** Answers of two or three kinds of people, whose chance depends on age. */
    private static FeatureTable aged(int rows, int classes, long seed) {
        SeededRandom random = SeededRandom.stream(seed, 0);
        double[] age = new double[rows];
        List<List<String>> answers = new ArrayList<>();
        for (int v = 0; v < 4; v++) {
            answers.add(new ArrayList<>());
        }
        for (int i = 0; i < rows; i++) {
            age[i] = 20 + 5 * random.nextInt(10);
            double[] odds = {1, Math.exp(-3 + 0.07 * age[i]), Math.exp(2 - 0.06 * age[i])};
            double u = random.nextDouble() * Arrays.stream(odds, 0, classes).sum();
            int kind = 0;
            while (kind < classes - 1 && u > odds[kind]) {
                u -= odds[kind++];
            }
            for (int v = 0; v < 4; v++) {
                int levels = 2 + v % 2;
                int answer = random.nextDouble() < 0.65 ? (kind + v) % levels : random.nextInt(levels);
                answers.get(v).add("l" + answer);
            }
        }
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int v = 0; v < 4; v++) {
            builder.nominal("q" + v, answers.get(v));
        }
        return builder.numeric("age", age).build();
    }

    /** All parameters of a model of two classes in one array: coefficients, then logits of answers, item by item. */
    private static double[] parameters(LatentClassModel model) {
        MembershipEffects effects = model.membershipEffects().orElseThrow();
        List<Double> parameters =
                new ArrayList<>(List.of(effects.coefficient(1, "(constant)"), effects.coefficient(1, "age")));
        for (String item : model.items()) {
            for (int c = 0; c < 2; c++) {
                for (String level :
                        model.levels(item).subList(1, model.levels(item).size())) {
                    parameters.add(Math.log(model.probability(item, level, c)
                            / model.probability(item, model.levels(item).get(0), c)));
                }
            }
        }
        return parameters.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The log-likelihood by the formula, from such an array. */
    private static double logLikelihood(double[] parameters, LatentClassModel model, FeatureTable table) {
        double sum = 0;
        for (int i = 0; i < table.rowCount(); i++) {
            double odds = Math.exp(parameters[0] + parameters[1] * table.number(i, "age"));
            double[] joint = {1 / (1 + odds), 1 / (1 + 1 / odds)};
            int at = 2;
            for (String item : model.items()) {
                List<String> levels = model.levels(item);
                int given = levels.indexOf(table.level(i, item).orElseThrow());
                for (int c = 0; c < 2; c++) {
                    double total = 1;
                    double mine = 1;
                    for (int l = 1; l < levels.size(); l++) {
                        double part = Math.exp(parameters[at++]);
                        total += part;
                        mine = l == given ? part : mine;
                    }
                    joint[c] *= mine / total;
                }
            }
            sum += Math.log(joint[0] + joint[1]);
        }
        return sum;
    }

    @Test
    void effectsAreAtAMaximumAndErrorsAreOfItsCurvature() {
        FeatureTable table = aged(400, 2, 3);
        LatentClassModel model = LatentClass.of(2)
                .withRestarts(10)
                .withCovariates("age")
                .fit(table)
                .model();
        assertErrorsAreOfTheCurvature(model, table);
    }

    private static void assertErrorsAreOfTheCurvature(LatentClassModel model, FeatureTable table) {
        double[] at = parameters(model);
        ToDoubleFunction<double[]> likelihood = parameters -> logLikelihood(parameters, model, table);
        assertThat(model.logLikelihood()).isCloseTo(likelihood.applyAsDouble(at), within(1e-8));
        double[] steps = new double[at.length];
        Arrays.fill(steps, 1e-3);
        steps[1] = 2e-5; // per year
        double[][] information = new double[at.length][at.length];
        for (int a = 0; a < at.length; a++) {
            double up = moved(likelihood, at, steps, a, 1, a, 0);
            double down = moved(likelihood, at, steps, a, -1, a, 0);
            assertThat((up - down) / (2 * steps[a])).as("slope %d", a).isCloseTo(0, within(a == 1 ? 0.05 : 1e-3));
            for (int b = 0; b < at.length; b++) {
                information[a][b] = -(moved(likelihood, at, steps, a, 1, b, 1)
                                - moved(likelihood, at, steps, a, 1, b, -1)
                                - moved(likelihood, at, steps, a, -1, b, 1)
                                + moved(likelihood, at, steps, a, -1, b, -1))
                        / (4 * steps[a] * steps[b]);
            }
        }
        double[][] covariance = new LUDecomposition(new Array2DRowRealMatrix(information))
                .getSolver()
                .getInverse()
                .getData();
        MembershipEffects effects = model.membershipEffects().orElseThrow();
        assertThat(effects.standardError(1, "(constant)"))
                .isCloseTo(Math.sqrt(covariance[0][0]), within(2e-3 * Math.sqrt(covariance[0][0])));
        assertThat(effects.standardError(1, "age"))
                .isCloseTo(Math.sqrt(covariance[1][1]), within(2e-3 * Math.sqrt(covariance[1][1])));
    }

    private static double moved(
            ToDoubleFunction<double[]> function, double[] at, double[] steps, int a, int signA, int b, int signB) {
        double[] there = at.clone();
        there[a] += signA * steps[a];
        there[b] += signB * steps[b];
        return function.applyAsDouble(there);
    }

    @Test
    void theTruthIsFoundAndDegreesDependOnCovariates() {
        FeatureTable table = aged(20_000, 3, 4);
        Fit<LatentClassModel> fit =
                LatentClass.of(3).withRestarts(5).withCovariates("age").fit(table, Execution.onThreads(2));
        Fit<LatentClassModel> alone =
                LatentClass.of(3).withRestarts(5).withCovariates("age").fit(table);
        assertThat(alone.model().logLikelihood()).isEqualTo(fit.model().logLikelihood());
        MembershipEffects effects = fit.model().membershipEffects().orElseThrow();
        // differences of the slopes of age between kinds do not depend on which is the reference
        double[] slopes = IntStream.range(0, 3)
                .mapToDouble(c -> effects.coefficient(c, "age"))
                .sorted()
                .toArray();
        double error = Math.max(effects.standardError(1, "age"), effects.standardError(2, "age"));
        assertThat(error).isBetween(0.001, 0.02);
        assertThat(slopes[1] - slopes[0]).isCloseTo(0.06, within(4 * error));
        assertThat(slopes[2] - slopes[1]).isCloseTo(0.07, within(4 * error));
        FeatureTable twoAges = FeatureTable.builder()
                .nominal("q0", List.of("l0", "l0"))
                .nominal("q1", List.of("l1", "l1"))
                .nominal("q2", List.of("l0", "l0"))
                .nominal("q3", List.of("l1", "l1"))
                .numeric("age", 20, 65)
                .build();
        Memberships memberships = fit.model().memberships(twoAges);
        assertThat(Math.abs(memberships.degree(0, 0) - memberships.degree(1, 0)))
                .isGreaterThan(0.05);
        assertThat(fit.model().assign(table)).isEqualTo(fit.assignment());
    }

    /** A file that is sorted otherwise has the same reference, and the same effects up to rounding. */
    @Test
    void theOrderOfRowsChangesNoReferenceLevel() {
        FeatureTable table = certain(new int[][] {{60, 20}, {30, 45}, {25, 15}});
        int[] backwards = IntStream.range(0, 195).map(i -> 194 - i).toArray();
        LatentClass config = LatentClass.of(2).withRestarts(5).withCovariates("region");
        MembershipEffects effects =
                config.fit(table).model().membershipEffects().orElseThrow();
        MembershipEffects other =
                config.fit(table.rows(backwards)).model().membershipEffects().orElseThrow();
        assertThat(other.terms())
                .isEqualTo(effects.terms())
                .containsExactly("(constant)", "region=region1", "region=region2");
        for (String term : effects.terms()) {
            assertThat(other.coefficient(1, term)).isCloseTo(effects.coefficient(1, term), within(1e-6));
        }
    }

    /** What levels are declared for an ordinal column, the first is the reference, whatever its text. */
    @Test
    void anOrdinalCovariateCountsAgainstItsFirstLevel() {
        FeatureTable plain = certain(new int[][] {{60, 20}, {30, 45}});
        List<String> sizes = IntStream.range(0, 155)
                .mapToObj(i -> i < 80 ? "small" : "large")
                .toList();
        FeatureTable table = FeatureTable.builder()
                .nominal("a", levels(plain, "a"))
                .nominal("b", levels(plain, "b"))
                .nominal("c", levels(plain, "c"))
                .ordinal("size", List.of("small", "large"), sizes)
                .build();
        MembershipEffects effects = LatentClass.of(2)
                .withRestarts(5)
                .withCovariates("size")
                .fit(table)
                .model()
                .membershipEffects()
                .orElseThrow();
        assertThat(effects.terms()).containsExactly("(constant)", "size=large");
    }

    private static List<String> levels(FeatureTable table, String name) {
        return IntStream.range(0, table.rowCount())
                .mapToObj(i -> table.level(i, name).orElseThrow())
                .toList();
    }

    /** Three items of two levels tell 7 parameters, and 14 where there is a table for each of two regions. */
    @Test
    void parametersAreCountedAgainstATableForEachRowOfCovariates() {
        SeededRandom random = SeededRandom.stream(5, 5);
        int n = 2000;
        List<String> regions = new ArrayList<>();
        List<List<String>> answers = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < n; i++) {
            boolean north = random.nextDouble() < 0.5;
            boolean first = random.nextDouble() < (north ? 0.8 : 0.3);
            regions.add(north ? "north" : "south");
            answers.forEach(item -> item.add(random.nextDouble() < (first ? 0.85 : 0.2) ? "yes" : "no"));
        }
        FeatureTable table = FeatureTable.builder()
                .nominal("a", answers.get(0))
                .nominal("b", answers.get(1))
                .nominal("c", answers.get(2))
                .nominal("region", regions)
                .build();
        Fit<LatentClassModel> two =
                LatentClass.of(2).withRestarts(10).withCovariates("region").fit(table);
        assertThat(two.model().freeParameters()).isEqualTo(8);
        assertThat(two.report().notices()).isEmpty();
        assertThat(two.model().startsAtBest()).isEqualTo(10);
        assertThat(two.model().membershipEffects().orElseThrow().standardError(1, "region=south"))
                .isBetween(0.05, 0.5);
        assertThat(two.model().residualDegrees()).isNaN();
        Fit<LatentClassModel> four =
                LatentClass.of(4).withRestarts(3).withCovariates("region").fit(table);
        assertThat(four.report().notices())
                .extracting(Notice::message)
                .contains(
                        "LatentClass.fit: 18 free parameters are more than the answers can tell; lower segmentCount, or"
                                + " add items");
    }

    @Test
    void separationIsTold() {
        Fit<LatentClassModel> fit = LatentClass.of(2)
                .withRestarts(10)
                .withCovariates("region")
                .fit(certain(new int[][] {{60, 20}, {30, 0}}));
        MembershipEffects effects = fit.model().membershipEffects().orElseThrow();
        assertThat(effects.undefined()).contains(Reason.DIVERGES);
        assertThat(effects.standardError(1, "region=region1")).isNaN();
        assertThat(effects.estimate(1, "region=region1", 0.9).undefined()).contains(Reason.DIVERGES);
        assertThat(fit.report().notices()).extracting(Notice::reason).contains(Reason.DIVERGES);
    }

    /** The case that was found: 40 rows, and one that says nothing, far away. */
    private static FeatureTable fortyAnd(double last, double weightOfLast, boolean answered) {
        double[] x = new double[41];
        double[] weights = new double[41];
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int j = 0; j < 4; j++) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i <= 40; i++) {
                answers.add(i == 40 && !answered ? null : (i * 7 + j * 3) % 10 < (i < 20 ? 2 : 8) ? "yes" : "no");
            }
            builder.nominal("q" + j, answers);
        }
        for (int i = 0; i < 40; i++) {
            x[i] = i % 2 == 0 ? i - 20 : (i * 17) % 40 - 20;
            weights[i] = 1;
        }
        x[40] = last;
        weights[40] = weightOfLast;
        return builder.numeric("x", x).build().weightedBy(weights);
    }

    @Test
    void rowsThatSayNothingChangeNoBit() {
        LatentClass config = LatentClass.of(2).withCovariates("x").withRestarts(5);
        FeatureTable forty = fortyAnd(0, 0, true).rows(IntStream.range(0, 40).toArray());
        LatentClassModel alone = config.fit(forty).model();
        assertThat(alone.logLikelihood()).isCloseTo(-96.878, within(1e-3)); // before there was such a row
        assertThat(alone.membershipEffects().orElseThrow().coefficient(1, "x")).isCloseTo(0.0884, within(1e-4));
        for (double last : new double[] {0, 1e6, 1e12, -1e300}) {
            for (boolean answered : new boolean[] {true, false}) {
                Fit<LatentClassModel> fit = config.fit(fortyAnd(last, answered ? 0 : 1, answered));
                assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
                assertThat(fit.model().logLikelihood()).isEqualTo(alone.logLikelihood());
                assertThat(fit.model().toMembershipRecord().covariance())
                        .isEqualTo(alone.toMembershipRecord().covariance());
                // of two classes of the same size, that of a row without answer, but of weight, is number 0
                assertThat(Math.abs(
                                fit.model().membershipEffects().orElseThrow().coefficient(1, "x")))
                        .isEqualTo(alone.membershipEffects().orElseThrow().coefficient(1, "x"));
            }
        }
    }

    /** A region that only rows without weight or answer have: they are labelled by their answers and the shares of all. */
    @Test
    void aLevelThatOnlyRowsThatSayNothingHaveChangesNothing() {
        FeatureTable counted = certain(new int[][] {{60, 20}, {30, 45}});
        LatentClass config = LatentClass.of(2).withCovariates("region").withRestarts(5);
        LatentClassModel alone = config.fit(counted).model();
        for (boolean answered : new boolean[] {true, false}) {
            FeatureTable.Builder builder = FeatureTable.builder();
            for (String name : counted.names()) {
                List<String> values = new ArrayList<>(levels(counted, name));
                values.add(name.equals("region") ? "east" : answered ? "answer1" : null);
                builder.nominal(name, values);
            }
            double[] weights = new double[156];
            Arrays.fill(weights, 1);
            weights[155] = answered ? 0 : 1;
            FeatureTable table = builder.build().weightedBy(weights);
            Fit<LatentClassModel> fit = config.fit(table);
            MembershipEffects effects = fit.model().membershipEffects().orElseThrow();
            assertThat(effects.terms()).containsExactly("(constant)", "region=region1");
            assertThat(effects.coefficient(1, "region=region1"))
                    .isEqualTo(alone.membershipEffects().orElseThrow().coefficient(1, "region=region1"));
            assertThat(fit.model().logLikelihood()).isEqualTo(alone.logLikelihood());
            assertThat(fit.assignment().label(155)).isEqualTo(answered ? 1 : 0); // 90 of class 0, 65 of class 1
            assertThat(LatentClassDiagnostics.of(fit.model(), table).bic())
                    .isEqualTo(LatentClassDiagnostics.of(alone, counted).bic());
            assertThatThrownBy(() -> fit.model().memberships(table)) // later rows all count
                    .hasMessageContaining("covariate \"region\" of row 155");
        }
    }

    @Test
    void aCovariateIsConstantIfItIsWhereThereAreAnswers() {
        FeatureTable table = fortyAnd(0, 1, false);
        double[] z = new double[41];
        z[40] = 1;
        assertRefused(
                with(table, "z", z),
                Reason.ZERO_VARIANCE,
                "covariate \"z\" is constant where there are answers",
                "x",
                "z");
    }

    /** Units of a covariate are those of its coefficient; where errors would be no numbers, it is refused. */
    @Test
    void theUnitOfACovariateIsThatOfItsCoefficient() {
        FeatureTable table = fortyAnd(0, 0, true);
        double[] x = table.numbers("x");
        LatentClass config = LatentClass.of(2).withCovariates("z").withRestarts(2);
        FeatureTable answers = table.select(List.of("q0", "q1", "q2", "q3"));
        MembershipEffects plain =
                config.fit(with(answers, "z", x)).model().membershipEffects().orElseThrow();
        for (double unit : new double[] {0x1p-425, 0x1p-100, 0x1p200, 0x1p425}) { // to 1e-128 and 1e128
            double[] z = Arrays.stream(x).map(value -> unit * value).toArray();
            MembershipEffects effects = config.fit(with(answers, "z", z))
                    .model()
                    .membershipEffects()
                    .orElseThrow();
            assertThat(effects.coefficient(1, "z") * unit).isEqualTo(plain.coefficient(1, "z"));
            assertThat(effects.standardError(1, "z") * unit).isCloseTo(plain.standardError(1, "z"), within(1e-9));
        }
        for (double unit : new double[] {1e-200, 1e-160, 1e160, 1e300}) {
            double[] z = Arrays.stream(x).map(value -> unit * value).toArray();
            assertRefused(with(answers, "z", z), Reason.RANGE, "covariate \"z\" has a range outside", "z");
        }
    }

    /** Rows of known classes that answer six questions, nine in ten times by their class. */
    private static FeatureTable answering(int[] kinds, int classes, double certainty, int items, SeededRandom random) {
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int v = 0; v < items; v++) {
            List<String> answers = new ArrayList<>();
            for (int kind : kinds) {
                answers.add("l" + (random.nextDouble() < certainty ? kind : random.nextInt(classes)));
            }
            builder.nominal("q" + v, answers);
        }
        return builder.build();
    }

    private static int drawn(SeededRandom random, double... logOdds) {
        double[] odds = Arrays.stream(logOdds).map(Math::exp).toArray();
        double u = random.nextDouble() * Arrays.stream(odds).sum();
        int kind = 0;
        while (kind < odds.length - 1 && u > odds[kind]) {
            u -= odds[kind++];
        }
        return kind;
    }

    /** A covariate with a long tail, whose largest values settle the class: errors are those of the curvature still. */
    @Test
    void aLongTailIsNoSeparation() {
        SeededRandom random = SeededRandom.stream(3, 3);
        int n = 1000;
        double[] age = new double[n];
        int[] kinds = new int[n];
        for (int i = 0; i < n; i++) {
            age[i] = Math.exp(2 * random.nextGaussian());
            kinds[i] = drawn(random, 0, 0.3 - 0.8 * Math.min(age[i], 100));
        }
        FeatureTable answers = answering(kinds, 2, 0.7, 6, random);
        FeatureTable table = with(answers, "age", age);
        LatentClass config = LatentClass.of(2).withRestarts(5).withCovariates("age");
        LatentClassModel model = config.fit(table).model();
        assertThat(Arrays.stream(age).max().orElseThrow()).isGreaterThan(200);
        assertErrorsAreOfTheCurvature(model, table);
        double[] cut = Arrays.stream(age).map(value -> Math.min(60, value)).toArray();
        MembershipEffects effects = model.membershipEffects().orElseThrow();
        MembershipEffects other = config.fit(with(answers, "age", cut))
                .model()
                .membershipEffects()
                .orElseThrow();
        assertThat(effects.coefficient(1, "age")).isCloseTo(other.coefficient(1, "age"), within(1e-6));
        assertThat(effects.standardError(1, "age")).isCloseTo(other.standardError(1, "age"), within(1e-6));
    }

    /** Once its class is settled, it does not matter how far away a row is. */
    @Test
    void oneAnsweredRowFarAwayDoesNotHoldUpTheSearch() {
        SeededRandom random = SeededRandom.stream(4, 4);
        int n = 1001;
        double[] x = new double[n];
        int[] kinds = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian();
            kinds[i] = i == 1000 ? 1 : drawn(random, 0, x[i]);
        }
        FeatureTable answers = answering(kinds, 2, 0.8, 6, random);
        LatentClass config = LatentClass.of(2).withRestarts(3).withCovariates("x");
        x[1000] = 100;
        LatentClassModel near = config.fit(with(answers, "x", x)).model();
        MembershipEffects effects = near.membershipEffects().orElseThrow();
        for (double far : new double[] {1e4, 1e5, 1e9, 1e12, 1e100}) {
            x[1000] = far;
            Fit<LatentClassModel> fit = config.fit(with(answers, "x", x));
            MembershipEffects found = fit.model().membershipEffects().orElseThrow();
            assertThat(fit.report().termination()).isEqualTo(Termination.CONVERGED);
            assertThat(fit.report().iterations()).as("%s", far).isLessThan(200);
            assertThat(fit.model().logLikelihood()).as("%s", far).isCloseTo(near.logLikelihood(), within(1e-7));
            assertThat(found.coefficient(1, "x")).as("%s", far).isCloseTo(effects.coefficient(1, "x"), within(1e-6));
            assertThat(found.standardError(1, "x"))
                    .as("%s", far)
                    .isCloseTo(effects.standardError(1, "x"), within(1e-6));
        }
    }

    /** Many certain answers of the other class at one row far away: then it decides, and the slope is next to none. */
    @Test
    void oneRowFarAwayOfTheOtherClassDecides() {
        SeededRandom random = SeededRandom.stream(5, 4);
        int n = 400;
        double[] x = new double[n];
        int[] kinds = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = i == 0 ? 1e7 : random.nextGaussian();
            kinds[i] = i == 0 ? 0 : drawn(random, 0, x[i]);
        }
        FeatureTable answers = answering(kinds, 2, 1, 40, random);
        LatentClassModel model = LatentClass.of(2)
                .withRestarts(3)
                .withCovariates("x")
                .fit(with(answers, "x", x))
                .model();
        double without = LatentClass.of(2).withRestarts(3).fit(answers).model().logLikelihood();
        assertThat(model.logLikelihood()).isBetween(without, without + 3); // it has one parameter more
        assertThat(Math.abs(model.membershipEffects().orElseThrow().coefficient(1, "x")))
                .isLessThan(1e-5);
    }

    /** How membership of rows depends on two numbers, which may be exchanged for others. */
    private interface Kinds {
        int of(double[] row, SeededRandom random);
    }

    private static Optional<Reason> undefined(long seed, int classes, double certainty, Kinds rule) {
        SeededRandom random = SeededRandom.stream(seed, 6);
        int n = 400;
        double[] x = new double[n];
        double[] y = new double[n];
        int[] kinds = new int[n];
        for (int i = 0; i < n; i++) {
            double[] row = {random.nextGaussian(), random.nextGaussian(), i};
            kinds[i] = rule.of(row, random);
            x[i] = row[0];
            y[i] = row[1];
        }
        FeatureTable table = with(with(answering(kinds, classes, certainty, 5, random), "x", x), "y", y);
        Fit<LatentClassModel> fit =
                LatentClass.of(classes).withRestarts(2).withCovariates("x", "y").fit(table);
        return fit.model().membershipEffects().orElseThrow().undefined();
    }

    @Test
    void separationIsToldFromSlopesThatAreSteep() {
        Map<String, Kinds> separated = Map.of(
                "by a threshold", (row, random) -> row[0] > 0.3 ? 1 : 0,
                "an empty cell",
                        (row, random) -> {
                            row[0] = row[2] % 5 == 0 ? 1 : 0;
                            return row[0] == 1 ? 0 : drawn(random, 0, row[1]);
                        },
                "by both", (row, random) -> row[0] + 2 * row[1] > 0 ? 1 : 0,
                "with values far away",
                        (row, random) -> {
                            row[0] *= row[2] % 50 == 0 ? 1e7 : 1;
                            return row[0] > 0.3 ? 1 : 0;
                        });
        Map<String, Kinds> joined = Map.of(
                "flat", (row, random) -> drawn(random, 0, row[0]),
                "steep", (row, random) -> drawn(random, 0, 6 * row[0] - 1),
                "a small cell",
                        (row, random) -> {
                            row[0] = row[2] < 30 ? 1 : 0;
                            return row[0] == 1 ? (row[2] < 3 ? 1 : 0) : drawn(random, 0, row[1]);
                        },
                "values far away",
                        (row, random) -> {
                            row[0] *= row[2] % 50 == 0 ? 1e7 : 1;
                            return drawn(random, 0, Math.max(-500, Math.min(500, row[0])));
                        });
        for (long seed = 0; seed < 2; seed++) {
            for (double certainty : new double[] {1, 0.9}) {
                for (Map.Entry<String, Kinds> rule : separated.entrySet()) {
                    assertThat(undefined(seed, 2, certainty, rule.getValue()))
                            .as("%s, %d, %s", rule.getKey(), seed, certainty)
                            .contains(Reason.DIVERGES);
                }
                for (Map.Entry<String, Kinds> rule : joined.entrySet()) {
                    assertThat(undefined(seed, 2, certainty, rule.getValue()))
                            .as("%s, %d, %s", rule.getKey(), seed, certainty)
                            .isEmpty();
                }
            }
            assertThat(undefined(seed, 3, 1, (row, random) -> row[0] > 0.5 ? 2 : drawn(random, 0, row[1])))
                    .contains(Reason.DIVERGES);
            assertThat(undefined(seed, 3, 1, (row, random) -> drawn(random, 0, 2 * row[0], 4 * row[1] - 2)))
                    .isEmpty();
        }
    }

    @Test
    void aRestoredModelTellsTheSameBits() {
        for (int[][] counts : new int[][][] {{{60, 20}, {30, 50}}, {{60, 20}, {30, 0}}}) {
            LatentClassModel model = LatentClass.of(2)
                    .withRestarts(5)
                    .withCovariates("region")
                    .fit(certain(counts))
                    .model();
            LatentClassModel restored = model.toMembershipRecord().restore();
            MembershipEffects before = model.membershipEffects().orElseThrow();
            MembershipEffects after = restored.membershipEffects().orElseThrow();
            assertThat(after.undefined()).isEqualTo(before.undefined());
            assertThat(after.terms()).isEqualTo(before.terms());
            for (String term : before.terms()) {
                assertThat(after.coefficient(1, term)).isEqualTo(before.coefficient(1, term));
                assertThat(Double.valueOf(after.standardError(1, term)))
                        .isEqualTo(Double.valueOf(before.standardError(1, term)));
                assertThat(after.estimate(1, term, 0.9)).isEqualTo(before.estimate(1, term, 0.9));
            }
            assertThat(restored.freeParameters()).isEqualTo(model.freeParameters());
            assertThat(restored.toMembershipRecord()).isEqualTo(model.toMembershipRecord());
        }
        assertThatThrownBy(LatentClass.of(2)
                        .withRestarts(2)
                        .fit(certain(new int[][] {{6, 2}}))
                        .model()::toMembershipRecord)
                .hasMessage("LatentClassModel.toMembershipRecord: the model has no covariates; use toRecord");
    }

    @Test
    void covariatesThatCannotTellAreRefused() {
        FeatureTable table = certain(new int[][] {{6, 2}, {3, 4}});
        double[] ones = new double[15];
        double[] x = IntStream.range(0, 15).mapToDouble(i -> i).toArray();
        double[] twice = IntStream.range(0, 15).mapToDouble(i -> 2 * i + 1).toArray();
        assertRefused(with(table, "z", ones), Reason.ZERO_VARIANCE, "covariate \"z\" is constant", "z");
        FeatureTable collinear = with(with(table, "x", x), "y", twice);
        assertRefused(collinear, Reason.SINGULAR_COVARIANCE, "depend on one another linearly", "x", "y");
        x[3] = Double.NaN;
        assertRefused(with(table, "x", x), Reason.NON_FINITE, "missing value at row 3, covariate \"x\"", "x");
        assertRefused(table, Reason.UNKNOWN_NAME, "no column \"age\"", "age");
        LatentClassModel model = LatentClass.of(2)
                .withRestarts(5)
                .withCovariates("region")
                .fit(table)
                .model();
        assertThatThrownBy(() -> model.simulate(3, 0)).hasMessageContaining("the model has covariates");
        assertThatThrownBy(model::toRecord).hasMessageContaining("use toMembershipRecord, which has them");
        FeatureTable elsewhere = FeatureTable.builder()
                .nominal("a", List.of("answer0"))
                .nominal("b", List.of("answer0"))
                .nominal("c", List.of("answer0"))
                .nominal("region", List.of("region9"))
                .build();
        assertThatThrownBy(() -> model.memberships(elsewhere))
                .hasMessage(
                        "LatentClassModel.memberships: covariate \"region\" of row 0 is missing, or a level that was"
                                + " not there when the model was fitted");
    }

    private static FeatureTable with(FeatureTable table, String name, double[] values) {
        FeatureTable.Builder builder = FeatureTable.builder();
        for (String column : table.names()) {
            if (table.levels(column).isEmpty()) {
                builder.numeric(column, table.numbers(column));
            } else {
                builder.nominal(
                        column,
                        IntStream.range(0, table.rowCount())
                                .<@Nullable String>mapToObj(
                                        i -> table.level(i, column).orElse(null))
                                .collect(Collectors.toList()));
            }
        }
        return builder.numeric(name, values).build();
    }

    private static void assertRefused(FeatureTable table, Reason reason, String message, String... covariates) {
        assertThatThrownBy(() -> LatentClass.of(2).withCovariates(covariates).fit(table))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
