package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.app.io.CsvDialect;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.DecimalSign;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.app.io.NearestName;
import dev.segmentation.app.io.ReadingListener;
import dev.segmentation.app.io.ThousandsSign;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How the CSV files are written that a command reads; what is not said is found, or is as programs write it. */
@SuppressWarnings("NullAway.Init") // picocli sets every Optional
final class CsvOptions {

    private static final char TAB = '\t';

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--separator",
            paramLabel = "SIGN",
            converter = SeparatorSign.class,
            description =
                    "Between the cells of CSV files: comma, semicolon, tab, pipe or a character; if not given, the one"
                            + " that is in the first line.")
    private Optional<Character> separator;

    @Option(
            names = "--decimal",
            paramLabel = "SIGN",
            converter = Decimal.class,
            description = "Before decimals: point, or comma as in 1,5; point if not given.")
    private Optional<DecimalSign> decimal;

    @Option(
            names = "--thousands",
            paramLabel = "SIGN",
            converter = Thousands.class,
            description =
                    "Between groups of three digits: point, comma, blank or apostrophe; if not given, there are no"
                            + " groups.")
    private Optional<ThousandsSign> thousands;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            converter = Encoding.class,
            description =
                    "Of CSV files, such as windows-1252 or ISO-8859-1; if not given, UTF-8, or what the byte order mark"
                            + " says.")
    private Optional<Charset> encoding;

    @Option(
            names = "--verbatim",
            description =
                    "Read and write texts in CSV files as they are; otherwise one that a spreadsheet would calculate, such"
                            + " as =1+1, is written with an apostrophe in front, which reading takes away.")
    private boolean verbatim;

    private ReadingListener listener = ReadingListener.NONE;

    /** Has a session told how far files of a command are read. */
    static void watch(CommandSpec command, Session session) {
        for (CommandSpec mixin : command.mixins().values()) {
            if (mixin.userObject() instanceof CsvOptions options) {
                options.listener = session.reading();
            }
            watch(mixin, session);
        }
    }

    /** What the options say. */
    CsvDialect dialect() {
        DecimalSign sign = decimal.orElse(DecimalSign.POINT);
        if (thousands.isPresent() && thousands.get().name().equals(sign.name())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--thousands is " + text(sign) + ", and so is --decimal"
                            + (decimal.isEmpty() ? " if not given" : "") + "; they have to differ");
        }
        CsvDialect dialect = CsvDialect.standard()
                .withNumbers(sign, thousands)
                .withFormulas(formulas())
                .withListener(listener);
        if (separator.isPresent()) {
            dialect = dialect.withSeparator(separator.get());
        }
        return encoding.isPresent() ? dialect.withEncoding(encoding.get()) : dialect;
    }

    /** Asks for columns of a file. */
    CsvInput open(Path file) {
        return CsvInput.of(file, dialect());
    }

    /** What to do with texts that look like formulas. */
    Formulas formulas() {
        return verbatim ? Formulas.VERBATIM : Formulas.GUARDED;
    }

    /** Whether anything was said about files to read. */
    boolean isGiven() {
        return separator.isPresent() || decimal.isPresent() || thousands.isPresent() || encoding.isPresent();
    }

    /** Whether it was said how numbers are written. */
    boolean areNumbersGiven() {
        return decimal.isPresent() || thousands.isPresent();
    }

    /** Whether the encoding was said. */
    boolean isEncodingGiven() {
        return encoding.isPresent();
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E named(String option, E[] values) {
        return Arrays.stream(values)
                .filter(value -> text(value).equals(option))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(NearestName.amongAll(
                        option, Arrays.stream(values).map(CsvOptions::text).toList())));
    }

    /** Reads the option. */
    static final class SeparatorSign implements ITypeConverter<Character> {

        @Override
        public Character convert(String option) {
            try {
                return CsvDialect.separator(option.equals("\\t") ? String.valueOf(TAB) : option);
            } catch (InvalidInputException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads the option. */
    static final class Decimal implements ITypeConverter<DecimalSign> {

        @Override
        public DecimalSign convert(String option) {
            return named(option, DecimalSign.values());
        }
    }

    /** Reads the option. */
    static final class Thousands implements ITypeConverter<ThousandsSign> {

        @Override
        public ThousandsSign convert(String option) {
            return named(option, ThousandsSign.values());
        }
    }

    /** Reads the option. */
    static final class Encoding implements ITypeConverter<Charset> {

        @Override
        public Charset convert(String option) {
            try {
                return Charset.forName(option);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                throw new TypeConversionException("no such encoding is known; "
                        + NearestName.question(
                                option, List.copyOf(Charset.availableCharsets().keySet()))
                        + "write such as UTF-8, windows-1252, ISO-8859-1 or UTF-16LE");
            }
        }
    }
}
