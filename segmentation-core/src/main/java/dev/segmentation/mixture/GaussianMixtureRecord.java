package dev.segmentation.mixture;

import dev.segmentation.ColumnRecord;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link GaussianMixtureModel} as plain data, which any JSON library maps: shares, means and covariances, the box of the
 * noise, and what the fit found.
 *
 * <p>Made by {@link GaussianMixtureModel#toRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param features in the order of the means, unique
 * @param structure the name of a {@link CovarianceStructure}
 * @param components in the order of their labels
 * @param noise the last segment: one entry, or none
 * @param training what the fit found
 */
public record GaussianMixtureRecord(
        List<String> features, String structure, List<Component> components, List<Noise> noise, Training training)
        implements ModelRecord {

    private static final String WHERE = "GaussianMixtureRecord";

    /** Below it the inverse of a variance may be infinite. */
    private static final double LEAST_VARIANCE = 1e-300;

    private static final double LARGEST_VARIANCE = 1e290;

    private static final double ROUNDING = 1e-9;

    /**
     * Copies the lists.
     *
     * @param features in the order of the means
     * @param structure the name of a {@link CovarianceStructure}
     * @param components in the order of their labels
     * @param noise one entry, or none
     * @param training what the fit found
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public GaussianMixtureRecord {
        features = SavedParts.list(features, WHERE, "features");
        SavedParts.present(structure, WHERE, "structure");
        components = SavedParts.list(components, WHERE, "components");
        noise = SavedParts.list(noise, WHERE, "noise");
        SavedParts.present(training, WHERE, "training");
    }

    /**
     * A normal distribution.
     *
     * @param share in the mixture, 0 to 1
     * @param mean one value per feature, in their units
     * @param covariance one variance, d of them, or the d·(d+1)/2 numbers of the lower triangle, row by row
     * @param regularized whether it had to be kept from collapsing
     */
    public record Component(double share, List<Double> mean, List<Double> covariance, boolean regularized) {

        /**
         * Copies the lists.
         *
         * @param share in the mixture
         * @param mean one value per feature
         * @param covariance as many numbers as the structure needs
         * @param regularized whether it had to be kept from collapsing
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Component {
            mean = SavedParts.list(mean, WHERE, "mean");
            covariance = SavedParts.list(covariance, WHERE, "covariance");
        }
    }

    /**
     * The box in which noise is spread evenly.
     *
     * @param share of the noise in the mixture
     * @param center what is subtracted from each feature
     * @param scales what each is divided by then
     * @param axes of the box in these units, d·d numbers, axis by axis
     * @param low where the box begins along each axis
     * @param high where it ends
     */
    public record Noise(
            double share,
            List<Double> center,
            List<Double> scales,
            List<Double> axes,
            List<Double> low,
            List<Double> high) {

        /**
         * Copies the lists.
         *
         * @param share of the noise
         * @param center of the features
         * @param scales of the features
         * @param axes of the box
         * @param low where it begins
         * @param high where it ends
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Noise {
            center = SavedParts.list(center, WHERE, "center");
            scales = SavedParts.list(scales, WHERE, "scales");
            axes = SavedParts.list(axes, WHERE, "axes");
            low = SavedParts.list(low, WHERE, "low");
            high = SavedParts.list(high, WHERE, "high");
        }

        private NoiseBox restore(int features) {
            NoiseBox box = NoiseBox.restored(
                    SavedNumbers.numbers(center, features, WHERE, "center"),
                    SavedNumbers.numbers(scales, features, WHERE, "scales"),
                    SavedNumbers.numbers(axes, Math.multiplyExact(features, features), WHERE, "axes"),
                    SavedNumbers.numbers(low, features, WHERE, "low"),
                    SavedNumbers.numbers(high, features, WHERE, "high"));
            if (!(Math.abs(box.logVolume()) <= Double.MAX_VALUE)) {
                throw SavedParts.damaged(WHERE, "the box of the noise has no volume");
            }
            return box;
        }
    }

    /**
     * What the fit found on its rows, as {@link GaussianMixtureModel} tells it.
     *
     * @param observations the sum of their weights
     * @param logLikelihood of these rows
     * @param membershipEntropy how unclear it is where they belong
     * @param labelLogProbability of their labels
     */
    public record Training(
            double observations, double logLikelihood, double membershipEntropy, double labelLogProbability) {}

    @Override
    public List<ColumnRecord> schema() {
        return features.stream().map(ColumnRecord::numeric).toList();
    }

    @Override
    public GaussianMixtureModel restore() {
        List<String> names = SavedParts.restored(WHERE, () -> Arguments.featureNames(features, WHERE));
        CovarianceStructure found = Arrays.stream(CovarianceStructure.values())
                .filter(one -> one.name().equals(structure))
                .findFirst()
                .orElseThrow(() -> SavedParts.damaged(WHERE, "\"structure\" is none that is known"));
        if (noise.size() > 1) {
            throw SavedParts.damaged(WHERE, "\"noise\" has more than one entry");
        }
        int d = names.size();
        int k = components.size();
        double[] shares = new double[k + 1];
        double[][] covariances = new double[k][];
        boolean[] floored = new boolean[k];
        for (int c = 0; c < k; c++) {
            shares[c] = components.get(c).share;
            covariances[c] = covariance(components.get(c).covariance, found.shape(), d);
            floored[c] = components.get(c).regularized;
        }
        noise.forEach(one -> shares[k] = one.share);
        checkShares(shares);
        return GaussianMixtureModel.restored(
                names,
                found,
                SavedNumbers.rows(components.stream().map(Component::mean).toList(), d, WHERE, "mean"),
                shares,
                covariances,
                floored,
                noise.stream().findFirst().map(one -> one.restore(d)),
                training());
    }

    private static double[] covariance(List<Double> list, CovarianceStructure.Shape shape, int d) {
        int expected = switch (shape) {
            case SPHERICAL -> 1;
            case DIAGONAL -> d;
            case FULL -> Triangle.length(d);
        };
        double[] numbers = SavedNumbers.numbers(list, expected, WHERE, "covariance");
        double[] variances = numbers;
        if (shape == CovarianceStructure.Shape.FULL) {
            variances = new double[d];
            for (int j = 0; j < d; j++) {
                variances[j] = numbers[Triangle.index(j, j)];
            }
        }
        for (double variance : variances) {
            if (!(variance >= LEAST_VARIANCE && variance <= LARGEST_VARIANCE)) {
                throw SavedParts.damaged(WHERE, "a variance is out of range");
            }
        }
        if (shape == CovarianceStructure.Shape.FULL && !Triangle.isAtLeast(0, numbers, variances)) {
            throw SavedParts.damaged(WHERE, "a covariance is not positive definite");
        }
        return numbers;
    }

    private static void checkShares(double[] shares) {
        double sum = 0;
        for (double share : shares) {
            if (!(share >= 0 && share <= 1)) {
                throw SavedParts.damaged(WHERE, "\"share\" = " + share + ", expected 0 to 1");
            }
            sum += share;
        }
        if (!(Math.abs(sum - 1) <= ROUNDING)) {
            throw SavedParts.damaged(WHERE, "the shares sum to " + sum + ", expected 1");
        }
    }
}
