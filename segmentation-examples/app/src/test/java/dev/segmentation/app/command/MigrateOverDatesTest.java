package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.Segmentation;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.metrics.history.SegmentHistory;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MobilityBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six customers over four dates, counted by hand, and many over more. */
class MigrateOverDatesTest {

    private static final String DATES = "2025-03-31,2025-06-30,2025-09-30,2025-12-31";

    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void writeData() throws IOException {
        out = folder.resolve("out");
        write(1, "a,Low,1", "b,Low,2", "c,High,30", "d,High,40", "e,High,50");
        write(2, "a,High,10", "b,Low,2.50", "c,High,30", "d,Low,4", "f,Low,1.05");
        write(3, "a,Low,1", "b,Low,2", "c,High,31", "d,Low,4", "e,High,5", "f,,");
        write(4, "a,Low,1", "b,High,20", "c,High,31", "d,Low,4", "f,Low,2");
    }

    private void write(int file, String... lines) throws IOException {
        Files.writeString(path(file), "id,segment,spend\n" + String.join("\n", lines) + "\n");
    }

    private Path path(int file) {
        return folder.resolve("q" + file + ".csv");
    }

    @Test
    void everybodyIsCountedOnceAtEachDate() throws IOException {
        assertThat(migrate(4, "--dates", DATES).err()).isEmpty();

        JsonNode dates = json("movement.json").get("dates");
        assertThat(dates).hasSize(4);
        assertThat(dates.get(0))
                .hasToString("{\"asOf\":\"2025-03-31\",\"sizes\":{\"High\":3,\"Low\":2},\"notYet\":1,\"unscored\":0,"
                        + "\"left\":0,\"returned\":0}");
        assertThat(dates.get(2))
                .hasToString("{\"asOf\":\"2025-09-30\",\"sizes\":{\"High\":2,\"Low\":3},\"notYet\":0,\"unscored\":1,"
                        + "\"left\":0,\"returned\":1}");
    }

    @Test
    void stepsTheWholeAndAllStepsTogetherAreCounted() throws IOException {
        migrate(4, "--dates", DATES, "--order", "Low,High");

        JsonNode json = json("movement.json");
        assertThat(json.at("/steps/0/counts")).hasToString("[[1,1],[1,1]]"); // b, a, d, c
        assertThat(json.at("/steps/1/counts")).hasToString("[[2,0],[1,1]]");
        assertThat(json.at("/steps/1/unscored"))
                .hasToString("{\"before\":0,\"after\":1,\"becameScored\":[0,0],\"becameUnscored\":[1,0],"
                        + "\"entered\":0,\"stayed\":0,\"left\":0}");
        assertThat(json.at("/steps/2/unscored/becameScored")).hasToString("[1,0]");
        assertThat(json.at("/steps/2/leavers")).hasToString("[0,1]");
        assertThat(json.at("/firstToLast/counts")).hasToString("[[1,1],[1,1]]");
        assertThat(json.at("/firstToLast/entrants")).hasToString("[1,0]");
        assertThat(json.at("/pooled/counts")).hasToString("[[5,2],[2,3]]");
        assertThat(json.at("/pooled/moved/value").asDouble()).isCloseTo(1 / 3.0, within(1e-15));
        // a few customers made these 12 steps: Wilson's interval of 4 of 12 steps, 0.138 to 0.609, is too narrow
        assertThat(json.at("/pooled/moved/lower").asDouble()).isCloseTo(0.05421982, within(1e-8));
        assertThat(json.at("/pooled/moved/upper").asDouble()).isCloseTo(0.81346276, within(1e-8));
        assertThat(json.at("/pooled/direction/up").asInt()).isEqualTo(2);
        assertThat(json.at("/pooled/direction/down").asInt()).isEqualTo(2);
        assertThat(json.at("/pooled/exitRates/1/value").asDouble()).isCloseTo(2 / 7.0, within(1e-15));
        assertThat(json.at("/steps/0/growth/0"))
                .hasToString(
                        "{\"segment\":\"Low\",\"opening\":2,\"in\":2,\"out\":1,\"closing\":3,\"excess\":2,\"rate\":0.4}");
    }

    @Test // e was there, left and is back; f is new in the second file
    void whoIsBackIsNotNew() throws IOException {
        Run run = migrate(4, "--dates", DATES);

        JsonNode json = json("movement.json");
        assertThat(json.at("/steps/0/newcomers")).hasToString("[0,1]");
        assertThat(json.at("/steps/0/returners")).hasToString("[0,0]");
        assertThat(json.at("/steps/0/away").asInt()).isZero();
        assertThat(json.at("/steps/0/returnRate/value").isNull()).isTrue();
        assertThat(json.at("/steps/1/newcomers")).hasToString("[0,0]");
        assertThat(json.at("/steps/1/returners")).hasToString("[1,0]");
        assertThat(json.at("/steps/1/returnRates/0/value").asDouble()).isOne();
        assertThat(json.at("/steps/1/returnRate/lower").asDouble())
                .isCloseTo(1 / (1 + 3.841459), within(1e-6)); // Wilson, 1 of 1
        assertThat(json.at("/steps/2/away").asInt()).isZero();
        assertThat(json.at("/pooled/newcomers")).hasToString("[0,1]");
        assertThat(json.at("/pooled/returners")).hasToString("[1,0]");
        assertThat(json.at("/firstToLast/returners")).hasToString("[0,0]");
        for (JsonNode step : json.get("steps")) {
            for (int s = 0; s < 2; s++) {
                assertThat(step.get("newcomers").get(s).asInt()
                                + step.get("returners").get(s).asInt())
                        .isEqualTo(step.get("entrants").get(s).asInt());
            }
        }
        assertThat(told(run))
                .contains("Back: had left before; of those who have left, 100 % [21 %..100 %] come back in a step.");

        write(4, "x,Low,1", "a,Low,1"); // b, c, d, e and f leave
        write(5, "c,High,1", "y,Low,1", "f,,", "a,Low,1");
        write(6, "c,High,1", "y,Low,1", "f,,", "a,Low,1");
        migrate(6);
        assertThat(Files.readAllLines(out.resolve("4_to_5/migration.csv")))
                .contains(",Low,1,,,", "EXIT,UNSCORED,1,,,", ",UNSCORED,0,,,")
                .anyMatch(line -> line.startsWith("EXIT,High,1,0.2,"));
        assertThat(json("movement.json").at("/steps/3/returnRate/value").asDouble())
                .isEqualTo(0.4); // c and f of b, c, d, e and f
        assertThat(json("movement.json").at("/dates/4/returned").asInt()).isEqualTo(2);
    }

    @Test
    void whatIsTakenBackWhereItLeadsAndHowLongItLasts() throws IOException {
        migrate(4, "--dates", DATES);

        JsonNode json = json("movement.json");
        assertThat(json.at("/flicker/moves").asInt()).isEqualTo(3); // a and d, then a again; b is too late
        assertThat(json.at("/flicker/returns").asInt()).isOne();
        assertThat(json.at("/flicker/tooLate").asInt()).isOne();
        JsonNode next = json.at("/forecast/steps/1");
        assertThat(next.findValuesAsText("segment")).containsExactly("High", "Low");
        assertThat(next.at("/1/value").asDouble()) // 3 · 5/7 + 2 · 2/7, and an entrant in three steps
                .isCloseTo(19 / 7.0 + 1 / 3.0, within(1e-12));
        assertThat(next.at("/0/value").asDouble()).isCloseTo(12 / 7.0 + 1 / 3.0, within(1e-12));
        assertThat(next.at("/0/lower").asDouble()).isLessThan(12 / 7.0);
        assertThat(json.at("/forecast/stepDays").asInt()).isEqualTo(92); // 91, 92 and 92
        assertThat(json.at("/halfLife/days").asDouble()).isEqualTo(91); // two of four are elsewhere
        assertThat(json.at("/halfLife/stillThere")).hasSize(3);
        assertThat(json.at("/refresh/findings")).hasSize(2);
    }

    @Test
    void eachStepHasItsFilesAndItsBridgeToTheCent() throws IOException {
        Run run = migrate(4, "--dates", DATES, "--value", "spend");

        assertThat(Program.files(out)).hasSize(2 + 4 * 4);
        String step = "2025-06-30_to_2025-09-30/";
        assertThat(json(step + "migration.json").get("asOfAfter").asText()).isEqualTo("2025-09-30");
        assertThat(Files.readAllLines(out.resolve(step + "migration.csv")))
                .contains(
                        "Low,UNSCORED,1,,,",
                        "UNSCORED,Low,0,,,",
                        "High,,0,,,",
                        ",High,0,,,",
                        "EXIT,Low,0,0.0,0.0,0.7934506856227626")
                .anyMatch(line -> line.startsWith("EXIT,High,1,1.0,0.20654931437723"));
        // opening 47.55 of which f is lost sight of with 1.05, e is back with 5, a loses 9, b .50, c gains 1
        assertThat(Files.readString(out.resolve(step + "value.csv")))
                .contains("\ntotal,all,47.55,5.00,1.05,10.00,10.00,-9.00,0.50,43.00,5.00,0.00,0.00,1.05\n");
        assertThat(run.out())
                .containsPattern("2025-06-30 .. 2025-09-30 +47.55 +5.00 +0.00 +-1.05 +-9.00 +0.50 +43.00\n")
                .containsPattern("2025-03-31 .. 2025-12-31 +123.00 +2.00 +50.00 +0.00 +-18.00 +1.00 +58.00\n")
                .contains("Unscored: those seen\nagain less those lost sight of, who have not left.")
                .doesNotContain("are worth"); // f has no value where it has no segment
    }

    @Test
    void thePageIsShownAndToldInWords() throws IOException {
        Run run = migrate(4, "--dates", DATES);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith(Files.readString(out.resolve("movement.txt")).stripTrailing())
                .endsWith("Written to " + out + ": movement.txt, movement.json, and 8 files in folders, one per step"
                        + System.lineSeparator())
                .startsWith("WHO MOVED, 2025-03-31 TO 2025-12-31\n")
                .contains(
                        "- In a step 33 % [5 %..81 %] of the customers move to another segment. Of those in a segment both on"
                                + " 2025-03-31 and on\n  2025-12-31, 50 % [15 %..85 %] have another one at the end.")
                .contains("\n- Unscored (no segment): 1 on 2025-09-30. They are there, so they have not left;")
                .containsPattern("\n  High +3 +2 +2 +2 +-33 % +2 ")
                .contains("2026-03-31?") // the ends of four quarters are followed by the end of the fifth
                .containsPattern("\n  from .. to .* new +back +left +lost sight of +seen again\n")
                .containsPattern("\n  2025-06-30 .. 2025-09-30 +4 +1 +25 % +5 %..70 % +0 +1 +0 +1 +0\n")
                .contains("33 % [6 %..79 %] of 3 moves were taken back in the next step")
                .contains("- There are too few customers to see whether sizes or moves have changed.")
                .doesNotContain("no reason to learn", "near a border", "wait for a second date")
                .contains(
                        "Half of the customers are seen elsewhere than in their first segment, noise included, after 91 days");
    }

    @Test
    void withoutDatesNothingIsSaidInDays() throws IOException {
        Run run = migrate(3);

        JsonNode json = json("movement.json");
        assertThat(json.get("dated").asBoolean()).isFalse();
        assertThat(json.at("/dates/0/file").asInt()).isOne();
        assertThat(json.at("/dates/0").has("asOf")).isFalse();
        assertThat(json.at("/forecast").has("stepDays")).isFalse();
        assertThat(json.get("halfLife").isNull()).isTrue();
        assertThat(json.get("halfLifeUndefined").asText()).isEqualTo("NO_DATES");
        assertThat(Program.files(out))
                .containsOnlyKeys(
                        "movement.txt",
                        "movement.json",
                        "1_to_2/migration.json",
                        "1_to_2/migration.csv",
                        "2_to_3/migration.json",
                        "2_to_3/migration.csv",
                        "1_to_3/migration.json",
                        "1_to_3/migration.csv");
        assertThat(json("1_to_2/migration.json").has("asOfBefore")).isFalse();
        assertThat(run.out())
                .startsWith("WHO MOVED, FILE 1 TO FILE 3\n")
                .contains("No dates were given (--dates), so steps are taken for equally long")
                .contains("next step?")
                .doesNotContain("1970-", " days [");
        assertThat(run.out().replace("\n  ", " ")).contains("file 1 is " + path(1));
    }

    @Test
    void stepsThatAreNotEquallyLongAreNotCompared() throws IOException {
        Run run = migrate(4, "--dates", "2025-03-31,2025-04-30,2025-09-30,2025-12-31");

        JsonNode json = json("movement.json");
        assertThat(json.at("/pooled/flag").asText()).isEqualTo("UNEQUAL_INTERVALS");
        assertThat(json.at("/forecast/stepsUndefined").asText()).isEqualTo("UNEQUAL_INTERVALS");
        assertThat(json.at("/tests/sameInAllStepsUndefined").asText()).isEqualTo("UNEQUAL_INTERVALS");
        assertThat(json.at("/tests/pastMattersUndefined").asText()).isEqualTo("UNEQUAL_INTERVALS");
        assertThat(json.at("/refresh/notMeasured")).hasToString("[\"break of migration\"]");
        assertThat(run.out())
                .contains("- From one date to the next, which are not equally far apart, 33 %")
                .contains("No forecast, because the steps are not equally long")
                .contains(
                        "Not measured: break of migration (the steps are not equally long, so that they do not compare).");
    }

    @Test // four files of other customers, or ids in other forms: nothing is known, and nothing holds
    void nobodyToFollowIsNoEvidence() throws IOException {
        for (int file = 1; file <= 4; file++) {
            String[] lines = new String[50];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "c" + (50 * file + i) + "," + (i % 2 == 0 ? "High" : "Low") + ",1";
            }
            write(file, lines);
        }
        Run run = migrate(4, "--dates", DATES);

        assertThat(run.code()).isZero();
        assertThat(run.out().replace("\n  ", " "))
                .contains(
                        "- Warning: nobody is there both on 2025-03-31 and on 2025-06-30, so that nothing can be told of who moved."
                                + " Are ids written in one form?",
                        "- Warning: the like is so of 1 more pair of files.",
                        "- Nobody is at two dates in a row, so that nothing can be told of who moved.",
                        "- Whether sizes or moves have changed cannot be told.",
                        "No forecast, because nobody is at two dates in a row.")
                .doesNotContain(
                        "In a step - of", "Nobody moved in the last step", "no reason to learn", "may move in the");
        JsonNode json = json("movement.json");
        assertThat(json.get("warnings")).hasSize(3);
        assertThat(json.at("/refresh/sizesAndMoves").asText()).isEqualTo("cannot be told");
        assertThat(json.at("/refresh/definitions").asText()).isEqualTo("not looked at");
        assertThat(json.at("/refresh/findings/0/verdict").asText()).isEqualTo("cannot be told");
        assertThat(json.at("/forecast/stepsUndefined").asText()).isEqualTo("NO_COMMON_CUSTOMERS");
    }

    @Test
    void whereAllDoTheSameNothingIsMadeOfIt() throws IOException {
        writeAlike(60, 100_000);
        assertThat(told(migrate(4, "--dates", DATES)))
                .contains(
                        "- Noise: none is seen, since nobody moved.",
                        "- Sizes and moves give no reason to learn the segments anew. There are too few customers to see anything in"
                                + " the mix of segments.",
                        "All customers of a segment did the same in all steps, so that there is nothing to test.",
                        "Nobody moved, so that nothing was taken back.")
                .doesNotContain("(nothing to test)", "Not measured", "That may be chance");

        writeAlike(60, 1); // forth and back, everybody
        assertThat(told(migrate(4, "--dates", DATES)))
                .contains(
                        "- In a step 100 % [94 %..100 %] of the customers move to another segment.",
                        "All customers of a segment did the same in all steps, so that there is nothing to test.",
                        "of 120 moves were taken back in the next step, where 100 % would be if only the present segment mattered."
                                + " So many were to be expected.")
                .doesNotContain("(nothing to test)", "Not measured", "That may be chance");
    }

    @Test // one of whom nothing can be seen, however still
    void oneCustomerAndOneSegmentAreNoEvidence() throws IOException {
        for (int file = 1; file <= 4; file++) {
            write(file, "a," + (file == 2 ? "Low" : "High") + ",1");
        }
        assertThat(told(migrate(4)))
                .contains("- There are too few customers to see whether sizes or moves have changed.")
                .contains(
                        "Whether it matters where customers were before cannot be tested: no segment has customers who"
                                + " came from different ones and could have gone different ways.")
                .doesNotContain("no reason to learn", "(nothing to test)");

        for (int file = 1; file <= 4; file++) {
            String[] lines = new String[500];
            Arrays.setAll(lines, i -> "c" + i + ",High,1");
            write(file, lines);
        }
        assertThat(told(migrate(4, "--dates", DATES)))
                .contains(
                        "- There is one segment only, so that nobody can be seen to move.",
                        "- Whether sizes or moves have changed cannot be told.")
                .doesNotContain("no reason to learn", "Half of the customers", "half of the customers", "In a step");
        assertThat(json("movement.json").at("/refresh/findings/0/verdict").asText())
                .isEqualTo("cannot be told");
    }

    @Test // the counts leave open whether anybody moved, or contradict errors without fewer moves than these make
    void aCorrectionThatSaysLittleIsToldAsThat() throws IOException {
        Path confusion = Files.writeString(folder.resolve("confusion.csv"), "true,High,Low\nHigh,5,1\nLow,1,5\n");
        for (int file = 1; file <= 4; file++) {
            write(file, "a," + (file == 2 ? "Low" : "High") + ",1");
        }
        assertThat(told(migrate(4, "--confusion", confusion)))
                .contains(
                        "- Noise: by the typing error given, 28 % would seem to move in a step if nobody did; how many truly do"
                                + " is left open: the errors are too large for so few customers.")
                .doesNotContain("UNIDENTIFIED");

        Files.writeString(confusion, "true,High,Low\nHigh,0.8,0.2\nLow,0.2,0.8\n");
        writeAlike(1000, 1);
        assertThat(told(migrate(4, "--confusion", confusion)))
                .contains(
                        "but errors as large as given would make more of some moves than are seen: they are smaller, or last from"
                                + " date to date. So no corrected share is told; the one that they would give is in the JSON file.")
                .doesNotContain("fewer are seen to");
    }

    private static String told(Run run) {
        assertThat(run.err()).isEmpty();
        return run.out().replace("\n  ", " ").replace("\n", " ");
    }

    @Test
    void sevenCustomersAreTooFewToSeeAndAThousandAreNot() throws IOException {
        writeAlike(7, 2);
        assertThat(migrate(4).out())
                .contains("- There are too few customers to see whether sizes or moves have changed.")
                .containsPattern("mix of segments .* too few to see\n")
                .containsPattern("break of migration .* too few to see\n");
        JsonNode few = json("movement.json").get("refresh");
        assertThat(few.get("sizesAndMoves").asText()).isEqualTo("too few");
        JsonNode mix = few.at("/findings/0");
        assertThat(mix.get("signal").asText()).isEqualTo("mix of segments");
        // the quantile of chi-square with one degree, by table, over the harmonic size of two sevens
        assertThat(mix.get("visibleFrom").asDouble()).isCloseTo(3.841459 * 2 / 7, within(1e-5));
        assertThat(mix.get("verdict").asText()).isEqualTo("too few");

        writeAlike(1000, 10);
        assertThat(migrate(4).out())
                .contains("- Sizes and moves give no reason to learn the segments anew.")
                .doesNotContain("too few");
        JsonNode moves = json("movement.json").at("/refresh/findings/1");
        assertThat(moves.get("signal").asText()).isEqualTo("break of migration");
        // half of Wilson's interval of 100 of 1000, by its formula, twice and across
        double half = 1.959964 * Math.sqrt(0.09 / 1000 + 3.841459 / 4e6) / (1 + 3.841459 / 1000);
        assertThat(moves.get("visibleFrom").asDouble()).isCloseTo(Math.sqrt(2) * half, within(1e-7));
        assertThat(json("movement.json").at("/refresh/sizesAndMoves").asText()).isEqualTo("keep");
    }

    /** Each customer moves once in so many steps, equally many in each. */
    private void writeAlike(int customers, int every) throws IOException {
        for (int file = 1; file <= 4; file++) {
            String[] lines = new String[customers];
            for (int i = 0; i < customers; i++) {
                int moves = (i / 2 % every + file) / every;
                lines[i] = "c" + i + "," + ((i + moves) % 2 == 0 ? "High" : "Low") + ",1";
            }
            write(file, lines);
        }
    }

    @Test // nobody is mistyped, and a typing error is given
    void aCorrectionThatTheCountsContradictIsNotTold() throws IOException {
        writeAlike(1000, 100_000);
        Path confusion =
                Files.writeString(folder.resolve("confusion.csv"), "true,High,Low\nHigh,0.8,0.2\nLow,0.2,0.8\n");
        Run run = migrate(4, "--confusion", confusion);

        assertThat(json("movement.json").at("/pooled/noise/overstated").asBoolean())
                .isTrue();
        assertThat(run.out().replace("\n  ", " ").replace("\n", " "))
                .contains(
                        "- Noise: by the typing error given, 32 % would seem to move in a step if nobody did; but fewer are seen"
                                + " to than errors as large as given would make: they are smaller, or last from date to date. So no"
                                + " corrected share is told; the one that they would give is in the JSON file.")
                .doesNotContain("truly");
    }

    @Test // customers of three segments typed rightly in 80 % of the cases at each date; the seed is fixed
    void whatMayBeAllNoiseIsToldByItsUpperEnd() throws IOException {
        Path confusion = Files.writeString(
                folder.resolve("confusion.csv"), "true,A,B,C\nA,0.8,0.1,0.1\nB,0.1,0.8,0.1\nC,0.1,0.1,0.8\n");
        writeTyped(0);
        Run still = migrate(3, "--confusion", confusion);
        JsonNode noise = json("movement.json").at("/pooled/noise");
        assertThat(noise.at("/corrected/lower").asDouble()).isZero();
        assertThat(noise.get("movedUnbiased").asDouble())
                .isLessThanOrEqualTo(noise.at("/corrected/value").asDouble());
        assertThat(still.out().replace("\n  ", " "))
                .containsPattern("corrected for it, at most \\d+ % truly do, and perhaps nobody")
                .containsPattern("file 1 .. file 2 +600 .* <= \\d+ % +0 %..\\d+ % ");

        writeTyped(0.5);
        Run moving = migrate(3, "--confusion", confusion);
        JsonNode real = json("movement.json").at("/pooled/noise");
        assertThat(real.at("/corrected/lower").asDouble()).isGreaterThan(0.2);
        assertThat(moving.out().replace("\n  ", " "))
                .contains("corrected for it, "
                        + Math.round(100 * real.get("movedUnbiased").asDouble()) + " % [")
                .doesNotContain("perhaps nobody");
    }

    @Test // the call of the library on the same places, which were written to the files
    void whereSizesSettleHasItsIntervals() throws IOException {
        int[][] places = writeTyped(0.5);
        assertThat(migrate(3, "--dates", "2025-03-31,2025-06-30,2025-09-30").err())
                .isEmpty();

        List<Segmentation> segmentations = new ArrayList<>();
        for (int date = 0; date < places.length; date++) {
            Segmentation.Builder builder =
                    Segmentation.builder(LocalDate.of(2025, 3 + 3 * date, 30)).segments(List.of("A", "B", "C"));
            for (int i = 0; i < places[date].length; i++) {
                builder.add("c" + i, String.valueOf("ABC".charAt(places[date][i])));
            }
            segmentations.add(builder.build());
        }
        SegmentHistory history = SegmentHistory.of(segmentations);
        assertSettles(json("movement.json").get("pooled"), history.pooled().matrix());
        assertSettles(
                json("2025-03-31_to_2025-06-30/migration.json"),
                MigrationMatrix.between(segmentations.get(0), segmentations.get(1)));
        double width =
                json("movement.json").at("/pooled/stationaryIntervals/0/upper").asDouble()
                        - json("movement.json")
                                .at("/pooled/stationaryIntervals/0/lower")
                                .asDouble();
        assertThat(width).isBetween(0.02, 0.15); // about a third, of 600 customers in two steps
    }

    private static void assertSettles(JsonNode json, MigrationMatrix matrix) {
        List<Estimate> settled = MobilityBootstrap.withDefaults().stationary(matrix, Execution.sequential());
        for (int s = 0; s < 3; s++) {
            assertThat(json.at("/stationary/" + s).asDouble())
                    .isCloseTo(settled.get(s).value(), within(1e-12));
            assertThat(json.at("/stationaryIntervals/" + s + "/lower").asDouble())
                    .isEqualTo(settled.get(s).lower());
            assertThat(json.at("/stationaryIntervals/" + s + "/upper").asDouble())
                    .isEqualTo(settled.get(s).upper());
        }
    }

    /** As typed: date by date, customer by customer. */
    private int[][] writeTyped(double moves) throws IOException {
        int[][] places = new int[3][600];
        SplittableRandom random = new SplittableRandom(7);
        int[] truly = new int[600];
        for (int file = 1; file <= 3; file++) {
            String[] lines = new String[truly.length];
            for (int i = 0; i < truly.length; i++) {
                truly[i] = file == 1 ? i % 3 : random.nextDouble() < moves ? (truly[i] + 1) % 3 : truly[i];
                int typed = random.nextDouble() < 0.8 ? truly[i] : (truly[i] + 1 + random.nextInt(2)) % 3;
                places[file - 1][i] = typed;
                lines[i] = "c" + i + "," + "ABC".charAt(typed) + ",1";
            }
            write(file, lines);
        }
        return places;
    }

    @Test
    void typingWithoutErrorsCorrectsNothing() throws IOException {
        Path confusion = folder.resolve("confusion.csv");
        Files.writeString(confusion, "true,High,Low\nHigh,1,0\nLow,0,1\n");
        Run run = migrate(4, "--dates", DATES, "--confusion", confusion);

        JsonNode json = json("movement.json");
        for (String at : List.of("/steps/0", "/firstToLast", "/pooled")) {
            assertThat(json.at(at + "/noise/floor").asDouble()).isZero();
            assertThat(json.at(at + "/noise/corrected/value").asDouble())
                    .isCloseTo(json.at(at + "/moved/value").asDouble(), within(1e-12));
            assertThat(json.at(at + "/noise/apparentInterval/upper").asDouble())
                    .isEqualTo(json.at(at + "/moved/upper").asDouble());
        }
        assertThat(run.out())
                .contains("- Noise: by the typing error given, 0 % would seem to move in a step if nobody did;")
                .contains("truly moved")
                .doesNotContain("migrate --confusion");
    }

    @Test
    void aTypingErrorThatForgetsASegmentNamesItsFile() throws IOException {
        Path confusion = folder.resolve("confusion.csv");
        Files.writeString(confusion, "true,High\nHigh,1\n");
        assertRefused(
                confusion + ": the typing error does not have the segment \"Low\"",
                "--dates",
                DATES,
                "--confusion",
                confusion);
    }

    @Test
    void faultsAreOneClearLineAndNoFile() throws IOException {
        assertRefused("--dates: there are 2 dates, expected 4; give one per file", "--dates", "2025-03-31,2025-06-30");
        assertRefused(
                "--dates: 2025-06-30 comes after 2025-09-30, expected a later date",
                "--dates",
                "2025-03-31,2025-09-30,2025-06-30,2025-12-31");
        assertRefused("--order: there is no segment \"Hihg\" in " + path(1) + " or " + path(2), "--order", "Low,Hihg");
        assertRefused("; did you mean \"High\"? There are High, Low", "--order", "Low,HIGH");
        assertRefusedUsage(
                migrate(4, "--dates", "31.03.2025"),
                "Invalid value for option '--dates' (DATE): write days as year-month-day, such as 2025-03-31,2025-06-30");
        assertRefusedUsage(
                migrate(4, "--dates", "2025-02-30"),
                "Invalid value for option '--dates' (DATE): no calendar has one of these days; mend its day or its month");
        assertRefusedUsage(
                migrate(1), "one file tells nobody's move; name two or more, from the earliest date to the latest");
        assertRefusedUsage(migrate(0), "Missing required parameter: 'FILE.csv FILE.csv...'");
        assertThat(migrate(1).code()).isEqualTo(2);
        write(3, "a,,1", "b, ,2");
        assertRefused(path(3) + ": column \"segment\" is blank for every customer");
        write(3, "a,,1", "b,Low,2", "c,,3", "c,,3");
        assertRefused(path(3) + ": 1 line repeats the id of an earlier line, the first of them is line 5;");
        write(3, "a,,1", "b,Low,2", "b,,3");
        assertRefused("1 of the customers are in a segment");
        write(3, "a,,1", "b,Low,");
        assertRefused(path(3) + ": line 3", "--value", "spend");
    }

    @Test
    void manySegmentsOverManyDatesStillFitOnAPage() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder confusion = new StringBuilder("true");
        for (int s = 0; s < 12; s++) {
            confusion.append(",segment number ").append(s);
        }
        for (int s = 0; s < 12; s++) {
            confusion.append("\nsegment number ").append(s);
            for (int t = 0; t < 12; t++) {
                confusion.append(s == t ? ",89" : ",1");
            }
        }
        Path errors = Files.writeString(folder.resolve("errors.csv"), confusion + "\n");
        StringBuilder dates = new StringBuilder();
        for (int file = 1; file <= 9; file++) {
            String[] lines = new String[900];
            for (int i = 0; i < lines.length; i++) {
                int segment = random.nextInt(4) == 0 ? random.nextInt(12) : (i + 10 * file) % 12;
                String name = random.nextInt(50) == 0 ? "" : "segment number " + segment;
                lines[i] = "c" + (i + 10 * file) + "," + name + "," + random.nextInt(1_000_000);
            }
            write(file, lines);
            dates.append(file == 1 ? "" : ",").append("2025-0").append(file).append("-15");
        }
        Run run = migrate(9, "--dates", dates, "--value", "spend", "--confusion", errors);

        assertThat(run.err()).isEmpty();
        assertThat(Files.readAllLines(out.resolve("movement.txt")))
                .hasSizeLessThanOrEqualTo(80)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(135))
                .contains("STEP BY STEP, THE LATEST 4")
                .contains("The 8 largest of 12 segments here and below; all are in movement.json.")
                .anyMatch(line -> line.contains("2025-10-15?"));
        assertThat(json("movement.json").get("steps")).hasSize(8);
    }

    @Test
    void moreSegmentsThanCanBeTestedAreRefused() throws IOException {
        String[] lines = new String[61];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "c" + i + ",s" + i + ",1";
        }
        write(2, lines);

        assertRefused("--segment: 63 segments over more than two files, expected at most 30");
    }

    @Test
    void nobodyInCommonIsUndefinedAndSaidSo() throws IOException {
        for (int file = 1; file <= 3; file++) {
            write(file, "x" + file + ",Low,1", "y" + file + ",High,2");
        }
        Run run = migrate(3, "--dates", "2025-01-01,2025-02-01,2025-03-01");

        assertThat(run.err()).isEmpty();
        assertThat(json("movement.json").at("/pooled/moved/valueUndefined").asText())
                .isEqualTo("NO_OBSERVATIONS");
        assertThat(json("movement.json").get("halfLifeUndefined").asText()).isEqualTo("NO_COMMON_CUSTOMERS");
        assertThat(run.out()).doesNotContain("Nobody moved in", "NaN", "Infinity");
    }

    @Test
    void twoFilesMayHaveDatesAndUnscoredCustomers() throws IOException {
        Run run = Program.run(
                "migrate",
                path(2),
                path(3),
                "--id",
                "id",
                "--segment",
                "segment",
                "--value",
                "spend",
                "--dates",
                "2025-06-30,2025-09-30",
                "--out",
                out);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "Unscored, as their segment is blank: 0 customers before, 1 after. They are there, so they have"
                                + " not left, and count in no share.");
        assertThat(Program.files(out)).containsOnlyKeys("migration.json", "migration.csv", "value.json", "value.csv");
        assertThat(json("migration.json").get("asOfBefore").asText()).isEqualTo("2025-06-30");
        assertThat(json("migration.json").at("/unscored/becameUnscored")).hasToString("[0,1]");
        assertThat(json("migration.json").get("leavers")).hasToString("[0,0]");
    }

    /** The report is of the later command, whichever kind it was, and nothing is taken away by one that is refused. */
    @Test
    void whatIsOfAnEarlierRunOfTheOtherKindIsRemoved() throws IOException {
        assertThat(migrate(2, "--value", "spend").out()).doesNotContain("Removed");
        assertThat(Program.files(out)).containsOnlyKeys("migration.json", "migration.csv", "value.json", "value.csv");
        assertThat(reportedDates()).containsExactly("before", "after");

        Run more = migrate(4, "--dates", DATES);
        assertThat(more.out())
                .contains(
                        "Removed from " + out + ", since they are of an earlier migrate: migration.json, migration.csv,"
                                + " value.json, value.csv" + System.lineSeparator());
        assertThat(Files.list(out).map(path -> path.getFileName().toString()))
                .contains("movement.json", "movement.txt", "2025-03-31_to_2025-06-30")
                .doesNotContain("migration.json", "migration.csv", "value.json", "value.csv");
        assertThat(reportedDates()).containsExactly(DATES.split(","));

        assertThat(migrate(2, "--order", "Nobody").code()).isEqualTo(1);
        assertThat(out.resolve("movement.json")).exists();

        Run two = migrate(2, "--dates", "2025-03-31,2025-06-30");
        assertThat(two.out())
                .contains("Removed from " + out + ", since they are of an earlier migrate: movement.json, movement.txt"
                        + System.lineSeparator());
        assertThat(out.resolve("movement.json")).doesNotExist();
        assertThat(reportedDates()).containsExactly("2025-03-31", "2025-06-30");
    }

    private List<String> reportedDates() throws IOException {
        assertThat(Program.run("report", out, "--least-customers", 1).err()).isEmpty();
        String page = Files.readString(out.resolve("report.html"));
        String data = page.substring(page.indexOf("id=\"report-data\">") + "id=\"report-data\">".length());
        List<String> dates = new ArrayList<>();
        new ObjectMapper()
                .readTree(data.substring(0, data.indexOf("</script>")))
                .at("/charts/flows/dates")
                .forEach(date -> dates.add(date.asText()));
        return dates;
    }

    private void assertRefused(String message, Object... options) {
        Run run = migrate(4, options);
        assertThat(run.code()).as(message).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("segment migrate: ").contains(message).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    private void assertRefusedUsage(Run run, String message) {
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("segment migrate: " + message + "; see segment migrate --help" + System.lineSeparator());
        assertThat(out).doesNotExist();
    }

    private Run migrate(int files, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("migrate"));
        for (int file = 1; file <= files; file++) {
            arguments.add(path(file));
        }
        arguments.addAll(List.of("--id", "id", "--segment", "segment", "--out", out));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name).toFile());
    }
}
