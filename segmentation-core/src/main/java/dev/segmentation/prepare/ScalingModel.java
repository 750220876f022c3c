package dev.segmentation.prepare;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTransform;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.scan.RowSource;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A fitted {@link Scaling}: the numbers of the fit, applied unchanged to every later snapshot, and invertible.
 *
 * <p>Centering is exact also far from the origin: the part of the mean that a double cannot hold is kept apart, so that
 * a column around 10¹² comes out with a mean of 0 to within 10⁻⁹ of its spread.
 */
public final class ScalingModel implements FeatureTransform {

    private static final String APPLY = "ScalingModel.apply";
    private static final String INVERT = "ScalingModel.invert";

    private final List<String> featureNames;
    private final List<ScalingStep> steps;
    private final List<Notice> notices;

    ScalingModel(List<String> featureNames, List<ScalingStep> steps, List<Notice> notices) {
        this.featureNames = featureNames;
        this.steps = List.copyOf(steps);
        this.notices = List.copyOf(notices);
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * What becomes 0 in the last step that shifts and stretches: the mean, median or minimum, 0 for {@code maxAbs}. In
     * units of that step's input, so after {@code log1p} on the logarithmic scale.
     *
     * @param name the feature
     * @return the center, 0 if no step shifts; for a feature without variation its value, or mean
     * @throws InvalidInputException if there is no such feature
     */
    public double center(String name) {
        return scaleOf(name).center();
    }

    /**
     * What becomes 1 in the last step that shifts and stretches: the standard deviation, interquartile range, range or
     * largest absolute value.
     *
     * @param name the feature
     * @return the divisor, 1 if no step stretches; 0 for a feature without variation, which becomes 0
     * @throws InvalidInputException if there is no such feature
     */
    public double scale(String name) {
        return scaleOf(name).scale();
    }

    /**
     * The λ of the last step that takes a power, {@link Scaling#boxCox} or {@link Scaling#yeoJohnson}.
     *
     * @param name the feature
     * @return its λ; 1, which keeps distances, if no step takes a power
     * @throws InvalidInputException if there is no such feature
     */
    public double power(String name) {
        int feature = index(name);
        double power = 1;
        for (ScalingStep step : steps) {
            if (step instanceof ScalingStep.BoxCox boxCox) {
                power = boxCox.powers().get(feature);
            } else if (step instanceof ScalingStep.YeoJohnson yeoJohnson) {
                power = yeoJohnson.powers().get(feature);
            }
        }
        return power;
    }

    /**
     * Features that could not be scaled as asked: {@link Reason#ZERO_VARIANCE}, {@link Reason#NEAR_ZERO_VARIANCE}, and
     * {@link Reason#TIED_CUTS} for {@link Scaling#robust}.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * Scales every row by the numbers of the fit, on the calling thread. Row weights stay. The result is kept as doubles,
     * also where the input is floats.
     *
     * @param features any number of rows with exactly the features of {@link #featureNames()}, matched by name
     * @return a new matrix, columns in the order of {@link #featureNames()}; missing where the input is
     * @throws InvalidInputException if features differ ({@link Reason#SCHEMA_MISMATCH}), a value is not above −1 for
     *     {@code log1p}, or one is so far out that the result overflows ({@link Reason#RANGE})
     */
    @Override
    public FeatureMatrix apply(FeatureMatrix features) {
        return transformed(
                ordered(features, APPLY), new ScalingSteps(featureNames, steps, APPLY)::apply, ScalingModel::inTurn);
    }

    /**
     * Scales every row as {@link #apply(FeatureMatrix)}, on several threads, and can be cancelled.
     *
     * @param features as for {@link #apply(FeatureMatrix)}
     * @param execution how to run
     * @return the same matrix
     * @throws InvalidInputException as {@link #apply(FeatureMatrix)}
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public FeatureMatrix apply(FeatureMatrix features, Execution execution) {
        FeatureMatrix ordered = ordered(features, APPLY);
        try (Workers workers = execution.start()) {
            return transformed(ordered, new ScalingSteps(featureNames, steps, APPLY)::apply, workers::forEach);
        }
    }

    /**
     * Scales rows that do not fit in memory, block by block, whenever they are scanned; nothing is stored. The values are
     * those of {@link #apply(FeatureMatrix)}, bit for bit. Row weights stay.
     *
     * @param rows with exactly the features of {@link #featureNames()}, matched by name
     * @return the scaled rows, columns in the order of {@link #featureNames()}; a scan of them throws what {@link
     *     #apply(FeatureMatrix)} throws, and names the first row at fault
     * @throws InvalidInputException if features differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public RowSource apply(RowSource rows) {
        return new ScaledRows(rows, featureNames, new ScalingSteps(featureNames, steps, APPLY), APPLY);
    }

    /**
     * Brings scaled rows, such as the centers of segments, back to the units of the input.
     *
     * @param transformed rows with the features of {@link #featureNames()}, matched by name
     * @return a new matrix in the units of the input; a feature without variation comes back as its constant, a value
     *     that {@code winsorize} or {@code quantileUniform} clipped as the fence
     * @throws InvalidInputException if features differ ({@link Reason#SCHEMA_MISMATCH}) or a result overflows ({@link
     *     Reason#RANGE})
     */
    @Override
    public FeatureMatrix invert(FeatureMatrix transformed) {
        return transformed(
                ordered(transformed, INVERT),
                new ScalingSteps(featureNames, steps, INVERT)::invert,
                ScalingModel::inTurn);
    }

    /**
     * The model as plain data, to be stored with any JSON library.
     *
     * @return from which {@link ScalingRecord#restore} makes a model that gives the same bits
     */
    public ScalingRecord toRecord() {
        return new ScalingRecord(
                featureNames, steps.stream().map(ScalingRecord.Step::of).toList(), notices);
    }

    /** The number of steps and the features, never a value. */
    @Override
    public String toString() {
        return "ScalingModel[" + steps.size() + (steps.size() == 1 ? " step" : " steps") + " on "
                + Arguments.shown(featureNames) + "]";
    }

    /** What is done to one block, in place. */
    @FunctionalInterface
    private interface BlockWork {

        void on(double[] packed, int rows, long firstRow, ScalingSteps.Fault fault);
    }

    /** Runs the tasks 0 … count − 1. */
    @FunctionalInterface
    private interface Runner {

        void forEach(int count, IntConsumer task);
    }

    private static void inTurn(int count, IntConsumer task) {
        for (int t = 0; t < count; t++) {
            task.accept(t);
        }
    }

    private static FeatureMatrix transformed(FeatureMatrix matrix, BlockWork work, Runner runner) {
        Blocks from = MatrixAccess.blocks(matrix);
        double[][] images = new double[from.blockCount()][];
        ScalingSteps.Fault fault = new ScalingSteps.Fault();
        runner.forEach(images.length, b -> {
            int rows = from.rowsIn(b);
            double[] packed = new double[rows * from.featureCount()];
            double[] values = from.read(b, packed);
            if (!from.isNarrow()) { // or they are there already
                System.arraycopy(values, 0, packed, 0, packed.length);
            }
            work.on(packed, rows, (long) b * Blocks.ROWS, fault);
            images[b] = packed;
        });
        fault.throwIfAny();
        return MatrixAccess.like(matrix, new Blocks(from.rowCount(), from.featureCount(), images, from.missingCount()));
    }

    private FeatureMatrix ordered(FeatureMatrix features, String where) {
        Arguments.match(featureNames, features, where);
        return features.select(featureNames);
    }

    private int index(String name) {
        int feature = featureNames.indexOf(Objects.requireNonNull(name, "name"));
        if (feature < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "ScalingModel: no feature \"" + name + "\"; there are " + Arguments.shown(featureNames));
        }
        return feature;
    }

    private ScalingStep.Scale scaleOf(String name) {
        int feature = index(name);
        for (int s = steps.size() - 1; s >= 0; s--) {
            if (steps.get(s) instanceof ScalingStep.Linear linear) {
                return linear.scales().get(feature);
            }
        }
        return new ScalingStep.Scale(0, 0, 1);
    }
}
