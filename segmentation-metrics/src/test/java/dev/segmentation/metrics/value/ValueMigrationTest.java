package dev.segmentation.metrics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ValueMigrationTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 31);
    private static final String REVENUE = "revenue_12m_eur";

    private static Segmentation segmentation(
            LocalDate asOf, List<String> segments, long[] ids, double[] values, int... labels) {
        Snapshot snapshot = Snapshot.builder(asOf, CustomerIds.of(ids))
                .numeric(REVENUE, Role.VALUE, values)
                .build();
        return Segmentation.of(snapshot, Assignment.copyOf(segments.size(), labels))
                .withNames(segments);
    }

    /** 1 and 2 stay loyal, 3 lapses, 4 comes back, 5 leaves, 6 can no longer be scored; 7 is new, 8 could not be scored. */
    private static final Segmentation BEFORE = segmentation(
                    JANUARY,
                    List.of("Loyal", "Lapsing"),
                    new long[] {1, 2, 3, 4, 5, 6},
                    new double[] {100.10, 200.20, 300.30, 40.40, 50.50, 60.60},
                    0,
                    0,
                    0,
                    1,
                    1,
                    0)
            .withUnscored(CustomerIds.of(8));

    private static final Segmentation AFTER = segmentation(
                    JULY,
                    List.of("Lapsing", "Loyal"),
                    new long[] {7, 4, 3, 2, 1, 8},
                    new double[] {7.07, 90, 250, 210.20, 90.10, 8.08},
                    1,
                    1,
                    0,
                    1,
                    1,
                    0)
            .withUnscored(CustomerIds.of(6));

    private static BigDecimal eur(String amount) {
        return new BigDecimal(amount);
    }

    @Test
    void byHand() {
        ValueMigration value = ValueMigration.between(BEFORE, AFTER, REVENUE);
        assertThat(value.flow("Loyal", "Loyal"))
                .isEqualTo(new ValueMigration.Flow("Loyal", "Loyal", 2, eur("300.30"), eur("300.30")));
        assertThat(value.flow("Loyal", "Lapsing"))
                .isEqualTo(new ValueMigration.Flow("Loyal", "Lapsing", 1, eur("300.30"), eur("250.00")));
        assertThat(value.flow("Lapsing", "Loyal").gain()).isEqualTo(eur("49.60"));
        assertThat(value.flow("Lapsing", "Lapsing").customers()).isZero();
        assertThat(value.flows()).hasSize(3);
        assertThat(value.sides("Loyal"))
                .isEqualTo(new ValueMigration.Sides(
                        "Loyal", eur("661.20"), eur("0.00"), eur("60.60"), eur("7.07"), eur("0.00"), eur("397.37")));
        assertThat(value.total())
                .isEqualTo(new ValueMigration.Sides(
                        "all", eur("752.10"), eur("50.50"), eur("60.60"), eur("7.07"), eur("8.08"), eur("655.45")));
        assertThat(value.rate("Loyal", "Lapsing").value()).isCloseTo(0.5, within(1e-15));
        assertThat(value.rate("Loyal", "Lapsing").customers()).isEqualTo(3);
        assertThat(value.moved().value()).isCloseTo(340.70 / 641.00, within(1e-15));
        assertThat(value.exitRate("Lapsing").value()).isCloseTo(50.50 / 90.90, within(1e-15));
        assertThat(value).hasToString("""
                        from \\ to       Loyal  Lapsing   left  unscored  opening
                        Loyal          300.30   300.30   0.00     60.60   661.20
                        Lapsing         40.40     0.00  50.50      0.00    90.90
                        gained          49.60   -50.30                     -0.70
                        entered          7.07     0.00                      7.07
                        became scored    0.00     8.08                      8.08
                        closing        397.37   258.08                    655.45""");
    }

    /** Student's interval of a mean; Wilson's where all are worth the same. */
    @Test
    void intervalsByHand() {
        ValueMigration value = ValueMigration.between(BEFORE, AFTER, REVENUE);
        Estimate gain = value.meanGain("Loyal", "Loyal"); // -10 and 10, s = √200, Student's quantile on 1 degree 12.706
        assertThat(gain.value()).isEqualTo(0);
        assertThat(gain.upper()).isCloseTo(12.7062047362 * 10, within(1e-7));
        assertThat(gain.lower()).isCloseTo(-gain.upper(), within(1e-12));

        int n = 50;
        long[] ids = LongRange.of(n);
        double[] same = new double[n];
        Arrays.fill(same, 12.5);
        int[] labels = IntStream.range(0, n).map(i -> i < 20 ? 1 : 0).toArray();
        Segmentation before = segmentation(JANUARY, List.of("A", "B"), ids, same, new int[n]);
        Segmentation after = segmentation(JULY, List.of("A", "B"), ids, same, labels);
        Estimate rate = ValueMigration.between(before, after, REVENUE).rate("A", "B");
        double t = 2.0095752371292392; // Student's quantile on 49 degrees, scipy 1.17.1
        double effective = 49; // the variance of a share with n - 1
        double center = (0.4 + t * t / effective / 2) / (1 + t * t / effective);
        double half = t * Math.sqrt(0.24 / effective + t * t / effective / effective / 4) / (1 + t * t / effective);
        assertThat(rate.value()).isEqualTo(0.4);
        assertThat(rate.lower()).isCloseTo(center - half, within(1e-9));
        assertThat(rate.upper()).isCloseTo(center + half, within(1e-9));
        assertThat(ValueMigration.between(before, after, REVENUE)
                        .withLevel(0.5)
                        .rate("A", "B")
                        .lower())
                .isGreaterThan(rate.lower());
    }

    private static final class LongRange {
        static long[] of(int n) {
            long[] ids = new long[n];
            Arrays.setAll(ids, i -> i);
            return ids;
        }
    }

    /** To the cent: with the bridge, which books in another way, with counts, and with sums on maps. */
    @RepeatedTest(20)
    void addsUpToTheCent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Segmentation before = random(random, JANUARY, List.of("A", "B", "C"));
        Segmentation after = random(random, JULY, List.of("C", "D", "A"));
        ValueMigration value = ValueMigration.between(before, after, REVENUE);
        ValueBridge bridge = ValueBridge.between(before, after, REVENUE);
        MigrationMatrix counts = MigrationMatrix.between(before, after);
        List<String> names = value.segments().stream().map(s -> s.name()).toList();
        BigDecimal gains = BigDecimal.ZERO;
        for (String s : names) {
            ValueMigration.Sides sides = value.sides(s);
            ValueBridge.Line line = bridge.line(s);
            BigDecimal went = sides.left().add(sides.becameUnscored());
            BigDecimal came = sides.entered().add(sides.becameScored());
            BigDecimal movedIn = BigDecimal.ZERO;
            BigDecimal changed = BigDecimal.ZERO;
            assertThat(went).as("seed %d", seed).isEqualByComparingTo(line.lost());
            assertThat(came).as("seed %d", seed).isEqualByComparingTo(line.acquired());
            for (String other : names) {
                went = went.add(value.flow(s, other).opening());
                came = came.add(value.flow(other, s).closing());
                gains = gains.add(value.flow(s, other).gain());
                if (!other.equals(s)) {
                    movedIn = movedIn.add(value.flow(other, s).opening());
                    changed = changed.add(value.flow(other, s).gain());
                }
                assertThat(value.flow(s, other).customers()).isEqualTo(counts.count(s, other));
            }
            assertThat(went).as("seed %d", seed).isEqualByComparingTo(sides.opening());
            assertThat(came).as("seed %d", seed).isEqualByComparingTo(sides.closing());
            assertThat(sides.opening()).isEqualByComparingTo(line.opening());
            assertThat(sides.closing()).isEqualByComparingTo(line.closing());
            assertThat(movedIn).isEqualByComparingTo(line.movedIn());
            assertThat(changed).isEqualByComparingTo(line.changeOfMovers());
            assertThat(value.flow(s, s).gain()).isEqualByComparingTo(line.changeOfStayers());
        }
        ValueMigration.Sides all = value.total();
        assertThat(gains.add(all.entered())
                        .add(all.becameScored())
                        .subtract(all.left())
                        .subtract(all.becameUnscored()))
                .as("seed %d", seed)
                .isEqualByComparingTo(all.closing().subtract(all.opening()));
        assertThat(openings(before, after))
                .as("seed %d", seed)
                .allSatisfy((pair, amount) -> assertThat(
                                value.flow(pair.get(0), pair.get(1)).opening())
                        .isEqualByComparingTo(amount));
    }

    private static Segmentation random(Random random, LocalDate asOf, List<String> names) {
        long[] ids = random.longs(0, 400).distinct().limit(300).toArray();
        long[] scored = Arrays.copyOf(ids, 270);
        double[] values = random.doubles(270, -500, 2000).toArray();
        int[] labels = random.ints(270, 0, names.size()).toArray();
        return segmentation(asOf, names, scored, values, labels)
                .withUnscored(CustomerIds.of(Arrays.copyOfRange(ids, 270, 300)));
    }

    private static Map<List<String>, BigDecimal> openings(Segmentation before, Segmentation after) {
        Map<String, String> now = new HashMap<>();
        for (int row = 0; row < after.customerCount(); row++) {
            now.put(
                    after.snapshot().customerIds().get(row),
                    after.segmentOf(row).name());
        }
        Map<List<String>, BigDecimal> sums = new HashMap<>();
        for (int row = 0; row < before.customerCount(); row++) {
            String to = now.get(before.snapshot().customerIds().get(row));
            if (to != null) {
                BigDecimal cents = BigDecimal.valueOf(before.snapshot().numbers(REVENUE)[row])
                        .setScale(2, RoundingMode.HALF_EVEN);
                sums.merge(List.of(before.segmentOf(row).name(), to), cents, BigDecimal::add);
            }
        }
        return sums;
    }

    /** Skewed values, which customers who move have more of: who they are and what they are worth vary. */
    @Test
    void intervalsCover() {
        int runs = 2000;
        int n = 200;
        int rates = 0;
        int gains = 0;
        int exits = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(5, run);
            double[] opening = new double[n];
            double[] closing = new double[n];
            int[] labels = new int[n];
            long[] ids = LongRange.of(n);
            for (int i = 0; i < n; i++) {
                double u = random.nextDouble();
                labels[i] = u < 0.5 ? 0 : u < 0.8 ? 1 : 2; // 2 leaves
                opening[i] = -100 * (1 + labels[i]) * StrictMath.log(random.nextDouble()); // means 100, 200, 300
                closing[i] = opening[i] - 50 * StrictMath.log(random.nextDouble());
            }
            Segmentation before = segmentation(JANUARY, List.of("A", "B"), ids, opening, new int[n]);
            int[] stay = IntStream.range(0, n).filter(i -> labels[i] < 2).toArray();
            Segmentation after = segmentation(
                    JULY,
                    List.of("A", "B"),
                    Arrays.stream(stay).mapToLong(i -> ids[i]).toArray(),
                    Arrays.stream(stay).mapToDouble(i -> closing[i]).toArray(),
                    Arrays.stream(stay).map(i -> labels[i]).toArray());
            ValueMigration value = ValueMigration.between(before, after, REVENUE);
            rates += contains(value.rate("A", "B"), 60.0 / 110);
            exits += contains(value.exitRate("A"), 60.0 / 170);
            gains += contains(value.meanGain("A", "B"), 50);
        }
        assertThat(rates / (double) runs).isBetween(0.93, 0.97);
        assertThat(exits / (double) runs).isBetween(0.93, 0.97);
        assertThat(gains / (double) runs).isBetween(0.93, 0.97); // 60 exponential values
    }

    /**
     * One in ten of a hundred customers moves, who are worth as much as the others, or three times as much: then ten movers
     * tell too little of their own spread, which the class says.
     */
    @Test
    void ratesOfFewMoversAreCoveredToo() {
        int runs = 1000;
        long[] ids = LongRange.of(100);
        for (double worth : new double[] {1, 3}) {
            for (boolean heavy : new boolean[] {false, true}) {
                int covered = 0;
                for (int run = 0; run < runs; run++) {
                    SeededRandom random = SeededRandom.stream(6, run);
                    double[] values = new double[100];
                    int[] labels = new int[100];
                    for (int i = 0; i < 100; i++) {
                        labels[i] = random.nextDouble() < 0.1 ? 1 : 0;
                        double value =
                                heavy ? StrictMath.exp(random.nextGaussian()) : -StrictMath.log(random.nextDouble());
                        values[i] = 100 * value * (labels[i] == 1 ? worth : 1);
                    }
                    Segmentation before = segmentation(JANUARY, List.of("A", "B"), ids, values, new int[100]);
                    Segmentation after = segmentation(JULY, List.of("A", "B"), ids, values, labels);
                    Estimate rate =
                            ValueMigration.between(before, after, REVENUE).rate("A", "B");
                    covered += contains(rate, 0.1 * worth / (0.1 * worth + 0.9));
                }
                assertThat(covered / (double) runs)
                        .as("worth %s, heavy %s", worth, heavy)
                        .isBetween(worth == 1 ? 0.93 : heavy ? 0.87 : 0.90, 0.99);
            }
        }
    }

    private static int contains(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
    }

    @Test
    void whatIsUndefinedSaysWhy() {
        ValueMigration.Options cents = ValueMigration.withDecimals(2);
        ValueMigration returns =
                cents.between(BEFORE, new double[] {100, -20, 30, 40, 50, 60}, AFTER, new double[] {1, 2, 3, 4, 5, 6});
        assertThat(returns.rate("Loyal", "Lapsing").undefined()).contains(Reason.NEGATIVE_VALUE);
        assertThat(returns.exitRate("Loyal").undefined()).contains(Reason.NEGATIVE_VALUE);
        assertThat(returns.moved().undefined()).contains(Reason.NEGATIVE_VALUE);
        assertThat(returns.exitRate("Lapsing").isDefined()).isTrue();
        assertThat(returns.flow("Loyal", "Loyal").opening()).isEqualTo(eur("80.00"));
        ValueMigration nothing = cents.between(BEFORE, new double[6], AFTER, new double[6]);
        assertThat(nothing.rate("Loyal", "Loyal").undefined()).contains(Reason.NO_ACTIVITY);
        assertThat(nothing.moved().undefined()).contains(Reason.NO_ACTIVITY);
        assertThat(nothing.meanGain("Loyal", "Loyal").undefined()).contains(Reason.NO_WITHIN_VARIATION);
        assertThat(nothing.meanGain("Loyal", "Lapsing").undefined()).contains(Reason.NO_OBSERVATIONS);
        Segmentation strangers = segmentation(JULY, List.of("Loyal"), new long[] {70, 71}, new double[] {1, 2}, 0, 0);
        ValueMigration none = ValueMigration.between(BEFORE, strangers, REVENUE);
        assertThat(none.moved().undefined()).contains(Reason.NO_COMMON_CUSTOMERS);
        assertThat(none.rate("Loyal", "Loyal").undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(none.exitRate("Lapsing").value()).isEqualTo(1);
        assertThat(none.exitRate("Lapsing").lower()).isBetween(0.0, 0.5); // two customers say little
    }

    @Test
    void refusesWhatItCannotAddUp() {
        assertThatThrownBy(() -> ValueMigration.between(AFTER, BEFORE, REVENUE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("ValueMigration.between: after.asOf = 2025-01-31, expected later than");
        assertThatThrownBy(() -> ValueMigration.between(BEFORE, AFTER, "profit"))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME));
        ValueMigration.Options cents = ValueMigration.withDecimals(2);
        assertThatThrownBy(() -> cents.between(BEFORE, new double[5], AFTER, new double[6]))
                .hasMessage("ValueMigration.between: valuesBefore has 5 entries, expected 6, one per customer");
        assertThatThrownBy(() -> cents.between(BEFORE, new double[6], AFTER, new double[] {0, 0, Double.NaN, 0, 0, 0}))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.NON_FINITE);
                    assertThat(e.row()).hasValue(2);
                })
                .hasMessage("ValueMigration.between: missing or infinite value at row 2 of \"valuesAfter\"; give every"
                        + " customer a value, 0 for none");
        double[] huge = {9e16, 9e16, 0, 0, 0, 0};
        assertThatThrownBy(() -> cents.between(BEFORE, huge, AFTER, new double[6]))
                .hasMessage("ValueMigration.between: a sum has too many digits for 2 decimals in 64 bits; use fewer"
                        + " decimals or a larger unit");
        assertThatThrownBy(() -> ValueMigration.between(BEFORE, AFTER, REVENUE).flow("Loyal", "New"))
                .hasMessage("ValueMigration: no segment \"New\"; there are [Loyal, Lapsing]");
        assertThatThrownBy(() -> ValueMigration.between(BEFORE, AFTER, REVENUE).withLevel(1))
                .hasMessage("ValueMigration.withLevel: level = 1.0, expected more than 0 and less than 1");
        assertThat(cents).hasToString("ValueMigration.Options[decimals = 2]");
    }
}
