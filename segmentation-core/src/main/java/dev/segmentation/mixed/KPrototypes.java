package dev.segmentation.mixed;

import dev.segmentation.CancelledException;
import dev.segmentation.ColumnKind;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * k-prototypes: cuts rows of numeric and categorical columns into k segments so that the sum of distances to the prototypes
 * of the segments is small. The k-means of mixed data.
 *
 * <p>The distance is {@link MixedDistance#HUANG}, squared differences + λ for each category that differs, or {@link
 * MixedDistance#GOWER}, in which every column counts from 0 to 1. With Huang's, scale the numeric columns first, since those
 * of large spread dominate, and read {@link KPrototypesModel#lambda()}: a λ that is too small ignores the categories, one
 * that is too large the numbers.
 *
 * <p>Several random starts, drawn as greedy k-means++ draws them; from each, every row goes to the nearest prototype and
 * every prototype to the center of its rows, until no row moves. The best start wins, the earlier one of equals. Segments
 * are numbered by decreasing weight, ties by first row; from prototypes of the caller's, in the caller's order. Of equally
 * frequent levels the first one is the mode, by the order of an ordinal column, by text of a nominal one. Of equally near
 * prototypes the one that stood first when the start began gets the row, in later snapshots too.
 *
 * <p><b>Input:</b> n rows of at least one numeric and one categorical column; with Gower's distance an ordinal column will do
 * for a numeric one. Row weights count. A missing value counts in no distance and in no prototype, as with {@code na.rm =
 * "no"} of R's clustMixType; a segment without any value of a column has the center of all rows there.
 * <br><b>Degenerate:</b> a segment that becomes empty is given the row that is farthest from its prototype. Rows without any
 * value are flagged ({@link Reason#NO_INFORMATION}), with Gower's distance columns without variation, too ({@link
 * Reason#ZERO_VARIANCE}), which count nothing. Values beyond 1e130 are refused ({@link Reason#RANGE}).
 * <br><b>Same bits</b> for any number of threads: sums of rows are exact. <b>Cost:</b> O(n·k·d) time per iteration and
 * restart, with medians O(n·d) more; memory 8 bytes per number, 8 per category and 4 per row, with medians 4 per number
 * more.
 * <br><b>Reference:</b> Z. Huang (1998), Data Mining and Knowledge Discovery 2, 283–304, doi:10.1023/A:1009769707641;
 * Gower's distance: G. Szepannek, R. Aschenbruck and A. Wilhelm (2024), Advances in Data Analysis and Classification,
 * doi:10.1007/s11634-024-00595-5.
 */
public final class KPrototypes implements TableSegmenter<KPrototypesModel> {

    private static final Logger LOG = LoggerFactory.getLogger(KPrototypes.class);

    private static final String FIT = "KPrototypes.fit";

    private final Settings settings;
    private final MixedDistance distance;
    private final Optional<LambdaRule> lambda;

    private KPrototypes(Settings settings, MixedDistance distance, Optional<LambdaRule> lambda) {
        this.settings = settings;
        this.distance = distance;
        this.lambda = lambda;
    }

    /**
     * k-prototypes with Huang's distance, λ estimated by {@link LambdaRule#varianceToGini()}, 10 restarts, seed 0, at most
     * 1000 iterations each.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static KPrototypes of(int segmentCount) {
        return new KPrototypes(Settings.of("KPrototypes", segmentCount), MixedDistance.HUANG, Optional.empty());
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public KPrototypes withSeed(long value) {
        return new KPrototypes(settings.withSeed(value), distance, lambda);
    }

    /**
     * Sets how many starts are tried, by default 10. Given prototypes are one start, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public KPrototypes withRestarts(int value) {
        return new KPrototypes(settings.withRestarts(value), distance, lambda);
    }

    /**
     * Sets the iterations of one start at most, by default 1000. An iteration is a pass that assigns every row.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public KPrototypes withMaxIterations(int value) {
        return new KPrototypes(settings.withMaxIterations(value), distance, lambda);
    }

    /**
     * Sets the first prototypes, instead of random ones; segments keep their order.
     *
     * @param prototypes k different rows with the columns of the table to be fitted, none missing
     * @return a new configuration
     * @throws InvalidInputException if there are not k ({@link Reason#SCHEMA_MISMATCH}), a value is missing ({@link
     *     Reason#NON_FINITE}), or two are equal ({@link Reason#DUPLICATE_INIT})
     */
    public KPrototypes withPrototypes(FeatureTable prototypes) {
        return new KPrototypes(settings.withPrototypes(prototypes), distance, lambda);
    }

    /**
     * Sets how rows are measured, by default {@link MixedDistance#HUANG}.
     *
     * @param value the distance
     * @return a new configuration
     */
    public KPrototypes withDistance(MixedDistance value) {
        return new KPrototypes(settings, Objects.requireNonNull(value, "distance"), lambda);
    }

    /**
     * Sets λ, what a category that differs counts.
     *
     * @param value more than 0, finite
     * @return a new configuration
     * @throws InvalidInputException if it is not ({@link Reason#BAD_PARAM})
     */
    public KPrototypes withLambda(double value) {
        return withLambda(LambdaRule.of(value));
    }

    /**
     * Sets how λ is found, by default {@link LambdaRule#varianceToGini()} for Huang's distance and 1 for Gower's.
     *
     * @param value the rule; for Gower's distance one that estimates nothing
     * @return a new configuration
     */
    public KPrototypes withLambda(LambdaRule value) {
        return new KPrototypes(settings, distance, Optional.of(value));
    }

    /**
     * The number of segments, k.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return settings.segmentCount();
    }

    /**
     * The seed.
     *
     * @return any long
     */
    public long seed() {
        return settings.seed();
    }

    /**
     * How many starts are tried.
     *
     * @return at least 1; 1 for given prototypes
     */
    public int restarts() {
        return settings.starts();
    }

    /**
     * The iterations of one start at most.
     *
     * @return at least 1
     */
    public int maxIterations() {
        return settings.maxIterations();
    }

    /**
     * How rows are measured.
     *
     * @return the distance
     */
    public MixedDistance distance() {
        return distance;
    }

    /**
     * How λ is found.
     *
     * @return the rule set, or the default of the distance
     */
    public LambdaRule lambda() {
        return lambda.orElseGet(() -> distance == MixedDistance.HUANG ? LambdaRule.varianceToGini() : LambdaRule.of(1));
    }

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The objective is the weighted sum of the distances of rows to the prototype of their segment, squared distances
     * for Huang's.
     *
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), k exceeds the rows ({@link
     *     Reason#K_GT_N}) or the distinct rows of positive weight ({@link Reason#FEWER_DISTINCT_THAN_K}), a kind of column
     *     is not there or the given prototypes have other columns ({@link Reason#SCHEMA_MISMATCH}), a column is missing
     *     throughout ({@link Reason#NO_OBSERVATIONS}), a value is out of range ({@link Reason#RANGE}), or λ cannot be
     *     estimated because no column of a kind varies ({@link Reason#ZERO_VARIANCE}), all weights together are not above 1
     *     ({@link Reason#BAD_WEIGHT}), or the distance is Gower's ({@link Reason#BAD_PARAM})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<KPrototypesModel> fit(FeatureTable table, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        if (distance == MixedDistance.GOWER && lambda().isEstimated()) {
            throw Arguments.badParameter(
                    FIT,
                    "lambda",
                    lambda(),
                    "a number, or one for each column, with Gower's distance; it has no variances");
        }
        settings.check(table);
        checkKinds(table);
        Fitting.Result result =
                new Fitting("k-prototypes", "KPrototypesModel", settings).fit(table, this::metric, execution);
        LOG.debug("{}", result.report());
        return new Fit<>(
                new KPrototypesModel(result.model(), distance, lambda().isOne()), result.assignment(), result.report());
    }

    private void checkKinds(FeatureTable table) {
        List<String> numeric = names(table, ColumnKind.NUMERIC);
        List<String> ordinal = names(table, ColumnKind.ORDINAL);
        boolean isGower = distance == MixedDistance.GOWER;
        if (numeric.size() == table.names().size()) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    FIT + ": all columns " + Arguments.shown(table.names())
                            + " are numeric, expected a categorical one as well; use cluster.KMeans");
        }
        if (numeric.isEmpty() && !(isGower && !ordinal.isEmpty())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    FIT + ": all columns " + Arguments.shown(table.names())
                            + " are categorical, expected a numeric " + (isGower ? "or ordinal " : "")
                            + "one as well; use mixed.KModes");
        }
    }

    private static List<String> names(FeatureTable table, ColumnKind kind) {
        return table.names().stream().filter(name -> table.kind(name) == kind).toList();
    }

    private Metric metric(Schema schema, Columns columns, List<Notice> notices) {
        lambda().checkNames(schema, FIT);
        double[] numeric = lambda().numericFactors(schema, columns);
        double[] categorical = lambda().categoricalFactors(schema, columns, FIT);
        double[][] ranks = new double[categorical.length][0];
        if (distance == MixedDistance.GOWER) {
            for (int j = 0; j < numeric.length; j++) {
                double range = columns.range(j);
                numeric[j] = range > 0 ? numeric[j] / range : 0;
                flag(range, schema.numeric().get(j), notices);
            }
            for (int j = 0; j < categorical.length; j++) {
                if (schema.kind(j) == ColumnKind.ORDINAL) {
                    Ranks found = Ranks.of(columns.levelWeights(j, schema.missing(j)));
                    ranks[j] = found.inRange();
                    flag(found.range(), schema.categorical().get(j), notices);
                }
            }
        }
        return new Metric(schema, distance, numeric, categorical, ranks);
    }

    private static void flag(double range, String name, List<Notice> notices) {
        if (!(range > 0)) {
            notices.add(
                    new Notice(Reason.ZERO_VARIANCE, FIT + ": column \"" + name + "\" is constant; it counts nothing"));
        }
    }

    @Override
    public String toString() {
        return "KPrototypes[" + settings.shown() + ", distance=" + distance + ", lambda=" + lambda() + "]";
    }
}
