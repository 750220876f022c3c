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

class ValidateCommandTest {

    @TempDir
    private Path folder;

    private Path data;
    private Path out;

    /** 100 customers who visit much and will spend much, 98 of neither, and 2 of whom nothing can be said. */
    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("customers.csv");
        out = folder.resolve("out");
        StringBuilder csv = new StringBuilder("id,segment,visits,age,later,worth\n");
        for (int i = 0; i < 200; i++) {
            String segment = i < 100 ? "Fans" : i < 198 ? "Others" : "Oddities";
            int later = i < 100 ? 500 + i % 7 : 10 + i % 7;
            csv.append("c%d,%s,%d,%d,%d,%d%n".formatted(i, segment, i < 100 ? 20 : 2, 30 + i % 11, later, later / 2));
        }
        Files.writeString(data, csv);
    }

    @Test
    void everySegmentGetsItsVerdictWithTheEvidence() throws IOException {
        Run run = validate("--descriptors", "age", "--outcomes", "later", "--value", "worth");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(Program.files(out)).containsOnlyKeys("evidence.json", "validation.json");
        JsonNode json = json();
        assertThat(json.get("overall").get("verdict").asText()).isEqualTo("fail");
        assertThat(json.get("overall").get("reasons").get(0).asText())
                .isEqualTo("2 of 3 segments are distinct, material and meaningful");
        JsonNode fans = json.get("segments").get(0);
        assertThat(fans.fieldNames())
                .toIterable()
                .contains("segment", "size", "share", "distinct", "material", "meaningful", "stable", "recommendation");
        assertThat(fans.get("segment").asText()).isEqualTo("Fans");
        assertThat(fans.get("size").asInt()).isEqualTo(100);
        assertThat(fans.get("share").asDouble()).isEqualTo(0.5);
        assertThat(fans.get("valueShare").asDouble()).isGreaterThan(0.9);
        for (String criterion : List.of("distinct", "material", "meaningful")) {
            assertThat(fans.get(criterion).get("verdict").asText())
                    .as(criterion)
                    .isEqualTo("pass");
        }
        assertThat(fans.get("meaningful").get("findings").get(0).get("subject").asText())
                .isEqualTo("later");
        assertThat(fans.get("stable").get("verdict").asText()).isEqualTo("not_checked");
        assertThat(fans.get("recommendation").asText()).isEqualTo("keep");
        JsonNode oddities = json.get("segments").get(1);
        assertThat(oddities.get("material").get("verdict").asText()).isEqualTo("fail");
        assertThat(oddities.get("recommendation").asText()).isEqualTo("drop");
        assertThat(run.out()).contains("Fans", "100   50 %", "keep");
    }

    @Test
    void theFeaturesThatFormedTheSegmentsAreNoEvidence() throws IOException {
        Run run = validate();

        assertThat(run.code()).isZero();
        JsonNode fans = json().get("segments").get(0);
        assertThat(fans.get("distinct").get("verdict").asText()).isEqualTo("uncertain");
        assertThat(fans.get("meaningful").get("verdict").asText()).isEqualTo("not_checked");
        assertThat(fans.get("valueShare").isNull()).isTrue();
        assertThat(fans.get("valueShareUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
        assertThat(json().get("columns")).isEmpty();
    }

    @Test
    void outcomesAreProfiledAsWhatDidNotFormTheSegments() throws IOException {
        validate("--descriptors", "age", "--outcomes", "later", "--value", "worth");

        JsonNode json = new ObjectMapper().readTree(out.resolve("evidence.json").toFile());
        List<String> forming = new ArrayList<>();
        json.at("/segments/0/numeric")
                .forEach(column -> forming.add(column.get("column").asText() + " " + column.get("forming")));
        assertThat(forming).containsExactly("visits true", "age false", "later false", "worth true");
        assertThat(json.at("/notices/0/message").asText())
                .startsWith("\"worth\" was not tested: it repeats \"visits\"");
        assertThat(json.at("/segments/0/segment").asText()).isEqualTo("Fans");
        JsonNode later = json.at("/segments/0/numeric/2");
        assertThat(later.get("mean").asDouble())
                .isCloseTo(502.95, within(1e-9)); // 500 and the mean of 14 · 0…6, 0 and 1
        assertThat(later.get("flag").asText()).isEqualTo("higher");
        assertThat(later.get("adjustedP").asDouble()).isLessThan(1e-6);
        assertThat(json.at("/segments/0/markers")).hasToString("[\"later\"]");
        assertThat(NumbersWithoutReason.in(json)).isEmpty();
    }

    /** Visits are 20 or 2, so that everybody is nearer to who has as many, but for the two of the third segment. */
    @Test
    void silhouettesTellWhoWouldFitElsewhere() throws IOException {
        validate();

        JsonNode silhouette = json().get("silhouette");
        assertThat(silhouette.get("kind").asText()).isEqualTo("exact");
        assertThat(silhouette.get("customers").asInt()).isEqualTo(200);
        assertThat(silhouette.at("/segments/0/segment").asText()).isEqualTo("Fans");
        assertThat(silhouette.at("/segments/0/mean/valueUndefined").asText())
                .as("all of them have the same")
                .isEqualTo("NO_WITHIN_VARIATION");
        assertThat(silhouette.at("/segments/0/quantiles/2/value").asDouble()).isEqualTo(1);
        assertThat(silhouette.at("/segments/0/negative/value").asDouble()).isZero();
        assertThat(silhouette.at("/segments/0/negative/upper").asDouble())
                .as("Wilson, none of 100")
                .isCloseTo(0.0369935, within(1e-7));
        assertThat(silhouette.at("/segments/1/quantiles/2/value").asDouble())
                .as("between two that are alike nobody is nearer to anybody")
                .isZero();
        assertThat(silhouette.at("/mean/value").asDouble()).isEqualTo(0.5);
        assertThat(silhouette.at("/mean/lower").asDouble()).isBetween(0.4, 0.45);
    }

    /** The same numbers as of features that were scaled by hand, and the same sentence wherever it is read. */
    @Test
    void customersAreComparedAsTheSegmentsWereMade() throws IOException {
        Path made = folder.resolve("made");
        writeTwoFeatures(folder.resolve("raw.csv"));
        Run cluster = Program.run(
                "cluster",
                folder.resolve("raw.csv"),
                "--id",
                "id",
                "--features",
                "visits,spend",
                "--segments",
                3,
                "--scale",
                "log1p-zscore",
                "--out",
                made);
        assertThat(cluster.err()).isEmpty();
        Run run = validate(made.resolve("assignments.csv"), made);
        assertThat(run.err()).isEmpty();

        String says = "Customers were compared by features scaled by log1p-zscore, as segmentation.json says.";
        JsonNode found = json(made);
        assertThat(found.at("/comparison/scale").asText()).isEqualTo("log1p-zscore");
        assertThat(found.at("/comparison/says").asText()).isEqualTo(says);
        assertThat(run.out()).contains("\n" + says + "\n");
        assertThat(Program.run("report", made).code()).isZero();
        String page = Files.readString(made.resolve("report.html"));
        assertThat(page.substring(page.indexOf("<section id=\"silhouettes\""))).contains("<p>" + says + "</p>");

        Path byHand = folder.resolve("by-hand");
        copyWithLogarithms(made.resolve("assignments.csv"), folder.resolve("log-assignments.csv"));
        assertThat(validate(folder.resolve("log-assignments.csv"), byHand).code())
                .isZero();
        JsonNode expected = json(byHand);
        assertThat(expected.at("/comparison/says").asText())
                .isEqualTo("Customers were compared by features scaled by zscore, since no segmentation.json says how"
                        + " these segments were made; segment validate --scale takes another scale.");
        assertThat(found.get("silhouette")).isEqualTo(expected.get("silhouette"));
        assertThat(found.get("structure")).isEqualTo(expected.get("structure"));

        Path asked = folder.resolve("asked");
        assertThat(validate(made.resolve("assignments.csv"), asked, "--scale", "zscore")
                        .code())
                .isZero();
        assertThat(json(asked).at("/comparison/says").asText())
                .isEqualTo("Customers were compared by features scaled by zscore, as --scale says.");
        assertThat(json(asked).at("/silhouette/mean/value").asDouble())
                .isNotEqualTo(found.at("/silhouette/mean/value").asDouble());
    }

    /** What cut by values compared nobody; what is about other segments or features tells nothing of these. */
    @Test
    void aFileThatTellsNoScaleOfTheseSegmentsIsNotFollowed() throws IOException {
        Files.writeString(
                folder.resolve("segmentation.json"),
                "{\"algorithm\":\"rfm\",\"features\":[\"visits\"],\"names\":[\"Fans\",\"Others\",\"Oddities\"],"
                        + "\"scale\":\"none\"}");
        validate();
        assertThat(json().at("/comparison/says").asText())
                .isEqualTo(
                        "Customers were compared by features scaled by zscore, since rfm made the segments without a scale.");
        for (String other : List.of(
                "{\"algorithm\":\"kmeans\",\"features\":[\"visits\"],\"sizes\":[3,2,1],\"scale\":\"robust\"}",
                "{\"algorithm\":\"kmeans\",\"features\":[\"age\"],\"names\":[\"Fans\",\"Others\",\"Oddities\"],"
                        + "\"scale\":\"robust\"}",
                "cut sh")) {
            Files.writeString(folder.resolve("segmentation.json"), other);
            validate();
            assertThat(json().at("/comparison/scale").asText()).as(other).isEqualTo("zscore");
            assertThat(json().at("/comparison/says").asText()).contains("since no segmentation.json says");
        }
        Files.writeString(
                folder.resolve("segmentation.json"),
                "{\"algorithm\":\"kmeans\",\"features\":[\"visits\"],\"names\":[\"Fans\",\"Others\",\"Oddities\"],"
                        + "\"scale\":\"none\"}");
        validate();
        assertThat(json().at("/comparison/says").asText())
                .isEqualTo("Customers were compared by features as they are, as segmentation.json says.");
    }

    private static void writeTwoFeatures(Path file) throws IOException {
        StringBuilder csv = new StringBuilder("id,visits,spend\n");
        for (int i = 0; i < 120; i++) {
            int g = i % 3;
            csv.append("c" + i + "," + (5 * g + i % 7) + "," + Math.round(Math.pow(10, g + i % 11 / 5.0)) + "\n");
        }
        Files.writeString(file, csv);
    }

    private static void copyWithLogarithms(Path from, Path to) throws IOException {
        List<String> lines = Files.readAllLines(from);
        StringBuilder csv = new StringBuilder(lines.get(0) + "\n");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            assertThat(cells).hasSize(5); // id, segment, margin, visits, spend
            for (int c = 3; c < 5; c++) {
                cells[c] = Double.toString(StrictMath.log1p(Double.parseDouble(cells[c])));
            }
            csv.append(String.join(",", cells)).append('\n');
        }
        Files.writeString(to, csv);
    }

    private Run validate(Path file, Path to, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of(
                "validate", file, "--id", "id", "--segment", "segment", "--features", "visits,spend", "--out", to));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }

    @Test
    void theLeastShareIsTheUsersChoice() throws IOException {
        validate("--min-share", "0.6");

        assertThat(json().get("segments").get(0).get("material").get("verdict").asText())
                .isEqualTo("fail");
    }

    @Test
    void faultsAreOneClearLineAndNoFile() throws IOException {
        assertRefused(validate("--outcomes", "future"), "no column \"future\"; there are id, segment, visits");
        assertRefused(
                validate("--outcomes", "visits"),
                "--outcomes: column \"visits\" is also among --features, and a column that formed the segments is no"
                        + " evidence");
        assertRefused(validate("--descriptors", "visits"), "--descriptors: column \"visits\" is also among --features");
        assertRefused(validate("--min-share", "7"), "share = 7.0, expected 0 to 1");
        Files.writeString(data, "id,segment,visits\na,X,1\na,X,2\n");
        assertRefused(validate(), "1 line repeats the id of an earlier line");
        Files.writeString(data, "id,segment,visits\na,,1\n");
        assertRefused(validate(), "blank");
    }

    /** As the guide says. */
    @Test
    void evidenceIsNumeric() {
        assertRefused(validate("--descriptors", "segment"), "line 2, column \"segment\" is not a number; write digits");
        assertRefused(validate("--outcomes", "id"), "line 2, column \"id\" is not a number; write digits");
    }

    @Test
    void nobodyIsNoVerdict() throws IOException {
        Files.writeString(data, "id,segment,visits\n");

        assertRefused(validate(), data + ": there are no customers below the first line");
    }

    @Test
    void idsAreNoSegments() throws IOException {
        StringBuilder csv = new StringBuilder("id,segment,visits\n");
        for (int i = 0; i < 201; i++) {
            csv.append(i).append(",s").append(i).append(",1\n");
        }
        Files.writeString(data, csv);

        assertRefused(validate(), "--segment looks like an id: column \"segment\" has 201 different segments");
    }

    private void assertRefused(Run run, String message) {
        assertThat(run.code()).as(message).isEqualTo(1);
        assertThat(run.err()).startsWith("segment validate: ").contains(message).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    private Run validate(Object... options) {
        List<Object> arguments = new ArrayList<>(
                List.of("validate", data, "--id", "id", "--segment", "segment", "--features", "visits", "--out", out));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }

    private JsonNode json() throws IOException {
        return json(out);
    }

    private static JsonNode json(Path in) throws IOException {
        return new ObjectMapper().readTree(in.resolve("validation.json").toFile());
    }
}
