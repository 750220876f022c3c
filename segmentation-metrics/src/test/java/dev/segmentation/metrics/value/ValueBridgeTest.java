package dev.segmentation.metrics.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ValueBridgeTest {

    private static final LocalDate JANUARY = LocalDate.of(2025, 1, 31);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 31);

    private static Segmentation segmentation(
            LocalDate asOf, List<String> ids, List<String> segments, double[] values, int... labels) {
        Snapshot snapshot = Snapshot.builder(asOf, CustomerIds.of(ids))
                .numeric("revenue_12m_eur", Role.VALUE, values)
                .nominal("city", Role.DESCRIPTOR, Collections.nCopies(ids.size(), "Bonn"))
                .build();
        return Segmentation.of(snapshot, Assignment.copyOf(segments.size(), labels))
                .withNames(segments);
    }

    /** a and b stay loyal, c lapses, d comes back, e leaves, f and g are new. */
    private static final Segmentation BEFORE = segmentation(
            JANUARY,
            List.of("a", "b", "c", "d", "e"),
            List.of("Loyal", "Lapsing"),
            new double[] {100.10, 200.20, 300.30, 40.40, 50.50},
            0,
            0,
            0,
            1,
            1);

    private static final Segmentation AFTER = segmentation(
            JULY,
            List.of("g", "d", "c", "b", "a", "f"),
            List.of("Lapsing", "Loyal", "New"),
            new double[] {7.07, 90, 250, 210.20, 90.10, 12.34},
            2,
            1,
            0,
            1,
            1,
            1);

    private static BigDecimal eur(String amount) {
        return new BigDecimal(amount);
    }

    @Test
    void booksEveryCustomerOnce() {
        ValueBridge bridge = ValueBridge.between(BEFORE, AFTER, "revenue_12m_eur");
        assertThat(bridge.segments()).extracting(Segment::name).containsExactly("Loyal", "Lapsing", "New");
        assertThat(bridge.line("Loyal"))
                .isEqualTo(new ValueBridge.Line(
                        "Loyal",
                        eur("600.60"),
                        eur("12.34"),
                        eur("0.00"),
                        eur("40.40"),
                        eur("300.30"),
                        eur("49.60"),
                        eur("0.00"),
                        eur("402.64")));
        assertThat(bridge.line(AFTER.segment("Lapsing")))
                .isEqualTo(new ValueBridge.Line(
                        "Lapsing",
                        eur("90.90"),
                        eur("0.00"),
                        eur("50.50"),
                        eur("300.30"),
                        eur("40.40"),
                        eur("-50.30"),
                        eur("0.00"),
                        eur("250.00")));
        assertThat(bridge.line("New").acquired()).isEqualTo(eur("7.07"));
        assertThat(bridge.line("New").change()).isEqualTo(eur("7.07"));
        assertThat(bridge.total().closing()).isEqualTo(eur("659.71"));
        assertThat(bridge.total().movedIn())
                .isEqualTo(bridge.total().movedOut())
                .isEqualTo(eur("340.70"));
        assertThat(bridge.lines()).hasSize(3);
    }

    @Test
    void attributesTheChange() {
        ValueAttribution value = ValueAttribution.between(BEFORE, AFTER, "revenue_12m_eur");
        assertThat(value.entry()).isEqualTo(eur("19.41"));
        assertThat(value.exit()).isEqualTo(eur("-50.50"));
        assertThat(value.migration()).isEqualTo(eur("-0.70"));
        assertThat(value.likeForLike()).isEqualTo(eur("0.00"));
        assertThat(value.total()).isEqualTo(eur("659.71").subtract(eur("691.50")));
        assertThat(String.format(Locale.ROOT, "%+.0f EUR", value.total())).isEqualTo("-32 EUR");
    }

    @Test
    void printsLinesThatAddUp() {
        assertThat(ValueBridge.between(BEFORE, AFTER, "revenue_12m_eur")).hasToString("""
                        segment  opening  acquired    lost  moved in  moved out  movers  stayers  closing
                        Loyal     600.60     12.34    0.00     40.40    -300.30   49.60     0.00   402.64
                        Lapsing    90.90      0.00  -50.50    300.30     -40.40  -50.30     0.00   250.00
                        New         0.00      7.07    0.00      0.00       0.00    0.00     0.00     7.07
                        all       691.50     19.41  -50.50    340.70    -340.70   -0.70     0.00   659.71""");
    }

    @Test
    void roundsToTheUnitAskedFor() {
        ValueBridge whole = ValueBridge.withDecimals(0).between(BEFORE, AFTER, "revenue_12m_eur");
        assertThat(whole.line("Loyal").opening()).isEqualTo(eur("600")); // 100 + 200 + 300, each customer by itself
        ValueBridge fine = ValueBridge.withDecimals(3)
                .between(BEFORE, new double[] {1.0005, 0, 0, 0, 0}, AFTER, new double[] {0, 0, 0, 0, 2.0015, 0});
        assertThat(fine.line("Loyal").changeOfStayers()).isEqualTo(eur("1.002"));
        assertThat(ValueBridge.withDecimals(3)).hasToString("ValueBridge.Options[decimals = 3]");
    }

    @Test
    void nobodyIsWorthNothing() {
        Segmentation nobody = segmentation(JANUARY, List.of(), List.of("Loyal"), new double[0]);
        ValueBridge bridge = ValueBridge.between(nobody, AFTER, "revenue_12m_eur");
        assertThat(bridge.total().opening()).isEqualTo(eur("0.00"));
        assertThat(bridge.total().acquired())
                .isEqualTo(bridge.total().closing())
                .isEqualTo(eur("659.71"));
    }

    @Test
    void refusesMissingValuesWithTheRow() {
        Segmentation gap = segmentation(
                JULY, List.of("alice@example.com", "b"), List.of("Loyal"), new double[] {1, Double.NaN}, 0, 0);
        assertThatThrownBy(() -> ValueBridge.between(BEFORE, gap, "revenue_12m_eur"))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.NON_FINITE);
                    assertThat(e.row()).hasValue(1);
                    assertThat(e.name()).contains("revenue_12m_eur");
                })
                .hasMessage("ValueBridge.between: missing or infinite value at row 1 of \"revenue_12m_eur\" as of"
                        + " 2025-07-31; give every customer a value, 0 for none");
        assertThatThrownBy(() -> ValueBridge.withDecimals(2)
                        .between(BEFORE, new double[] {1, 2, 3, 4, Double.POSITIVE_INFINITY}, AFTER, new double[6]))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.name()).contains("valuesBefore"))
                .hasMessageContaining("row 4 of \"valuesBefore\"; give");
    }

    @Test
    void refusesWhatIsNoColumnOfAmounts() {
        assertThatThrownBy(() -> ValueBridge.between(BEFORE, AFTER, "revenue"))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NAME))
                .hasMessageContaining("no column \"revenue\"");
        assertThatThrownBy(() -> ValueBridge.between(BEFORE, AFTER, "city"))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA_MISMATCH))
                .hasMessage("ValueBridge.between: column \"city\" of 2025-01-31 is not numeric;"
                        + " name a column of numbers");
        assertThatThrownBy(() -> ValueBridge.withDecimals(2).between(BEFORE, new double[4], AFTER, new double[6]))
                .hasMessage("ValueBridge.between: valuesBefore has 4 entries, expected 5, one per customer");
        assertThatThrownBy(() -> ValueBridge.withDecimals(2).between(BEFORE, new double[5], AFTER, new double[5]))
                .hasMessage("ValueBridge.between: valuesAfter has 5 entries, expected 6, one per customer");
        assertThatThrownBy(() -> ValueBridge.between(AFTER, BEFORE, "revenue_12m_eur"))
                .hasMessageContaining("ValueBridge.between: after.asOf = 2025-01-31, expected later than");
        assertThatThrownBy(() -> ValueBridge.withDecimals(10))
                .hasMessage("ValueBridge.withDecimals: decimals = 10, expected 0 to 9; 2 means cents");
        assertThatThrownBy(() ->
                        ValueBridge.between(BEFORE, AFTER, "revenue_12m_eur").line("Lost"))
                .hasMessage("ValueBridge: no segment \"Lost\"; there are [Loyal, Lapsing, New]");
    }

    @Test
    void refusesSumsThatDoNotFit() {
        double[] huge = {9e16, 9e16, 0, 0, 0};
        assertThatThrownBy(() -> ValueBridge.withDecimals(2).between(BEFORE, huge, AFTER, new double[6]))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RANGE))
                .hasMessage("ValueBridge.between: a sum has too many digits for 2 decimals in 64 bits;"
                        + " use fewer decimals or a larger unit");
        ValueBridge coarse = ValueBridge.withDecimals(0).between(BEFORE, huge, AFTER, new double[6]);
        assertThat(coarse.total().opening()).isEqualTo(eur("180000000000000000"));
    }

    /** The bridge adds up per segment and in total, to the cent, and agrees with a slow twin on maps. */
    @RepeatedTest(20)
    void addsUpToTheCent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> names = List.of("A", "B", "C", "D");
        Segmentation before = randomSegmentation(random, JANUARY, names);
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        Segmentation after = randomSegmentation(random, JULY, shuffled);
        ValueBridge bridge = ValueBridge.between(before, after, "revenue_12m_eur");

        BigDecimal transfers = BigDecimal.ZERO;
        for (ValueBridge.Line line : bridge.lines()) {
            assertThat(sum(line)).as("seed %d, %s", seed, line.name()).isEqualByComparingTo(line.closing());
            transfers = transfers.add(line.movedIn()).subtract(line.movedOut());
        }
        assertThat(transfers).as("seed %d", seed).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(sum(bridge.total()))
                .as("seed %d", seed)
                .isEqualByComparingTo(bridge.total().closing());
        assertThat(bridge.attribution().total())
                .as("seed %d", seed)
                .isEqualByComparingTo(bridge.total().change());
        Map<String, BigDecimal> expected = slowly(before, after);
        for (ValueBridge.Line line : bridge.lines()) {
            Map<String, BigDecimal> found = Map.of(
                    "opening", line.opening(),
                    "acquired", line.acquired(),
                    "lost", line.lost(),
                    "in", line.movedIn(),
                    "out", line.movedOut(),
                    "movers", line.changeOfMovers(),
                    "stayers", line.changeOfStayers(),
                    "closing", line.closing());
            found.forEach((part, amount) -> assertThat(amount)
                    .as("seed %d, %s of %s", seed, part, line.name())
                    .isEqualByComparingTo(expected.getOrDefault(part + line.name(), BigDecimal.ZERO)));
        }
    }

    private static BigDecimal sum(ValueBridge.Line line) {
        return line.opening()
                .add(line.acquired())
                .subtract(line.lost())
                .add(line.movedIn())
                .subtract(line.movedOut())
                .add(line.changeOfMovers())
                .add(line.changeOfStayers());
    }

    private static Segmentation randomSegmentation(Random random, LocalDate asOf, List<String> names) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (random.nextDouble() < 0.8) {
                ids.add("c" + i);
            }
        }
        Collections.shuffle(ids, random);
        double[] values = new double[ids.size()];
        int[] labels = new int[ids.size()];
        for (int i = 0; i < values.length; i++) {
            // returns may outweigh purchases; many ties between two cents
            values[i] = random.nextBoolean() ? random.nextInt(2_000_000) / 1000.0 - 500 : random.nextGaussian() * 1e6;
            labels[i] = random.nextInt(names.size());
        }
        return segmentation(asOf, ids, names, values, labels);
    }

    private static Map<String, BigDecimal> slowly(Segmentation before, Segmentation after) {
        Map<String, BigDecimal> parts = new HashMap<>();
        Map<String, Integer> rowAfter = new HashMap<>();
        double[] valuesBefore = before.snapshot().numbers("revenue_12m_eur");
        double[] valuesAfter = after.snapshot().numbers("revenue_12m_eur");
        for (int row = 0; row < after.customerCount(); row++) {
            rowAfter.put(after.snapshot().customerIds().get(row), row);
            String to = after.segmentOf(row).name();
            parts.merge("closing" + to, cents(valuesAfter[row]), BigDecimal::add);
            parts.merge("acquired" + to, cents(valuesAfter[row]), BigDecimal::add); // the others are taken off below
        }
        for (int row = 0; row < before.customerCount(); row++) {
            String from = before.segmentOf(row).name();
            BigDecimal opening = cents(valuesBefore[row]);
            Integer there = rowAfter.get(before.snapshot().customerIds().get(row));
            parts.merge("opening" + from, opening, BigDecimal::add);
            if (there == null) {
                parts.merge("lost" + from, opening, BigDecimal::add);
                continue;
            }
            String to = after.segmentOf(there).name();
            BigDecimal closing = cents(valuesAfter[there]);
            parts.merge("acquired" + to, closing.negate(), BigDecimal::add);
            if (from.equals(to)) {
                parts.merge("stayers" + to, closing.subtract(opening), BigDecimal::add);
            } else {
                parts.merge("out" + from, opening, BigDecimal::add);
                parts.merge("in" + to, opening, BigDecimal::add);
                parts.merge("movers" + to, closing.subtract(opening), BigDecimal::add);
            }
        }
        return parts;
    }

    private static BigDecimal cents(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    }

    @Test
    void leavesTheValuesAlone() {
        double[] values = {1.234, 2, 3, 4, 5};
        double[] copy = Arrays.copyOf(values, values.length);
        ValueBridge.withDecimals(2).between(BEFORE, values, AFTER, new double[6]);
        assertThat(values).isEqualTo(copy);
    }
}
