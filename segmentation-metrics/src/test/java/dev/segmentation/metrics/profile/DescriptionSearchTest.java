package dev.segmentation.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.rule.RuleSet;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DescriptionSearchTest {

    private static final LocalDate DATE = LocalDate.of(2025, 1, 31);

    @Test
    void findsAPlantedBox() {
        // orders 0 … 12, recency 0 … 99: loyal are those with 7 and more orders within 40 days
        int n = 1300;
        double[] orders = new double[n];
        double[] recency = new double[n];
        double[] noise = new double[n];
        int[] labels = new int[n];
        SeededRandom random = SeededRandom.stream(71, 0);
        for (int i = 0; i < n; i++) {
            orders[i] = i % 13;
            recency[i] = i / 13;
            noise[i] = random.nextGaussian();
            labels[i] = orders[i] >= 7 && recency[i] < 40 ? 1 : 0;
        }
        Segmentation segmentation = Segmentation.of(
                        Snapshot.builder(DATE, ids(n))
                                .numeric("noise", Role.DESCRIPTOR, noise)
                                .numeric("orders_12m", Role.BASE, orders)
                                .numeric("recency_days", Role.BASE, recency)
                                .numeric("answer", Role.OUTCOME, toDoubles(labels))
                                .build(),
                        Assignment.copyOf(2, labels))
                .withNames("Others", "Loyal");
        SegmentDescriptions found = DescriptionSearch.withDefaults().describe(segmentation);
        SegmentDescription loyal = found.segment(segmentation.segments().get(1));
        assertThat(loyal)
                .hasToString("orders_12m ≥ 6.5 and recency_days < 39.5 → Loyal: precision 100 % [95 %, 100 %],"
                        + " covers 100 % [95 %, 100 %], lift 5.4, n = 72");
        assertThat(loyal.rules().get(0).conditionCount()).isEqualTo(2);
        assertThat(loyal.rules().get(0).rule()).hasToString("Loyal: orders_12m ≥ 6.5 and recency_days < 39.5");
        assertThat(loyal.quality().baseline()).isEqualTo(ProportionInterval.wilson(72, 390, 0.95));
        assertThat(loyal.quality().lift().value()).isCloseTo(390.0 / 72, within(1e-12));
        // the others are two overlapping half spaces, the one of the recency with 780 customers, then that of the
        // orders
        SegmentDescription others = found.segment("Others");
        assertThat(others.rules()).hasSize(2);
        assertThat(others.rules().get(0).toString()).startsWith("recency_days ≥ 39.5 → Others: precision 100 %");
        assertThat(others.rules().get(1).toString()).startsWith("orders_12m < 6.5 → Others: precision 100 %");
        assertThat(others.rules())
                .extracting(rule -> rule.quality().precision().customers())
                .satisfies(claims -> assertThat(claims.get(0) + claims.get(1)).isEqualTo(318));
        assertThat(others.quality().precision()).isEqualTo(ProportionInterval.wilson(318, 318, 0.95));
        assertThat(others.quality().coverage()).isEqualTo(ProportionInterval.wilson(318, 318, 0.95));
        assertThat(others.toString()).contains("\n  together → Others: precision 100 % [99 %, 100 %], covers 100 %");
    }

    @Test
    void heldOutNumbersAreThoseOfTheRulesAsARuleSet() {
        Segmentation segmentation = blobs(900, 1.2);
        SegmentDescriptions found =
                DescriptionSearch.withDefaults().withSeed(9).withHeldOut(0.4).describe(segmentation);
        int[] heldOut = heldOut(segmentation.assignment(), 0.4, 9);
        int checked = 0;
        for (SegmentDescription description : found.segments()) {
            RuleSet.Builder builder = RuleSet.builder().otherwise("somebody else");
            description.rules().forEach(rule -> builder.rule(rule.rule()));
            RuleSet rules = builder.build();
            FeatureMatrix features = found.features(segmentation.snapshot()).select(rules.featureNames());
            Assignment assigned = rules.assign(features);
            int claimed = 0;
            int hits = 0;
            int members = 0;
            for (int i : heldOut) {
                boolean member = segmentation.assignment().label(i)
                        == description.segment().index();
                boolean claims = rules.segmentNames()
                        .get(assigned.label(i))
                        .equals(description.segment().name());
                members += member ? 1 : 0;
                claimed += claims ? 1 : 0;
                hits += member && claims ? 1 : 0;
            }
            assertThat(description.quality().precision()).isEqualTo(ProportionInterval.wilson(hits, claimed, 0.95));
            assertThat(description.quality().coverage()).isEqualTo(ProportionInterval.wilson(hits, members, 0.95));
            assertThat(description.quality().baseline())
                    .isEqualTo(ProportionInterval.wilson(members, heldOut.length, 0.95));
            assertThat(description.quality().precision().value()).isBetween(0.7, 0.999);
            checked += claimed;
        }
        assertThat(checked).isGreaterThan(250);
        assertThat(found.rules()).hasSizeGreaterThanOrEqualTo(3);
    }

    /** The share of each segment with the smallest draws. */
    private static int[] heldOut(Assignment assignment, double share, long seed) {
        List<Integer> rows = new ArrayList<>();
        for (int s = 0; s < assignment.segmentCount(); s++) {
            List<Integer> own = new ArrayList<>();
            for (int i : assignment.rowsOf(s)) {
                own.add(i);
            }
            own.sort(Comparator.comparingDouble(i -> SeededRandom.uniform(seed, i)));
            rows.addAll(own.subList(0, (int) Math.rint(share * own.size())));
        }
        return rows.stream().mapToInt(i -> i).toArray();
    }

    @Test
    void codeLengthIsThatOfTheFormula() {
        CodeLength code = new CodeLength(10, 4);
        assertThat(code.of(0, 0)).isCloseTo(log2(11) + log2(210), within(1e-12));
        assertThat(code.of(4, 4)).isCloseTo(log2(5) + log2(7), within(1e-12));
        for (int claimed = 0; claimed <= 10; claimed++) {
            for (int hits = Math.max(0, claimed - 6); hits <= Math.min(4, claimed); hits++) {
                double wanted = log2(claimed + 1)
                        + log2(binomial(claimed, hits))
                        + log2(11 - claimed)
                        + log2(binomial(10 - claimed, 4 - hits));
                assertThat(code.of(claimed, hits)).isCloseTo(wanted, within(1e-12));
            }
        }
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static double binomial(int n, int k) {
        BigInteger value = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            value = value.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return value.doubleValue();
    }

    @Test
    void theBestSingleConditionBySlowTwin() {
        for (int run = 0; run < 40; run++) {
            SeededRandom random = SeededRandom.stream(72, run);
            int n = 20 + random.nextInt(60);
            double[][] columns = new double[3][n];
            boolean[] member = new boolean[n];
            for (int i = 0; i < n; i++) {
                columns[0][i] = random.nextInt(6) == 0 ? Double.NaN : random.nextInt(8);
                columns[1][i] = random.nextGaussian();
                columns[2][i] = random.nextInt(3);
                member[i] = columns[0][i] > 4 ? random.nextInt(5) > 0 : random.nextInt(6) == 0;
            }
            RuleTable table = table(columns);
            List<List<Condition>> found;
            try (Workers workers = Execution.sequential().start()) {
                found = new RuleSearch(table, member, new DescriptionSearch.Limits(1, 1, 1, 0), workers).find();
            }
            CodeLength code = new CodeLength(
                    n, (int) IntStream.range(0, n).filter(i -> member[i]).count());
            double least = code.of(0, 0);
            for (int j = 0; j < 3; j++) {
                for (Condition.Side side : List.of(Condition.Side.AT_LEAST, Condition.Side.BELOW)) {
                    double[] values = Arrays.stream(columns[j])
                            .filter(v -> !Double.isNaN(v))
                            .sorted()
                            .distinct()
                            .toArray();
                    for (int c = 1; c < values.length; c++) {
                        Condition condition = new Condition(j, side, (values[c - 1] + values[c]) / 2);
                        least = Math.min(least, length(List.of(condition), columns, member, code));
                    }
                }
            }
            double length = found.isEmpty() ? code.of(0, 0) : length(found.get(0), columns, member, code);
            assertThat(length).as("run %d", run).isCloseTo(least, within(1e-9));
        }
    }

    @Test
    void twoConditionsReachTheBestPairOfAPlantedBox() {
        for (int run = 0; run < 10; run++) {
            SeededRandom random = SeededRandom.stream(73, run);
            int n = 80;
            double[][] columns = new double[2][n];
            boolean[] member = new boolean[n];
            for (int i = 0; i < n; i++) {
                columns[0][i] = random.nextInt(10);
                columns[1][i] = random.nextInt(10);
                boolean inside = columns[0][i] >= 4 && columns[1][i] < 6;
                member[i] = random.nextInt(20) == 0 ? !inside : inside;
            }
            CodeLength code = new CodeLength(
                    n, (int) IntStream.range(0, n).filter(i -> member[i]).count());
            List<List<Condition>> found;
            try (Workers workers = Execution.sequential().start()) {
                found = new RuleSearch(table(columns), member, new DescriptionSearch.Limits(2, 1, 5, 0), workers)
                        .find();
            }
            double least = Double.POSITIVE_INFINITY;
            for (double x = 0.5; x < 9; x++) {
                for (double y = 0.5; y < 9; y++) {
                    List<Condition> pair = List.of(
                            new Condition(0, Condition.Side.AT_LEAST, x), new Condition(1, Condition.Side.BELOW, y));
                    least = Math.min(least, length(pair, columns, member, code));
                }
            }
            assertThat(found).as("run %d", run).hasSize(1);
            assertThat(length(found.get(0), columns, member, code))
                    .as("run %d", run)
                    .isCloseTo(least, within(1e-9));
        }
    }

    /** Bits of a single rule: which columns, which of the cuts and sides, and the corrections. */
    private static double length(List<Condition> rule, double[][] columns, boolean[] member, CodeLength code) {
        int claimed = 0;
        int hits = 0;
        for (int i = 0; i < member.length; i++) {
            int row = i;
            if (rule.stream()
                    .allMatch(c -> c.side() == Condition.Side.BELOW
                            ? columns[c.column()][row] < c.bound()
                            : columns[c.column()][row] >= c.bound())) {
                claimed++;
                hits += member[i] ? 1 : 0;
            }
        }
        double members =
                IntStream.range(0, member.length).filter(i -> member[i]).count();
        if (claimed == 0 || (double) hits / claimed < members / member.length) {
            return Double.POSITIVE_INFINITY;
        }
        double bits = 0;
        for (Condition condition : rule) {
            long distinct = Arrays.stream(columns[condition.column()])
                    .filter(v -> !Double.isNaN(v))
                    .distinct()
                    .count();
            bits += log2(columns.length) + log2(2.0 * (distinct - 1));
        }
        return bits + code.of(claimed, hits);
    }

    private static RuleTable table(double[][] columns) {
        int n = columns[0].length;
        Snapshot.Builder builder = Snapshot.builder(DATE, ids(n));
        for (int j = 0; j < columns.length; j++) {
            builder.numeric("x" + j, Role.BASE, columns[j]);
        }
        try (Workers workers = Execution.sequential().start()) {
            List<String> names =
                    IntStream.range(0, columns.length).mapToObj(j -> "x" + j).toList();
            return RuleTable.of(builder.build(), names, IntStream.range(0, n).toArray(), workers);
        }
    }

    @Test
    void segmentsThatCannotBeToldApartGetNoRule() {
        int described = 0;
        for (int run = 0; run < 100; run++) {
            SeededRandom random = SeededRandom.stream(74, run);
            int n = 200;
            double[] age = IntStream.range(0, n)
                    .mapToDouble(i -> random.nextGaussian())
                    .toArray();
            double[] visits =
                    IntStream.range(0, n).mapToDouble(i -> random.nextInt(5)).toArray();
            int[] labels = IntStream.range(0, n).map(i -> random.nextInt(2)).toArray();
            Segmentation noise = Segmentation.of(
                    Snapshot.builder(DATE, ids(n))
                            .numeric("age", Role.DESCRIPTOR, age)
                            .numeric("visits", Role.BASE, visits)
                            .build(),
                    Assignment.copyOf(2, labels));
            SegmentDescriptions found =
                    DescriptionSearch.withDefaults().withMinimumGain(0).describe(noise);
            described += found.segments().stream().anyMatch(d -> !d.rules().isEmpty()) ? 1 : 0;
            if (run == 0) {
                assertThat(found)
                        .hasToString(
                                "Segment 0: no short rule tells it apart\nSegment 1: no short rule tells it apart");
                assertThat(found.segment("Segment 0").quality().precision().undefined())
                        .contains(Reason.NO_OBSERVATIONS);
                assertThat(found.segment("Segment 0").quality().coverage().value())
                        .isZero();
            }
        }
        assertThat(described).isLessThanOrEqualTo(5);
    }

    @Test
    void aLargerMinimumGainGivesShorterDescriptions() {
        // x tells nearly all, y a little more
        int n = 4000;
        SeededRandom random = SeededRandom.stream(75, 0);
        double[] x = IntStream.range(0, n).mapToDouble(i -> random.nextDouble()).toArray();
        double[] y = IntStream.range(0, n).mapToDouble(i -> random.nextDouble()).toArray();
        int[] labels = IntStream.range(0, n)
                .map(i -> x[i] > 0.5 && y[i] > 0.02 ? 1 : 0)
                .toArray();
        Segmentation segmentation = Segmentation.of(
                Snapshot.of(DATE, ids(n), FeatureMatrix.copyOf(List.of("x", "y"), rows(x, y))),
                Assignment.copyOf(2, labels));
        DescriptionSearch search = DescriptionSearch.withDefaults().withRules(1);
        assertThat(search.withMinimumGain(0.001)
                        .describe(segmentation)
                        .segment("Segment 1")
                        .rules())
                .extracting(DescribedRule::conditionCount)
                .containsExactly(2);
        assertThat(search.withMinimumGain(0.3)
                        .describe(segmentation)
                        .segment("Segment 1")
                        .rules())
                .extracting(DescribedRule::conditionCount)
                .containsExactly(1);
        assertThat(search.withConditions(1)
                        .describe(segmentation)
                        .segment("Segment 1")
                        .rules())
                .extracting(DescribedRule::conditionCount)
                .containsExactly(1);
    }

    @Test
    void speaksOfLevelsByName() {
        int n = 240;
        List<String> regions = new ArrayList<>();
        List<String> tiers = new ArrayList<>();
        int[] labels = new int[n];
        List<String> levels = List.of("bronze", "silver", "gold", "platinum");
        for (int i = 0; i < n; i++) {
            regions.add(List.of("south", "north", "west").get(i % 3));
            tiers.add(levels.get(i / 3 % 4));
            labels[i] = i % 3 == 1 && i / 3 % 4 >= 2 ? 1 : i % 3 == 2 && i / 3 % 4 < 2 ? 2 : 0;
        }
        Segmentation segmentation = Segmentation.of(
                        Snapshot.builder(DATE, ids(n))
                                .nominal("region", Role.DESCRIPTOR, regions)
                                .ordinal("tier", Role.BASE, levels, tiers)
                                .build(),
                        Assignment.copyOf(3, labels))
                .withNames("Rest", "High north", "Low west");
        SegmentDescriptions found = DescriptionSearch.withDefaults().describe(segmentation);
        assertThat(found.segment("High north").toString())
                .startsWith("region = north and tier ≥ gold → High north: precision 100 %");
        assertThat(found.segment("Low west").toString())
                .startsWith("region = west and tier ≤ silver → Low west: precision 100 %");
        // another snapshot, whose levels come in another order and with a new one
        Snapshot later = Snapshot.builder(DATE, ids(4))
                .nominal("region", Role.DESCRIPTOR, List.of("north", "east", "west", "north"))
                .ordinal("tier", Role.BASE, List.of("gold", "silver"), Arrays.asList("gold", "gold", "silver", null))
                .build();
        FeatureMatrix codes = found.features(later);
        assertThat(codes.column("region")).containsExactly(1, Double.NaN, 2, 1);
        assertThat(codes.column("tier")).containsExactly(2, 2, 1, Double.NaN);
        RuleSet.Builder builder = RuleSet.builder();
        found.rules().stream().filter(rule -> !rule.name().equals("Rest")).forEach(builder::rule);
        RuleSet rules = builder.otherwise("Rest").build();
        Assignment assigned = rules.assign(codes.select(rules.featureNames()));
        assertThat(IntStream.range(0, 4).mapToObj(i -> rules.segmentNames().get(assigned.label(i))))
                .containsExactly("High north", "Rest", "Low west", "Rest");
        Snapshot other = Snapshot.builder(DATE, ids(1))
                .numeric("region", Role.BASE, 1)
                .ordinal("tier", Role.BASE, levels, List.of("gold"))
                .build();
        assertThatThrownBy(() -> found.features(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("SegmentDescriptions.features: column \"region\" is NUMERIC, expected NOMINAL as when rules"
                        + " were learnt");
    }

    @Test
    void missingValuesFulfilNothing() {
        // the segment is those whose value is missing: no rule can speak of them, while the others have one
        int n = 200;
        double[] values = IntStream.range(0, n)
                .mapToDouble(i -> i % 4 == 0 ? Double.NaN : i % 7)
                .toArray();
        int[] labels = IntStream.range(0, n)
                .map(i -> i % 4 == 0 ? 1 : i % 7 < 3 ? 2 : 0)
                .toArray();
        Segmentation segmentation = Segmentation.of(
                Snapshot.builder(DATE, ids(n)).numeric("x", Role.BASE, values).build(), Assignment.copyOf(3, labels));
        SegmentDescriptions found = DescriptionSearch.withDefaults().describe(segmentation);
        assertThat(found.segment("Segment 1").rules()).isEmpty();
        assertThat(found.segment("Segment 2").toString()).startsWith("x < 2.5 → Segment 2: precision 100 %");
    }

    @Test
    void boundsLieBetweenNeighboursHoweverClose() {
        assertThat(RuleSearch.midpoint(6, 7)).isEqualTo(6.5);
        assertThat(RuleSearch.midpoint(-Double.MAX_VALUE, Double.MAX_VALUE)).isZero();
        assertThat(RuleSearch.midpoint(1, Math.nextUp(1.0))).isEqualTo(Math.nextUp(1.0));
        assertThat(RuleSearch.midpoint(0, Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
        assertThat(RuleSearch.midpoint(-Double.MIN_VALUE, 0)).isZero();
    }

    @Test
    void oneSegmentEmptySegmentsAndNoCustomersHaveNoRules() {
        Snapshot snapshot = Snapshot.of(DATE, ids(4), FeatureMatrix.copyOfRowMajor(List.of("x"), 1.0, 2, 3, 4));
        SegmentDescriptions one =
                DescriptionSearch.withDefaults().describe(Segmentation.of(snapshot, Assignment.copyOf(1, 0, 0, 0, 0)));
        assertThat(one.segments()).hasSize(1);
        assertThat(one.rules()).isEmpty();
        SegmentDescriptions empty =
                DescriptionSearch.withDefaults().describe(Segmentation.of(snapshot, Assignment.copyOf(3, 0, 0, 0, 0)));
        assertThat(empty.segment("Segment 2").rules()).isEmpty();
        assertThat(empty.segment("Segment 2").quality().lift().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(empty.segment("Segment 2").quality()).hasToString("precision –, covers –, lift –, n = 0");
        Snapshot nobody = Snapshot.of(DATE, ids(0), FeatureMatrix.copyOfRowMajor(List.of("x"), new double[0]));
        assertThat(DescriptionSearch.withDefaults()
                        .describe(Segmentation.of(nobody, Assignment.copyOf(2)))
                        .rules())
                .isEmpty();
        Snapshot bare = Snapshot.builder(DATE, ids(2))
                .numeric("later", Role.OUTCOME, 1, 2)
                .build();
        assertThatThrownBy(() ->
                        DescriptionSearch.withDefaults().describe(Segmentation.of(bare, Assignment.copyOf(2, 0, 1))))
                .hasMessage("DescriptionSearch.describe: no column has the role BASE or DESCRIPTOR; name some with"
                        + " withColumns");
    }

    @Test
    void sameOnAnyNumberOfThreads() {
        Segmentation segmentation = blobs(600, 1);
        String alone = DescriptionSearch.withDefaults().describe(segmentation).toString();
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(DescriptionSearch.withDefaults().describe(segmentation, Execution.onThreads(threads)))
                    .hasToString(alone);
        }
        assertThat(DescriptionSearch.withDefaults()
                        .withSeed(1)
                        .describe(segmentation)
                        .toString())
                .isNotEqualTo(alone);
        assertThatThrownBy(() -> DescriptionSearch.withDefaults()
                        .describe(segmentation, Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void weightsAreNotUsedAndThatIsSaid() {
        Snapshot weighted = Snapshot.builder(DATE, ids(3))
                .numeric("x", Role.BASE, 1, 2, 3)
                .numeric("w", Role.WEIGHT, 1, 2, 3)
                .build();
        assertThat(DescriptionSearch.withDefaults()
                        .describe(Segmentation.of(weighted, Assignment.copyOf(2, 0, 0, 1)))
                        .notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.WEIGHTS_IGNORED);
    }

    @Test
    void refusesBadOptions() {
        DescriptionSearch search = DescriptionSearch.withDefaults();
        assertThatThrownBy(() -> search.withConditions(0))
                .hasMessage("DescriptionSearch.withConditions: conditions = 0, expected at least 1; 3 are remembered");
        assertThatThrownBy(() -> search.withRules(0)).hasMessageContaining("rules = 0");
        assertThatThrownBy(() -> search.withBeam(0)).hasMessageContaining("beam = 0");
        assertThatThrownBy(() -> search.withMinimumGain(1))
                .hasMessage(
                        "DescriptionSearch.withMinimumGain: minimumGain = 1.0, expected at least 0 and less than 1");
        assertThatThrownBy(() -> search.withMinimumGain(Double.NaN)).hasMessageContaining("minimumGain = NaN");
        assertThatThrownBy(() -> search.withHeldOut(1)).hasMessageContaining("heldOut = 1.0");
        assertThatThrownBy(() -> search.withLevel(0)).hasMessageContaining("level = 0.0");
        assertThatThrownBy(() -> search.withColumns())
                .hasMessageContaining("DescriptionSearch.withColumns: no features");
        Segmentation segmentation = blobs(30, 1);
        assertThatThrownBy(() -> search.withColumns("z").describe(segmentation))
                .hasMessage("Snapshot: no column \"z\"; there are [x, y]");
        assertThatThrownBy(() -> search.describe(segmentation).segment("Loyal"))
                .hasMessage("SegmentDescriptions: no segment \"Loyal\"; there are [Segment 0, Segment 1, Segment 2]");
        assertThat(search.withColumns("x"))
                .hasToString("DescriptionSearch[conditions = 3, rules = 2, beam = 5, minimumGain = 0.02, heldOut = 0.3,"
                        + " seed = 0, level = 0.95, columns = [x]]");
    }

    /** Three clouds on a triangle. */
    private static Segmentation blobs(int n, double spread) {
        SeededRandom random = SeededRandom.stream(76, 0);
        double[] x = new double[n];
        double[] y = new double[n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            x[i] = spread * random.nextGaussian() + (i % 3 == 1 ? 4 : 0);
            y[i] = spread * random.nextGaussian() + (i % 3 == 2 ? 4 : 0);
        }
        return Segmentation.of(
                Snapshot.of(DATE, ids(n), FeatureMatrix.copyOf(List.of("x", "y"), rows(x, y))),
                Assignment.copyOf(3, labels));
    }

    private static double[][] rows(double[] x, double[] y) {
        return IntStream.range(0, x.length)
                .mapToObj(i -> new double[] {x[i], y[i]})
                .toArray(double[][]::new);
    }

    private static double[] toDoubles(int[] labels) {
        return Arrays.stream(labels).asDoubleStream().toArray();
    }

    private static CustomerIds ids(int n) {
        return CustomerIds.of(IntStream.range(0, n).asLongStream().toArray());
    }
}
