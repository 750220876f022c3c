package dev.segmentation;

/**
 * A model that says how likely its training rows are, so that the number of its segments can be judged by information
 * criteria and by likelihood ratios: Gaussian mixtures, latent classes.
 *
 * <p>What the fit found is told as it was on the training rows; nothing of them is kept. Weights count: a row of weight w
 * enters every sum as w rows.
 */
public interface LikelihoodModel extends SoftSegmentationModel {

    /**
     * The log-likelihood of the training rows, by which criteria are computed.
     *
     * @return Σ w ln f(x), in nats; −∞ … ∞ where densities are continuous, at most 0 where rows have probabilities
     */
    double logLikelihood();

    /**
     * How many numbers of the model were free to be chosen by the fit.
     *
     * @return at least 1
     */
    int freeParameters();

    /**
     * How many rows the model was fitted to.
     *
     * @return the sum of their weights, their number if no weights were given
     */
    double observations();

    /**
     * How unclear it is on the whole where the training rows belong, EN = −Σ w Σ p ln p over rows and segments.
     *
     * @return in nats, 0 if every row belongs to one segment only, at most n ln k
     */
    double membershipEntropy();

    /**
     * The log-probability of the labels that the training rows are given, Σ w ln max p over rows.
     *
     * @return in nats, 0 if every row belongs to one segment only, at least −n ln k
     */
    double labelLogProbability();

    /**
     * Draws rows from the model, as a parametric bootstrap needs them.
     *
     * @param rows how many, at least 0
     * @param seed of the draws; equal seeds give equal bits, and row i does not depend on how many are drawn
     * @return rows with the columns of {@link #featureNames()}, none missing, without weights
     * @throws InvalidInputException if rows are negative ({@link Reason#BAD_PARAM})
     */
    FeatureTable simulate(int rows, long seed);
}
