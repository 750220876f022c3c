package dev.segmentation.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.CustomerIds;
import dev.segmentation.Failure;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private static final LocalDate MAY = LocalDate.of(2024, 5, 1);
    private static final LocalDate JUNE = LocalDate.of(2024, 6, 1);

    @Test
    void listsCustomersInOrderOfTheirIds() {
        Transactions numbers = Transactions.builder()
                .add(9, MAY, 1)
                .add(-3, MAY, 1)
                .add(9, JUNE, 1)
                .add(10, MAY, 1)
                .build();
        assertThat(numbers.size()).isEqualTo(4);
        assertThat(numbers.customerIds()).isEqualTo(CustomerIds.of(-3, 9, 10));
        assertThat(numbers.firstDate()).contains(MAY);
        assertThat(numbers.lastDate()).contains(JUNE);

        Transactions texts = Transactions.builder()
                .add("b", MAY, 1)
                .add("NA", MAY, 1)
                .add("a", MAY, 1)
                .add("b", MAY, 1)
                .build();
        assertThat(texts.customerIds()).isEqualTo(CustomerIds.of(List.of("NA", "a", "b")));
    }

    @Test
    void mayBeEmpty() {
        Transactions none = Transactions.builder().build();
        assertThat(none.size()).isZero();
        assertThat(none.customerIds().size()).isZero();
        assertThat(none.firstDate()).isEmpty();
        assertThat(none.lastDate()).isEmpty();
        assertThat(none.spend(CustomerIds.of(1, 2), MAY, JUNE)).containsExactly(0, 0);
        assertThat(none).hasToString("Transactions[0 records of 0 customers]");
    }

    @Test
    void buildsAgainFromAGrowingBuilder() {
        Transactions.Builder builder = Transactions.builder();
        for (int i = 0; i < 500; i++) {
            builder.add(i % 7, MAY.plusDays(i), i);
        }
        Transactions first = builder.build();
        Transactions second = builder.add(8, MAY, 1).build();
        assertThat(first.size()).isEqualTo(500);
        assertThat(second.size()).isEqualTo(501);
        assertThat(first.customerIds().size()).isEqualTo(7);
        double[] counts = first.purchases(first.customerIds(), MAY, MAY.plusDays(500));
        assertThat(counts).containsExactly(72, 72, 72, 71, 71, 71, 71);
    }

    @Test
    void onlyTheCalendarDateOfALocalTimeCounts() {
        // 02:30 does not exist on the first date in Berlin, and exists twice on the second one.
        Transactions transactions = Transactions.builder()
                .inZone(ZoneId.of("Europe/Berlin"))
                .add("c", LocalDateTime.of(2024, 3, 31, 2, 30), 1)
                .add("c", LocalDateTime.of(2024, 10, 27, 2, 30), 1)
                .build();
        assertThat(transactions.firstDate()).contains(LocalDate.of(2024, 3, 31));
        assertThat(transactions.lastDate()).contains(LocalDate.of(2024, 10, 27));
    }

    @Test
    void anInstantIsDatedInTheZoneOfTheBuilder() {
        Instant lateInUtc = Instant.parse("2024-01-01T23:30:00Z");
        Transactions transactions = Transactions.builder()
                .add(1, lateInUtc, 1)
                .inZone(ZoneId.of("Europe/Berlin"))
                .add(1, lateInUtc, 1)
                .build();
        assertThat(transactions.firstDate()).contains(LocalDate.of(2024, 1, 1));
        assertThat(transactions.lastDate()).contains(LocalDate.of(2024, 1, 2));
    }

    @Test
    void theZoneOfTheMachineDoesNotMatter() {
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Transactions transactions = Transactions.builder()
                        .add("c", Instant.parse("2024-01-01T23:30:00Z"), 1)
                        .build();
                assertThat(transactions.firstDate()).as(zone).contains(LocalDate.of(2024, 1, 1));
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void refusesIdsOfTwoTypes() {
        assertThatThrownBy(() -> Transactions.builder().add(1, MAY, 1).add("a", MAY, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Transactions.add: record 1 has a text as customer id, the records before it have numbers;"
                        + " give all ids the same type")
                .extracting(thrown -> ((Failure) thrown).reason())
                .isEqualTo(Reason.SCHEMA_MISMATCH);
        assertThatThrownBy(() -> Transactions.builder().add("a", MAY, 1).add(1, MAY, 1))
                .hasMessageContaining("has a number as customer id");
    }

    @Test
    void countsBlankIds() {
        Transactions.Builder builder = Transactions.builder()
                .add("a", MAY, 1)
                .add(" ", MAY, 1)
                .add("b", MAY, 1)
                .add((String) null, MAY, 1)
                .add("", MAY, 1);
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(InvalidInputException.class, thrown -> {
                    assertThat(thrown.reason()).isEqualTo(Reason.BAD_ID);
                    assertThat(thrown.row()).hasValue(1);
                })
                .hasMessage("Transactions: 3 ids are null, empty or blank, the first at row 1;"
                        + " give every record a customer");
    }

    @Test
    void refusesAmountsThatAreNotFinite() {
        Transactions.Builder builder =
                Transactions.builder().add(1, MAY, 1).add(1, MAY, Double.NaN).add(1, MAY, Double.NEGATIVE_INFINITY);
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(InvalidInputException.class, thrown -> {
                    assertThat(thrown.reason()).isEqualTo(Reason.NON_FINITE);
                    assertThat(thrown.row()).hasValue(1);
                    assertThat(thrown.name()).contains("amount");
                })
                .hasMessage("Transactions: 2 amounts are missing or infinite, the first at row 1;"
                        + " leave these records out");
    }

    @Test
    void refusesYearsOutsideFourDigits() {
        assertThatThrownBy(() -> Transactions.builder().add(1, LocalDate.MAX, 1))
                .hasMessage("Transactions.add: the year of record 0 is outside -9999 to 9999");
    }

    @Test
    void sumsUpAPeriod() {
        Transactions transactions = Transactions.builder()
                .add("a", MAY.minusDays(1), 1000)
                .add("a", MAY, 0.1)
                .add("a", JUNE.minusDays(1), 0.2)
                .add("a", JUNE.minusDays(1), -0.3)
                .add("a", JUNE, 1000)
                .add("b", MAY, 0)
                .build();
        CustomerIds asked = CustomerIds.of(List.of("unknown", "b", "a"));
        assertThat(transactions.spend(asked, MAY, JUNE))
                .containsExactly(0, 0, 0x1p-55); // exactly what these three doubles add up to
        assertThat(transactions.purchases(asked, MAY, JUNE)).containsExactly(0, 1, 2);
    }

    @Test
    void sumsDoNotLoseCents() {
        Transactions transactions = Transactions.builder()
                .add(1, MAY, 1e16)
                .add(1, MAY, 1)
                .add(1, MAY, 1)
                .add(1, MAY, -1e16)
                .build();
        assertThat(transactions.spend(CustomerIds.of(1), MAY, JUNE)).containsExactly(2);
    }

    @Test
    void refusesASumTooLargeForADouble() {
        Transactions transactions = Transactions.builder()
                .add(1, MAY, Double.MAX_VALUE)
                .add(1, MAY, Double.MAX_VALUE)
                .build();
        assertThatThrownBy(() -> transactions.spend(CustomerIds.of(1), MAY, JUNE))
                .hasMessage("Transactions.spend: the amounts of customer row 0 add up to more than a double can hold;"
                        + " use a larger unit");
    }

    @Test
    void refusesAnEmptyPeriod() {
        Transactions transactions = Transactions.builder().add(1, MAY, 1).build();
        assertThatThrownBy(() -> transactions.spend(CustomerIds.of(1), MAY, MAY))
                .hasMessage("Transactions.spend: toExclusive = 2024-05-01, expected a date after from = 2024-05-01");
        assertThatThrownBy(() -> transactions.purchases(CustomerIds.of(1), JUNE, MAY))
                .hasMessageContaining("Transactions.purchases: toExclusive = 2024-05-01");
    }

    @Test
    void printsNoIdAndNoAmount() {
        Transactions transactions =
                Transactions.builder().add("alice@example.com", MAY, 4711).build();
        assertThat(transactions).hasToString("Transactions[1 records of 1 customers, 2024-05-01 to 2024-05-01]");
    }
}
