package dev.segmentation.metrics.migration;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sufficient statistic of migration: everybody who is there at either of two dates, by state before and state after.
 *
 * <p>A square table, whose sum fits into a {@code long}. States are the k segments, then {@link #unscored()}, which is there but
 * in no segment, then {@link #absent()}. Nobody is absent at both dates.
 */
final class MigrationCounts {

    /** Unscored and absent. */
    private static final int OUTSIDE = 2;

    private final SegmentNames segments;
    private final long[][] table;

    /** Of those absent before, who had been there earlier, by state after, absent too; none if that is unknown. */
    private final Optional<long[]> returned;

    private MigrationCounts(SegmentNames segments, long[][] table, Optional<long[]> returned) {
        this.segments = segments;
        this.table = table;
        this.returned = returned;
    }

    private static MigrationCounts zero(SegmentNames segments) {
        int states = segments.size() + OUTSIDE;
        return new MigrationCounts(segments, new long[states][states], Optional.empty());
    }

    static MigrationCounts of(SegmentJoin join) {
        MigrationCounts counts = zero(join.segments());
        int unscored = counts.unscored();
        int absent = counts.absent();
        long[][] table = counts.table;
        long[] entered = table[absent];
        long[] becameScored = table[unscored];
        for (int row = 0; row < join.rowsAfter(); row++) {
            long[] from = join.wasUnscoredBefore(row) ? becameScored : entered;
            from[join.segmentAfter(row)]++;
        }
        for (int row = 0; row < join.rowsBefore(); row++) {
            long[] from = table[join.segmentBefore(row)];
            int there = join.rowAfter(row);
            if (there < 0) {
                from[join.isUnscoredAfter(row) ? unscored : absent]++;
            } else {
                int to = join.segmentAfter(there);
                from[to]++;
                entered[to]--; // was here before, so did not enter
            }
        }
        long throughout = join.unscoredAtBoth();
        becameScored[absent] = join.unscoredBefore() - sum(becameScored) - throughout;
        entered[unscored] = join.unscoredAfter() - counts.into(unscored) - throughout;
        becameScored[unscored] = throughout;
        return counts;
    }

    static MigrationCounts copyOf(List<String> names, long[][] counts, long[] entrants, long[] leavers, String where) {
        SegmentJoin.checkCount(names.size(), where);
        MigrationCounts copy = zero(SegmentNames.of(names, where));
        int k = copy.size();
        Arguments.sameSize(k, counts.length, where, "counts", "segment");
        Arguments.sameSize(k, entrants.length, where, "entrants", "segment");
        Arguments.sameSize(k, leavers.length, where, "leavers", "segment");
        for (int i = 0; i < k; i++) {
            Arguments.sameSize(k, counts[i].length, where, "counts[" + i + "]", "segment");
            for (int j = 0; j < k; j++) {
                copy.table[i][j] = notNegative(counts[i][j], i, "counts of segment ", "counts", where);
            }
            copy.table[copy.absent()][i] = notNegative(entrants[i], i, "entrants of segment ", "entrants", where);
            copy.table[i][copy.absent()] = notNegative(leavers[i], i, "leavers of segment ", "leavers", where);
        }
        copy.checkSum(where);
        return copy;
    }

    static MigrationCounts copyOfStates(List<String> names, long[][] counts, String where) {
        SegmentJoin.checkCount(names.size(), where);
        MigrationCounts copy = zero(SegmentNames.of(names, where));
        int states = copy.table.length;
        String each = "segment, one for unscored and one for absent customers";
        Arguments.sameSize(states, counts.length, where, "counts", each);
        for (int i = 0; i < states; i++) {
            Arguments.sameSize(states, counts[i].length, where, "counts[" + i + "]", each);
            for (int j = 0; j < states; j++) {
                copy.table[i][j] = notNegative(counts[i][j], i, "counts of state ", "counts", where);
            }
        }
        long nowhere = copy.table[copy.absent()][copy.absent()];
        if (nowhere != 0) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    "counts",
                    where + ": " + nowhere + " customers are absent at both dates, expected 0; leave them out");
        }
        copy.checkSum(where);
        return copy;
    }

    /** The same counts, knowing who of those absent before had been there earlier. */
    MigrationCounts withReturned(long[] byState, String where) {
        Arguments.sameSize(
                table.length,
                byState.length,
                where,
                "returned",
                "segment, one for unscored and one for absent customers");
        for (int i = 0; i < byState.length; i++) {
            notNegative(byState[i], i, "returned to state ", "returned", where);
            if (i != absent() && byState[i] > table[absent()][i]) {
                throw new InvalidInputException(
                        Reason.RANGE,
                        i,
                        "returned",
                        where + ": returned to state " + i + " = " + byState[i] + ", expected at most the "
                                + table[absent()][i] + " who entered it");
            }
        }
        return new MigrationCounts(segments, table, Optional.of(byState.clone()));
    }

    private static long notNegative(long count, int row, String what, String name, String where) {
        if (count < 0) {
            throw new InvalidInputException(
                    Reason.NEGATIVE_COUNT,
                    row,
                    name,
                    where + ": " + what + row + " = " + count + ", expected at least 0");
        }
        return count;
    }

    private void checkSum(String where) {
        long sum = 0;
        try {
            for (long[] row : table) {
                for (long count : row) {
                    sum = Math.addExact(sum, count);
                }
            }
        } catch (ArithmeticException overflow) {
            throw tooMany(where);
        }
    }

    private static InvalidInputException tooMany(String where) {
        return new InvalidInputException(
                Reason.RANGE, "counts", where + ": the counts add up to more than " + Long.MAX_VALUE);
    }

    /** The sum of counts of the same segments. */
    static MigrationCounts sum(List<MigrationCounts> parts, String where) {
        MigrationCounts sum = zero(parts.get(0).segments);
        try {
            for (MigrationCounts part : parts) {
                for (int i = 0; i < part.table.length; i++) {
                    for (int j = 0; j < part.table.length; j++) {
                        sum.table[i][j] = Math.addExact(sum.table[i][j], part.table[i][j]);
                    }
                }
            }
        } catch (ArithmeticException overflow) {
            throw tooMany(where);
        }
        sum.checkSum(where);
        return new MigrationCounts(sum.segments, sum.table, sumOfReturned(parts, where));
    }

    /** Unknown if it is of any part. */
    private static Optional<long[]> sumOfReturned(List<MigrationCounts> parts, String where) {
        long[] sum = new long[parts.get(0).table.length];
        for (MigrationCounts part : parts) {
            if (!part.isReturnedKnown()) {
                return Optional.empty();
            }
            try {
                for (int state = 0; state < sum.length; state++) {
                    sum[state] = Math.addExact(sum[state], part.returned(state));
                }
            } catch (ArithmeticException overflow) {
                throw tooMany(where);
            }
        }
        return Optional.of(sum);
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
        MigrationCounts moved = zero(given);
        int[] position = positions(moved, where);
        for (int i = 0; i < position.length; i++) {
            for (int j = 0; j < position.length; j++) {
                moved.table[position[i]][position[j]] = table[i][j];
            }
        }
        return new MigrationCounts(given, moved.table, returned.map(byState -> {
            long[] there = new long[moved.table.length];
            for (int i = 0; i < position.length; i++) {
                there[position[i]] = byState[i];
            }
            return there;
        }));
    }

    /** Where other counts, which have all segments of these, have each state. */
    int[] positions(MigrationCounts other, String where) {
        int[] position = new int[table.length];
        for (int i = 0; i < size(); i++) {
            position[i] = other.segments.indexOf(segments.segments().get(i).name(), where);
        }
        position[unscored()] = other.unscored();
        position[absent()] = other.absent();
        return position;
    }

    SegmentNames segments() {
        return segments;
    }

    /** The number of segments. */
    int size() {
        return segments.size();
    }

    /** The state of those who are there, but in no segment. */
    int unscored() {
        return size();
    }

    /** The state of those who are not there. */
    int absent() {
        return size() + 1;
    }

    /** How many went from a state to another one, or stayed. */
    long cell(int from, int to) {
        return table[from][to];
    }

    boolean isReturnedKnown() {
        return returned.isPresent();
    }

    /** How many of those absent before who had been there earlier are in a state after. */
    long returned(int to) {
        return returned.orElseThrow()[to];
    }

    /** A copy of the counts of customers in a segment at both dates. */
    long[][] cells() {
        long[][] cells = new long[size()][];
        Arrays.setAll(cells, this::cells);
        return cells;
    }

    /** A copy of a row of them. */
    long[] cells(int from) {
        return Arrays.copyOf(table[from], size());
    }

    /** A copy of them with a first row and column for those who left, a rank below all segments. */
    long[][] cellsBelowExit() {
        int k = size();
        long[][] ranked = new long[k + 1][k + 1];
        for (int i = 0; i < k; i++) {
            System.arraycopy(table[i], 0, ranked[i + 1], 1, k);
            ranked[i + 1][0] = leavers(i);
        }
        return ranked;
    }

    long entrants(int to) {
        return table[absent()][to];
    }

    long leavers(int from) {
        return table[from][absent()];
    }

    /** Who is in a segment after, and was absent before. */
    long entrants() {
        return row(absent());
    }

    /** Who was in a segment before, and is absent after. */
    long leavers() {
        return column(absent());
    }

    /** Customers of a state before who are in a segment after. */
    long row(int from) {
        long row = 0;
        for (int j = 0; j < size(); j++) {
            row += table[from][j];
        }
        return row;
    }

    /** Customers of a state after who were in a segment before. */
    long column(int to) {
        long column = 0;
        for (int i = 0; i < size(); i++) {
            column += table[i][to];
        }
        return column;
    }

    /** Everybody of a state before. */
    long from(int state) {
        return sum(table[state]);
    }

    /** Everybody of a state after. */
    long into(int state) {
        long into = 0;
        for (long[] row : table) {
            into += row[state];
        }
        return into;
    }

    /** Who is in the same segment at both dates. */
    long diagonal() {
        long diagonal = 0;
        for (int i = 0; i < size(); i++) {
            diagonal += table[i][i];
        }
        return diagonal;
    }

    /** Who is in a segment at both dates. */
    long inSegments() {
        long all = 0;
        for (int i = 0; i < size(); i++) {
            all += row(i);
        }
        return all;
    }

    /** Everybody. */
    long all() {
        long all = 0;
        for (long[] row : table) {
            all += sum(row);
        }
        return all;
    }

    private static long sum(long... values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    /** A table of the counts, with those who are unscored if there are any. */
    @Override
    public String toString() {
        return MigrationText.of(this);
    }
}
