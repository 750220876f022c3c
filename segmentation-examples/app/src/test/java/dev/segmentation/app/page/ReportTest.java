package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.app.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("migration.json"), Json.text(migration()));
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(40, 3, 57)));
    }

    /** Few went from B to A. */
    private static ObjectNode migration() {
        ObjectNode json = Json.object();
        json.set("segments", Json.texts(List.of("A", "B", "C")));
        ArrayNode counts = json.putArray("counts");
        counts.add(Json.integers(100, 20, 30)).add(Json.integers(2, 200, 50)).add(Json.integers(60, 70, 300));
        json.set("entrants", Json.integers(10, 11, 12));
        json.set("leavers", Json.integers(13, 14, 15));
        json.put("stayers", 600).put("movers", 232);
        json.putObject("mobility").put("praisShorrocks", 0.4);
        return json;
    }

    private static ObjectNode profile(int... sizes) {
        ObjectNode json = Json.object();
        ArrayNode segments = json.putArray("segments");
        for (int s = 0; s < sizes.length; s++) {
            ObjectNode segment = segments.addObject()
                    .put("segment", "ABC".substring(s, s + 1))
                    .put("size", sizes[s]);
            segment.putObject("share").put("value", sizes[s] / 100.0).put("customers", 100);
            ObjectNode column = segment.putArray("numeric").addObject().put("column", "money");
            column.put("mean", 2000 + s)
                    .put("totalMean", 1000)
                    .put("count", sizes[s])
                    .put("missing", 0);
            column.putObject("index").put("value", 100 + s);
            column.putArray("quantiles");
        }
        return json;
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve("report.html"));
    }

    private Run report(Object... options) {
        Object[] all = new Object[options.length + 2];
        all[0] = "report";
        all[1] = folder;
        System.arraycopy(options, 0, all, 2, options.length);
        return Program.run(all);
    }

    /** B has three customers: nothing is said of it, and nothing of A, from which it could be computed. */
    @Test
    void hidesSegmentsOfFewCustomersAndThoseThatGiveThemAway() throws IOException {
        assertThat(report().err()).isEmpty();
        assertThat(page())
                .contains(
                        "Not shown: fewer than 5 customers in one of the files, or it would give away a segment that has fewer.")
                .contains("data-value=\"2002.0\"")
                .doesNotContain("data-value=\"2001.0\"")
                .doesNotContain("data-value=\"2000.0\"")
                .doesNotContain("\"v\":101")
                .contains("Counts of 1 to 4 customers are hidden, and others that would give them away.");
    }

    /** B has three customers, and A is hidden with it. */
    @Test
    void hidesSignalsOfSegmentsOfFewCustomers() throws IOException {
        ObjectNode movement = Json.object();
        movement.putArray("steps").add(migration());
        movement.set("pooled", migration());
        ArrayNode findings = movement.putObject("refresh").put("says", "so").putArray("findings");
        for (String segment : List.of("A", "B", "C")) {
            findings.addObject()
                    .put("signal", "movement of " + segment)
                    .put("of", "definitions")
                    .put("value", 0.25)
                    .put("watchAt", 0.2)
                    .put("refreshAt", 0.5)
                    .put("verdict", "watch")
                    .put("evidence", "of the " + segment);
        }
        for (int count : List.of(4, 40)) {
            findings.addObject()
                    .put("signal", "strangers " + count)
                    .put("value", count)
                    .put("evidence", "share " + count / 200.0 + " [0.006, 0.04] at 95.0 %, n = 200, 0.01 expected");
        }
        Files.writeString(folder.resolve("movement.json"), Json.text(movement));
        assertThat(report().err()).isEmpty();
        assertThat(page())
                .contains("of the C")
                .doesNotContain("of the A")
                .doesNotContain("of the B")
                .contains("<bdi>movement of B</bdi></th><td>hidden</td>")
                .contains("<bdi>strangers 4</bdi></th><td>hidden</td>")
                .doesNotContain("share 0.02 ")
                .contains("share 0.2 ");
    }

    /** All cells hidden, the totals would still tell of four customers. */
    @Test
    void tellsNothingOfFewerCustomersThanMayBeToldOf() throws IOException {
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(2, 2, 0)));
        Run run = report();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("segment report: " + folder
                        + ": there are fewer than 5 customers, so that nothing may be told of"
                        + " them; lower --least-customers if every reader may know each of them"
                        + System.lineSeparator());
        assertThat(Program.files(folder)).doesNotContainKey("report.html");
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(2, 3, 0)));
        assertThat(report().code()).isZero();
    }

    @Test
    void hidesFewMovesAndThoseThatGiveThemAway() throws IOException {
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(40, 30, 30)));
        assertThat(report().err()).isEmpty();
        String rows = page().substring(page().indexOf("id=\"flows\""), page().indexOf("id=\"matrix\""));
        assertThat(rows)
                .doesNotContain("data-value=\"2\"")
                .contains("data-value=\"200\"")
                .containsPattern(Pattern.quote("<bdi>B</bdi></th><td>before to after</td><td>A</td><td>hidden</td>"));
        assertThat(rows.split("<td>hidden</td>", -1)).hasSize(7); // the cheapest way around
        assertThat(page()).doesNotContain("\"v\":2,");
    }

    /** Where nothing else is known of segments than who moved; B has few customers, and is not told of. */
    @Test
    void cardsHaveTheCustomersOfTheLastDate() throws IOException {
        Files.delete(folder.resolve("profile.json"));
        Files.writeString(folder.resolve("migration.json"), Json.text(migration()));
        assertThat(report().err()).isEmpty();
        assertThat(part("segments"))
                .contains(
                        "<dt>Customers, <span class=\"date\">after</span></dt>\n<dd>172</dd>",
                        "<dd>301</dd>",
                        "<dd>392</dd>");
        ObjectNode few = migration();
        few.putArray("counts")
                .add(Json.integers(100, 1, 30))
                .add(Json.integers(2, 1, 50))
                .add(Json.integers(60, 0, 300));
        few.set("entrants", Json.integers(10, 0, 12));
        Files.writeString(folder.resolve("migration.json"), Json.text(few.put("asOfAfter", "2025-06-30")));
        assertThat(report().err()).isEmpty();
        assertThat(part("segments"))
                .contains("<dt>Customers, <span class=\"date\">2025-06-30</span></dt>\n<dd>hidden</dd>")
                .doesNotContain("<dd>2</dd>");
    }

    /** Up and down are sums of flows: where one of those is hidden, they would tell. */
    @Test
    void upAndDownAreToldWhereAllFlowsAre() throws IOException {
        Files.delete(folder.resolve("profile.json"));
        ObjectNode migration = migration();
        migration.put("stayers", 600).put("movers", 232);
        ObjectNode direction = migration.putObject("direction");
        direction.set("worstToBest", Json.texts(List.of("A", "<B>", "C")));
        direction.put("up", 100).put("down", 132).put("upRate", 0.1202).put("downRate", 0.1587);
        direction
                .putObject("intervals")
                .putObject("upRate")
                .put("lower", 0.0991)
                .put("upper", 0.1437);
        Files.writeString(folder.resolve("migration.json"), Json.text(migration));
        assertThat(report().err()).isEmpty(); // two went from B to A
        assertThat(part("movement"))
                .contains("Which way customers moved is hidden: it would tell on few of them.")
                .doesNotContain("12.0", "0.1202");

        assertThat(report("--least-customers", 1).err()).isEmpty();
        assertThat(part("movement"))
                .contains("Of the customers 12.0\u00a0% (9.9 to 14.4) went up and 15.9\u00a0% down.");
    }

    /** The flow of 200 is told only where it is shown. */
    @Test
    void saysNothingOfWhatIsHidden() throws IOException {
        ObjectNode few = migration();
        few.putArray("counts")
                .add(Json.integers(100, 0, 4))
                .add(Json.integers(3, 200, 2))
                .add(Json.integers(0, 3, 300));
        Files.writeString(folder.resolve("migration.json"), Json.text(few));
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(104, 205, 304)));
        assertThat(report().err()).isEmpty();
        assertThat(part("movement")).contains("<strong>All flows between segments are hidden.</strong>");
        assertThat(report("--least-customers", 1).err()).isEmpty();
        assertThat(part("movement"))
                .contains(
                        "<strong>The largest flow between segments is “A” → “C”: 4 customers, before to after.</strong>");
    }

    /** Of one index, or of all of them. */
    @Test
    void saysWhyAnIndexHasNoInterval() throws IOException {
        ObjectNode migration = migration();
        migration
                .putObject("mobilityIntervals")
                .putNull("praisShorrocks")
                .put("praisShorrocksUndefined", "UNREACHABLE");
        Files.writeString(folder.resolve("migration.json"), Json.text(migration));
        assertThat(report().err()).isEmpty();
        assertThat(part("aging"))
                .contains("<td>none: a segment may never be reached from another one</td>", ">832</td>");
        migration.putNull("mobilityIntervals").put("mobilityIntervalsUndefined", "RESOURCE_LIMIT");
        Files.writeString(folder.resolve("migration.json"), Json.text(migration));
        assertThat(report().err()).isEmpty();
        assertThat(part("aging")).contains("<td>none: it would take too much time or memory</td>");
    }

    @Test
    void showsAllIfToldSo() throws IOException {
        assertThat(report("--least-customers", 1).err()).isEmpty();
        assertThat(page())
                .contains("data-value=\"2001.0\"", "data-value=\"2\"", "All counts are shown, however small.")
                .doesNotContain("<td>hidden</td>");
    }

    @Test
    void saysWhatPeopleSayBesideWhatWasMeasured() throws IOException {
        Path words = folder.resolve("words.csv");
        Files.writeString(words, "segment,owner,goal\nC,Ms & Mr <b>,keep them\nA,,\n");
        assertThat(report("--words", words, "--title", "Our <customers>").err()).isEmpty();
        assertThat(page())
                .contains("<title>Our &lt;customers&gt;</title>")
                .contains("<dd><bdi>Ms &amp; Mr &lt;b&gt;</bdi></dd>", "<dt><bdi>goal</bdi></dt>", "keep them")
                .containsOnlyOnce("In words, not measured");
        Files.writeString(words, "segment,owner\nA,me\nC,you\nA,they\n");
        assertThat(report("--words", words).err())
                .isEqualTo("segment report: " + words
                        + ": line 4: segment \"A\" is there already, at line 2; keep one line of each segment\n");
        Files.writeString(words, "segment,owner\nc,me\n");
        assertThat(report("--words", words).err())
                .isEqualTo("segment report: " + words
                        + ": line 2: there is no segment \"c\"; did you mean \"C\"? There are A, B, C"
                        + System.lineSeparator());
    }

    /** The scripts and the style are those that the policy names, and there is nothing that could be fetched. */
    @Test
    void namesWhatMayRun() throws IOException {
        assertThat(report().err()).isEmpty();
        assertThat(page().replaceAll("(?s)<script.*?</script>", ""))
                .containsPattern(
                        "content=\"default-src &#39;none&#39;; script-src( &#39;sha256-[A-Za-z0-9+/=]{44}&#39;){2};"
                                + " style-src &#39;sha256-[A-Za-z0-9+/=]{44}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\"")
                .doesNotContainPattern("<(link|img|iframe|base|form)[ >]")
                .doesNotContainPattern("<[a-z]+ [^>]*(src|style)=");
    }

    @Test
    void isTheSameForTheSameFiles() throws IOException {
        assertThat(report().code()).isZero();
        String first = page();
        assertThat(report().code()).isZero();
        assertThat(page()).isEqualTo(first);
        assertThat(first).doesNotContain(folder.toString());
    }

    /** What cluster found and what validate adds, whatever the order of the segments; what both have is shown once. */
    @Test
    void showsTheColumnsOfBothProfiles() throws IOException {
        ObjectNode found = profile(40, 30, 30);
        found.withArray("histograms").add(histogram("money", 40, 30, 30));
        ObjectNode evidence = profile(40, 30, 30);
        ArrayNode columns = evidence.putArray("segments");
        for (int s = 2; s >= 0; s--) {
            ObjectNode segment =
                    profile(40, 30, 30).withArray("segments").get(s).deepCopy();
            ((ObjectNode) segment.at("/numeric/0")).put("mean", 9999);
            ObjectNode later = segment.withArray("numeric").addObject().put("column", "later");
            later.put("mean", 3000 + s).put("totalMean", 1).put("count", 30).put("missing", 0);
            later.putObject("index").put("value", 300 + s);
            segment.putArray("levels")
                    .addObject()
                    .put("column", "city")
                    .put("level", "Bonn")
                    .put("count", 20 + s);
            columns.add(segment);
        }
        evidence.putArray("histograms").add(histogram("money", 1, 1, 1)).add(histogram("later", 11, 12, 13));
        Files.writeString(folder.resolve("profile.json"), Json.text(found));
        Files.writeString(folder.resolve("evidence.json"), Json.text(evidence));
        Files.delete(folder.resolve("migration.json"));

        assertThat(report().err()).isEmpty();
        assertThat(page())
                .contains("data-value=\"2000.0\"", "data-value=\"2002.0\"", "data-value=\"3000.0\"", "<td>Bonn</td>")
                .doesNotContain("data-value=\"9999.0\"", "about other segments");
        String bins = page().substring(page().indexOf("id=\"profile-histograms\""));
        assertThat(bins.indexOf("data-value=\"13\"")) // of A, the last one in evidence.json
                .isBetween(1, bins.indexOf("data-value=\"12\""));

        Files.delete(folder.resolve("profile.json"));
        assertThat(report().err()).isEmpty();
        assertThat(page()).contains("data-value=\"9999.0\"", "data-value=\"3000.0\"");
    }

    /** With the interval of the indices of mobility, whatever that of the noise is. */
    @Test
    void whoMovedHasOneIntervalEverywhere() throws IOException {
        ObjectNode migration = migration();
        migration.withObject("mobility").put("shareMoved", 0.28);
        migration
                .putObject("mobilityIntervals")
                .putObject("shareMoved")
                .put("lower", 0.25)
                .put("upper", 0.31);
        ObjectNode noise = migration.putObject("noise");
        noise.put("apparent", 0.28).put("floor", 0.1);
        noise.putObject("apparentInterval").put("lower", 0.111).put("upper", 0.333);
        Files.writeString(folder.resolve("migration.json"), Json.text(migration));
        assertThat(report().err()).isEmpty();
        assertThat(part("verdict")).contains("25.0 to 31.0");
        assertThat(part("movement")).contains("25.0 to 31.0").doesNotContain("11.1 to 33.3");
    }

    private static ObjectNode histogram(String column, int... counts) {
        ObjectNode json = Json.object().put("column", column);
        json.set("edges", Json.numbers(0, 1, 2));
        ArrayNode rows = json.putArray("counts");
        for (int count : counts) {
            rows.add(Json.integers(count, 0));
        }
        return json;
    }

    private void segmentation(String... names) throws IOException {
        ObjectNode json = Json.object();
        json.set("names", Json.texts(List.of(names)));
        json.set("sizes", Json.integers(40, 30, 30));
        json.set("features", Json.texts(List.of("money", "time")));
        Files.writeString(folder.resolve("segmentation.json"), Json.text(json.put("scale", "zscore")));
    }

    private String part(String id) throws IOException {
        String page = page();
        int from = page.indexOf("<section id=\"" + id + "\"");
        return page.substring(from, page.indexOf("<section", from + 1));
    }

    @Test
    void saysWhichFilesAreOfAnotherRun() throws IOException {
        segmentation("A", "B", "C");
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(40, 30, 30)));
        ObjectNode validation = profile(30, 30, 40);
        validation.putObject("silhouette").putObject("mean").put("value", 0.5);
        Files.writeString(folder.resolve("validation.json"), Json.text(validation));
        Files.writeString(folder.resolve("evidence.json"), Json.text(profile(30, 30, 40)));
        ObjectNode selection = Json.object().put("scale", "zscore");
        selection.set("features", Json.texts(List.of("money")));
        Files.writeString(folder.resolve("selection.json"), Json.text(selection));

        assertThat(report().err()).isEmpty();
        String validated =
                "validation.json is about other segments than segmentation.json: names or numbers of customers"
                        + " differ, as of another run. Run segment validate again.";
        String moved =
                "migration.json is about other segments than segmentation.json: names differ, or there is no date at"
                        + " which they have as many customers. Unless that is meant, run segment migrate again.";
        assertThat(part("verdict")).contains(validated, moved);
        assertThat(part("segments")).contains(validated);
        assertThat(part("silhouettes")).contains(validated);
        assertThat(part("profile"))
                .contains("evidence.json is about other segments")
                .doesNotContain("profile.json is");
        assertThat(part("sizes")).contains(moved);
        assertThat(part("movement")).contains(moved);
        assertThat(part("aging")).contains(moved);
        assertThat(part("count"))
                .contains(
                        "selection.json is about other features or another scale than segmentation.json, as of another"
                                + " run: run segment choose again.");
    }

    /** The reader meets two numbers, and learns which one the report is of. */
    @Test
    void saysBothTheNumberThatWasChosenAndTheOneThatWasMade() throws IOException {
        ObjectNode made = Json.object().put("algorithm", "kmeans").put("segments", 3);
        made.set("names", Json.texts(List.of("A", "B", "C")));
        Files.writeString(folder.resolve("segmentation.json"), Json.text(made));
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(40, 30, 30)));
        ObjectNode selection = Json.object().put("algorithm", "kmeans").put("chosen", 2);
        assertThat(countPart(selection))
                .contains("<p>choose would take 2; the report is of 3 segments, made by <bdi>kmeans</bdi>.</p>");
        assertThat(countPart(selection.put("algorithm", "pam").put("chosen", 3)))
                .contains("<p>choose would take 3 by <bdi>pam</bdi>; the report is of 3 segments, made by"
                        + " <bdi>kmeans</bdi>.</p>");
        assertThat(countPart(selection.put("algorithm", "kmeans").putNull("chosen")))
                .contains("<p>choose would take no number; the report is of 3 segments, made by");
        assertThat(countPart(selection.put("chosen", 3))).doesNotContain("would take");
    }

    private String countPart(ObjectNode selection) throws IOException {
        Files.writeString(folder.resolve("selection.json"), Json.text(selection));
        assertThat(report().err()).isEmpty();
        return part("count");
    }

    /** The migration begins with 100 + 20 + 30 + 13 customers of A, and so on. */
    @Test
    void saysNothingOfFilesOfTheSameRun() throws IOException {
        ObjectNode json = Json.object();
        json.set("sizes", Json.integers(163, 266, 445));
        json.set("names", Json.texts(List.of("A", "B", "C")));
        Files.writeString(folder.resolve("segmentation.json"), Json.text(json));
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(163, 266, 445)));
        Files.writeString(folder.resolve("validation.json"), Json.text(profile(163, 266, 445)));
        Files.writeString(folder.resolve("evidence.json"), Json.text(profile(163, 266, 445)));
        assertThat(report().err()).isEmpty();
        assertThat(page()).doesNotContain("about other");

        json.set("sizes", Json.numbers(16.3, 26.6, 44.5)); // weights, which other files do not count
        Files.writeString(folder.resolve("segmentation.json"), Json.text(json));
        assertThat(report().err()).isEmpty();
        assertThat(page()).doesNotContain("validation.json is about other");
    }

    /** Of a million customers the report is no longer than of a thousand. */
    @Test
    void doesNotGrowWithTheCustomers() throws IOException {
        Files.writeString(folder.resolve("profile.json"), Json.text(profile(400_000, 300_000, 300_000)));
        assertThat(report().code()).isZero();
        assertThat(Files.size(folder.resolve("report.html"))).isBetween(1_100_000L, 1_400_000L);
    }

    @Test
    void refusesWhatIsNoFolderOfOurs() throws IOException {
        Run nowhere = Program.run("report", folder.resolve("nowhere"));
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err())
                .isEqualTo("segment report: " + folder.resolve("nowhere") + ": there is no such folder; name the one to"
                        + " which the other commands wrote" + System.lineSeparator());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(Program.run("report", empty).err())
                .startsWith("segment report: " + empty + ": there is none of the files that a report is made of"
                        + " (segmentation.json, profile.json,");
        Files.writeString(folder.resolve("migration.json"), "{\"segments\": [\"A\"");
        Run cut = report();
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.err())
                .isEqualTo(
                        "segment report: " + folder + "/migration.json: is not a JSON object, or is cut short; run the"
                                + " command that wrote it again" + System.lineSeparator());
        assertThat(Program.files(folder)).doesNotContainKey("report.html");
        assertThat(report("--least-customers", 0).err())
                .startsWith("segment report: --least-customers = 0, expected at least 1, which hides nothing");
    }

    @Test
    void takesTheLatestDate() {
        Map<String, String> files = Map.of(
                "2025-01-01/profile.json", Json.text(profile(11, 12, 13)),
                "2025-04-01/profile.json", Json.text(profile(21, 22, 23)),
                "2025-01-01_to_2025-04-01/profile.json", "not looked at");
        assertThat(new Report("t", 5, SegmentWords.NONE).of(files, "here"))
                .contains("<dd>21</dd>")
                .doesNotContain("<dd>11</dd>");
    }
}
