package dev.segmentation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes around a tile of 32 rows and a block of 1024. */
class BlocksTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 33, 64, 65, 1023, 1024, 1025, 1055, 1056, 1057, 2047, 2048, 2081})
    void setPackGetAndCopyAgree(int n) {
        for (int d : new int[] {1, 2, 3, 17}) {
            double[] rowMajor = new double[n * d];
            Arrays.setAll(rowMajor, at -> at + 0.5);
            Blocks set = new Blocks(n, d);
            assertThat(set.rowCount()).isEqualTo(n);
            assertThat(set.featureCount()).isEqualTo(d);
            assertThat(set.blockCount()).isEqualTo((n + 1023) / 1024);
            double[][] packed = new double[set.blockCount()][];
            for (int b = 0; b < packed.length; b++) {
                int first = b * Blocks.ROWS;
                double[] part = Arrays.copyOfRange(rowMajor, first * d, (first + set.rowsIn(b)) * d);
                packed[b] = Blocks.pack(part, set.rowsIn(b), d);
            }
            double[] row = new double[d];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    set.set(i, j, rowMajor[i * d + j]);
                }
            }
            Blocks handedOver = new Blocks(n, d, packed);
            for (int i = 0; i < n; i++) {
                double[] expected = Arrays.copyOfRange(rowMajor, i * d, i * d + d);
                for (Blocks blocks : List.of(set, handedOver)) {
                    blocks.copyRow(i, row);
                    if (!Arrays.equals(row, expected)) {
                        assertThat(row).as("row %d of %d × %d", i, n, d).containsExactly(expected);
                    }
                    for (int j = 0; j < d; j++) {
                        if (blocks.get(i, j) != expected[j]) {
                            assertThat(blocks.get(i, j)).as("(%d, %d)", i, j).isEqualTo(expected[j]);
                        }
                    }
                }
            }
            for (int b = 0; b < packed.length; b++) {
                assertThat(set.block(b)).as("one layout").containsExactly(packed[b]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 1024, 1057})
    void everyCellHasItsOwnPlaceAndAColumnIsContiguousInATile(int n) {
        int d = 3;
        Blocks blocks = new Blocks(n, d);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                blocks.set(i, j, i * d + j);
            }
        }
        Set<Double> seen = new HashSet<>();
        for (int b = 0; b < blocks.blockCount(); b++) {
            double[] block = blocks.block(b);
            assertThat(block).hasSize(blocks.rowsIn(b) * d);
            Arrays.stream(block).forEach(seen::add);
            for (int tile = 0; tile < blocks.rowsIn(b); tile += Blocks.LANES) {
                int lanes = Blocks.lanes(blocks.rowsIn(b), tile);
                for (int j = 0; j < d; j++) {
                    for (int r = 0; r < lanes; r++) {
                        int row = b * Blocks.ROWS + tile + r;
                        assertThat(block[tile * d + j * lanes + r]).isEqualTo(row * d + j);
                    }
                }
            }
        }
        assertThat(seen).hasSize(n * d);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 33, 1025})
    void kernelsReachTheStorageOfAMatrix(int n) {
        double[] values = new double[2 * n];
        Arrays.setAll(values, at -> at);
        double[] weights = new double[n];
        Arrays.setAll(weights, i -> 1.0 + i);
        FeatureMatrix matrix =
                FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values).weightedBy(weights);
        Blocks doubled = new Blocks(n, 2);
        Blocks live = MatrixAccess.blocks(matrix);
        for (int i = 0; i < n; i++) {
            doubled.set(i, 0, 2 * live.get(i, 0));
            doubled.set(i, 1, 2 * live.get(i, 1));
        }
        FeatureMatrix like = MatrixAccess.like(matrix, doubled);
        assertThat(like.featureNames()).containsExactly("x", "y");
        assertThat(like.toRowMajorArray())
                .containsExactly(Arrays.stream(values).map(v -> 2 * v).toArray());
        assertThat(like.isWeighted()).isTrue();
    }
}
