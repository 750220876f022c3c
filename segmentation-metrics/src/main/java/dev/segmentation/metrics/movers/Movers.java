package dev.segmentation.metrics.movers;

import dev.segmentation.ColumnKind;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentJoin;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Who moves: what customers who changed segment, or left, were like before, against those who stayed in the segment that
 * they moved from.
 *
 * <p>Every column of the earlier snapshot is looked at: means of numeric ones, shares of the levels of categorical ones, with
 * the lift of each level among movers, an effect on one scale for all (Hedges' g and Cohen's h) with its interval, and p values
 * that allow for there being many. Where movers come from several segments, each mover is compared with the stayers of the own
 * segment: differences within segments, weighed by movers, so that a segment which many move from does not pass for a trait
 * of those who move.
 *
 * <p><b>Any column is fair here</b>, also those that formed the segments: the segment of the earlier date is the same on both
 * sides. But that those near the border cross it is no discovery, nor that extreme values fall back; see {@link
 * #withoutFormingColumns()}. None of it says that a trait <em>makes</em> customers move.
 *
 * <p><b>Tests</b> are Welch's for means, of two shares for levels, and over several segments Welch's with the weights given and
 * that of Cochran, Mantel and Haenszel. They rely on some dozens of movers; levels that few have are uncertain,
 * and so are means of very skewed columns such as money: of log-normal values of 39 movers, 9 % of tests at 5 % reject what is true.
 * Of two levels one mirrors the other:
 * together they count as one test.
 * <br><b>Missing</b> values are left out column by column. Customers who became unscored are neither movers nor stayers. Row
 * weights are not used.
 * <br><b>Undefined:</b> a column without two movers and two stayers of a segment with values ({@link Reason#NO_OBSERVATIONS}),
 * or without variation ({@link Reason#NO_WITHIN_VARIATION}); it does not count as a test.
 * <br><b>Cost:</b> O(n + l·k) time for a column of l levels and k segments that are moved from, O(n + l) memory per column and
 * thread; cancellation is polled every few thousand rows and few hundred levels. Columns of thousands of levels make a long
 * table: name those that are wanted ({@link #withColumns}).
 * <br><b>Reference:</b> for levels over several segments, N. Mantel, W. Haenszel (1959), J. Natl. Cancer Inst. 22, 719–748.
 *
 * <p>Immutable and thread-safe.
 */
public final class Movers {

    private static final int POLLED_ROWS = 4096;
    private static final int POLLED_LEVELS = 256;

    private final Segmentation before;
    private final SegmentJoin join;
    private final List<String> columns;
    private final double level;
    private final Execution execution;

    /** Whether someone who was in a segment and is in another counts as a mover; −1 is who left. */
    @FunctionalInterface
    private interface Move {
        boolean counts(int from, int to);
    }

    private Movers(Segmentation before, SegmentJoin join, List<String> columns, double level, Execution execution) {
        this.before = before;
        this.join = join;
        this.columns = columns;
        this.level = level;
        this.execution = execution;
    }

    /**
     * Who moved between two dates.
     *
     * @param before the earlier date, whose snapshot has the columns
     * @param after the later date
     * @return all columns but weights, intervals at 95 %
     * @throws InvalidInputException if {@code after} is not later than {@code before}, or ids are numbers on one side and
     *     texts on the other
     */
    public static Movers between(Segmentation before, Segmentation after) {
        SegmentJoin join = SegmentJoin.of(before, after, "Movers.between");
        Snapshot snapshot = before.snapshot();
        List<String> columns = snapshot.table().names().stream()
                .filter(name -> snapshot.role(name) != Role.WEIGHT)
                .toList();
        return new Movers(before, join, columns, 0.95, Execution.sequential());
    }

    /**
     * Looks at these columns only.
     *
     * @param names columns of the earlier snapshot, at least one
     * @return new movers
     * @throws InvalidInputException if there is no such column ({@link Reason#UNKNOWN_NAME}), or a name is repeated
     */
    public Movers withColumns(List<String> names) {
        List<String> checked = Arguments.featureNames(names, "Movers.withColumns");
        checked.forEach(name -> before.snapshot().role(name)); // fails with the names that there are
        return new Movers(before, join, checked, level, execution);
    }

    /**
     * Leaves out the columns that formed the segments, those of the role {@link Role#BASE}.
     *
     * @return new movers
     */
    public Movers withoutFormingColumns() {
        List<String> others = columns.stream()
                .filter(name -> before.snapshot().role(name) != Role.BASE)
                .toList();
        return new Movers(before, join, others, level, execution);
    }

    /**
     * Intervals of another confidence level.
     *
     * @param confidence in (0, 1)
     * @return new movers
     * @throws InvalidInputException if it is out of range
     */
    public Movers withLevel(double confidence) {
        Arguments.openUnit(confidence, "Movers.withLevel", "level");
        return new Movers(before, join, columns, confidence, execution);
    }

    /**
     * Runs on threads, columns side by side; results are the same. Cancelled tables throw {@link
     * dev.segmentation.CancelledException}.
     *
     * @param value how to run
     * @return new movers
     */
    public Movers withExecution(Execution value) {
        return new Movers(before, join, columns, level, Objects.requireNonNull(value, "execution"));
    }

    /**
     * Those who went from one segment to another, against those who stayed in the first.
     *
     * @param from the name of the segment before
     * @param to the name of the segment after, another one
     * @return the comparison
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME}), or it is the same ({@link
     *     Reason#BAD_PARAM})
     */
    public MoverTable moved(String from, String to) {
        int i = index(from);
        int j = index(to);
        if (i == j) {
            throw Arguments.badParameter("Movers.moved", "to", "\"" + to + "\"", "another segment than \"from\"");
        }
        return table(from + " to " + to, (a, b) -> a == i && b == j);
    }

    /**
     * Those who went from a segment to any other, against those who stayed.
     *
     * @param from the name of the segment before
     * @return the comparison
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public MoverTable moved(String from) {
        int i = index(from);
        return table("from " + from, (a, b) -> a == i && b >= 0);
    }

    /**
     * Those who went from any segment to any other, against those who stayed where they were.
     *
     * @return the comparison
     */
    public MoverTable moved() {
        return table("moved", (a, b) -> b >= 0);
    }

    /**
     * Those who left from a segment, against those who stayed in it.
     *
     * @param from the name of the segment before
     * @return the comparison
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public MoverTable left(String from) {
        int i = index(from);
        return table("left " + from, (a, b) -> a == i && b < 0);
    }

    /**
     * Those who left from any segment, against those who stayed where they were.
     *
     * @return the comparison
     */
    public MoverTable left() {
        return table("left", (a, b) -> b < 0);
    }

    /**
     * Those who went to a better segment, against those who stayed where they were.
     *
     * @param worstToBest every segment once, from the least to the most wanted
     * @return the comparison
     * @throws InvalidInputException if a segment is left out ({@link Reason#UNKNOWN_NAME}), or a name is repeated
     */
    public MoverTable up(List<String> worstToBest) {
        int[] ranks = ranks(worstToBest, "Movers.up");
        return table("up", (a, b) -> b >= 0 && ranks[b] > ranks[a]);
    }

    /**
     * Those who went to a worse segment, against those who stayed where they were; who left is not among them.
     *
     * @param worstToBest every segment once, from the least to the most wanted
     * @return the comparison
     * @throws InvalidInputException if a segment is left out ({@link Reason#UNKNOWN_NAME}), or a name is repeated
     */
    public MoverTable down(List<String> worstToBest) {
        int[] ranks = ranks(worstToBest, "Movers.down");
        return table("down", (a, b) -> b >= 0 && ranks[b] < ranks[a]);
    }

    private int[] ranks(List<String> worstToBest, String where) {
        Objects.requireNonNull(worstToBest, "worstToBest");
        SegmentNames order = SegmentNames.of(worstToBest, where);
        return join.segments().names().stream()
                .mapToInt(name -> order.indexOf(name, where))
                .toArray();
    }

    private int index(String segment) {
        return join.segments().indexOf(segment, "Movers");
    }

    private MoverTable table(String title, Move move) {
        try (Workers workers = execution.start()) {
            Strata strata = strata(move, workers::checkCancelled);
            return new MoverTable(
                    title, strata.moverCount(), strata.stayerCount(), effects(strata, workers), notices(strata));
        }
    }

    private Strata strata(Move move, Runnable poll) {
        int k = join.segments().size();
        byte[] kind = new byte[join.rowsBefore()]; // 1 moved, 2 stayed
        int[] moved = new int[k];
        for (int row = 0; row < kind.length; row++) {
            if (row % POLLED_ROWS == 0) {
                poll.run();
            }
            int from = join.segmentBefore(row);
            int there = join.rowAfter(row);
            int to = there < 0 ? -1 : join.segmentAfter(there);
            if (from == to) {
                kind[row] = 2;
            } else if (!(there < 0 && join.isUnscoredAfter(row)) && move.counts(from, to)) {
                kind[row] = 1;
                moved[from]++;
            }
        }
        List<int[]> movers = new ArrayList<>();
        List<int[]> stayers = new ArrayList<>();
        for (int s = 0; s < before.segments().size(); s++) {
            if (moved[s] > 0) {
                poll.run();
                int[] rows = before.assignment().rowsOf(s);
                movers.add(Arrays.stream(rows).filter(row -> kind[row] == 1).toArray());
                stayers.add(Arrays.stream(rows).filter(row -> kind[row] == 2).toArray());
            }
        }
        return new Strata(movers, stayers, level, poll);
    }

    private List<MoverEffect> effects(Strata strata, Workers workers) {
        FeatureTable table = before.snapshot().table();
        List<List<MoverEffect>> found = workers.map(columns.size(), j -> {
            String name = columns.get(j);
            double[] values = table.numbers(name);
            return table.kind(name) == ColumnKind.NUMERIC
                    ? List.of(strata.ofNumbers(name, values))
                    : levels(strata, name, table.levels(name), workers, values);
        });
        List<MoverEffect> all = found.stream().flatMap(List::stream).toList();
        double[] p = all.stream().mapToDouble(MoverEffect::pValue).toArray();
        boolean[] mirrors = mirrors(found);
        for (int e = 0; e < p.length; e++) {
            p[e] = mirrors[e] ? Double.NaN : p[e];
        }
        double[] holm = Tails.holm(p);
        double[] falseDiscovery = Tails.benjaminiHochberg(p);
        return IntStream.range(0, p.length)
                .mapToObj(e -> {
                    int test = mirrors[e] ? e - 1 : e;
                    return all.get(e).adjusted(holm[test], falseDiscovery[test]);
                })
                .toList();
    }

    /** The second of two levels: the same test as the first. */
    private static boolean[] mirrors(List<List<MoverEffect>> byColumn) {
        boolean[] mirrors = new boolean[byColumn.stream().mapToInt(List::size).sum()];
        int e = 0;
        for (List<MoverEffect> effects : byColumn) {
            e += effects.size();
            if (effects.size() == 2) {
                mirrors[e - 1] = true;
            }
        }
        return mirrors;
    }

    /** Those that anybody has who moved or stayed. */
    private static List<MoverEffect> levels(
            Strata strata, String column, List<String> names, Workers workers, double... codes) {
        List<LevelCounts> counts = IntStream.range(0, strata.segments())
                .mapToObj(s -> strata.counts(s, names.size(), codes))
                .toList();
        List<MoverEffect> effects = new ArrayList<>();
        for (int l = 0; l < names.size(); l++) {
            if (l % POLLED_LEVELS == 0) {
                workers.checkCancelled();
            }
            int level = l;
            if (counts.stream().anyMatch(segment -> segment.has(level))) {
                effects.add(strata.ofShares(
                        column,
                        names.get(level),
                        counts.stream().map(segment -> segment.table(level)).toList()));
            }
        }
        return effects;
    }

    private List<Notice> notices(Strata strata) {
        List<Notice> notices = new ArrayList<>();
        if (strata.tooFew() > 0) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS,
                    strata.tooFew() + " of " + strata.segments()
                            + " segments have fewer than two movers or stayers: means of theirs are not compared"));
        }
        if (before.snapshot().table().isWeighted()) {
            notices.add(new Notice(Reason.WEIGHTS_IGNORED, "row weights were not used: every customer counts once"));
        }
        return List.copyOf(notices);
    }

    @Override
    public String toString() {
        return "Movers[columns=" + Arguments.shown(columns) + ", level=" + level + "]";
    }
}
