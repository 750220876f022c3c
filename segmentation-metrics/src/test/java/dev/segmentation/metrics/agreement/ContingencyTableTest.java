package dev.segmentation.metrics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContingencyTableTest {

    @RegisterExtension
    static final GoldenOperation EXTERNAL = GoldenOperation.of("validation.external");

    @TestFactory
    Stream<DynamicTest> agreesWithTheReferences() {
        return EXTERNAL.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        ContingencyTable table = ContingencyTable.between(
                labels(golden.ints(golden.inputs().get("labelsA"))),
                labels(golden.ints(golden.inputs().get("labelsB"))));
        JsonNode contingency = golden.expected().get("contingency");
        for (int i = 0; i < contingency.size(); i++) {
            for (int j = 0; j < contingency.get(i).size(); j++) {
                assertThat(table.count(i, j))
                        .isEqualTo(contingency.get(i).get(j).asLong());
            }
        }
        checkPairs(golden, table);
        golden.assertClose("rand", table.rand());
        golden.assertClose("adjustedRand", table.adjustedRand());
        golden.assertClose("jaccardPairs", table.jaccard());
        golden.assertClose("fowlkesMallows", table.fowlkesMallows());
        golden.assertClose("mutualInfoNats", table.mutualInformation());
        golden.assertClose("homogeneity", table.homogeneity());
        golden.assertClose("completeness", table.completeness());
        golden.assertClose("vMeasure", table.vMeasure());
        golden.assertClose("variationOfInformationNats", table.variationOfInformation());
        golden.assertClose("entropyA", table.entropyOfRows());
        golden.assertClose("entropyB", table.entropyOfColumns());
        golden.assertClose("purityAofB", table.purityOfRows());
        golden.assertClose("purityBofA", table.purityOfColumns());
        for (Normalization normalization : Normalization.values()) {
            String field = normalization.name().toLowerCase(Locale.ROOT);
            golden.assertClose(
                    "nmi",
                    table.normalizedMutualInformation(normalization),
                    golden.expected().get("nmi").get(field).asDouble());
            golden.assertClose(
                    "ami",
                    table.adjustedMutualInformation(normalization),
                    golden.expected().get("ami").get(field).asDouble());
        }
        assertThat(table.undefined()).isEmpty();
    }

    /** Ordered pairs: apart in both, together in the columns only, in the rows only, in both. */
    private static void checkPairs(GoldenCase golden, ContingencyTable table) {
        long n = table.customers();
        long rows = IntStream.range(0, table.rowCount())
                .mapToLong(i -> table.rowTotal(i) * (table.rowTotal(i) - 1))
                .sum();
        long columns = IntStream.range(0, table.columnCount())
                .mapToLong(j -> table.columnTotal(j) * (table.columnTotal(j) - 1))
                .sum();
        long both = Arrays.stream(table.toArray())
                .flatMapToLong(Arrays::stream)
                .map(count -> count * (count - 1))
                .sum();
        double[][] expected = golden.doubles2(golden.expected().get("pairConfusionOrdered"));
        assertThat(expected[0]).containsExactly(n * (n - 1) - rows - columns + both, columns - both);
        assertThat(expected[1]).containsExactly(rows - both, both);
    }

    @Test
    void countsPairsBeyondTwoToThe31() {
        ContingencyTable halves =
                ContingencyTable.between(generated(3_000_000, i -> i % 2), generated(3_000_000, i -> i % 2));
        assertThat(halves.adjustedRand()).isEqualTo(1);
        assertThat(halves.adjustedMutualInformation()).isEqualTo(1);
        ContingencyTable same = ContingencyTable.between(generated(100_000, i -> 0), generated(100_000, i -> 0));
        assertThat(same.adjustedRand()).isEqualTo(1);
        assertThat(same.normalizedMutualInformation()).isEqualTo(1);
    }

    @Test
    void renamingSegmentsKeepsEveryIndex() {
        ContingencyTable table =
                ContingencyTable.between(generated(999, i -> i % 3), generated(999, i -> (7 * (i % 3) + 3) % 101));
        assertThat(table.adjustedRand()).isEqualTo(1);
        assertThat(table.adjustedMutualInformation()).isEqualTo(1);
        assertThat(table.variationOfInformation()).isEqualTo(0);
    }

    @Test
    void aggregatedCountsMayBeHuge() {
        long q = 1L << 60;
        ContingencyTable independent = ContingencyTable.copyOf(new long[][] {{q, q}, {q, q}});
        // 2·(N·S − a·b) / (N·(a + b) − 2·a·b) for n = 2^62 is −1/(n − 1)·(1 + …): −2.17e-19
        assertThat(independent.adjustedRand()).isCloseTo(-1.0 / Math.scalb(1.0, 62), within(1e-25));
        assertThat(independent.rand()).isCloseTo(0.5, within(1e-15));
        assertThat(independent.mutualInformation()).isEqualTo(0);
        assertThat(independent.adjustedMutualInformation()).isCloseTo(0, within(1e-18));
        ContingencyTable skewed = ContingencyTable.copyOf(new long[][] {{3 * q, 0}, {1, q - 1}});
        assertThat(skewed.adjustedRand()).isCloseTo(1, within(1e-15));
        assertThat(skewed.entropyOfRows()).isCloseTo(0.5623351446188083, within(1e-15));
        assertThat(skewed.normalizedMutualInformation()).isGreaterThan(0.999999).isLessThanOrEqualTo(1);
        assertThatThrownBy(() -> ContingencyTable.copyOf(new long[][] {{4 * q, 1}}))
                .isInstanceOf(InvalidInputException.class)
                .extracting(thrown -> ((InvalidInputException) thrown).reason())
                .isEqualTo(Reason.RANGE);
    }

    @Test
    void identicalPartitionsAgreeAlsoWhenTrivial() {
        for (IntUnaryOperator partition : new IntUnaryOperator[] {i -> 0, i -> i, i -> i / 2}) {
            ContingencyTable table =
                    ContingencyTable.between(generated(6, partition), generated(6, i -> 5 - partition.applyAsInt(i)));
            assertThat(table.rand()).isEqualTo(1);
            assertThat(table.adjustedRand()).isEqualTo(1);
            assertThat(table.jaccard()).isEqualTo(1);
            assertThat(table.fowlkesMallows()).isEqualTo(1);
            assertThat(table.homogeneity()).isEqualTo(1);
            assertThat(table.completeness()).isEqualTo(1);
            assertThat(table.vMeasure()).isEqualTo(1);
            assertThat(table.variationOfInformation()).isEqualTo(0);
            for (Normalization normalization : Normalization.values()) {
                assertThat(table.normalizedMutualInformation(normalization)).isEqualTo(1);
                assertThat(table.adjustedMutualInformation(normalization)).isEqualTo(1);
            }
            assertThat(table.undefined()).isEmpty();
        }
    }

    @Test
    void allAloneAgainstHalvesSharesNothingBeyondChance() {
        ContingencyTable table = ContingencyTable.between(generated(6, i -> i), generated(6, i -> i / 3));
        assertThat(table.adjustedRand()).isEqualTo(0);
        assertThat(table.jaccard()).isEqualTo(0);
        assertThat(table.homogeneity()).isLessThan(0.5);
        assertThat(table.completeness()).isEqualTo(1);
        for (Normalization normalization : Normalization.values()) {
            assertThat(table.adjustedMutualInformation(normalization)).isEqualTo(0);
        }
        assertThat(table.fowlkesMallows()).isNaN();
        assertThat(table.undefined()).extracting(Notice::reason).containsExactly(Reason.NO_OBSERVATIONS);
        assertThat(table.undefined().get(0).message()).startsWith("fowlkesMallows");
    }

    @Test
    void fewerThanTwoCustomersAreUndefined() {
        ContingencyTable nobody = ContingencyTable.between(Assignment.copyOf(2), Assignment.copyOf(3));
        ContingencyTable one = ContingencyTable.between(Assignment.copyOf(2, 1), Assignment.copyOf(3, 0));
        for (ContingencyTable table : new ContingencyTable[] {nobody, one}) {
            for (ToDoubleFunction<ContingencyTable> index : Arrays.<ToDoubleFunction<ContingencyTable>>asList(
                    ContingencyTable::rand,
                    ContingencyTable::adjustedRand,
                    ContingencyTable::jaccard,
                    ContingencyTable::fowlkesMallows,
                    ContingencyTable::normalizedMutualInformation,
                    ContingencyTable::adjustedMutualInformation,
                    ContingencyTable::homogeneity,
                    ContingencyTable::completeness,
                    ContingencyTable::vMeasure)) {
                assertThat(index.applyAsDouble(table)).isNaN();
            }
        }
        assertThat(nobody.variationOfInformation()).isNaN();
        assertThat(nobody.mutualInformation()).isNaN();
        assertThat(nobody.entropyOfRows()).isNaN();
        assertThat(nobody.purityOfRows()).isNaN();
        assertThat(nobody.undefined()).extracting(Notice::reason).containsExactly(Reason.EMPTY);
        assertThat(one.entropyOfRows()).isEqualTo(0);
        assertThat(one.undefined()).extracting(Notice::reason).containsExactly(Reason.NO_OBSERVATIONS);
    }

    @Test
    void overlapOfSingleSegments() {
        ContingencyTable table = ContingencyTable.copyOf(new long[][] {{3, 1, 0}, {2, 4, 0}, {0, 0, 0}});
        assertThat(table.jaccard(0, 0)).isEqualTo(0.5);
        assertThat(table.jaccard(1, 0)).isEqualTo(2.0 / 9);
        assertThat(table.jaccard(0, 2)).isEqualTo(0);
        assertThat(table.jaccard(2, 2)).isNaN();
        assertThat(table.rowTotal(0)).isEqualTo(4);
        assertThat(table.columnTotal(1)).isEqualTo(5);
        assertThat(table.customers()).isEqualTo(10);
        assertThat(table.toString()).isEqualTo("ContingencyTable[3 × 3, 10 customers]");
        assertThatThrownBy(() -> table.jaccard(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void isSymmetricToTheBitAndMatchesItsDefinitions() {
        long seed = System.nanoTime();
        SeededRandom random = SeededRandom.stream(seed, 0);
        for (int run = 0; run < 200; run++) {
            int n = 2 + random.nextInt(40);
            int k = 1 + random.nextInt(6);
            Assignment a = generated(n, i -> random.nextInt(k));
            Assignment b = generated(n, i -> random.nextInt(4));
            ContingencyTable table = ContingencyTable.between(a, b);
            ContingencyTable mirrored = ContingencyTable.between(b, a);
            assertThat(table.adjustedRand()).as("seed " + seed).isEqualTo(mirrored.adjustedRand());
            assertThat(table.mutualInformation()).as("seed " + seed).isEqualTo(mirrored.mutualInformation());
            assertThat(table.variationOfInformation()).as("seed " + seed).isEqualTo(mirrored.variationOfInformation());
            assertThat(table.adjustedMutualInformation(Normalization.MAX))
                    .as("seed " + seed)
                    .isEqualTo(mirrored.adjustedMutualInformation(Normalization.MAX));
            assertThat(table.homogeneity()).as("seed " + seed).isEqualTo(mirrored.completeness());
            assertThat(table.rand()).as("seed " + seed).isCloseTo(randByPairs(a, b), within(1e-15));
            assertThat(table.variationOfInformation())
                    .as("seed " + seed)
                    .isCloseTo(
                            table.entropyOfRows() + table.entropyOfColumns() - 2 * table.mutualInformation(),
                            within(1e-13));
        }
    }

    private static double randByPairs(Assignment a, Assignment b) {
        long agree = 0;
        long all = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < i; j++) {
                all++;
                if ((a.label(i) == a.label(j)) == (b.label(i) == b.label(j))) {
                    agree++;
                }
            }
        }
        return (double) agree / all;
    }

    /** The published sum with factorials, for small n. */
    @Test
    void expectedInformationIsThePublishedSum() {
        long[] rows = {7, 5, 11, 1};
        long[] columns = {10, 8, 6};
        assertThat(ExpectedInformation.of(rows, columns, 24)).isCloseTo(published(rows, columns, 24), within(1e-13));
        long[] uneven = {2_000, 30, 1};
        long[] halves = {1_016, 1_015};
        assertThat(ExpectedInformation.of(uneven, halves, 2_031))
                .isCloseTo(published(uneven, halves, 2_031), within(1e-12));
    }

    @Test
    void expectedInformationOfLargeTablesContinuesThatOfSmallOnes() {
        // both sides of the change from summing to expanding a cell, which is at a variance of a million
        double smaller = ExpectedInformation.of(
                new long[] {7_900_000, 8_100_000}, new long[] {9_000_000, 7_000_000}, 16_000_000);
        double larger = ExpectedInformation.of(
                new long[] {8_295_000, 8_505_000}, new long[] {9_450_000, 7_350_000}, 16_800_000);
        assertThat(smaller * 2 * (16_000_000 - 1)).isCloseTo(1, within(1e-6));
        assertThat(larger * 2 * (16_800_000 - 1)).isCloseTo(1, within(1e-6));
        assertThat(smaller / larger).isCloseTo(16.8 / 16, within(1e-6));
    }

    private static double published(long[] rows, long[] columns, int n) {
        double[] logFactorial = new double[n + 1];
        for (int i = 1; i <= n; i++) {
            logFactorial[i] = logFactorial[i - 1] + StrictMath.log(i);
        }
        double sum = 0;
        for (long rowTotal : rows) {
            for (long columnTotal : columns) {
                int a = (int) rowTotal;
                int b = (int) columnTotal;
                for (int x = Math.max(1, a + b - n); x <= Math.min(a, b); x++) {
                    double logProbability = logFactorial[a]
                            + logFactorial[b]
                            + logFactorial[n - a]
                            + logFactorial[n - b]
                            - logFactorial[n]
                            - logFactorial[x]
                            - logFactorial[a - x]
                            - logFactorial[b - x]
                            - logFactorial[n - a - b + x];
                    sum += (double) x
                            / n
                            * StrictMath.log((double) x * n / ((double) a * b))
                            * StrictMath.exp(logProbability);
                }
            }
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(Normalization.class)
    void chanceScoresZeroOnAverage(Normalization normalization) {
        SeededRandom random = SeededRandom.stream(1, 2);
        double information = 0;
        double pairs = 0;
        int runs = 2_000;
        int[] shuffled = IntStream.range(0, 60).map(i -> i % 4).toArray();
        Assignment fixed = generated(60, i -> i % 5);
        for (int run = 0; run < runs; run++) {
            for (int i = shuffled.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int swap = shuffled[i];
                shuffled[i] = shuffled[other];
                shuffled[other] = swap;
            }
            ContingencyTable table = ContingencyTable.between(fixed, Assignment.copyOf(4, shuffled));
            information += table.adjustedMutualInformation(normalization) / runs;
            pairs += table.adjustedRand() / runs;
        }
        assertThat(information).isCloseTo(0, within(0.004)); // five standard errors
        assertThat(pairs).isCloseTo(0, within(0.004));
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatThrownBy(() -> ContingencyTable.between(Assignment.copyOf(2, 0, 1), Assignment.copyOf(2, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("ContingencyTable.between: columns has 1 entries, expected 2, one per row of the other");
        assertThatThrownBy(() -> ContingencyTable.between(Assignment.copyOf(1 << 14), Assignment.copyOf(1 << 14)))
                .hasMessage("ContingencyTable.between: 16384 × 16384 segments are 268435456 cells, expected at most"
                        + " 134217728; renumber the segments without the empty ones, or merge some");
        assertThatThrownBy(() -> ContingencyTable.copyOf(new long[0][])).hasMessageContaining("no cells");
        assertThatThrownBy(() -> ContingencyTable.copyOf(new long[][] {{1, 2}, {3}}))
                .hasMessage("ContingencyTable.copyOf: row 1 has 1 counts, row 0 has 2; every row needs one per column");
        assertThatThrownBy(() -> ContingencyTable.copyOf(new long[][] {{1, -2}}))
                .hasMessage("ContingencyTable.copyOf: the count in row 0, column 1 is negative; counts are at least 0");
        assertThatThrownBy(() -> ContingencyTable.copyOf(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("counts");
    }

    @Test
    void isImmutable() {
        long[][] counts = {{1, 2}, {3, 4}};
        ContingencyTable table = ContingencyTable.copyOf(counts);
        counts[0][0] = 99;
        table.toArray()[0][0] = 99;
        assertThat(table.count(0, 0)).isEqualTo(1);
        assertThat(table).isEqualTo(ContingencyTable.copyOf(new long[][] {{1, 2}, {3, 4}}));
    }

    private static Assignment labels(int... labels) {
        return Assignment.copyOf(Arrays.stream(labels).max().orElse(0) + 1, labels);
    }

    private static Assignment generated(int n, IntUnaryOperator label) {
        int[] labels = IntStream.range(0, n).map(label).toArray();
        return labels(labels);
    }
}
