package dev.segmentation.metrics.internal;

import java.util.List;

/** Lines of cells as aligned text: the first column to the left, the others to the right. */
public final class TextTable {

    private TextTable() {}

    /**
     * Aligns.
     *
     * @param lines all of the same number of cells, the head first
     * @return one line of text each, without a line break at the end
     */
    public static String of(List<List<String>> lines) {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String cell = line.get(c);
                String pad = " ".repeat(widths[c] - cell.length());
                row.append(c == 0 ? cell + pad : "  " + pad + cell);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
