package dev.segmentation.metrics.stability;

import dev.segmentation.Estimate;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How well each segment is found again in resamples of the customers: what {@link ClusterwiseJaccard} measured.
 *
 * <p>A resample in which no customer of a segment was drawn says nothing about that segment and is left out for it.
 */
public final class Stability {

    /** At most this overlap counts as dissolved in a resample: 0.5. */
    public static final double DISSOLVED = 0.5;

    /** At least this overlap counts as recovered in a resample, and as stable on average: 0.75. */
    public static final double RECOVERED = 0.75;

    private final Resampling scheme;
    private final List<Overlaps> resamples;
    private final int[] sizes;
    private final double level;
    private final List<Notice> notices;

    Stability(Resampling scheme, List<Overlaps> resamples, int[] sizes, double level, List<Notice> notices) {
        this.scheme = scheme;
        this.resamples = resamples;
        this.sizes = sizes;
        this.level = level;
        this.notices = notices;
    }

    /**
     * How the customers were changed.
     *
     * @return the scheme, which prints itself
     */
    public Resampling scheme() {
        return scheme;
    }

    /**
     * The number of segments, empty ones included.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return sizes.length;
    }

    /**
     * The number of resamples that could be fitted.
     *
     * @return at least 1
     */
    public int replicates() {
        return resamples.size();
    }

    /**
     * The overlap of a segment in one resample.
     *
     * @param replicate from 0
     * @param segment its label
     * @return in [0, 1]; NaN if no customer of the segment was drawn
     * @throws IndexOutOfBoundsException if there is no such resample or segment
     */
    public double value(int replicate, int segment) {
        Objects.checkIndex(segment, sizes.length);
        return resamples.get(replicate).best(segment);
    }

    /**
     * The stability of a segment: its mean overlap over the resamples. The interval is Student's for that mean, so it says
     * how well the number of resamples determines it, not how far single resamples scatter.
     *
     * @param segment its label
     * @return in [0, 1], higher is better, with the size of the segment; undefined ({@link Reason#NO_OBSERVATIONS}) if it
     *     was drawn in fewer than two resamples, as an empty one never is
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Estimate jaccard(int segment) {
        return overlaps(segment).mean();
    }

    /**
     * The overlap of a segment in every resample.
     *
     * @param segment its label
     * @return one value in [0, 1] per resample, NaN where no customer of the segment was drawn
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public Replicates overlaps(int segment) {
        Objects.checkIndex(segment, sizes.length);
        double[] values = resamples.stream()
                .mapToDouble(resample -> resample.best(segment))
                .toArray();
        return Replicates.of(values, Replicates.Range.SHARE, level, sizes[segment]);
    }

    /**
     * The stability of two segments as one: the mean over the resamples of the largest Jaccard index that both together have
     * with a new segment, or with two new segments as one that are not everybody. Near 1 where neither comes back alone, it
     * says that customers only change sides between the two. As more is tried than for one segment, and unions are larger, it
     * is larger by chance, too: 0.5 for two of three equal segments of labels that mean nothing, where one alone has 0.2.
     *
     * @param first a label
     * @param second another one
     * @return in [0, 1], higher is better, with the size of both and Student's interval as {@link #jaccard(int)}; undefined
     *     ({@link Reason#NO_OBSERVATIONS}) where both are everybody, as two of two segments are, or if nobody of either was
     *     drawn in all but one of the resamples
     * @throws IndexOutOfBoundsException if there is no such segment
     * @throws dev.segmentation.InvalidInputException if both are the same ({@link Reason#BAD_PARAM})
     */
    public Estimate jaccardOfUnion(int first, int second) {
        Objects.checkIndex(first, sizes.length);
        Objects.checkIndex(second, sizes.length);
        if (first == second) {
            throw Arguments.badParameter("Stability.jaccardOfUnion", "second", second, "another segment than first");
        }
        double[] values = resamples.stream()
                .mapToDouble(resample -> resample.bestOfUnion(first, second))
                .toArray();
        return Replicates.of(values, Replicates.Range.SHARE, level, (long) sizes[first] + sizes[second])
                .mean();
    }

    /**
     * In how many resamples the segment was dissolved, with an overlap of at most {@link #DISSOLVED}.
     *
     * @param segment its label
     * @return at least 0
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public int dissolved(int segment) {
        return count(segment, 0, DISSOLVED);
    }

    /**
     * In how many resamples the segment was recovered, with an overlap of at least {@link #RECOVERED}.
     *
     * @param segment its label
     * @return at least 0
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public int recovered(int segment) {
        return count(segment, RECOVERED, 1);
    }

    /**
     * What the caller should know: how many resamples could not be fitted, and why.
     *
     * @return empty if all could
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per segment. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Stability[" + scheme + ", " + resamples.size() + " resamples");
        for (int s = 0; s < sizes.length; s++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  segment %d: %s, dissolved %d, recovered %d",
                    s,
                    jaccard(s),
                    dissolved(s),
                    recovered(s)));
        }
        return text.append(']').toString();
    }

    private int count(int segment, double lowest, double highest) {
        Objects.checkIndex(segment, sizes.length);
        int count = 0;
        for (Overlaps resample : resamples) {
            if (resample.best(segment) >= lowest && resample.best(segment) <= highest) {
                count++;
            }
        }
        return count;
    }
}
