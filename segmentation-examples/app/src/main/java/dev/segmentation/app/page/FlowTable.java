package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.metrics.disclosure.SuppressedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who went where between two dates: one row per segment before, and those for who came; one column per segment after, and those
 * for who went.
 */
final class FlowTable {

    private static final String NEW = "new";
    private static final String LEFT = "left";
    private static final String UNSCORED = "without a segment";

    private final JsonNode migration;
    private final int[] numbers; // of the segments of the file
    private final List<String> rows = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final long[][] counts;
    private final int segmentsOfReport;

    private FlowTable(JsonNode migration, Segments segments) {
        this.migration = migration;
        List<String> names = new ArrayList<>();
        migration.path("segments").forEach(name -> names.add(name.asText()));
        this.numbers = names.stream().mapToInt(segments::number).toArray();
        this.segmentsOfReport = segments.count();
        rows.addAll(names);
        columns.addAll(names);
        List<String> taken = new ArrayList<>(segments.names());
        taken.addAll(names);
        rows.add(unlike(NEW, taken));
        columns.add(unlike(LEFT, taken));
        rows.add(unlike(UNSCORED, taken));
        columns.add(unlike(UNSCORED, taken));
        this.counts = counts();
    }

    /** In brackets if a segment is called so. */
    private static String unlike(String words, List<String> names) {
        boolean isTaken = names.stream().anyMatch(name -> name.strip().equalsIgnoreCase(words));
        return isTaken ? unlike("(" + words + ")", names) : words;
    }

    static FlowTable of(JsonNode migration, Segments segments) {
        return new FlowTable(migration, segments);
    }

    private long[][] counts() {
        int n = numbers.length;
        long[][] all = new long[n + 2][n + 2];
        JsonNode unscored = migration.path("unscored");
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                all[i][j] = migration.path("counts").path(i).path(j).asLong();
            }
            all[i][n] = migration.path("leavers").path(i).asLong();
            all[i][n + 1] = unscored.path("becameUnscored").path(i).asLong();
            all[n][i] = migration.path("entrants").path(i).asLong();
            all[n + 1][i] = unscored.path("becameScored").path(i).asLong();
        }
        all[n][n + 1] = unscored.path("entered").asLong();
        all[n + 1][n] = unscored.path("left").asLong();
        all[n + 1][n + 1] = unscored.path("stayed").asLong();
        return all;
    }

    /** How many segments there are in the table. */
    int segments() {
        return numbers.length;
    }

    /** The names of rows: segments, then ways in. */
    List<String> rows() {
        return rows;
    }

    /** The names of columns: segments, then ways out. */
    List<String> columns() {
        return columns;
    }

    /** The number of the segment of a row or column; −1 of a way in or out. */
    int segment(int line) {
        return line < numbers.length ? numbers[line] : -1;
    }

    long count(int row, int column) {
        return counts[row][column];
    }

    /** Customers of the segment of a row who are in one at the next date, too: what its shares are of. */
    long present(int row) {
        return Arrays.stream(counts[row], 0, numbers.length).sum();
    }

    JsonNode migration() {
        return migration;
    }

    /** Customers per segment of the report before. */
    double[] before() {
        double[] sizes = new double[segmentsOfReport];
        for (int i = 0; i < numbers.length; i++) {
            sizes[numbers[i]] = Arrays.stream(counts[i]).sum();
        }
        return sizes;
    }

    /** Customers per segment of the report after. */
    double[] after() {
        double[] sizes = new double[segmentsOfReport];
        for (long[] row : counts) {
            for (int j = 0; j < numbers.length; j++) {
                sizes[numbers[j]] += row[j];
            }
        }
        return sizes;
    }

    /**
     * What may not be shown: small counts and those that give them away, lines of segments that may not be told of at a date,
     * and how many moved where a small count would follow from it.
     */
    Hidden hidden(Redaction redaction) {
        int n = numbers.length;
        SuppressedTable table = redaction.tableOf(
                counts,
                this::isPossible,
                List.of(
                        (i, j) -> i < n && i.equals(j),
                        (i, j) -> i < n && j < n)); // who stayed, who was there at both dates
        boolean[] before = ofSegments(redaction, before());
        boolean[] after = ofSegments(redaction, after());
        long stayed = 0;
        long both = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                both += counts[i][j];
                stayed += i == j ? counts[i][j] : 0;
            }
        }
        boolean few = redaction.hiddenOf(stayed, both - stayed)[0];
        return new Hidden(
                Redaction.withLines(table, before, after),
                before,
                after,
                few || table.hidesSums() || table.hidesTotals());
    }

    /** Lines of segments, by the sizes that are told of a date; ways in and out have no size of their own. */
    private boolean[] ofSegments(Redaction redaction, double... sizes) {
        boolean[] gone =
                redaction.hiddenOf(Arrays.stream(sizes).mapToLong(Math::round).toArray());
        boolean[] lines = new boolean[counts.length];
        for (int i = 0; i < numbers.length; i++) {
            lines[i] = gone[numbers[i]] || redaction.isHidden(numbers[i]);
        }
        return lines;
    }

    /** All of it, where nothing else is safe. */
    Hidden everything() {
        boolean[] lines = new boolean[counts.length];
        Arrays.fill(lines, true);
        boolean[][] cells = new boolean[counts.length][];
        Arrays.fill(cells, lines);
        return new Hidden(cells, lines, lines, true);
    }

    /** What may not be shown of a table. */
    static final class Hidden {

        private final boolean[][] cells;
        private final boolean[] before;
        private final boolean[] after;
        private final boolean moved;

        private Hidden(boolean[][] cells, boolean[] before, boolean[] after, boolean moved) {
            this.cells = cells;
            this.before = before;
            this.after = after;
            this.moved = moved;
        }

        /** A flow, by row and column. */
        boolean cell(int row, int column) {
            return cells[row][column];
        }

        /** The size of a segment of the table at the earlier date. */
        boolean before(int segment) {
            return before[segment];
        }

        /** The same at the later one. */
        boolean after(int segment) {
            return after[segment];
        }

        /** How many moved, and with it what is computed of the whole table. */
        boolean moved() {
            return moved;
        }

        /** Whether any flow is hidden. */
        boolean any() {
            for (boolean[] row : cells) {
                for (boolean cell : row) {
                    if (cell) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Whether it is hidden how many of a segment left or are without one: all others together would tell. */
        boolean hidesWaysOut(int row) {
            int last = cells.length - 1;
            return cells[row][last] || cells[row][last - 1];
        }

        /** What is hidden of either; both of the same segments. */
        Hidden or(Hidden other) {
            boolean[][] all = new boolean[cells.length][cells.length];
            for (int i = 0; i < all.length; i++) {
                for (int j = 0; j < all.length; j++) {
                    all[i][j] = cells[i][j] || other.cells[i][j];
                }
            }
            return new Hidden(all, before, after, moved || other.moved);
        }
    }

    /** Nobody is new and left, and lines without anybody are known to be empty. */
    boolean isPossible(int row, int column) {
        return (row != numbers.length || column != numbers.length)
                && Arrays.stream(counts[row]).sum() > 0
                && Arrays.stream(counts).anyMatch(line -> line[column] > 0);
    }
}
