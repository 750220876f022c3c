package dev.segmentation.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segmentation.Estimate;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.markov.AalenJohansen;
import dev.segmentation.metrics.markov.DurationRates;
import dev.segmentation.metrics.markov.MarkovChain;
import dev.segmentation.metrics.markov.TransitionChances;
import dev.segmentation.metrics.migration.DirectionalMobility;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.MigrationTests;
import dev.segmentation.metrics.migration.MobilityIndex;
import dev.segmentation.metrics.migration.SegmentGrowth;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbers of docs/movement.md; the data may not be committed, so that this runs with {@code -Dgolden=DIR} only. */
class MovementPageTest {

    private static final List<String> STATES = List.of("N", "L", "M", "H");
    private static final double MONTH = 30.4375;

    private static String page;
    private static List<Segmentation> months;
    private static SegmentHistory history;

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(GoldenCases.folder().isPresent(), "the retail data are not committed");
        page = Files.readString(Path.of("../docs/movement.md"));
        CsvTable table = GoldenCases.table("data/online_retail_panel.csv.gz");
        String[] customers = table.column("customer");
        boolean[] isCustomer = new boolean[customers.length];
        months = new ArrayList<>();
        for (YearMonth month = YearMonth.of(2010, 12);
                month.getYear() * 12 + month.getMonthValue() < 2012 * 12;
                month = month.plusMonths(1)) {
            String[] states = table.column("m" + month.toString().replace('-', '_'));
            Segmentation.Builder builder =
                    Segmentation.builder(month.atEndOfMonth()).segments(STATES);
            for (int i = 0; i < customers.length; i++) {
                isCustomer[i] |= !states[i].equals("N"); // before the first purchase nobody knows of them
                if (isCustomer[i]) {
                    builder.add(customers[i], states[i]);
                }
            }
            months.add(builder.build());
        }
        history = SegmentHistory.of(months);
    }

    @Test
    void oneQuarterInFourWays() {
        SegmentHistory ends = SegmentHistory.of(months.get(0), months.get(3), months.get(6), months.get(9));
        MigrationMatrix quarters = ends.pooled().matrix();
        long different = IntStream.range(0, ends.customerCount())
                .filter(customer -> ends.dates().subList(0, 3).stream()
                        .anyMatch(date -> ends.segment(customer, date)
                                .filter(segment -> segment.name().equals("H"))
                                .isPresent()))
                .count();
        assertSays("| counts from quarter to quarter (%d steps of %d customers) | %s |"
                .formatted(
                        quarters.presentAtBoth(quarters.segment("H")),
                        different,
                        fromH(quarters.chain().orElseThrow())));
        assertSays("| counts from month to month, three months multiplied | %s |".formatted(fromH(chain().after(3))));
        assertSays("| most likely rates of the panel, over three months | %s |"
                .formatted(fromH(history.panel(MONTH).maximize().generator().over(3))));
        assertSays("| durations, over three months | %s |"
                .formatted(fromH(DurationRates.of(history.stays()).generator().over(3 * MONTH))));
        assertSays(said(MigrationTests.withDefaults().withoutDraws().order(history.triples())));
        assertSays(said(MigrationTests.withDefaults().withoutDraws().homogeneity(history.steps())));
    }

    private static String said(MigrationTest test) {
        return String.format(Locale.ROOT, "G² = %.1f with %d degrees of freedom", test.statistic(), test.degrees());
    }

    @Test
    void elevenMonths() {
        LocalDate first = months.get(0).asOf();
        LocalDate last = months.get(11).asOf();
        Estimate counted = history.migration(first, last).interval("H", "H");
        TransitionChances chances = AalenJohansen.of(history.stays())
                .between(first.toEpochDay(), last.toEpochDay())
                .get(0);
        assertSays(
                "| counts over the eleven months (%d customers) | %s |".formatted(counted.customers(), shown(counted)));
        assertSays("| Aalen–Johansen, which multiplies the months as they were | %s |"
                .formatted(shown(chances.interval("H", "H"))));
        assertSays("| the mean month, eleven times | %s | |"
                .formatted(percent(chain().after(11).probability("H", "H"))));
    }

    @Test
    void indices() {
        MigrationMatrix pooled = history.pooled().matrix();
        Map<MobilityIndex, Estimate> estimates = history.pooled().mobility();
        for (MobilityIndex index : MobilityIndex.values()) {
            Estimate found = estimates.get(index);
            assertSays(String.format(
                    Locale.ROOT, "| `%s` | %.3f | %.3f to %.3f |", index, found.value(), found.lower(), found.upper()));
        }
        assertSays(percent(pooled.mobility().value(MobilityIndex.SHARE_MOVED))
                + " of the customers move in a month, and yet " + percent(pooled.probability("N", "N"))
                + " of those in N stay there");
        DirectionalMobility direction = pooled.ordered(STATES);
        assertSays(percent(direction.upRate().value()) + " up, "
                + percent(direction.downRate().value()) + " down");
        Flicker flicker = Flicker.within(history, 1);
        assertSays(percent(flicker.share().value()) + " of the moves are undone in the next month, where "
                + percent(flicker.expected()));
    }

    @Test
    void directionsAndDistances() {
        DirectionalMobility direction = history.pooled().matrix().ordered(STATES);
        for (Map.Entry<String, Estimate> found : Map.of(
                        "net", direction.net(),
                        "index", direction.index(),
                        "scaledIndex", direction.scaledIndex(),
                        "meanDistance", direction.meanDistance())
                .entrySet()) {
            Estimate estimate = found.getValue();
            assertSays(String.format(
                    Locale.ROOT,
                    "| `%s` | %.3f | %.3f to %.3f |",
                    found.getKey(),
                    estimate.value(),
                    estimate.lower(),
                    estimate.upper()));
        }
        assertSays(String.format(Locale.ROOT, "| `longRunDistance` | %.3f | |", direction.longRunDistance()));
        assertSays("%,d up, %,d down".formatted(direction.up(), direction.down()));
    }

    @Test
    void flowsOfTheLastMonth() {
        SegmentGrowth growth =
                history.migration(months.get(10).asOf(), months.get(11).asOf()).growth();
        List<SegmentGrowth.Line> lines = new ArrayList<>(growth.lines());
        lines.add(growth.total());
        for (SegmentGrowth.Line line : lines) {
            assertSays(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %+d | %d | %+.1f %% |",
                    line.name(),
                    line.opening(),
                    line.grossIn(),
                    line.grossOut(),
                    line.closing(),
                    line.net(),
                    line.excessReallocation(),
                    100 * line.rate()));
        }
    }

    private static MarkovChain chain() {
        return history.pooled().matrix().chain().orElseThrow();
    }

    private static String fromH(MarkovChain chain) {
        return STATES.stream().map(to -> percent(chain.probability("H", to))).collect(Collectors.joining(" | "));
    }

    private static String shown(Estimate share) {
        return percent(share.value()) + " | " + percent(share.lower()).replace(" %", "") + " to "
                + percent(share.upper());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static void assertSays(String text) {
        assertThat(page).as(text).contains(text);
    }
}
