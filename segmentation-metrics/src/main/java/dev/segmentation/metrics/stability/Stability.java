package dev.segmentation.metrics.stability;

import dev.segmentation.Estimate;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
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
    private final double[][] jaccards;
    private final int[] sizes;
    private final double level;
    private final List<Notice> notices;

    /** Takes over an overlap per resample and segment. */
    Stability(Resampling scheme, double[][] jaccards, int[] sizes, double level, List<Notice> notices) {
        this.scheme = scheme;
        this.jaccards = jaccards;
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
        return jaccards.length;
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
        return jaccards[Objects.checkIndex(replicate, jaccards.length)][segment];
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
        double[] values = new double[jaccards.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = jaccards[r][segment];
        }
        return Replicates.of(values, Replicates.Range.SHARE, level, sizes[segment]);
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
        StringBuilder text = new StringBuilder("Stability[" + scheme + ", " + jaccards.length + " resamples");
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
        for (double[] replicate : jaccards) {
            if (replicate[segment] >= lowest && replicate[segment] <= highest) {
                count++;
            }
        }
        return count;
    }
}
