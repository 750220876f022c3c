package dev.segmentation;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final LocalDate DATE = LocalDate.of(2025, 1, 31);
    private static final FeatureMatrix MATRIX = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, 2, 3, 4);

    private record Customer(
            long id,
            double spend,
            @Nullable String tier,
            @Nullable String city) {}

    private static final List<Customer> CUSTOMERS = List.of(
            new Customer(7, 10, "gold", "Rome"),
            new Customer(3, 20, null, "Bern"),
            new Customer(5, Double.NaN, "blue", null));

    @Test
    void theShortWayInMakesBaseColumns() {
        Snapshot snapshot = Snapshot.of(DATE, new long[] {11, 12}, MATRIX);
        assertThat(snapshot.asOf()).isEqualTo(DATE);
        assertThat(snapshot.customerCount()).isEqualTo(2);
        assertThat(snapshot.features()).isSameAs(MATRIX);
        assertThat(snapshot.names(Role.BASE)).containsExactly("x", "y");
        assertThat(snapshot.role("y")).isEqualTo(Role.BASE);
        assertThat(snapshot.numbers("y")).containsExactly(2, 4);
        assertThat(Snapshot.of(DATE, List.of("a", "b"), MATRIX).customerIds().get(1))
                .isEqualTo("b");
        assertThat(snapshot).hasToString("Snapshot[2025-01-31, 2 customers, {x=BASE, y=BASE}]");
    }

    @Test
    void featuresAreTheBaseColumnsOnly() {
        Snapshot snapshot = Snapshot.builder(DATE, CustomerIds.of(1, 2))
                .numeric("age", Role.DESCRIPTOR, 30, 40)
                .matrix(Role.BASE, MATRIX)
                .ordinal("tier", Role.PROTECTED, List.of("a", "b"), Arrays.asList("b", null))
                .nominal("city", Role.DESCRIPTOR, List.of("Rome", "Bern"))
                .numeric("spend", Role.VALUE, 5, 6)
                .build()
                .with("next", Role.OUTCOME, 0, 1);
        assertThat(snapshot.features()).isSameAs(MATRIX);
        assertThat(snapshot.names(Role.DESCRIPTOR)).containsExactly("age", "city");
        assertThat(snapshot.names(Role.OUTCOME)).containsExactly("next");
        assertThat(snapshot.names(Role.EXPERIENCE)).isEmpty();
        assertThat(snapshot.role("tier")).isEqualTo(Role.PROTECTED);
        assertThat(snapshot.table().level(0, "tier")).contains("b");
        assertThat(snapshot.numbers("tier")).containsExactly(1, Double.NaN);
    }

    @Test
    void aColumnOfWeightsWeightsTheRows() {
        Snapshot snapshot = Snapshot.builder(DATE, CustomerIds.of(1, 2))
                .matrix(Role.BASE, MATRIX)
                .numeric("stands_for", Role.WEIGHT, 2, 5)
                .build();
        assertThat(snapshot.features().featureNames()).containsExactly("x", "y");
        assertThat(snapshot.features().weight(1)).isEqualTo(5);
        assertThat(snapshot.with("age", Role.DESCRIPTOR, 1, 2).features().weight(1))
                .as("weights survive a further column")
                .isEqualTo(5);
        Snapshot inherited = Snapshot.of(DATE, CustomerIds.of(1, 2), MATRIX.weightedBy(3, 4));
        assertThat(inherited.features().weight(0)).isEqualTo(3);
        Snapshot ofMatrix = Snapshot.builder(DATE, CustomerIds.of(1, 2))
                .matrix(Role.WEIGHT, MATRIX.select(List.of("y")))
                .numeric("x", Role.BASE, 1, 2)
                .build();
        assertThat(ofMatrix.features().weight(1)).isEqualTo(4);
    }

    @Test
    void weightsAreGivenOnceAsNumbers() {
        Snapshot weighted = Snapshot.of(DATE, CustomerIds.of(1, 2), MATRIX.weightedBy(3, 4));
        assertThat(refused(Reason.DUPLICATE_FEATURE, () -> weighted.with("w", Role.WEIGHT, 1, 1))
                        .name())
                .contains("w");
        refused(
                Reason.DUPLICATE_FEATURE,
                () -> Snapshot.builder(DATE, CustomerIds.of(1, 2))
                        .numeric("w", Role.WEIGHT, 1, 1)
                        .matrix(Role.BASE, MATRIX.weightedBy(3, 4)));
        refused(
                Reason.DUPLICATE_FEATURE,
                () -> Snapshot.builder(DATE, CustomerIds.of(1, 2)).matrix(Role.WEIGHT, MATRIX));
        refused(
                Reason.SCHEMA_MISMATCH,
                () -> Snapshot.builder(DATE, CustomerIds.of(1, 2)).nominal("w", Role.WEIGHT, List.of("1", "2")));
        refused(
                Reason.BAD_WEIGHT,
                () -> Snapshot.builder(DATE, CustomerIds.of(1, 2))
                        .numeric("w", Role.WEIGHT, 1, Double.NaN)
                        .build());
    }

    @Test
    void withoutColumns() {
        Snapshot snapshot = Snapshot.of(DATE, CustomerIds.of(1, 2));
        assertThat(snapshot.customerCount()).isEqualTo(2);
        assertThat(refused(Reason.NO_FEATURES, snapshot::features)).hasMessageContaining("BASE");
        assertThat(snapshot.with("x", Role.BASE, 3, 4).features().toRowMajorArray())
                .containsExactly(3, 4);
    }

    @Test
    void lengthsAndNamesAreChecked() {
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> Snapshot.of(DATE, new long[] {1}, MATRIX)))
                .hasMessage("Snapshot: features has 2 entries, expected 1, one per customer");
        refused(Reason.DUPLICATE_ID, () -> Snapshot.of(DATE, new long[] {1, 1}, MATRIX));
        Snapshot snapshot = Snapshot.of(DATE, new long[] {1, 2}, MATRIX);
        refused(Reason.DUPLICATE_FEATURE, () -> snapshot.with("x", Role.OUTCOME, 1, 2));
        refused(Reason.SCHEMA_MISMATCH, () -> snapshot.with("z", Role.OUTCOME, 1));
        refused(Reason.UNKNOWN_NAME, () -> snapshot.role("z"));
        refused(Reason.UNKNOWN_NAME, () -> snapshot.numbers("z"));
    }

    @Test
    void categoricalBaseColumnsAreNotSilentlyLeftOut() {
        Snapshot snapshot = Snapshot.builder(DATE, CustomerIds.of(1, 2))
                .matrix(Role.BASE, MATRIX)
                .nominal("city", Role.BASE, List.of("Rome", "Bern"))
                .build();
        assertThat(refused(Reason.SCHEMA_MISMATCH, snapshot::features).name()).contains("city");
    }

    @Test
    void objectsAreReadFromAStream() {
        SnapshotReader<Customer> reader = SnapshotReader.<Customer>ofNumbers(Customer::id)
                .numeric("spend", Role.BASE, Customer::spend)
                .ordinal("tier", Role.DESCRIPTOR, List.of("blue", "gold"), Customer::tier)
                .nominal("city", Role.DESCRIPTOR, Customer::city);
        AtomicBoolean closed = new AtomicBoolean();
        Snapshot snapshot = reader.read(DATE, CUSTOMERS.stream().onClose(() -> closed.set(true)));
        assertThat(closed).isTrue();
        assertThat(snapshot.customerIds()).isEqualTo(CustomerIds.of(7, 3, 5));
        assertThat(snapshot.features().toRowMajorArray()).containsExactly(10, 20, Double.NaN);
        assertThat(snapshot.table().level(0, "tier")).contains("gold");
        assertThat(snapshot.table().levels("tier")).containsExactly("blue", "gold");
        assertThat(snapshot.table().isMissing(1, "tier")).isTrue();
        assertThat(snapshot.table().levels("city")).containsExactly("Rome", "Bern");
        assertThat(reader.read(DATE, CUSTOMERS.parallelStream()).customerIds())
                .as("in the order of the stream")
                .isEqualTo(CustomerIds.of(7, 3, 5));
    }

    @Test
    void textIdsAndNoCustomers() {
        SnapshotReader<String> reader =
                SnapshotReader.<String>ofTexts(text -> text).numeric("length", Role.BASE, String::length);
        assertThat(reader.read(DATE, Stream.of("NA", "1e5")).customerIds().get(1))
                .isEqualTo("1e5");
        assertThat(reader.read(DATE, Stream.empty()).features().rowCount()).isZero();
        assertThat(refused(Reason.BAD_ID, () -> reader.read(DATE, Stream.of("a", " ")))
                        .row())
                .hasValue(1);
        refused(Reason.DUPLICATE_ID, () -> reader.read(DATE, Stream.of("a", "a")));
    }

    @Test
    void aReaderIsImmutableAndChecksNames() {
        SnapshotReader<Customer> base = SnapshotReader.<Customer>ofNumbers(Customer::id);
        SnapshotReader<Customer> more = base.numeric("spend", Role.BASE, Customer::spend);
        assertThat(base.read(DATE, CUSTOMERS.stream()).table().names()).isEmpty();
        refused(Reason.DUPLICATE_FEATURE, () -> more.nominal("spend", Role.BASE, Customer::city));
        SnapshotReader<Customer> unleveled = base.ordinal("tier", Role.BASE, List.of(), Customer::tier);
        refused(Reason.SCHEMA_MISMATCH, () -> unleveled.read(DATE, CUSTOMERS.stream()));
    }
}
