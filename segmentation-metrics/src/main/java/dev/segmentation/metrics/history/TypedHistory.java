package dev.segmentation.metrics.history;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Typing;
import dev.segmentation.internal.Arguments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Who was in which segment at a series of dates, and how clearly: a {@link SegmentHistory} with the margin of every typing.
 *
 * <p><b>Memory:</b> beyond the history and the typings, which are not copied, 4 bytes per customer and date.
 *
 * <p>Immutable and thread-safe.
 */
public final class TypedHistory {

    private final SegmentHistory history;
    private final List<Margins> margins;

    private TypedHistory(SegmentHistory history, List<Margins> margins) {
        this.history = history;
        this.margins = margins;
    }

    /**
     * A builder that takes dates one by one, in any order.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Who was where when, as typed.
     *
     * @return the history
     */
    public SegmentHistory history() {
        return history;
    }

    /** Of a date, by its position. */
    Margins margins(int date) {
        return margins.get(date);
    }

    /** Dates and counts, never an id. */
    @Override
    public String toString() {
        return "TypedHistory[" + history.dates() + ", " + history.customerCount() + " customers]";
    }

    /** The margins of one date by the numbers of the customers. */
    static final class Margins {

        private final Typing typing;
        private final int[] rowOf;

        Margins(Typing typing, int customers, int... numbers) {
            this.typing = typing;
            this.rowOf = new int[customers];
            Arrays.fill(rowOf, -1);
            for (int row = 0; row < numbers.length; row++) {
                rowOf[numbers[row]] = row;
            }
        }

        /** Of a customer who is in a segment. */
        double of(int customer) {
            return typing.margin(rowOf[customer]);
        }
    }

    /** Collects dates. Not thread-safe. */
    public static final class Builder {

        private final List<Segmentation> segmentations = new ArrayList<>();
        private final List<Typing> typings = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a date.
         *
         * @param segmentation the customers in the segments that they were typed into
         * @param typing how, row by row, as {@code TypingTool.type} gives it
         * @return this builder
         * @throws InvalidInputException if the numbers of rows or the labels of a row differ ({@link Reason#SCHEMA_MISMATCH})
         */
        public Builder add(Segmentation segmentation, Typing typing) {
            String where = "TypedHistory.Builder.add";
            Objects.requireNonNull(segmentation, "segmentation");
            Objects.requireNonNull(typing, "typing");
            Arguments.sameSize(segmentation.customerCount(), typing.size(), where, "typing", "customer");
            for (int row = 0; row < typing.size(); row++) {
                int label = segmentation.assignment().label(row);
                int typed = typing.assignment().label(row);
                if (label != typed) {
                    throw new InvalidInputException(
                            Reason.SCHEMA_MISMATCH,
                            row,
                            "typing",
                            where + ": row " + row + " has the label " + label + " in the segmentation and " + typed
                                    + " in the typing; give the typing that made the segmentation");
                }
            }
            segmentations.add(segmentation);
            typings.add(typing);
            return this;
        }

        /**
         * Joins the dates.
         *
         * @return the history
         * @throws InvalidInputException as for {@link SegmentHistory#of(List)}
         */
        public TypedHistory build() {
            SegmentHistory history = SegmentHistory.of(segmentations);
            Map<LocalDate, Margins> byDate = new TreeMap<>();
            for (int i = 0; i < segmentations.size(); i++) {
                Segmentation segmentation = segmentations.get(i);
                int[] numbers = history.numbers(segmentation.snapshot().customerIds());
                byDate.put(segmentation.asOf(), new Margins(typings.get(i), history.customerCount(), numbers));
            }
            return new TypedHistory(history, List.copyOf(byDate.values()));
        }
    }
}
