package dev.segmentation.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Role;
import dev.segmentation.Snapshot;
import dev.segmentation.app.io.CsvDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomersTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsSpentAfterADateIsWhatWasSpentBeforeTheNextAlsoAtMonthEnds() throws IOException {
        List<Snapshot> snapshots = snapshots(daily(LocalDate.of(2022, 11, 1), LocalDate.of(2024, 5, 30)));

        assertThat(snapshots)
                .extracting(Snapshot::asOf)
                .containsExactly(
                        LocalDate.of(2023, 8, 31),
                        LocalDate.of(2023, 11, 30),
                        LocalDate.of(2024, 2, 29),
                        LocalDate.of(2024, 5, 31));
        assertThat(snapshots.get(0).numbers(Customers.VALUE)).containsExactly(92); // 31 May to 30 August
        for (int i = 0; i + 1 < snapshots.size(); i++) {
            assertThat(snapshots.get(i).numbers(Customers.OUTCOME))
                    .as(snapshots.get(i).asOf().toString())
                    .isEqualTo(snapshots.get(i + 1).numbers(Customers.VALUE));
        }
    }

    @Test
    void theOnlyDescriptorIsTheShareOfPurchasesOnWeekends() throws IOException {
        Snapshot first = snapshots("a,2024-01-06,5\na,2024-01-07,5\na,2024-01-08,5\na,2024-01-13,-5\na,2024-01-09,5\n"
                        + "b,2024-01-10,5\nc,2024-01-13,5\na,2024-12-31,5\n")
                .get(0);

        assertThat(first.names(Role.DESCRIPTOR)).containsExactly(Customers.WEEKEND);
        assertThat(first.numbers(Customers.WEEKEND)).containsExactly(0.5, 0, 1);
        assertThat(first.names(Role.BASE)).doesNotContain(Customers.WEEKEND);
    }

    @Test
    void aShopThatIsClosedOnWeekendsHasShares() throws IOException {
        Snapshot first =
                snapshots("a,2024-01-08,5\nb,2024-01-09,5\na,2024-12-31,5\n").get(0);

        assertThat(first.numbers(Customers.WEEKEND)).containsExactly(0, 0);
    }

    private static String daily(LocalDate first, LocalDate last) {
        StringBuilder csv = new StringBuilder();
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            csv.append("a,").append(date).append(",1\n");
        }
        return csv.toString();
    }

    private List<Snapshot> snapshots(String lines) throws IOException {
        Path file = folder.resolve("sales.csv");
        Files.writeString(file, "who,when,paid\n" + lines);
        ShopData shop = ShopData.read(file, CsvDialect.standard(), new ShopData.Columns("who", "when", "paid"));
        return Customers.snapshots(
                shop,
                Timeline.of(
                        shop.transactions().firstDate().orElseThrow(),
                        shop.transactions().lastDate().orElseThrow()));
    }
}
