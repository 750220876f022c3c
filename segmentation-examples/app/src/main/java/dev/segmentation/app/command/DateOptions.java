package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.app.io.DateStyle;
import dev.segmentation.app.io.NearestName;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How dates are written in the CSV files that a command reads. */
@SuppressWarnings("NullAway.Init") // picocli sets every Optional
final class DateOptions {

    @Option(
            names = "--date-format",
            paramLabel = "FORM",
            converter = Form.class,
            description = "How dates are written, such as dd.MM.yyyy or \"MM/dd/yyyy HH:mm\"; yyyy-MM-dd if not given.")
    private Optional<DateStyle> form;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = Zone.class,
            description = "Where the days begin, such as Europe/Berlin, for times with an offset from UTC such as"
                    + " 2025-01-31T23:30:00Z; without it they are refused, since their date depends on the place.")
    private Optional<ZoneId> zone;

    /** What the options say. */
    DateStyle style() {
        DateStyle style = form.orElse(DateStyle.iso());
        return zone.map(style::withZone).orElse(style);
    }

    /** Where days begin, if it was said. */
    Optional<ZoneId> zone() {
        return zone;
    }

    /** Whether anything was said. */
    boolean isGiven() {
        return form.isPresent() || zone.isPresent();
    }

    /** Reads the option. */
    static final class Form implements ITypeConverter<DateStyle> {

        @Override
        public DateStyle convert(String option) {
            try {
                return DateStyle.iso().withPattern(option);
            } catch (InvalidInputException e) {
                String message = Objects.requireNonNullElse(e.getMessage(), "no form of a date");
                throw new TypeConversionException(message.replaceFirst("^--date-format: ", ""));
            }
        }
    }

    /** Reads the option. */
    static final class Zone implements ITypeConverter<ZoneId> {

        @Override
        public ZoneId convert(String option) {
            try {
                return ZoneId.of(option);
            } catch (DateTimeException e) {
                throw new TypeConversionException("no such zone is known; "
                        + NearestName.question(
                                option,
                                ZoneId.getAvailableZoneIds().stream().sorted().toList())
                        + "write such as Europe/Berlin or UTC");
            }
        }
    }
}
