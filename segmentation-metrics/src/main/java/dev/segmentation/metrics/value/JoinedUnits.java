package dev.segmentation.metrics.value;

import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.NumericColumn;
import dev.segmentation.metrics.internal.SegmentJoin;
import java.util.Objects;

/** The customers of two dates, joined, with what each is worth in whole units. */
final class JoinedUnits {

    final SegmentJoin join;
    final long[] before;
    final long[] after;

    private JoinedUnits(SegmentJoin join, long[] before, long[] after) {
        this.join = join;
        this.before = before;
        this.after = after;
    }

    /** By a numeric column of both snapshots. */
    static JoinedUnits of(Segmentation before, Segmentation after, String column, MinorUnits units, String where) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(column, "valueColumn");
        double[] valuesBefore = NumericColumn.of(before.snapshot(), column, where);
        double[] valuesAfter = NumericColumn.of(after.snapshot(), column, where);
        long[] unitsBefore = units.round(valuesBefore, where, column, " as of " + before.asOf());
        long[] unitsAfter = units.round(valuesAfter, where, column, " as of " + after.asOf());
        return new JoinedUnits(SegmentJoin.of(before, after, where), unitsBefore, unitsAfter);
    }

    /** By values that are no column, one per customer. */
    static JoinedUnits of(
            Segmentation before,
            double[] valuesBefore,
            Segmentation after,
            double[] valuesAfter,
            MinorUnits units,
            String where) {
        Arguments.sameSize(before.customerCount(), valuesBefore.length, where, "valuesBefore", "customer");
        Arguments.sameSize(after.customerCount(), valuesAfter.length, where, "valuesAfter", "customer");
        long[] unitsBefore = units.round(valuesBefore, where, "valuesBefore", "");
        long[] unitsAfter = units.round(valuesAfter, where, "valuesAfter", "");
        return new JoinedUnits(SegmentJoin.of(before, after, where), unitsBefore, unitsAfter);
    }
}
