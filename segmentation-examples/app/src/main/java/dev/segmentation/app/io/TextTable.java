package dev.segmentation.app.io;

import java.util.ArrayList;
import java.util.List;

/** A table for people: numbers to the right, texts to the left. */
public final class TextTable {

    private final List<List<String>> lines = new ArrayList<>();
    private final List<Integer> textColumns = new ArrayList<>(List.of(0));

    /**
     * Starts with a head; the first column holds texts, the others numbers.
     *
     * @param head one cell per column
     */
    public TextTable(List<String> head) {
        lines.add(List.copyOf(head));
    }

    /**
     * Says that another column holds texts.
     *
     * @param column from 0
     * @return this table
     */
    public TextTable withTexts(int column) {
        textColumns.add(column);
        return this;
    }

    /**
     * Adds a line.
     *
     * @param cells one per column
     */
    public void add(List<String> cells) {
        lines.add(List.copyOf(cells));
    }

    /**
     * Adds a line.
     *
     * @param cells one per column
     */
    public void add(String... cells) {
        lines.add(List.of(cells));
    }

    /**
     * The aligned lines.
     *
     * @return the head, then the others
     */
    public List<String> lines() {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        return lines.stream().map(line -> aligned(line, widths)).toList();
    }

    private String aligned(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - line.get(c).length());
            text.append("  ").append(textColumns.contains(c) ? line.get(c) + padding : padding + line.get(c));
        }
        return text.toString().stripTrailing();
    }

    /** The aligned lines, without a line break at the end. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
