package dev.segmentation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RfmTest {

    private static final List<String> NAMES = List.of("recency_days", "frequency", "monetary");
    private static final double NAN = Double.NaN;

    static Stream<Rfm> all() {
        return Stream.of(
                Rfm.quintiles(),
                Rfm.independent(3),
                Rfm.nested(4),
                Rfm.fixed(new double[] {10, 30}, new double[] {1}, new double[] {5, 50, 500}));
    }

    @Test
    void theMostRecentAndFrequentAndTheBestSpenderAre555() {
        FeatureMatrix ten = customers(10, i -> new double[] {10 * (10 - i), i + 1, 100 * (i + 1)});
        RfmModel model = Rfm.quintiles().fit(ten);
        assertThat(model.recencyCuts()).containsExactly(28, 46, 64, 82);
        assertThat(model.frequencyCuts()).containsExactly(2.8, 4.6, 6.4, 8.2);
        assertThat(model.monetaryCuts()).containsExactly(280, 460, 640, 820);
        assertThat(model.notices()).isEmpty();
        RfmScores scores = model.score(ten);
        assertThat(scores.cell(0)).isEqualTo("111");
        assertThat(scores.cell(5)).isEqualTo("333");
        assertThat(scores.cell(9)).isEqualTo("555");
        assertThat(scores.sum(9)).isEqualTo(15);
        assertThat(scores.toMatrix().featureNames()).containsExactly("r_score", "f_score", "m_score");
        assertThat(scores.toMatrix().column("r_score")).containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
    }

    @Test
    void intervalsAreClosedOnTheRight() {
        RfmModel model = Rfm.fixed(new double[] {30}, new double[] {2, 5}, new double[] {})
                .fit(customers(1, i -> new double[3]));
        FeatureMatrix edges = FeatureMatrix.copyOfRowMajor(NAMES, 30, 2, -9, 31, 2.5, 0, 29, 6, 9);
        RfmScores scores = model.score(edges);
        assertThat(IntStream.range(0, 3).mapToObj(scores::cell)).containsExactly("211", "121", "231");
        assertThat(model.notices()).isEmpty();
    }

    @Test
    void laterCustomersAreScoredByTheSameCuts() {
        RfmModel model = Rfm.quintiles().fit(customers(5, i -> new double[] {i + 1, i + 1, i + 1}));
        FeatureMatrix later = FeatureMatrix.copyOfRowMajor(NAMES, 0, -10, -10, 1000, 100, 100, 3, 3, 3);
        RfmScores scores = model.score(later);
        assertThat(IntStream.range(0, 3).mapToObj(scores::cell)).containsExactly("511", "155", "333");
    }

    @Test
    void tiesLeaveFewerClasses() {
        FeatureMatrix mostlyZero = customers(100, i -> new double[] {i, i % 50, i < 90 ? 0 : i - 90});
        RfmModel model = Rfm.quintiles().fit(mostlyZero);
        assertThat(model.monetaryClasses()).isEqualTo(1);
        assertThat(model.notices())
                .containsExactly(new Notice(
                        Reason.TIED_CUTS,
                        "Rfm.fit: ties leave 1 of 5 classes of feature \"monetary\"; its scores run from 1 to 1"));

        RfmModel oneDay = Rfm.quintiles().fit(customers(50, i -> new double[] {10, i, i}));
        RfmScores scores = oneDay.score(customers(50, i -> new double[] {10, i, i}));
        assertThat(oneDay.recencyCuts()).isEmpty();
        assertThat(IntStream.range(0, 50).map(scores::recency)).containsOnly(1);
        assertThat(oneDay.notices()).extracting(Notice::reason).containsExactly(Reason.TIED_CUTS);
    }

    @Test
    void missingRecencyScoresOneAndTakesNoPartInTheCuts() {
        FeatureMatrix some = FeatureMatrix.copyOfRowMajor(NAMES, NAN, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
        RfmModel model = Rfm.independent(2).fit(some);
        assertThat(model.recencyCuts()).containsExactly(2);
        assertThat(model.score(some).cell(0)).isEqualTo("111");
        assertThat(model.score(some).cell(1)).isEqualTo("211");
        RfmModel none = Rfm.independent(2).fit(FeatureMatrix.copyOfRowMajor(NAMES, NAN, 0, 0, NAN, 1, 1));
        assertThat(none.recencyClasses()).isEqualTo(1);
    }

    @Test
    void refusesOtherMissingValuesEmptyDataAndOtherColumns() {
        FeatureMatrix holes = FeatureMatrix.copyOfRowMajor(NAMES, 1, 1, 1, 2, 2, NAN);
        assertThatThrownBy(() -> Rfm.quintiles().fit(holes))
                .isInstanceOfSatisfying(InvalidInputException.class, thrown -> {
                    assertThat(thrown.reason()).isEqualTo(Reason.NON_FINITE);
                    assertThat(thrown.row()).hasValue(1);
                    assertThat(thrown.name()).contains("monetary");
                })
                .hasMessage("Rfm.fit: missing value at row 1, feature \"monetary\"; only recency may be missing; use 0"
                        + " for a customer who bought nothing");
        assertThatThrownBy(() -> Rfm.quintiles().fit(FeatureMatrix.copyOfRowMajor(NAMES)))
                .hasMessage("Rfm.fit: the matrix has no rows; fit on at least one customer");
        assertThatThrownBy(() -> Rfm.quintiles().fit(FeatureMatrix.copyOfRowMajor(List.of("r"), 1)))
                .hasMessageStartingWith("Rfm.fit: features differ from the fitted ones; missing [recency_days,");
    }

    @Test
    void takesOtherColumnNamesInAnyOrder() {
        FeatureMatrix swapped = FeatureMatrix.copyOfRowMajor(List.of("spend", "days", "orders"), 10, 1, 2, 20, 9, 1);
        Rfm rfm = Rfm.independent(2).withFeatures("days", "orders", "spend");
        RfmModel model = rfm.fit(swapped);
        assertThat(model.featureNames()).containsExactly("days", "orders", "spend");
        assertThat(model.score(swapped).cell(0)).isEqualTo("221");
        assertThat(rfm).hasToString("Rfm[independent 2 of [days, orders, spend]]");
        assertThat(model).hasToString("RfmModel[[days, orders, spend], 2 × 2 × 2 classes]");
    }

    @Test
    void refusesBadSettings() {
        assertThatThrownBy(() -> Rfm.independent(1)).hasMessage("Rfm.independent: bins = 1, expected 2 to 1000");
        assertThatThrownBy(() -> Rfm.nested(1001)).hasMessage("Rfm.nested: bins = 1001, expected 2 to 1000");
        assertThatThrownBy(() -> Rfm.fixed(new double[] {1, 1}, new double[0], new double[0]))
                .hasMessage("Rfm.fixed: recencyCuts[1] = 1.0, expected more than the cut before it");
        assertThatThrownBy(() -> Rfm.fixed(new double[0], new double[] {NAN}, new double[0]))
                .hasMessage("Rfm.fixed: frequencyCuts[0] = NaN, expected a finite number");
        assertThatThrownBy(() -> Rfm.quintiles().withFeatures("a", "a", "b")).hasMessageContaining("\"a\"");
    }

    @Test
    void nestedCutsAreThoseOfTheCell() {
        // Two recency classes of four; frequency 1–4 in the recent one, 101–104 in the other.
        FeatureMatrix eight =
                customers(8, i -> new double[] {i < 4 ? 1 : 9, (i < 4 ? 1 : 101) + i % 4, 1000 * (i / 2) + i % 2});
        RfmModel model = Rfm.nested(2).fit(eight);
        assertThat(model.recencyCuts()).containsExactly(5);
        assertThat(model.frequencyCuts(2)).containsExactly(2.5);
        assertThat(model.frequencyCuts(1)).containsExactly(102.5);
        assertThat(model.frequencyCuts()).containsExactly(52.5);
        assertThat(model.monetaryCuts(2, 1)).containsExactly(0.5);
        assertThat(model.monetaryCuts(1, 2)).containsExactly(3000.5);
        RfmScores scores = model.score(eight);
        assertThat(IntStream.range(0, 8).mapToObj(scores::cell))
                .containsExactly("211", "212", "221", "222", "111", "112", "121", "122");
        assertThatThrownBy(() -> model.frequencyCuts(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> model.monetaryCuts(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aNestedCellWithoutCustomersHasTheCutsAroundIt() {
        // Fifths of two distinct days leave a middle class between them that nobody is in.
        FeatureMatrix gap = customers(4, i -> new double[] {i < 2 ? 0 : 10, i + 1, 10 * i});
        RfmModel model = Rfm.nested(5).fit(gap);
        assertThat(model.recencyCuts()).containsExactly(2, 8);
        assertThat(model.frequencyCuts(2)).containsExactly(model.frequencyCuts());
        assertThat(model.monetaryCuts(2, 1)).containsExactly(model.monetaryCuts());
        assertThat(model.score(FeatureMatrix.copyOfRowMajor(NAMES, 5, 99, 99)).cell(0))
                .isEqualTo("255");
        assertThat(model.notices())
                .extracting(Notice::message)
                .contains("Rfm.fit: ties leave 3 of 5 classes of feature \"recency_days\"; its scores run from 1 to 3");
    }

    @Test
    void nestedTiesAreCounted() {
        FeatureMatrix data = customers(8, i -> new double[] {i < 4 ? 1 : 9, i < 4 ? 1 : i, i});
        assertThat(Rfm.nested(2).fit(data).notices())
                .containsExactly(new Notice(
                        Reason.TIED_CUTS,
                        "Rfm.fit: ties leave fewer than 2 classes of feature \"frequency\" in 1 of 2 cells"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void equalCustomersScoreEquallyAndBetterOnesNeverWorse(Rfm rfm) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        boolean nested = rfm.toString().contains("nested");
        FeatureMatrix data =
                customers(200, i -> new double[] {
                    random.nextInt(20) == 0 ? NAN : random.nextInt(40), random.nextInt(5), random.nextInt(300)
                });
        RfmModel model = rfm.fit(data);
        RfmScores scores = model.score(data);
        for (int a = 0; a < 200; a++) {
            assertThat(scores.recency(a)).isBetween(1, model.recencyClasses());
            assertThat(scores.frequency(a)).isBetween(1, model.frequencyClasses());
            assertThat(scores.monetary(a)).isBetween(1, model.monetaryClasses());
            for (int b = 0; b < 200; b++) {
                if (Arrays.equals(data.row(a), data.row(b))) {
                    assertThat(scores.cell(a)).as("seed %s", seed).isEqualTo(scores.cell(b));
                }
                if (data.value(a, 0) < data.value(b, 0)) {
                    assertThat(scores.recency(a)).as("seed %s", seed).isGreaterThanOrEqualTo(scores.recency(b));
                }
                if (data.value(a, 1) > data.value(b, 1) && !nested) {
                    assertThat(scores.frequency(a)).as("seed %s", seed).isGreaterThanOrEqualTo(scores.frequency(b));
                }
            }
        }
        int[] shuffled = IntStream.range(0, 200).map(i -> (i * 77 + 5) % 200).toArray();
        assertThat(rfm.fit(data.rows(shuffled)).score(data).toMatrix().toRowMajorArray())
                .as("seed %s", seed)
                .isEqualTo(scores.toMatrix().toRowMajorArray());
    }

    @ParameterizedTest
    @MethodSource("all")
    void wholeWeightsAreRepetitions(Rfm rfm) {
        FeatureMatrix data = customers(30, i -> new double[] {i * 7 % 30, i * 11 % 13, i * i % 31});
        double[] weights = IntStream.range(0, 30).mapToDouble(i -> i % 3).toArray();
        int[] repeated = IntStream.range(0, 30)
                .flatMap(i -> IntStream.generate(() -> i).limit(i % 3))
                .toArray();
        RfmScores weighted = rfm.fit(data.weightedBy(weights)).score(data);
        RfmScores twin = rfm.fit(data.rows(repeated)).score(data);
        assertThat(weighted.toMatrix().toRowMajorArray())
                .isEqualTo(twin.toMatrix().toRowMajorArray());
    }

    @Test
    void weightsStayWithTheScores() {
        FeatureMatrix two = customers(2, i -> new double[] {i, i, i}).weightedBy(2, 5);
        FeatureMatrix scores = Rfm.independent(2).fit(two).score(two).toMatrix();
        assertThat(scores.isWeighted()).isTrue();
        assertThat(scores.weight(1)).isEqualTo(5);
    }

    @Test
    void scoresOfTwoDigitsAreSetApart() {
        FeatureMatrix many = customers(100, i -> new double[] {i, i, i});
        RfmScores scores = Rfm.independent(10).fit(many).score(many);
        assertThat(scores.cell(0)).isEqualTo("10-1-1");
        assertThat(scores.cell(50)).isEqualTo("566");
        assertThat(scores).hasToString("RfmScores[100 customers]");
        assertThatThrownBy(() -> scores.recency(100)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static FeatureMatrix customers(int n, IntFunction<double[]> row) {
        return FeatureMatrix.copyOf(NAMES, IntStream.range(0, n).mapToObj(row).toArray(double[][]::new));
    }
}
