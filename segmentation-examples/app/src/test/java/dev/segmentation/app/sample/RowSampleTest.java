package dev.segmentation.app.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSampleTest {

    @Test
    void rowsAreAscendingAndTakenOnce() {
        int[] rows = IntStream.range(0, 1000).map(i -> 3 * i).toArray();
        int[] sample = RowSample.of(rows, 100, 7, 0);

        assertThat(sample).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(rows).contains(sample);
        assertThat(RowSample.of(rows, 100, 7, 0)).isEqualTo(sample);
        assertThat(RowSample.of(rows, 100, 7, 1)).isNotEqualTo(sample);
        assertThat(RowSample.of(rows, 100, 8, 0)).isNotEqualTo(sample);
        assertThat(RowSample.of(rows, 1000, 7, 0)).isEqualTo(rows).isNotSameAs(rows);
        assertThat(RowSample.of(new int[0], 5, 7, 0)).isEmpty();
    }

    /** 3000 draws of 2 out of 5: each pair is expected 300 times, with a standard deviation of 16. */
    @Test
    void everyPairIsAsLikely() {
        int[] counts = new int[32];
        for (int seed = 0; seed < 3000; seed++) {
            int set = 0;
            for (int row : RowSample.of(new int[] {0, 1, 2, 3, 4}, 2, seed, 0)) {
                set |= 1 << row;
            }
            counts[set]++;
        }
        assertThat(IntStream.of(counts).filter(count -> count > 0)).hasSize(10).allMatch(c -> c > 220 && c < 380);
    }
}
