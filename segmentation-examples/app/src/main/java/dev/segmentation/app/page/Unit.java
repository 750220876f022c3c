package dev.segmentation.app.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** How numbers are written for people; rounded in decimal, so that they are the same on every JDK. */
enum Unit {
    /** Of one, as percent with one decimal. */
    SHARE,
    /** Whole customers. */
    COUNT,
    /** Four digits that matter. */
    NUMBER,
    /** Two, of a number that was rounded to them: {@link Measure#rounded}. */
    TWO_DIGITS,
    /** Money, with two decimals. */
    AMOUNT;

    /** Stands where an interval would have no width. */
    static final String WITHOUT_WIDTH = "exact, or all draws alike";

    private static final MathContext FOUR = new MathContext(4, RoundingMode.HALF_EVEN);

    private static final MathContext TWO = new MathContext(2, RoundingMode.HALF_EVEN);

    private static final BigDecimal PERCENT = new BigDecimal(100);

    /** From here on, nobody counts the digits. */
    private static final BigDecimal LARGE = BigDecimal.TEN.pow(15);

    /** From here on, decimals do not matter. */
    private static final BigDecimal THOUSAND = new BigDecimal(1000);

    /** Such as {@code 26.0 %}; {@code undefined} of NaN. */
    String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "undefined" : value > 0 ? "\u221e" : "\u2212\u221e";
        }
        return switch (this) {
            case SHARE -> plain(value) + "\u00a0%";
            default -> plain(value);
        };
    }

    /**
     * All digits of a number, as tables keep them.
     *
     * @return such as {@code exactly 0.26041666666666669}; empty if nothing was rounded, or what was, was so on purpose
     */
    Optional<String> exactly(double value) {
        if (this == TWO_DIGITS || !Double.isFinite(value)) {
            return Optional.empty();
        }
        BigDecimal number = BigDecimal.valueOf(value);
        BigDecimal read = new BigDecimal(plain(value).replace(",", ""));
        boolean isRead = read.compareTo(this == SHARE ? number.multiply(PERCENT) : number) == 0;
        return isRead ? Optional.empty() : Optional.of("exactly " + value);
    }

    /** Without the sign of the unit. */
    private String plain(double value) {
        BigDecimal exact = this == SHARE ? new BigDecimal(value).multiply(PERCENT) : new BigDecimal(value);
        if (exact.abs().compareTo(LARGE) >= 0) {
            return scientific(exact, FOUR);
        }
        return switch (this) {
            case SHARE -> exact.setScale(1, RoundingMode.HALF_EVEN).toPlainString();
            case COUNT -> grouped(exact, 0);
            case AMOUNT -> grouped(exact, 2);
            default -> digits(exact, this == TWO_DIGITS ? TWO : FOUR);
        };
    }

    private static String digits(BigDecimal exact, MathContext digits) {
        BigDecimal rounded = exact.round(digits);
        boolean whole = exact.stripTrailingZeros().scale() <= 0;
        if (exact.abs().compareTo(THOUSAND) >= 0) {
            return grouped(exact, 0);
        }
        int scale = whole ? 0 : Math.max(0, rounded.scale());
        return scale > 8 ? scientific(rounded, digits) : grouped(rounded, scale);
    }

    /** Such as {@code 1.000e+200}. */
    private static String scientific(BigDecimal number, MathContext digits) {
        return String.format(Locale.ROOT, "%." + (digits.getPrecision() - 1) + "e", number);
    }

    private static String grouped(BigDecimal number, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", number.setScale(decimals, RoundingMode.HALF_EVEN));
    }

    /** Such as {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Such as {@code 24.7 to 27.5}, in the unit of {@link #text}. */
    String interval(Measure measure) {
        return bound(measure.lower(), "\u2212\u221e") + " to " + bound(measure.upper(), "\u221e");
    }

    private String bound(double value, String ifOpen) {
        return Double.isFinite(value) ? plain(value) : ifOpen;
    }

    /** Such as {@code 26.0 % (24.7 to 27.5), n = 3,840}; or that it is undefined, and why. */
    String sentence(Measure measure) {
        if (!measure.isDefined()) {
            return measure.withoutValue();
        }
        String interval = measure.hasInterval()
                ? " (" + interval(measure) + ")"
                : measure.hasNoWidth() ? " (" + WITHOUT_WIDTH + ")" : "";
        String customers = measure.customers().isPresent()
                ? ", n\u00a0=\u00a0" + count(measure.customers().getAsLong())
                : "";
        return text(measure.value()) + interval + customers;
    }
}
