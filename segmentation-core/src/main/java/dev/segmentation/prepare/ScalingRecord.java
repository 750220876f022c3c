package dev.segmentation.prepare;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.List;

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
     * @param kind {@code linear}, ((x − center) − rest) / scale; {@code log1p}, ln(1 + x); or {@code signed-log1p},
     *     sign(x) · ln(1 + |x|)
     * @param columns one per feature for {@code linear}, otherwise none
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
            ScalingStep.Log log = (ScalingStep.Log) step;
            return new Step(log.sign() == ScalingStep.Sign.KEPT ? SIGNED_LOG : LOG, List.of());
        }

        private ScalingStep restore(int features) {
            int expected = kind.equals(LINEAR) ? features : 0;
            if (columns.size() != expected) {
                throw SavedParts.damaged(
                        WHERE,
                        "a step has " + columns.size() + " columns, expected " + expected + " for its kind and "
                                + features + " features");
            }
            return switch (kind) {
                case LINEAR ->
                    new ScalingStep.Linear(columns.stream().map(Column::restore).toList());
                case LOG -> new ScalingStep.Log(ScalingStep.Sign.REFUSED);
                case SIGNED_LOG -> new ScalingStep.Log(ScalingStep.Sign.KEPT);
                default -> throw SavedParts.damaged(WHERE, "a step is of no kind that is known");
            };
        }
    }

    /**
     * The numbers of a linear step for one feature.
     *
     * @param center what becomes 0
     * @param rest what the center lacks by rounding
     * @param scale what becomes 1, 0 for a feature that becomes 0 throughout
     */
    public record Column(double center, double rest, double scale) {

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
