package dev.segmentation.prepare;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Quantiles;
import dev.segmentation.scan.RowSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How features are brought to comparable scales; {@link #fit} learns the numbers, {@link ScalingModel} applies them.
 *
 * <p>Distances are dominated by the feature with the largest spread, so a clustering needs scaled features; money and
 * counts, which are skewed, usually want {@code Scaling.log1p().then(Scaling.zScore())}.
 *
 * <p>Row weights count: a row of weight 3 is three customers, one of weight 0 has no influence. Missing values are left
 * out and stay missing. A column that is constant, or varies by no more than 8 units in the last place of its largest
 * absolute value, cannot be scaled: it becomes exactly 0, in later data too, and a notice names it.
 *
 * <p>Immutable. <b>Cost:</b> two passes for each step, O(n·d); {@link #robust} sorts, O(n·log n·d), and holds a copy of one column per
 * thread.
 */
public final class Scaling {

    private static final String WHERE = "Scaling.fit";

    private final List<Method> methods;

    private Scaling(List<Method> methods) {
        this.methods = methods;
    }

    /**
     * (x − mean) / standard deviation, with the maximum-likelihood standard deviation, which divides by n.
     *
     * @return a configuration
     */
    public static Scaling zScore() {
        return new Scaling(List.of(Method.Z_SCORE));
    }

    /**
     * (x − mean) / standard deviation, with the sample standard deviation, which divides by n − 1; with weights by their
     * sum − 1.
     *
     * @return a configuration
     */
    public static Scaling zScoreSample() {
        return new Scaling(List.of(Method.Z_SCORE_SAMPLE));
    }

    /**
     * (x − median) / (upper quartile − lower quartile), with quantiles of type 7: outliers do not stretch the scale.
     *
     * <p>Where the quartiles coincide although the column varies, as in a column that is mostly 0, the distance between
     * them says nothing: the column is divided by its standard deviation (n) instead, and a {@link Reason#TIED_CUTS}
     * notice names it.
     *
     * @return a configuration
     */
    public static Scaling robust() {
        return new Scaling(List.of(Method.ROBUST));
    }

    /**
     * (x − min) / (max − min): the fitted rows fill 0 to 1, later ones may lie outside.
     *
     * @return a configuration
     */
    public static Scaling minMax() {
        return new Scaling(List.of(Method.MIN_MAX));
    }

    /**
     * x / max |x|: zero stays zero and signs stay; the fitted rows lie in −1 to 1.
     *
     * @return a configuration
     */
    public static Scaling maxAbs() {
        return new Scaling(List.of(Method.MAX_ABS));
    }

    /**
     * ln(1 + x), for money and counts; every value must exceed −1. Learns nothing.
     *
     * @return a configuration
     */
    public static Scaling log1p() {
        return new Scaling(List.of(Method.LOG1P));
    }

    /**
     * sign(x) · ln(1 + |x|), for money that may be negative. Learns nothing.
     *
     * @return a configuration
     */
    public static Scaling signedLog1p() {
        return new Scaling(List.of(Method.SIGNED_LOG1P));
    }

    /**
     * This scaling, then another one on its result.
     *
     * @param next what comes after, fitted to the result of this one
     * @return a new configuration
     */
    public Scaling then(Scaling next) {
        Objects.requireNonNull(next, "next");
        return new Scaling(
                Stream.concat(methods.stream(), next.methods.stream()).toList());
    }

    /**
     * Learns the scales of every feature, on the calling thread.
     *
     * @param features n × d, n at least 1; missing values allowed
     * @return the model
     * @throws InvalidInputException as {@link #fit(FeatureMatrix, Execution)}
     */
    public ScalingModel fit(FeatureMatrix features) {
        return fit(features, Execution.sequential());
    }

    /**
     * Learns the scales of every feature; the same bits on any number of threads and for any order of the rows.
     *
     * @param features n × d, n at least 1; missing values allowed
     * @param execution how to run
     * @return the model
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), a feature has only missing values
     *     ({@link Reason#NO_OBSERVATIONS}), its values are too large to add up, or one is not above −1 for {@link #log1p}
     *     ({@link Reason#RANGE}), or all weights together are not above 1 for {@link #zScoreSample} ({@link
     *     Reason#BAD_WEIGHT})
     */
    public ScalingModel fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        if (features.rowCount() == 0) {
            throw RowCount.none();
        }
        return learn(RowSource.of(features), execution, before -> quartiles(features, before, execution));
    }

    /**
     * Learns the scales of every feature from rows that do not fit in memory: the bits that {@link #fit(FeatureMatrix,
     * Execution)} gives for the same rows.
     *
     * @param rows at least one; missing values allowed
     * @param execution how to run
     * @return the model
     * @throws InvalidInputException as {@link #fit(FeatureMatrix, Execution)}; for {@link #robust}, which has to sort
     *     columns in memory ({@link Reason#RESOURCE_LIMIT})
     * @throws dev.segmentation.FitException if the rows cannot be read
     */
    public ScalingModel fit(RowSource rows, Execution execution) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(execution, "execution");
        if (methods.contains(Method.ROBUST)) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    WHERE
                            + ": robust sorts every column, which needs the rows in memory; fit it on a FeatureMatrix of a"
                            + " random sample of them and apply that model to all, or use zScore after signedLog1p");
        }
        return learn(rows, execution, before -> List.of());
    }

    /** Learns step by step; rows go through the steps before it while they are scanned. */
    private ScalingModel learn(
            RowSource source, Execution execution, Function<ScalingSteps, List<Quartiles>> quartiles) {
        List<String> names = source.featureNames();
        List<ScalingStep> steps = new ArrayList<>();
        Flags flags = new Flags();
        for (Method method : methods) {
            if (method == Method.LOG1P || method == Method.SIGNED_LOG1P) {
                steps.add(
                        new ScalingStep.Log(method == Method.LOG1P ? ScalingStep.Sign.REFUSED : ScalingStep.Sign.KEPT));
            } else {
                ScalingSteps before = new ScalingSteps(names, steps, WHERE);
                List<ColumnMoments> moments = ColumnMoments.of(scaled(source, before), execution);
                List<Quartiles> columns = method == Method.ROBUST ? quartiles.apply(before) : List.of();
                steps.add(linear(names, method, moments, columns, flags));
            }
        }
        if (steps.get(steps.size() - 1) instanceof ScalingStep.Log) { // which has looked at no value yet
            RowCount.check(scaled(source, new ScalingSteps(names, steps, WHERE)), execution);
        }
        return new ScalingModel(names, steps, flags.notices);
    }

    private static RowSource scaled(RowSource source, ScalingSteps before) {
        return before.isEmpty() ? source : new ScaledRows(source, source.featureNames(), before, WHERE);
    }

    @Override
    public String toString() {
        return methods.stream().map(Method::toString).collect(Collectors.joining(", ", "Scaling[", "]"));
    }

    private static ScalingStep linear(
            List<String> names, Method method, List<ColumnMoments> moments, List<Quartiles> quartiles, Flags flags) {
        List<ScalingStep.Scale> scales = new ArrayList<>();
        for (int j = 0; j < moments.size(); j++) {
            String name = names.get(j);
            ColumnMoments column = moments.get(j);
            if (column.isNearlyConstant()) {
                flags.noVariation(name, column);
                scales.add(ScalingStep.Scale.flat(column.mean()));
            } else if (method == Method.ROBUST) {
                scales.add(robust(quartiles.get(j), column, name, flags));
            } else {
                scales.add(scale(method, column, name));
            }
        }
        return new ScalingStep.Linear(scales);
    }

    private static ScalingStep.Scale scale(Method method, ColumnMoments column, String name) {
        return switch (method) {
            case Z_SCORE -> new ScalingStep.Scale(column.mean(), column.meanRest(), column.populationSd());
            case Z_SCORE_SAMPLE -> {
                if (!(column.weight() > 1)) {
                    throw new InvalidInputException(
                            Reason.BAD_WEIGHT,
                            name,
                            "Scaling.fit: the weights of feature \"" + name + "\" add up to " + column.weight()
                                    + ", expected more than 1 for zScoreSample; use zScore, or weights that count rows");
                }
                yield new ScalingStep.Scale(column.mean(), column.meanRest(), column.sampleSd());
            }
            case MIN_MAX -> new ScalingStep.Scale(column.min(), 0, column.max() - column.min());
            case MAX_ABS -> new ScalingStep.Scale(0, 0, Math.max(Math.abs(column.min()), Math.abs(column.max())));
            case ROBUST, LOG1P, SIGNED_LOG1P -> throw new IllegalStateException(method.toString());
        };
    }

    private static ScalingStep.Scale robust(Quartiles quartiles, ColumnMoments column, String name, Flags flags) {
        if (ColumnMoments.isNoise(quartiles.lower, quartiles.upper)) {
            flags.tiedQuartiles(name);
            return new ScalingStep.Scale(quartiles.median, 0, column.populationSd());
        }
        return new ScalingStep.Scale(quartiles.median, 0, quartiles.upper - quartiles.lower);
    }

    private static List<Quartiles> quartiles(FeatureMatrix features, ScalingSteps before, Execution execution) {
        List<String> names = features.featureNames();
        double[] weights = new double[features.isWeighted() ? features.rowCount() : 0];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = features.weight(i);
        }
        try (Workers workers = execution.start()) {
            return workers.map(names.size(), j -> {
                double[] column = features.column(names.get(j));
                before.applyToColumn(column, j);
                Quantiles quantiles = weights.length > 0 ? Quantiles.of(column, weights) : Quantiles.of(column);
                return new Quartiles(quantiles.at(1, 4), quantiles.at(1, 2), quantiles.at(3, 4));
            });
        }
    }

    private record Quartiles(double lower, double median, double upper) {}

    /** Notices, one per feature: a column that was made constant by one step is not reported again by the next. */
    private static final class Flags {

        private final List<Notice> notices = new ArrayList<>();
        private final Set<String> flat = new HashSet<>();

        void noVariation(String name, ColumnMoments column) {
            if (!flat.add(name)) {
                return;
            }
            notices.add(
                    column.isConstant()
                            ? new Notice(
                                    Reason.ZERO_VARIANCE,
                                    "Scaling.fit: feature \"" + name + "\" is constant; it becomes 0")
                            : new Notice(
                                    Reason.NEAR_ZERO_VARIANCE,
                                    "Scaling.fit: feature \"" + name
                                            + "\" varies by no more than rounding noise; it becomes 0"));
        }

        void tiedQuartiles(String name) {
            notices.add(new Notice(
                    Reason.TIED_CUTS,
                    "Scaling.fit: the quartiles of feature \"" + name
                            + "\" coincide; it is divided by its standard deviation instead"));
        }
    }

    /** One step. */
    private enum Method {
        Z_SCORE("zScore"),
        Z_SCORE_SAMPLE("zScoreSample"),
        ROBUST("robust"),
        MIN_MAX("minMax"),
        MAX_ABS("maxAbs"),
        LOG1P("log1p"),
        SIGNED_LOG1P("signedLog1p");

        private final String shown;

        Method(String shown) {
            this.shown = shown;
        }

        @Override
        public String toString() {
            return shown;
        }
    }
}
