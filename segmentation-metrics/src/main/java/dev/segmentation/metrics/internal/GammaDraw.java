package dev.segmentation.metrics.internal;

import dev.segmentation.internal.SeededRandom;

/**
 * Draws from gamma distributions of scale 1, and shares that follow a Dirichlet distribution.
 *
 * <p><b>Reference:</b> G. Marsaglia, W. W. Tsang (2000), ACM Trans. Math. Softw. 26, 363–372, doi:10.1145/358407.358414.
 */
public final class GammaDraw {

    private GammaDraw() {}

    /**
     * One draw.
     *
     * @param random the stream
     * @param shape at least 0; 0 gives 0
     * @return at least 0
     */
    public static double gamma(SeededRandom random, double shape) {
        if (shape <= 0) {
            return 0;
        }
        if (shape < 1) {
            double scale = StrictMath.pow(random.nextDouble(), 1 / shape);
            return scale * gamma(random, shape + 1);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v > 0) {
                double cube = v * v * v;
                double u = random.nextDouble();
                if (StrictMath.log(u) < x * x / 2 + d * (1 - cube + StrictMath.log(cube))) {
                    return d * cube;
                }
            }
        }
    }

    /**
     * Shares that sum to 1, but for rounding errors.
     *
     * @param random the stream
     * @param weights at least 0, at least one of them 1 or more
     * @return as many shares
     */
    public static double[] dirichlet(SeededRandom random, double... weights) {
        double[] shares = new double[weights.length];
        double all = 0;
        for (int cell = 0; cell < weights.length; cell++) {
            shares[cell] = gamma(random, weights[cell]);
            all += shares[cell];
        }
        for (int cell = 0; cell < weights.length; cell++) {
            shares[cell] /= all;
        }
        return shares;
    }
}
