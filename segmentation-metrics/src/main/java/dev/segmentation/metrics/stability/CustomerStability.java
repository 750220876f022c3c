package dev.segmentation.metrics.stability;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import java.util.Locale;
import java.util.Objects;

/**
 * How reliably each customer lands in the same segment when the segmentation is made anew from other samples: the share of
 * refits that put the customer into the segment that is matched with the given one.
 *
 * <p>New segments are matched with the given ones so that as many customers as possible stay; a given segment that finds no
 * partner keeps nobody. A share near 1 is a safe label, one near ½ a coin toss between neighbors: act on such a customer only
 * where both segments are treated alike. Memory: 4 bytes per row.
 *
 * <p><b>Immutable</b>, hence safe for use by several threads.
 */
public final class CustomerStability {

    private final int[] together;
    private final double[][] staying;
    private final int[] sizes;
    private final double level;

    /** Takes over how often each row stayed, and per refit and segment the share that did. */
    CustomerStability(int[] together, double[][] staying, int[] sizes, double level) {
        this.together = together;
        this.staying = staying;
        this.sizes = sizes;
        this.level = level;
    }

    /**
     * The number of rows, n.
     *
     * @return at least 1
     */
    public int size() {
        return together.length;
    }

    /**
     * The number of refits that assigned every customer, two per pair of samples.
     *
     * @return at least 2
     */
    public int refits() {
        return staying.length;
    }

    /**
     * The share of refits in which a row is in its own segment.
     *
     * @param row from 0
     * @return in [0, 1], higher is better
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double share(int row) {
        return (double) together[Objects.checkIndex(row, together.length)] / staying.length;
    }

    /**
     * The shares of all rows.
     *
     * @return n values in [0, 1], a new array
     */
    public double[] toArray() {
        double[] shares = new double[together.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = share(i);
        }
        return shares;
    }

    /**
     * The mean share of the rows of a segment, which is the mean over the refits of how many of them stay. The interval is
     * Student's for that mean over the refits.
     *
     * @param segment its label
     * @return in [0, 1], higher is better; undefined ({@link Reason#NO_OBSERVATIONS}) if the segment is empty
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Estimate segment(int segment) {
        Objects.checkIndex(segment, sizes.length);
        double[] values = new double[staying.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = staying[r][segment];
        }
        return Replicates.of(values, Replicates.Range.SHARE, level, sizes[segment])
                .mean();
    }

    /** One line per segment, never a row. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("CustomerStability[" + together.length + " rows, " + staying.length + " refits");
        for (int s = 0; s < sizes.length; s++) {
            text.append(String.format(Locale.ROOT, "%n  segment %d: %s", s, segment(s)));
        }
        return text.append(']').toString();
    }
}
