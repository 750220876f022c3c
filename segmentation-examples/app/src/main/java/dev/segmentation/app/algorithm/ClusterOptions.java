package dev.segmentation.app.algorithm;

import dev.segmentation.app.io.NearestName;
import dev.segmentation.mixture.CovarianceStructure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the user asked of an algorithm; what is empty is left to it. Filled by the command line. */
@SuppressWarnings("NullAway.Init") // picocli sets every Optional
public final class ClusterOptions {

    @Option(
            names = "--segments",
            paramLabel = "K",
            description = "How many segments; for medoid-silhouette at most. Not for algorithms that find the number.")
    private Optional<Integer> segments;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the random starts, 0 if not given.")
    private Optional<Long> seed;

    @Option(names = "--restarts", paramLabel = "R", description = "How many random starts are tried.")
    private Optional<Integer> restarts;

    @Option(
            names = "--initial-centers",
            paramLabel = "FILE",
            description = "CSV with the features as columns, categories too, and one line per segment, in the units of"
                    + " DATA.csv: start there, once, instead of at random.")
    private Optional<Path> initialCenters;

    @Option(names = "--max-iterations", paramLabel = "N", description = "Iterations of one start at most.")
    private Optional<Integer> maxIterations;

    @Option(names = "--tolerance", paramLabel = "T", description = "When to stop early; 0: when nothing changes.")
    private Optional<Double> tolerance;

    @Option(
            names = "--target",
            paramLabel = "COL",
            description =
                    "Column in which the segments of chaid and cart shall differ: a number, unless --categorical or"
                            + " --ordinal names it too.")
    private Optional<String> target;

    @Option(names = "--min-size", paramLabel = "N", description = "Minimum size: no segment has fewer customers.")
    private Optional<Integer> minSize;

    @Option(names = "--max-size", paramLabel = "N", description = "Maximum size: no segment has more customers.")
    private Optional<Integer> maxSize;

    @Option(
            names = "--together",
            paramLabel = "COL",
            description =
                    "Who has the same here stays together, such as a household; blank: free. With --min-size or --max-size"
                            + " only if all households have the same number of customers.")
    private Optional<String> together;

    @Option(names = "--apart", paramLabel = "COL", description = "Who has the same here is kept apart; blank: free.")
    private Optional<String> apart;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "JSON with the rules: features, rules, otherwise, as in the part \"rules\" of a saved model, or"
                            + " \"tableRules\" if they are on categories or missing values. Columns that they ask for need not be"
                            + " named under --features.")
    private Optional<Path> rules;

    @Option(
            names = "--covariates",
            split = ",",
            paramLabel = "COL",
            description = "Columns on which the chance of each class of latent-class depends, and which are no answers;"
                    + " numeric unless named under --categorical or --ordinal.")
    private List<String> covariates = new ArrayList<>();

    @Option(
            names = "--height",
            paramLabel = "H",
            description =
                    "Where to cut the tree (dendrogram) of ward, complete, average or single, in place of --segments; in units of"
                            + " the scaled features.")
    private Optional<Double> height;

    @Option(
            names = "--covariance",
            paramLabel = "SHAPE",
            converter = Shape.class,
            description = "Of gaussian-mixture: full (the default), diagonal, spherical, tied, tied-diagonal or"
                    + " tied-spherical.")
    private Optional<CovarianceStructure> covariance;

    @Option(names = "--noise", description = "gaussian-mixture gets a segment more, for who belongs nowhere.")
    private boolean noise;

    /** For picocli; without options. */
    public ClusterOptions() {}

    /** How many segments, or at most; given where the algorithm needs it. */
    int k() {
        return segments.orElseThrow();
    }

    /**
     * How many segments, or at most.
     *
     * @return empty if not given
     */
    public Optional<Integer> segments() {
        return segments;
    }

    /**
     * A file of first centers.
     *
     * @return empty if not given
     */
    public Optional<Path> initialCenters() {
        return initialCenters;
    }

    /**
     * The column in which segments shall differ.
     *
     * @return empty if not given
     */
    public Optional<String> target() {
        return target;
    }

    /**
     * The column of those who stay together.
     *
     * @return empty if not given
     */
    public Optional<String> together() {
        return together;
    }

    /**
     * The column of those who are kept apart.
     *
     * @return empty if not given
     */
    public Optional<String> apart() {
        return apart;
    }

    /**
     * A file of rules.
     *
     * @return empty if not given
     */
    public Optional<Path> rules() {
        return rules;
    }

    Optional<Long> seed() {
        return seed;
    }

    /**
     * The seed of what is drawn.
     *
     * @return 0 if not given
     */
    public long seedOrZero() {
        return seed.orElse(0L);
    }

    /** The same with no more restarts than that. */
    ClusterOptions withRestartsAtMost(int most) {
        ClusterOptions copy = new ClusterOptions();
        copy.segments = segments;
        copy.seed = seed;
        copy.restarts = Optional.of(Math.min(most, restarts.orElse(most)));
        copy.initialCenters = initialCenters;
        copy.maxIterations = maxIterations;
        copy.tolerance = tolerance;
        copy.target = target;
        copy.minSize = minSize;
        copy.maxSize = maxSize;
        copy.together = together;
        copy.apart = apart;
        copy.rules = rules;
        copy.covariates = covariates;
        copy.height = height;
        copy.covariance = covariance;
        copy.noise = noise;
        return copy;
    }

    Optional<Integer> restarts() {
        return restarts;
    }

    Optional<Integer> maxIterations() {
        return maxIterations;
    }

    Optional<Double> tolerance() {
        return tolerance;
    }

    Optional<Integer> minSize() {
        return minSize;
    }

    Optional<Integer> maxSize() {
        return maxSize;
    }

    /**
     * Columns by which membership is foreseen.
     *
     * @return none if not given
     */
    public List<String> covariates() {
        return covariates;
    }

    Optional<Double> height() {
        return height;
    }

    Optional<CovarianceStructure> covariance() {
        return covariance;
    }

    boolean hasNoise() {
        return noise;
    }

    /** Which options were given. */
    Set<ClusterOption> given() {
        Map<ClusterOption, Boolean> present = Map.ofEntries(
                Map.entry(ClusterOption.SEED, seed.isPresent()),
                Map.entry(ClusterOption.RESTARTS, restarts.isPresent()),
                Map.entry(ClusterOption.INITIAL_CENTERS, initialCenters.isPresent()),
                Map.entry(ClusterOption.MAX_ITERATIONS, maxIterations.isPresent()),
                Map.entry(ClusterOption.TOLERANCE, tolerance.isPresent()),
                Map.entry(ClusterOption.TARGET, target.isPresent()),
                Map.entry(ClusterOption.MIN_SIZE, minSize.isPresent()),
                Map.entry(ClusterOption.MAX_SIZE, maxSize.isPresent()),
                Map.entry(ClusterOption.TOGETHER, together.isPresent()),
                Map.entry(ClusterOption.APART, apart.isPresent()),
                Map.entry(ClusterOption.RULES, rules.isPresent()),
                Map.entry(ClusterOption.COVARIATES, !covariates.isEmpty()),
                Map.entry(ClusterOption.HEIGHT, height.isPresent()),
                Map.entry(ClusterOption.COVARIANCE, covariance.isPresent()),
                Map.entry(ClusterOption.NOISE, noise));
        Set<ClusterOption> given = EnumSet.noneOf(ClusterOption.class);
        present.forEach((option, there) -> {
            if (there) {
                given.add(option);
            }
        });
        return given;
    }

    /** A configuration with an option, if it was given. */
    static <C, V> C with(C config, Optional<V> value, BiFunction<C, V, C> setter) {
        return value.map(given -> setter.apply(config, given)).orElse(config);
    }

    /** Reads the option. */
    static final class Shape implements ITypeConverter<CovarianceStructure> {

        @Override
        public CovarianceStructure convert(String option) {
            return Arrays.stream(CovarianceStructure.values())
                    .filter(shape -> text(shape).equals(option))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(NearestName.amongAll(
                            option,
                            Arrays.stream(CovarianceStructure.values())
                                    .map(Shape::text)
                                    .toList())));
        }

        static String text(CovarianceStructure shape) {
            return shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
