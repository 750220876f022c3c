package dev.segmentation.hierarchy;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitReport;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.DistinctRows;
import dev.segmentation.internal.SegmentNumbers;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments by cutting the tree of an {@link Agglomerative}, with a model for later customers.
 *
 * <p>The labels of the fit are those of the tree. The model has the mean of each segment and assigns whoever comes later to
 * the nearest one, because a tree has no place for new rows. So <b>the model may give a training row another label than the
 * tree did</b>; how many it does is told by a notice ({@link Reason#LABELS_DIFFER_FROM_MODEL}). They are few for Ward, and
 * may be many for single linkage, whose segments need not lie around their means.
 *
 * <p>Segments are numbered by decreasing weight, ties by first row. The objective is the weighted sum of squared distances
 * to the means, whatever the linkage. Rows of weight 0 are left out of the tree and labelled by the model.
 *
 * <p><b>Cost:</b> that of growing the tree; {@link #fit(Hierarchy, FeatureMatrix)} cuts a tree that is there already, so
 * that several numbers of segments can be tried.
 */
public final class AgglomerativeCut implements Segmenter<KMeansModel> {

    private static final Logger LOG = LoggerFactory.getLogger(AgglomerativeCut.class);

    private static final String FIT = "AgglomerativeCut.fit";

    private final Agglomerative agglomerative;
    private final OptionalInt segmentCount;
    private final double height;

    private AgglomerativeCut(Agglomerative agglomerative, OptionalInt segmentCount, double height) {
        this.agglomerative = agglomerative;
        this.segmentCount = segmentCount;
        this.height = height;
    }

    static AgglomerativeCut of(Agglomerative agglomerative, int segmentCount) {
        Arguments.atLeast(1, segmentCount, "Agglomerative.cut", "segmentCount", "1 puts every row into one segment");
        return new AgglomerativeCut(agglomerative, OptionalInt.of(segmentCount), Double.NaN);
    }

    static AgglomerativeCut atHeight(Agglomerative agglomerative, double height) {
        if (!(height >= 0)) {
            throw Arguments.badParameter("Agglomerative.cutAtHeight", "height", height, "at least 0");
        }
        return new AgglomerativeCut(agglomerative, OptionalInt.empty(), height);
    }

    /**
     * How the tree grows.
     *
     * @return the configuration
     */
    public Agglomerative agglomerative() {
        return agglomerative;
    }

    /**
     * The number of segments asked for.
     *
     * @return k; empty if the tree is cut at a height
     */
    public OptionalInt segmentCount() {
        return segmentCount;
    }

    /** {@inheritDoc} */
    @Override
    public boolean usesWeights() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), k exceeds the rows ({@link
     *     Reason#K_GT_N}) or the distinct rows of positive weight ({@link Reason#FEWER_DISTINCT_THAN_K}), a value is missing
     *     ({@link Reason#NON_FINITE}) or out of range ({@link Reason#RANGE}), or a triangle would exceed the memory limit
     *     ({@link Reason#RESOURCE_LIMIT})
     * @throws CancelledException if cancelled
     */
    @Override
    public Fit<KMeansModel> fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        FeatureMatrix counted = counted(features);
        return cut(agglomerative.grow(counted, execution, FIT), counted, features);
    }

    /**
     * Cuts a tree that has been grown.
     *
     * @param tree of the rows of positive weight
     * @param features the rows of the tree, and possibly others of weight 0
     * @return model, labels and report
     * @throws InvalidInputException if the tree has another number of rows ({@link Reason#SCHEMA_MISMATCH}), or as {@link
     *     #fit(FeatureMatrix, Execution)}
     */
    public Fit<KMeansModel> fit(Hierarchy tree, FeatureMatrix features) {
        Objects.requireNonNull(tree, "tree");
        Objects.requireNonNull(features, "features");
        FeatureMatrix counted = counted(features);
        Arguments.sameSize(counted.rowCount(), tree.rowCount(), FIT, "tree", "row of positive weight");
        return cut(tree, counted, features);
    }

    /** The rows of positive weight, checked against k. */
    private FeatureMatrix counted(FeatureMatrix features) {
        int least = segmentCount.orElse(1);
        Arguments.segmentable(features.rowCount(), least, "matrix", FIT);
        Arguments.noMissing(features, FIT);
        DistinctRows distinct = new DistinctRows(least);
        for (int i = 0; i < features.rowCount() && !distinct.isEnough(); i++) {
            if (features.weight(i) > 0) {
                distinct.add(features.row(i), features.weight(i));
            }
        }
        if (!distinct.isEnough()) {
            throw new InvalidInputException(
                    Reason.FEWER_DISTINCT_THAN_K,
                    "segmentCount",
                    FIT + ": segmentCount = " + least + " but the matrix has " + distinct.count()
                            + " distinct rows of positive weight; lower segmentCount");
        }
        int[] rows = rowsOfPositiveWeight(features);
        return rows.length == features.rowCount() ? features : features.rows(rows);
    }

    private static int[] rowsOfPositiveWeight(FeatureMatrix features) {
        return IntStream.range(0, features.rowCount())
                .filter(i -> features.weight(i) > 0)
                .toArray();
    }

    private Fit<KMeansModel> cut(Hierarchy tree, FeatureMatrix counted, FeatureMatrix features) {
        int k = segmentCount.orElseGet(() -> tree.segmentsAtHeight(height));
        int[] found = segmentCount.isPresent() ? tree.labels(k, FIT) : tree.labelsAtHeight(height);
        int[] numbers = SegmentNumbers.bySize(k, found, counted::weight);
        int[] labels = new int[found.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = numbers[found[i]];
        }
        Means means = Means.of(counted, labels, k);
        int[] all = means.model().assign(features).toArray();
        int differ = 0;
        int next = 0;
        for (int i = 0; i < all.length; i++) {
            if (features.weight(i) > 0) {
                int label = labels[next++];
                differ += all[i] == label ? 0 : 1;
                all[i] = label;
            }
        }
        Fit<KMeansModel> fit =
                new Fit<>(means.model(), Assignment.copyOf(k, all), report(means.sumOfSquares(), differ, next));
        LOG.debug("{}", fit.report());
        return fit;
    }

    private FitReport report(double sumOfSquares, int differ, int rows) {
        FitReport.Builder report =
                FitReport.builder(agglomerative.linkage().label()).objective(sumOfSquares);
        if (differ > 0) {
            report.notice(new Notice(
                    Reason.LABELS_DIFFER_FROM_MODEL,
                    FIT + ": " + differ + " of " + rows
                            + " rows are nearer to the mean of another segment than to that of"
                            + " the one the tree puts them into; the model would assign them there"));
        }
        return report.build();
    }

    @Override
    public String toString() {
        return "AgglomerativeCut[" + agglomerative.linkage() + ", "
                + (segmentCount.isPresent() ? "segmentCount=" + segmentCount.getAsInt() : "height=" + height) + "]";
    }
}
