package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.Json;
import dev.segmentation.metrics.disclosure.CellSuppression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * The report: one HTML file that needs nothing else, neither a network nor a server. Its content policy lets run the scripts
 * that are in it and no others, and lets nothing be fetched.
 *
 * @param title of the page
 * @param leastCustomers the smallest number of customers that may be told of, {@link CellSuppression}; 1 hides nothing
 * @param words what people say about the segments
 */
public record Report(String title, long leastCustomers, SegmentWords words) {

    /** What is hidden if nobody says otherwise: counts below this. */
    public static final long LEAST_CUSTOMERS = 5;

    /** So many segments look different: ten colors, filled and hollow. */
    static final int MOST_TOLD_APART = 20;

    /** Resources of ours, of which none is a user's. */
    private static final String SCRIPT = "report.js";

    /**
     * Whether a report is made of a file.
     *
     * @param file of whatever folder
     * @return whether its name is one of those that count
     */
    public static boolean isMadeOf(Path file) {
        return ReportFiles.NAMES.contains(String.valueOf(file.getFileName()));
    }

    /**
     * Makes the page.
     *
     * @param texts the files that the commands wrote, by their names with slashes for folders; of those, the latest date's
     *     count
     * @param where they are, for messages
     * @return HTML; the same for the same files
     * @throws InvalidInputException if there is none of them, one is not JSON, words are about a segment that there is not, or
     *     there are fewer customers than may be told of ({@link Reason#SMALL_CELL})
     */
    public String of(Map<String, String> texts, String where) {
        Draft draft = new Draft(ReportFiles.of(texts, where), CellSuppression.ofFewerThan(leastCustomers));
        if (draft.hidesAll()) {
            throw new InvalidInputException(
                    Reason.SMALL_CELL,
                    where + ": there are fewer than " + leastCustomers
                            + " customers, so that nothing may be told of them;"
                            + " lower --least-customers if every reader may know each of them");
        }
        words.check(draft.segments().names());
        String charts = resource("echarts.min.js");
        String script = resource(SCRIPT);
        String style = resource("report.css");
        Html html = draft.html();
        html.open("html", "lang", "en", "data-theme", "light").open("head");
        html.open("meta", "charset", "utf-8");
        html.open(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; script-src " + hash(charts) + " " + hash(script) + "; style-src " + hash(style)
                        + "; base-uri 'none'; form-action 'none'");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", Visible.name(title)).trusted("style", style).closeLine();
        html.open("body");
        html.element("a", "Skip to the report", "class", "skip", "href", "#report");
        head(draft);
        html.open("main", "id", "report");
        sections(draft);
        html.closeLine();
        foot(draft);
        html.open("div", "id", "tip", "hidden", "", "aria-hidden", "true").closeLine();
        html.trusted("script", Embedded.json(data(draft)), "type", "application/json", "id", "report-data");
        html.trusted("script", charts).trusted("script", script);
        html.closeLine().closeLine();
        return html.toString();
    }

    private void head(Draft draft) {
        Html html = draft.html();
        html.open("header").open("h1").name(title).closeLine();
        html.open("p", "class", "quiet")
                .text(draft.segments().count()
                        + (draft.segments().count() == 1 ? " segment" : " segments")
                        + ". Point at a mark to see its exact value; every picture has its"
                        + " numbers as a table below it. Intervals are 95 % unless said otherwise."
                        + (draft.segments().count() > MOST_TOLD_APART
                                ? " There are more than " + MOST_TOLD_APART + " segments, so that colors repeat: tell"
                                        + " segments apart by their names, or choose one."
                                : ""))
                .closeLine();
        html.open("noscript")
                .element("p", "Without scripts there are no pictures; all numbers are in the tables.")
                .closeLine();
        html.closeLine();
        html.open("nav", "class", "contents", "aria-label", "Contents").open("ul");
        for (Part part : Part.values()) {
            html.open("li").element("a", part.title(), "href", "#" + part.id()).close();
        }
        html.close().closeLine();
        html.open("div", "class", "chooser", "data-scripted", "", "hidden", "")
                .open("div", "role", "group", "aria-label", "Follow a segment through all pictures");
        html.element("button", "All", "type", "button", "data-choose", "-1", "aria-pressed", "true");
        for (int s = 0; s < draft.segments().count(); s++) {
            html.open("button", "type", "button", "data-choose", Integer.toString(s), "aria-pressed", "false")
                    .open("span", "class", "swatch", "data-color", Integer.toString(s))
                    .close()
                    .name(draft.segments().names().get(s))
                    .close();
        }
        html.element("button", "Dark", "type", "button", "id", "theme", "aria-label", "Change between light and dark");
        html.close().closeLine();
    }

    private void sections(Draft draft) {
        new VerdictSection(draft).add();
        new SegmentCards(draft, words).add();
        new ProfileSection(draft).add();
        new TimeSection(draft).add();
        new MovementSection(draft).add();
        new ValueSection(draft).add();
        new AgingSection(draft).add();
        new CountSection(draft).add();
        new SilhouetteSection(draft).add();
        new MethodSection(draft).add();
        Glossary.addTo(draft);
    }

    private static void foot(Draft draft) {
        Html html = draft.html();
        html.open("footer");
        html.element(
                "p",
                draft.leastCustomers() == 1
                        ? "All counts are shown, however small."
                        : "Counts of 1 to " + (draft.leastCustomers() - 1)
                                + " customers are hidden, and others that would give them away.");
        html.element("p", "Pictures by Apache ECharts, Apache License 2.0. No customer id is in this file.");
        html.closeLine();
    }

    private static ObjectNode data(Draft draft) {
        ObjectNode data = Json.object();
        data.set("charts", draft.charts());
        return data;
    }

    static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a content policy names a script or style. */
    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
