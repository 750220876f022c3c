package dev.segmentation.latentclass;

import java.util.Arrays;

/**
 * Whether covariates separate classes, so that the likelihood grows for ever along some direction of the coefficients: one that
 * is not felt by any group that is open between two classes, since the chances of the others have vanished (Albert and Anderson
 * 1984, Biometrika 71, 1–10). A group far away does not count for more than another.
 */
final class Separation {

    /** Chances that the search has brought as low are on their way to 0. */
    private static final double VANISHED = 1e-7;

    /** Of a coefficient's own square: what is left of it is rounding. */
    private static final double UNFELT = 1e-10;

    private final Logit logit;
    private final double[] chances;
    private final int classes;
    private final int width;
    private final Runnable poll;

    private Separation(Logit logit, double[] chances, Runnable poll) {
        this.logit = logit;
        this.chances = chances;
        this.classes = logit.classes();
        this.width = logit.width();
        this.poll = poll;
    }

    /**
     * By the chances at the end of the search.
     *
     * @param chances groups × classes
     * @param poll run for every group
     */
    static boolean exists(Logit logit, double[] chances, Runnable poll) {
        return new Separation(logit, chances, poll).exists();
    }

    private boolean exists() {
        double[] rows = openRows();
        double[] products = new double[logit.size() * logit.size()];
        for (int g = 0; g < logit.groupCount(); g++) {
            poll.run();
            for (int c = 0; c < classes; c++) {
                for (int d = 0; d < c && isOpen(g, c); d++) {
                    if (isOpen(g, d)) {
                        addDifference(products, c - 1, d - 1, rows, g);
                    }
                }
            }
        }
        return !PositiveMatrix.factor(products, logit.size(), UNFELT, poll);
    }

    private boolean isOpen(int group, int c) {
        return chances[group * classes + c] > VANISHED;
    }

    /** The design, centered and scaled by the groups that are open between two classes. */
    private double[] openRows() {
        double[] least = new double[width];
        double[] most = new double[width];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int g = 0; g < logit.groupCount(); g++) {
            int open = 0;
            for (int c = 0; c < classes; c++) {
                open += isOpen(g, c) ? 1 : 0;
            }
            for (int j = 0; j < width && open > 1; j++) {
                least[j] = Math.min(least[j], logit.x(g, j));
                most[j] = Math.max(most[j], logit.x(g, j));
            }
        }
        double[] rows = new double[logit.groupCount() * width];
        for (int g = 0; g < logit.groupCount(); g++) {
            rows[g * width] = 1;
            for (int j = 1; j < width; j++) {
                double range = most[j] - least[j];
                rows[g * width + j] = range > 0 ? (logit.x(g, j) - least[j]) / range - 0.5 : 0;
            }
        }
        return rows;
    }

    /** Adds the square of what the difference of the logarithms of two chances is linear in; class 0 has no part. */
    private void addDifference(double[] products, int first, int second, double[] rows, int group) {
        int m = logit.size();
        int[] blocks = {first, second};
        for (int a : blocks) {
            for (int b : blocks) {
                for (int i = 0; a >= 0 && b >= 0 && i < width; i++) {
                    for (int j = 0; j < width; j++) {
                        products[(a * width + i) * m + b * width + j] +=
                                (a == b ? 1 : -1) * rows[group * width + i] * rows[group * width + j];
                    }
                }
            }
        }
    }
}
