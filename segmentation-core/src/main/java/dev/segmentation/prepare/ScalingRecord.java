package dev.segmentation.prepare;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A {@link ScalingModel} as plain data, which any JSON library maps: its steps in the order in which they are applied.
 *
 * <p>Made by {@link ScalingModel#toRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param features in the order of the columns of each step, unique
 * @param steps possibly none
 * @param notices of the fit
 */
public record ScalingRecord(List<String> features, List<Step> steps, List<Notice> notices) {

    private static final String WHERE = "ScalingRecord";
    private static final String LINEAR = "linear";
    private static final String LOG = "log1p";
    private static final String SIGNED_LOG = "signed-log1p";
    private static final String BOX_COX = "box-cox";
    private static final String YEO_JOHNSON = "yeo-johnson";
    private static final String CLIP = "clip";
    private static final String UNIFORM = "quantile-uniform";

    /** The kinds that format version 1.0 of saved models has. */
    private static final Set<String> FIRST = Set.of(LINEAR, LOG, SIGNED_LOG);

    /**
     * Copies the lists.
     *
     * @param features in the order of the columns of each step
     * @param steps possibly none
     * @param notices of the fit
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public ScalingRecord {
        features = SavedParts.list(features, WHERE, "features");
        steps = SavedParts.list(steps, WHERE, "steps");
        notices = SavedParts.list(notices, WHERE, "notices");
    }

    /**
     * One step.
     *
     * @param kind {@code linear}, ((x − center) − rest) / scale; {@code log1p}, ln(1 + x); {@code signed-log1p},
     *     sign(x) · ln(1 + |x|); since format version 1.1 also {@code box-cox}, ((x + center)^scale − 1) / scale; {@code
     *     yeo-johnson} with the power scale; {@code clip} to the centers of the feature's two columns; {@code
     *     quantile-uniform}, the share among the centers of the feature's columns
     * @param columns one per feature for {@code linear}, {@code box-cox} and {@code yeo-johnson}, two for {@code clip}, as many
     *     as there are quantiles for {@code quantile-uniform}, feature after feature; otherwise none; what a kind does not
     *     use is 0
     */
    public record Step(String kind, List<Column> columns) {

        /**
         * Copies the list.
         *
         * @param kind what is done
         * @param columns one per feature, or none
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Step {
            SavedParts.present(kind, WHERE, "kind");
            columns = SavedParts.list(columns, WHERE, "columns");
        }

        static Step of(ScalingStep step) {
            if (step instanceof ScalingStep.Linear linear) {
                return new Step(
                        LINEAR,
                        linear.scales().stream()
                                .map(scale -> new Column(scale.center(), scale.centerRest(), scale.scale()))
                                .toList());
            }
            if (step instanceof ScalingStep.BoxCox boxCox) {
                return new Step(
                        BOX_COX,
                        boxCox.powers().stream()
                                .map(power -> new Column(boxCox.shift(), 0, power))
                                .toList());
            }
            if (step instanceof ScalingStep.YeoJohnson yeoJohnson) {
                return new Step(
                        YEO_JOHNSON,
                        yeoJohnson.powers().stream()
                                .map(power -> new Column(0, 0, power))
                                .toList());
            }
            if (step instanceof ScalingStep.Clip clip) {
                return new Step(
                        CLIP,
                        IntStream.range(0, clip.lower().size())
                                .boxed()
                                .flatMap(j -> Stream.of(
                                        clip.lower().get(j), clip.upper().get(j)))
                                .map(fence -> new Column(fence, 0, 0))
                                .toList());
            }
            if (step instanceof ScalingStep.Uniform uniform) {
                return new Step(
                        UNIFORM,
                        uniform.quantiles().stream()
                                .flatMap(List::stream)
                                .map(quantile -> new Column(quantile, 0, 0))
                                .toList());
            }
            ScalingStep.Log log = (ScalingStep.Log) step;
            return new Step(log.sign() == ScalingStep.Sign.KEPT ? SIGNED_LOG : LOG, List.of());
        }

        private ScalingStep restore(int features) {
            int perFeature = switch (kind) {
                case LINEAR, BOX_COX, YEO_JOHNSON -> 1;
                case CLIP -> 2;
                case UNIFORM -> Math.max(2, columns.size() / features);
                default -> 0;
            };
            if (columns.size() != (long) perFeature * features) {
                throw SavedParts.damaged(
                        WHERE,
                        "a step has " + columns.size() + " columns, expected " + (long) perFeature * features
                                + " for its kind and " + features + " features");
            }
            if (!FIRST.contains(kind)) {
                columns.forEach(Column::check);
            }
            return switch (kind) {
                case LINEAR ->
                    new ScalingStep.Linear(columns.stream().map(Column::restore).toList());
                case LOG -> new ScalingStep.Log(ScalingStep.Sign.REFUSED);
                case SIGNED_LOG -> new ScalingStep.Log(ScalingStep.Sign.KEPT);
                case BOX_COX -> new ScalingStep.BoxCox(shift(), powers());
                case YEO_JOHNSON -> new ScalingStep.YeoJohnson(powers());
                case CLIP -> {
                    List<List<Double>> fences = ascending(features, 2);
                    yield new ScalingStep.Clip(
                            fences.stream().map(pair -> pair.get(0)).toList(),
                            fences.stream().map(pair -> pair.get(1)).toList());
                }
                case UNIFORM -> new ScalingStep.Uniform(ascending(features, perFeature));
                default -> throw SavedParts.damaged(WHERE, "a step is of no kind that is known");
            };
        }

        private List<Double> powers() {
            return columns.stream().map(Column::scale).toList();
        }

        private double shift() {
            if (columns.stream().mapToDouble(Column::center).distinct().count() > 1) {
                throw SavedParts.damaged(WHERE, "a step has two shifts");
            }
            return columns.get(0).center();
        }

        /** The centers of the columns of each feature. */
        private List<List<Double>> ascending(int features, int perFeature) {
            List<List<Double>> centers = new ArrayList<>();
            for (int j = 0; j < features; j++) {
                List<Double> ofFeature = columns.subList(j * perFeature, (j + 1) * perFeature).stream()
                        .map(Column::center)
                        .toList();
                for (int c = 1; c < perFeature; c++) {
                    if (ofFeature.get(c) < ofFeature.get(c - 1)) {
                        throw SavedParts.damaged(WHERE, "the columns of a step are not in ascending order");
                    }
                }
                centers.add(ofFeature);
            }
            return centers;
        }
    }

    /**
     * Numbers of a step for one feature; those of a linear step are said here.
     *
     * @param center what becomes 0
     * @param rest what the center lacks by rounding
     * @param scale what becomes 1, 0 for a feature that becomes 0 throughout
     */
    public record Column(double center, double rest, double scale) {

        private void check() {
            SavedParts.finite(center, WHERE, "center");
            SavedParts.finite(rest, WHERE, "rest");
            SavedParts.finite(scale, WHERE, "scale");
        }

        private ScalingStep.Scale restore() {
            SavedParts.finite(center, WHERE, "center");
            SavedParts.finite(rest, WHERE, "rest");
            if (!(SavedParts.finite(scale, WHERE, "scale") >= 0)) {
                throw SavedParts.damaged(WHERE, "\"scale\" = " + scale + ", expected at least 0");
            }
            return new ScalingStep.Scale(center, rest, scale);
        }
    }

    /**
     * Whether every step is of a kind that format version 1.0 of saved models has.
     *
     * @return false if there is a {@code box-cox}, {@code yeo-johnson}, {@code clip} or {@code quantile-uniform}
     */
    public boolean hasFirstKindsOnly() {
        return steps.stream().allMatch(step -> FIRST.contains(step.kind));
    }

    /**
     * The model.
     *
     * @return gives the bits of the one that was saved
     * @throws dev.segmentation.InvalidInputException if the record cannot be of a model ({@link Reason#MODEL_FORMAT})
     */
    public ScalingModel restore() {
        List<String> names = SavedParts.restored(WHERE, () -> Arguments.featureNames(features, WHERE));
        List<ScalingStep> restored = new ArrayList<>();
        for (Step step : steps) {
            restored.add(step.restore(names.size()));
        }
        return new ScalingModel(names, restored, notices);
    }
}
