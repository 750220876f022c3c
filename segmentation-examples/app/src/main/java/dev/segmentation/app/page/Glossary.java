package dev.segmentation.app.page;

import java.util.List;

/** What the words of the report mean, in the one language that all of its readers share. */
final class Glossary {

    private Glossary() {}

    static void addTo(Draft draft) {
        draft.section(Part.GLOSSARY, () -> {
            Html html = draft.html();
            html.open("dl", "class", "glossary");
            for (String entry : entries()) {
                int colon = entry.indexOf(':');
                html.element("dt", entry.substring(0, colon))
                        .element("dd", entry.substring(colon + 1).strip());
            }
            html.closeLine();
        });
    }

    /** Such as {@code Term: what it means.} */
    static List<String> entries() {
        return Report.resource("glossary.txt")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
