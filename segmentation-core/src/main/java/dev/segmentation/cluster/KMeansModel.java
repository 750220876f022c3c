package dev.segmentation.cluster;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Typing;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Centers of segments; a customer belongs to the nearest one, by Euclidean distance, the lower label of two equally
 * near ones.
 *
 * <p>Distances are taken between differences, so that they are right at any offset of the data.
 */
public final class KMeansModel implements SegmentationModel {

    /** A row this far away may have a value that is refused. */
    private static final double SUSPICIOUS = 1e129;

    private static final double FAR_AWAY = 1e100;

    private final List<String> featureNames;
    private final double[] centers; // row-major
    private final double[] weights;
    private final Panel panel;
    private final boolean farAway; // so far that norms about the offset do not tell what is out of range

    KMeansModel(List<String> featureNames, double[] centers, double[] weights) {
        this.featureNames = List.copyOf(featureNames);
        this.centers = centers;
        this.weights = weights;
        this.panel = new Panel(centers, featureNames.size(), offset(centers, featureNames.size()));
        this.farAway = Arrays.stream(panel.offset).anyMatch(value -> Math.abs(value) > FAR_AWAY);
    }

    /** Rows lie where the centers lie. */
    private static double[] offset(double[] centers, int features) {
        Survey survey = new Survey(features);
        for (int at = 0; at < centers.length; at += features) {
            survey.addTile(centers, at, 1, () -> {});
        }
        return survey.offset();
    }

    @Override
    public int segmentCount() {
        return weights.length;
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * The centers, in the units of the matrix that was fitted.
     *
     * @return k × d
     */
    public FeatureMatrix centers() {
        return FeatureMatrix.copyOfRowMajor(featureNames, centers);
    }

    /**
     * The size of a segment in the training data.
     *
     * @param segment from 0
     * @return the sum of the weights of its rows, their number if no weights were given
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double trainingWeight(int segment) {
        return weights[Objects.checkIndex(segment, weights.length)];
    }

    /**
     * {@inheritDoc}
     *
     * <p><b>Cost:</b> O(n·k·d) time, 4 bytes per row.
     */
    @Override
    public Assignment assign(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        int[] labels = new int[features.rowCount()];
        Blocks blocks = blocks(features, "KMeansModel.assign");
        Kernel kernel = Kernel.fastest();
        Scratch scratch = new Scratch(blocks);
        for (int b = 0; b < blocks.blockCount(); b++) {
            assign(blocks, b, kernel, scratch, labels);
        }
        return Assignment.copyOf(segmentCount(), labels);
    }

    private void assign(Blocks blocks, int b, Kernel kernel, Scratch scratch, int[] labels) {
        double[] packed = scratch.packed(b);
        int rows = blocks.rowsIn(b);
        Proposals found = scratch.proposals;
        double radius = radius(blocks, b, packed);
        int firstRow = b * Blocks.ROWS;
        kernel.propose(panel, radius, packed, Narrowed.NONE, rows, labels, firstRow, found);
        for (int tile = 0; tile < rows; tile += Blocks.LANES) {
            int attention = found.attention[tile / Blocks.LANES];
            for (; attention != 0; attention &= attention - 1) {
                int r = tile + Integer.numberOfTrailingZeros(attention);
                labels[firstRow + r] = found.isCertain(r)
                        ? found.nearest[r]
                        : nearest(packed, blocks.indexInBlock(r), Blocks.lanes(rows, tile));
            }
        }
    }

    private int nearest(double[] values, int at, int stride) {
        return Distances.nearest(values, at, stride, centers, segmentCount(), panel.features);
    }

    /** How far the rows of a block are from the offset at most; refuses those whose squares would overflow. */
    private double radius(Blocks blocks, int b, double[] packed) {
        int rows = blocks.rowsIn(b);
        double radius = panel.rowRadius(packed, rows);
        if (!(radius < SUSPICIOUS) || farAway || rows % Blocks.LANES != 0) {
            checkRange(blocks, b, "KMeansModel.assign");
        }
        return radius;
    }

    private void checkRange(Blocks blocks, int b, String where) {
        int first = b * Blocks.ROWS;
        for (int i = first; i < first + blocks.rowsIn(b); i++) {
            for (int j = 0; j < blocks.featureCount(); j++) {
                if (!TrainingData.inRange(blocks.get(i, j))) {
                    throw TrainingData.outOfRange(i, featureNames.get(j), where);
                }
            }
        }
    }

    /**
     * The segment of one customer.
     *
     * @param values d values in the order of {@link #featureNames()}, none missing
     * @return its label, the same as {@link #assign} gives
     * @throws InvalidInputException if the number of values differs ({@link Reason#SCHEMA_MISMATCH}) or one is not
     *     finite ({@link Reason#NON_FINITE}) or beyond 1e130 ({@link Reason#RANGE})
     */
    public int segmentOf(double... values) {
        Objects.requireNonNull(values, "values");
        Arguments.sameSize(featureNames.size(), values.length, "KMeansModel.segmentOf", "values", "feature");
        for (int j = 0; j < values.length; j++) {
            if (!TrainingData.inRange(values[j])) {
                throw refused(values[j], featureNames.get(j));
            }
        }
        return nearest(values, 0, 1);
    }

    private static InvalidInputException refused(double value, String name) {
        if (Math.abs(value) <= Double.MAX_VALUE) {
            return TrainingData.outOfRange(0, name, "KMeansModel.segmentOf");
        }
        return new InvalidInputException(
                Reason.NON_FINITE,
                name,
                "KMeansModel.segmentOf: the value of feature \"" + name + "\" is missing or infinite; impute it first");
    }

    /**
     * {@inheritDoc}
     *
     * <p>The margin is 1 − d₁/d₂, with d₁ and d₂ the distances to the nearest and the second nearest center: 0 for a
     * tie, 1 for a row at its center.
     */
    @Override
    public Typing type(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        if (segmentCount() == 1) {
            return Typing.certain(assign(features));
        }
        int[] labels = new int[features.rowCount()];
        int[] seconds = new int[features.rowCount()];
        double[] margins = new double[features.rowCount()];
        eachStrip(features, "KMeansModel.type", (distances, firstRow, rows) -> {
            for (int r = 0; r < rows; r++) {
                int nearest = distances.to(1)[r] < distances.to(0)[r] ? 1 : 0;
                int second = 1 - nearest;
                for (int s = 2; s < segmentCount(); s++) {
                    double squared = distances.to(s)[r];
                    if (squared < distances.to(nearest)[r]) {
                        second = nearest;
                        nearest = s;
                    } else if (squared < distances.to(second)[r]) {
                        second = s;
                    }
                }
                labels[firstRow + r] = nearest;
                seconds[firstRow + r] = second;
                double d2 = distances.to(second)[r];
                margins[firstRow + r] = d2 == 0 ? 0 : 1 - Math.sqrt(distances.to(nearest)[r] / d2);
            }
        });
        return Typing.of(
                Assignment.copyOf(segmentCount(), labels), Assignment.copyOf(segmentCount(), seconds), margins);
    }

    private void eachStrip(FeatureMatrix features, String where, StripWork work) {
        Blocks blocks = blocks(features, where);
        Scratch scratch = new Scratch(blocks);
        for (int b = 0; b < blocks.blockCount(); b++) {
            checkRange(blocks, b, where);
            int firstRow = b * Blocks.ROWS;
            scratch.distances()
                    .eachStrip(
                            scratch.packed(b),
                            blocks.rowsIn(b),
                            centers,
                            () -> {},
                            (distances, start, rows) -> work.on(distances, firstRow + start, rows));
        }
    }

    private interface StripWork {
        void on(Distances distances, int firstRow, int rows);
    }

    private Blocks blocks(FeatureMatrix features, String where) {
        Arguments.match(featureNames, features, where);
        FeatureMatrix ordered = features.select(featureNames);
        Arguments.noMissing(ordered, where);
        return MatrixAccess.blocks(ordered);
    }

    /**
     * The model as plain data, to be stored with any JSON library.
     *
     * @return from which {@link KMeansRecord#restore} makes a model that gives the same bits
     */
    public KMeansRecord toRecord() {
        List<KMeansRecord.Center> records = new ArrayList<>();
        for (int s = 0; s < segmentCount(); s++) {
            int at = s * featureNames.size();
            records.add(new KMeansRecord.Center(
                    weights[s],
                    Arrays.stream(centers, at, at + featureNames.size()).boxed().toList()));
        }
        return new KMeansRecord(featureNames, records);
    }

    /** Segments and features with the centers. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("KMeansModel[" + segmentCount() + " segments over " + featureNames);
        for (int s = 0; s < segmentCount(); s++) {
            text.append(s == 0 ? ": " : "; ");
            for (int j = 0; j < featureNames.size(); j++) {
                text.append(j == 0 ? "" : ", ")
                        .append(String.format(Locale.ROOT, "%.4g", centers[s * featureNames.size() + j]));
            }
        }
        return text.append(']').toString();
    }
}
