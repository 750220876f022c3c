package dev.segmentation.prepare;

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
}
