package dev.segmentation.metrics.stability;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * How far two samples of customers lead to the same segmentation, as a whole, segment by segment and customer by customer:
 * what {@link BootstrapPairs} measured.
 *
 * <p><b>Immutable</b>, hence safe for use by several threads.
 */
public final class PairStability {

    private final List<BootstrapPairs.Pair> pairs;
    private final int[] sizes;
    private final double level;
    private final CustomerStability customers;
    private final List<Notice> notices;

    /** Takes the arrays over; {@code together} is how often each row stayed. */
    PairStability(List<BootstrapPairs.Pair> pairs, int[] sizes, int[] together, double level, List<Notice> notices) {
        this.pairs = pairs;
        this.sizes = sizes;
        this.level = level;
        this.notices = notices;
        double[][] staying = new double[2 * pairs.size()][sizes.length];
        for (int r = 0; r < staying.length; r++) {
            BootstrapPairs.Pair pair = pairs.get(r / 2);
            long[] counts = (r % 2 == 0 ? pair.first() : pair.second()).staying();
            for (int s = 0; s < sizes.length; s++) {
                staying[r][s] = (double) counts[s] / sizes[s]; // 0/0 is NaN
            }
        }
        this.customers = new CustomerStability(together, staying, sizes, level);
    }

    /**
     * The number of pairs that could be fitted.
     *
     * @return at least 1
     */
    public int pairs() {
        return pairs.size();
    }

    /**
     * The number of given segments, empty ones included.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return sizes.length;
    }

    /**
     * The adjusted Rand index of the two assignments of each pair: 1 if they are the same, 0 what chance gives. Higher is
     * better.
     *
     * @return one value in [−1, 1] per pair; NaN for a single customer
     */
    public Replicates adjustedRand() {
        return perPair(Replicates.Range.CORRECTED, BootstrapPairs.Pair::adjustedRand);
    }

    /**
     * The adjusted mutual information, with the arithmetic mean of the entropies, of the two assignments of each pair: 1 if
     * they are the same, 0 what chance gives. Higher is better.
     *
     * @return one value of at most 1 per pair; NaN for a single customer
     */
    public Replicates adjustedMutualInformation() {
        return perPair(Replicates.Range.CORRECTED, BootstrapPairs.Pair::adjustedInformation);
    }

    /**
     * The variation of information between the two assignments of each pair, in nats: 0 if they are the same. Lower is better.
     *
     * @return one value of at least 0 per pair
     */
    public Replicates variationOfInformation() {
        return perPair(Replicates.Range.DISTANCE, BootstrapPairs.Pair::variation);
    }

    /**
     * Segment level stability within solutions: for each pair, the mean of the largest Jaccard index of the given segment with
     * a segment of the first assignment and of that with a segment of the second. Higher is better; all customers count,
     * drawn or not.
     *
     * @param segment its label
     * @return one value in [0, 1] per pair; NaN, and the mean undefined ({@link Reason#NO_OBSERVATIONS}), if the segment is
     *     empty
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Replicates segment(int segment) {
        Objects.checkIndex(segment, sizes.length);
        double[] values = new double[pairs.size()];
        for (int p = 0; p < values.length; p++) {
            double first = pairs.get(p).first().bestOverlap()[segment];
            double second = pairs.get(p).second().bestOverlap()[segment];
            values[p] = (first + second) / 2;
        }
        return Replicates.of(values, Replicates.Range.SHARE, level, sizes[segment]);
    }

    /**
     * How reliably each customer lands in the segment that was given.
     *
     * @return one share per row and segment
     */
    public CustomerStability customers() {
        return customers;
    }

    /**
     * What the caller should know: how many pairs could not be fitted, and why.
     *
     * @return empty if all could
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per index, and one per segment. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("PairStability[" + pairs.size() + " pairs of bootstrap samples");
        text.append(String.format(Locale.ROOT, "%n  adjusted Rand: %s", adjustedRand()));
        text.append(String.format(Locale.ROOT, "%n  adjusted mutual information: %s", adjustedMutualInformation()));
        text.append(String.format(Locale.ROOT, "%n  variation of information: %s", variationOfInformation()));
        for (int s = 0; s < sizes.length; s++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  segment %d: overlap %s; customers who stay %s",
                    s,
                    segment(s),
                    customers.segment(s)));
        }
        return text.append(']').toString();
    }

    private Replicates perPair(Replicates.Range range, ToDoubleFunction<BootstrapPairs.Pair> index) {
        double[] values = pairs.stream().mapToDouble(index).toArray();
        long n = 0;
        for (int size : sizes) {
            n += size;
        }
        return Replicates.of(values, range, level, n);
    }
}
