package dev.segmentation.metrics.effect;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.Noncentrality;
import dev.segmentation.metrics.internal.Tails;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How strongly a categorical column goes with the segments: Cramér's V, and its form without the bias that makes chance
 * look like association.
 *
 * <p>0 means none, 1 that one determines the other. Rows and columns without customers are skipped.
 *
 * <p><b>Undefined:</b> NaN, with the reason in {@link #undefined()}: no customers, or all in one row or one column.
 * <br><b>Cost:</b> O(k·levels).
 * <br><b>Reference:</b> W. Bergsma (2013), J. Korean Stat. Soc. 42, 323–328, doi:10.1016/j.jkss.2012.10.002.
 */
public final class CategoricalEffect {

    private final long n;
    private final int rows;
    private final int columns;
    private final double chiSquare;
    private final double smallestExpected;
    private final @Nullable Reason undefined;

    private CategoricalEffect(ContingencyTable table) {
        this.n = table.customers();
        int occupiedRows = 0;
        int occupiedColumns = 0;
        double leastRow = n;
        double leastColumn = n;
        for (int i = 0; i < table.rowCount(); i++) {
            if (table.rowTotal(i) > 0) {
                occupiedRows++;
                leastRow = Math.min(leastRow, (double) table.rowTotal(i));
            }
        }
        for (int j = 0; j < table.columnCount(); j++) {
            if (table.columnTotal(j) > 0) {
                occupiedColumns++;
                leastColumn = Math.min(leastColumn, (double) table.columnTotal(j));
            }
        }
        this.rows = occupiedRows;
        this.columns = occupiedColumns;
        this.smallestExpected = leastRow * leastColumn / n;
        if (n == 0) {
            this.undefined = Reason.NO_OBSERVATIONS;
        } else if (rows == 1) {
            this.undefined = Reason.SINGLE_SEGMENT;
        } else {
            this.undefined = columns == 1 ? Reason.ZERO_VARIANCE : null;
        }
        this.chiSquare = undefined == null ? chiSquare(table) : Double.NaN;
    }

    /**
     * Measures the association of the rows, segments, with the columns, levels.
     *
     * @param table segments × levels
     * @return the effect
     */
    public static CategoricalEffect of(ContingencyTable table) {
        return new CategoricalEffect(Objects.requireNonNull(table, "table"));
    }

    /**
     * Pearson's χ² = Σ (observed − expected)²/expected.
     *
     * @return at least 0; about {@link #degreesOfFreedom()} if there is no association; NaN if undefined
     */
    public double chiSquare() {
        return chiSquare;
    }

    /**
     * (rows − 1)·(columns − 1), of those that have customers.
     *
     * @return at least 0
     */
    public long degreesOfFreedom() {
        return Math.max(0, (rows - 1L) * (columns - 1L));
    }

    /**
     * How often a χ² as large would arise without any association. Unreliable where {@link #smallestExpected()} is below
     * 5 or so.
     *
     * @return in [0, 1]; NaN if undefined
     */
    public double pValue() {
        return undefined == null ? Tails.chiSquare(chiSquare, (double) degreesOfFreedom()) : Double.NaN;
    }

    /**
     * The smallest number of customers that a cell would have on average without any association.
     *
     * @return more than 0; NaN without customers
     */
    public double smallestExpected() {
        return smallestExpected;
    }

    /**
     * Cramér's V = √(χ²/(n·min(rows − 1, columns − 1))).
     *
     * @return in [0, 1]; too large on average; NaN if undefined
     */
    public double cramersV() {
        return undefined == null ? Math.sqrt(chiSquare / n / (Math.min(rows, columns) - 1)) : Double.NaN;
    }

    /**
     * Cramér's V corrected for its bias after Bergsma: from φ² = max(0, χ²/n − (r − 1)(c − 1)/(n − 1)), with r and c
     * shortened likewise, r − (r − 1)²/(n − 1).
     *
     * @return in [0, 1]; NaN if undefined or if there is but one customer per row or column
     */
    public double correctedCramersV() {
        if (undefined != null) {
            return Double.NaN;
        }
        double pairs = n - 1.0;
        double phi = Math.max(0, chiSquare / n - degreesOfFreedom() / pairs);
        double shorterRows = rows - (rows - 1.0) * (rows - 1.0) / pairs;
        double shorterColumns = columns - (columns - 1.0) * (columns - 1.0) / pairs;
        double dimension = Math.min(shorterRows, shorterColumns) - 1;
        return dimension > 0 ? Math.min(1, Math.sqrt(phi / dimension)) : Double.NaN;
    }

    /**
     * The association in the population: the corrected V, with the interval of V that follows from the noncentral χ²
     * distribution, √(λ/(n·min(rows − 1, columns − 1))) at both ends, at most 1.
     *
     * @param level the confidence level, in (0, 1)
     * @return the association; undefined for the reasons above
     * @throws InvalidInputException if the level is out of range
     */
    public Estimate association(double level) {
        Arguments.openUnit(level, "CategoricalEffect.association", "level");
        if (undefined != null) {
            return Estimate.undefined(undefined, n);
        }
        if (Double.isNaN(correctedCramersV())) {
            return Estimate.undefined(Reason.NO_WITHIN_VARIATION, n);
        }
        double[] lambda = Noncentrality.ofChiSquare(chiSquare, (double) degreesOfFreedom(), level);
        double scale = (double) n * (Math.min(rows, columns) - 1);
        return Estimate.of(
                correctedCramersV(),
                Math.min(1, Math.sqrt(lambda[0] / scale)),
                Math.min(1, Math.sqrt(lambda[1] / scale)),
                level,
                n);
    }

    /**
     * Why the effect is undefined.
     *
     * @return the reason, or empty if it is defined
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(undefined);
    }

    @Override
    public String toString() {
        return undefined == null
                ? String.format(
                        Locale.ROOT,
                        "CategoricalEffect[χ²(%d) = %.4g, p = %.3g, V = %.4g]",
                        degreesOfFreedom(),
                        chiSquare,
                        pValue(),
                        correctedCramersV())
                : "CategoricalEffect[undefined: " + undefined + "]";
    }

    private static double chiSquare(ContingencyTable table) {
        ExactSum sum = new ExactSum();
        for (int i = 0; i < table.rowCount(); i++) {
            for (int j = 0; j < table.columnCount(); j++) {
                double expected = table.rowTotal(i) * ((double) table.columnTotal(j) / table.customers());
                if (expected > 0) {
                    double difference = table.count(i, j) - expected;
                    sum.add(difference * difference / expected);
                }
            }
        }
        return sum.value();
    }
}
