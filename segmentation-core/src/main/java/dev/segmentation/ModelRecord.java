package dev.segmentation;

import java.util.List;

/** A model as plain data: a record of texts, finite numbers, lists and such records, which any JSON library maps. */
public interface ModelRecord {

    /**
     * The columns that the model takes.
     *
     * @return in the order of its features
     */
    List<ColumnRecord> schema();

    /**
     * The model.
     *
     * @return gives the bits of the one that was saved
     * @throws InvalidInputException if the record cannot be of a model ({@link Reason#MODEL_FORMAT})
     */
    SegmentationModel restore();
}
