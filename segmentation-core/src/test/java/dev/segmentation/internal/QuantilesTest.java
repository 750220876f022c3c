package dev.segmentation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.QuantileType;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuantilesTest {

    @RegisterExtension
    static final GoldenOperation QUANTILE = GoldenOperation.of("quantile");

    @TestFactory
    Stream<DynamicTest> allNineTypesAreThoseOfR() {
        return QUANTILE.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    Quantiles quantiles = Quantiles.of(values(golden));
                    double[] probabilities = golden.doubles(golden.inputs().get("probabilities"));
                    for (QuantileType type : QuantileType.values()) {
                        String field = "type" + (type.ordinal() + 1);
                        double[] found = Arrays.stream(probabilities)
                                .map(probability -> quantiles.at(probability, type))
                                .toArray();
                        golden.assertClose(
                                field, found, golden.doubles(golden.expected().get(field)));
                    }
                }));
    }

    private static double[] values(GoldenCase golden) {
        return golden.dataset().has("values")
                ? golden.doubles(golden.dataset().get("values"))
                : golden.matrix().column(golden.matrix().featureNames().get(0));
    }

    /** Hyndman and Fan's Q(p) = (1 − γ)·x_j + γ·x_(j+1), in exact fractions, as they write m and γ for each type. */
    @Test
    void everyTypeIsTheFormulaOfThePaper() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int n = 1 + random.nextInt(13);
            double[] values = random.ints(n, 0, 9).asDoubleStream().sorted().toArray();
            int of = 1 + random.nextInt(12);
            Quantiles quantiles = Quantiles.of(values);
            for (int part = 0; part <= of; part++) {
                for (QuantileType type : QuantileType.values()) {
                    assertThat(quantiles.at(part, of, type))
                            .as("seed %s, %s, %s / %s of %s", seed, type, part, of, Arrays.toString(values))
                            .isCloseTo(ofThePaper(values, part, of, type), within(1e-12));
                    assertThat(quantiles.at(part / (double) of, type))
                            .isCloseTo(quantiles.at(part, of, type), within(1e-12));
                }
            }
        }
    }

    private static double ofThePaper(double[] sorted, int part, int of, QuantileType type) {
        long unit = 24L * of; // everything in twenty-fourths of 1 / of
        long m = switch (type) {
            case TYPE_1, TYPE_2, TYPE_4 -> 0;
            case TYPE_3 -> -unit / 2;
            case TYPE_5 -> unit / 2;
            case TYPE_6 -> 24L * part;
            case TYPE_7 -> unit - 24L * part;
            case TYPE_8 -> (24L * part + unit) / 3;
            case TYPE_9 -> 24L * part / 4 + 9L * of;
        };
        long position = 24L * sorted.length * part + m;
        int j = (int) Math.floorDiv(position, unit);
        double g = Math.floorMod(position, unit) / (double) unit;
        double gamma = switch (type) {
            case TYPE_1 -> g > 0 ? 1 : 0;
            case TYPE_2 -> g > 0 ? 1 : 0.5;
            case TYPE_3 -> g == 0 && j % 2 == 0 ? 0 : 1;
            default -> g;
        };
        double lower = sorted[Math.max(0, Math.min(sorted.length, j) - 1)];
        double upper = sorted[Math.max(0, Math.min(sorted.length, j + 1) - 1)];
        return (1 - gamma) * lower + gamma * upper;
    }

    @Test
    void interpolatesBetweenNeighbors() {
        Quantiles quantiles = Quantiles.of(new double[] {9, 1, 4, 1, 3, 5, 2, 6});
        assertThat(quantiles.at(0)).isEqualTo(1);
        assertThat(quantiles.at(1, 4)).isEqualTo(1.75);
        assertThat(quantiles.at(0.5)).isEqualTo(3.5);
        assertThat(quantiles.at(1)).isEqualTo(9);
    }

    @Test
    void aFractionHitsAValueWithoutRounding() {
        double[] values = new double[101];
        Arrays.setAll(values, i -> i);
        Quantiles quantiles = Quantiles.of(values);
        for (int part = 0; part <= 100; part++) {
            assertThat(quantiles.at(part, 100)).isEqualTo(part);
        }
        double[] many = new double[4338];
        Arrays.setAll(many, i -> i);
        assertThat(Quantiles.of(many).at(4, 5)).isEqualTo(3469.6);
    }

    @Test
    void leavesOutMissingValuesAndZeroWeights() {
        double nan = Double.NaN;
        assertThat(Quantiles.of(new double[] {nan, 3, nan, 1}).at(0.5)).isEqualTo(2);
        assertThat(Quantiles.of(new double[] {nan, 3, 100, 1}, new double[] {5, 1, 0, 1})
                        .at(0.5))
                .isEqualTo(2);
    }

    @Test
    void isMissingWithoutValues() {
        assertThat(Quantiles.of(new double[0]).isEmpty()).isTrue();
        assertThat(Quantiles.of(new double[] {Double.NaN}).at(0.5)).isNaN();
        assertThat(Quantiles.of(new double[] {1}, new double[] {0}).at(0.5)).isNaN();
    }

    @Test
    void staysFiniteBetweenTheExtremes() {
        double max = Double.MAX_VALUE;
        assertThat(Quantiles.of(new double[] {-max, max}).at(0.5)).isEqualTo(0);
        assertThat(Quantiles.of(new double[] {-max, max}).at(1, 4)).isCloseTo(-max / 2, within(max * 1e-15));
    }

    @Test
    void weightsThatAreNotWholeAreRelative() {
        Quantiles light = Quantiles.of(new double[] {1, 2}, new double[] {0.25, 0.25});
        assertThat(light.at(0)).isEqualTo(1);
        assertThat(light.at(0.5)).isEqualTo(1.5);
        assertThat(light.at(1)).isEqualTo(2);
    }

    @Test
    void wholeWeightsAreRepetitions() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(12);
            double[] values = new double[n];
            double[] weights = new double[n];
            double[] repeated = new double[0];
            for (int i = 0; i < n; i++) {
                values[i] = random.nextInt(6) - 2;
                weights[i] = i == 0 ? 1 : random.nextInt(4);
                int from = repeated.length;
                repeated = Arrays.copyOf(repeated, from + (int) weights[i]);
                Arrays.fill(repeated, from, repeated.length, values[i]);
            }
            Quantiles weighted = Quantiles.of(values, weights);
            Quantiles twin = Quantiles.of(repeated);
            for (int part = 0; part <= 7; part++) {
                assertThat(weighted.at(part, 7)).as("seed %s", seed).isEqualTo(twin.at(part, 7));
                assertThat(weighted.at(part / 7.0)).as("seed %s", seed).isEqualTo(twin.at(part / 7.0));
                for (QuantileType type : QuantileType.values()) {
                    assertThat(weighted.at(part, 7, type))
                            .as("seed %s, %s", seed, type)
                            .isEqualTo(twin.at(part, 7, type));
                }
            }
        }
    }

    @Test
    void theOrderOfWeightedRowsDoesNotChangeABit() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double[] values = random.ints(200, 0, 9).asDoubleStream().toArray();
        double[] weights = random.doubles(200, 1e-3, 1e3).toArray();
        double[] otherValues = new double[200];
        double[] otherWeights = new double[200];
        for (int i = 0; i < 200; i++) {
            otherValues[i] = values[(i * 77 + 5) % 200];
            otherWeights[i] = weights[(i * 77 + 5) % 200];
        }
        Quantiles one = Quantiles.of(values, weights);
        Quantiles other = Quantiles.of(otherValues, otherWeights);
        for (int part = 0; part <= 1000; part++) {
            assertThat(other.at(part, 1000)).as("seed %s", seed).isEqualTo(one.at(part, 1000));
        }
    }

    @Test
    void theUnitOfWeightsThatAreNotWholeDoesNotMatter() {
        double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] probabilities = {0, 0.1, 0.2, 0.25, 1.0 / 3, 0.5, 2.0 / 3, 0.75, 0.9, 1};
        Quantiles plain = Quantiles.of(values);
        for (double unit : new double[] {0.1, 0.01, 0.3, 0.7, 1e-9, 123.456}) {
            double[] weights = new double[values.length];
            Arrays.fill(weights, unit);
            Quantiles weighted = Quantiles.of(values, weights);
            for (double probability : probabilities) {
                assertThat(weighted.at(probability)).as("unit %s", unit).isEqualTo(plain.at(probability));
            }
        }
        double[] mixed = {0.5, 1.5, 0.25, 2.75, 1, 1, 0.5, 2, 1.25, 0.75};
        double[] tenfold = Arrays.stream(mixed).map(w -> w * 0.3).toArray();
        for (double probability : probabilities) {
            assertThat(Quantiles.of(values, tenfold).at(probability))
                    .isCloseTo(Quantiles.of(values, mixed).at(probability), within(1e-9));
        }
    }

    /** Values 1, 2, 3 of weights ½, 1½, 1: half a one of three customers is less than a fifth of them. */
    @Test
    void jumpsAreWhereTheShareOfWeightIsReached() {
        for (double unit : new double[] {1, 2, 0.1, 1e-9}) {
            double[] weights = {0.5 * unit, 1.5 * unit, unit};
            Quantiles quantiles = Quantiles.of(new double[] {1, 2, 3}, weights);
            assertThat(quantiles.at(0.2, QuantileType.TYPE_1))
                    .as("unit %s", unit)
                    .isEqualTo(2);
            assertThat(quantiles.at(1, 6, QuantileType.TYPE_1)).isEqualTo(1);
            assertThat(quantiles.at(1, 6, QuantileType.TYPE_2)).isEqualTo(1.5);
            assertThat(quantiles.at(2, 3, QuantileType.TYPE_2)).isEqualTo(2.5);
        }
        Quantiles decimal = Quantiles.of(new double[] {1, 2, 3}, new double[] {0.1, 0.2, 0.3});
        assertThat(decimal.at(0.5, QuantileType.TYPE_1)).isEqualTo(2);
        assertThat(decimal.at(0.5, QuantileType.TYPE_2)).isEqualTo(2.5);
        assertThat(decimal.at(0.5))
                .as("x2 of three, half of the weight on either side")
                .isEqualTo(2.5);
        assertThat(decimal.at(0.25)).as("between 1 and x2").isEqualTo(1.75);
    }

    /** The definitions of {@link QuantileType} by whole numbers, of which weights are quarters. */
    @Test
    void weightedTypesAreThoseOfTheDefinition() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int n = 2 + random.nextInt(7);
            double[] values = random.ints(n, 0, 6).asDoubleStream().sorted().toArray();
            int[] quarters = random.ints(n, 1, 9).toArray();
            quarters[random.nextInt(n)] = 1 + 2 * random.nextInt(4); // one at least is no whole number
            double unit = random.nextBoolean() ? 0.25 : 0.0625 * (1 + random.nextInt(40)) / 64;
            double[] weights =
                    Arrays.stream(quarters).mapToDouble(q -> q * unit).toArray();
            if (Arrays.stream(weights).allMatch(w -> w == Math.rint(w))) {
                continue;
            }
            Quantiles quantiles = Quantiles.of(values, weights);
            double[] evenSteps = new double[n];
            for (int j = 0; j < n; j++) {
                evenSteps[j] = twoAt(values, quarters, j, n - 1);
            }
            boolean isEqual = Arrays.stream(quarters).distinct().count() == 1;
            int of = 1 + random.nextInt(12);
            for (int part = 0; part <= of; part++) {
                for (QuantileType type : QuantileType.values()) {
                    double expected = switch (type) {
                        case TYPE_1 -> reaching(values, quarters, part, of, true);
                        case TYPE_2 -> twoAt(values, quarters, part, of);
                        case TYPE_3 -> reaching(values, quarters, (long) Math.rint(n * part / (double) of), n, true);
                        default -> ofThePaper(isEqual ? values : evenSteps, part, of, type);
                    };
                    assertThat(quantiles.at(part, of, type))
                            .as(
                                    "seed %s, %s, %s / %s of %s by %s",
                                    seed, type, part, of, Arrays.toString(values), Arrays.toString(weights))
                            .isCloseTo(expected, within(1e-12));
                    assertThat(quantiles.at(part / (double) of, type)).isCloseTo(expected, within(1e-12));
                }
            }
        }
    }

    private static double twoAt(double[] sorted, int[] weights, long part, long of) {
        return (reaching(sorted, weights, part, of, true) + reaching(sorted, weights, part, of, false)) / 2;
    }

    /** The lowest value whose cumulative weight is at least, or more than, a share; the highest if there is none. */
    private static double reaching(double[] sorted, int[] weights, long part, long of, boolean isEnough) {
        long total = Arrays.stream(weights).sum();
        long cumulative = 0;
        if (part == 0) {
            return sorted[0];
        }
        for (int i = 0; i < sorted.length; i++) {
            cumulative += weights[i];
            if (cumulative * of > total * part || (isEnough && cumulative * of == total * part)) {
                return sorted[i];
            }
        }
        return sorted[sorted.length - 1];
    }

    @Test
    void relativeQuantilesRunFromTheLowestToTheHighestValueAndNeverFall() {
        double[] weights = {1.5, 1, 0.5};
        assertThat(Quantiles.of(new double[] {1, 2, 3}, weights).at(1)).isEqualTo(3);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            int n = 2 + random.nextInt(20);
            double[] values = random.doubles(n).toArray();
            double[] some = random.doubles(n, 1e-3, 2).map(w -> w * w * w).toArray();
            Quantiles quantiles = Quantiles.of(values, some);
            Quantiles turned = Quantiles.of(Arrays.stream(values).map(v -> -v).toArray(), some);
            double last = Arrays.stream(values).min().orElseThrow();
            assertThat(quantiles.at(0)).as("seed %s", seed).isEqualTo(last);
            for (int part = 0; part <= 50; part++) {
                double quantile = quantiles.at(part, 50);
                assertThat(quantile).as("seed %s", seed).isGreaterThanOrEqualTo(last);
                assertThat(turned.at(50 - part, 50)).as("seed %s", seed).isCloseTo(-quantile, within(1e-9));
                last = quantile;
            }
            assertThat(last)
                    .as("seed %s", seed)
                    .isEqualTo(Arrays.stream(values).max().orElseThrow());
        }
    }

    /** Also of rows that repeat values, as no weights are: by every type, to the bit. */
    @Test
    void equalWeightsThatAreNotWholeAreNoWeights() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            double[] values =
                    random.ints(1 + random.nextInt(12), 0, 5).asDoubleStream().toArray();
            double[] weights = new double[values.length];
            Arrays.fill(weights, 0.1 + random.nextInt(9) / 2.0);
            for (QuantileType type : QuantileType.values()) {
                for (int part = 0; part <= 12; part++) {
                    assertThat(Quantiles.of(values, weights).at(part, 12, type))
                            .as("seed %s", seed)
                            .isEqualTo(Quantiles.of(values).at(part, 12, type));
                }
            }
        }
    }
}
