package dev.segmentation.app.io;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How numbers are written in a file: the sign before the decimals, and one between groups of three digits if it was declared.
 * Stricter than {@link Double#parseDouble}: no hexadecimal, no type suffix, no "NaN", ASCII digits only.
 */
final class NumberStyle {

    /** As programs write numbers. */
    static final NumberStyle PLAIN = new NumberStyle(DecimalSign.POINT, Optional.empty());

    /** Powers of ten that are doubles. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Whole numbers up to here are doubles. */
    private static final long EXACT = 1L << 53;

    private final DecimalSign decimal;
    private final Optional<ThousandsSign> thousands;

    NumberStyle(DecimalSign decimal, Optional<ThousandsSign> thousands) {
        this.decimal = decimal;
        this.thousands = thousands;
    }

    DecimalSign decimal() {
        return decimal;
    }

    Optional<ThousandsSign> thousands() {
        return thousands;
    }

    /**
     * Reads a number; blanks around it do not matter.
     *
     * @return the finite number nearest to the text, or empty if the text is none
     */
    OptionalDouble parse(char[] text, int from, int to) {
        return stripped(text, from, to).number();
    }

    private Parse stripped(char[] text, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && Character.isWhitespace(text[begin])) {
            begin++;
        }
        while (end > begin && Character.isWhitespace(text[end - 1])) {
            end--;
        }
        return new Parse(text, begin, end);
    }

    OptionalDouble parse(String text) {
        return parse(text.toCharArray(), 0, text.length());
    }

    /** One number while it is read. */
    private final class Parse {

        private final char[] text;
        private final int begin;
        private final int end;
        private int at;
        private long digits;
        private int significant;
        private int decimals;
        private int seen;
        private boolean tooLarge;

        Parse(char[] text, int begin, int end) {
            this.text = text;
            this.begin = begin;
            this.end = end;
            this.at = begin;
        }

        OptionalDouble number() {
            boolean negative = at < end && text[at] == '-';
            if (negative || (at < end && text[at] == '+')) {
                at++;
            }
            if (!whole()) {
                return OptionalDouble.empty();
            }
            if (at < end && text[at] == decimal.sign()) {
                at++;
                int before = at;
                digits();
                decimals = at - before;
            }
            int exponent = 0;
            if (seen > 0 && at < end && (text[at] == 'e' || text[at] == 'E')) {
                at++;
                boolean down = at < end && text[at] == '-';
                if (down || (at < end && text[at] == '+')) {
                    at++;
                }
                int before = at;
                while (at < end && at - before < 5 && isDigit(text[at])) {
                    exponent = 10 * exponent + (text[at++] - '0');
                }
                if (at == before || at - before > 4) {
                    while (at < end && isDigit(text[at])) {
                        at++;
                    }
                    tooLarge = at > before && at == end && !down && significant > 0;
                    return OptionalDouble.empty();
                }
                exponent = down ? -exponent : exponent;
            }
            return seen > 0 && at == end ? value(negative, exponent - decimals) : OptionalDouble.empty();
        }

        /** Digits before the decimal sign, in groups of three if they are grouped. */
        private boolean whole() {
            int before = at;
            digits();
            if (thousands.isEmpty() || at == end || !thousands.get().is(text[at])) {
                return true;
            }
            boolean right = at > before && at - before <= 3;
            while (right && at < end && thousands.get().is(text[at])) {
                at++;
                int group = at;
                digits();
                right = at - group == 3;
            }
            return right;
        }

        private void digits() {
            while (at < end && isDigit(text[at])) {
                int digit = text[at++] - '0';
                seen++;
                if (significant > 0 || digit > 0) {
                    significant++;
                }
                if (significant <= 18) {
                    digits = 10 * digits + digit;
                }
            }
        }

        /** Two doubles that are exact give the nearest quotient or product (W. D. Clinger 1990). */
        private OptionalDouble value(boolean negative, int exponent) {
            if (significant <= 18 && digits <= EXACT && Math.abs(exponent) < POWERS.length) {
                double size = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
                return OptionalDouble.of(negative ? -size : size);
            }
            StringBuilder plain = new StringBuilder();
            for (int i = begin; i < end; i++) {
                char c = text[i];
                if (c == decimal.sign()) {
                    plain.append('.');
                } else if (isDigit(c) || c == '-' || c == '+' || c == 'e' || c == 'E') {
                    plain.append(c);
                }
            }
            double value = Double.parseDouble(plain.toString());
            tooLarge = Double.isInfinite(value);
            return tooLarge ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        /** Whether it is no number only because no double is as large. */
        boolean isTooLarge() {
            return number().isEmpty() && tooLarge;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether all texts that are not blank are numbers in this style, and some are others or none in files of ours. */
    boolean isOwn(List<String> texts) {
        boolean own = false;
        for (String text : texts) {
            if (!text.isBlank()) {
                OptionalDouble number = parse(text);
                if (number.isEmpty()) {
                    return false;
                }
                own |= !number.equals(PLAIN.parse(text));
            }
        }
        return own;
    }

    /** What is wrong with a cell that is no number, and the way out; follows its place. */
    String fault(char[] text, int from, int to) {
        if (stripped(text, from, to).isTooLarge()) {
            return " is a number too large to compute with, which ends at 1.8e308; mend it, or leave the cell empty where the"
                    + " number is missing";
        }
        String what = " is not a number; ";
        DecimalSign other = decimal.other();
        if (isNumber(other, Optional.empty(), text, from, to)) {
            ThousandsSign grouping = other == DecimalSign.COMMA ? ThousandsSign.COMMA : ThousandsSign.POINT;
            if (isNumber(decimal, Optional.of(grouping), text, from, to)) {
                return what + "its " + word(other) + " may stand before decimals or between groups of three digits; say"
                        + (decimal == DecimalSign.POINT ? " --decimal comma or" : "") + " --thousands " + word(other)
                        + (decimal == DecimalSign.POINT ? "" : ", or leave out --decimal comma");
            }
            return decimal == DecimalSign.POINT
                    ? what + "it has a decimal comma; write a decimal point, or say --decimal comma"
                    : what
                            + "it has a decimal point; write a decimal comma as in other cells, or leave out --decimal comma";
        }
        for (DecimalSign sign : new DecimalSign[] {decimal, other}) {
            for (ThousandsSign grouping : ThousandsSign.values()) {
                if (!grouping.is(sign.sign()) && isNumber(sign, Optional.of(grouping), text, from, to)) {
                    return what + "it has signs between groups of three digits; write digits only, or say"
                            + (sign == DecimalSign.COMMA ? " --decimal comma" : "")
                            + " --thousands " + word(grouping);
                }
            }
        }
        return what + "write digits with a decimal " + word(decimal)
                + ", or leave the cell empty where the number is missing";
    }

    private static String word(Enum<?> sign) {
        return sign.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isNumber(DecimalSign sign, Optional<ThousandsSign> grouping, char[] text, int from, int to) {
        return new NumberStyle(sign, grouping).parse(text, from, to).isPresent();
    }
}
