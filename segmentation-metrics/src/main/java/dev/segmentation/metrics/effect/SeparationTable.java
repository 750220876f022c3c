package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.Execution;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which columns separate the segments: the effect of every column with its interval, and p values that allow for there
 * being many columns.
 *
 * <p>Numeric columns are measured by ε², categorical ones, ordinal included, by bias-corrected Cramér's V; the two are on
 * different scales. Columns that formed the segments separate them by construction: leave them out, or read their effects
 * as a description, never as evidence.
 *
 * <p>Missing values are left out column by column. Row weights are not used: each row counts once.
 *
 * <p><b>Undefined:</b> the effect of a column says why; it does not count as a test.
 * <br><b>Cost:</b> O(n) time per column, O(n) memory per thread.
 */
public final class SeparationTable {

    private final List<ColumnSeparation> columns;

    private SeparationTable(List<ColumnSeparation> columns) {
        this.columns = columns;
    }

    /**
     * Measures all columns, on the calling thread.
     *
     * @param table n rows
     * @param assignment n labels
     * @param level the confidence level of the intervals, in (0, 1)
     * @return one line per column
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or the level is out of range
     */
    public static SeparationTable of(FeatureTable table, Assignment assignment, double level) {
        return of(table, assignment, level, Execution.sequential());
    }

    /**
     * Measures all columns.
     *
     * @param table n rows
     * @param assignment n labels
     * @param level the confidence level of the intervals, in (0, 1)
     * @param execution how to run; columns are worked on side by side
     * @return one line per column
     * @throws InvalidInputException if the row counts differ ({@link Reason#SCHEMA_MISMATCH}) or the level is out of range
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public static SeparationTable of(FeatureTable table, Assignment assignment, double level, Execution execution) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(table.rowCount(), assignment.size(), "SeparationTable.of", "assignment", "row");
        Arguments.openUnit(level, "SeparationTable.of", "level");
        List<String> names = table.names();
        List<ColumnSeparation> found;
        try (Workers workers = execution.start()) {
            found = workers.map(names.size(), j -> measure(table, names.get(j), assignment, level));
        }
        double[] p = found.stream().mapToDouble(ColumnSeparation::pValue).toArray();
        double[] holm = Tails.holm(p);
        double[] falseDiscovery = Tails.benjaminiHochberg(p);
        List<ColumnSeparation> adjusted = new ArrayList<>();
        for (int j = 0; j < p.length; j++) {
            adjusted.add(found.get(j).adjusted(holm[j], falseDiscovery[j]));
        }
        return new SeparationTable(List.copyOf(adjusted));
    }

    private static ColumnSeparation measure(FeatureTable table, String name, Assignment assignment, double level) {
        double[] values = table.numbers(name);
        if (table.kind(name) == ColumnKind.NUMERIC) {
            return ColumnSeparation.of(name, NumericEffect.of(values, assignment), level);
        }
        long[][] counts = new long[assignment.segmentCount()]
                [Math.max(1, table.levels(name).size())];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                counts[assignment.label(i)][(int) values[i]]++;
            }
        }
        return ColumnSeparation.of(name, CategoricalEffect.of(ContingencyTable.copyOf(counts)), level);
    }

    /**
     * All columns.
     *
     * @return in the order of the table
     */
    public List<ColumnSeparation> columns() {
        return columns;
    }

    /**
     * All columns, those first of whose effect at least the largest amount is certain: by the lower end of the interval,
     * then by the effect; undefined ones last.
     *
     * @return ordered anew; numeric and categorical columns are on different scales
     */
    public List<ColumnSeparation> strongestFirst() {
        return columns.stream()
                .sorted(Comparator.comparing((ColumnSeparation c) -> !c.effect().isDefined())
                        .thenComparingDouble(c -> -c.effect().lower())
                        .thenComparingDouble(c -> -c.effect().value()))
                .toList();
    }

    /** One line per column, strongest first. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("column", "", "effect", "lower", "upper", "p", "Holm", "FDR", "n"));
        for (ColumnSeparation c : strongestFirst()) {
            lines.add(List.of(
                    c.column(),
                    c.measure(),
                    c.effect()
                            .undefined()
                            .map(Enum::name)
                            .orElseGet(() -> shown(c.effect().value())),
                    shown(c.effect().lower()),
                    shown(c.effect().upper()),
                    shown(c.pValue()),
                    shown(c.holm()),
                    shown(c.falseDiscovery()),
                    Long.toString(c.effect().customers())));
        }
        return TextTable.of(lines);
    }

    private static String shown(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3g", value);
    }
}
