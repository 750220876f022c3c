package dev.segmentation.mixed;

import dev.segmentation.CancelledException;
import dev.segmentation.ColumnKind;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * k-modes: cuts rows of categories into k segments so that the number of columns in which rows differ from the mode of
 * their segment is small. The k-means of categorical data.
 *
 * <p>Several random starts, drawn as greedy k-means++ draws them; from each, every row goes to the nearest mode and every
 * mode to the most frequent levels of its rows, until no row moves. The best start wins, the earlier one of equals.
 * Segments are numbered by decreasing weight, ties by first row; from prototypes of the caller's, in the caller's order. Of
 * equally frequent levels the first one is the mode, by the order of an ordinal column, by text of a nominal one. Of equally
 * near modes the one that stood first when the start began gets the row, in later snapshots too.
 *
 * <p><b>Input:</b> n rows of nominal or ordinal columns, ordinal ones taken as nominal; numeric columns are refused. Row
 * weights count. A missing value counts in no distance and in no mode; a segment without any value of a column has the mode
 * of all rows there.
 * <br><b>Degenerate:</b> a segment that becomes empty is given the row that differs most from its mode. Rows without any
 * value are flagged ({@link Reason#NO_INFORMATION}).
 * <br><b>Same bits</b> for any number of threads. <b>Cost:</b> O(n·k·d) time per iteration and restart, at worst; memory 8
 * bytes per value and 4 per row.
 * <br><b>Reference:</b> Z. Huang (1998), Data Mining and Knowledge Discovery 2, 283–304, doi:10.1023/A:1009769707641.
 */
public final class KModes implements TableSegmenter<KModesModel> {

    private static final Logger LOG = LoggerFactory.getLogger(KModes.class);

    private final Settings settings;

    private KModes(Settings settings) {
        this.settings = settings;
    }

    /**
     * k-modes with 10 restarts, seed 0, at most 1000 iterations each.
     *
     * @param segmentCount k, at least 1
     * @return the configuration
     * @throws InvalidInputException if k is below 1
     */
    public static KModes of(int segmentCount) {
        return new KModes(Settings.of("KModes", segmentCount));
    }

    /**
     * Sets the seed, by default 0.
     *
     * @param value any long; equal seeds give equal bits
     * @return a new configuration
     */
    public KModes withSeed(long value) {
        return new KModes(settings.withSeed(value));
    }

    /**
     * Sets how many starts are tried, by default 10. Given prototypes are one start, whatever is set here.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public KModes withRestarts(int value) {
        return new KModes(settings.withRestarts(value));
    }

    /**
     * Sets the iterations of one start at most, by default 1000. An iteration is a pass that assigns every row.
     *
     * @param value at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public KModes withMaxIterations(int value) {
        return new KModes(settings.withMaxIterations(value));
    }

    /**
     * Sets the first modes, instead of random ones; segments keep their order.
     *
     * @param modes k different rows with the columns of the table to be fitted, none missing
     * @return a new configuration
     * @throws InvalidInputException if there are not k ({@link Reason#SCHEMA_MISMATCH}), a value is missing ({@link
     *     Reason#NON_FINITE}), or two are equal ({@link Reason#DUPLICATE_INIT})
     */
    public KModes withPrototypes(FeatureTable modes) {
        return new KModes(settings.withPrototypes(modes));
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

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The objective is the weighted number of values that differ from the mode of their row's segment.
     *
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), k exceeds the rows ({@link
     *     Reason#K_GT_N}) or the distinct rows of positive weight ({@link Reason#FEWER_DISTINCT_THAN_K}), a column is
     *     numeric or the given modes have other columns ({@link Reason#SCHEMA_MISMATCH}), or a column is missing
     *     throughout ({@link Reason#NO_OBSERVATIONS})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<KModesModel> fit(FeatureTable table, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        settings.check(table);
        List<String> numeric = table.names().stream()
                .filter(name -> table.kind(name) == ColumnKind.NUMERIC)
                .toList();
        if (!numeric.isEmpty()) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    numeric.get(0),
                    "KModes.fit: numeric columns " + Arguments.shown(numeric) + ", expected only categories; use "
                            + (numeric.size() == table.names().size() ? "cluster.KMeans" : "mixed.KPrototypes")
                            + ", or leave them out");
        }
        Fitting.Result result = new Fitting("k-modes", "KModesModel", settings)
                .fit(table, (schema, columns, notices) -> matching(schema), execution);
        LOG.debug("{}", result.report());
        return new Fit<>(new KModesModel(result.model()), result.assignment(), result.report());
    }

    private static Metric matching(Schema schema) {
        double[] ones = new double[schema.categorical().size()];
        Arrays.fill(ones, 1);
        return new Metric(schema, MixedDistance.HUANG, new double[0], ones, new double[ones.length][0]);
    }

    @Override
    public String toString() {
        return "KModes[" + settings.shown() + "]";
    }
}
