package dev.segmentation.metrics.movers;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.metrics.internal.Cholesky;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Columns of a table as numbers for a linear model: numeric ones as they are, categorical ones as one indicator per level
 * that was seen, but for the first; then centered, in units of their standard deviation.
 */
final class Covariates {

    /** A correlation with the other columns is perfect if it leaves less than this share of the variance. */
    private static final double DEPENDENT = 1e-10;

    private static final int POLLED_ROWS = 4096;

    /** A number per row: that of a numeric column, or whether a categorical one has the level. */
    private record Term(String name, String column, int levelIndex, List<String> levels) {}

    private final List<String> columns;
    private final List<Term> terms;
    private final double[] means;
    private final double[] deviations;

    private Covariates(List<String> columns, List<Term> terms, double[] means, double[] deviations) {
        this.columns = columns;
        this.terms = terms;
        this.means = means;
        this.deviations = deviations;
    }

    /** How many terms some rows of a table make, none of which has a missing value: a pass over the levels, no more. */
    static long count(FeatureTable table, List<String> columns, int[] rows, Workers workers) {
        long count = 0;
        for (String column : columns) {
            count += table.kind(column) == ColumnKind.NUMERIC
                    ? 1
                    : Math.max(1, seen(table, column, rows, workers).cardinality() - 1);
        }
        return count;
    }

    private static BitSet seen(FeatureTable table, String column, int[] rows, Workers workers) {
        BitSet seen = new BitSet();
        for (int i = 0; i < rows.length; i++) {
            if (i % POLLED_ROWS == 0) {
                workers.checkCancelled();
            }
            seen.set((int) table.number(rows[i], column));
        }
        return seen;
    }

    /** Learns the levels and the scale from some rows of a table, none of which has a missing value. */
    static Covariates of(FeatureTable table, List<String> columns, int[] rows, Workers workers, String where) {
        List<Term> terms = new ArrayList<>();
        for (String column : columns) {
            if (table.kind(column) == ColumnKind.NUMERIC) {
                terms.add(new Term(column, column, 0, List.of()));
            } else {
                addLevels(terms, table, column, seen(table, column, rows, workers), where);
            }
        }
        int p = terms.size();
        double[] means = new double[p];
        double[] deviations = new double[p];
        Covariates plain = new Covariates(columns, List.copyOf(terms), means, deviations);
        for (int j = 0; j < p; j++) {
            workers.checkCancelled();
            double[] values = plain.term(table, terms.get(j), rows);
            means[j] = mean(values, 0);
            means[j] += mean(values, means[j]);
            double squares = 0;
            for (double value : values) {
                squares += (value - means[j]) * (value - means[j]);
            }
            deviations[j] = Math.sqrt(squares / (values.length - 1));
            if (!Double.isFinite(squares)) {
                throw new FitException(
                        Reason.RANGE,
                        where + ": the squares of column \"" + terms.get(j).column()
                                + "\" overflow; use a larger unit");
            }
            if (!(deviations[j] > 1e-13 * Math.abs(means[j]))) {
                throw new FitException(
                        Reason.ZERO_VARIANCE,
                        where + ": column \"" + terms.get(j).column()
                                + "\" does not vary among the customers; leave it out");
            }
        }
        return plain;
    }

    private static void addLevels(List<Term> terms, FeatureTable table, String column, BitSet seen, String where) {
        List<String> levels = table.levels(column);
        List<String> found = seen.stream().mapToObj(levels::get).toList();
        if (found.size() < 2) {
            throw new FitException(
                    Reason.ZERO_VARIANCE,
                    where + ": column \"" + column + "\" does not vary among the customers; leave it out");
        }
        for (int l = 1; l < found.size(); l++) {
            terms.add(new Term(column + "=" + found.get(l), column, l, found));
        }
    }

    private static double mean(double[] values, double from) {
        double sum = 0;
        for (double value : values) {
            sum += value - from;
        }
        return sum / values.length;
    }

    /** The raw numbers of a term. */
    private double[] term(FeatureTable table, Term term, int[] rows) {
        double[] values = new double[rows.length];
        if (term.levels().isEmpty()) {
            for (int i = 0; i < rows.length; i++) {
                values[i] = table.number(rows[i], term.column());
            }
            return values;
        }
        String level = term.levels().get(term.levelIndex());
        int code = table.levels(term.column()).indexOf(level);
        for (int i = 0; i < rows.length; i++) {
            values[i] = table.number(rows[i], term.column()) == code ? 1 : 0;
        }
        return values;
    }

    /** Refuses rows that the model knows nothing of. */
    void check(FeatureTable table, String where) {
        for (String column : columns) {
            List<String> known = terms.stream()
                    .filter(term -> term.column().equals(column))
                    .findFirst()
                    .map(Term::levels)
                    .orElse(List.of());
            boolean numeric = table.kind(column) == ColumnKind.NUMERIC;
            if (numeric != known.isEmpty()) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        column,
                        where + ": column \"" + column + "\" is " + table.kind(column) + ", the model was fitted on "
                                + (numeric ? "one with levels" : "a numeric one"));
            }
            List<String> levels = numeric ? List.of() : table.levels(column);
            for (int row = 0; row < table.rowCount(); row++) {
                double value = table.number(row, column);
                if (Double.isNaN(value)) {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            row,
                            column,
                            where + ": missing value at row " + row + ", column \"" + column + "\"; impute it first");
                }
                if (!numeric && !known.contains(levels.get((int) value))) {
                    throw new InvalidInputException(
                            Reason.UNKNOWN_NAME,
                            row,
                            column,
                            where + ": row " + row + " has a level of \"" + column
                                    + "\" that no customer had when the model was fitted");
                }
            }
        }
    }

    /** The standardized numbers of some rows, row-major. */
    double[] standardized(FeatureTable table, int... rows) {
        int p = terms.size();
        double[] matrix = new double[Math.multiplyExact(rows.length, p)];
        for (int j = 0; j < p; j++) {
            double[] values = term(table, terms.get(j), rows);
            for (int i = 0; i < rows.length; i++) {
                matrix[i * p + j] = (values[i] - means[j]) / deviations[j];
            }
        }
        return matrix;
    }

    /** Refuses columns of which one is a linear function of those before it. */
    void checkIndependent(double[] standardized, Workers workers, String where) {
        int p = terms.size();
        int n = standardized.length / p;
        double[][] correlations = new double[p][p];
        for (int j = 0; j < p; j++) {
            for (int l = 0; l <= j; l++) {
                workers.checkCancelled();
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += standardized[i * p + j] * standardized[i * p + l];
                }
                correlations[j][l] = sum / (n - 1);
            }
        }
        OptionalInt dependent = Cholesky.dependent(correlations, DEPENDENT);
        if (dependent.isPresent()) {
            throw new FitException(
                    Reason.UNIDENTIFIED,
                    where + ": \"" + terms.get(dependent.getAsInt()).column()
                            + "\", or one of its levels, is a linear function of the columns before it, so that their coefficients are"
                            + " not determined; leave it out");
        }
    }

    List<String> columns() {
        return columns;
    }

    List<String> names() {
        return terms.stream().map(Term::name).toList();
    }

    double mean(int term) {
        return means[term];
    }

    double deviation(int term) {
        return deviations[term];
    }
}
