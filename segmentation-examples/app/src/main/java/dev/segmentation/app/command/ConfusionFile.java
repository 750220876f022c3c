package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
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
     * @param csv how it is written
     */
    static ConfusionFile read(Path path, CsvOptions csv) {
        List<String> names = csv.open(path).names();
        String first = names.get(0);
        List<String> typed = names.subList(1, names.size());
        CsvTable table = csv.open(path).texts(first).numbers(typed).read();
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

    /** What a line holds. */
    private enum Kind {
        COUNTS("counts"),
        SHARES("shares"),
        /** Only 0 and 1, which may be either. */
        EITHER("shares or counts"),
        NEITHER("what is neither a count nor a share, or nothing");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        static Kind of(double... row) {
            boolean whole = Arrays.stream(row).allMatch(cell -> cell == Math.rint(cell));
            boolean shares = Arrays.stream(row).allMatch(cell -> cell >= 0 && cell <= 1);
            return shares ? whole ? EITHER : SHARES : whole ? COUNTS : NEITHER;
        }
    }

    private static TypingError error(List<String> typed, double[][] cells) {
        List<Kind> kinds = Arrays.stream(cells).map(Kind::of).toList();
        if (!kinds.contains(Kind.COUNTS)) {
            return TypingError.ofShares(typed, cells);
        }
        checkAlike(typed, kinds);
        return TypingError.ofCounts(
                typed,
                Arrays.stream(cells)
                        .map(row -> Arrays.stream(row)
                                .mapToLong(cell -> (long) cell)
                                .toArray())
                        .toArray(long[][]::new));
    }

    /** Where lines differ, the fault is in those of which there are fewer. */
    private static void checkAlike(List<String> typed, List<Kind> kinds) {
        boolean mostAreShares = count(kinds, Kind.SHARES) > count(kinds, Kind.COUNTS);
        Kind most = mostAreShares ? Kind.SHARES : Kind.COUNTS;
        for (int row = 0; row < kinds.size(); row++) {
            Kind kind = kinds.get(row);
            if (kind != most && kind != Kind.EITHER) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        row,
                        typed.get(row),
                        "--confusion: the line of \"" + typed.get(row) + "\" holds " + kind.words + ", where "
                                + (count(kinds, most) == 1
                                        ? "that of \"" + typed.get(kinds.indexOf(most)) + "\" holds "
                                        : "others hold ")
                                + most.words
                                + "; give counts in all lines, or shares in all");
            }
        }
    }

    private static long count(List<Kind> kinds, Kind wanted) {
        return kinds.stream().filter(wanted::equals).count();
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
