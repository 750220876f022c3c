package dev.segmentation.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Estimate;
import dev.segmentation.Segmentation;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
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
import org.junit.jupiter.api.extension.RegisterExtension;

/** Retention by month of the first purchase, of data that is not committed: runs with {@code -Dgolden=DIR} only. */
class CohortGoldenTest {

    @RegisterExtension
    static final GoldenOperation RETENTION = GoldenOperation.of("cohort.retention");

    @TestFactory
    Stream<DynamicTest> retention() {
        return RETENTION.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        SegmentHistory history = SegmentHistory.of(buyersByMonth(golden.table()));
        List<String> months = golden.strings(golden.parameters().get("cohorts"));
        double[][] expected = golden.doubles2(golden.expected().get("retention"));
        double[][] active = golden.doubles2(golden.expected().get("activeCustomers"));
        double[][] revenue = golden.doubles2(golden.expected().get("revenue"));
        assertThat(history.dates()).hasSize(months.size());
        for (int c = 0; c < months.size(); c++) {
            LocalDate first = YearMonth.parse(months.get(c)).atEndOfMonth();
            CohortHistory cohort = history.follow(Cohort.of(months.get(c), first, history.newCustomers(first)));
            int size = cohort.cohort().customers().size();
            double[] spent = spent(golden.table(), cohort.cohort(), months.subList(c, months.size()));
            for (int later = 0; later < months.size(); later++) {
                boolean seen = later < cohort.dates().size(); // the case has zeros after the end of the log
                Estimate present = seen ? cohort.present(cohort.dates().get(later)) : Estimate.of(0, 0, 0, 0.95, size);
                golden.assertClose("retention", present.value(), expected[c][later]);
                golden.assertClose("activeCustomers", present.value() * size, active[c][later]);
                golden.assertClose("revenue", seen ? spent[later] : 0, revenue[c][later]);
            }
        }
    }

    /** What the customers of a cohort spent in each month: sums of all their invoices, so that nobody may be missing. */
    private static double[] spent(CsvTable table, Cohort cohort, List<String> months) {
        Set<String> members = new TreeSet<>();
        for (int i = 0; i < cohort.customers().size(); i++) {
            members.add(cohort.customers().get(i));
        }
        String[] customers = table.column("customer");
        String[] dates = table.column("date");
        double[] amounts = table.numbers("amount");
        double[] spent = new double[months.size()];
        for (int i = 0; i < customers.length; i++) {
            if (members.contains(customers[i])) {
                spent[months.indexOf(dates[i].substring(0, 7))] +=
                        amounts[i]; // nobody bought before the cohort's month
            }
        }
        return spent;
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
