package dev.segmentation.metrics.selection;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the rows of a table have no value, to be missing in drawn rows, too. */
final class MissingPattern {

    private final Map<String, boolean[]> missing; // of the columns that lack a value, by row
    private final double[] weightUpTo; // of the rows that count, in their order
    private final int[] rows; // that count: of positive weight, with a value

    private MissingPattern(Map<String, boolean[]> missing, double[] weightUpTo, int[] rows) {
        this.missing = missing;
        this.weightUpTo = weightUpTo;
        this.rows = rows;
    }

    static MissingPattern none() {
        return new MissingPattern(Map.of(), new double[0], new int[0]);
    }

    static MissingPattern of(FeatureTable table) {
        int n = table.rowCount();
        Map<String, boolean[]> missing = new HashMap<>();
        boolean[] known = new boolean[n];
        for (String name : table.names()) {
            double[] numbers = table.numbers(name);
            boolean[] column = new boolean[n];
            boolean any = false;
            for (int i = 0; i < n; i++) {
                column[i] = Double.isNaN(numbers[i]);
                any |= column[i];
                known[i] |= !column[i];
            }
            if (any) {
                missing.put(name, column);
            }
        }
        int[] rows = new int[n];
        double[] weightUpTo = new double[n];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (known[i] && table.weight(i) > 0) {
                sum += table.weight(i);
                rows[count] = i;
                weightUpTo[count++] = sum;
            }
        }
        return new MissingPattern(missing, Arrays.copyOf(weightUpTo, count), Arrays.copyOf(rows, count));
    }

    /**
     * Drawn rows without what is missing: of R rows the i-th lacks what the row lacks at which (i + ½)/R of the weight has
     * passed. Without weights, that is row i of those that have a value.
     */
    FeatureTable in(FeatureTable drawn) {
        if (missing.isEmpty() || rows.length == 0) {
            return drawn;
        }
        int[] like = new int[drawn.rowCount()];
        double total = weightUpTo[weightUpTo.length - 1];
        for (int i = 0, at = 0; i < like.length; i++) {
            while (at < rows.length - 1 && weightUpTo[at] < (i + 0.5) / like.length * total) {
                at++;
            }
            like[i] = rows[at];
        }
        FeatureTable.Builder builder = FeatureTable.builder();
        for (String name : drawn.names()) {
            boolean[] lacks = missing.getOrDefault(name, new boolean[0]);
            if (drawn.kind(name) == ColumnKind.NUMERIC) {
                double[] numbers = drawn.numbers(name);
                for (int i = 0; i < numbers.length && lacks.length > 0; i++) {
                    numbers[i] = lacks[like[i]] ? Double.NaN : numbers[i];
                }
                builder.numeric(name, numbers);
                continue;
            }
            List<@Nullable String> levels = new ArrayList<>();
            for (int i = 0; i < like.length; i++) {
                boolean kept = lacks.length == 0 || !lacks[like[i]];
                levels.add(kept ? drawn.level(i, name).orElse(null) : null);
            }
            if (drawn.kind(name) == ColumnKind.ORDINAL) {
                builder.ordinal(name, drawn.levels(name), levels);
            } else {
                builder.nominal(name, levels);
            }
        }
        return builder.build();
    }
}
