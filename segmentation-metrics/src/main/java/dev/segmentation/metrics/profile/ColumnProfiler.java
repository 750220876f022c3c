package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Profiles one column in every segment; tests are not adjusted yet. */
final class ColumnProfiler {

    private final int[] labels;
    private final int segments;
    private final int[][] rows; // of each segment
    private final double level;
    private final WilsonScore wilson;
    private final Markers markers;
    private final double[] probabilities;

    ColumnProfiler(Assignment assignment, double level, Markers markers, double[] probabilities) {
        this.labels = assignment.toArray();
        this.segments = assignment.segmentCount();
        this.rows = new int[segments][];
        Arrays.setAll(rows, assignment::rowsOf);
        this.level = level;
        this.wilson = WilsonScore.at(level);
        this.markers = markers;
        this.probabilities = probabilities;
    }

    /**
     * A column in all segments.
     *
     * @param name its name
     * @param numeric one cell per segment; none for a categorical column
     * @param levels per level, one cell per segment; none for a numeric column
     * @param contrasts of the cells in their order
     */
    record Column(
            String name, List<NumericProfile> numeric, List<List<LevelProfile>> levels, List<Contrast> contrasts) {

        boolean isNumeric() {
            return !numeric.isEmpty();
        }

        NumericProfile numeric(int segment) {
            return numeric.get(segment);
        }

        /** The levels in a segment, with adjusted contrasts, of which the column's begin at a place. */
        List<LevelProfile> levels(int segment, List<Contrast> adjusted, int first) {
            List<LevelProfile> cells = new ArrayList<>();
            int at = first + segment;
            for (List<LevelProfile> level : levels) {
                cells.add(level.get(segment).with(adjusted.get(at)));
                at += level.size();
            }
            return List.copyOf(cells);
        }
    }

    Column numeric(String name, double[] values, NumericProfile.Standing standing) {
        List<Moments> moments = Moments.of(values, labels, segments);
        Moments total = Moments.union(moments);
        double largest = Math.abs(total.mean());
        for (Moments segment : moments) {
            largest = segment.count > 0 ? Math.max(largest, Math.abs(segment.mean())) : largest;
        }
        Distribution all = Distribution.of(values, probabilities);
        List<NumericProfile> cells = new ArrayList<>();
        List<Contrast> contrasts = new ArrayList<>();
        for (int s = 0; s < segments; s++) {
            Moments segment = moments.get(s);
            List<Moments> rest = new ArrayList<>(moments);
            rest.remove(s);
            TwoMeans compared = new TwoMeans(segment, Moments.union(rest), level);
            double[] own = own(values, s);
            Contrast contrast = standing == NumericProfile.Standing.FORMING
                    ? Contrast.undefined(Reason.CIRCULAR_EVIDENCE)
                    : compared.contrast();
            contrasts.add(contrast);
            cells.add(new NumericProfile(
                    new NumericProfile.Numbers(
                            name,
                            standing,
                            segment,
                            total.mean(),
                            own.length - segment.count,
                            compared.index(total),
                            compared.difference(),
                            markers.of(segment.minus(total), largest, total.mean()),
                            Distribution.of(own, probabilities),
                            all,
                            fitting(own, segment, total)),
                    contrast));
        }
        return new Column(name, cells, List.of(), contrasts);
    }

    Column categorical(String name, double[] codes, List<String> levels, NumericProfile.Standing standing) {
        long[][] counts = new long[segments][levels.size()];
        long[] present = new long[segments];
        long[] totals = new long[levels.size()];
        long all = 0;
        for (int i = 0; i < codes.length; i++) {
            if (!Double.isNaN(codes[i])) {
                counts[labels[i]][(int) codes[i]]++;
                totals[(int) codes[i]]++;
                present[labels[i]]++;
                all++;
            }
        }
        List<List<LevelProfile>> cells = new ArrayList<>();
        List<Contrast> contrasts = new ArrayList<>();
        for (int v = 0; v < totals.length; v++) {
            double totalShare = (double) totals[v] / all;
            List<LevelProfile> line = new ArrayList<>();
            for (int s = 0; s < segments; s++) {
                Estimate share = wilson.of(counts[s][v], present[s]);
                Contrast contrast = standing == NumericProfile.Standing.FORMING
                        ? Contrast.undefined(Reason.CIRCULAR_EVIDENCE)
                        : new TwoShares(counts[s][v], present[s], totals[v], all).contrast();
                contrasts.add(contrast);
                line.add(new LevelProfile(
                        new LevelProfile.Numbers(
                                name,
                                levels.get(v),
                                standing,
                                counts[s][v],
                                share,
                                totalShare,
                                markers.of(share.value() - totalShare, 1, totalShare)),
                        contrast));
            }
            cells.add(line);
        }
        return new Column(name, List.of(), cells, contrasts);
    }

    private double[] own(double[] values, int segment) {
        return Arrays.stream(rows[segment]).mapToDouble(i -> values[i]).toArray();
    }

    /** The share on the segment's side of the midpoint between its mean and the total's. */
    private Estimate fitting(double[] own, Moments segment, Moments total) {
        if (segment.count < 2) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, segment.count);
        }
        if (segment.minus(total) == 0) {
            return Estimate.undefined(Reason.COINCIDENT_CENTERS, segment.count);
        }
        long closer = 0;
        for (double value : own) {
            closer += Math.abs(segment.deviation(value)) < Math.abs(total.deviation(value)) ? 1 : 0; // NaN is not
        }
        return wilson.of(closer, segment.count);
    }
}
