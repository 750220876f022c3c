package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.NameList;
import dev.segmentation.metrics.noise.TypingError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A typing error in a file: a line per true segment, whose name comes first, and a column per segment typed. */
final class ConfusionFile {

    private final CsvTable table;
    private final TypingError error;

    private ConfusionFile(CsvTable table, TypingError error) {
        this.table = table;
        this.error = error;
    }

    /**
     * Reads a typing error.
     *
     * @param path of a file of shares, whose lines sum to 1, or of counts of customers: whole numbers, not all 0 or 1
     */
    static ConfusionFile read(Path path) {
        List<String> names = CsvInput.of(path).names();
        String first = names.get(0);
        List<String> typed = names.subList(1, names.size());
        CsvTable table = CsvInput.of(path).texts(first).numbers(typed).read();
        List<String> truly = table.texts(first);
        if (!truly.equals(typed)) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    first,
                    path + ": the lines are " + NameList.of(truly) + ", the columns " + NameList.of(typed)
                            + "; give one line per true segment and one column per segment typed, in the same order");
        }
        int k = typed.size();
        double[][] cells = new double[k][k];
        for (int t = 0; t < k; t++) {
            double[] column = table.numbers(typed.get(t));
            for (int s = 0; s < k; s++) {
                cells[s][t] = column[s];
            }
        }
        return new ConfusionFile(table, table.located(() -> error(typed, cells)));
    }

    private static TypingError error(List<String> typed, double[][] cells) {
        boolean counts = Arrays.stream(cells).flatMapToDouble(Arrays::stream).anyMatch(cell -> cell > 1)
                && Arrays.stream(cells).flatMapToDouble(Arrays::stream).allMatch(cell -> cell == Math.rint(cell));
        return counts
                ? TypingError.ofCounts(
                        typed,
                        Arrays.stream(cells)
                                .map(row -> Arrays.stream(row)
                                        .mapToLong(cell -> (long) cell)
                                        .toArray())
                                .toArray(long[][]::new))
                : TypingError.ofShares(typed, cells);
    }

    /**
     * Corrects for this error; if that is not possible, the message names this file.
     *
     * @param <T> what is corrected
     * @param correction takes the error
     */
    <T> T correct(Function<TypingError, T> correction) {
        return table.located(() -> correction.apply(error));
    }
}
