package dev.segmentation.internal;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;
import dev.segmentation.internal.BlockStore.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes around a tile of 32 rows and a block of 1024. */
class BlocksTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 33, 64, 65, 1023, 1024, 1025, 1055, 1056, 1057, 2047, 2048, 2081})
    void everyWayToReadAgrees(int n) {
        for (int d : new int[] {1, 2, 3, 17}) {
            double[] rowMajor = new double[n * d];
            Arrays.setAll(rowMajor, at -> at + 0.5);
            for (Kind kind : Kind.values()) {
                Blocks blocks = stored(rowMajor, n, d, kind);
                assertThat(blocks.rowCount()).isEqualTo(n);
                assertThat(blocks.featureCount()).isEqualTo(d);
                assertThat(blocks.blockCount()).isEqualTo((n + 1023) / 1024).isEqualTo(Blocks.blockCount(n));
                assertThat(blocks.isNarrow()).isEqualTo(kind == Kind.FLOATS);
                assertThat(blocks.missingCount()).isZero();
                double[] row = new double[d + 1];
                for (int i = 0; i < n; i++) {
                    blocks.copyRow(i, row, 1);
                    double[] expected = Arrays.copyOfRange(rowMajor, i * d, i * d + d);
                    if (!Arrays.equals(row, 1, d + 1, expected, 0, d)) {
                        assertThat(row).as("row %d of %d × %d", i, n, d).endsWith(expected);
                    }
                    for (int j = 0; j < d; j++) {
                        if (blocks.get(i, j) != expected[j]) {
                            assertThat(blocks.get(i, j)).as("(%d, %d)", i, j).isEqualTo(expected[j]);
                        }
                    }
                }
                double[] column = new double[n];
                for (int j = 0; j < d; j++) {
                    int feature = j;
                    blocks.copyColumn(j, column);
                    assertThat(column)
                            .containsExactly(IntStream.range(0, n)
                                    .mapToDouble(i -> rowMajor[i * d + feature])
                                    .toArray());
                }
                double[] back = new double[n * d];
                double[] scratch = new double[blocks.scratchSize()];
                for (int b = 0; b < blocks.blockCount(); b++) {
                    Blocks.unpack(blocks.read(b, scratch), blocks.rowsIn(b), d, back, b * Blocks.ROWS * d);
                }
                assertThat(back).containsExactly(rowMajor);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 1024, 1057})
    void everyCellHasItsOwnPlaceAndAColumnIsContiguousInATile(int n) {
        int d = 3;
        double[] rowMajor = new double[n * d];
        Arrays.setAll(rowMajor, at -> at);
        Blocks blocks = stored(rowMajor, n, d, Kind.DOUBLES);
        Set<Double> seen = new HashSet<>();
        for (int b = 0; b < blocks.blockCount(); b++) {
            double[] block = blocks.read(b, new double[0]);
            int rows = blocks.rowsIn(b);
            assertThat(block).hasSize(rows * d);
            Arrays.stream(block).forEach(seen::add);
            for (int tile = 0; tile < rows; tile += Blocks.LANES) {
                int lanes = Blocks.lanes(rows, tile);
                for (int j = 0; j < d; j++) {
                    for (int r = 0; r < lanes; r++) {
                        int at = tile * d + j * lanes + r;
                        int row = b * Blocks.ROWS + tile + r;
                        assertThat(block[at]).isEqualTo(row * d + j);
                        assertThat(Blocks.index(tile + r, j, rows, d)).isEqualTo(at);
                        assertThat(blocks.indexInBlock(row) + j * blocks.lanesOf(row))
                                .isEqualTo(at);
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
        Blocks live = MatrixAccess.blocks(matrix);
        double[][] doubled = new double[live.blockCount()][];
        for (int b = 0; b < doubled.length; b++) {
            doubled[b] =
                    Arrays.stream(live.read(b, new double[0])).map(v -> 2 * v).toArray();
        }
        double[] expected = Arrays.stream(values).map(v -> 2 * v).toArray();
        Blocks blocks = new Blocks(n, 2, doubled, 0);
        FeatureMatrix like = MatrixAccess.like(matrix, blocks);
        assertThat(like.featureNames()).containsExactly("x", "y");
        assertThat(like.toRowMajorArray()).containsExactly(expected);
        assertThat(like.isWeighted()).isTrue();
        FeatureMatrix plain = MatrixAccess.of(List.of("u", "v"), blocks);
        assertThat(plain.featureNames()).containsExactly("u", "v");
        assertThat(plain.toRowMajorArray()).containsExactly(expected);
        assertThat(plain.isWeighted()).isFalse();
    }

    @Test
    void missingValuesAreCountedWhereverTheyAre() {
        double[] rowMajor = new double[1057 * 3];
        for (int count = 0; count < 40; count++) {
            Blocks blocks = stored(rowMajor, 1057, 3, count % 2 == 0 ? Kind.DOUBLES : Kind.FLOATS);
            assertThat(blocks.missingCount()).isEqualTo(count);
            rowMajor[count * 79] = Double.NaN; // every place modulo 4
        }
    }

    @Test
    void theFirstInfinityIsRefusedWhereverItIs() {
        for (int at : new int[] {0, 1, 2, 3, 95, 96, 1024 * 3, 1057 * 3 - 1}) {
            double[] rowMajor = new double[1057 * 3];
            rowMajor[at] = Double.POSITIVE_INFINITY;
            rowMajor[1057 * 3 - 1] = Double.NEGATIVE_INFINITY;
            rowMajor[7] = Double.NaN;
            for (Kind kind : Kind.values()) {
                assertThat(refused(Reason.NON_FINITE, () -> stored(rowMajor, 1057, 3, kind)))
                        .hasMessage("Test: infinite value at row " + at / 3 + ", feature \"c" + at % 3
                                + "\"; use NaN for a missing value");
            }
        }
    }

    @Test
    void aValueThatNoFloatCanHoldIsRefused() {
        double[] rowMajor = new double[1057 * 3];
        rowMajor[1056 * 3 + 1] = 1e39;
        assertThat(stored(rowMajor, 1057, 3, Kind.DOUBLES).get(1056, 1)).isEqualTo(1e39);
        assertThat(refused(Reason.RANGE, () -> stored(rowMajor, 1057, 3, Kind.FLOATS)))
                .hasMessage(
                        "Test: the value at row 1056, feature \"c1\" is too large for a float; use a larger unit, or"
                                + " keep doubles");
    }

    @Test
    void floatsAreReadThroughScratchSpace() {
        Blocks floats = stored(new double[] {0.1, Double.NaN}, 2, 1, Kind.FLOATS);
        assertThat(floats.scratchSize()).isEqualTo(2);
        assertThat(floats.read(0, new double[2])).containsExactly(0.1f, Double.NaN);
        assertThat(stored(new double[] {0.1}, 1, 1, Kind.DOUBLES).scratchSize()).isZero();
    }

    @Test
    void rowsTooWideForAnArrayAreRefused() {
        Blocks.checkWidth(1, Integer.MAX_VALUE - 8, "Test");
        Blocks.checkWidth(Integer.MAX_VALUE, 2_097_151, "Test");
        assertThat(refused(Reason.RESOURCE_LIMIT, () -> Blocks.checkWidth(1024, 2_097_152, "Test")))
                .hasMessageStartingWith("Test: 2097152 features, expected at most 2097151");
    }

    private static Blocks stored(double[] rowMajor, int n, int d, Kind kind) {
        BlockStore store =
                new BlockStore(IntStream.range(0, d).mapToObj(j -> "c" + j).toList(), kind, "Test");
        for (int first = 0; first < n; first += Blocks.ROWS) {
            int rows = Math.min(Blocks.ROWS, n - first);
            Blocks.pack(rowMajor, first * d, rows, d, store.space(rows));
            store.add(rows);
        }
        return store.build();
    }
}
