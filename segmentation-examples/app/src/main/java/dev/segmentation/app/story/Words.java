package dev.segmentation.app.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them; rounded in decimal, so that they are the same on every JDK. */
final class Words {

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
}
