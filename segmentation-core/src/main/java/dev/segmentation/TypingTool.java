package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is needed to put later customers into the same segments: the fitted preparation, the fitted model and
 * the names. Nothing is fitted again, so what moves is customers, not fences.
 */
public final class TypingTool {

    private final Optional<TableTransform> encoding;
    private final Optional<FeatureTransform> transform;
    private final SegmentationModel model;
    private final List<Segment> segments;

    private TypingTool(
            Optional<TableTransform> encoding,
            Optional<FeatureTransform> transform,
            SegmentationModel model,
            List<Segment> segments) {
        this.encoding = encoding;
        this.transform = transform;
        this.model = model;
        this.segments = segments;
    }

    /**
     * A tool that prepares features as the model's training data were prepared. A model of tables may need columns that
     * the preparation does not know; they are taken as they are.
     *
     * @param transform the fitted preparation
     * @param model fitted on what the preparation gave
     * @param segments one per label, such as {@link Segmentation#segments()}
     * @return the tool
     * @throws InvalidInputException if the number of segments or the features differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public static TypingTool of(FeatureTransform transform, SegmentationModel model, List<Segment> segments) {
        Objects.requireNonNull(transform, "transform");
        if (!(model instanceof TableModel) && !transform.featureNames().containsAll(model.featureNames())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "TypingTool.of: the model needs " + Arguments.shown(model.featureNames())
                            + " but the preparation gives " + Arguments.shown(transform.featureNames())
                            + "; fit the model on what the preparation gives");
        }
        return new TypingTool(Optional.empty(), Optional.of(transform), model, checked(model, segments));
    }

    /**
     * A tool for a model that takes features as they are.
     *
     * @param model the fitted model
     * @param segments one per label, such as {@link Segmentation#segments()}
     * @return the tool
     * @throws InvalidInputException if the number of segments differs ({@link Reason#SCHEMA_MISMATCH})
     */
    public static TypingTool of(SegmentationModel model, List<Segment> segments) {
        return new TypingTool(Optional.empty(), Optional.empty(), model, checked(model, segments));
    }

    /**
     * Puts an encoding of categories before the preparation and the model, so that the tool takes typed columns.
     *
     * @param value fitted, such as a {@code prepare.EncodingModel}; it gives at least the features of this tool
     * @return a new tool, whose features are those of the encoding
     * @throws InvalidInputException if it does not give the features of this tool ({@link Reason#SCHEMA_MISMATCH})
     */
    public TypingTool withEncoding(TableTransform value) {
        Objects.requireNonNull(value, "encoding");
        List<String> needed = inner().featureNames();
        if (!value.encodedNames().containsAll(needed)) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "TypingTool.withEncoding: the tool needs " + Arguments.shown(needed) + " but the encoding gives "
                            + Arguments.shown(value.encodedNames()) + "; fit the model on what the encoding gives");
        }
        return new TypingTool(Optional.of(value), transform, model, segments);
    }

    /** Without the encoding. */
    private TypingTool inner() {
        return new TypingTool(Optional.empty(), transform, model, segments);
    }

    private static List<Segment> checked(SegmentationModel model, List<Segment> segments) {
        Arguments.sameSize(model.segmentCount(), segments.size(), "TypingTool.of", "segments", "segment of the model");
        return List.copyOf(segments);
    }

    /**
     * The features a customer must have, in raw units.
     *
     * @return the names
     */
    public List<String> featureNames() {
        if (encoding.isPresent()) {
            return encoding.get().featureNames();
        }
        Set<String> names = new LinkedHashSet<>(
                transform.map(FeatureTransform::featureNames).orElse(List.of()));
        if (names.isEmpty() || model instanceof TableModel) {
            names.addAll(model.featureNames());
        }
        return List.copyOf(names);
    }

    /**
     * The segments that customers are put into.
     *
     * @return one per label
     */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * What makes numbers of categories, before the preparation.
     *
     * @return empty if the tool takes columns as they are
     */
    public Optional<TableTransform> encoding() {
        return encoding;
    }

    /**
     * The preparation.
     *
     * @return empty if the model takes features as they are
     */
    public Optional<FeatureTransform> transform() {
        return transform;
    }

    /**
     * The model that assigns what is prepared.
     *
     * @return fitted
     */
    public SegmentationModel model() {
        return model;
    }

    /**
     * Puts the customers of a snapshot into the segments.
     *
     * @param snapshot any date; has at least the columns of {@link #featureNames()}, in raw units
     * @return the segmentation of that date, with the names of this tool
     * @throws InvalidInputException if a column or a value is missing
     */
    public Segmentation segment(Snapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        return Segmentation.of(snapshot, assign(snapshot.table()))
                .withNames(segments.stream().map(Segment::name).toList());
    }

    /**
     * Puts customers into the segments, by label alone.
     *
     * @param features in raw units; at least the features of {@link #featureNames()}
     * @return one label per row, those of {@link #segments()}
     * @throws InvalidInputException if a feature or a value is missing
     */
    public Assignment assign(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        return encoding.isPresent()
                ? assign(FeatureTable.of(features))
                : model.assign(prepare(features.select(featureNames())));
    }

    /**
     * Puts customers into the segments, by label alone.
     *
     * @param table in raw units; at least the columns of {@link #featureNames()}
     * @return one label per row, those of {@link #segments()}
     * @throws InvalidInputException if a column or a value is missing
     */
    public Assignment assign(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        if (encoding.isPresent()) {
            return inner().assign(encoding.get().apply(table.select(featureNames())));
        }
        return model instanceof TableModel ofTables
                ? ofTables.assign(prepare(table, ofTables))
                : assign(table.matrix(featureNames()));
    }

    /**
     * Types customers one by one, with runner-up and margin.
     *
     * @param features in raw units; at least the features of {@link #featureNames()}
     * @return segment, runner-up and margin per row
     * @throws InvalidInputException if a feature or a value is missing
     */
    public Typing type(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        return encoding.isPresent()
                ? type(FeatureTable.of(features))
                : model.type(prepare(features.select(featureNames()))).withSegments(segments);
    }

    /**
     * Types the customers of a snapshot one by one, with runner-up and margin.
     *
     * @param snapshot any date; has at least the columns of {@link #featureNames()}, in raw units
     * @return segment, runner-up and margin per customer, in the order of {@link Snapshot#customerIds()}
     * @throws InvalidInputException if a column or a value is missing
     */
    public Typing type(Snapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        return type(snapshot.table());
    }

    /**
     * Types customers one by one, with runner-up and margin.
     *
     * @param table in raw units; at least the columns of {@link #featureNames()}
     * @return segment, runner-up and margin per row
     * @throws InvalidInputException if a column or a value is missing
     */
    public Typing type(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        if (encoding.isPresent()) {
            return inner().type(encoding.get().apply(table.select(featureNames())));
        }
        return model instanceof TableModel ofTables
                ? ofTables.type(prepare(table, ofTables)).withSegments(segments)
                : type(table.matrix(featureNames()));
    }

    private FeatureTable prepare(FeatureTable raw, TableModel ofTables) {
        FeatureTable wanted = raw.select(featureNames());
        return transform.map(t -> t.apply(wanted)).orElse(wanted).select(ofTables.featureNames());
    }

    private FeatureMatrix prepare(FeatureMatrix raw) {
        return transform.map(t -> t.apply(raw)).orElse(raw).select(model.featureNames());
    }

    @Override
    public String toString() {
        return "TypingTool[" + segments + " by " + Arguments.shown(featureNames()) + "]";
    }
}
