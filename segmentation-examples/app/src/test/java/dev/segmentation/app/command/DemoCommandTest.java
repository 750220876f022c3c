package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.app.shop.Sale;
import dev.segmentation.app.shop.SimulatedShop;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts of the story of the simulated shop, on one run. */
class DemoCommandTest {

    private static final List<String> DATES = List.of("2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01");

    @TempDir
    private static Path out;

    private static Run run;
    private static Map<String, String> files;

    @BeforeAll
    static void tellTheStory() {
        run = Program.run("demo", "--out", out);
        files = Program.files(out);
    }

    @Test
    void theStoryFitsOnAPageInPlainText() {
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(files.get("story.txt").lines())
                .hasSizeLessThanOrEqualTo(80)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(run.out())
                .matches("[\\n -~]*")
                .startsWith(files.get("story.txt"))
                .endsWith(lastLine());
        assertThat(lastLine())
                .isEqualTo("The report is " + out.resolve("report.html") + "; all numbers are in " + out
                        + " (83 files)." + System.lineSeparator());
    }

    @Test
    void theCardsFollowTheStory() {
        String cards = run.out().substring(files.get("story.txt").length());
        assertThat(cards)
                .startsWith("\nTHE SEGMENTS BY K-MEANS AS OF 2024-10-01, ONE BY ONE\n"
                        + "5 of 5 segments are distinct, material and meaningful\n"
                        + "the segmentation is natural: there are separate groups (p = ")
                .contains(files.get("kmeans/2024-10-01/charter.txt"))
                // those who bought once in the year of the snapshot, and those whose last purchase is before it
                .contains("\nLapsed buyers: split\n  distinct    yes: differs in spend_after by -0.")
                .contains("\n  within      split; separate groups within (p = 0.00")
                .contains("\n  within      no separate groups within shown (p = 1.00, n = ");
    }

    @Test
    void theMovementIsToldWithItsIntervals() throws IOException {
        for (String method : List.of("rfm", "kmeans")) {
            assertThat(files.get(method + "/movement.txt"))
                    .matches("[\\n -~]*")
                    .contains(
                            "\nSTEP BY STEP\n",
                            "\nHOW MUCH OF IT IS NOISE\n",
                            "\nDO THE DEFINITIONS OF THE SEGMENTS AGE?\n");
            JsonNode json = json(method + "/movement.json");
            assertThat(json.get("dates")).hasSize(4);
            long everybody = lines("customers/2025-01-01.csv");
            json.get("dates").forEach(date -> {
                long placed = date.get("notYet").asLong()
                        + date.get("unscored").asLong()
                        + date.get("left").asLong();
                for (JsonNode size : date.get("sizes")) {
                    placed += size.asLong();
                }
                assertThat(placed).as("everybody is counted once").isEqualTo(everybody);
            });
            long moved = 0;
            for (JsonNode step : json.get("steps")) {
                assertInterval(step.get("moved"));
                moved += Math.round(step.at("/moved/value").asDouble()
                        * step.at("/moved/customers").asLong());
            }
            assertThat(json.at("/pooled/movers").asLong()).isEqualTo(moved);
            assertInterval(json.at("/flicker/share"));
            assertInterval(json.at("/flicker/excess"));
            assertThat(json.at("/forecast/steps")).hasSize(3);
            json.at("/forecast/steps").forEach(step -> step.forEach(DemoCommandTest::assertInterval));
            assertThat(json.at("/tests/sameInAllSteps/pValue").asDouble()).isBetween(0.0, 1.0);
            assertThat(json.at("/tests/pastMatters/pValue").asDouble()).isLessThan(0.05);
            assertThat(json.at("/refresh/findings")).isNotEmpty();
        }
    }

    /** Who stops buying stays on the list, so that the last purchase is ever longer ago: that is no movement of a segment. */
    @Test
    void theCalendarIsNotTakenForAgingOfTheDefinitions() throws IOException {
        assertThat(files.get("kmeans/movement.txt"))
                .doesNotContain("refresh", "learn the segments anew", "learning anew")
                .containsPattern("movement of Regular small spenders +0\\.\\d\\d +0\\.20 +0\\.50 +<0\\.001  watching")
                .contains("the calendar alone moves them away");
        JsonNode refresh = json("kmeans/movement.json").get("refresh");
        JsonNode lapsed = finding(refresh, "movement of Lapsed buyers");
        assertThat(lapsed.get("verdict").asText()).isEqualTo("keep");
        assertThat(lapsed.get("adjustedP").asDouble()).isGreaterThan(0.05);
        assertThat(lapsed.get("visibleFrom").asDouble())
                .isLessThan(0.2); // a movement that matters would have been seen
        assertThat(refresh.get("definitions").asText()).isEqualTo("watch");
        assertThat(refresh.get("sizesAndMoves").asText()).isEqualTo("keep");

        JsonNode basis = refresh.get("fitComparedOn");
        assertThat(basis.get("boughtWithinDays").asInt()).isEqualTo(275); // 2024-04-01 to 2025-01-01
        assertThat(basis.get("customersThen").asLong()).isEqualTo(boughtWithin(275, "2024-04-01"));
        assertThat(basis.get("customersNow").asLong()).isEqualTo(boughtWithin(275, "2025-01-01"));
        assertThat(basis.get("silentNow").asLong()).isEqualTo(5000 - boughtWithin(275, "2025-01-01"));
    }

    private static JsonNode finding(JsonNode refresh, String signal) {
        for (JsonNode finding : refresh.get("findings")) {
            if (finding.get("signal").asText().equals(signal)) {
                return finding;
            }
        }
        throw new AssertionError("no finding of " + signal);
    }

    private static long boughtWithin(int days, String date) {
        return files.get("customers/" + date + ".csv")
                .lines()
                .skip(1)
                .filter(line -> Double.parseDouble(line.split(",")[1]) <= days)
                .count();
    }

    @Test
    void thePageTellsTheMovementInShortAndSaysWhereTheRestIs() {
        assertThat(files.get("story.txt"))
                .contains(
                        "\n- In 3 months 19 % [19 %..20 %] move to another k-means segment, 51 % [49 %..52 %] to another by RFM.",
                        "\n- Noise by k-means: only 7 % [6 %..7 %] truly change in a step;",
                        "\n- Does each deserve to be one? Of 10 RFM segments ",
                        "\n- Do definitions age? RFM: sizes or moves have changed much (break of migration): find out why",
                        "\n- Do definitions age? k-means: the definitions learned on 2024-04-01 still fit mostly: keep them, and watch",
                        "rfm/movement.txt, kmeans/movement.txt.")
                .containsPattern(
                        "\n  2024-04-01 .. 2024-07-01 +3,840 +1,962 = 51 % +50 %..53 % +728 = 19 % +18 %..20 % +369\n")
                .containsPattern("\n  2 Lapsed buyers +7 % \\[6..9] +91 % \\[89..92] ");
        for (String method : List.of("rfm", "kmeans")) {
            assertThat(files.get(method + "/movement.txt").replace('\n', ' '))
                    .contains("deserves to be one is another question, that of validation")
                    .doesNotContain("no longer hold", "learn them anew");
        }
        assertThat(files.get("rfm/movement.txt"))
                .as("none of 999 draws came as far")
                .containsPattern("break of migration +0.11 +0.05 +0.10 +<=0.001  finding out why")
                .contains("They do not move in the same way in all steps (p <= 0.001)");
    }

    @Test
    void theNoiseIsThatOfTheTruth() throws IOException {
        for (String method : List.of("rfm", "kmeans")) {
            long changed = 0;
            long moved = 0;
            long movedUnchanged = 0;
            long apparent = 0;
            long unchanged = 0;
            for (JsonNode moves : json("truth.json").get(method).get("moves")) {
                changed += moves.get("true").asLong() + moves.get("missed").asLong();
                moved += moves.get("true").asLong();
                movedUnchanged += movedUnchanged(moves);
                apparent += moves.get("apparent").asLong();
                unchanged += movedUnchanged(moves) + moves.get("neither").asLong();
            }
            moved += movedUnchanged;
            JsonNode truth = json(method + "/movement.json").get("truth");
            truth.forEach(DemoCommandTest::assertInterval);
            assertThat(truth.at("/changed/value").asDouble()).isEqualTo((double) changed / (changed + unchanged));
            assertThat(truth.at("/floor/value").asDouble()).isEqualTo((double) movedUnchanged / unchanged);
            assertThat(truth.at("/apparentMoves/value").asDouble()).isEqualTo((double) apparent / moved);
            assertThat(truth.at("/floor/customers").asLong()).isEqualTo(unchanged);
        }
        assertThat(files.get("kmeans/movement.txt"))
                .contains(
                        "- Noise: only 7 % [6 %..7 %] truly change in a step; of the others 19 % [18 %..19 %] move all the same.")
                .contains("No correction by typing");
    }

    private static long movedUnchanged(JsonNode moves) {
        return moves.get("late").asLong() + moves.get("apparent").asLong();
    }

    @Test
    void migrateSaysTheSameOfTheTables(@TempDir Path again) throws IOException {
        ObjectNode expected = (ObjectNode) json("rfm/movement.json");
        List<String> arguments = new ArrayList<>(List.of("migrate"));
        DATES.forEach(
                date -> arguments.add(out.resolve("customers/" + date + ".csv").toString()));
        arguments.addAll(
                List.of("--id", "id", "--segment", "rfm", "--value", "spend_before", "--out", again.toString()));
        arguments.addAll(List.of("--dates", String.join(",", DATES), "--order"));
        List<String> segments = new ArrayList<>();
        expected.at("/pooled/segments").forEach(name -> segments.add(name.asText()));
        arguments.add(String.join(",", segments));
        assertThat(Program.run(arguments.toArray()).err()).isEmpty();

        ObjectNode found =
                (ObjectNode) new ObjectMapper().readTree(Program.files(again).get("movement.json"));
        expected.remove("truth");
        found.findParents("direction").forEach(parent -> ((ObjectNode) parent).remove("direction"));
        ArrayNode names = (ArrayNode) found.at("/withoutInterval/0/numbers");
        names.removeIf(name -> name.asText().startsWith("direction."));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void everyNumberOfMovementHasItsIntervalOrAReason() throws IOException {
        List<String> looked = files.keySet().stream()
                .filter(name -> name.matches(".*(movement|migration|value)\\.json"))
                .toList();
        assertThat(looked).hasSizeGreaterThan(8).contains("kmeans/movement.json", "rfm/movement.json");
        for (String name : looked) {
            assertThat(NumbersWithoutReason.in(json(name))).as(name).isEmpty();
        }
    }

    private static void assertInterval(JsonNode estimate) {
        assertThat(estimate.get("value").asDouble())
                .isBetween(
                        estimate.get("lower").asDouble(), estimate.get("upper").asDouble());
        assertThat(estimate.get("customers").asLong()).isPositive();
    }

    private static String lastLine() {
        return run.out().substring(run.out().lastIndexOf("The report is"));
    }

    @Test
    void theStoryOpensWithWhatIsInTheTill() {
        List<Sale> sales = SimulatedShop.standard().run().sales();
        long returns = sales.stream().filter(sale -> sale.amount() < 0).count();

        assertThat(run.out())
                .contains(
                        "A simulated shop: 5,000 customers, %,d purchases and %,d returns, 2023-01-01 to 2024-12-31, %,.2f."
                                .formatted(sales.size() - returns, returns, sum(sales)));
    }

    @Test
    void everythingBehindTheStoryIsInFiles() {
        for (String method : List.of("rfm", "kmeans")) {
            for (int i = 0; i < 4; i++) {
                assertThat(files)
                        .containsKeys(
                                method + "/" + DATES.get(i) + "/assignments.csv",
                                method + "/" + DATES.get(i) + "/segmentation.json");
            }
            for (int i = 0; i < 3; i++) {
                String step = method + "/" + DATES.get(i) + "_to_" + DATES.get(i + 1);
                assertThat(files)
                        .containsKeys(
                                method + "/" + DATES.get(i) + "/validation.json",
                                step + "/migration.json",
                                step + "/migration.csv",
                                step + "/value.json",
                                step + "/value.csv");
            }
        }
        assertThat(files).containsKeys("truth.json", "story.txt");
        assertThat(files).doesNotContainKey("rfm/2025-01-01/validation.json"); // nobody knows yet what comes after
    }

    @Test
    void theModelsInTheFilesPutEveryDateIntoTheSameSegments(@TempDir Path scored) {
        for (String method : List.of("rfm", "kmeans")) {
            for (String date : DATES) {
                Run score = Program.run(
                        "score",
                        out.resolve(method + "/model.json"),
                        out.resolve("customers/" + date + ".csv"),
                        "--id",
                        "id",
                        "--out",
                        scored);
                assertThat(score.err()).isEmpty();
                assertThat(firstTwoColumns(Program.files(scored).get("assignments.csv")))
                        .isEqualTo(firstTwoColumns(files.get(method + "/" + date + "/assignments.csv")));
            }
        }
    }

    private static List<String> firstTwoColumns(String csv) {
        return csv.lines()
                .map(line -> line.split(",", -1))
                .map(cells -> cells[0] + "," + cells[1])
                .toList();
    }

    @Test
    void allFilesOfAReportAreOfTheSameSegments() {
        assertThat(files.get("report.html")).contains("In three sentences").doesNotContain("is about other ");
        assertThat(files.get("rfm/report.html")).contains("In three sentences").doesNotContain("is about other ");
    }

    /** Of the table of customers that was written beside: means, sizes and who is in a bin, counted again. */
    @Test
    void profilesAreThoseOfTheTablesOfCustomers() throws IOException {
        for (String method : List.of("rfm", "kmeans")) {
            for (String date : DATES) {
                JsonNode json = json(method + "/" + date + "/profile.json");
                assertThat(json.get("asOf").asText()).isEqualTo(date);
                assertThat(json.get("customers").asLong()).isEqualTo(lines("customers/" + date + ".csv"));
                assertThat(NumbersWithoutReason.in(json)).isEmpty();
                List<String[]> table = files.get("customers/" + date + ".csv")
                        .lines()
                        .map(line -> line.split(",", -1))
                        .toList();
                List<String> head = List.of(table.get(0));
                JsonNode segment = json.at("/segments/1");
                List<String[]> members = table.stream()
                        .filter(line -> line[head.indexOf(method)].equals(
                                segment.get("segment").asText()))
                        .toList();
                assertThat(segment.get("size").asInt()).isEqualTo(members.size());
                for (int c = 0; c < segment.get("numeric").size(); c++) {
                    JsonNode column = segment.get("numeric").get(c);
                    int at = head.indexOf(column.get("column").asText());
                    double[] values = members.stream()
                            .mapToDouble(line -> Double.parseDouble(line[at]))
                            .toArray();
                    assertThat(column.get("mean").asDouble())
                            .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-9));
                    assertThat(column.get("forming").asBoolean())
                            .isEqualTo(!List.of("weekend_share", "spend_before", "spend_after")
                                    .contains(head.get(at)));
                    JsonNode histogram = json.get("histograms").get(c);
                    double edge = histogram.get("edges").get(1).asDouble();
                    assertThat(histogram.at("/counts/1/0").asLong())
                            .isEqualTo(Arrays.stream(values)
                                    .filter(value -> value < edge)
                                    .count());
                    assertThat(sum(histogram.at("/counts/1"))).isEqualTo(members.size());
                }
            }
        }
    }

    @Test
    void silhouettesAreThoseOfEverybody() throws IOException {
        JsonNode json = json("kmeans/2024-10-01/validation.json").get("silhouette");

        assertThat(json.get("kind").asText()).isEqualTo("exact");
        assertThat(json.get("customers").asLong()).isEqualTo(lines("customers/2024-10-01.csv"));
        assertThat(json.get("segments")).hasSize(5);
        double weighed = 0;
        for (JsonNode segment : json.get("segments")) {
            assertInterval(segment.get("mean"));
            assertInterval(segment.get("negative"));
            weighed += segment.get("customers").asLong()
                    * segment.at("/mean/value").asDouble();
        }
        assertThat(weighed / json.get("customers").asLong())
                .isCloseTo(json.at("/mean/value").asDouble(), within(1e-12));
    }

    /** Of 2 to 8, of which it chooses from 4 to 6: the number whose weakest segment comes back best. */
    @Test
    void theNumberOfSegmentsIsJustified() throws IOException {
        JsonNode json = json("kmeans/selection.json");

        assertThat(json.get("algorithm").asText()).isEqualTo("kmeans");
        assertThat(json.get("features")).hasToString("[\"recency_days\",\"frequency\",\"average_purchase\"]");
        assertThat(json.get("scale").asText()).isEqualTo("signed-log1p-zscore");
        assertThat(json.get("customers").asLong()).isEqualTo(lines("customers/2024-04-01.csv"));
        assertThat(json.get("chosen").asInt()).isEqualTo(5);
        assertThat(json.get("candidates")).hasSize(7);
        assertThat(json.at("/candidates/3/sizes"))
                .isEqualTo(json("kmeans/2024-04-01/segmentation.json").get("sizes"));
        assertThat(json.get("criteria").findValuesAsText("criterion"))
                .containsExactly(
                        "gap", "prediction_strength", "bootstrap_instability", "silhouette", "calinski_harabasz");
        double highest = 0;
        int best = 0;
        for (int k = 4; k <= 6; k++) {
            JsonNode each = json.get("stability").get(k - 2).get("each");
            assertThat(each).hasSize(k);
            double weakest = 1;
            for (JsonNode segment : each) {
                assertInterval(segment.get("jaccard"));
                weakest = Math.min(weakest, segment.at("/jaccard/value").asDouble());
            }
            best = weakest > highest ? k : best;
            highest = Math.max(weakest, highest);
        }
        assertThat(best).isEqualTo(5);
        for (JsonNode step : json.get("acrossSolutions")) {
            int from = step.get("from").asInt();
            for (int s = 0; s < from; s++) {
                assertThat(sum(step.get("flows").get(s)))
                        .isEqualTo(json.get("candidates")
                                .get(from - 2)
                                .get("sizes")
                                .get(s)
                                .asLong());
            }
            assertThat(step.get("stability"))
                    .hasSize(from + 1)
                    .allSatisfy(share -> assertThat(share.asDouble()).isBetween(0.0, 1.0));
        }
        assertThat(NumbersWithoutReason.in(json)).isEmpty();
    }

    @Test
    void customersAreNeverLost() throws IOException {
        for (String method : List.of("rfm", "kmeans")) {
            for (int i = 0; i < 3; i++) {
                JsonNode migration = step(method, i, "migration.json");
                long before = lines("customers/" + DATES.get(i) + ".csv");
                long after = lines("customers/" + DATES.get(i + 1) + ".csv");
                assertThat(sum(migration.get("counts"))).isEqualTo(before);
                assertThat(sum(migration.get("leavers"))).isZero();
                assertThat(sum(migration.get("entrants"))).isEqualTo(after - before);
                assertThat(migration.get("customers").asLong()).isEqualTo(after);
            }
        }
        assertThat(lines("customers/2025-01-01.csv")).isEqualTo(5000);
    }

    @Test
    void theBridgesAddUpToTheCentAndToTheTill() throws IOException {
        List<Sale> sales = SimulatedShop.standard().run().sales();
        for (String method : List.of("rfm", "kmeans")) {
            for (int i = 0; i < 3; i++) {
                JsonNode value = step(method, i, "value.json");
                BigDecimal closing = BigDecimal.ZERO;
                for (JsonNode line : value.get("segments")) {
                    assertThat(addedUp(line)).isEqualByComparingTo(amount(line, "closing"));
                    closing = closing.add(amount(line, "closing"));
                }
                JsonNode total = value.get("total");
                assertThat(addedUp(total)).isEqualByComparingTo(amount(total, "closing"));
                assertThat(closing).isEqualByComparingTo(amount(total, "closing"));
                assertThat(amount(total, "movedIn")).isEqualByComparingTo(amount(total, "movedOut"));
                assertThat(closing).isEqualByComparingTo(sum(between(sales, DATES.get(i), DATES.get(i + 1))));
            }
        }
        assertThat(run.out()).doesNotContain("- lost").contains("Nobody leaves the list");
        assertThat(run.out()).contains("These sales are 618,090, 18 % more than before");
    }

    @Test
    void whatRulesDoNotHaveIsNullWithAReason() throws IOException {
        JsonNode rfm = json("rfm/2024-10-01/segmentation.json");

        for (String key : List.of("seed", "objective", "iterations", "converged", "centers")) {
            assertThat(rfm.get(key).isNull()).as(key).isTrue();
            assertThat(rfm.get(key + "Undefined").asText()).as(key).isEqualTo("BY_RULE");
        }
    }

    @Test
    void kMeansFindsTheTrueTypes() {
        Matcher agreement = Pattern.compile("\n  k-means +0\\.(\\d\\d) ").matcher(run.out());

        assertThat(agreement.find()).isTrue();
        assertThat(Integer.parseInt(agreement.group(1))).isGreaterThan(50);
        assertThat(run.out())
                .containsPattern("Loyal regular .* Frequent buyers +[89]\\d %")
                .containsPattern("Big basket .* Regular big spenders +[89]\\d %")
                .containsPattern("Bargain hunter .* Regular small spenders +[89]\\d %")
                .containsPattern("Occasional .* Occasional buyers +[67]\\d %")
                .containsPattern("Inactive .* Lapsed buyers +[67]\\d %");
    }

    @Test
    void everyCustomerIsCountedOnceInTheTruth() throws IOException {
        for (String method : List.of("rfm", "kmeans")) {
            for (int i = 0; i < 3; i++) {
                JsonNode moves = json("truth.json").get(method).get("moves").get(i);
                long moved = moves.get("true").asLong()
                        + moves.get("late").asLong()
                        + moves.get("apparent").asLong();
                assertThat(moved)
                        .isEqualTo(
                                step(method, i, "migration.json").get("movers").asLong());
                assertThat(moved
                                + moves.get("missed").asLong()
                                + moves.get("neither").asLong())
                        .isEqualTo(lines("customers/" + DATES.get(i) + ".csv"));
            }
        }
    }

    @Test
    void theStoryOwnsUpToWhatItCannotKnow() throws IOException {
        JsonNode rfm = json("rfm/2024-10-01/validation.json");

        assertThat(rfm.get("overall").get("verdict").asText()).isEqualTo("fail");
        assertThat(run.out()).contains("drop: not material", "% of the customers", "apparent");
        assertThat(run.out())
                .containsPattern("Of 10 RFM segments keep \\d+, watch \\d+, drop \\d+;")
                .contains("of 5 k-means segments keep 4, split 1.");
        assertThat(json("kmeans/2024-10-01/validation.json").get("segments"))
                .hasSize(5)
                .allSatisfy(segment -> assertThat(
                                segment.get("stable").get("verdict").asText())
                        .isEqualTo("pass"));
    }

    @Test
    void mergesAndSplitsTellTheirNumbers() throws IOException {
        JsonNode report = json("kmeans/2024-10-01/validation.json");

        assertThat(report.get("merges")).isNotEmpty().allSatisfy(merge -> {
            assertThat(merge.get("stability").get("value").asDouble()).isBetween(0.75, 1.0);
            assertThat(merge.get("stability").get("customers").asInt()).isPositive();
            assertThat(merge.get("valueExplained").get("valueUndefined").asText())
                    .isEqualTo("NEGATIVE_VALUE"); // some return more than they buy
        });
        assertThat(report.get("splits")).hasSize(5).allSatisfy(split -> {
            assertThat(split.get("smallerShare").get("value").asDouble())
                    .isBetween(split.get("smallerShare").get("lower").asDouble(), 0.5);
            assertThat(split.get("valueExplained").get("valueUndefined").asText())
                    .isEqualTo("NEGATIVE_VALUE");
        });
    }

    @Test
    void theTablesOfCustomersFeedTheOtherCommands() {
        Path first = out.resolve("customers/2024-04-01.csv");
        Path second = out.resolve("customers/2024-07-01.csv");
        Path again = out.resolve("again");

        assertThat(Program.run("migrate", first, second, "--id", "id", "--segment", "rfm", "--out", again)
                        .code())
                .isZero();
        assertThat(Program.run(
                                "cluster",
                                first,
                                "--id",
                                "id",
                                "--features",
                                "recency_days,frequency,average_purchase",
                                "--segments",
                                "5",
                                "--scale",
                                "log1p-zscore",
                                "--out",
                                again)
                        .code())
                .isZero();
    }

    private static JsonNode step(String method, int step, String file) throws IOException {
        return json(method + "/" + DATES.get(step) + "_to_" + DATES.get(step + 1) + "/" + file);
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(files.get(name));
    }

    private static long lines(String name) {
        return files.get(name).lines().count() - 1;
    }

    private static long sum(JsonNode numbers) {
        long sum = 0;
        for (JsonNode number : numbers) {
            sum += number.isArray() ? sum(number) : number.asLong();
        }
        return sum;
    }

    private static BigDecimal addedUp(JsonNode line) {
        return amount(line, "opening")
                .add(amount(line, "acquired"))
                .subtract(amount(line, "lost"))
                .add(amount(line, "movedIn"))
                .subtract(amount(line, "movedOut"))
                .add(amount(line, "changeOfMovers"))
                .add(amount(line, "changeOfStayers"));
    }

    private static BigDecimal amount(JsonNode line, String key) {
        return new BigDecimal(line.get(key).asText());
    }

    private static BigDecimal sum(List<Sale> sales) {
        return sales.stream().map(sale -> BigDecimal.valueOf(sale.amount())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Sale> between(List<Sale> sales, String from, String to) {
        return sales.stream()
                .filter(sale -> !sale.date().isBefore(LocalDate.parse(from)))
                .filter(sale -> sale.date().isBefore(LocalDate.parse(to)))
                .toList();
    }
}
