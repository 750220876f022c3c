package dev.segmentation.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NeighborsTest {

    @Test
    void aThirdCenterBetweenTwoParts() {
        List<Neighbors> pairs = among(new double[][] {{0, 0}, {10, 0}, {5, 1}, {5, 30}});
        assertThat(pairs).extracting(pair -> pair.first + "-" + pair.second).containsExactly("0-2", "1-2", "2-3");
    }

    @Test
    void equalSidesAreAllNeighbors() {
        assertThat(among(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}})).hasSize(3);
    }

    @Test
    void segmentsWithoutCenterAndEqualCentersAreNoNeighbors() {
        double nan = Double.NaN;
        assertThat(among(new double[][] {{nan, nan}, {1, 1}, {1, 1}})).isEmpty();
        assertThat(among(new double[][] {{nan, nan}, {1, 1}, {2, 1}}))
                .singleElement()
                .satisfies(pair -> assertThat(project(pair, 1.5, 7)).hasValue(0.5));
    }

    @Test
    void theirPartEndsHalfwayToEveryOtherCenter() {
        // the third center is nearest to (4, 0), the fourth to the end (10, 0)
        Neighbors pair = among(new double[][] {{0, 0}, {10, 0}, {4, 12}, {20, 0}}).stream()
                .filter(found -> found.first == 0 && found.second == 1)
                .findFirst()
                .orElseThrow();
        assertThat(holds(pair, 4, 5.9)).isTrue();
        assertThat(holds(pair, 4, 6.1)).isFalse();
        assertThat(holds(pair, -500, 5.9)).isTrue();
        assertThat(holds(pair, 14.9, -3)).isTrue();
        assertThat(holds(pair, 15.1, -3)).isFalse();
        assertThat(project(pair, 3, 5)).hasValueCloseTo(30.0, within(1e-12));
    }

    @Test
    void holdsWhatIsNearerToTheStretchThanToOthersAndIsConvex() {
        SeededRandom random = SeededRandom.stream(8, 1);
        for (int run = 0; run < 200; run++) {
            double[][] centers = new double[3 + random.nextInt(4)][3];
            for (double[] center : centers) {
                for (int j = 0; j < 3; j++) {
                    center[j] = 10 * random.nextDouble();
                }
            }
            for (Neighbors pair : among(centers)) {
                for (double share = 0; share <= 1; share += 0.125) {
                    double[] between = between(centers[pair.first], share, centers[pair.second]);
                    assertThat(holds(pair, between)).isTrue();
                }
                for (int c = 0; c < centers.length; c++) {
                    assertThat(holds(pair, centers[c])).isEqualTo(c == pair.first || c == pair.second);
                }
                double[] x = {10 * random.nextDouble(), 10 * random.nextDouble(), 10 * random.nextDouble()};
                double[] y = {10 * random.nextDouble(), 10 * random.nextDouble(), 10 * random.nextDouble()};
                if (holds(pair, x) && holds(pair, y)) {
                    assertThat(holds(pair, between(x, 0.5, y))).isTrue();
                }
            }
        }
    }

    @Test
    void neighborsConnectAllCenters() {
        SeededRandom random = SeededRandom.stream(8, 2);
        for (int run = 0; run < 100; run++) {
            double[][] centers = new double[7][2];
            for (double[] center : centers) {
                center[0] = random.nextDouble();
                center[1] = random.nextDouble();
            }
            List<Neighbors> pairs = among(centers);
            boolean[] reached = new boolean[7];
            reached[0] = true;
            for (int round = 0; round < 7; round++) {
                for (Neighbors pair : pairs) {
                    reached[pair.first] |= reached[pair.second];
                    reached[pair.second] |= reached[pair.first];
                }
            }
            assertThat(reached).containsOnly(true);
        }
    }

    private static List<Neighbors> among(double[][] centers) {
        return Neighbors.among(centers, () -> {}).stream()
                .map(pair -> new Neighbors(pair[0], pair[1], centers))
                .toList();
    }

    /** Where a row is along the line; nothing if it is outside of the part. */
    private static OptionalDouble project(Neighbors pair, double... row) {
        double[][] columns =
                Arrays.stream(row).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
        double[] along = new double[1];
        return pair.project(columns, 0, 1, along, 0) == 1 ? OptionalDouble.of(along[0]) : OptionalDouble.empty();
    }

    private static boolean holds(Neighbors pair, double... row) {
        return project(pair, row).isPresent();
    }

    private static double[] between(double[] a, double share, double[] b) {
        double[] point = new double[a.length];
        for (int j = 0; j < point.length; j++) {
            point[j] = a[j] + share * (b[j] - a[j]);
        }
        return point;
    }
}
