package dev.segmentation.metrics.stability;

import dev.segmentation.Estimate;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
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

    private final double[][] jaccards;
    private final int[] sizes;
    private final double level;
    private final List<Notice> notices;

    private Stability(double[][] jaccards, int[] sizes, double level, List<Notice> notices) {
        this.jaccards = jaccards;
        this.sizes = sizes;
        this.level = level;
        this.notices = notices;
    }

    static Stability of(double[][] jaccards, int[] sizes, double level, List<? extends RuntimeException> failures) {
        List<Notice> notices = new ArrayList<>();
        if (!failures.isEmpty()) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS,
                    failures.size() + " of " + (failures.size() + jaccards.length)
                            + " resamples could not be fitted and were left out; the first one: "
                            + failures.get(0).getMessage()));
        }
        return new Stability(jaccards, sizes, level, List.copyOf(notices));
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
        int drawn = count(segment, 0, 1);
        if (drawn < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, sizes[segment]);
        }
        ExactSum sum = new ExactSum();
        for (double[] replicate : jaccards) {
            if (!Double.isNaN(replicate[segment])) {
                sum.add(replicate[segment]);
            }
        }
        double mean = sum.value() / drawn;
        ExactSum squares = new ExactSum();
        for (double[] replicate : jaccards) {
            if (!Double.isNaN(replicate[segment])) {
                squares.add((replicate[segment] - mean) * (replicate[segment] - mean));
            }
        }
        double half = Tails.studentQuantile(level, drawn - 1) * Math.sqrt(squares.value() / (drawn - 1) / drawn);
        return Estimate.of(mean, Math.max(0, mean - half), Math.min(1, mean + half), level, sizes[segment]);
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
        StringBuilder text = new StringBuilder("Stability[" + jaccards.length + " resamples");
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
