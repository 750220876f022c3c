package dev.segmentation.app.story;

import dev.segmentation.app.io.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page of plain text in the making. */
final class Page {

    private static final int WIDTH = 118;

    /** Keeps a number and its unit on one line. */
    private static final String GLUE = "\u00a0";

    private final List<String> lines = new ArrayList<>();

    /** An empty line, then a heading. */
    void heading(String text) {
        lines.add("");
        lines.add(text.toUpperCase(Locale.ROOT));
    }

    /** Text that is broken into lines between words. */
    void say(String text) {
        addWrapped("", text);
    }

    /** One point of a list. */
    void point(String text) {
        addWrapped("- ", text);
    }

    private void addWrapped(String mark, String text) {
        StringBuilder line = new StringBuilder(mark);
        boolean first = true;
        for (String word : text.replace(" %", GLUE + "%").split(" ", -1)) {
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString().replace(GLUE, " "));
                line.setLength(0);
                line.append(" ".repeat(mark.length()));
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            first = false;
        }
        lines.add(line.toString().replace(GLUE, " "));
    }

    void show(TextTable table) {
        lines.addAll(table.lines());
    }

    /** The lines so far, each with a line break. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
