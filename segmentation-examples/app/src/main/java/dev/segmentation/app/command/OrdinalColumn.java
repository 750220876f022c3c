package dev.segmentation.app.command;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A column of ordered categories.
 *
 * @param name the column
 * @param levels the lowest first
 */
record OrdinalColumn(String name, List<String> levels) {

    /** Reads such as {@code tier:low|mid|high}. */
    static final class Converter implements ITypeConverter<OrdinalColumn> {

        @Override
        public OrdinalColumn convert(String option) {
            int colon = option.indexOf(':');
            if (colon <= 0 || colon == option.length() - 1) {
                throw new TypeConversionException("write the column, a colon, and its levels from the lowest, such as"
                        + " \"tier:low|mid|high\"");
            }
            return new OrdinalColumn(
                    option.substring(0, colon),
                    Arrays.asList(option.substring(colon + 1).split("\\|")));
        }
    }
}
