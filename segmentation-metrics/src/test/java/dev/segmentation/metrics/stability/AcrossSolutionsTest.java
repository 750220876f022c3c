package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcrossSolutionsTest {

    private static final Assignment ONE = Assignment.copyOf(1, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final Assignment TWO = Assignment.copyOf(2, 0, 0, 0, 0, 0, 1, 1, 1);
    private static final Assignment THREE = Assignment.copyOf(3, 0, 0, 1, 1, 1, 1, 2, 2);
    private static final Assignment FOUR = Assignment.copyOf(4, 0, 1, 2, 2, 0, 1, 0, 1);

    private final AcrossSolutions across = AcrossSolutions.of(List.of(ONE, TWO, THREE, FOUR));

    @Test
    void valuesByHand() {
        assertThat(across.solutionCount()).isEqualTo(4);
        assertThat(across.segmentCount(0)).isEqualTo(1);
        assertThat(across.segmentCount(3)).isEqualTo(4);
        assertThat(across.stability(2, 0)).isEqualTo(1);
        // three of four come from segment 0: 1 − H(¾, ¼) in bits = 1 − 0.8112781244591328
        assertThat(across.stability(2, 1)).isCloseTo(0.1887218755408672, within(1e-15));
        assertThat(across.stability(2, 2)).isEqualTo(1);
        // one of each of three segments: nothing is left
        assertThat(across.stability(3, 0)).isCloseTo(0, within(1e-15));
        // two from segment 1 of three
        assertThat(across.stability(3, 2)).isEqualTo(1);
        assertThat(across.shareFrom(2, 1, 0)).isEqualTo(0.75);
        assertThat(across.shareFrom(2, 1, 1)).isEqualTo(0.25);
        assertThat(across.shareTo(2, 0, 0)).isEqualTo(0.4);
        assertThat(across.shareTo(2, 0, 1)).isEqualTo(0.6);
        assertThat(across.flows(2).toArray()).isDeepEqualTo(new long[][] {{2, 3, 0}, {0, 1, 2}});
    }

    @Test
    void heirsTellWhatSplitsAndWhatGoesOn() {
        assertThat(across.heirs(1, 0)).containsExactly(0, 1);
        assertThat(across.heirs(2, 0)).containsExactly(0, 1);
        assertThat(across.heirs(2, 1)).containsExactly(2);
        assertThat(across.heirs(3, 2)).isEmpty(); // its two customers went elsewhere
        assertThat(across.toString())
                .contains("2 to 3 segments", "1: stability 0.1887, 75.0 % from 0", "0 splits into 0, 1")
                .contains("0: stability undefined (SINGLE_SEGMENT), 100.0 % from 0");
    }

    @Test
    void undefinedWhereNothingCanBeSaid() {
        assertThat(across.stability(0, 0)).isNaN();
        assertThat(across.undefined(0, 0)).contains(Reason.NO_OBSERVATIONS);
        assertThat(across.stability(1, 1)).isNaN();
        assertThat(across.undefined(1, 1)).contains(Reason.SINGLE_SEGMENT);
        assertThat(across.stability(3, 3)).isNaN();
        assertThat(across.undefined(3, 3)).contains(Reason.NO_OBSERVATIONS);
        assertThat(across.shareFrom(3, 3, 0)).isNaN();
        assertThat(across.undefined(2, 0)).isEmpty();
    }

    @Test
    void emptySegmentsBeforeDoNotFlatter() {
        Assignment withEmpty = Assignment.copyOf(5, TWO.toArray());
        AcrossSolutions found = AcrossSolutions.of(List.of(withEmpty, THREE));
        for (int j = 0; j < 3; j++) {
            assertThat(found.stability(1, j)).isEqualTo(across.stability(2, j));
        }
        assertThat(AcrossSolutions.of(List.of(Assignment.copyOf(3, ONE.toArray()), TWO))
                        .undefined(1, 0))
                .contains(Reason.SINGLE_SEGMENT);
        assertThat(AcrossSolutions.of(List.of(Assignment.copyOf(2), Assignment.copyOf(3)))
                        .stability(1, 2))
                .isNaN();
    }

    @Test
    void refusesTooFewAndUnequal() {
        assertThatThrownBy(() -> AcrossSolutions.of(List.of(ONE)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("AcrossSolutions.of: solutions = 1, expected at least 2; give one assignment per number of"
                        + " segments");
        assertThatThrownBy(() -> AcrossSolutions.of(List.of(ONE, Assignment.copyOf(1, 0))))
                .hasMessage("AcrossSolutions.of: solution 1 has 1 entries, expected 8, one per row");
        assertThatThrownBy(() -> across.flows(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> across.stability(2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
