package dev.segmentation.app.command;

import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads options that are numbers; what is none is refused in words that need no programmer. */
final class NumberOptions {

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

    private NumberOptions() {}

    /** Of a program and of the commands that it has. */
    static void register(CommandLine program) {
        program.registerConverter(int.class, whole(Integer::valueOf))
                .registerConverter(Integer.class, whole(Integer::valueOf))
                .registerConverter(long.class, whole(Long::valueOf))
                .registerConverter(Long.class, whole(Long::valueOf))
                .registerConverter(double.class, NumberOptions::number)
                .registerConverter(Double.class, NumberOptions::number);
    }

    private static <N> ITypeConverter<N> whole(Function<String, N> read) {
        return option -> {
            try {
                return read.apply(option);
            } catch (NumberFormatException e) {
                throw refused(option, WHOLE.matcher(option).matches() ? "is too large a number" : "is no whole number");
            }
        };
    }

    private static Double number(String option) {
        try {
            return Double.valueOf(option);
        } catch (NumberFormatException e) {
            throw refused(option, "is no number, such as 0.5");
        }
    }

    private static TypeConversionException refused(String option, String why) {
        return new TypeConversionException("'" + option + "' " + why);
    }
}
