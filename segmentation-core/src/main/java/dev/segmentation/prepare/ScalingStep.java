package dev.segmentation.prepare;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.List;

/** One fitted step of a scaling: a function of a value and its column, and the inverse. */
sealed interface ScalingStep {

    /** The image of a value that is not missing; NaN if it has none, infinite if it overflows. */
    double apply(double value, int feature);

    /** The value of an image. */
    double invert(double image, int feature);

    /** What went wrong where {@link #apply} gives no finite image. */
    String fault();

    /** Every value of a matrix, columns in the order of the fit; missing values stay missing. */
    default FeatureMatrix apply(FeatureMatrix features, String where) {
        Blocks images = new Blocks(features.rowCount(), features.featureCount());
        for (int i = 0; i < features.rowCount(); i++) {
            for (int j = 0; j < features.featureCount(); j++) {
                double value = features.value(i, j);
                if (Double.isNaN(value)) {
                    images.set(i, j, value);
                } else {
                    images.set(i, j, finite(apply(value, j), features, i, j, where + ": " + fault()));
                }
            }
        }
        return MatrixAccess.like(features, images);
    }

    /** The values of every image; missing values stay missing. */
    default FeatureMatrix invert(FeatureMatrix images, String where) {
        Blocks values = new Blocks(images.rowCount(), images.featureCount());
        for (int i = 0; i < images.rowCount(); i++) {
            for (int j = 0; j < images.featureCount(); j++) {
                double image = images.value(i, j);
                if (Double.isNaN(image)) {
                    values.set(i, j, image);
                } else {
                    values.set(i, j, finite(invert(image, j), images, i, j, where + ": result too large"));
                }
            }
        }
        return MatrixAccess.like(images, values);
    }

    private static double finite(double result, FeatureMatrix matrix, int row, int feature, String what) {
        if (!(Math.abs(result) <= Double.MAX_VALUE)) {
            String name = matrix.featureNames().get(feature);
            throw new InvalidInputException(
                    Reason.RANGE, row, name, what + " at row " + row + ", feature \"" + name + "\"");
        }
        return result;
    }

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
        public double apply(double value, int feature) {
            Scale column = scales.get(feature);
            return column.scale == 0 ? 0 : ((value - column.center) - column.centerRest) / column.scale;
        }

        @Override
        public double invert(double image, int feature) {
            Scale column = scales.get(feature);
            return Math.fma(image, column.scale, column.centerRest) + column.center;
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
        public double apply(double value, int feature) {
            if (sign == Sign.KEPT) {
                return Math.copySign(StrictMath.log1p(Math.abs(value)), value);
            }
            return StrictMath.log1p(value);
        }

        @Override
        public double invert(double image, int feature) {
            if (sign == Sign.KEPT) {
                return Math.copySign(StrictMath.expm1(Math.abs(image)), image);
            }
            return StrictMath.expm1(image);
        }

        @Override
        public String fault() {
            return "log1p needs values above -1; use signedLog1p, or shift the feature; found one that is not";
        }
    }
}
