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
    private final int segments;

    private FlowTable(JsonNode migration, Segments segments) {
        this.migration = migration;
        List<String> names = new ArrayList<>();
        migration.path("segments").forEach(name -> names.add(name.asText()));
        this.numbers = names.stream().mapToInt(segments::number).toArray();
        this.segments = segments.count();
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
        double[] sizes = new double[segments];
        for (int i = 0; i < numbers.length; i++) {
            sizes[numbers[i]] = Arrays.stream(counts[i]).sum();
        }
        return sizes;
    }

    /** Customers per segment of the report after. */
    double[] after() {
        double[] sizes = new double[segments];
        for (long[] row : counts) {
            for (int j = 0; j < numbers.length; j++) {
                sizes[numbers[j]] += row[j];
            }
        }
        return sizes;
    }

    /** What may be shown: no small count, and none of a line that is small as a whole or gives one away. */
    boolean[][] hidden(Draft draft) {
        SuppressedTable cells = draft.suppressed(counts, this::isPossible);
        SuppressedTable ofRows = draft.suppressed(
                Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray());
        long[] sums = new long[counts[0].length];
        for (long[] row : counts) {
            for (int j = 0; j < row.length; j++) {
                sums[j] += row[j];
            }
        }
        SuppressedTable ofColumns = draft.suppressed(sums);
        boolean[][] hidden = new boolean[counts.length][counts[0].length];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                hidden[i][j] = cells.isHidden(i, j)
                        || ofRows.isHidden(0, i)
                        || ofColumns.isHidden(0, j)
                        || draft.isHidden(segment(i))
                        || draft.isHidden(segment(j));
            }
        }
        return hidden;
    }

    /** Nobody is new and left, and lines without anybody are known to be empty. */
    private boolean isPossible(int row, int column) {
        return (row != numbers.length || column != numbers.length)
                && Arrays.stream(counts[row]).sum() > 0
                && Arrays.stream(counts).anyMatch(line -> line[column] > 0);
    }
}
