package dev.segmentation.hierarchy;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agglomerative hierarchical clustering: every row begins as a segment of its own, and the two nearest segments are joined
 * until one is left.
 *
 * <p>{@code Agglomerative.ward().grow(features)} gives the whole tree, to be looked at and cut; {@code
 * Agglomerative.ward().cut(5)} is a segmenter, with a model for later customers.
 *
 * <p><b>Input:</b> n × d matrix without missing values, compared by Euclidean distance, so scale it first; or, except for
 * Ward, any dissimilarities of n rows with each other. A row of weight w is w rows at the same place; weights must be
 * positive.
 * <br><b>Ties:</b> the first row of a segment stands for it. Of equally near neighbors the one with the lowest first row is
 * taken; single linkage takes, of equally long edges, the one with the lowest rows. Pairs that are each other's nearest are
 * joined in the order of a chain that begins at row 0, and merges of equal height stay in that order. So the tree is the
 * same on every run; where heights tie, another order of rows may give another tree of the same heights.
 * <br><b>Degenerate:</b> one row is a tree without merges; equal rows merge at height 0. Values beyond 1e130 and spreads
 * below 1e-130 are refused ({@link Reason#RANGE}).
 * <br><b>Same bits</b> for any number of threads.
 * <br><b>Cost:</b> O(n²·d) time, but for {@link Linkage#CENTROID} and {@link Linkage#MEDIAN}, for which it is the usual, and
 * O(n³) the worst. Memory: Ward and single linkage O(n·d), without a matrix; the others one triangle of n·(n − 1)/2 doubles,
 * announced by {@link #bytesFor} and refused before it is allocated where it exceeds {@link #withMemoryLimit}.
 * <br><b>Reference:</b> nearest-neighbor chain: F. Murtagh (1983), doi:10.1093/comjnl/26.4.354; Ward: J. H. Ward (1963),
 * doi:10.1080/01621459.1963.10500845, in the form of F. Murtagh and P. Legendre (2014), doi:10.1007/s00357-014-9161-z;
 * single linkage by a spanning tree: J. C. Gower and G. J. S. Ross (1969), doi:10.2307/2346439.
 */
public final class Agglomerative {

    private static final Logger LOG = LoggerFactory.getLogger(Agglomerative.class);

    private static final String GROW = "Agglomerative.grow";

    private final Linkage linkage;
    private final long memoryLimit;

    private Agglomerative(Linkage linkage, long memoryLimit) {
        this.linkage = linkage;
        this.memoryLimit = memoryLimit;
    }

    /**
     * By {@linkplain Linkage#WARD Ward}: joins what raises the sum of squares within segments least.
     *
     * @return the configuration
     */
    public static Agglomerative ward() {
        return of(Linkage.WARD);
    }

    /**
     * By {@linkplain Linkage#COMPLETE complete linkage}, the farthest rows.
     *
     * @return the configuration
     */
    public static Agglomerative complete() {
        return of(Linkage.COMPLETE);
    }

    /**
     * By {@linkplain Linkage#AVERAGE average linkage}, UPGMA.
     *
     * @return the configuration
     */
    public static Agglomerative average() {
        return of(Linkage.AVERAGE);
    }

    /**
     * By {@linkplain Linkage#SINGLE single linkage}, the nearest rows.
     *
     * @return the configuration
     */
    public static Agglomerative single() {
        return of(Linkage.SINGLE);
    }

    /**
     * By any linkage, those among them that other programs have and few need.
     *
     * @param linkage which
     * @return the configuration
     */
    public static Agglomerative of(Linkage linkage) {
        Objects.requireNonNull(linkage, "linkage");
        return new Agglomerative(linkage, Runtime.getRuntime().maxMemory() / 4 * 3);
    }

    /**
     * Sets how much memory a triangle of dissimilarities may take; by default three quarters of what this JVM may use. It
     * decides what is refused, never an answer.
     *
     * @param bytes at least 1
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public Agglomerative withMemoryLimit(long bytes) {
        if (bytes < 1) {
            throw Arguments.badParameter("Agglomerative.withMemoryLimit", "bytes", bytes, "at least 1");
        }
        return new Agglomerative(linkage, bytes);
    }

    /**
     * How segments are compared.
     *
     * @return the linkage
     */
    public Linkage linkage() {
        return linkage;
    }

    /**
     * How much memory a triangle of dissimilarities may take.
     *
     * @return bytes, at least 1
     */
    public long memoryLimit() {
        return memoryLimit;
    }

    /**
     * How much memory dissimilarities take while the tree of so many rows grows.
     *
     * @param rowCount n, at least 0
     * @return bytes: about 4·n², 0 for Ward and single linkage, which keep none
     */
    public long bytesFor(int rowCount) {
        return linkage.keepsTriangle() ? TriangleSegments.bytes(rowCount) : 0;
    }

    /**
     * A segmenter that cuts the tree into a number of segments.
     *
     * @param segmentCount k, at least 1
     * @return the segmenter
     * @throws InvalidInputException if k is below 1
     */
    public AgglomerativeCut cut(int segmentCount) {
        return AgglomerativeCut.of(this, segmentCount);
    }

    /**
     * A segmenter that cuts the tree at a height, so that the data decide the number of segments.
     *
     * @param height at least 0
     * @return the segmenter
     * @throws InvalidInputException if it is negative or NaN
     */
    public AgglomerativeCut cutAtHeight(double height) {
        return AgglomerativeCut.atHeight(this, height);
    }

    /**
     * Grows the tree on the calling thread alone.
     *
     * @param features n × d, none missing, every weight positive; not modified
     * @return the tree
     * @throws InvalidInputException as {@link #grow(FeatureMatrix, Execution)}
     */
    public Hierarchy grow(FeatureMatrix features) {
        return grow(features, Execution.sequential());
    }

    /**
     * Grows the tree of rows, compared by Euclidean distance.
     *
     * @param features n × d, none missing, every weight positive; not modified
     * @param execution how to run
     * @return the tree
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), a value is missing ({@link
     *     Reason#NON_FINITE}) or out of range ({@link Reason#RANGE}), a weight is 0 ({@link Reason#BAD_WEIGHT}), or a
     *     triangle would exceed the memory limit ({@link Reason#RESOURCE_LIMIT})
     * @throws CancelledException if cancelled
     */
    public Hierarchy grow(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        return grow(features, execution, GROW);
    }

    /** The same on behalf of a method. */
    Hierarchy grow(FeatureMatrix features, Execution execution, String where) {
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            Arguments.segmentable(features.rowCount(), 1, "matrix", where);
            Arguments.noMissing(features, where);
            double[] weights = weights(features, where);
            double[][] columns = Columns.of(features, where);
            checkMemory(weights.length, where);
            Hierarchy tree;
            if (linkage == Linkage.WARD) {
                Columns.center(columns);
                tree = NearestNeighborChain.join(
                                weights.length, new WardSegments(columns, weights, workers), linkage.label(), workers)
                        .hierarchy();
            } else {
                tree = tree(Pairs.euclidean(columns, linkage.isOfSquares()), weights, workers);
            }
            return finished(tree, workers);
        }
    }

    /**
     * Grows the tree of dissimilarities on the calling thread alone.
     *
     * @param dissimilarities of n rows with each other
     * @return the tree
     * @throws InvalidInputException as {@link #grow(Dissimilarities, Execution)}
     */
    public Hierarchy grow(Dissimilarities dissimilarities) {
        return grow(dissimilarities, Execution.sequential());
    }

    /**
     * Grows the tree of dissimilarities, each of which is asked for once, in one direction; every row counts once. Not for
     * Ward, whose sums of squares need features.
     *
     * @param dissimilarities of n rows with each other
     * @param execution how to run
     * @return the tree
     * @throws InvalidInputException if the linkage is Ward's ({@link Reason#BAD_PARAM}), there are no rows ({@link
     *     Reason#EMPTY}), rows are compared with others than themselves ({@link Reason#SCHEMA_MISMATCH}), a dissimilarity is
     *     NaN or infinite ({@link Reason#NON_FINITE}) or negative ({@link Reason#NEGATIVE_DISTANCE}), or a triangle would
     *     exceed the memory limit ({@link Reason#RESOURCE_LIMIT})
     * @throws CancelledException if cancelled
     */
    public Hierarchy grow(Dissimilarities dissimilarities, Execution execution) {
        Objects.requireNonNull(dissimilarities, "dissimilarities");
        Objects.requireNonNull(execution, "execution");
        if (linkage == Linkage.WARD) {
            throw Arguments.badParameter(
                    GROW, "linkage", linkage, "another one of dissimilarities; Ward needs features");
        }
        try (Workers workers = execution.start()) {
            workers.checkCancelled();
            int rows = dissimilarities.rowCount();
            Arguments.segmentable(rows, 1, "table", GROW);
            Arguments.sameSize(rows, dissimilarities.otherCount(), GROW, "dissimilarities", "row");
            checkMemory(rows, GROW);
            double[] weights = new double[rows];
            Arrays.fill(weights, 1);
            return finished(tree(Pairs.given(dissimilarities, GROW), weights, workers), workers);
        }
    }

    private Hierarchy tree(Pairs pairs, double[] weights, Workers workers) {
        if (!linkage.keepsTriangle()) {
            return SpanningTree.join(pairs, linkage.label(), workers).hierarchy();
        }
        TriangleSegments segments = new TriangleSegments(pairs, linkage, weights, workers);
        return linkage.mayInvert()
                ? ClosestPairs.join(weights.length, segments, linkage.label(), workers)
                        .hierarchyAsFound()
                : NearestNeighborChain.join(weights.length, segments, linkage.label(), workers)
                        .hierarchy();
    }

    private Hierarchy finished(Hierarchy tree, Workers workers) {
        workers.tell(new FitProgress(linkage.label(), tree.rowCount(), tree.rowCount(), Double.NaN));
        return tree;
    }

    private void checkMemory(int rows, String where) {
        long bytes = bytesFor(rows);
        LOG.debug("{}: the dissimilarities of {} rows take {} bytes", where, rows, bytes);
        if (bytes > memoryLimit) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    where + ": the dissimilarities of " + rows + " rows take " + bytes + " bytes, expected at most "
                            + memoryLimit
                            + "; use Agglomerative.ward() or single(), which keep none, grow the tree of a"
                            + " sample or of k-means centers, or raise the limit or the heap");
        }
    }

    private static double[] weights(FeatureMatrix features, String where) {
        double[] weights = new double[features.rowCount()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = features.weight(i);
            if (weights[i] == 0) {
                throw new InvalidInputException(
                        Reason.BAD_WEIGHT,
                        i,
                        "weights",
                        where + ": the weight of row " + i
                                + " is 0, so that it could join anything at no cost; leave such"
                                + " rows out, or use cut, whose model assigns them");
            }
        }
        return weights;
    }

    @Override
    public String toString() {
        return "Agglomerative[linkage=" + linkage + ", memoryLimit=" + memoryLimit + "]";
    }
}
