package dev.segmentation.app.command;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.NearestName;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How features are brought to one scale before customers are compared by them. */
enum Scale {
    /** As they are. */
    NONE("none"),
    /** Mean 0 and standard deviation 1. */
    ZSCORE("zscore"),
    /** Median 0 and interquartile range 1. */
    ROBUST("robust"),
    /** Logarithm first, for money and counts with a long tail. */
    LOG1P_ZSCORE("log1p-zscore");

    private final String option;

    Scale(String option) {
        this.option = option;
    }

    /** Learns the scale; empty where features stay as they are. */
    Optional<ScalingModel> fit(FeatureMatrix features) {
        check(features);
        return switch (this) {
            case NONE -> Optional.empty();
            case ZSCORE -> Optional.of(Scaling.zScore().fit(features));
            case ROBUST -> Optional.of(Scaling.robust().fit(features));
            case LOG1P_ZSCORE ->
                Optional.of(Scaling.log1p().then(Scaling.zScore()).fit(features));
        };
    }

    /** Refuses what has no logarithm; the library would too, but name a scale that is not offered here. */
    void check(FeatureMatrix features) {
        if (this != LOG1P_ZSCORE) {
            return;
        }
        for (int row = 0; row < features.rowCount(); row++) {
            for (int j = 0; j < features.featureCount(); j++) {
                if (features.value(row, j) <= -1) {
                    String name = features.featureNames().get(j);
                    throw new InvalidInputException(
                            Reason.RANGE,
                            row,
                            name,
                            "--scale log1p-zscore: feature \"" + name + "\" has a value of -1 or less, which has no"
                                    + " logarithm; choose zscore, robust or none");
                }
            }
        }
    }

    /** The one that is typed so. */
    static Optional<Scale> named(String option) {
        return Arrays.stream(values())
                .filter(scale -> scale.option.equals(option))
                .findFirst();
    }

    /** What the user types. */
    @Override
    public String toString() {
        return option;
    }

    /** Reads the option. */
    static final class Converter implements ITypeConverter<Scale> {

        @Override
        public Scale convert(String option) {
            return named(option)
                    .orElseThrow(() -> new TypeConversionException(NearestName.amongAll(
                            option, Arrays.stream(values()).map(Scale::toString).toList())));
        }
    }
}
