package dev.segmentation.model;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.internal.SavedParts;
import dev.segmentation.rule.RfmRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Rows by which a restored tool shows that it is the one that was saved. */
final class Verification {

    private Verification() {}

    /** Rows made from the model; those that it does not take, such as one of no rule, are left out. */
    static List<SavedModel.VerificationRow> rows(TypingTool tool) {
        return Examples.of(tool).stream()
                .flatMap(values -> taken(tool, boxed(values)))
                .toList();
    }

    private static Stream<SavedModel.VerificationRow> taken(TypingTool tool, List<Double> values) {
        try {
            return scored(tool, List.of(values)).stream();
        } catch (InvalidInputException notTaken) {
            return Stream.of(); // out of the domain of a rule, or claimed by none
        }
    }

    static void check(TypingTool tool, List<SavedModel.VerificationRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<List<Double>> values = new ArrayList<>();
        for (SavedModel.VerificationRow row : rows) {
            if (row.values().size() != tool.featureNames().size()) {
                throw SavedParts.damaged(
                        "SavedModel", "verification row " + values.size() + " does not have one value per feature");
            }
            row.values().forEach(value -> SavedParts.finite(value, "SavedModel", "verification"));
            values.add(row.values());
        }
        List<SavedModel.VerificationRow> found = scored(tool, values);
        for (int i = 0; i < rows.size(); i++) {
            if (!found.get(i).equals(rows.get(i))) { // doubles by their bits
                throw SavedParts.damaged(
                        "SavedModel", "verification row " + i + " is not scored as it was when the model was saved");
            }
        }
    }

    private static List<SavedModel.VerificationRow> scored(TypingTool tool, List<List<Double>> values) {
        FeatureMatrix.Builder builder = FeatureMatrix.builder(tool.featureNames());
        for (List<Double> row : values) {
            builder.addRow(row.stream().mapToDouble(Double::doubleValue).toArray());
        }
        FeatureMatrix raw = builder.build();
        Typing typing = tool.type(raw);
        Optional<FeatureMatrix> prepared = prepared(tool, raw);
        List<SavedModel.VerificationRow> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            int row = i;
            rows.add(new SavedModel.VerificationRow(
                    values.get(i),
                    prepared.map(matrix -> boxed(matrix.row(row))).orElse(List.of()),
                    typing.assignment().label(i),
                    typing.margin(i)));
        }
        return rows;
    }

    /** What the model looks at, if that is not the raw features. */
    private static Optional<FeatureMatrix> prepared(TypingTool tool, FeatureMatrix raw) {
        SegmentationModel model = tool.model();
        Optional<FeatureMatrix> scaled =
                tool.transform().map(transform -> transform.apply(raw).select(model.featureNames()));
        if (model instanceof RfmRules rfm) {
            return Optional.of(rfm.scores().score(scaled.orElse(raw)).toMatrix());
        }
        return scaled;
    }

    private static List<Double> boxed(double... values) {
        return DoubleStream.of(values).boxed().toList();
    }
}
