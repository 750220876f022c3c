package dev.segmentation.tree;

import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableSegmenter;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CART: a tree of cuts in two, each the one that makes a target most alike within its parts (classification and regression
 * trees). {@code Cart.on("revenue").fit(table)} finds segments that differ in the target.
 *
 * <p>Impurity is Gini's index 1 − Σ share² for a categorical target, ordinal ones included, and the variance for a numeric
 * one. The tree is grown until no cut lowers it, or sizes or depth forbid one, and pruned: by default to the smallest of the
 * nested trees of least cost whose cross-validated loss is within one standard error of the least (the 1-SE rule); the cost
 * of a tree is its impurity plus the complexity times its leaves. The loss is the squared error of the predicted mean, or of
 * the predicted shares (Brier's score), so that growing, pruning and choosing use one measure.
 *
 * <p><b>Predictors</b> are all other columns. Numeric ones are cut halfway between two values, rounded to a readable
 * number, ordinal ones between two levels. Of nominal ones the best parting is found if the target has two levels or is
 * numeric, and for at most 10 levels that occur; beyond that only partings in the order of the share of one level of the
 * target are tried. A column has at most 10 000 levels. Cuts of equal worth: the first column, its lowest cut.
 *
 * <p><b>Missing values</b> need no surrogates: for ordered predictors every cut is tried with all missing values on either
 * side, and on a side of their own; of a nominal one a missing value is a level of its own. What did not occur in a node,
 * such as a missing value or a level, goes to its heavier branch. Rows whose target is missing do not form the tree, but are
 * assigned.
 *
 * <p><b>Segments.</b> Their number is found, not given, down to a single one; they are numbered by decreasing weight, ties
 * by the first row of positive weight. The objective of the report is the mean impurity within segments. The seed draws the folds of
 * cross-validation and nothing else.
 *
 * <p><b>Weights</b> are numbers of customers; the minimal sizes are in weights. In cross-validation a weighted row is in one
 * fold, so that the choice of the tree may differ from that of repeated rows.
 *
 * <p><b>Order of rows.</b> Sums are exact and nominal levels go by text, so that the order of rows changes no bit of the
 * tree that is grown. The folds go by the row's index, so that another order may choose another of the nested trees.
 *
 * <p>Immutable. <b>Cost:</b> O(folds · depth · n · predictors), memory 4 bytes per value for each thread that works on a
 * fold, and again for the whole, beside 16 bytes per row of a numeric target.
 *
 * <p><b>Reference:</b> L. Breiman, J. H. Friedman, R. A. Olshen and C. J. Stone (1984), Classification and Regression Trees,
 * doi:10.1201/9781315139470.
 */
public final class Cart implements TableSegmenter<SegmentTree> {

    private static final Logger LOG = LoggerFactory.getLogger(Cart.class);

    private final String target;
    private final CartOptions options;

    private Cart(String target, CartOptions options) {
        this.target = target;
        this.options = options;
    }

    /**
     * CART with at most 10 levels below the root, no nodes below 7 customers, nor cuts of fewer than 20, pruned by 10-fold
     * cross-validation.
     *
     * @param target the column in which segments shall differ
     * @return a configuration
     * @throws InvalidInputException if the name is blank
     */
    public static Cart on(String target) {
        return new Cart(TargetColumn.named(target, "Cart.on"), CartOptions.STANDARD);
    }

    /**
     * Sets how many cuts may lead to a segment.
     *
     * @param depth at least 1, 10 by default
     * @return a new configuration
     * @throws InvalidInputException if it is less
     */
    public Cart withMaxDepth(int depth) {
        Arguments.atLeast(1, depth, "Cart.withMaxDepth", "depth", "1 cuts once");
        return with(options.withSizes(depth, options.minParent(), options.minChild()));
    }

    /**
     * Sets the weight below which a node is not cut.
     *
     * @param weight finite, at least 0; 20 by default
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Cart withMinParent(double weight) {
        TargetColumn.checkSize(weight, "Cart.withMinParent");
        return with(options.withSizes(options.maxDepth(), weight, options.minChild()));
    }

    /**
     * Sets the least weight of a segment.
     *
     * @param weight finite, at least 0; 7 by default
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Cart withMinChild(double weight) {
        TargetColumn.checkSize(weight, "Cart.withMinChild");
        return with(options.withSizes(options.maxDepth(), options.minParent(), weight));
    }

    /**
     * Prunes by a given complexity, without cross-validation: what each further segment must at least save, as a share of
     * the impurity of all customers.
     *
     * @param share 0 … 1; 0 prunes nothing, 0.01 is a usual value
     * @return a new configuration
     * @throws InvalidInputException if it is not
     */
    public Cart withComplexity(double share) {
        Arguments.closedUnit(share, "Cart.withComplexity", "share");
        return with(options.withPruning(share, 0));
    }

    /**
     * Prunes by cross-validation and the 1-SE rule.
     *
     * @param folds at least 2, 10 by default; as many as there are rows if that is fewer
     * @return a new configuration
     * @throws InvalidInputException if it is less
     */
    public Cart withCrossValidation(int folds) {
        Arguments.atLeast(2, folds, "Cart.withCrossValidation", "folds", "10 is usual");
        return with(options.withPruning(0, folds));
    }

    /**
     * Sets the seed, which draws the folds.
     *
     * @param seed any long, 0 by default
     * @return a new configuration
     */
    public Cart withSeed(long seed) {
        return with(options.withSeed(seed));
    }

    private Cart with(CartOptions changed) {
        return new Cart(target, changed);
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
     *     numeric target out of range ({@link Reason#RANGE}), or a column with more than 10 000 levels ({@link
     *     Reason#RESOURCE_LIMIT})
     * @throws dev.segmentation.CancelledException if cancelled; nothing is left behind
     */
    @Override
    public Fit<SegmentTree> fit(FeatureTable table, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(execution, "execution");
        TargetColumn column = TargetColumn.of(target, table, "Cart.fit");
        FeatureTable predictors = table.select(
                table.names().stream().filter(name -> !name.equals(target)).toList());
        try (Workers workers = execution.start()) {
            Draft draft = new Work(column, predictors, workers).tree();
            Draft.Grown grown = draft.finish(column, predictors);
            FitReport.Builder report = FitReport.builder("CART")
                    .seed(options.seed())
                    .objective(draft.impurity())
                    .iterations(grown.tree().depth());
            column.notices().forEach(report::notice);
            Fit<SegmentTree> fit = new Fit<>(grown.tree(), grown.assignment(), report.build());
            LOG.debug("{}: {}, {} segments", this, fit.report(), grown.tree().segmentCount());
            return fit;
        }
    }

    /** One fit. */
    private final class Work {

        private final TargetColumn column;
        private final Workers workers;
        private final Polling polling;
        private final List<CartColumn> columns;
        private final int[][] sorted;

        Work(TargetColumn column, FeatureTable predictors, Workers workers) {
            this.column = column;
            this.workers = workers;
            this.polling = new Polling(workers);
            this.columns = workers.map(
                    predictors.names().size(),
                    j -> new CartColumn(predictors.names().get(j), predictors));
            this.sorted = workers.map(columns.size(), j -> columns.get(j).sorted(column.rows(), polling))
                    .toArray(int[][]::new);
        }

        Draft tree() {
            Draft whole = grower(workers::forEach).grow(sorted);
            workers.tell(new FitProgress("CART", 1, 2, whole.impurity()));
            Pruning pruning = new Pruning(whole);
            int folds = Math.min(options.folds(), column.rows().length);
            double complexity = folds < 2
                    ? options.complexity() * whole.node(0).content.impurity()
                    : validated(pruning.complexities(), folds);
            boolean[] leaf = new boolean[whole.size()];
            for (int id = 0; id < leaf.length; id++) {
                leaf[id] = pruning.collapseAt()[id] <= complexity;
            }
            Draft pruned = whole.pruned(leaf);
            workers.tell(new FitProgress("CART", 2, 2, pruned.impurity()));
            return pruned;
        }

        private double validated(double[] complexities, int folds) {
            CrossValidation validation = new CrossValidation(column, columns, complexities);
            int[] foldOf = CrossValidation.folds(column, folds, options.seed());
            List<double[][]> losses = workers.map(folds, fold -> {
                Draft draft = grower(this::oneByOne).grow(without(foldOf, fold));
                return validation.losses(
                        draft,
                        Arrays.stream(column.rows())
                                .filter(row -> foldOf[row] == fold)
                                .toArray());
            });
            double[] sums = new double[complexities.length];
            double[] squares = new double[complexities.length];
            for (double[][] loss : losses) {
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += loss[0][k];
                    squares[k] += loss[1][k];
                }
            }
            double weight =
                    IntStream.of(column.rows()).mapToDouble(column::weight).sum();
            return validation.choose(sums, squares, weight);
        }

        private int[][] without(int[] foldOf, int fold) {
            int[][] orders = new int[sorted.length][];
            for (int j = 0; j < orders.length; j++) {
                workers.checkCancelled();
                orders[j] = Arrays.stream(sorted[j])
                        .filter(row -> foldOf[row] != fold)
                        .toArray();
            }
            return orders;
        }

        private void oneByOne(int count, IntConsumer task) {
            for (int t = 0; t < count; t++) {
                task.accept(t);
            }
        }

        private CartGrower grower(CartGrower.Tasks tasks) {
            return new CartGrower(column, columns, options, tasks, polling);
        }
    }

    /** Target and options. */
    @Override
    public String toString() {
        return "Cart[" + target + ", " + options + "]";
    }
}
