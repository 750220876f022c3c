package dev.segmentation.mixture;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The random starts of a mixture: k-means in standardized features, cells around rows drawn by k-means++, and such cells
 * in features without correlations; each followed by EM. If noise is asked for, every other start, from the first on, is
 * of rows in dense places only, and all other rows are noise at first: k-means, which has to put every row somewhere, would
 * spend its centers on the outermost.
 *
 * <p>Up to {@value #FEW_ROWS} rows every start is taken to its end. Of more rows, starts are taken as far as they can be
 * told apart, on a sample if there are more than {@value #SAMPLE}, and the best few are taken to their end on all rows.
 */
final class Starts {

    static final int FEW_ROWS = 2048;
    static final int SAMPLE = 16_384;

    private static final int SAMPLE_PER_SEGMENT = 500;
    private static final int FINALISTS = 3;
    private static final int FIRST_ITERATIONS = 60;
    private static final double FIRST_TOLERANCE = 1e-5;
    private static final int KMEANS_ITERATIONS = 100;
    private static final int KINDS = 3;

    /** What is taken for noise at first. Too much rather than too little: EM takes back what belongs to a component. */
    private static final double[] NOISE_SHARES = {0.25, 0.05, 0.5, 0.75};

    private static final long SAMPLING = 0x73616d70; // any constant of its own

    private final GaussianMixture config;
    private final MixtureData data;
    private final Em.Noise noise;
    private final Workers workers;
    private final List<Double> objectives = new ArrayList<>();

    Starts(GaussianMixture config, MixtureData data, Em.Noise noise, Workers workers) {
        this.config = config;
        this.data = data;
        this.noise = noise;
        this.workers = workers;
    }

    /** −log-likelihood of every start as far as it was taken, brought to the number of rows. */
    List<Double> objectives() {
        return objectives;
    }

    /** The best start, taken to its end; one without collapsed components, if there is one. */
    Em best() {
        MixtureData sample = sample();
        boolean few = sample == data && data.rows <= FEW_ROWS;
        Spaces spaces = new Spaces(sample, config.covarianceStructure().shape(), workers);
        List<DenseRows> dense = config.hasNoise() ? dense(sample, spaces.standardized()) : List.of();
        List<Em> found = workers.map(config.restarts(), GaussianMixture.STAGE, start -> {
            boolean isDense = !dense.isEmpty() && start % 2 == 0;
            Em em = isDense
                    ? begun(sample, dense.get(start / 2 % dense.size()), start, start / 2 / dense.size() % KINDS)
                    : begun(sample, noise, degrees(spaces, start));
            int limit = few ? config.maxIterations() : Math.min(FIRST_ITERATIONS, config.maxIterations());
            em.run(limit, few ? config.tolerance() : Math.max(FIRST_TOLERANCE, config.tolerance()));
            return em;
        });
        for (Em em : found) {
            objectives.add(-em.logLikelihood() / sample.totalWeight * data.totalWeight);
        }
        List<Em> ranked = new ArrayList<>(found);
        ranked.sort(ORDER);
        if (few) {
            return ranked.get(0);
        }
        List<Em> finished = new ArrayList<>();
        for (Em em : ranked.subList(0, Math.min(FINALISTS, ranked.size()))) {
            finished.add(finished(em, sample));
        }
        finished.sort(ORDER);
        return finished.get(0);
    }

    private Em begun(MixtureData sample, DenseRows dense, int start, int kind) {
        int[] labels = labels(dense.spaces, start, kind);
        return begun(sample, new Em.Noise(dense.noise, noise.logVolume()), dense.degrees(sample.rows, labels));
    }

    private Em begun(MixtureData sample, Em.Noise before, MixtureStart.Degrees degrees) {
        return new Em(
                sample,
                config.covarianceStructure(),
                config.leastVariance(),
                config.segmentCount(),
                before,
                degrees,
                Loop.within(workers));
    }

    /** No component that collapsed before the others, then the larger likelihood; the sort keeps the order of equals. */
    private static final Comparator<Em> ORDER = Comparator.<Em>comparingInt(
                    em -> em.components().flooredCount() > 0 ? 1 : 0)
            .thenComparingDouble(em -> -em.logLikelihood());

    private Em finished(Em start, MixtureData sample) {
        Components found = start.components();
        double[] means = found.means.clone();
        for (int at = 0; at < means.length; at++) {
            int j = at % data.features;
            means[at] += sample.offset[j] - data.offset[j];
        }
        Components moved = new Components(
                found.shape, found.features, means, found.shares, found.covariances, found.floored, noise.logVolume());
        Em em = new Em(
                data,
                config.covarianceStructure(),
                config.leastVariance(),
                noise,
                moved,
                start.iterations(),
                Loop.across(workers));
        em.run(config.maxIterations(), config.tolerance());
        return em;
    }

    private MixtureData sample() {
        long size = Math.max(SAMPLE, (long) SAMPLE_PER_SEGMENT * config.segmentCount());
        if (data.rows / 2 < size) {
            return data;
        }
        long seed = SeededRandom.key(config.seed(), SAMPLING);
        int[] drawn = IntStream.range(0, data.rows)
                .filter(row -> data.weight(row) > 0 && SeededRandom.uniform(seed, row) * data.rows < size)
                .toArray();
        MixtureData sample = MixtureData.of(data.matrix.rows(drawn), Loop.across(workers));
        return sample.isSmallerThan(config.segmentCount()) || sample.hasConstant() ? data : sample;
    }

    /** Each row wholly in one component. */
    private MixtureStart.Degrees degrees(Spaces spaces, int start) {
        if (config.segmentCount() == 1) {
            return (row, component) -> 1;
        }
        int[] labels = labels(spaces, start, start % KINDS);
        return (row, component) -> labels[row] == component ? 1 : 0;
    }

    private int[] labels(Spaces spaces, int start, int kind) {
        Execution inside = workers.inside();
        return drawn(
                        KMeans.of(config.segmentCount())
                                .withSeed(SeededRandom.key(config.seed(), start))
                                .withMaxIterations(kind == 0 ? KMEANS_ITERATIONS : 1),
                        kind == 2 ? spaces.uncorrelated() : spaces.standardized(),
                        inside,
                        GaussianMixture.WHERE)
                .assignment()
                .toArray();
    }

    /** What is left of the rows without the loneliest, for each share that may be noise; as far as it can be cut. */
    private List<DenseRows> dense(MixtureData sample, FeatureMatrix places) {
        LonelyRows lonely = LonelyRows.of(sample, places, SeededRandom.key(config.seed(), SAMPLING), workers);
        List<DenseRows> starts = new ArrayList<>();
        for (double share : NOISE_SHARES) {
            int[] rows = lonely.without(share);
            if (rows.length > config.segmentCount()) {
                MixtureData data = MixtureData.of(sample.matrix.rows(rows), Loop.across(workers));
                if (!data.isSmallerThan(config.segmentCount()) && !data.hasConstant()) {
                    Spaces spaces =
                            new Spaces(data, config.covarianceStructure().shape(), workers);
                    starts.add(new DenseRows(rows, share, spaces));
                }
            }
        }
        return starts;
    }

    /** Where starts of dense rows are drawn. */
    private static final class DenseRows {

        private final int[] rows; // of the sample
        private final double noise; // the share that all other rows stand for
        private final Spaces spaces; // of these rows alone

        DenseRows(int[] rows, double noise, Spaces spaces) {
            this.rows = rows;
            this.noise = noise;
            this.spaces = spaces;
        }

        /** The degrees of the rows of the sample, none of those that are noise. */
        MixtureStart.Degrees degrees(int sampled, int[] labels) {
            int[] all = new int[sampled];
            Arrays.fill(all, -1);
            for (int i = 0; i < rows.length; i++) {
                all[rows[i]] = labels[i];
            }
            return (row, component) -> all[row] == component ? 1 : 0;
        }
    }

    /** One plain k-means from drawn centers, whose refusals are told in the name of the caller. */
    static Fit<KMeansModel> drawn(KMeans kMeans, FeatureMatrix rows, Execution inside, String where) {
        try {
            return kMeans.withRestarts(1)
                    .withSeeding(Seeding.kMeansPlusPlus())
                    .withRefinement(Refinement.NONE)
                    .fit(rows, inside);
        } catch (InvalidInputException refused) {
            throw new InvalidInputException(
                    refused.reason(), where + ": no start could be drawn; " + refused.getMessage());
        }
    }

    /** The rows in the scales in which starts are drawn. */
    private static final class Spaces {

        /** Few, because each takes d² steps. */
        private static final int ROWS_PER_POLL = 64;

        private final Workers workers;
        private final FeatureMatrix standardized;
        private final FeatureMatrix uncorrelated;

        Spaces(MixtureData data, CovarianceStructure.Shape shape, Workers workers) {
            this.workers = workers;
            int d = data.features;
            double[] scales = scales(data, shape);
            double[] values =
                    new double[Arguments.arraySize(data.rows, d, "GaussianMixture.fit", "fit a sample of the rows")];
            for (int i = 0; i < data.rows; i++) {
                poll(i);
                data.blocks.copyRow(i, values, i * d);
                for (int j = 0; j < d; j++) {
                    values[i * d + j] = (values[i * d + j] - data.offset[j]) / scales[j];
                }
            }
            this.standardized = matrix(data, values);
            this.uncorrelated = shape == CovarianceStructure.Shape.FULL ? uncorrelated(data, values) : standardized;
        }

        private void poll(int row) {
            if (row % ROWS_PER_POLL == 0) {
                workers.checkCancelled();
            }
        }

        FeatureMatrix standardized() {
            return standardized;
        }

        FeatureMatrix uncorrelated() {
            return uncorrelated;
        }

        private static FeatureMatrix matrix(MixtureData data, double[] values) {
            FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(data.matrix.featureNames(), values);
            if (!data.matrix.isWeighted()) {
                return matrix;
            }
            return matrix.weightedBy(
                    IntStream.range(0, data.rows).mapToDouble(data::weight).toArray());
        }

        private FeatureMatrix uncorrelated(MixtureData data, double[] values) {
            int d = data.features;
            double[] correlations = new double[Triangle.length(d)];
            double[] ones = new double[d];
            for (int i = 0; i < data.rows; i++) {
                poll(i);
                for (int j = 0; j < d; j++) {
                    double weighted = data.weight(i) / data.totalWeight * values[i * d + j];
                    for (int h = 0; h <= j; h++) {
                        correlations[Triangle.index(j, h)] += weighted * values[i * d + h];
                    }
                }
            }
            Arrays.fill(ones, 1);
            if (!Triangle.isAtLeast(1e-6, correlations, ones)) {
                return standardized;
            }
            double[] inverse = Triangle.cholesky(correlations, d).inverse();
            double[] turned = new double[values.length];
            for (int i = 0; i < data.rows; i++) {
                poll(i);
                for (int j = 0; j < d; j++) {
                    for (int h = 0; h <= j; h++) {
                        turned[i * d + j] += inverse[Triangle.index(j, h)] * values[i * d + h];
                    }
                }
            }
            return matrix(data, turned);
        }
    }

    /** The scales in which rows are near or far: standard deviations, or one for all features if only balls are sought. */
    static double[] scales(MixtureData data, CovarianceStructure.Shape shape) {
        double[] scales = new double[data.features];
        double mean = 0;
        for (double variance : data.variance) {
            mean += variance / data.features;
        }
        for (int j = 0; j < scales.length; j++) {
            scales[j] = Math.sqrt(shape == CovarianceStructure.Shape.SPHERICAL ? mean : data.variance[j]);
        }
        return scales;
    }
}
