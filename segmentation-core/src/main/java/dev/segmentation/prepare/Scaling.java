package dev.segmentation.prepare;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.QuantileType;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Quantiles;
import dev.segmentation.scan.RowSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How features are brought to comparable scales; {@link #fit} learns the numbers, {@link ScalingModel} applies them.
 *
 * <p>Distances are dominated by the feature with the largest spread, so a clustering needs scaled features; money and
 * counts, which are skewed, usually want {@code Scaling.log1p().then(Scaling.zScore())}.
 *
 * <p>Row weights count: a row of weight 3 is three customers, one of weight 0 has no influence; for quantiles as {@link
 * QuantileType} says. Missing values are left out and stay missing. A column that is constant, or varies by no more than 8 units in the last place of its largest
 * absolute value, cannot be scaled: it becomes exactly 0, in later data too, and a notice names it.
 *
 * <p>Immutable. <b>Cost:</b> two passes for each step, O(n·d); {@link #robust}, {@link #winsorize}, {@link #quantileUniform},
 * {@link #boxCox} and {@link #yeoJohnson} sort, O(n·log n·d), and hold a copy of one column per thread.
 */
public final class Scaling {

    private static final String WHERE = "Scaling.fit";

    private static final int MOST_QUANTILES = 10_000;

    private final List<Step> methods;

    private Scaling(List<Step> methods) {
        this.methods = methods;
    }

    /**
     * (x − mean) / standard deviation, with the maximum-likelihood standard deviation, which divides by n.
     *
     * @return a configuration
     */
    public static Scaling zScore() {
        return of(Method.Z_SCORE);
    }

    /**
     * (x − mean) / standard deviation, with the sample standard deviation, which divides by n − 1; with weights by their
     * sum − 1.
     *
     * @return a configuration
     */
    public static Scaling zScoreSample() {
        return of(Method.Z_SCORE_SAMPLE);
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
        return of(Method.ROBUST);
    }

    /**
     * (x − min) / (max − min): the fitted rows fill 0 to 1, later ones may lie outside.
     *
     * @return a configuration
     */
    public static Scaling minMax() {
        return of(Method.MIN_MAX);
    }

    /**
     * x / max |x|: zero stays zero and signs stay; the fitted rows lie in −1 to 1.
     *
     * @return a configuration
     */
    public static Scaling maxAbs() {
        return of(Method.MAX_ABS);
    }

    /**
     * ln(1 + x), for money and counts; every value must exceed −1. Learns nothing.
     *
     * @return a configuration
     */
    public static Scaling log1p() {
        return of(Method.LOG1P);
    }

    /**
     * sign(x) · ln(1 + |x|), for money that may be negative. Learns nothing.
     *
     * @return a configuration
     */
    public static Scaling signedLog1p() {
        return of(Method.SIGNED_LOG1P);
    }

    /**
     * Box and Cox's power, ((x + shift)^λ − 1) / λ, or ln(x + shift) for λ = 0, with the λ of each feature that makes it most
     * like a normal distribution, by maximum likelihood: for skewed amounts, where a logarithm would be too much or too
     * little. λ is searched from −3 to 5, and further if need be, as long as results stay below e³⁰⁰; a constant feature has λ = 1 and a {@link
     * Reason#ZERO_VARIANCE} notice.
     *
     * <p><b>Cost:</b> sorts, and some fifty passes over each feature, which needs the rows in memory.
     * <br><b>Reference:</b> G. E. P. Box and D. R. Cox (1964), J. Royal Statistical Society B 26, 211–252,
     * doi:10.1111/j.2517-6161.1964.tb00553.x.
     *
     * @param shift is added to every value, which must be positive then; 0 for positive amounts, 1 for counts
     * @return a configuration
     * @throws InvalidInputException if the shift is not finite ({@link Reason#BAD_PARAM})
     */
    public static Scaling boxCox(double shift) {
        if (!(Math.abs(shift) <= Double.MAX_VALUE)) {
            throw Arguments.badParameter("Scaling.boxCox", "shift", shift, "a finite number");
        }
        return new Scaling(List.of(new Step(Method.BOX_COX, shift, 0)));
    }

    /**
     * Yeo and Johnson's power, for values of any sign: {@link #boxCox} of x + 1 with λ where x is not negative, and −{@link
     * #boxCox} of 1 − x with 2 − λ where it is; λ by maximum likelihood as there.
     *
     * <p><b>Reference:</b> I.-K. Yeo and R. A. Johnson (2000), Biometrika 87, 954–959, doi:10.1093/biomet/87.4.954.
     *
     * @return a configuration
     */
    public static Scaling yeoJohnson() {
        return of(Method.YEO_JOHNSON);
    }

    /**
     * Winsorizing: values below a quantile of their feature become that quantile, those above another one become that, so
     * that outliers do not drag centers. Quantiles are of {@link QuantileType#TYPE_7}, those of the fit also for later rows.
     *
     * <p>What was beyond the fences cannot be had back: {@link ScalingModel#invert} gives the fence.
     *
     * @param lower probability of the lower quantile, from 0, which clips nothing there
     * @param upper probability of the upper quantile, above the lower one, up to 1
     * @return a configuration
     * @throws InvalidInputException if they are not such probabilities ({@link Reason#BAD_PARAM})
     */
    public static Scaling winsorize(double lower, double upper) {
        return winsorize(lower, upper, QuantileType.TYPE_7);
    }

    /**
     * {@link #winsorize(double, double)} at quantiles of another definition. By most of them the lowest and the highest
     * value are quantiles also of probabilities a little above 0 and below 1, so that nothing is clipped in small samples.
     *
     * @param lower probability of the lower quantile, from 0, which clips nothing there
     * @param upper probability of the upper quantile, above the lower one, up to 1
     * @param type what a quantile is
     * @return a configuration
     * @throws InvalidInputException if they are not such probabilities ({@link Reason#BAD_PARAM})
     */
    public static Scaling winsorize(double lower, double upper, QuantileType type) {
        Arguments.closedUnit(lower, "Scaling.winsorize", "lower");
        Arguments.closedUnit(upper, "Scaling.winsorize", "upper");
        if (!(lower < upper)) {
            throw Arguments.badParameter("Scaling.winsorize", "lower", lower, "less than upper = " + upper);
        }
        return new Scaling(List.of(new Step(Method.WINSORIZE, lower, upper, Objects.requireNonNull(type, "type"))));
    }

    /**
     * The share of the fitted values that are lower, from 0 to 1: only the order of values is left, so that no outlier
     * matters. Between so many quantiles (type 7) of equal distance, the first the minimum and the last the maximum, shares
     * are interpolated; a value that equals several quantiles has the middle of their shares, the minimum 0 and the maximum
     * 1. Later values beyond are 0 or 1, so that {@link ScalingModel#invert} gives the minimum or maximum for them.
     *
     * @param quantileCount 2 to 10 000; 1000 is exact for most uses
     * @return a configuration
     * @throws InvalidInputException if it is not ({@link Reason#BAD_PARAM})
     */
    public static Scaling quantileUniform(int quantileCount) {
        if (quantileCount < 2 || quantileCount > MOST_QUANTILES) {
            throw Arguments.badParameter(
                    "Scaling.quantileUniform", "quantileCount", quantileCount, "2 to " + MOST_QUANTILES);
        }
        return new Scaling(List.of(new Step(Method.QUANTILE_UNIFORM, quantileCount, 0)));
    }

    private static Scaling of(Method method) {
        return new Scaling(List.of(new Step(method, 0, 0)));
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
     *     ({@link Reason#NO_OBSERVATIONS}), its values are too large to add up, or one is not above −1 for {@link #log1p},
     *     or not positive after the shift for {@link #boxCox} ({@link Reason#RANGE}), or all weights together are not above 1 for {@link #zScoreSample} ({@link
     *     Reason#BAD_WEIGHT})
     */
    public ScalingModel fit(FeatureMatrix features, Execution execution) {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(execution, "execution");
        if (features.rowCount() == 0) {
            throw RowCount.none();
        }
        return learn(RowSource.of(features), execution, Columns.of(features, execution));
    }

    /**
     * Learns the scales of every feature from rows that do not fit in memory: the bits that {@link #fit(FeatureMatrix,
     * Execution)} gives for the same rows.
     *
     * @param rows at least one; missing values allowed
     * @param execution how to run
     * @return the model
     * @throws InvalidInputException as {@link #fit(FeatureMatrix, Execution)}; for {@link #robust} and the others
     *     that sort columns in memory ({@link Reason#RESOURCE_LIMIT})
     * @throws dev.segmentation.FitException if the rows cannot be read
     */
    public ScalingModel fit(RowSource rows, Execution execution) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(execution, "execution");
        methods.stream().filter(step -> step.method.sorts).findFirst().ifPresent(step -> {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    WHERE + ": " + step.method
                            + " sorts every column, which needs the rows in memory; fit it on a FeatureMatrix of a"
                            + " random sample of them and apply that model to all, or use zScore after signedLog1p");
        });
        return learn(rows, execution, Columns.none());
    }

    /** Learns step by step; rows go through the steps before it while they are scanned. */
    private ScalingModel learn(RowSource source, Execution execution, Columns columns) {
        List<String> names = source.featureNames();
        List<ScalingStep> steps = new ArrayList<>();
        Flags flags = new Flags();
        for (Step step : methods) {
            if (step.method == Method.LOG1P || step.method == Method.SIGNED_LOG1P) {
                steps.add(new ScalingStep.Log(
                        step.method == Method.LOG1P ? ScalingStep.Sign.REFUSED : ScalingStep.Sign.KEPT));
            } else {
                ScalingSteps before = new ScalingSteps(names, steps, WHERE);
                List<ColumnMoments> moments = ColumnMoments.of(scaled(source, before), execution);
                steps.add(fitted(step, names, moments, before, columns, flags));
            }
        }
        if (steps.get(steps.size() - 1) instanceof ScalingStep.Log) { // which has looked at no value yet
            RowCount.check(scaled(source, new ScalingSteps(names, steps, WHERE)), execution);
        }
        return new ScalingModel(names, steps, flags.notices);
    }

    private static ScalingStep fitted(
            Step step,
            List<String> names,
            List<ColumnMoments> moments,
            ScalingSteps before,
            Columns columns,
            Flags flags) {
        return switch (step.method) {
            case BOX_COX -> {
                for (int j = 0; j < moments.size(); j++) {
                    checkPositive(moments.get(j).min() + step.first, names.get(j));
                }
                yield new ScalingStep.BoxCox(step.first, powers(step, names, moments, before, columns, flags));
            }
            case YEO_JOHNSON -> new ScalingStep.YeoJohnson(powers(step, names, moments, before, columns, flags));
            case WINSORIZE -> {
                List<Quantiles> quantiles = columns.each(before, (values, weights, j) -> quantiles(values, weights));
                yield new ScalingStep.Clip(
                        quantiles.stream()
                                .map(column -> column.at(step.first, step.type))
                                .toList(),
                        quantiles.stream()
                                .map(column -> column.at(step.second, step.type))
                                .toList());
            }
            case QUANTILE_UNIFORM -> {
                for (int j = 0; j < moments.size(); j++) {
                    if (moments.get(j).isConstant()) {
                        flags.noVariation(names.get(j), moments.get(j));
                    }
                }
                int last = (int) step.first - 1;
                yield new ScalingStep.Uniform(columns.each(before, (values, weights, j) -> {
                    Quantiles quantiles = quantiles(values, weights);
                    return IntStream.rangeClosed(0, last)
                            .mapToObj(part -> quantiles.at(part, last))
                            .toList();
                }));
            }
            case ROBUST ->
                linear(
                        names,
                        step.method,
                        moments,
                        columns.each(before, (values, weights, j) -> Quartiles.of(quantiles(values, weights))),
                        flags);
            case Z_SCORE, Z_SCORE_SAMPLE, MIN_MAX, MAX_ABS, LOG1P, SIGNED_LOG1P ->
                linear(names, step.method, moments, List.of(), flags);
        };
    }

    private static void checkPositive(double least, String name) {
        if (!(least > 0)) {
            throw new InvalidInputException(
                    Reason.RANGE,
                    name,
                    WHERE + ": boxCox needs values that are positive once the shift is added, but those of feature \""
                            + name + "\" are not all; use a larger shift, or yeoJohnson");
        }
    }

    private static List<Double> powers(
            Step step,
            List<String> names,
            List<ColumnMoments> moments,
            ScalingSteps before,
            Columns columns,
            Flags flags) {
        List<Double> powers = columns.each(before, (values, weights, j) -> {
            if (moments.get(j).isNearlyConstant()) {
                return 1.0;
            }
            if (step.method == Method.YEO_JOHNSON) {
                return Powers.yeoJohnson(Powers.Sorted.of(values, weights));
            }
            for (int i = 0; i < values.length; i++) {
                values[i] += step.first;
            }
            return Powers.boxCox(Powers.Sorted.of(values, weights));
        });
        for (int j = 0; j < powers.size(); j++) {
            if (moments.get(j).isNearlyConstant()) {
                flags.noPower(names.get(j));
            }
        }
        return powers;
    }

    private static Quantiles quantiles(double[] values, double[] weights) {
        return weights.length > 0 ? Quantiles.of(values, weights) : Quantiles.of(values);
    }

    private static RowSource scaled(RowSource source, ScalingSteps before) {
        return before.isEmpty() ? source : new ScaledRows(source, source.featureNames(), before, WHERE);
    }

    @Override
    public String toString() {
        return methods.stream().map(Step::toString).collect(Collectors.joining(", ", "Scaling[", "]"));
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
            case ROBUST, LOG1P, SIGNED_LOG1P, BOX_COX, YEO_JOHNSON, WINSORIZE, QUANTILE_UNIFORM ->
                throw new IllegalStateException(method.toString());
        };
    }

    private static ScalingStep.Scale robust(Quartiles quartiles, ColumnMoments column, String name, Flags flags) {
        if (ColumnMoments.isNoise(quartiles.lower, quartiles.upper)) {
            flags.tiedQuartiles(name);
            return new ScalingStep.Scale(quartiles.median, 0, column.populationSd());
        }
        return new ScalingStep.Scale(quartiles.median, 0, quartiles.upper - quartiles.lower);
    }

    private record Quartiles(double lower, double median, double upper) {

        static Quartiles of(Quantiles quantiles) {
            return new Quartiles(quantiles.at(1, 4), quantiles.at(1, 2), quantiles.at(3, 4));
        }
    }

    /** Learns from one column, whose values it may overwrite; there are no weights if every row counts once. */
    @FunctionalInterface
    private interface ColumnWork<T> {

        T of(double[] values, double[] weights, int column);
    }

    /** Whole columns in memory, after the steps before. */
    private interface Columns {

        <T> List<T> each(ScalingSteps before, ColumnWork<T> work);

        /** Where rows are not in memory. */
        static Columns none() {
            return new Columns() {
                @Override
                public <T> List<T> each(ScalingSteps before, ColumnWork<T> work) {
                    throw new IllegalStateException("refused before");
                }
            };
        }

        static Columns of(FeatureMatrix features, Execution execution) {
            List<String> names = features.featureNames();
            double[] rowWeights = new double[features.isWeighted() ? features.rowCount() : 0];
            for (int i = 0; i < rowWeights.length; i++) {
                rowWeights[i] = features.weight(i);
            }
            return new Columns() {
                @Override
                public <T> List<T> each(ScalingSteps before, ColumnWork<T> work) {
                    try (Workers workers = execution.start()) {
                        return workers.map(names.size(), j -> {
                            double[] column = features.column(names.get(j));
                            before.applyToColumn(column, j);
                            return work.of(column, rowWeights, j);
                        });
                    }
                }
            };
        }
    }

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

        void noPower(String name) {
            notices.add(new Notice(
                    Reason.ZERO_VARIANCE, "Scaling.fit: feature \"" + name + "\" is constant; its power is 1"));
        }

        void tiedQuartiles(String name) {
            notices.add(new Notice(
                    Reason.TIED_CUTS,
                    "Scaling.fit: the quartiles of feature \"" + name
                            + "\" coincide; it is divided by its standard deviation instead"));
        }
    }

    /** One step, with what it was given: a shift, two probabilities and what a quantile is, or a count. */
    private record Step(Method method, double first, double second, QuantileType type) {

        Step(Method method, double first, double second) {
            this(method, first, second, QuantileType.TYPE_7);
        }

        @Override
        public String toString() {
            return switch (method) {
                case BOX_COX -> method + "(" + first + ")";
                case WINSORIZE ->
                    method + "(" + first + ", " + second + (type == QuantileType.TYPE_7 ? "" : ", " + type) + ")";
                case QUANTILE_UNIFORM -> method + "(" + (int) first + ")";
                case Z_SCORE, Z_SCORE_SAMPLE, ROBUST, MIN_MAX, MAX_ABS, LOG1P, SIGNED_LOG1P, YEO_JOHNSON ->
                    method.toString();
            };
        }
    }

    /** What a step does, and whether it needs the values of a column in order. */
    private enum Method {
        Z_SCORE("zScore", false),
        Z_SCORE_SAMPLE("zScoreSample", false),
        ROBUST("robust", true),
        MIN_MAX("minMax", false),
        MAX_ABS("maxAbs", false),
        LOG1P("log1p", false),
        SIGNED_LOG1P("signedLog1p", false),
        BOX_COX("boxCox", true),
        YEO_JOHNSON("yeoJohnson", true),
        WINSORIZE("winsorize", true),
        QUANTILE_UNIFORM("quantileUniform", true);

        private final String shown;
        private final boolean sorts;

        Method(String shown, boolean sorts) {
            this.shown = shown;
            this.sorts = sorts;
        }

        @Override
        public String toString() {
            return shown;
        }
    }
}
