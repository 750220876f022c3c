package dev.segmentation.app.io;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as files hold them: a point before the decimals, no grouping, whatever the locale. */
public final class Numbers {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private Numbers() {}

    /**
     * Reads a decimal number. Stricter than {@link Double#parseDouble}: no hexadecimal, no type suffix, no "NaN".
     *
     * @param text such as {@code -1.5e3}; spaces around it do not matter
     * @return the finite number, or empty if the text is none
     */
    static OptionalDouble parse(String text) {
        String stripped = text.strip();
        if (!DECIMAL.matcher(stripped).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(stripped);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * The shortest text that reads back as the same number.
     *
     * <p>This is what {@link Double#toString(double)} gives from JDK 19 on; before, it sometimes gave a digit too many,
     * and files would differ between JDKs.
     *
     * @param value any finite number
     * @return its text
     */
    public static String text(double value) {
        return NumberOutput.toString(value, true);
    }
}
