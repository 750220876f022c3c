package dev.segmentation.model;

import dev.segmentation.internal.SavedParts;
import dev.segmentation.prepare.EncodingRecord;
import java.util.List;

/**
 * What makes numbers of categories before scaling and model, since format version 1.2 of {@link SavedModel}. Immutable.
 *
 * @param encoding columns with their levels
 * @param verification rows made from encoding and model, with what the tool says of them
 */
public record EncodedParts(EncodingRecord encoding, List<ModelParts.TableRow> verification) {

    private static final String WHERE = "EncodedParts";

    /**
     * Copies the list.
     *
     * @param encoding columns with their levels
     * @param verification rows with what the tool says of them
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link dev.segmentation.Reason#MODEL_FORMAT})
     */
    public EncodedParts {
        SavedParts.present(encoding, WHERE, "encoding");
        verification = SavedParts.list(verification, WHERE, "verification");
    }
}
