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
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
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
            double[] joint = {1 / (1 + odds), odds / (1 + odds)};
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
                                .mapToObj(i -> table.level(i, column).orElseThrow())
                                .toList());
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
