package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;

/**
 * The mean silhouette width of all rows, from the exact widths of a sample of them: distances are to all rows, so that
 * each width is exact and their mean is without bias. O(m·n·d) time for a sample of m.
 */
final class SampledSilhouette {

    private static final long PURPOSE = 0x73696c68; // any constant of its own

    private final FeatureMatrix features;
    private final int[] labels;
    private final double[] sizes;
    private final double[] values;

    private SampledSilhouette(FeatureMatrix features, Assignment assignment) {
        this.features = features;
        this.labels = assignment.toArray();
        this.sizes = new double[assignment.segmentCount()];
        for (int i = 0; i < labels.length; i++) {
            sizes[labels[i]] += features.weight(i);
        }
        this.values = features.toRowMajorArray();
    }

    /**
     * Rows are drawn without replacement or, where they have weights, with replacement and as likely as they weigh.
     *
     * @param sample m, at least 2 and less than n
     */
    static Estimate mean(SearchSetup setup, Assignment assignment, int sample, Execution inside) {
        FeatureMatrix features = setup.features();
        int n = features.rowCount();
        SampledSilhouette silhouette = new SampledSilhouette(features, assignment);
        if (Arrays.stream(silhouette.sizes).filter(size -> size > 0).count() < 2) {
            return Estimate.undefined(Reason.SINGLE_SEGMENT, n);
        }
        if (silhouette.allAlone()) {
            return Estimate.undefined(Reason.NO_WITHIN_VARIATION, n);
        }
        SeededRandom random = Draws.stream(setup.seed(), PURPOSE, 0);
        int[] rows =
                features.isWeighted() ? Draws.weighted(features, sample, random) : Draws.without(n, sample, random);
        double[] widths = new double[sample];
        try (Workers polled = inside.start()) {
            for (int i = 0; i < sample; i++) {
                polled.checkCancelled();
                widths[i] = silhouette.width(rows[i]);
            }
        }
        double mean = Means.mean(widths);
        if (Double.isNaN(mean)) {
            return Estimate.undefined(Reason.RANGE, n); // a distance overflowed
        }
        double left = features.isWeighted() ? 1 : 1 - (double) sample / n;
        double half = Means.half(Means.deviation(widths) * Math.sqrt(left), sample, setup.level());
        return Estimate.of(mean, Math.max(-1, mean - half), Math.min(1, mean + half), setup.level(), n);
    }

    private boolean allAlone() {
        boolean allAlone = true;
        for (int i = 0; i < labels.length && allAlone; i++) {
            allAlone = !(features.weight(i) > 0) || !(others(i) > 0);
        }
        return allAlone;
    }

    /** How many rows the segment of a row has beside it; a row of weight w stands for w rows. */
    private double others(int row) {
        return sizes[labels[row]] - Math.min(1, features.weight(row));
    }

    private double width(int row) {
        int own = labels[row];
        double others = others(row);
        if (!(others > 0)) {
            return 0;
        }
        double[] means = new double[sizes.length];
        for (int i = 0; i < labels.length; i++) {
            means[labels[i]] += features.weight(i) * Dispersion.distance(values, row, i, features.featureCount());
        }
        double nearest = Double.POSITIVE_INFINITY;
        for (int s = 0; s < means.length; s++) {
            if (s != own && sizes[s] > 0) {
                nearest = Math.min(nearest, means[s] / sizes[s]);
            }
        }
        double within = means[own] / others;
        double larger = Math.max(within, nearest);
        return larger == 0 ? 0 : (nearest - within) / larger;
    }
}
