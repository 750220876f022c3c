package dev.segmentation.metrics.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.latentclass.LatentClassModel;
import dev.segmentation.latentclass.LatentClassRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;

class ThreeStepTest {

    /** Degrees that lean to one of k segments, and answers that depend on it. */
    private record Sample(Memberships memberships, double[] y, List<String> answers, double[] weights) {

        static Sample of(int rows, int k, long seed) {
            SeededRandom random = SeededRandom.stream(seed, 0);
            double[] degrees = new double[rows * k];
            double[] y = new double[rows];
            List<String> answers = new ArrayList<>();
            double[] weights = new double[rows];
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    degrees[i * k + c] = Math.exp(2 * random.nextGaussian());
                    sum += degrees[i * k + c];
                }
                double u = random.nextDouble() * sum;
                int truth = 0;
                while (truth < k - 1 && u > degrees[i * k + truth]) {
                    u -= degrees[i * k + truth++];
                }
                for (int c = 0; c < k; c++) {
                    degrees[i * k + c] /= sum;
                }
                y[i] = 10 + 2 * truth + random.nextGaussian();
                answers.add("answer" + (random.nextDouble() < 0.5 ? truth % 3 : random.nextInt(3)));
                weights[i] = 1 + random.nextInt(3);
            }
            return new Sample(Memberships.copyOfRowMajor(k, degrees), y, answers, weights);
        }
    }

    /** Two segments, ten customers, worked by hand. */
    @Test
    void byHand() {
        double[] degrees = new double[20];
        double[] y = new double[10];
        for (int i = 0; i < 10; i++) {
            degrees[2 * i] = i < 6 ? 0.8 : 0.3;
            degrees[2 * i + 1] = 1 - degrees[2 * i];
            y[i] = i < 6 ? 5 + i % 2 : 1;
        }
        // sums by degrees: segment 0: 4.8 assigned right, 1.2 assigned to 1; segment 1: 1.2 to 0, 2.8 right
        double a = 0.8;
        double b = 0.3; // of segment 1, assigned to 0
        double det = a * (1 - b) - (1 - a) * b;
        double[] w0 = {(1 - b) / det, -b / det}; // weights in segment 0 by label: column 0 of the inverse
        double[] w1 = {-(1 - a) / det, a / det};
        double mean0 = (w0[0] * 33 + w0[1] * 4) / (w0[0] * 6 + w0[1] * 4);
        double mean1 = (w1[0] * 33 + w1[1] * 4) / (w1[0] * 6 + w1[1] * 4);
        SegmentOutcome outcome =
                ThreeStep.of(Memberships.copyOfRowMajor(2, degrees)).means(y);
        assertThat(outcome.estimate(0).value()).isCloseTo(mean0, within(1e-12));
        assertThat(outcome.estimate(1).value()).isCloseTo(mean1, within(1e-12));
        assertThat(mean0 - mean1).isGreaterThan(5.5 - 1);
        double variance = 0;
        for (int i = 0; i < 10; i++) {
            double weight = w0[i < 6 ? 0 : 1];
            variance += Math.pow(weight * (y[i] - mean0), 2);
        }
        double error = Math.sqrt(variance) / (w0[0] * 6 + w0[1] * 4);
        assertThat(outcome.standardError(0)).isCloseTo(error, within(1e-12));
        Estimate estimate = outcome.estimate(0);
        assertThat(estimate.upper() - estimate.value()).isCloseTo(1.959963984540054 * error, within(1e-9));
        assertThat(estimate.customers()).isEqualTo(6);
    }

    @Test
    void meansBySharesAddUpToTheMeanOfAll() {
        for (long seed = 0; seed < 20; seed++) {
            Sample sample = Sample.of(400, 3, seed);
            SegmentOutcome bch = ThreeStep.of(sample.memberships).means(sample.y);
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                double share = 0;
                for (int i = 0; i < 400; i++) {
                    share += sample.memberships.degree(i, c) / 400;
                }
                sum += share * bch.estimate(c).value();
            }
            assertThat(sum).isCloseTo(Arrays.stream(sample.y).average().orElseThrow(), within(1e-9));
        }
    }

    /** For answers the model is saturated, so that both corrections solve the same equations while shares are inside. */
    @Test
    void forAnswersBothCorrectionsAgreeInShareAndError() {
        int compared = 0;
        for (long seed = 0; seed < 10; seed++) {
            Sample sample = Sample.of(600, 2 + (int) seed % 2, 50 + seed);
            Map<String, SegmentOutcome> bch = ThreeStep.of(sample.memberships).shares(sample.answers);
            Map<String, SegmentOutcome> ml = ThreeStep.of(sample.memberships)
                    .withCorrection(OutcomeCorrection.ML)
                    .shares(sample.answers);
            assertThat(ml.keySet()).containsExactlyElementsOf(bch.keySet());
            boolean inside = bch.values().stream().allMatch(outcome -> {
                boolean all = true;
                for (int c = 0; c < outcome.segmentCount(); c++) {
                    double share = outcome.estimate(c).value();
                    all &= share > 0.01 && share < 0.99;
                }
                return all;
            });
            for (String answer : bch.keySet()) {
                for (int c = 0; inside && c < sample.memberships.segmentCount(); c++) {
                    SegmentOutcome one = bch.get(answer);
                    SegmentOutcome other = ml.get(answer);
                    assertThat(other.estimate(c).value())
                            .isCloseTo(one.estimate(c).value(), within(1e-6));
                    assertThat(other.standardError(c)).isCloseTo(one.standardError(c), within(1e-5));
                    Estimate gap = one.difference(c, 0);
                    assertThat(other.difference(c, 0).upper()).isCloseTo(gap.upper(), within(3e-5));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(30);
    }

    @Test
    void certainDegreesGivePlainMeansAndSharesWithEveryCorrection() {
        double[] y = {1, 2, 6, 10, 12, 14, 18};
        Memberships certain = Memberships.copyOfRowMajor(2, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1);
        for (OutcomeCorrection correction : OutcomeCorrection.values()) {
            SegmentOutcome means =
                    ThreeStep.of(certain).withCorrection(correction).means(y);
            assertThat(means.estimate(0).value()).isCloseTo(3, within(1e-9));
            assertThat(means.estimate(1).value()).isCloseTo(13.5, within(1e-9));
            assertThat(means.standardError(0)).isCloseTo(Math.sqrt(14.0 / 3 / 3), within(1e-7));
            assertThat(means.difference(1, 0).value()).isCloseTo(10.5, within(1e-9));
            double error = Math.sqrt(14.0 / 9 + 35.0 / 16);
            assertThat((means.difference(1, 0).upper() - 10.5) / 1.959963984540054)
                    .isCloseTo(error, within(1e-6));
            Map<String, SegmentOutcome> shares = ThreeStep.of(certain)
                    .withCorrection(correction)
                    .shares(Arrays.asList("a", "a", "b", "b", "b", "a", null));
            assertThat(shares.get("a").estimate(0).value()).isCloseTo(2 / 3.0, within(1e-9));
            assertThat(shares.get("a").estimate(1).value()).isCloseTo(1 / 3.0, within(1e-9));
            assertThat(shares.get("b").standardError(1)).isCloseTo(Math.sqrt(2.0 / 27), within(1e-7));
        }
    }

    @Test
    void wholeWeightsAreRepeatedRows() {
        Sample sample = Sample.of(150, 2, 3);
        List<Double> degrees = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            for (int copy = 0; copy < sample.weights[i]; copy++) {
                degrees.add(sample.memberships.degree(i, 0));
                degrees.add(sample.memberships.degree(i, 1));
                y.add(sample.y[i]);
                answers.add(sample.answers.get(i));
            }
        }
        Memberships repeated = Memberships.copyOfRowMajor(
                2, degrees.stream().mapToDouble(Double::doubleValue).toArray());
        for (OutcomeCorrection correction : OutcomeCorrection.values()) {
            ThreeStep weighted =
                    ThreeStep.of(sample.memberships).withCorrection(correction).withWeights(sample.weights);
            ThreeStep duplicated = ThreeStep.of(repeated).withCorrection(correction);
            SegmentOutcome one = weighted.means(sample.y);
            SegmentOutcome other =
                    duplicated.means(y.stream().mapToDouble(Double::doubleValue).toArray());
            for (int c = 0; c < 2; c++) {
                assertThat(one.estimate(c).value()).isCloseTo(other.estimate(c).value(), within(1e-7));
                assertThat(one.standardError(c)).isCloseTo(other.standardError(c), within(1e-7));
                assertThat(weighted.shares(sample.answers).get("answer1").standardError(c))
                        .isCloseTo(duplicated.shares(answers).get("answer1").standardError(c), within(1e-7));
            }
        }
    }

    /**
     * The likelihood of labels and outcomes, written out: Σ w ln Σ πₛ d(s, label) f(y | s), by steps of EM from the truth
     * of the sample, and its curvature by differences. Parameters: shares but the last, means, logarithms of variances.
     */
    private record WrittenOut(Sample sample, int k, int[] labels, double[][] errors) {

        static WrittenOut of(Sample sample) {
            int k = sample.memberships.segmentCount();
            int[] labels = sample.memberships.toAssignment().toArray();
            double[][] errors = new double[k][k];
            for (int c = 0; c < k; c++) {
                double all = 0;
                for (int i = 0; i < labels.length; i++) {
                    double one = sample.weights[i] * sample.memberships.degree(i, c);
                    errors[c][labels[i]] += one;
                    all += one;
                }
                for (int s = 0; s < k; s++) {
                    errors[c][s] /= all;
                }
            }
            return new WrittenOut(sample, k, labels, errors);
        }

        double likelihood(int row, int c, double[] parameters) {
            double share = 1;
            for (int s = 0; s < k - 1; s++) {
                share -= parameters[s];
            }
            double variance = Math.exp(parameters[2 * k - 1 + c]);
            double gap = sample.y[row] - parameters[k - 1 + c];
            return (c < k - 1 ? parameters[c] : share)
                    * errors[c][labels[row]]
                    * Math.exp(-gap * gap / variance / 2)
                    / Math.sqrt(2 * Math.PI * variance);
        }

        double logLikelihood(double[] parameters) {
            double sum = 0;
            for (int i = 0; i < labels.length; i++) {
                double row = 0;
                for (int c = 0; c < k; c++) {
                    row += likelihood(i, c, parameters);
                }
                sum += sample.weights[i] * Math.log(row);
            }
            return sum;
        }

        double[] maximum() {
            double[] parameters = new double[3 * k - 1];
            Arrays.fill(parameters, 0, k - 1, 1.0 / k);
            for (int c = 0; c < k; c++) {
                parameters[k - 1 + c] = 10 + 2 * c;
            }
            for (int step = 0; step < 400; step++) {
                parameters = next(parameters);
            }
            return parameters;
        }

        private double[] next(double[] parameters) {
            double[][] sums = new double[k][3]; // weight, of y, of y²
            for (int i = 0; i < labels.length; i++) {
                double all = 0;
                for (int c = 0; c < k; c++) {
                    all += likelihood(i, c, parameters);
                }
                for (int c = 0; c < k; c++) {
                    double member = sample.weights[i] * likelihood(i, c, parameters) / all;
                    for (int power = 0; power < 3; power++) {
                        sums[c][power] += member * Math.pow(sample.y[i], power);
                    }
                }
            }
            double[] next = parameters.clone();
            for (int c = 0; c < k; c++) {
                double mean = sums[c][1] / sums[c][0];
                next[k - 1 + c] = mean;
                next[2 * k - 1 + c] = Math.log(sums[c][2] / sums[c][0] - mean * mean);
                if (c < k - 1) {
                    next[c] = sums[c][0] / Arrays.stream(sample.weights).sum();
                }
            }
            return next;
        }

        double[][] covariance(double[] at) {
            double[][] information = new double[at.length][at.length];
            for (int a = 0; a < at.length; a++) {
                for (int b = 0; b < at.length; b++) {
                    double sum = 0;
                    for (int corner = 0; corner < 4; corner++) {
                        double[] moved = at.clone();
                        moved[a] += corner < 2 ? 1e-3 : -1e-3;
                        moved[b] += corner % 2 == 0 ? 1e-3 : -1e-3;
                        sum += (corner == 0 || corner == 3 ? 1 : -1) * logLikelihood(moved);
                    }
                    information[a][b] = -sum / 4e-6;
                }
            }
            return new LUDecomposition(new Array2DRowRealMatrix(information))
                    .getSolver()
                    .getInverse()
                    .getData();
        }
    }

    /** Where more than 15 in 100 of every segment are assigned wrongly: errors by ML are of the curvature at the maximum. */
    @Test
    void errorsByMlAreOfTheCurvatureOfTheWrittenOutLikelihood() {
        for (long seed = 0; seed < 6; seed++) {
            int k = 2 + (int) seed % 2;
            Sample sample = Sample.of(500, k, 900 + seed);
            WrittenOut written = WrittenOut.of(sample);
            double[] best = written.maximum();
            double[][] covariance = written.covariance(best);
            SegmentOutcome means = ThreeStep.of(sample.memberships)
                    .withWeights(sample.weights)
                    .withCorrection(OutcomeCorrection.ML)
                    .means(sample.y);
            SegmentOutcome certain = ThreeStep.of(sample.memberships)
                    .withWeights(sample.weights)
                    .withCorrection(OutcomeCorrection.NONE)
                    .means(sample.y);
            String as = "seed " + seed;
            for (int c = 0; c < k; c++) {
                int at = k - 1 + c;
                double error = Math.sqrt(covariance[at][at]);
                assertThat(written.errors[c][c]).as(as).isLessThan(0.85);
                assertThat(means.estimate(c).value()).as(as).isCloseTo(best[at], within(1e-6));
                assertThat(means.standardError(c)).as(as).isCloseTo(error, within(1e-4 * error));
                assertThat(Math.abs(certain.standardError(c) - error))
                        .as("%s: it is another error", as)
                        .isGreaterThan(0.01 * error);
                Estimate gap = means.difference(c, (c + 1) % k);
                int other = k - 1 + (c + 1) % k;
                double width = 1.959963984540054
                        * Math.sqrt(covariance[at][at] + covariance[other][other] - 2 * covariance[at][other]);
                assertThat(gap.upper() - gap.value()).as(as).isCloseTo(width, within(1e-4 * width));
            }
        }
    }

    /** Two classes that answer six questions; four in ten answers tell little, so that one in six is assigned wrongly. */
    private static LatentClassModel truth() {
        List<LatentClassRecord.Question> questions = new ArrayList<>();
        for (int v = 0; v < 5; v++) {
            questions.add(new LatentClassRecord.Question(
                    "q" + v, false, List.of("no", "yes"), List.of(List.of(0.3, 0.7), List.of(0.7, 0.3))));
        }
        return new LatentClassRecord(questions, List.of(0.65, 0.35), LatentClassRecord.Training.none()).restore();
    }

    /** Rows of known classes: the class is drawn first, so that the outcome may depend on it. */
    private static FeatureTable drawn(int[] classes, SeededRandom random, LatentClassModel truth) {
        FeatureTable.Builder builder = FeatureTable.builder();
        for (String item : truth.items()) {
            List<String> answers = new ArrayList<>();
            for (int c : classes) {
                answers.add(random.nextDouble() < truth.probability(item, "yes", c) ? "yes" : "no");
            }
            builder.nominal(item, answers);
        }
        return builder.build();
    }

    /**
     * The whole chain, again and again: classes are fitted, customers assigned, and a mean of 3 and 1, and a share of 0.8
     * and 0.4, come back with BCH and ML, not without; errors are as large as the spread over the rounds says.
     */
    @Test
    void bothCorrectionsAreUnbiasedWherePlainLabelsAreNot() {
        int rounds = 60;
        int rows = 2000;
        LatentClassModel truth = truth();
        double[][][] gaps = new double[OutcomeCorrection.values().length][2][rounds];
        double[][] errors = new double[OutcomeCorrection.values().length][2];
        double[] transposed = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            SeededRandom random = SeededRandom.stream(77, round);
            int[] classes = new int[rows];
            double[] y = new double[rows];
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                classes[i] = random.nextDouble() < truth.share(0) ? 0 : 1;
                y[i] = (classes[i] == 0 ? 3 : 1) + random.nextGaussian();
                answers.add(random.nextDouble() < (classes[i] == 0 ? 0.8 : 0.4) ? "buys" : "does not");
            }
            FeatureTable table = drawn(classes, random, truth);
            Memberships memberships =
                    LatentClass.of(2).withStart(truth).fit(table).model().memberships(table);
            for (OutcomeCorrection correction : OutcomeCorrection.values()) {
                ThreeStep steps = ThreeStep.of(memberships).withCorrection(correction);
                Estimate mean = steps.means(y).difference(0, 1);
                Estimate share = steps.shares(answers).get("buys").difference(0, 1);
                gaps[correction.ordinal()][0][round] = mean.value();
                gaps[correction.ordinal()][1][round] = share.value();
                errors[correction.ordinal()][0] += (mean.upper() - mean.value()) / 1.96 / rounds;
                errors[correction.ordinal()][1] += (share.upper() - share.value()) / 1.96 / rounds;
            }
            transposed[round] = transposedGap(memberships, y);
        }
        double[] true_ = {2, 0.4};
        for (int kind = 0; kind < 2; kind++) {
            for (OutcomeCorrection correction : List.of(OutcomeCorrection.BCH, OutcomeCorrection.ML)) {
                double[] found = gaps[correction.ordinal()][kind];
                double spread = spread(found);
                assertThat(mean(found))
                        .as("%s %d", correction, kind)
                        .isCloseTo(true_[kind], within(4 * spread / Math.sqrt(rounds)));
                assertThat(errors[correction.ordinal()][kind] / spread)
                        .as("error of %s %d by its spread", correction, kind)
                        .isBetween(0.6, 1.4);
            }
            double[] plain = gaps[OutcomeCorrection.NONE.ordinal()][kind];
            assertThat(mean(plain)).isLessThan(0.75 * true_[kind]);
        }
        assertThat(Math.abs(mean(transposed) - 2)).as("transposed table").isGreaterThan(0.1);
    }

    /** What comes out if the table of errors is taken the other way round: the trap. */
    private static double transposedGap(Memberships memberships, double[] y) {
        Assignment labels = memberships.toAssignment();
        double[][] p = new double[2][2]; // assigned, true: rows are labels
        for (int i = 0; i < y.length; i++) {
            for (int c = 0; c < 2; c++) {
                p[labels.label(i)][c] += memberships.degree(i, c);
            }
        }
        double a = p[0][0] / (p[0][0] + p[0][1]);
        double b = p[1][0] / (p[1][0] + p[1][1]);
        double det = a * (1 - b) - (1 - a) * b;
        double[][] inverse = {{(1 - b) / det, -(1 - a) / det}, {-b / det, a / det}};
        double[] sums = new double[2];
        double[] means = new double[2];
        for (int i = 0; i < y.length; i++) {
            for (int c = 0; c < 2; c++) {
                sums[c] += inverse[labels.label(i)][c];
                means[c] += inverse[labels.label(i)][c] * y[i];
            }
        }
        return means[0] / sums[0] - means[1] / sums[1];
    }

    /** Segments of certain degrees: customers of one in every turn. */
    private static ThreeStep certain(int k, double... weights) {
        double[] degrees = new double[k * weights.length];
        for (int i = 0; i < weights.length; i++) {
            degrees[k * i + i % k] = 1;
        }
        return ThreeStep.of(Memberships.copyOfRowMajor(k, degrees))
                .withWeights(weights)
                .withCorrection(OutcomeCorrection.ML);
    }

    /**
     * Where degrees are certain, the likelihood is that of each segment alone: the variance of a mean is that within the
     * segment by its weight, and of a share p it is p (1 − p) by it.
     */
    @Test
    void errorsByMlOfCertainDegreesAreThoseOfEachSegmentAlone() {
        SegmentOutcome written = certain(2, 3, 3, 1, 1).means(4, 2, 1, 1);
        assertThat(written.standardError(1)).isCloseTo(Math.sqrt(0.1875 / 4), within(1e-9));
        for (long seed = 0; seed < 400; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 9);
            int k = 2 + random.nextInt(3);
            int n = k * (2 + random.nextInt(6));
            double[] weights = new double[n];
            double[] y = new double[n];
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                weights[i] = 0.5 * (1 + random.nextInt(9));
                y[i] = (i < k ? 0 : 1) + 0.5 * random.nextInt(5) + 0.25 * (i / k);
                answers.add(random.nextDouble() < 0.5 ? "yes" : "no");
            }
            SegmentOutcome means = certain(k, weights).means(y);
            SegmentOutcome yes = certain(k, weights).shares(answers).get("yes");
            for (int c = 0; c < k; c++) {
                double[] sums = new double[4];
                for (int i = c; i < n; i += k) {
                    sums[0] += weights[i];
                    sums[1] += weights[i] * y[i];
                    sums[2] += weights[i] * y[i] * y[i];
                    sums[3] += answers.get(i).equals("yes") ? weights[i] : 0;
                }
                double mean = sums[1] / sums[0];
                double error = Math.sqrt((sums[2] / sums[0] - mean * mean) / sums[0]);
                if (means.undefined().isEmpty()) { // by chance, a segment without spread
                    assertThat(means.estimate(c).value()).as("seed %d", seed).isCloseTo(mean, within(1e-9));
                    assertThat(means.standardError(c)).as("seed %d", seed).isCloseTo(error, within(1e-7 * error));
                } else {
                    assertThat(means.undefined()).contains(Reason.NO_WITHIN_VARIATION);
                }
                if (yes != null) { // by chance, nobody said so
                    double share = sums[3] / sums[0];
                    assertThat(yes.estimate(c).value()).as("seed %d", seed).isCloseTo(share, within(1e-9));
                    assertThat(yes.standardError(c))
                            .as("seed %d", seed)
                            .isCloseTo(Math.sqrt(share * (1 - share) / sums[0]), within(1e-7));
                }
            }
        }
    }

    /** Units and offset of an outcome are those of its mean, whatever their size; all corrections. */
    @Test
    void unitsAndOffsetsOfAnOutcomeDoNotMatter() {
        Sample sample = Sample.of(300, 3, 4);
        for (OutcomeCorrection correction : OutcomeCorrection.values()) {
            ThreeStep steps =
                    ThreeStep.of(sample.memberships).withWeights(sample.weights).withCorrection(correction);
            SegmentOutcome plain = steps.means(sample.y);
            for (int exponent : new int[] {-1000, -565, -508, 515, 900, 1000}) { // 1e-301, 1e-170, 1e-153, 1e155, …
                SegmentOutcome scaled = steps.means(Arrays.stream(sample.y)
                        .map(value -> Math.scalb(value, exponent))
                        .toArray());
                assertThat(scaled.undefined()).isEmpty();
                for (int c = 0; c < 3; c++) {
                    String as = correction + ", 2^" + exponent;
                    assertThat(Math.scalb(scaled.estimate(c).value(), -exponent))
                            .as(as)
                            .isEqualTo(plain.estimate(c).value());
                    assertThat(Math.scalb(scaled.standardError(c), -exponent))
                            .as(as)
                            .isEqualTo(plain.standardError(c));
                    assertThat(Math.scalb(scaled.difference(c, (c + 1) % 3).upper(), -exponent))
                            .as(as)
                            .isEqualTo(plain.difference(c, (c + 1) % 3).upper());
                }
            }
            SegmentOutcome moved = steps.means(
                    Arrays.stream(sample.y).map(value -> value + 1e9).toArray());
            for (int c = 0; c < 3; c++) { // the outcome itself keeps 1e-7
                assertThat(moved.estimate(c).value() - 1e9)
                        .isCloseTo(plain.estimate(c).value(), within(1e-6));
                assertThat(moved.standardError(c))
                        .isCloseTo(plain.standardError(c), within(1e-6 * plain.standardError(c)));
            }
        }
        double most = Double.MAX_VALUE; // 0 ± 1.39 times that, and 0.5 times it, for certain
        SegmentOutcome largest =
                certain(2, 1, 1, 1, 1).withCorrection(OutcomeCorrection.BCH).means(most, most / 2, -most, most / 2);
        assertThat(largest.estimate(0).undefined()).contains(Reason.RANGE);
        assertThat(largest.estimate(1).upper()).isEqualTo(most / 2);
    }

    @Test
    void anInterruptEndsTheSearch() {
        Sample sample = Sample.of(50, 2, 4);
        ThreeStep steps = ThreeStep.of(sample.memberships).withCorrection(OutcomeCorrection.ML);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> steps.means(sample.y)).isInstanceOf(CancelledException.class);
        } finally {
            Thread.interrupted();
        }
    }

    /** Data on which the general decomposition of commons-math did not end. */
    @Test
    void ordinaryAnswersDoNotLeadTheErrorsAstray() {
        SegmentOutcome yes = certain(2, 1, 2.5, 1.5, 3.5, 4.5, 1.5)
                .shares(List.of("yes", "no", "no", "yes", "yes", "no"))
                .get("yes");
        assertThat(yes.estimate(0).value()).isCloseTo(5.5 / 7, within(1e-9));
        assertThat(yes.standardError(0)).isCloseTo(Math.sqrt(5.5 * 1.5 / 343), within(1e-9));
        assertThat(yes.standardError(1)).isCloseTo(Math.sqrt(3.5 * 4 / 7.5 / 7.5 / 7.5), within(1e-9));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double spread(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }

    @Test
    void whatCannotBeToldIsUndefined() {
        Memberships lopsided = Memberships.copyOfRowMajor(2, 0.7, 0.3, 0.6, 0.4, 0.9, 0.1);
        for (OutcomeCorrection correction : List.of(OutcomeCorrection.BCH, OutcomeCorrection.ML)) {
            SegmentOutcome means =
                    ThreeStep.of(lopsided).withCorrection(correction).means(1, 2, 3);
            assertThat(means.undefined()).contains(Reason.UNIDENTIFIED);
            assertThat(means.estimate(0).undefined()).contains(Reason.UNIDENTIFIED);
            assertThat(means.standardError(0)).isNaN();
        }
        SegmentOutcome plain =
                ThreeStep.of(lopsided).withCorrection(OutcomeCorrection.NONE).means(1, 2, 3);
        assertThat(plain.estimate(0).value()).isEqualTo(2);
        assertThat(plain.estimate(1).undefined()).contains(Reason.NO_OBSERVATIONS);
        Memberships two = Memberships.copyOfRowMajor(2, 0.9, 0.1, 0.2, 0.8, 0.8, 0.2);
        assertThat(ThreeStep.of(two).means(Double.NaN, Double.NaN, Double.NaN).undefined())
                .contains(Reason.NO_OBSERVATIONS);
        assertThat(ThreeStep.of(two).shares(Arrays.asList(null, null, null))).isEmpty();
        assertThat(ThreeStep.of(two)
                        .withCorrection(OutcomeCorrection.ML)
                        .means(4, 4, 4)
                        .undefined())
                .contains(Reason.NO_WITHIN_VARIATION);
    }

    /** Four customers of two segments that are all but the same: labels say nothing, however many stand behind a row. */
    private static ThreeStep twins(double apart, double customers) {
        double p = 0.5 + apart;
        double q = 0.5 - apart;
        return ThreeStep.of(Memberships.copyOfRowMajor(2, p, q, p, q, q, p, q, p))
                .withWeights(customers, customers, customers, customers)
                .withCorrection(OutcomeCorrection.ML);
    }

    /** No error can be given where labels do not tell segments apart; a small one would be a claim. */
    @Test
    void segmentsOfTheSameDegreesHaveNoErrorByMl() {
        for (double apart : new double[] {1e-8, 1e-7, 1e-6, 1e-5}) {
            SegmentOutcome share =
                    twins(apart, 1000).shares(List.of("yes", "no", "yes", "no")).get("yes");
            for (int c = 0; c < 2; c++) {
                double error = share.standardError(c);
                assertThat(Double.isNaN(error) || error > 100)
                        .as("%s apart: %s", apart, share)
                        .isTrue();
            }
        }
        assertThat(twins(1e-7, 1000)
                        .shares(List.of("yes", "no", "yes", "no"))
                        .get("yes")
                        .undefined())
                .contains(Reason.UNIDENTIFIED);
    }

    /** What takes steps that are short but many is no maximum yet: by BCH 0.75 and 0.25, as the model is saturated. */
    @Test
    void aSlowSearchIsNotTakenForTheEnd() {
        double apart = 3e-5;
        double p = 0.5 + apart;
        double q = 0.5 - apart;
        ThreeStep steps = ThreeStep.of(Memberships.copyOfRowMajor(2, p, q, p, q, q, p, q, p))
                .withWeights(0.5 + apart / 2, 0.5 - apart / 2, 0.5 - apart / 2, 0.5 + apart / 2);
        List<String> answers = List.of("yes", "no", "yes", "no");
        assertThat(steps.shares(answers).get("yes").estimate(0).value()).isCloseTo(0.75, within(1e-6));
        SegmentOutcome ml =
                steps.withCorrection(OutcomeCorrection.ML).shares(answers).get("yes");
        assertThat(ml.undefined()).contains(Reason.NOT_CONVERGED);
    }

    /** A segment whose members have no outcome says nothing about the others. */
    @Test
    void aSegmentWithoutOutcomesIsUndefinedAlone() {
        Memberships certain = Memberships.copyOfRowMajor(2, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1);
        for (OutcomeCorrection correction : OutcomeCorrection.values()) {
            ThreeStep steps = ThreeStep.of(certain).withCorrection(correction);
            SegmentOutcome means = steps.means(1, 2, 6, Double.NaN, Double.NaN);
            assertThat(means.undefined()).as("%s", correction).isEmpty();
            assertThat(means.estimate(0).value()).isCloseTo(3, within(1e-9));
            assertThat(means.standardError(0)).isCloseTo(Math.sqrt(14.0 / 3 / 3), within(1e-7));
            assertThat(means.estimate(1).undefined()).contains(Reason.NO_OBSERVATIONS);
            SegmentOutcome shares =
                    steps.shares(Arrays.asList("a", "b", "a", null, null)).get("a");
            assertThat(shares.estimate(0).value()).isCloseTo(2 / 3.0, within(1e-9));
            assertThat(shares.standardError(0)).isCloseTo(Math.sqrt(2.0 / 27), within(1e-7));
            assertThat(shares.estimate(1).undefined()).contains(Reason.NO_OBSERVATIONS);
        }
    }

    @Test
    void whatDoesNotSuitIsRefused() {
        Memberships two = Memberships.copyOfRowMajor(2, 0.9, 0.1, 0.2, 0.8);
        assertThatThrownBy(() -> ThreeStep.of(Memberships.copyOfRowMajor(2)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.EMPTY));
        assertThatThrownBy(() -> ThreeStep.of(two).means(1)).hasMessageContaining("outcome has 1 entries, expected 2");
        assertThatThrownBy(() -> ThreeStep.of(two).means(1, Double.POSITIVE_INFINITY))
                .hasMessageContaining("infinite outcome at row 1");
        assertThatThrownBy(() -> ThreeStep.of(two).shares(List.of("a"))).hasMessageContaining("answers has 1 entries");
        assertThatThrownBy(() -> ThreeStep.of(two, Assignment.copyOf(3, 0, 1)))
                .hasMessageContaining("segments of the assignment has 3 entries");
        assertThatThrownBy(() -> ThreeStep.of(two).withWeights(0, 0)).hasMessageContaining("all weights are zero");
        assertThatThrownBy(() -> ThreeStep.of(two).withLevel(1)).hasMessageContaining("level = 1.0");
        assertThat(ThreeStep.of(two)).hasToString("ThreeStep[2 segments, correction=BCH, level=0.95]");
        assertThat(Collections.singleton(ThreeStep.of(two).means(1, 2)).toString())
                .contains("SegmentOutcome[0: ");
    }
}
