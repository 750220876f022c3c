package dev.segmentation.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Segmentation;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Retention by month of the first purchase, of data that is not committed: runs with {@code -Dgolden=DIR} only. */
class CohortGoldenTest {

    @TestFactory
    Stream<DynamicTest> retention() {
        return GoldenCases.of("cohort.retention").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        SegmentHistory history = SegmentHistory.of(buyersByMonth(golden.table()));
        List<String> months = golden.strings(golden.parameters().get("cohorts"));
        double[][] expected = golden.doubles2(golden.expected().get("retention"));
        double[][] active = golden.doubles2(golden.expected().get("activeCustomers"));
        assertThat(history.dates()).hasSize(months.size());
        for (int c = 0; c < months.size(); c++) {
            LocalDate first = YearMonth.parse(months.get(c)).atEndOfMonth();
            CohortHistory cohort = history.follow(Cohort.of(months.get(c), first, history.newCustomers(first)));
            assertThat(cohort.cohort().customers().size()).isEqualTo((int) active[c][0]);
            for (int later = 0; later < cohort.dates().size(); later++) {
                golden.assertClose(
                        "retention", cohort.present(cohort.dates().get(later)).value(), expected[c][later]);
            }
        }
    }

    /** Everybody who bought in a month is there at its end, in the only segment. */
    private static List<Segmentation> buyersByMonth(CsvTable table) {
        Map<YearMonth, Set<String>> buyers = new TreeMap<>();
        String[] customers = table.column("customer");
        String[] dates = table.column("date");
        for (int i = 0; i < table.rowCount(); i++) {
            buyers.computeIfAbsent(YearMonth.parse(dates[i].substring(0, 7)), month -> new TreeSet<>())
                    .add(customers[i]);
        }
        List<Segmentation> segmentations = new ArrayList<>();
        buyers.forEach((month, active) -> {
            Segmentation.Builder builder = Segmentation.builder(month.atEndOfMonth());
            active.forEach(id -> builder.add(id, "active"));
            segmentations.add(builder.build());
        });
        return segmentations;
    }
}
