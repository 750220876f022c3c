package dev.segmentation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentNumbersTest {

    private static final int[] LABELS = {2, 0, 0, 3, 2, 3, 3};

    @Test
    void theLargestIsFirstAndTiesGoByFirstRow() {
        assertThat(SegmentNumbers.bySize(5, LABELS, row -> 1)).containsExactly(2, 3, 1, 0, 4);
    }

    @Test
    void rowsCountByTheirWeight() {
        assertThat(SegmentNumbers.bySize(4, LABELS, row -> row == 1 ? 5 : 1)).containsExactly(0, 3, 2, 1);
    }

    @Test
    void rowsOfNoWeightDoNotNumberSegments() {
        double[] weights = {0, 1, 1, 0, 2, 0, 0};
        assertThat(SegmentNumbers.bySize(5, LABELS, row -> weights[row])).containsExactly(0, 2, 1, 3, 4);
    }
}
