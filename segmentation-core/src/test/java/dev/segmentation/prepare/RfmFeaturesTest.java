package dev.segmentation.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.CustomerIds;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Snapshot;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import dev.segmentation.testing.GoldenOperation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class RfmFeaturesTest {

    @RegisterExtension
    static final GoldenOperation FEATURES = GoldenOperation.of("rfm.features");

    private static final LocalDate AS_OF = LocalDate.of(2024, 3, 1);

    private static final Transactions SHOP = Transactions.builder()
            .add("ann", LocalDate.of(2023, 1, 10), 100)
            .add("ann", LocalDate.of(2024, 2, 1), 20)
            .add("ann", LocalDate.of(2024, 2, 20), 30.5)
            .add("ann", LocalDate.of(2024, 2, 25), -10.25)
            .add("bob", LocalDate.of(2024, 2, 29), 5)
            .add("cid", LocalDate.of(2024, 3, 1), 7) // on the as-of date: excluded
            .add("cid", LocalDate.of(2024, 4, 1), 7)
            .add("dan", LocalDate.of(2024, 1, 5), -3) // a return only
            .build();

    @Test
    void countsWhatIsDatedBeforeTheAsOfDate() {
        RfmTable table = RfmFeatures.asOf(AS_OF).of(SHOP);
        Snapshot snapshot = table.snapshot();
        double nan = Double.NaN;
        assertThat(snapshot.asOf()).isEqualTo(AS_OF);
        assertThat(snapshot.customerIds()).isEqualTo(CustomerIds.of(List.of("ann", "bob", "dan")));
        assertThat(snapshot.features().featureNames()).containsExactly("recency_days", "frequency", "monetary");
        assertThat(snapshot.features().toRowMajorArray()).containsExactly(10, 3, 140.25, 1, 1, 5, nan, 0, -3);
        assertThat(snapshot.numbers("tenure_days")).containsExactly(416, 1, nan);
        assertThat(snapshot.numbers("returns")).containsExactly(10.25, 0, 3);
        assertThat(snapshot.names(Role.DESCRIPTOR)).containsExactly("tenure_days", "returns");
    }

    @Test
    void flagsWhatItLeftOut() {
        RfmTable table = RfmFeatures.asOf(AS_OF).of(SHOP);
        assertThat(table.excluded()).isEqualTo(new RfmTable.Excluded(0, 2, 0));
        assertThat(table.isActive(0)).isTrue();
        assertThat(table.isActive(2)).isFalse();
        assertThat(table.inactiveCount()).isEqualTo(1);
        assertThat(table.notices())
                .containsExactly(
                        new Notice(
                                Reason.FUTURE_DATE,
                                "RfmFeatures: 2 records are dated on or after the as-of date 2024-03-01; they are left"
                                        + " out"),
                        new Notice(
                                Reason.NO_ACTIVITY,
                                "RfmFeatures: 1 of 3 customers have no purchase that counts; their recency is missing,"
                                        + " their frequency 0"));
        assertThat(table.toString()).contains("2024-03-01, 3 customers").doesNotContain("ann");
    }

    @Test
    void reportsExactlyTheListedCustomers() {
        CustomerIds listed = CustomerIds.of(List.of("zoe", "bob", "cid"));
        RfmTable table = RfmFeatures.asOf(AS_OF).withCustomers(listed).of(SHOP);
        double nan = Double.NaN;
        assertThat(table.snapshot().customerIds()).isEqualTo(listed);
        assertThat(table.snapshot().features().toRowMajorArray()).containsExactly(nan, 0, 0, 1, 1, 5, nan, 0, 0);
        assertThat(table.excluded()).isEqualTo(new RfmTable.Excluded(5, 2, 0));
        assertThat(table.notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.UNKNOWN_CUSTOMER, Reason.FUTURE_DATE, Reason.NO_ACTIVITY);
        assertThat(table.notices().get(0).message())
                .isEqualTo("RfmFeatures: 5 records belong to customers who are not in the list; they are left out");
    }

    @Test
    void aWindowCutsActivityButNotTenure() {
        RfmFeatures lastYear = RfmFeatures.asOf(AS_OF).withWindow(Period.ofMonths(1));
        assertThat(lastYear.since()).contains(LocalDate.of(2024, 2, 1));
        RfmTable table = lastYear.of(SHOP);
        assertThat(table.snapshot().customerIds()).isEqualTo(CustomerIds.of(List.of("ann", "bob")));
        assertThat(table.snapshot().features().toRowMajorArray()).containsExactly(10, 2, 40.25, 1, 1, 5);
        assertThat(table.snapshot().numbers("tenure_days")).containsExactly(416, 1);
        assertThat(table.excluded()).isEqualTo(new RfmTable.Excluded(0, 2, 2));
        assertThat(table.excluded().total()).isEqualTo(4);
        assertThat(table.notices()).extracting(Notice::reason).containsExactly(Reason.FUTURE_DATE);

        RfmTable same = RfmFeatures.asOf(AS_OF).since(LocalDate.of(2024, 2, 1)).of(SHOP);
        assertThat(same.snapshot().features().toRowMajorArray())
                .isEqualTo(table.snapshot().features().toRowMajorArray());
    }

    @Test
    void theOtherRecencyHasAnotherName() {
        RfmTable table = RfmFeatures.asOf(AS_OF)
                .withRecency(Recency.FIRST_TO_LAST_PURCHASE)
                .of(SHOP);
        assertThat(table.snapshot().features().featureNames())
                .containsExactly("first_to_last_days", "frequency", "monetary");
        assertThat(table.snapshot().numbers("first_to_last_days")).containsExactly(406, 0, Double.NaN);
    }

    @Test
    void aDayOf23HoursIsADay() {
        Transactions one = Transactions.builder()
                .inZone(ZoneId.of("Europe/Berlin"))
                .add("c1", LocalDateTime.of(2024, 3, 30, 12, 0), 1)
                .build();
        RfmTable table = RfmFeatures.asOf(LocalDate.of(2024, 3, 31)).of(one);
        assertThat(table.snapshot().numbers("recency_days")).containsExactly(1);
    }

    @Test
    void takesNoTransactionsAtAll() {
        RfmTable none = RfmFeatures.asOf(AS_OF).of(Transactions.builder().build());
        assertThat(none.snapshot().customerCount()).isZero();
        assertThat(none.notices()).isEmpty();
        RfmTable listed = RfmFeatures.asOf(AS_OF)
                .withCustomers(CustomerIds.of(1, 2))
                .of(Transactions.builder().build());
        assertThat(listed.snapshot().customerCount()).isEqualTo(2);
        assertThat(listed.inactiveCount()).isEqualTo(2);
    }

    @Test
    void refusesWhatMakesNoSense() {
        RfmFeatures features = RfmFeatures.asOf(AS_OF);
        assertThatThrownBy(() -> features.withWindow(Period.ofDays(-1)))
                .hasMessage("RfmFeatures.withWindow: window = P-1D, expected a positive period such as P12M");
        assertThatThrownBy(() -> features.withWindow(Period.ZERO)).hasMessageContaining("window = P0D");
        assertThatThrownBy(() -> features.since(AS_OF))
                .hasMessage("RfmFeatures.since: since = 2024-03-01, expected a date before as-of = 2024-03-01");
        assertThatThrownBy(() -> features.withCustomers(CustomerIds.of(1)).of(SHOP))
                .hasMessageContaining("one side has numbers, the other texts");
    }

    @Test
    void printsItself() {
        assertThat(RfmFeatures.asOf(AS_OF).since(AS_OF.minusDays(5)).withCustomers(CustomerIds.of(4711)))
                .hasToString(
                        "RfmFeatures[as of 2024-03-01, since 2024-02-25, recency SINCE_LAST_PURCHASE, 1 customers]");
    }

    @Test
    void agreesWithASlowTwinInAnyOrderOfRecords() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            int n = random.nextInt(60);
            long[] ids = random.longs(n, 0, 8).toArray();
            int[] days = random.ints(n, -40, 10).toArray();
            double[] amounts = new double[n];
            Arrays.setAll(amounts, i -> (random.nextInt(2000) - 500) / 100.0);
            LocalDate since = AS_OF.minusDays(1 + random.nextInt(40));
            CustomerIds customers = CustomerIds.of(3, 1, 99, 5);
            RfmFeatures features = RfmFeatures.asOf(AS_OF).since(since).withCustomers(customers);
            RfmTable table = features.of(transactions(ids, days, amounts, 1));
            RfmTable reversed = features.of(transactions(ids, days, amounts, -1));
            FeatureMatrix found = table.snapshot().features();
            for (int row = 0; row < 4; row++) {
                double[] twin = twin(Long.parseLong(customers.get(row)), since, ids, days, amounts);
                assertThat(found.row(row)).as("seed %s", seed).isEqualTo(twin);
            }
            assertThat(reversed.snapshot().features().toRowMajorArray())
                    .as("seed %s", seed)
                    .isEqualTo(found.toRowMajorArray());
            long counted = table.excluded().total();
            for (int i = 0; i < n; i++) {
                boolean isListed = ids[i] == 1 || ids[i] == 3 || ids[i] == 5;
                LocalDate date = AS_OF.plusDays(days[i]);
                counted += isListed && date.isBefore(AS_OF) && !date.isBefore(since) ? 1 : 0;
            }
            assertThat(counted).as("seed %s: counted + excluded = given", seed).isEqualTo(n);
        }
    }

    private static Transactions transactions(long[] ids, int[] days, double[] amounts, int direction) {
        Transactions.Builder builder = Transactions.builder();
        for (int i = 0; i < ids.length; i++) {
            int at = direction > 0 ? i : ids.length - 1 - i;
            builder.add(ids[at], AS_OF.plusDays(days[at]), amounts[at]);
        }
        return builder.build();
    }

    private static double[] twin(long id, LocalDate since, long[] ids, int[] days, double[] amounts) {
        double recency = Double.NaN;
        int frequency = 0;
        BigDecimal monetary = BigDecimal.ZERO;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != id || days[i] >= 0 || AS_OF.plusDays(days[i]).isBefore(since)) {
                continue;
            }
            monetary = monetary.add(new BigDecimal(amounts[i]));
            if (amounts[i] >= 0) {
                frequency++;
                recency = frequency == 1 ? -days[i] : Math.min(recency, -days[i]);
            }
        }
        return new double[] {recency, frequency, monetary.doubleValue()};
    }

    @TestFactory
    Stream<DynamicTest> agreesWithGoldenCases() {
        return FEATURES.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> checkGolden(golden)));
    }

    private static void checkGolden(GoldenCase golden) {
        Transactions.Builder builder = Transactions.builder();
        CsvTable invoices = golden.table();
        double[] customers = invoices.numbers("customer");
        double[] amounts = invoices.numbers("amount");
        String[] dates = invoices.column("date");
        for (int i = 0; i < dates.length; i++) {
            builder.add((long) customers[i], LocalDate.parse(dates[i]), amounts[i]);
        }
        LocalDate asOf =
                LocalDate.parse(golden.parameters().get("asOfExclusive").asText());
        Snapshot snapshot = RfmFeatures.asOf(asOf).of(builder.build()).snapshot();
        CsvTable expected =
                GoldenCases.table(golden.expected().get("perCustomerFile").asText());
        assertThat(snapshot.customerCount())
                .isEqualTo(golden.expected().get("customers").asInt());
        double[] ids = expected.numbers(expected.names().get(0));
        for (int i = 0; i < ids.length; i++) {
            assertThat(snapshot.customerIds().get(i)).isEqualTo(Long.toString((long) ids[i]));
        }
        golden.assertClose("recency", snapshot.numbers("recency_days"), expected.numbers("recency"));
        golden.assertClose("frequency", snapshot.numbers("frequency"), expected.numbers("frequency"));
        golden.assertClose("monetary", snapshot.numbers("monetary"), expected.numbers("monetary"));
        golden.assertClose(
                "sumRecency", Arrays.stream(snapshot.numbers("recency_days")).sum());
        golden.assertClose(
                "sumFrequency", Arrays.stream(snapshot.numbers("frequency")).sum());
        golden.assertClose(
                "sumMonetary", Arrays.stream(snapshot.numbers("monetary")).sum());
        double[][] first = golden.doubles2(golden.expected().get("first5"));
        for (int i = 0; i < first.length; i++) {
            golden.assertClose(
                    "first5",
                    new double[] {
                        Double.parseDouble(snapshot.customerIds().get(i)),
                        snapshot.numbers("recency_days")[i],
                        snapshot.numbers("frequency")[i],
                        snapshot.numbers("monetary")[i]
                    },
                    first[i]);
        }
    }
}
