package dev.segmentation.mixed;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How k-prototypes weighs a category that differs against numeric differences: the λ of Huang's distance, given or
 * estimated from the training rows.
 *
 * <p>λ is in the units of the squared numeric columns: with z-scores as numeric columns, values near 1 let both kinds count.
 * Weights of rows count; missing values are left out, and a numeric column with a value in one row only has variance 0.
 */
public final class LambdaRule {

    private final Kind kind;
    private final double lambda;
    private final Map<String, Double> ofColumns;

    private LambdaRule(Kind kind, double lambda, Map<String, Double> ofColumns) {
        this.kind = kind;
        this.lambda = lambda;
        this.ofColumns = ofColumns;
    }

    private enum Kind {
        GIVEN,
        GIVEN_BY_COLUMN,
        GINI,
        MODE,
        HALF_DEVIATION,
        BY_COLUMN
    }

    /**
     * A λ of the caller's.
     *
     * @param lambda more than 0, finite
     * @return the rule
     * @throws InvalidInputException if it is not ({@link Reason#BAD_PARAM})
     */
    public static LambdaRule of(double lambda) {
        return new LambdaRule(Kind.GIVEN, positive(lambda, "lambda"), Map.of());
    }

    /**
     * A factor of the caller's for each column, numeric ones too; what the column adds to the distance is multiplied by
     * it. Columns that are not named have 1.
     *
     * @param factors each more than 0, finite, by the name of the column; not kept
     * @return the rule
     * @throws InvalidInputException if one is not ({@link Reason#BAD_PARAM})
     */
    public static LambdaRule ofColumns(Map<String, Double> factors) {
        Objects.requireNonNull(factors, "factors");
        factors.forEach((name, factor) -> positive(factor, "the factor of column \"" + name + "\""));
        return new LambdaRule(Kind.GIVEN_BY_COLUMN, Double.NaN, new TreeMap<>(factors));
    }

    /**
     * λ = mean variance of the numeric columns (n − 1; with row weights their sum − 1) / mean of 1 − Σp² over the
     * categorical ones, p being the shares of levels: the default of R's clustMixType.
     *
     * @return the rule
     */
    public static LambdaRule varianceToGini() {
        return new LambdaRule(Kind.GINI, Double.NaN, Map.of());
    }

    /**
     * λ = mean variance of the numeric columns (n − 1) / mean of 1 − max p over the categorical ones, the share that the
     * mode misses: the other rule of R's clustMixType.
     *
     * @return the rule
     */
    public static LambdaRule varianceToModeMiss() {
        return new LambdaRule(Kind.MODE, Double.NaN, Map.of());
    }

    /**
     * λ = ½ · mean of the standard deviations (n) of the numeric columns: the rule of Python's kmodes, after Huang (1997).
     * Each column has a deviation of its own; one deviation of all numbers together would grow with the distance between
     * the columns' means.
     *
     * @return the rule
     */
    public static LambdaRule halfMeanDeviation() {
        return new LambdaRule(Kind.HALF_DEVIATION, Double.NaN, Map.of());
    }

    /**
     * A factor for each column, so that all count alike: 1 / variance (n − 1) for numeric ones, 1 / (1 − Σp²) for
     * categorical ones; 1 for a column without variation.
     *
     * @return the rule
     */
    public static LambdaRule oneForEachColumn() {
        return new LambdaRule(Kind.BY_COLUMN, Double.NaN, Map.of());
    }

    private static double positive(double found, String name) {
        if (!(found > 0 && found <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("LambdaRule", name, found, "more than 0; leave a column out to ignore it");
        }
        return found;
    }

    /** Whether it is learned from squares, which Gower's distance has none of. */
    boolean isEstimated() {
        return kind != Kind.GIVEN && kind != Kind.GIVEN_BY_COLUMN;
    }

    /** Whether categorical columns have one factor, which is λ. */
    boolean isOne() {
        return kind != Kind.GIVEN_BY_COLUMN && kind != Kind.BY_COLUMN;
    }

    /** Factors of the numeric columns. */
    double[] numericFactors(Schema schema, Columns columns) {
        return IntStream.range(0, schema.numeric().size())
                .mapToDouble(j -> switch (kind) {
                    case GIVEN_BY_COLUMN ->
                        ofColumns.getOrDefault(schema.numeric().get(j), 1.0);
                    case BY_COLUMN -> inverse(columns.variance(j));
                    case GIVEN, GINI, MODE, HALF_DEVIATION -> 1;
                })
                .toArray();
    }

    /** Factors of the categorical columns. */
    double[] categoricalFactors(Schema schema, Columns columns, String where) {
        if (isEstimated()
                && columns.weights().length > 0
                && !(Arrays.stream(columns.weights()).sum() > 1)) {
            throw new InvalidInputException(
                    Reason.BAD_WEIGHT,
                    "weights",
                    where
                            + ": all weights together are not above 1, so that lambda cannot be estimated; use weights that"
                            + " count rows, or give a lambda");
        }
        int count = schema.categorical().size();
        double[] factors = new double[count];
        for (int j = 0; j < count; j++) {
            factors[j] = switch (kind) {
                case GIVEN_BY_COLUMN ->
                    ofColumns.getOrDefault(schema.categorical().get(j), 1.0);
                case BY_COLUMN -> inverse(gini(columns.levelWeights(j, schema.missing(j))));
                case GIVEN, GINI, MODE, HALF_DEVIATION -> 0;
            };
        }
        if (isOne()) {
            Arrays.fill(factors, lambda(schema, columns, where));
        }
        return factors;
    }

    private double lambda(Schema schema, Columns columns, String where) {
        if (kind == Kind.GIVEN) {
            return lambda;
        }
        int p = schema.numeric().size();
        double spreadOfNumbers = IntStream.range(0, p)
                .mapToDouble(kind == Kind.HALF_DEVIATION ? columns::deviation : columns::variance)
                .average()
                .orElse(0);
        if (!(spreadOfNumbers > 0)) {
            throw new InvalidInputException(
                    Reason.ZERO_VARIANCE,
                    "lambda",
                    where + ": lambda cannot be estimated, because no numeric column varies; use mixed.KModes without"
                            + " them, or give a lambda");
        }
        if (kind == Kind.HALF_DEVIATION) {
            return spreadOfNumbers / 2;
        }
        int q = schema.categorical().size();
        double spread = IntStream.range(0, q)
                .mapToObj(j -> columns.levelWeights(j, schema.missing(j)))
                .mapToDouble(weights -> kind == Kind.GINI ? gini(weights) : modeMiss(weights))
                .average()
                .orElse(0);
        if (!(spread > 0)) {
            throw new InvalidInputException(
                    Reason.ZERO_VARIANCE,
                    "lambda",
                    where + ": lambda cannot be estimated, because no categorical column varies; use cluster.KMeans"
                            + " without them, or give a lambda");
        }
        return spreadOfNumbers / spread;
    }

    private static double inverse(double spread) {
        return spread > 0 ? 1 / spread : 1;
    }

    private static double gini(double[] weights) {
        double total = Arrays.stream(weights).sum();
        return 1
                - Arrays.stream(weights)
                        .map(weight -> weight / total * (weight / total))
                        .sum();
    }

    private static double modeMiss(double[] weights) {
        return 1
                - Arrays.stream(weights).max().orElse(0)
                        / Arrays.stream(weights).sum();
    }

    /** Fails if a factor is for no column. */
    void checkNames(Schema schema, String where) {
        ofColumns.keySet().forEach(name -> {
            if (!schema.names().contains(name)) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        where + ": lambda has a factor for \"" + name + "\", which is no column; there are "
                                + Arguments.shown(schema.names()));
            }
        });
    }

    @Override
    public String toString() {
        return switch (kind) {
            case GIVEN -> Double.toString(lambda);
            case GIVEN_BY_COLUMN -> ofColumns.toString();
            case GINI -> "variance / Gini";
            case MODE -> "variance / share that the mode misses";
            case HALF_DEVIATION -> "half the mean standard deviation";
            case BY_COLUMN -> "one for each column";
        };
    }
}
