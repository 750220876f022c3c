package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.app.shop.Sale;
import dev.segmentation.app.shop.SimulatedShop;
import dev.segmentation.testing.GoldenCases;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo on files of the user's: a small shop, and the real one where its data are at hand. */
class DemoOnTransactionsTest {

    @TempDir
    private Path folder;

    private Path transactions;
    private Path out;

    @BeforeEach
    void writeTransactions() throws IOException {
        transactions = folder.resolve("sales.csv");
        out = folder.resolve("out");
        StringBuilder csv = new StringBuilder("who,when,paid\n");
        for (Sale sale : SimulatedShop.standard().withCustomers(300).run().sales()) {
            csv.append(sale.customer())
                    .append(',')
                    .append(sale.date())
                    .append(',')
                    .append(sale.amount())
                    .append('\n');
        }
        Files.writeString(transactions, csv);
    }

    @Test
    void tellsTheStoryOfTheFileWithoutATruth() {
        Run run = demo("--segments", 4);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("WHO OUR CUSTOMERS ARE")
                .contains("\nsales.csv: 300 customers, ", "2. WHO MOVED", "3. WHAT THE LAST STEP DID TO SALES")
                .doesNotContain("TRUTH");
        assertThat(Program.files(out).get("story.txt").lines().count()).isLessThanOrEqualTo(80);
        assertThat(run.out()).contains("\nTHE SEGMENTS BY K-MEANS AS OF ", ", ONE BY ONE\n");
        assertThat(Program.files(out).get("kmeans/selection.json"))
                .as("the user's number")
                .contains("\"chosen\": 4,");
    }

    /** In the words of the command, whatever k-means would say. */
    @Test
    void tooFewCustomersAreToldBeforeAnythingIsMade() throws IOException {
        String first = " before 2024-08-18, the first of the four dates to look at";
        writeBuyers(1, 1);
        assertRefused(
                demo(),
                "only 1 customer bought" + first + ", expected at least 6; give the purchases of more customers, or"
                        + " a longer history");
        writeBuyers(5, 5);
        assertRefused(demo(), "only 5 customers bought" + first + ", expected at least 6; give");
        writeBuyers(4, 4);
        assertRefused(demo("--segments", 2), "only 4 customers bought" + first + ", expected at least 5; give");
        writeBuyers(7, 7);
        assertRefused(demo("--segments", 8), "only 7 customers bought" + first + ", expected at least 8; give");
        writeBuyers(20, 3);
        assertRefused(
                demo(),
                "the 20 customers who bought" + first
                        + ", did so in no more than 3 different ways, expected at least 6 to"
                        + " make 4 to 6 groups; give the purchases of more customers, or lower --segments");
        writeBuyers(20, 1);
        assertRefused(
                demo("--segments", 2),
                "the 20 customers who bought" + first
                        + ", did so in no more than 1 way, expected at least 2 to make as many"
                        + " groups; give the purchases of more customers" + System.lineSeparator());
        writeBuyers(7, 7);
        assertThat(demo().err()).isEmpty();
    }

    /** Everybody buys every week; amounts are of so many kinds. */
    private void writeBuyers(int customers, int kinds) throws IOException {
        StringBuilder csv = new StringBuilder("who,when,paid\n");
        for (int week = 0; week < 60; week++) {
            for (int customer = 0; customer < customers; customer++) {
                csv.append("c")
                        .append(customer)
                        .append(',')
                        .append(LocalDate.of(2024, 1, 1).plusWeeks(week));
                csv.append(',').append(10 + customer % kinds).append('\n');
            }
        }
        Files.writeString(transactions, csv);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"})
    void sameBytesInEveryLocaleAndTimeZoneOnAnyNumberOfThreads(String locale) {
        Run here = demo("--segments", 4, "--threads", 1);
        Map<String, String> files = Program.files(out);
        Locale defaultLocale = Locale.getDefault();
        TimeZone defaultZone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(locale));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            Run there = demo("--segments", 4, "--threads", 3);

            assertThat(there).isEqualTo(here);
            assertThat(Program.files(out)).isEqualTo(files);
        } finally {
            Locale.setDefault(defaultLocale);
            TimeZone.setDefault(defaultZone);
        }
    }

    @Test
    void salesOfNothingHaveNoShares() throws IOException {
        Files.writeString(transactions, Files.readString(transactions).replaceAll(",-?[0-9.]+\n", ",0\n"));

        Run run = demo("--segments", 2);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "- The sales of the last 3 months come to 0, so that no segment has a share of them.\n",
                        "- These sales are 0, after 0 in the 3 months before: 0 from new customers, as much as before from those")
                .doesNotContain("- :", " - more");
    }

    @Test
    void salesBelowZeroHaveNoShares() throws IOException {
        StringBuilder csv = new StringBuilder(Files.readString(transactions));
        for (String date : List.of("2024-07-02", "2024-10-02")) { // one large return in each of the last two steps
            csv.append("bulk,2023-01-02,1\nbulk,").append(date).append(",-9999999\n");
        }
        Files.writeString(transactions, csv);

        Run run = demo("--segments", 2);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("- The sales of the last 3 months come to -9,9\\d\\d,\\d\\d\\d, so that no segment")
                .containsPattern("- These sales are -9,9\\d\\d,\\d\\d\\d, after -9,9\\d\\d,\\d\\d\\d in the 3 months");
    }

    @Test
    void aFallBelowZeroIsNoPercentage() throws IOException {
        Files.writeString(
                transactions, Files.readString(transactions) + "bulk,2023-01-02,1\nbulk,2024-10-02,-9999999\n");

        assertThat(demo("--segments", 2).out())
                .containsPattern(
                        "- These sales are -9,9\\d\\d,\\d\\d\\d, after \\d\\d,\\d\\d\\d in the 3 months before");
    }

    @Test
    void faultsAreOneClearLineAndNoFile() throws IOException {
        assertRefused(demo("--segments", 9), "--segments = 9, expected 2 to 8");
        assertRefused(demo("--segments", 0), "--segments = 0, expected 2 to 8");
        Files.writeString(transactions, "who,when,paid\nalice,2024-01-05,10\nbob,05.01.2024,10\n");
        assertRefused(demo(), "line 3, column \"when\" is not a date");
        Files.writeString(transactions, "who,when,paid\nalice,2024-01-05,ten\n");
        assertRefused(demo(), "line 2, column \"paid\" is not a number");
        Files.writeString(transactions, "who,when,paid\nalice,2024-01-05,10\n,2024-01-05,10\n");
        assertRefused(demo(), "1 id is empty or blank");
        Files.writeString(transactions, "who,when,paid\nalice,2024-01-05,\n");
        assertRefused(demo(), "1 amount is missing or infinite");
        Files.writeString(transactions, "who,when,paid\n");
        assertRefused(demo(), "there are no transactions below the first line");
        Files.writeString(transactions, "who,when,paid\nalice,2024-01-05,10\nbob,2024-01-06,10\n");
        assertRefused(demo(), "span less than 6 days");
        Files.writeString(transactions, "who,when,paid\nalice,2024-01-05,-10\nbob,2024-12-06,10\n");
        assertRefused(demo(), "nobody bought before");
        Files.writeString(transactions, "who,when,paid\nalice,2024-01-05,10\nbob,2024-12-06,10\n");
        assertRefused(
                demo(),
                "only 1 customer bought before 2024-09-07, the first of the four dates to look at, expected at least 6");
        Files.delete(transactions);
        assertRefused(demo(), "there is no such file");
    }

    @Test
    void theColumnsHaveToBeNamedWithTheFile() {
        Run run = Program.run("demo", "--transactions", transactions, "--out", out);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("--customer", "--date", "--amount");
        assertThat(out).doesNotExist();
    }

    @Test
    void theRealShopReconciles() throws IOException {
        assumeTrue(GoldenCases.folder().isPresent(), "-Dgolden is not set");
        transactions = GoldenCases.folder().orElseThrow().resolve("data/online_retail_invoices.csv.gz");

        Run run = Program.run(
                "demo",
                "--transactions",
                transactions,
                "--customer",
                "customer",
                "--date",
                "date",
                "--amount",
                "amount",
                "--out",
                out);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("4,338 customers, 18,532 purchases, 2010-12-01 to 2011-12-09, 8,911,407.90.")
                .contains("2011-06-10, 2011-08-10, 2011-10-10, 2011-12-10");
        Map<String, String> files = Program.files(out);
        assertThat(files.get("customers/2011-12-10.csv").lines()).hasSize(4338 + 1);
        JsonNode value = new ObjectMapper().readTree(files.get("kmeans/2011-10-10_to_2011-12-10/value.json"));
        assertThat(new BigDecimal(value.get("total").get("closing").asText())).isEqualByComparingTo("2410629.15");
        JsonNode migration = new ObjectMapper().readTree(files.get("rfm/2011-10-10_to_2011-12-10/migration.json"));
        assertThat(migration.get("customers").asInt()).isEqualTo(4338);
        assertThat(migration.get("leavers"))
                .allSatisfy(leavers -> assertThat(leavers.asInt()).isZero());
    }

    @Test
    void whereEveryAmountIsNegativeNobodyBought() throws IOException {
        Files.writeString(transactions, Files.readString(transactions).replaceAll(",-?([0-9.]+)(?=\\R)", ",-$1"));
        assertRefused(
                demo(),
                "every amount is negative, as of a return, so that nobody bought anything; write purchases as amounts"
                        + " above 0");
    }

    /** All before are alike, seen from there; of the four dates, three are in the gap. */
    @Test
    void aLastDateFarBehindAllOthersIsTold() throws IOException {
        StringBuilder csv = new StringBuilder("who,when,paid\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i)
                    .append(",2024-0")
                    .append(1 + i % 2)
                    .append("-1")
                    .append(i % 2)
                    .append(",10\n");
        }
        Files.writeString(transactions, csv);
        assertThat(demo().err()).doesNotContain("far behind");
        Files.writeString(transactions, csv.append("7,2205-03-01,10\n"));
        assertRefused(
                demo(),
                "the last date, 2205-03-01, is far behind all others, which end on 2024-02-11, and the dates to look at"
                        + " are counted back from it; mend it, or leave it out");
    }

    private void assertRefused(Run run, String message) {
        assertThat(run.code()).as(message).isEqualTo(1);
        assertThat(run.err())
                .startsWith("segment demo: ")
                .contains(message)
                .hasLineCount(1)
                .doesNotContain("alice");
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    private Run demo(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of(
                "demo",
                "--transactions",
                transactions,
                "--customer",
                "who",
                "--date",
                "when",
                "--amount",
                "paid",
                "--out",
                out));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }
}
