package dev.segmentation.metrics.migration;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much each segment grew between two dates, and by what flows: who came, who went, and how much of that canceled out.
 *
 * <p>A segment that keeps its size may have kept its customers or exchanged them all; gross flows tell. Growth is measured
 * against the mean size, (N₁ − N₀) / ½(N₀ + N₁), so that it is symmetric and defined for new and for emptied segments.
 *
 * <p><b>Reference:</b> S. J. Davis, J. Haltiwanger (1992), Q. J. Econ. 107, 819–863, doi:10.2307/2118365.
 *
 * <p>Immutable and thread-safe.
 */
public final class SegmentGrowth {

    private final SegmentNames segments;
    private final List<Line> lines;
    private final Line total;

    private SegmentGrowth(SegmentNames segments, List<Line> lines, Line total) {
        this.segments = segments;
        this.lines = lines;
        this.total = total;
    }

    /**
     * The growth between two dates, joined on customer id.
     *
     * @param before the earlier date
     * @param after the later date
     * @return the growth
     * @throws InvalidInputException where {@link MigrationMatrix#between} does
     */
    public static SegmentGrowth between(Segmentation before, Segmentation after) {
        return of(MigrationMatrix.between(before, after));
    }

    static SegmentGrowth of(MigrationMatrix migration) {
        List<Line> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Segment segment : migration.segments()) {
            long opening = migration.sizeBefore(segment);
            long closing = migration.sizeAfter(segment);
            long stayed = migration.count(segment, segment);
            names.add(segment.name());
            lines.add(new Line(segment.name(), opening, closing, closing - stayed, opening - stayed));
        }
        long present = migration.presentAtBoth();
        long came = migration.entrants() + migration.unscored().becameScored();
        long went = migration.leavers() + migration.unscored().becameUnscored();
        Line total = new Line("all", present + went, present + came, came, went);
        return new SegmentGrowth(SegmentNames.of(names, "SegmentGrowth"), List.copyOf(lines), total);
    }

    /**
     * The growth of a segment.
     *
     * @param segment one of either date
     * @return −2 (emptied) … 2 (new), 0 for the same size; NaN if nobody was in it at either date
     * @throws InvalidInputException if there is no such segment
     */
    public double rate(Segment segment) {
        return line(segment).rate();
    }

    /**
     * The growth of a segment.
     *
     * @param segment the name of one of either date
     * @return −2 (emptied) … 2 (new), 0 for the same size; NaN if nobody was in it at either date
     * @throws InvalidInputException if there is no such segment
     */
    public double rate(String segment) {
        return lines.get(segments.indexOf(segment, "SegmentGrowth")).rate();
    }

    /**
     * Sizes and flows of a segment.
     *
     * @param segment one of either date
     * @return its line
     * @throws InvalidInputException if there is no such segment
     */
    public Line line(Segment segment) {
        return lines.get(segments.indexOf(segment.name(), "SegmentGrowth"));
    }

    /**
     * Sizes and flows of all segments.
     *
     * @return in the order of {@link MigrationMatrix#segments()}
     */
    public List<Line> lines() {
        return lines;
    }

    /**
     * Sizes and flows of all segments together, into which only entrants and customers who were unscored come.
     *
     * @return its line, called "all"; its flows are not the sum of those of the segments, which exchange customers
     */
    public Line total() {
        return total;
    }

    /** A table, one line per segment. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("segment", "before", "in", "out", "after", "growth", "excess"));
        for (Line line : lines) {
            table.add(line.cells());
        }
        table.add(total.cells());
        return TextTable.of(table);
    }

    /**
     * Sizes and flows of one segment, in customers.
     *
     * @param name the segment's name; "all" for the whole base
     * @param opening N₀, the size before
     * @param closing N₁, the size after
     * @param grossIn who came: entrants, and movers from other segments
     * @param grossOut who went: leavers, and movers to other segments
     */
    public record Line(String name, long opening, long closing, long grossIn, long grossOut) {

        /**
         * The change in size.
         *
         * @return in − out = closing − opening
         */
        public long net() {
            return grossIn - grossOut;
        }

        /**
         * The flows beyond those that the change in size needed.
         *
         * @return in + out − |net|, at least 0; 0 if all flows went one way
         */
        public long excessReallocation() {
            return grossIn + grossOut - Math.abs(net());
        }

        /**
         * Growth against the mean size, (N₁ − N₀) / ½(N₀ + N₁).
         *
         * @return −2 (emptied) … 2 (new), 0 for the same size; NaN if nobody was there at either date
         */
        public double rate() {
            return 2 * (double) (closing - opening) / ((double) opening + closing);
        }

        /**
         * Why the rate is NaN.
         *
         * @return {@link Reason#NO_OBSERVATIONS} if nobody was there at either date; empty otherwise
         */
        public Optional<Reason> undefined() {
            return opening == 0 && closing == 0 ? Optional.of(Reason.NO_OBSERVATIONS) : Optional.empty();
        }

        private List<String> cells() {
            String growth =
                    undefined().isPresent() ? "undefined" : String.format(Locale.ROOT, "%+.1f %%", 100 * rate());
            return List.of(
                    name,
                    Long.toString(opening),
                    Long.toString(grossIn),
                    Long.toString(grossOut),
                    Long.toString(closing),
                    growth,
                    Long.toString(excessReallocation()));
        }
    }
}
