package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A file that says which customer is in which segment at a date; a customer whose segment is blank is unscored. */
final class SegmentFile {

    private final Columns columns;
    private final CsvTable all;
    private final CsvTable scored;
    private final CsvTable unscored;

    private SegmentFile(Columns columns, CsvTable all) {
        this.columns = columns;
        this.all = all;
        List<String> names = all.texts(columns.segment);
        this.scored = rows(all, row -> !names.get(row).isBlank());
        this.unscored = rows(all, row -> names.get(row).isBlank());
    }

    private static CsvTable rows(CsvTable table, IntPredicate wanted) {
        return table.rows(IntStream.range(0, table.rowCount()).filter(wanted).toArray());
    }

    /**
     * The columns that matter.
     *
     * @param id of the customer id
     * @param segment of the segment
     * @param value of what the customer is worth
     */
    record Columns(String id, String segment, Optional<String> value) {}

    static SegmentFile read(Path path, CsvOptions csv, Columns columns) {
        CsvInput input = csv.open(path).texts(columns.id, columns.segment);
        columns.value.ifPresent(column -> input.numbers(List.of(column)));
        CsvTable table = input.read();
        SegmentColumn.checkCustomers(path, table);
        SegmentFile file = new SegmentFile(columns, table);
        if (file.scored.rowCount() == 0) {
            throw new InvalidInputException(
                    Reason.BAD_NAME,
                    columns.segment,
                    path + ": column \"" + columns.segment
                            + "\" is blank for every customer, so that nobody has a segment;"
                            + " name the column with the segment");
        }
        SegmentColumn.check(path, file.scored, columns.segment);
        return file;
    }

    /** The segments that customers have, by name. */
    SortedSet<String> segments() {
        return new TreeSet<>(scored.texts(columns.segment));
    }

    Segmentation segmentation(LocalDate asOf, List<String> segments) {
        List<String> ids = scored.texts(columns.id);
        List<String> names = scored.texts(columns.segment);
        Segmentation known = scored.located(() -> {
            Segmentation.Builder builder = Segmentation.builder(asOf);
            builder.segments(segments);
            for (int row = 0; row < scored.rowCount(); row++) {
                builder.add(ids.get(row), names.get(row));
            }
            return builder.build();
        });
        if (unscored.rowCount() == 0) {
            return known;
        }
        CustomerIds without = unscored.located(() -> CustomerIds.of(unscored.texts(columns.id)));
        return all.located(() -> known.withUnscored(without));
    }

    /** What the customers with a segment are worth; a missing one is refused here, where the line is known. */
    double[] values() {
        String column = columns.value.orElseThrow();
        double[] values = scored.numbers(column);
        for (int row = 0; row < values.length; row++) {
            int at = row;
            if (Double.isNaN(values[row])) {
                scored.located(() -> {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            at,
                            column,
                            "column \"" + column + "\": a customer has no value; write 0 for a customer worth nothing");
                });
            }
        }
        return values;
    }

    /** What the customers without a segment are worth together, to the cent; one without a value counts as nothing. */
    BigDecimal valueUnscored() {
        BigDecimal sum = BigDecimal.ZERO.setScale(2);
        for (double value : unscored.numbers(columns.value.orElseThrow())) {
            if (!Double.isNaN(value)) {
                sum = sum.add(BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN));
            }
        }
        return sum;
    }

    /** The ids of all customers, as they are written. */
    List<String> ids() {
        return all.texts(columns.id);
    }
}
