package dev.segmentation.metrics.migration;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import dev.segmentation.metrics.markov.MarkovChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The sufficient statistic of migration: k × k counts, entrants and leavers, which together fit into a {@code long}. */
final class MigrationCounts {

    private final SegmentNames segments;
    private final long[][] cells;
    private final long[] entrants;
    private final long[] leavers;
    private final long[] becameScored;
    private final long[] becameUnscored;

    private MigrationCounts(
            SegmentNames segments,
            long[][] cells,
            long[] entrants,
            long[] leavers,
            long[] becameScored,
            long[] becameUnscored) {
        this.segments = segments;
        this.cells = cells;
        this.entrants = entrants;
        this.leavers = leavers;
        this.becameScored = becameScored;
        this.becameUnscored = becameUnscored;
    }

    private static MigrationCounts zero(SegmentNames segments) {
        int k = segments.size();
        return new MigrationCounts(segments, new long[k][k], new long[k], new long[k], new long[k], new long[k]);
    }

    static MigrationCounts of(SegmentJoin join) {
        MigrationCounts counts = zero(join.segments());
        for (int row = 0; row < join.rowsAfter(); row++) {
            long[] from = join.wasUnscoredBefore(row) ? counts.becameScored : counts.entrants;
            from[join.segmentAfter(row)]++;
        }
        for (int row = 0; row < join.rowsBefore(); row++) {
            int from = join.segmentBefore(row);
            int there = join.rowAfter(row);
            if (there < 0) {
                long[] to = join.isUnscoredAfter(row) ? counts.becameUnscored : counts.leavers;
                to[from]++;
            } else {
                int to = join.segmentAfter(there);
                counts.cells[from][to]++;
                counts.entrants[to]--; // was here before, so did not enter
            }
        }
        return counts;
    }

    static MigrationCounts copyOf(List<String> names, long[][] counts, long[] entrants, long[] leavers, String where) {
        SegmentJoin.checkCount(names.size(), where);
        SegmentNames segments = SegmentNames.of(names, where);
        int k = segments.size();
        Arguments.sameSize(k, counts.length, where, "counts", "segment");
        Arguments.sameSize(k, entrants.length, where, "entrants", "segment");
        Arguments.sameSize(k, leavers.length, where, "leavers", "segment");
        long[][] cells = new long[k][];
        for (int i = 0; i < k; i++) {
            Arguments.sameSize(k, counts[i].length, where, "counts[" + i + "]", "segment");
            cells[i] = counts[i].clone();
        }
        MigrationCounts copy =
                new MigrationCounts(segments, cells, entrants.clone(), leavers.clone(), new long[k], new long[k]);
        copy.check(where);
        return copy;
    }

    private void check(String where) {
        long total = 0;
        try {
            for (int i = 0; i < cells.length; i++) {
                for (long count : cells[i]) {
                    total = Math.addExact(total, notNegative(count, i, "counts", where));
                }
                total = Math.addExact(total, notNegative(entrants[i], i, "entrants", where));
                total = Math.addExact(total, notNegative(leavers[i], i, "leavers", where));
                total = Math.addExact(total, notNegative(becameScored[i], i, "becameScored", where));
                total = Math.addExact(total, notNegative(becameUnscored[i], i, "becameUnscored", where));
            }
        } catch (ArithmeticException overflow) {
            throw tooMany(where);
        }
    }

    private static InvalidInputException tooMany(String where) {
        return new InvalidInputException(
                Reason.RANGE, "counts", where + ": the counts add up to more than " + Long.MAX_VALUE);
    }

    private static long notNegative(long count, int row, String name, String where) {
        if (count < 0) {
            throw new InvalidInputException(
                    Reason.NEGATIVE_COUNT,
                    row,
                    name,
                    where + ": " + name + " of segment " + row + " = " + count + ", expected at least 0");
        }
        return count;
    }

    /** The same counts with customers who were, or are, there without a segment. */
    MigrationCounts withUnscored(long[] scoredNow, long[] unscoredNow, String where) {
        Arguments.sameSize(size(), scoredNow.length, where, "becameScored", "segment");
        Arguments.sameSize(size(), unscoredNow.length, where, "becameUnscored", "segment");
        MigrationCounts with =
                new MigrationCounts(segments, cells, entrants, leavers, scoredNow.clone(), unscoredNow.clone());
        with.check(where);
        return with;
    }

    /** The sum of counts of the same segments. */
    static MigrationCounts sum(List<MigrationCounts> parts, String where) {
        MigrationCounts sum = zero(parts.get(0).segments);
        try {
            for (MigrationCounts part : parts) {
                for (int i = 0; i < part.size(); i++) {
                    add(sum.cells[i], part.cells[i]);
                }
                add(sum.entrants, part.entrants);
                add(sum.leavers, part.leavers);
                add(sum.becameScored, part.becameScored);
                add(sum.becameUnscored, part.becameUnscored);
            }
        } catch (ArithmeticException overflow) {
            throw tooMany(where);
        }
        sum.check(where);
        return sum;
    }

    private static void add(long[] into, long[] part) {
        for (int i = 0; i < into.length; i++) {
            into[i] = Math.addExact(into[i], part[i]);
        }
    }

    /** The same customers under the given names, which are all segments and possibly more. */
    MigrationCounts under(List<String> names, String what, String where) {
        SegmentNames given = SegmentNames.of(names, where);
        List<String> leftOut = new ArrayList<>(segments.names());
        leftOut.removeAll(given.names());
        if (!leftOut.isEmpty()) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    what,
                    where + ": " + what + " leaves out " + Arguments.shown(leftOut) + "; give every segment a place");
        }
        int[] position = segments.names().stream()
                .mapToInt(name -> given.indexOf(name, where))
                .toArray();
        MigrationCounts moved = zero(given);
        for (int i = 0; i < position.length; i++) {
            moved.entrants[position[i]] = entrants[i];
            moved.leavers[position[i]] = leavers[i];
            moved.becameScored[position[i]] = becameScored[i];
            moved.becameUnscored[position[i]] = becameUnscored[i];
            for (int j = 0; j < position.length; j++) {
                moved.cells[position[i]][position[j]] = cells[i][j];
            }
        }
        return moved;
    }

    /** The chain of those present at both dates; empty if there is no segment, or one has none of them. */
    Optional<MarkovChain> chain() {
        return chainIfKnown(segments.names(), cells);
    }

    /** The same with a further state, which those who left are in and nobody leaves. */
    Optional<MarkovChain> chainWithExit() {
        int k = cells.length;
        long[][] all = new long[k + 1][];
        for (int i = 0; i < k; i++) {
            all[i] = Arrays.copyOf(cells[i], k + 1);
            all[i][k] = leavers[i];
        }
        all[k] = new long[k + 1];
        all[k][k] = 1;
        List<String> states = new ArrayList<>(segments.names());
        states.add(Segment.EXIT);
        return chainIfKnown(states, all);
    }

    private static Optional<MarkovChain> chainIfKnown(List<String> states, long[][] cells) {
        boolean unknown = cells.length == 0 || Arrays.stream(cells).anyMatch(row -> sum(row) == 0);
        return unknown ? Optional.empty() : Optional.of(chain(states, cells));
    }

    /** The chain of the shares of rows, none of which is empty. */
    static MarkovChain chain(List<String> names, long[][] cells) {
        double[][] chances = new double[cells.length][cells.length];
        for (int i = 0; i < cells.length; i++) {
            double row = sum(cells[i]);
            for (int j = 0; j < cells.length; j++) {
                chances[i][j] = cells[i][j] / row;
            }
        }
        return MarkovChain.of(names, chances);
    }

    /** A copy of the counts of customers present at both dates. */
    long[][] cells() {
        return Arrays.stream(cells).map(long[]::clone).toArray(long[][]::new);
    }

    /** A copy of a row of them. */
    long[] cells(int from) {
        return cells[from].clone();
    }

    /** A copy with a first row and column for those who left, a rank below all segments. */
    long[][] cellsBelowExit() {
        int k = cells.length;
        long[][] ranked = new long[k + 1][k + 1];
        for (int i = 0; i < k; i++) {
            System.arraycopy(cells[i], 0, ranked[i + 1], 1, k);
            ranked[i + 1][0] = leavers[i];
        }
        return ranked;
    }

    SegmentNames segments() {
        return segments;
    }

    int size() {
        return cells.length;
    }

    long cell(int from, int to) {
        return cells[from][to];
    }

    long entrants(int to) {
        return entrants[to];
    }

    long leavers(int from) {
        return leavers[from];
    }

    long becameScored(int to) {
        return becameScored[to];
    }

    long becameUnscored(int from) {
        return becameUnscored[from];
    }

    long becameScored() {
        return sum(becameScored);
    }

    long becameUnscored() {
        return sum(becameUnscored);
    }

    long entrants() {
        return sum(entrants);
    }

    long leavers() {
        return sum(leavers);
    }

    /** Customers of a segment before who are present at both dates. */
    long row(int from) {
        return sum(cells[from]);
    }

    /** Customers of a segment after who are present at both dates. */
    long column(int to) {
        long column = 0;
        for (long[] row : cells) {
            column += row[to];
        }
        return column;
    }

    long sizeAfter(int to) {
        return column(to) + entrants[to] + becameScored[to];
    }

    long diagonal() {
        long diagonal = 0;
        for (int i = 0; i < cells.length; i++) {
            diagonal += cells[i][i];
        }
        return diagonal;
    }

    long all() {
        long all = 0;
        for (long[] row : cells) {
            all += sum(row);
        }
        return all;
    }

    /** A table of the counts: from rows to columns, with who left, entered, and became unscored or scored, if any did. */
    @Override
    public String toString() {
        List<String> names = segments.names();
        boolean unscored = becameScored() + becameUnscored() > 0;
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        head.addAll(names);
        head.addAll(unscored ? List.of("unscored", "left", "before") : List.of("left", "before"));
        lines.add(head);
        for (int i = 0; i < cells.length; i++) {
            long before = row(i) + becameUnscored[i] + leavers[i];
            lines.add(line(names.get(i), cells[i], unscored, becameUnscored[i], leavers[i], before));
        }
        if (unscored) {
            lines.add(line("unscored", becameScored, true, "", "", becameScored()));
        }
        lines.add(line("entered", entrants, unscored, "", "", entrants()));
        long[] after = new long[cells.length];
        Arrays.setAll(after, this::sizeAfter);
        long everybody = all() + entrants() + leavers() + becameScored() + becameUnscored();
        lines.add(line("after", after, unscored, becameUnscored(), leavers(), everybody));
        return TextTable.of(lines);
    }

    private static List<String> line(
            String name, long[] values, boolean unscored, Object becameUnscored, Object left, Object total) {
        List<String> line = new ArrayList<>(List.of(name));
        Arrays.stream(values).mapToObj(Long::toString).forEach(line::add);
        if (unscored) {
            line.add(becameUnscored.toString());
        }
        line.addAll(List.of(left.toString(), total.toString()));
        return line;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
