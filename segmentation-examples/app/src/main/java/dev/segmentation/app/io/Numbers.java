package dev.segmentation.app.io;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.OptionalDouble;

/** Numbers as files hold them: a point before the decimals, no grouping, whatever the locale. */
public final class Numbers {

    private Numbers() {}

    /**
     * Reads a decimal number. Stricter than {@link Double#parseDouble}: no hexadecimal, no type suffix, no "NaN".
     *
     * @param text such as {@code -1.5e3}; spaces around it do not matter
     * @return the finite number, or empty if the text is none
     */
    static OptionalDouble parse(String text) {
        return NumberStyle.PLAIN.parse(text);
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
