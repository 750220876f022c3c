package dev.segmentation.app.command;

import java.time.DateTimeException;
import java.time.LocalDate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a day in an option. */
final class DayConverter implements ITypeConverter<LocalDate> {

    @Override
    public LocalDate convert(String option) {
        try {
            return LocalDate.parse(option.strip());
        } catch (DateTimeException e) {
            boolean formed = option.strip().matches("\\d{4}-\\d{2}-\\d{2}");
            throw new TypeConversionException(
                    formed
                            ? "no calendar has one of these days; mend its day or its month"
                            : "write days as year-month-day, such as 2025-03-31,2025-06-30");
        }
    }
}
