package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.Program;
import java.io.IOException;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What choose found is told where the number of segments is judged, and on the card of each segment that it tried. */
class ChoiceTest {

    private static final Path CUSTOMERS = Path.of("../../docs/guide/data/customers-march.csv");

    private static final String FITTING = "; no segment holds separate groups and none is too many by the validation";

    private static final Pattern STABLE =
            Pattern.compile("<strong>stable</strong><bdi></bdi><bdi>(.*?)</bdi>", Pattern.DOTALL);

    /** Four segments, of which 4 of 5 criteria would make two. */
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        run("cluster", CUSTOMERS, "--segments", 4, "--scale", "log1p-zscore");
        run("choose", CUSTOMERS, "--to", 5, "--scale", "log1p-zscore");
        run("validate", made.resolve("assignments.csv"), "--segment", "segment");
    }

    private static void run(Object... command) {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--id", "id", "--features", "recency_days,orders,revenue", "--out", made));
        Program.Run run = Program.run(all.toArray());
        assertThat(run.err()).isEmpty();
    }

    private static ObjectNode read(String name) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(made.resolve(name).toFile());
    }

    private String page(JsonNode validation, JsonNode selection) throws IOException {
        for (String name : List.of("segmentation.json", "profile.json")) {
            Files.writeString(folder.resolve(name), Files.readString(made.resolve(name)));
        }
        write("validation.json", validation);
        write("selection.json", selection);
        Program.Run run = Program.run("report", folder);
        assertThat(run.err()).isEmpty();
        return Files.readString(folder.resolve("report.html"));
    }

    private void write(String name, JsonNode json) throws IOException {
        if (json.isObject()) {
            Files.writeString(folder.resolve(name), json.toString());
        } else {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private String firstSentence(JsonNode validation, JsonNode selection) throws IOException {
        String page = page(validation, selection);
        int from = page.indexOf("<li>", page.indexOf("class=\"verdict\"")) + 4;
        return page.substring(from, page.indexOf("</li>", from));
    }

    private static List<String> stable(String page) {
        Matcher found = STABLE.matcher(page.replaceAll("\\R", ""));
        List<String> texts = new ArrayList<>();
        while (found.find()) {
            texts.add(found.group(1));
        }
        return texts;
    }

    /** The numbers are counted here from what each criterion picks. */
    @Test
    void theFirstSentenceSaysBothWhereTheyDiffer() throws IOException {
        ObjectNode selection = read("selection.json");
        int two = 0;
        for (JsonNode criterion : selection.path("criteria")) {
            two += criterion.path("pick").asInt() == 2 ? 1 : 0;
        }
        assertThat(two).isEqualTo(4);
        String says = "4 of 5 criteria of choose say 2.";
        ObjectNode validation = read("validation.json");
        assertThat(firstSentence(validation.put("sizing", "fitting"), selection))
                .endsWith(FITTING + ", but " + says);
        assertThat(firstSentence(validation.put("sizing", "over_segmented"), selection))
                .endsWith("some are one with another, and " + says);
        assertThat(firstSentence(validation.put("sizing", "under_segmented"), selection))
                .endsWith("some hold separate groups, but " + says);
        assertThat(firstSentence(validation.put("sizing", "undecided"), selection))
                .endsWith("cannot be told, and " + says);
        assertThat(firstSentence(selection.path(""), selection))
                .isEqualTo("There are 4 segments; whether they deserve to be segments has not been looked at yet, and "
                        + says);
    }

    @Test
    void theirNumberFitsWhereNothingSaysAnother() throws IOException {
        ObjectNode validation = read("validation.json").put("sizing", "fitting");
        ObjectNode selection = read("selection.json");
        assertThat(firstSentence(validation, selection.path(""))).endsWith("; their number fits.");
        assertThat(firstSentence(validation, selection.deepCopy().put("chosen", 4)))
                .endsWith("; their number fits.");
        assertThat(firstSentence(validation, selection.deepCopy().put("scale", "robust"))) // of another run
                .endsWith("; their number fits.");
        ObjectNode none = selection.deepCopy().putNull("chosen");
        none.putArray("criteria").addObject().put("pick", 4);
        assertThat(firstSentence(validation, none)).endsWith(FITTING + ", but choose takes no number.");
        assertThat(firstSentence(validation, selection.deepCopy().put("algorithm", "pam")))
                .endsWith(", but 4 of 5 criteria of choose by pam say 2.");
    }

    @Test
    void cardsSayHowFarTheirSegmentIsFoundAgain() throws IOException {
        ObjectNode selection = read("selection.json");
        String page = page(read("validation.json"), selection);
        assertThat(page).doesNotContain("segment choose says it", "Run <code>segment choose");
        JsonNode each = selection.path("stability").path(2);
        assertThat(each.path("segments").asInt()).isEqualTo(4);
        List<String> expected = new ArrayList<>();
        for (JsonNode segment : each.path("each")) {
            JsonNode found = segment.path("jaccard");
            expected.add(
                    "not checked by validate; by choose, it is found again in customers drawn anew with a mean overlap of "
                            + digits(found.path("value")) + " (" + digits(found.path("lower")) + " to "
                            + digits(found.path("upper")) + "), n\u00a0=\u00a0" + found.path("customers")
                            + "; from 0.75 a segment is recovered, below 0.5 it dissolves");
        }
        assertThat(stable(page)).isEqualTo(expected).hasSize(4);
    }

    private static String digits(JsonNode number) {
        return number.decimalValue()
                .round(new MathContext(4, RoundingMode.HALF_EVEN))
                .toPlainString();
    }

    /** Another seed makes other segments, of which nothing is told here; but choose was run. */
    @Test
    void cardsPointToWhatWasFoundOfOthers() throws IOException {
        String page = page(read("validation.json"), read("selection.json").put("seed", 7));
        assertThat(stable(page))
                .hasSize(4)
                .containsOnly(
                        "not checked; a file does not tell how its segments were found; see \u201cHow many segments\u201d");
        assertThat(page).doesNotContain("segment choose says it");
        assertThat(stable(page(read("validation.json"), read("selection.json").path(""))))
                .hasSize(4)
                .containsOnly("not checked; a file does not tell how its segments were found; segment choose says it");
    }

    @Test
    void oneSegmentIsOne() throws IOException {
        ObjectNode profile = read("profile.json");
        ((ArrayNode) profile.path("segments"))
                .removeAll()
                .addObject()
                .put("segment", "A")
                .put("size", 9);
        Files.writeString(folder.resolve("profile.json"), profile.toString());
        assertThat(Program.run("report", folder).err()).isEmpty();
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("There is 1 segment; whether it deserves to be one has not been looked at yet.")
                .contains("1 segment. Point at a mark");
    }
}
