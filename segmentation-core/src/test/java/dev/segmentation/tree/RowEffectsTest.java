package dev.segmentation.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowEffectsTest {

    /** Against expected counts found by proportional fitting of rows, columns and mean scores in turn. */
    @Test
    void theStatisticIsThatOfExpectedCountsFittedInTurn() {
        for (long seed = 0; seed < 40; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 5);
            int rows = 2 + random.nextInt(4);
            int columns = 2 + random.nextInt(4);
            double[][] table = new double[rows][columns];
            for (double[] row : table) {
                for (int j = 0; j < columns; j++) {
                    row[j] = 1 + random.nextInt(40);
                }
            }
            int[] levels = new int[columns];
            for (int j = 0; j < columns; j++) {
                levels[j] = j + (j > 1 ? 1 : 0); // a level that does not occur leaves a gap in the scores
            }
            SplitTest found = RowEffects.of(table, levels);
            assertThat(found.statistic()).as("seed %s", seed).isCloseTo(slow(table, levels), within(1e-7));
            assertThat(found.degrees()).isEqualTo(rows - 1.0);
            assertThat(found.logP()).isEqualTo(LogTails.chiSquare(found.statistic(), rows - 1));
        }
    }

    /** 2 Σ m ln(m / e), m of the row-effects model and e of independence. */
    private static double slow(double[][] n, int[] levels) {
        int columns = n[0].length;
        double[] rowSums =
                Arrays.stream(n).mapToDouble(r -> Arrays.stream(r).sum()).toArray();
        double[] columnSums = new double[columns];
        for (double[] row : n) {
            for (int j = 0; j < columns; j++) {
                columnSums[j] += row[j];
            }
        }
        double total = Arrays.stream(rowSums).sum();
        double[][] m = new double[n.length][columns];
        for (double[] row : m) {
            Arrays.fill(row, 1);
        }
        for (int round = 0; round < 3000; round++) {
            for (int i = 0; i < n.length; i++) {
                tilt(m[i], n[i], levels);
            }
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (double[] row : m) {
                    sum += row[j];
                }
                for (double[] row : m) {
                    row[j] *= columnSums[j] / sum;
                }
            }
        }
        double statistic = 0;
        for (int i = 0; i < n.length; i++) {
            for (int j = 0; j < columns; j++) {
                statistic += 2 * m[i][j] * Math.log(m[i][j] / (rowSums[i] * columnSums[j] / total));
            }
        }
        return statistic;
    }

    /** Multiplies a row by a·e^(g·score) so that it has the observed sum and mean score; g by bisection. */
    private static void tilt(double[] m, double[] n, int[] levels) {
        double sum = Arrays.stream(n).sum();
        double wanted = mean(n, levels, 0);
        double low = -20;
        double high = 20;
        for (int step = 0; step < 80; step++) {
            double middle = (low + high) / 2;
            if (mean(m, levels, middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double fitted = 0;
        for (int j = 0; j < m.length; j++) {
            m[j] *= Math.exp(low * levels[j]);
            fitted += m[j];
        }
        for (int j = 0; j < m.length; j++) {
            m[j] *= sum / fitted;
        }
    }

    private static double mean(double[] m, int[] levels, double tilt) {
        double sum = 0;
        double weight = 0;
        for (int j = 0; j < m.length; j++) {
            sum += m[j] * Math.exp(tilt * levels[j]) * levels[j];
            weight += m[j] * Math.exp(tilt * levels[j]);
        }
        return sum / weight;
    }

    /** Exhaustive CHAID tests tables of as many groups as there are categories; slopes are eliminated, not inverted. */
    @Test
    void manyGroupsHaveTheStatisticOfTheModelFittedInTurn() {
        SeededRandom random = SeededRandom.stream(5, 5);
        double[][] table = new double[300][4];
        for (double[] row : table) {
            for (int j = 0; j < 4; j++) {
                row[j] = 1 + random.nextInt(40);
            }
        }
        int[] levels = {0, 1, 2, 3};
        SplitTest found = RowEffects.of(table, levels);
        assertThat(found.statistic()).isCloseTo(slow(table, levels), within(1e-6));
        assertThat(found.degrees()).isEqualTo(299);
    }

    /** With two levels the model is saturated, so that the statistic is that of independence: 2 Σ o ln(o / e). */
    @Test
    void withTwoLevelsItIsTheTestOfIndependence() {
        double[][] table = {{30, 10}, {20, 40}, {5, 25}};
        SplitTest independence = CategoricalTest.independence(table, ChiSquare.LIKELIHOOD_RATIO);
        assertThat(RowEffects.of(table, new int[] {0, 1}).statistic())
                .isCloseTo(independence.statistic(), within(1e-9));
    }

    /** Groups that share no level: the likelihood of the model approaches 1, so that the gain is all of the entropy. */
    @Test
    void completeSeparationReachesTheSupremum() {
        double[][] table = {{50, 0}, {0, 50}};
        assertThat(RowEffects.of(table, new int[] {0, 1}).statistic()).isCloseTo(2 * 100 * Math.log(2), within(1e-6));
    }
}
