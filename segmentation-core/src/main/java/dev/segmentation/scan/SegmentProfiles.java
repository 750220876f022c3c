package dev.segmentation.scan;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Segment;
import dev.segmentation.SegmentProfile;
import dev.segmentation.SegmentationModel;
import dev.segmentation.TypingTool;
import dev.segmentation.internal.BlockStore;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.MatrixAccess;
import dev.segmentation.internal.PackedRows;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Profiles of customers who do not fit in memory: every row is put into its segment and added up, in one scan.
 *
 * <p>The numbers are those of a {@link SegmentProfile} of the same rows in memory, bit for bit, on any number of threads.
 * <b>Memory:</b> about 0.6 KB per segment and column for each of at most 64 partial results, whatever the number of rows.
 */
public final class SegmentProfiles {

    private static final String WHERE = "SegmentProfiles.of";

    private SegmentProfiles() {}

    /**
     * The profile, over all columns of the rows, of the segments that a model puts them into. Segments are called {@code
     * Segment 0}, {@code Segment 1}, …
     *
     * @param rows with at least the features of the model
     * @param model the fitted model
     * @param execution how to run
     * @return the profile
     * @throws InvalidInputException if features are missing, or a value that the model needs is; with the first such row
     * @throws dev.segmentation.FitException if the rows cannot be read
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static SegmentProfile of(RowSource rows, SegmentationModel model, Execution execution) {
        Objects.requireNonNull(model, "model");
        List<Segment> segments = IntStream.range(0, model.segmentCount())
                .mapToObj(s -> Segment.of(s, "Segment " + s))
                .toList();
        return of(rows, segments, block -> model.assign(block.select(model.featureNames())), execution);
    }

    /**
     * The profile, over all columns of the rows, of the segments that a typing tool puts them into: in raw units, since the
     * tool prepares the features.
     *
     * @param rows in raw units, with at least the features of the tool
     * @param tool the fitted preparation and model, and the names of the segments
     * @param execution how to run
     * @return the profile
     * @throws InvalidInputException if features are missing, or a value that the model needs is; with the first such row
     * @throws dev.segmentation.FitException if the rows cannot be read
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static SegmentProfile of(RowSource rows, TypingTool tool, Execution execution) {
        Objects.requireNonNull(tool, "tool");
        return of(rows, tool.segments(), tool::assign, execution);
    }

    private static SegmentProfile of(
            RowSource rows, List<Segment> segments, Function<FeatureMatrix, Assignment> labels, Execution execution) {
        List<String> columns = rows.featureNames();
        FeatureMatrix none = FeatureMatrix.builder(columns).build();
        SegmentProfile.builder(segments, columns).add(none, labels.apply(none)); // refuses before anything is read
        Part all = rows.scan(new ProfileScan(segments, columns, labels), execution);
        if (all.failure != null) {
            throw all.failure;
        }
        return all.profile.build();
    }

    /** Sums, and the failure of the first row that could not be labelled, after which nothing is added. */
    private static final class Part {

        private final SegmentProfile.Builder profile;
        private @Nullable InvalidInputException failure;

        Part(SegmentProfile.Builder profile) {
            this.profile = profile;
        }
    }

    private static final class ProfileScan implements Scan<Part> {

        private final List<Segment> segments;
        private final List<String> columns;
        private final Function<FeatureMatrix, Assignment> labels;

        ProfileScan(List<Segment> segments, List<String> columns, Function<FeatureMatrix, Assignment> labels) {
            this.segments = segments;
            this.columns = columns;
            this.labels = labels;
        }

        @Override
        public Part start() {
            return new Part(SegmentProfile.builder(segments, columns));
        }

        @Override
        public void add(Part part, RowBlock rows) {
            if (part.failure != null) {
                return;
            }
            FeatureMatrix matrix = matrix(rows);
            try {
                part.profile.add(matrix, labels.apply(matrix));
            } catch (InvalidInputException refused) {
                part.failure = inSource(refused, rows);
            }
        }

        @Override
        public void merge(Part into, Part from) {
            if (into.failure == null) {
                into.failure = from.failure;
                into.profile.add(from.profile);
            }
        }

        /** The same failure, by the number of the row in the source. */
        private static InvalidInputException inSource(InvalidInputException refused, RowBlock rows) {
            if (refused.row().isEmpty()) {
                return refused;
            }
            long row = rows.firstRow() + refused.row().getAsLong();
            String message = WHERE + ": row " + row + " cannot be labelled; of the rows from " + rows.firstRow()
                    + " on, " + refused.getMessage();
            return new InvalidInputException(
                    refused.reason(), row, refused.name().orElse("row"), message);
        }

        private FeatureMatrix matrix(RowBlock rows) {
            int d = columns.size();
            BlockStore store = new BlockStore(columns, BlockStore.Kind.DOUBLES, WHERE);
            for (int first = 0; first < rows.rowCount(); first += Blocks.ROWS) {
                int from = first;
                int count = Math.min(Blocks.ROWS, rows.rowCount() - first);
                double[] space = store.space(count);
                if (rows instanceof PackedRows packed && rows.rowCount() == count) {
                    System.arraycopy(packed.packed(), 0, space, 0, count * d);
                } else {
                    PackedRows.pack((i, j) -> rows.value(from + i, j), count, d, space);
                }
                store.add(count);
            }
            double[] weights = new double[rows.rowCount()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = rows.weight(i);
            }
            return MatrixAccess.of(columns, store.build(), weights);
        }
    }
}
