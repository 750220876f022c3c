package dev.segmentation.app.story;

import dev.segmentation.Estimate;
import dev.segmentation.app.report.MigrationFiles;
import dev.segmentation.metrics.migration.MigrationTest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them; rounded in decimal, so that they are the same on every JDK. */
final class Words {

    private static final double LEAST_CHANCE = 0.001;

    private Words() {}

    /** Such as {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Such as {@code 12,345.68}. */
    static String cents(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_EVEN));
    }

    /** Such as {@code 12,346}. */
    static String rounded(BigDecimal amount) {
        return String.format(
                Locale.ROOT, "%,d", amount.setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }

    /** Such as {@code 12,346}. */
    static String rounded(double amount) {
        return rounded(new BigDecimal(amount));
    }

    /** Such as {@code 0.56}; {@code -} if undefined or infinite. */
    static String decimals(double number, int digits) {
        return Double.isFinite(number)
                ? new BigDecimal(number)
                        .setScale(digits, RoundingMode.HALF_EVEN)
                        .toPlainString()
                : "-";
    }

    /** Such as {@code 34 %}; {@code -} if undefined or infinite. */
    static String percent(double share) {
        return Double.isFinite(share) ? decimals(100 * share, 0) + " %" : "-";
    }

    /** Such as {@code 34 %}; {@code -} of nothing. */
    static String percent(long part, long whole) {
        return percent((double) part / whole);
    }

    /** Such as {@code 34 %}; {@code -} if undefined. */
    static String share(Estimate share) {
        return percent(share.value());
    }

    /** Such as {@code 31 %..37 %}; {@code -} if undefined. */
    static String interval(Estimate share) {
        return share.isDefined() ? percent(share.lower()) + ".." + percent(share.upper()) : "-";
    }

    /** Such as {@code 34 % [31..37]}; {@code -} if undefined. */
    static String compact(Estimate share) {
        return share.isDefined()
                ? share(share) + " [" + decimals(100 * share.lower(), 0) + ".." + decimals(100 * share.upper(), 0) + "]"
                : "-";
    }

    /** Such as {@code 34 % [31 %..37 %]}; {@code -} if undefined. */
    static String sure(Estimate share) {
        return share.isDefined() ? share(share) + " [" + interval(share) + "]" : "-";
    }

    /** Such as {@code (p = 0.034)}, {@code (p < 0.001)}, or {@code (p <= 0.001)} where no draw of a thousand came as far. */
    static String chance(MigrationTest test) {
        if (test.undefined().isPresent()) {
            return "(nothing to test)";
        }
        String sign = atFloor(test) ? "<= " : test.pValue() < LEAST_CHANCE ? "" : "= ";
        return "(p " + sign + chance(test.pValue()).replace("<", "< ") + ")";
    }

    /** Whether none of the draws was as far from the hypothesis: then p is the smallest that so many can give. */
    static boolean atFloor(MigrationTest test) {
        return MigrationFiles.atFloor(test);
    }

    /** Such as {@code 0.034} or {@code <0.001}. */
    static String chance(double p) {
        return p < LEAST_CHANCE ? "<" + LEAST_CHANCE : decimals(p, 3);
    }

    /** Such as {@code 1 customer} or {@code 2 customers}. */
    static String counted(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }
}
