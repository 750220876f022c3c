package dev.segmentation.mixture;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.LikelihoodModel;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.SavedParts;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Normal distributions as segments: a customer belongs to each with the probability that it came from there.
 *
 * <p>Memberships are posterior probabilities, p = share · density / Σ share · density, found from differences to the means
 * and on logarithms, so that they are right at any offset and far from all segments. The label is the most probable segment,
 * the lower one of equals. A row so far away that no double tells its distances belongs to all components alike.
 */
public final class GaussianMixtureModel implements LikelihoodModel {

    private final List<String> featureNames;
    private final CovarianceStructure structure;
    private final double[] offset; // the first mean
    private final double[] means; // in the units of the data, row-major
    private final Components components; // relative to the offset
    private final Optional<NoiseBox> noise;
    private final Training training;

    /** What was found about the training rows. */
    private record Training(double rows, double logLikelihood, double membershipEntropy, double labelLogProbability) {}

    private GaussianMixtureModel(
            List<String> featureNames,
            CovarianceStructure structure,
            double[] means,
            double[] shares,
            double[][] covariances,
            boolean[] floored,
            Optional<NoiseBox> noise,
            Training training) {
        this.featureNames = featureNames;
        this.structure = structure;
        this.means = means;
        this.noise = noise;
        this.training = training;
        int d = featureNames.size();
        this.offset = Arrays.copyOf(means, d);
        double[] relative = new double[means.length];
        for (int at = 0; at < means.length; at++) {
            relative[at] = means[at] - offset[at % d];
        }
        this.components = new Components(
                structure.shape(),
                d,
                relative,
                shares,
                covariances,
                floored,
                noise.map(NoiseBox::logVolume).orElse(0.0));
    }

    static GaussianMixtureModel of(
            MixtureData data, Components found, Sums judged, CovarianceStructure structure, Optional<NoiseBox> noise) {
        double[] means = found.means.clone();
        for (int at = 0; at < means.length; at++) {
            means[at] += data.offset[at % data.features];
        }
        return new GaussianMixtureModel(
                data.matrix.featureNames(),
                structure,
                means,
                found.shares,
                found.covariances,
                found.floored,
                noise,
                new Training(
                        data.totalWeight, judged.logLikelihood, judged.membershipEntropy, judged.labelLogProbability));
    }

    static GaussianMixtureModel restored(
            List<String> featureNames,
            CovarianceStructure structure,
            double[] means,
            double[] shares,
            double[][] covariances,
            boolean[] floored,
            Optional<NoiseBox> noise,
            GaussianMixtureRecord.Training saved) {
        Training training = new Training(
                SavedParts.notNegative(saved.observations(), "GaussianMixtureRecord", "observations"),
                SavedParts.finite(saved.logLikelihood(), "GaussianMixtureRecord", "logLikelihood"),
                SavedParts.notNegative(saved.membershipEntropy(), "GaussianMixtureRecord", "membershipEntropy"),
                SavedParts.finite(saved.labelLogProbability(), "GaussianMixtureRecord", "labelLogProbability"));
        return new GaussianMixtureModel(featureNames, structure, means, shares, covariances, floored, noise, training);
    }

    /**
     * The model as plain data, to be stored with any JSON library.
     *
     * @return from which {@link GaussianMixtureRecord#restore} makes a model that gives the same bits
     */
    public GaussianMixtureRecord toRecord() {
        int d = featureNames.size();
        List<GaussianMixtureRecord.Component> parts = IntStream.range(0, components.count)
                .mapToObj(c -> new GaussianMixtureRecord.Component(
                        components.shares[c],
                        SavedNumbers.list(Arrays.copyOfRange(means, c * d, (c + 1) * d)),
                        SavedNumbers.list(components.covariances[c]),
                        components.floored[c]))
                .toList();
        return new GaussianMixtureRecord(
                featureNames,
                structure.name(),
                parts,
                noise.stream()
                        .map(box -> box.toRecord(components.shares[components.count]))
                        .toList(),
                new GaussianMixtureRecord.Training(
                        training.rows,
                        training.logLikelihood,
                        training.membershipEntropy,
                        training.labelLogProbability));
    }

    /** The same components in another order. */
    GaussianMixtureModel reordered(int[] order) {
        int d = featureNames.size();
        int k = order.length;
        double[] newMeans = new double[means.length];
        double[] shares = components.shares.clone();
        double[][] covariances = new double[k][];
        boolean[] floored = new boolean[k];
        for (int s = 0; s < k; s++) {
            System.arraycopy(means, order[s] * d, newMeans, s * d, d);
            shares[s] = components.shares[order[s]];
            covariances[s] = components.covariances[order[s]];
            floored[s] = components.floored[order[s]];
        }
        return new GaussianMixtureModel(
                featureNames, structure, newMeans, shares, covariances, floored, noise, training);
    }

    @Override
    public int segmentCount() {
        return components.count + (noise.isPresent() ? 1 : 0);
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * The label of the noise, the last one.
     *
     * @return k; empty if the mixture was fitted without noise
     */
    public OptionalInt noiseSegment() {
        return noise.isPresent() ? OptionalInt.of(components.count) : OptionalInt.empty();
    }

    /**
     * The shape of the components.
     *
     * @return the structure that was fitted
     */
    public CovarianceStructure covarianceStructure() {
        return structure;
    }

    /**
     * The share of a segment in the mixture.
     *
     * @param segment from 0, the noise included
     * @return in [0, 1]; all sum to 1
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double share(int segment) {
        return components.shares[Objects.checkIndex(segment, segmentCount())];
    }

    /**
     * The means of the components, in the units of the matrix that was fitted.
     *
     * @return k × d; the noise has none
     */
    public FeatureMatrix means() {
        return FeatureMatrix.copyOfRowMajor(featureNames, means);
    }

    /**
     * An element of the covariance matrix of a component, with divisor n (maximum likelihood).
     *
     * @param segment from 0; the noise has none
     * @param feature from 0, in the order of {@link #featureNames()}
     * @param other from 0; the same feature for its variance
     * @return the covariance of two features within the segment, in their units
     * @throws IndexOutOfBoundsException if there is no such component or feature
     */
    public double covariance(int segment, int feature, int other) {
        Objects.checkIndex(segment, components.count);
        Objects.checkIndex(feature, featureNames.size());
        Objects.checkIndex(other, featureNames.size());
        double[] covariance = components.covariances[segment];
        if (components.shape == CovarianceStructure.Shape.FULL) {
            return Triangle.get(covariance, feature, other);
        }
        if (feature != other) {
            return 0;
        }
        return covariance[components.shape == CovarianceStructure.Shape.DIAGONAL ? feature : 0];
    }

    /**
     * Whether a component had to be kept from collapsing: its covariance lies on the floor of {@link
     * GaussianMixture#withLeastVariance}, or no row belongs to it.
     *
     * @param segment from 0
     * @return false for a component that the data determine, and for the noise
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public boolean isRegularized(int segment) {
        Objects.checkIndex(segment, segmentCount());
        return segment < components.count && components.floored[segment];
    }

    @Override
    public double logLikelihood() {
        return training.logLikelihood;
    }

    /**
     * {@inheritDoc}
     *
     * <p>k − 1 shares, k·d means and the {@linkplain CovarianceStructure#freeParameters covariances}; two more with noise,
     * its share and its volume.
     */
    @Override
    public int freeParameters() {
        int k = components.count;
        int d = featureNames.size();
        return k - 1 + k * d + structure.freeParameters(k, d) + (noise.isPresent() ? 2 : 0);
    }

    @Override
    public double observations() {
        return training.rows;
    }

    @Override
    public double membershipEntropy() {
        return training.membershipEntropy;
    }

    @Override
    public double labelLogProbability() {
        return training.labelLogProbability;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if features are missing or unexpected ({@link Reason#SCHEMA_MISMATCH}), a value is
     *     missing ({@link Reason#NON_FINITE}) or beyond 1e130 ({@link Reason#RANGE})
     */
    @Override
    public Memberships memberships(FeatureMatrix features) {
        Blocks blocks = blocks(features, "GaussianMixtureModel.memberships");
        int k = segmentCount();
        double[] degrees = new double
                [Arguments.arraySize(
                        blocks.rowCount(),
                        k,
                        "GaussianMixtureModel.memberships",
                        "take the rows in parts, or assign, which keeps no degrees")];
        Strip strip = new Strip(blocks, components.count);
        for (int b = 0; b < blocks.blockCount(); b++) {
            strip.load(blocks, b, offset);
            strip.densities(components);
            strip.memberships(k, degrees, b * Blocks.ROWS * k);
        }
        return Memberships.copyOfRowMajor(k, degrees);
    }

    @Override
    public Assignment assign(FeatureMatrix features) {
        Blocks blocks = blocks(features, "GaussianMixtureModel.assign");
        Strip strip = new Strip(blocks, components.count);
        int[] labels = new int[blocks.rowCount()];
        for (int b = 0; b < blocks.blockCount(); b++) {
            label(strip, blocks, b, labels);
        }
        return Assignment.copyOf(segmentCount(), labels);
    }

    /** The labels of training rows, on all threads. */
    int[] labels(Blocks blocks, Loop loop) {
        int[] labels = new int[blocks.rowCount()];
        int tasks = Math.min(64, blocks.blockCount());
        loop.forEach(tasks, task -> {
            Strip strip = new Strip(blocks, components.count);
            strip.poll = loop::checkCancelled;
            for (int b = task; b < blocks.blockCount(); b += tasks) {
                label(strip, blocks, b, labels);
            }
        });
        return labels;
    }

    private void label(Strip strip, Blocks blocks, int block, int[] labels) {
        strip.load(blocks, block, offset);
        strip.densities(components);
        strip.labels(segmentCount(), labels, block * Blocks.ROWS);
    }

    private Blocks blocks(FeatureMatrix features, String where) {
        Objects.requireNonNull(features, "features");
        Arguments.match(featureNames, features, where);
        FeatureMatrix ordered = features.select(featureNames);
        Arguments.noMissing(ordered, where);
        Blocks blocks = MatrixAccess.blocks(ordered);
        MixtureData.checkRange(ordered, where, () -> {});
        return blocks;
    }

    @Override
    public FeatureTable simulate(int rows, long seed) {
        if (rows < 0) {
            throw Arguments.badParameter("GaussianMixtureModel.simulate", "rows", rows, "at least 0");
        }
        int d = featureNames.size();
        int k = components.count;
        double[] values = new double[Arguments.arraySize(rows, d, "GaussianMixtureModel.simulate", "draw fewer rows")];
        double[] row = new double[d];
        List<Consumer<double[]>> spreads =
                IntStream.range(0, k).mapToObj(components::spread).toList();
        for (int i = 0; i < rows; i++) {
            SeededRandom random = SeededRandom.stream(seed, i);
            double left = random.nextDouble();
            int segment = 0;
            while (segment < segmentCount() - 1 && left >= components.shares[segment]) {
                left -= components.shares[segment++];
            }
            if (segment == k) {
                noise.orElseThrow().draw(random, row);
            } else {
                for (int j = 0; j < d; j++) {
                    row[j] = random.nextGaussian();
                }
                spreads.get(segment).accept(row);
                for (int j = 0; j < d; j++) {
                    row[j] += means[segment * d + j];
                }
            }
            System.arraycopy(row, 0, values, i * d, d);
        }
        return FeatureTable.of(FeatureMatrix.copyOfRowMajor(featureNames, values));
    }

    /** Segments and features with the shares and means. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "GaussianMixtureModel[" + segmentCount() + " segments over " + featureNames + ", " + structure);
        for (int s = 0; s < segmentCount(); s++) {
            text.append(String.format(Locale.ROOT, s == 0 ? ": %.3f" : "; %.3f", components.shares[s]));
            if (s == components.count) {
                text.append(" noise");
                continue;
            }
            for (int j = 0; j < featureNames.size(); j++) {
                text.append(j == 0 ? " at " : ", ")
                        .append(String.format(Locale.ROOT, "%.4g", means[s * featureNames.size() + j]));
            }
        }
        return text.append(']').toString();
    }
}
