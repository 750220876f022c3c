package dev.segmentation.prepare;

import java.util.Arrays;
import java.util.List;

/**
 * One fitted step of a scaling: a function of a value and its column, and the inverse; on strips of one column, in place.
 *
 * <p>Missing values stay missing. A value that has no finite image becomes infinite, which {@link ScalingSteps} refuses.
 */
sealed interface ScalingStep {

    /** Replaces values of a column by their images. */
    void apply(double[] values, int from, int to, int feature);

    /** Replaces images of a column by the values they are of. */
    void invert(double[] images, int from, int to, int feature);

    /** What is wrong with a value that has no finite image. */
    String fault();

    /**
     * Center and scale of one column.
     *
     * @param center what becomes 0
     * @param centerRest what the center lacks by rounding, so that a column far from the origin is centered exactly
     * @param scale positive, or 0 for a column that becomes 0
     */
    record Scale(double center, double centerRest, double scale) {

        /** A column without variation. */
        static Scale flat(double center) {
            return new Scale(center, 0, 0);
        }
    }

    /** ((x − center) − rest) / scale, column by column. */
    record Linear(List<Scale> scales) implements ScalingStep {

        @Override
        public void apply(double[] values, int from, int to, int feature) {
            Scale column = scales.get(feature);
            double center = column.center;
            double rest = column.centerRest;
            double scale = column.scale;
            if (scale == 0) {
                for (int at = from; at < to; at++) {
                    values[at] = Double.isNaN(values[at]) ? values[at] : 0;
                }
                return;
            }
            for (int at = from; at < to; at++) {
                values[at] = ((values[at] - center) - rest) / scale;
            }
        }

        @Override
        public void invert(double[] images, int from, int to, int feature) {
            Scale column = scales.get(feature);
            double center = column.center;
            double rest = column.centerRest;
            double scale = column.scale;
            for (int at = from; at < to; at++) {
                images[at] = Math.fma(images[at], scale, rest) + center;
            }
        }

        @Override
        public String fault() {
            return "value too far from the fitted ones to be scaled";
        }
    }

    /** What a logarithm does with negative values. */
    enum Sign {
        /** sign(x) · ln(1 + |x|). */
        KEPT,
        /** ln(1 + x), refused at −1 and below. */
        REFUSED
    }

    /** ln(1 + x). */
    record Log(Sign sign) implements ScalingStep {

        @Override
        public void apply(double[] values, int from, int to, int feature) {
            for (int at = from; at < to; at++) {
                double value = values[at];
                if (sign == Sign.KEPT) {
                    values[at] = Math.copySign(StrictMath.log1p(Math.abs(value)), value);
                } else {
                    values[at] = value <= -1 ? Double.NEGATIVE_INFINITY : StrictMath.log1p(value);
                }
            }
        }

        @Override
        public void invert(double[] images, int from, int to, int feature) {
            for (int at = from; at < to; at++) {
                double image = images[at];
                if (sign == Sign.KEPT) {
                    images[at] = Math.copySign(StrictMath.expm1(Math.abs(image)), image);
                } else {
                    images[at] = StrictMath.expm1(image);
                }
            }
        }

        @Override
        public String fault() {
            return "log1p needs values above -1; use signedLog1p, or shift the feature; found one that is not";
        }
    }

    /** (((x + shift)^λ) − 1) / λ, and ln(x + shift) for λ = 0: Box and Cox's power. */
    record BoxCox(double shift, List<Double> powers) implements ScalingStep {

        @Override
        public void apply(double[] values, int from, int to, int feature) {
            double power = powers.get(feature);
            for (int at = from; at < to; at++) {
                double value = values[at] + shift;
                values[at] = value <= 0 ? Double.NEGATIVE_INFINITY : Powers.ofLog(StrictMath.log(value), power);
            }
        }

        @Override
        public void invert(double[] images, int from, int to, int feature) {
            double power = powers.get(feature);
            for (int at = from; at < to; at++) {
                images[at] = StrictMath.exp(Powers.log(images[at], power)) - shift;
            }
        }

        @Override
        public String fault() {
            return "boxCox needs values that are positive once the shift is added, and not too large; use yeoJohnson, or a"
                    + " larger shift; found one that is not";
        }
    }

    /** Yeo and Johnson's power: Box and Cox's of x + 1 with λ from 0 on, of 1 − x with 2 − λ, negated, below. */
    record YeoJohnson(List<Double> powers) implements ScalingStep {

        @Override
        public void apply(double[] values, int from, int to, int feature) {
            double power = powers.get(feature);
            for (int at = from; at < to; at++) {
                double value = values[at];
                values[at] = value < 0
                        ? -Powers.ofLog(StrictMath.log1p(-value), 2 - power)
                        : Powers.ofLog(StrictMath.log1p(value), power);
            }
        }

        @Override
        public void invert(double[] images, int from, int to, int feature) {
            double power = powers.get(feature);
            for (int at = from; at < to; at++) {
                double image = images[at];
                images[at] = image < 0
                        ? -StrictMath.expm1(Powers.log(-image, 2 - power))
                        : StrictMath.expm1(Powers.log(image, power));
            }
        }

        @Override
        public String fault() {
            return "yeoJohnson gives a result that is too large";
        }
    }

    /** Values beyond a fence become the fence. */
    record Clip(List<Double> lower, List<Double> upper) implements ScalingStep {

        @Override
        public void apply(double[] values, int from, int to, int feature) {
            double low = lower.get(feature);
            double high = upper.get(feature);
            for (int at = from; at < to; at++) {
                values[at] = Math.min(Math.max(values[at], low), high); // NaN stays
            }
        }

        @Override
        public void invert(double[] images, int from, int to, int feature) {
            // what is within the fences is as it was; what was beyond them is not known any more
        }

        @Override
        public String fault() {
            return "value too large";
        }
    }

    /**
     * The share of the fitted values below, by interpolation between quantiles of equal distance, which ascend from the
     * minimum to the maximum.
     */
    final class Uniform implements ScalingStep {

        private final double[][] quantiles; // by column

        Uniform(List<List<Double>> quantiles) {
            this.quantiles = quantiles.stream()
                    .map(column ->
                            column.stream().mapToDouble(Double::doubleValue).toArray())
                    .toArray(double[][]::new);
        }

        /** The quantiles of each column. */
        List<List<Double>> quantiles() {
            return Arrays.stream(quantiles)
                    .map(column -> Arrays.stream(column).boxed().toList())
                    .toList();
        }

        @Override
        public void apply(double[] values, int from, int to, int feature) {
            double[] knots = quantiles[feature];
            for (int at = from; at < to; at++) {
                values[at] = Double.isNaN(values[at]) ? values[at] : share(values[at], knots);
            }
        }

        /** Equal quantiles count half, as the middle of their shares; the minimum is 0 and the maximum 1. */
        private static double share(double value, double[] knots) {
            int last = knots.length - 1;
            if (value <= knots[0]) {
                return 0;
            }
            if (value >= knots[last]) {
                return 1;
            }
            int below = bound(knots, value, false); // the first knot that is not less
            int above = bound(knots, value, true) - 1; // the last one that is not more
            if (below <= above) {
                return 0.5 * ((double) below / last + (double) above / last);
            }
            double part = (value - knots[above]) / (knots[below] - knots[above]);
            return (above + part) / last;
        }

        /** The first knot that is not less than a value, or that is more. */
        private static int bound(double[] knots, double value, boolean more) {
            int low = 0;
            int high = knots.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (knots[middle] > value || (!more && knots[middle] == value)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        @Override
        public void invert(double[] images, int from, int to, int feature) {
            double[] knots = quantiles[feature];
            int last = knots.length - 1;
            for (int at = from; at < to; at++) {
                double image = images[at];
                if (!Double.isNaN(image)) {
                    double position = Math.min(Math.max(image, 0), 1) * last;
                    int below = (int) Math.min(position, last - 1.0);
                    double step = knots[below + 1] - knots[below];
                    images[at] = position >= last ? knots[last] : knots[below] + (position - below) * step;
                }
            }
        }

        @Override
        public String fault() {
            return "value too large";
        }
    }
}
