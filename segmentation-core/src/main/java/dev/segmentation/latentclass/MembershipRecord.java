package dev.segmentation.latentclass;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@link LatentClassModel} with covariates as plain data, which any JSON library maps: the classes, and how covariates
 * change the chance to be in them.
 *
 * <p>Made by {@link LatentClassModel#toMembershipRecord} or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param features names of items and covariates, in the order of the table
 * @param classes shares and answers
 * @param covariates in the order of the coefficients; of levels those with an indicator follow the first
 * @param coefficients of each class: the constant, then one per numeric covariate and level but the first; 0 for the first
 *     class
 * @param covariance of the coefficients of all classes but the first, row by row; none if there are no standard errors
 * @param undefined the name of the {@link Reason} why there are none; otherwise an empty text
 * @param observations the customers behind the coefficients
 */
public record MembershipRecord(
        List<String> features,
        LatentClassRecord classes,
        List<ColumnRecord> covariates,
        List<List<Double>> coefficients,
        List<List<Double>> covariance,
        String undefined,
        double observations)
        implements ModelRecord {

    private static final String WHERE = "MembershipRecord";

    /**
     * Copies the lists.
     *
     * @param features in the order of the table
     * @param classes shares and answers
     * @param covariates in the order of the coefficients
     * @param coefficients of each class
     * @param covariance of the coefficients, or none
     * @param undefined why there is none
     * @param observations the customers behind the coefficients
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public MembershipRecord {
        features = SavedParts.list(features, WHERE, "features");
        SavedParts.present(classes, WHERE, "classes");
        covariates = SavedParts.list(covariates, WHERE, "covariates");
        coefficients = SavedParts.rows(coefficients, WHERE, "coefficients");
        covariance = SavedParts.rows(covariance, WHERE, "covariance");
        SavedParts.present(undefined, WHERE, "undefined");
    }

    static MembershipRecord of(List<String> features, LatentClassRecord classes, MembershipEffects effects) {
        List<ColumnRecord> columns = effects.covariates().columns().stream()
                .map(column -> ColumnRecord.of(column.name(), column.kind(), column.levels()))
                .toList();
        return new MembershipRecord(
                features,
                classes,
                columns,
                effects.coefficientRows(),
                effects.covarianceRows(),
                effects.undefined().map(Reason::name).orElse(""),
                effects.observations());
    }

    @Override
    public List<ColumnRecord> schema() {
        List<ColumnRecord> all =
                Stream.concat(classes.schema().stream(), covariates.stream()).toList();
        return features.stream()
                .map(name -> all.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> SavedParts.damaged(WHERE, "a feature is neither item nor covariate")))
                .toList();
    }

    @Override
    public LatentClassModel restore() {
        List<String> names = SavedParts.restored(WHERE, () -> Arguments.featureNames(features, WHERE));
        if (schema().size() != classes.items().size() + covariates.size()) {
            throw SavedParts.damaged(WHERE, "an item or covariate is no feature");
        }
        if (covariates.isEmpty()) {
            throw SavedParts.damaged(WHERE, "there are no covariates");
        }
        LatentClassModel model = classes.restore();
        Covariates coding = new Covariates(covariates.stream()
                .map(column -> new Covariates.Column(column.name(), type(column), column.levels()))
                .toList());
        int size = coding.terms().size();
        double[] restored = numbers(coefficients, model.segmentCount(), size, "coefficients");
        if (Arrays.stream(restored, 0, size).anyMatch(value -> value != 0)) {
            throw SavedParts.damaged(WHERE, "the first class has coefficients other than 0");
        }
        int free = (model.segmentCount() - 1) * size;
        Optional<Reason> unknown = reason();
        double[] errors = new double[0];
        if (unknown.isEmpty()) {
            errors = numbers(covariance, free, free, "covariance");
            for (int j = 0; j < free; j++) {
                SavedParts.notNegative(errors[j * free + j], WHERE, "covariance");
            }
        } else if (!covariance.isEmpty()) {
            throw SavedParts.damaged(WHERE, "there is a covariance, and a reason why there is none");
        }
        return model.with(
                names,
                new MembershipEffects(
                        coding,
                        restored,
                        errors,
                        unknown,
                        SavedParts.notNegative(observations, WHERE, "observations")));
    }

    private Optional<Reason> reason() {
        if (undefined.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(undefined))
                .findFirst()
                .orElseThrow(() -> SavedParts.damaged(WHERE, "\"undefined\" is no reason that is known")));
    }

    private static ColumnKind type(ColumnRecord column) {
        ColumnKind type = column.type();
        if (type != ColumnKind.NUMERIC && column.levels().isEmpty()) {
            throw SavedParts.damaged(WHERE, "a covariate has no levels");
        }
        return type;
    }

    private static double[] numbers(List<List<Double>> rows, int count, int width, String name) {
        if (rows.size() != count || rows.stream().anyMatch(row -> row.size() != width)) {
            throw SavedParts.damaged(WHERE, "\"" + name + "\" is not " + count + " × " + width);
        }
        return rows.stream()
                .flatMap(List::stream)
                .mapToDouble(value -> SavedParts.finite(value, WHERE, name))
                .toArray();
    }
}
