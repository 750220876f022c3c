package dev.segmentation.tree;

import dev.segmentation.ColumnKind;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CHAID: a tree whose splits are tests of significance (chi-squared automatic interaction detection). {@code
 * Chaid.on("churned").fit(table)} finds segments that differ in a target, and says by which columns.
 *
 * <p>In every node the categories of each predictor are merged as long as the target does not differ significantly between
 * them; the merged table is tested, its p multiplied by the number of tables it was chosen from (Bonferroni), and the
 * predictor with the smallest adjusted p splits the node, if that is at most the split level.
 *
 * <p><b>Tests.</b> A nominal target: Pearson's χ² or the likelihood ratio. An ordinal one: the likelihood ratio test of
 * independence against the row-effects model with the scores 1, 2, …. A numeric one: F. Probabilities are compared by their
 * logarithms, so that large tables are told apart where p itself would be 0. Levels of the target that do not occur in the
 * groups compared give no degree of freedom; where nothing can be tested, p = 1.
 *
 * <p><b>Predictors</b> are all other columns. Any levels of a nominal one may be merged, a missing value being a level of
 * its own; of an ordinal one neighbours only, a missing value floating: it may join any group. A numeric one is ordinal over
 * classes of equal shares ({@link #withNumericBins}), or its values if there are no more; the cuts are fixed once, by all
 * rows, and stored in the splits.
 *
 * <p><b>Multipliers</b>, with c categories that occur in the node, r groups left: ordinal C(c − 1, r − 1); floating C(c − 2,
 * r − 2) + r·C(c − 2, r − 1); nominal the Stirling number S(c, r). Exhaustive: c(c − 1)/2, and for nominal ones {@link
 * Multiplier}.
 *
 * <p><b>Segments.</b> Their number is found, not given, down to a single one; they are numbered by decreasing weight, ties
 * by the first row of positive weight. Sums are exact and nominal levels go by text, so that the order of rows changes no bit
 * of the tree. The seed of the report is 0, since nothing is drawn; its objective is the mean impurity within segments.
 *
 * <p><b>Missing values and what a node has not seen.</b> Rows whose target is missing do not form the tree, but are
 * assigned. What did not occur in a node, such as a level or a missing value, goes to its heaviest branch; an ordered
 * category to that of the next lower one that occurred. A level that was in no row of the fit is a missing value.
 *
 * <p><b>Weights</b> are numbers of customers: weight 2 is the same as two rows. Weights that only make a sample
 * representative should be scaled to a sum of the number of rows; p is then still approximate. The minimal sizes are in
 * weights.
 *
 * <p>Immutable. <b>Cost:</b> O(depth · n · predictors), and per node and nominal predictor O(c³); at most 1000 levels.
 *
 * <p><b>Reference:</b> G. V. Kass (1980), Applied Statistics 29, 119–127, doi:10.2307/2986296; D. Biggs, B. de Ville and
 * E. Suen (1991), J. Applied Statistics 18, 49–62, doi:10.1080/02664769100000005.
 */
public final class Chaid implements TableSegmenter<SegmentTree> {

    private static final Logger LOG = LoggerFactory.getLogger(Chaid.class);

    private final String target;
    private final ChaidOptions options;

    private Chaid(String target, ChaidOptions options) {
        this.target = target;
        this.options = options;
    }

    /**
     * CHAID with a merge and a split level of 0.05, at most 3 levels below the root, and no nodes below 50 customers, nor
     * splits of fewer than 100.
     *
     * @param target the column in which segments shall differ; its type chooses the test
     * @return a configuration
     * @throws InvalidInputException if the name is blank
     */
    public static Chaid on(String target) {
        return new Chaid(TargetColumn.named(target, "Chaid.on"), ChaidOptions.STANDARD);
    }

    /**
     * Chooses how categories are merged.
     *
     * @param merging {@link Merging#UNTIL_SIGNIFICANT} by default
     * @return a new configuration
     */
    public Chaid withMerging(Merging merging) {
        Objects.requireNonNull(merging, "merging");
        return with(options.withMerging(merging, options.multiplier()));
    }

    /**
     * Chooses the multiplier of exhaustive CHAID for nominal predictors; it changes nothing else.
     *
     * @param multiplier {@link Multiplier#COUNTED} by default
     * @return a new configuration
     */
    public Chaid withMultiplier(Multiplier multiplier) {
        Objects.requireNonNull(multiplier, "multiplier");
        return with(options.withMerging(options.merging(), multiplier));
    }

    /**
     * Chooses the statistic for a nominal target; others have their own.
     *
     * @param statistic {@link ChiSquare#PEARSON} by default
     * @return a new configuration
     */
    public Chaid withChiSquare(ChiSquare statistic) {
        Objects.requireNonNull(statistic, "statistic");
        return with(options.withChiSquare(statistic));
    }

    /**
     * Sets the level above which the most similar categories are merged; exhaustive merging does not use it.
     *
     * @param level more than 0, less than 1; 0.05 by default
     * @return a new configuration
     * @throws InvalidInputException if it is not, or below the level of {@link #withResplitting}
     */
    public Chaid withMergeLevel(double level) {
        Arguments.openUnit(level, "Chaid.withMergeLevel", "level");
        if (level < options.resplitLevel()) {
            throw Arguments.badParameter(
                    "Chaid.withMergeLevel",
                    "level",
                    level,
                    "at least the level of splitting again, " + options.resplitLevel());
        }
        return with(options.withLevels(level, options.splitLevel(), options.resplitLevel()));
    }

    /**
     * Sets the level up to which an adjusted p splits a node.
     *
     * @param level more than 0, less than 1; 0.05 by default
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Chaid withSplitLevel(double level) {
        Arguments.openUnit(level, "Chaid.withSplitLevel", "level");
        return with(options.withLevels(options.mergeLevel(), level, options.resplitLevel()));
    }

    /**
     * Splits merged groups of three or more categories again where their best cut in two is significant (Kass's third
     * step); not done by default, nor by exhaustive merging. Of a group of more than 10 nominal levels only cuts in the
     * order of the target's shares, or means, are tried.
     *
     * @param level up to which a p splits; more than 0, at most the merge level
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Chaid withResplitting(double level) {
        Arguments.openUnit(level, "Chaid.withResplitting", "level");
        if (level > options.mergeLevel()) {
            throw Arguments.badParameter(
                    "Chaid.withResplitting", "level", level, "at most the merge level, " + options.mergeLevel());
        }
        return with(options.withLevels(options.mergeLevel(), options.splitLevel(), level));
    }

    /**
     * Sets into how many classes of equal shares numeric columns are cut; ties make fewer.
     *
     * @param bins 2 … 1000, 10 by default
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Chaid withNumericBins(int bins) {
        if (bins < 2 || bins > Predictor.MOST_LEVELS) {
            throw Arguments.badParameter("Chaid.withNumericBins", "bins", bins, "2 to " + Predictor.MOST_LEVELS);
        }
        return with(options.withSizes(bins, options.maxDepth(), options.minParent(), options.minChild()));
    }

    /**
     * Sets how many splits may lead to a segment.
     *
     * @param depth at least 1, 3 by default
     * @return a new configuration
     * @throws InvalidInputException if it is less
     */
    public Chaid withMaxDepth(int depth) {
        Arguments.atLeast(1, depth, "Chaid.withMaxDepth", "depth", "1 splits once");
        return with(options.withSizes(options.bins(), depth, options.minParent(), options.minChild()));
    }

    /**
     * Sets the weight below which a node is not split.
     *
     * @param weight finite, at least 0; 100 by default
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Chaid withMinParent(double weight) {
        TargetColumn.checkSize(weight, "Chaid.withMinParent");
        return with(options.withSizes(options.bins(), options.maxDepth(), weight, options.minChild()));
    }

    /**
     * Sets the least weight of a segment: smaller groups are merged with the most similar one.
     *
     * @param weight finite, at least 0; 50 by default
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Chaid withMinChild(double weight) {
        TargetColumn.checkSize(weight, "Chaid.withMinChild");
        return with(options.withSizes(options.bins(), options.maxDepth(), options.minParent(), weight));
    }

    private Chaid with(ChaidOptions changed) {
        return new Chaid(target, changed);
    }

    /**
     * Fits with the given threads, progress listener and cancellation, none of which can change the answer.
     *
     * @param table n rows, the target among its columns; missing values are taken as the class says; not modified
     * @param execution how to run
     * @return model, labels and report; notices tell a target that is constant ({@link Reason#ZERO_VARIANCE}) or missing in
     *     some rows ({@link Reason#NO_INFORMATION})
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), no target ({@link Reason#UNKNOWN_NAME}),
     *     no other column ({@link Reason#NO_FEATURES}), no row whose target is known ({@link Reason#NO_OBSERVATIONS}), a
     *     numeric target out of range ({@link Reason#RANGE}), or a column with more than 1000 levels ({@link
     *     Reason#RESOURCE_LIMIT})
     * @throws dev.segmentation.CancelledException if cancelled; nothing is left behind
     */
    @Override
    public Fit<SegmentTree> fit(FeatureTable table, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        TargetColumn column = TargetColumn.of(target, table, "Chaid.fit");
        FeatureTable predictors = table.select(
                table.names().stream().filter(name -> !name.equals(target)).toList());
        try (Workers workers = execution.start()) {
            Polling polling = new Polling(workers);
            Draft draft = new ChaidGrower(column, test(column, polling), options, workers).grow(predictors);
            Draft.Grown grown = draft.finish(column, predictors);
            FitReport.Builder report = FitReport.builder("CHAID")
                    .objective(draft.impurity())
                    .iterations(grown.tree().depth());
            column.notices().forEach(report::notice);
            Fit<SegmentTree> fit = new Fit<>(grown.tree(), grown.assignment(), report.build());
            LOG.debug("{}: {}, {} segments", this, fit.report(), grown.tree().segmentCount());
            return fit;
        }
    }

    private TargetTest test(TargetColumn column, Polling polling) {
        if (column.kind() == ColumnKind.NUMERIC) {
            return new NumericTest(column, polling);
        }
        if (column.kind() == ColumnKind.ORDINAL) {
            return new CategoricalTest(column, RowEffects::of, polling);
        }
        return new CategoricalTest(
                column, (counts, levels) -> CategoricalTest.independence(counts, options.chiSquare()), polling);
    }

    /** Target and options. */
    @Override
    public String toString() {
        return "Chaid[" + target + ", " + options + "]";
    }
}
