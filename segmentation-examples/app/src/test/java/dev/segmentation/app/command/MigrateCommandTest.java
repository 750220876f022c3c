package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {

    @TempDir
    private Path folder;

    private Path before;
    private Path after;
    private Path out;

    @BeforeEach
    void writeData() throws IOException {
        before = folder.resolve("before.csv");
        after = folder.resolve("after.csv");
        out = folder.resolve("out");
        Files.writeString(before, "id,segment,spend\na,Low,1.10\nb,Low,2\nc,High,30\nd,High,40\n");
        Files.writeString(after, "id,segment,spend\nb,High,20\na,Low,1\nc,High,35\ne,New,5.05\n");
    }

    @Test
    void writesTheMatrixWithEntrantsAndLeavers() throws IOException {
        Run run = migrate();

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(Program.files(out)).containsOnlyKeys("migration.json", "migration.csv");
        JsonNode json = json("migration.json");
        assertThat(json.get("segments")).hasToString("[\"High\",\"Low\",\"New\"]");
        assertThat(json.get("counts")).hasToString("[[1,0,0],[1,1,0],[0,0,0]]");
        assertThat(json.get("probabilities")).hasToString("[[1.0,0.0,0.0],[0.5,0.5,0.0],[null,null,null]]");
        assertThat(json.get("probabilitiesUndefined")).hasToString("[null,null,\"NO_OBSERVATIONS\"]");
        assertThat(json.get("intervals").get(1).get(0).get("lower").asDouble())
                .isCloseTo(0.0945312057161, within(1e-9)); // Wilson, 1 of 2
        assertThat(json.get("intervals").get(2).get(0).isNull()).isTrue();
        assertThat(json.get("entrants")).hasToString("[0,0,1]");
        assertThat(json.get("leavers")).hasToString("[1,0,0]");
        assertThat(json.get("mobility").get("shareMoved").asDouble()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(json.get("mobility").get("praisShorrocksUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
        assertThat(json.get("customers").asInt()).isEqualTo(5);
        assertThat(Files.readAllLines(out.resolve("migration.csv")))
                .startsWith("from,to,customers,share,lower,upper")
                .contains("High,,1,,,", ",New,1,,,", "New,Low,0,,,");
    }

    @Test // a file cut short is no churn
    void aQuoteThatIsNotClosedTellsNobodyToHaveLeft() throws IOException {
        Files.writeString(before, "id,segment\na,H\nb,L\nc,L\n");
        Files.writeString(after, "id,segment\na,\"H\nb,L\nc,L\n");

        Run run = migrate();

        assertThat(run.code()).isOne();
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .hasLineCount(1)
                .contains(after + ": line 2, column \"segment\": the quote (\") that opens a cell here");
        assertThat(out).doesNotExist();
    }

    @Test
    void everyIndexHasItsInterval() throws IOException {
        migrate();

        JsonNode json = json("migration.json");
        assertThat(json.get("mobilityIntervals").get("praisShorrocksUndefined").asText())
                .isEqualTo("NO_OBSERVATIONS");
        assertThat(json.get("mobilityIntervals").get("shareMoved").get("upper").asDouble())
                .isBetween(1 / 3.0, 1.0);
        assertThat(json.get("mobilityIntervals").get("praisShorrocks").isNull()).isTrue();
        assertThat(json.get("stationaryUndefined").asText()).isEqualTo("NO_OBSERVATIONS"); // of New there was nobody
        assertThat(json.get("tests").get("symmetry").get("statistic").asDouble())
                .isEqualTo(1); // (1 − 0)² / 1
        assertThat(json.get("tests").get("symmetry").get("pValue").asDouble())
                .isEqualTo(0.5); // of one, either is as likely: the mid-p counts both by half
        Files.writeString(after, "id,segment,spend\nb,High,20\na,Low,1\nc,Low,35\nd,High,5.05\n");
        migrate();
        assertThat(json("migration.json").get("stationary")).hasToString("[0.5,0.5]");
        // of four customers, many drawn tables have nobody in a segment
        assertThat(json("migration.json").get("stationaryIntervals").isNull()).isTrue();
        assertThat(json("migration.json").get("stationaryIntervalsUndefined").asText())
                .isEqualTo("NO_OBSERVATIONS");
    }

    @Test // of two segments the shares settle at odds p10 / p01, whose logarithm has a known variance (delta method)
    void whereSizesSettleHasItsIntervals() throws IOException {
        StringBuilder then = new StringBuilder("id,segment,spend\n");
        StringBuilder now = new StringBuilder("id,segment,spend\n");
        for (int i = 0; i < 4000; i++) {
            boolean high = i < 2000;
            boolean highNow = high ? i < 1200 : i < 2300;
            then.append(i).append(high ? ",High,1\n" : ",Low,1\n");
            now.append(i).append(highNow ? ",High,1\n" : ",Low,1\n");
        }
        Files.writeString(before, then);
        Files.writeString(after, now);
        migrate();

        JsonNode json = json("migration.json");
        assertThat(json.get("counts")).hasToString("[[1200,800],[300,1700]]");
        assertThat(json.at("/stationary/0").asDouble()).isCloseTo(0.15 / 0.55, within(1e-12));
        double logOdds = Math.log(0.15 / 0.4);
        double half = 1.96 * Math.sqrt(0.6 / 0.4 / 2000 + 0.85 / 0.15 / 2000);
        double lower = 1 / (1 + Math.exp(half - logOdds));
        double upper = 1 / (1 + Math.exp(-half - logOdds));
        JsonNode intervals = json.get("stationaryIntervals");
        assertThat(intervals.at("/0/lower").asDouble())
                .isCloseTo(lower, within(0.006)); // 0.250, drawn a thousand times
        assertThat(intervals.at("/0/upper").asDouble()).isCloseTo(upper, within(0.006)); // 0.297
        assertThat(intervals.at("/1/lower").asDouble()).isCloseTo(1 - upper, within(0.006));
        assertThat(intervals.at("/1/upper").asDouble()).isCloseTo(1 - lower, within(0.006));
    }

    @Test
    void aConfusionTellsHowMuchIsReal() throws IOException {
        Path confusion = folder.resolve("confusion.csv");
        Files.writeString(confusion, "true,High,Low,New\nHigh,0.8,0.1,0.1\nLow,0,1,0\nNew,0,0,1\n");
        Run run = migrate("--confusion", confusion.toString());

        assertThat(run.err()).isEmpty();
        JsonNode noise = json("migration.json").get("noise");
        assertThat(noise.get("apparent").asDouble()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(noise.get("floor").asDouble()).isPositive();
        assertThat(noise.get("corrected").get("lower").asDouble())
                .isLessThanOrEqualTo(noise.get("corrected").get("value").asDouble());
        assertThat(noise.get("probabilities").size()).isEqualTo(3);
        assertThat(run.out().replace("\n", " "))
                .contains(
                        "33 % [6 %..79 %] of 3 customers in a segment at both dates moved to another one",
                        "New: 1; left: 1. Largest")
                .contains(
                        "By the typing error given, 13 % would seem to move in a step if nobody did; corrected for it, at"
                                + " most 80 % truly do, and perhaps nobody.");

        Files.writeString(confusion, "true,High,Low,New\nHigh,80,10,10\nLow,0,50,0\nNew,0,0,9\n");
        migrate("--confusion", confusion.toString());
        assertThat(json("migration.json").get("noise").get("floor").asDouble())
                .isEqualTo(noise.get("floor").asDouble());

        Files.writeString(confusion, "true,High,Low\nLow,0.8,0.2\nHigh,0,1\n");
        Run swapped = migrate("--confusion", confusion.toString());
        assertThat(swapped.code()).isOne();
        assertThat(swapped.err())
                .contains("the lines are Low, High, the columns High, Low; give one line per true segment and one"
                        + " column per segment typed, in the same order");
        Files.writeString(confusion, "true,High,Low\nHigh,0.8,0.2\nLow,0,1\n");
        assertThat(migrate("--confusion", confusion.toString()).err())
                .contains(confusion
                        + ": the typing error does not have the segment \"New\"; give it a"
                        + " line and a column");
        Files.writeString(confusion, "true,High,Low\nHigh,0.8,0.1\nLow,0,1\n");
        assertThat(migrate("--confusion", confusion.toString()).err())
                .contains("line 2 of shares sums to 0.9")
                .contains(confusion + ": ", "line 2");
    }

    @Test
    void aConfusionOfSharesAndCountsNamesTheOddLine() throws IOException {
        String head = "true,High,Low,New\n";
        assertOdd(
                head + "High,80,10,10\nLow,0.1,0.8,0.1\nNew,5,5,90\n",
                "\"Low\" holds shares, where others hold counts",
                3);
        assertOdd(
                head + "High,0.8,0.1,0.1\nLow,0,1,0\nNew,5,5,90\n",
                "\"High\" holds shares, where that of \"New\" holds counts",
                2);
        assertOdd(
                head + "High,0.8,0.1,0.1\nLow,0.2,0.8,0\nNew,5,5,90\n",
                "\"New\" holds counts, where others hold shares",
                4);
        assertOdd(
                head + "High,80,10,10\nLow,0,1,0\nNew,5,5.5,90\n",
                "\"New\" holds what is neither a count nor a share",
                4);
        assertOdd(
                head + "High,80,10,10\nLow,3,,9\nNew,5,5,90\n", "\"Low\" holds what is neither a count nor a share", 3);
        assertOdd(head + "High,80,10,10\nLow,3,-2,9\nNew,5,5,90\n", "counts[1][1] = -2, expected at least 0", 3);
        assertOdd(head + "High,0.8,0.1,0.1\nLow,3.5,1,9\nNew,0,0,1\n", "shares[1] has 3.5, expected 0 to 1", 3);
    }

    private void assertOdd(String text, String message, int line) throws IOException {
        Path confusion = Files.writeString(folder.resolve("odd.csv"), text);
        Run run = migrate("--confusion", confusion);
        assertThat(run.code()).isOne();
        assertThat(run.err()).hasLineCount(1).contains(message, confusion + ": line " + line);
        assertThat(out).doesNotExist();
    }

    @Test
    void anOrderTellsUpFromDown() throws IOException {
        migrate("--order", "Low,New,High");

        assertThat(json("migration.json").get("segments")).hasToString("[\"Low\",\"New\",\"High\"]");
        assertThat(json("migration.json").get("direction").get("up").asInt()).isOne();
        assertThat(json("migration.json").get("direction").get("down").asInt()).isZero();
    }

    @Test
    void anOrderThatForgetsASegmentIsRefused() {
        Run run = migrate("--order", "Low,High");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("New");
        assertThat(out).doesNotExist();
    }

    @Test
    void anOrderWithANameThatNeitherFileHasIsRefused() {
        Run run = migrate("--order", "Low,Hihg,New,High");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .contains(
                        "--order: there is no segment \"Hihg\" in " + before,
                        "did you mean \"High\"? There are High, Low, New");
        assertThat(out).doesNotExist();
    }

    @Test
    void aSegmentCalledAllIsNotTheTotal() throws IOException {
        Files.writeString(before, "id,segment,spend\na,all,1\nb,x,2\n");
        Files.writeString(after, "id,segment,spend\na,all,1\nb,x,2\n");
        migrate("--value", "spend");

        assertThat(Files.readAllLines(out.resolve("value.csv")))
                .extracting(line -> line.split(",")[0] + "," + line.split(",")[1])
                .containsExactly("scope,segment", "segment,all", "segment,x", "total,all");
    }

    @Test
    void faultsOfOneFileNameThatFile() throws IOException {
        Files.writeString(after, "id,segment,spend\na,Low,1\nb,Low,2\na,Low,3\n");
        assertThat(migrate().err()).contains("repeats the id of an earlier line", after.toString());
        Files.writeString(after, "id,segment,spend\na,Low,1\na,High,2\n");
        assertThat(migrate().err()).contains("second segment", after.toString()).doesNotContain(before.toString());
        Files.writeString(after, "id,segment,spend\n");
        assertThat(migrate())
                .isEqualTo(new Run(
                        1,
                        "",
                        "segment migrate: " + after + ": there are no customers below the first line"
                                + System.lineSeparator()));
        assertThat(out).doesNotExist();
    }

    @Test
    void moreSegmentsThanAnybodyPlansForAreRefused() throws IOException {
        StringBuilder csv = new StringBuilder("id,segment,spend\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i).append(",s").append(i).append(",1\n");
        }
        Files.writeString(after, csv);
        assertThat(migrate().code()).isZero();

        Files.writeString(before, csv.append("200,s200,1\n"));
        assertThat(migrate().code()).isEqualTo(1);
        assertThat(migrate().err())
                .hasLineCount(1)
                .contains(before + ": --segment looks like an id: column \"segment\" has 201 different segments")
                .doesNotContain("s200");
    }

    @Test
    void anEmptyFolderIsRefused() {
        Run run = Program.run("migrate", before, after, "--id", "id", "--segment", "segment", "--out", "");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("--out", "it is empty; name a folder");
    }

    @Test
    void aValueGivesABridgeThatAddsUpToTheCent() throws IOException {
        migrate("--value", "spend");

        JsonNode total = json("value.json").get("total");
        assertThat(total.get("opening").decimalValue()).isEqualByComparingTo("73.10");
        assertThat(total.get("acquired").decimalValue()).isEqualByComparingTo("5.05");
        assertThat(total.get("lost").decimalValue()).isEqualByComparingTo("40.00");
        assertThat(total.get("changeOfMovers").decimalValue()).isEqualByComparingTo("18.00");
        assertThat(total.get("changeOfStayers").decimalValue()).isEqualByComparingTo("4.90");
        assertThat(total.get("closing").decimalValue()).isEqualByComparingTo("61.05");
        assertThat(Files.readString(out.resolve("value.csv")))
                .contains("\ntotal,all,73.10,5.05,40.00,2.00,2.00,18.00,4.90,61.05,5.05,0.00,40.00,0.00\n");
    }

    @Test
    void aCustomerWithoutValueIsRefusedWithItsLine() throws IOException {
        Files.writeString(after, "id,segment,spend\nb,High,20\na,Low,\n");

        Run run = migrate("--value", "spend");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .contains("column \"spend\": a customer has no value", after + ": ", "line 3");
        assertThat(out).doesNotExist();
    }

    @Test // MI006, MI007, MI014, MI020, SE026
    void idsAndNamesThatCannotBeRightAreRefusedWithoutQuotingThem() throws IOException {
        assertRefused("id,segment\nalice@example.com,A\nalice@example.com,A\n", "repeats the id of an earlier line");
        assertRefused("id,segment\nalice@example.com,A\nalice@example.com,B\n", "second segment");
        assertRefused("id,segment\n,A\n\"\",A\n\" \",A\n", "3 ids are empty or blank");
        assertRefused("id,segment\nx,EXIT\n", "\"EXIT\" is reserved");
        assertRefused("id,segment\nx,\n", "is blank");
    }

    private void assertRefused(String text, String message) throws IOException {
        Files.writeString(before, text);
        Run run = migrate();
        assertThat(run.code()).as(message).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains(message).doesNotContain("alice");
        assertThat(out).doesNotExist();
    }

    @Test // MI016
    void nobodyInCommonIsUndefinedNotZero() throws IOException {
        Files.writeString(after, "id,segment,spend\nx,Low,1\n");
        migrate();
        assertThat(json("migration.json").get("retention").get("valueUndefined").asText())
                .isEqualTo("NO_COMMON_CUSTOMERS");
    }

    @Test // MI016
    void idsInTwoFormsAreWarnedOfWithoutQuotingThem() throws IOException {
        Files.writeString(before, "id,segment,spend\n0017,Low,1\n0018,High,2\n");
        Files.writeString(after, "id,segment,spend\n17,Low,1\n18,Low,2\n");
        Run none = migrate();
        assertThat(none.code()).isZero();
        assertThat(none.out())
                .startsWith(
                        "Warning: nobody is there both in file 1 and in file 2, so that nothing can be told of who moved. 2 would"
                                + " be if case, zeros in front and blanks around ids did not count: write ids in one form.\n")
                .doesNotContain("0017");
        Files.writeString(after, "id,segment,spend\n17,Low,1\n0018,Low,2\n");
        assertThat(migrate().out())
                .startsWith("Warning: 1 customer is there both in file 1 and in file 2; 1 more would be if case");
        Files.writeString(after, "id,segment,spend\n0017,Low,1\n19,Low,2\n");
        assertThat(migrate().out()).doesNotContain("Warning");
    }

    @Test
    void valueOfWhoIsUnscoredStandsApart() throws IOException {
        // a stays, b leaves, c and d become unscored; e is new, f and g are unscored first, h at both dates
        Files.writeString(before, "id,segment,spend\na,Low,1\nb,Low,2\nc,Low,4\nd,High,8\nf,,16\ng,,32.005\nh,,\n");
        Files.writeString(after, "id,segment,spend\na,Low,1.5\nc,,3\nd,,5\ne,High,7\nf,High,11\ng,Low,13\nh,,100\n");
        Run run = migrate("--value", "spend");

        assertThat(run.err()).isEmpty();
        JsonNode total = json("value.json").get("total");
        assertThat(amounts(total, "opening", "left", "becameUnscored", "lost"))
                .containsExactly("15.00", "2.00", "12.00", "14.00");
        assertThat(amounts(total, "closing", "entered", "becameScored", "acquired"))
                .containsExactly("32.50", "7.00", "24.00", "31.00");
        assertThat(amounts(json("value.json").get("unscored"), "opening", "closing"))
                .containsExactly("48.00", "108.00"); // a tie goes to the even cent
        assertThat(Files.readAllLines(out.resolve("value.csv")))
                .contains(
                        "segment,High,8.00,18.00,8.00,0.00,0.00,0.00,0.00,18.00,7.00,11.00,0.00,8.00",
                        "unscored,,48.00,,,,,,,108.00,,,,");
        assertThat(run.out())
                .contains(
                        "Of the value lost, 2.00 left and 12.00 became unscored; of the value acquired, 7.00 is new and 24.00 was"
                                + " unscored before. Customers without a segment are worth 48.00 before and 108.00 after");
    }

    private static List<String> amounts(JsonNode node, String... keys) {
        return Arrays.stream(keys)
                .map(key -> node.get(key).decimalValue().setScale(2).toPlainString())
                .toList();
    }

    private Run migrate(Object... options) {
        List<Object> arguments =
                new ArrayList<>(List.of("migrate", before, after, "--id", "id", "--segment", "segment", "--out", out));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name).toFile());
    }
}
