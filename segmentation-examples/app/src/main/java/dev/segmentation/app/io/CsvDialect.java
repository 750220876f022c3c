package dev.segmentation.app.io;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * How a CSV file is written: what separates its cells, how numbers and dates look, in which encoding. Without more being said,
 * the separator is found in the first line, numbers have a decimal point and no groups, dates are those of ISO 8601, and text
 * is in UTF-8 or in what its byte order mark says. Immutable.
 */
public final class CsvDialect {

    private static final CsvDialect STANDARD = new CsvDialect(
            Optional.empty(),
            NumberStyle.PLAIN,
            DateStyle.iso(),
            Optional.empty(),
            Formulas.GUARDED,
            ReadingListener.NONE);

    private final Optional<Character> separator;
    private final NumberStyle numbers;
    private final DateStyle dates;
    private final Optional<Charset> encoding;
    private final Formulas formulas;
    private final ReadingListener listener;

    private CsvDialect(
            Optional<Character> separator,
            NumberStyle numbers,
            DateStyle dates,
            Optional<Charset> encoding,
            Formulas formulas,
            ReadingListener listener) {
        this.separator = separator;
        this.numbers = numbers;
        this.dates = dates;
        this.encoding = encoding;
        this.formulas = formulas;
        this.listener = listener;
    }

    /**
     * Where nothing was declared.
     *
     * @return the dialect
     */
    public static CsvDialect standard() {
        return STANDARD;
    }

    /**
     * What may stand between cells, by name.
     *
     * @param name comma, semicolon, tab, pipe, or a character
     * @return the character
     * @throws InvalidInputException if it is none that can separate cells ({@link Reason#BAD_PARAM})
     */
    public static char separator(String name) {
        char sign = Separator.named(name).orElse(name.length() == 1 ? name.charAt(0) : '"');
        boolean numeric = sign == '.' || sign == '-' || sign == '+';
        if (sign == '"'
                || sign == '\n'
                || sign == '\r'
                || numeric
                || Character.isLetterOrDigit(sign)
                || Character.isSurrogate(sign)) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "separator",
                    "write comma, semicolon, tab, pipe, or a character that is part of no text, number or date");
        }
        return sign;
    }

    /**
     * Declares what stands between cells.
     *
     * @param character one of {@link #separator(String)}
     * @return a new dialect
     */
    public CsvDialect withSeparator(char character) {
        return new CsvDialect(Optional.of(character), numbers, dates, encoding, formulas, listener);
    }

    /**
     * Declares how numbers are written.
     *
     * @param decimal before the decimals
     * @param thousands between groups of three digits, if there are such; another sign than the decimal one
     * @return a new dialect
     */
    public CsvDialect withNumbers(DecimalSign decimal, Optional<ThousandsSign> thousands) {
        return new CsvDialect(separator, new NumberStyle(decimal, thousands), dates, encoding, formulas, listener);
    }

    /**
     * Declares how dates are written.
     *
     * @param style of all columns of dates
     * @return a new dialect
     */
    public CsvDialect withDates(DateStyle style) {
        return new CsvDialect(separator, numbers, style, encoding, formulas, listener);
    }

    /**
     * Declares the encoding.
     *
     * @param charset of the text
     * @return a new dialect
     */
    public CsvDialect withEncoding(Charset charset) {
        return new CsvDialect(separator, numbers, dates, Optional.of(charset), formulas, listener);
    }

    /**
     * Says what to do with texts that look like formulas.
     *
     * @param treatment when they are read and written
     * @return a new dialect
     */
    public CsvDialect withFormulas(Formulas treatment) {
        return new CsvDialect(separator, numbers, dates, encoding, treatment, listener);
    }

    /**
     * Says who is told how far the reading of such files is.
     *
     * @param told while files are read
     * @return a new dialect
     */
    public CsvDialect withListener(ReadingListener told) {
        return new CsvDialect(separator, numbers, dates, encoding, formulas, told);
    }

    ReadingListener listener() {
        return listener;
    }

    Optional<Character> separator() {
        return separator;
    }

    NumberStyle numbers() {
        return numbers;
    }

    DateStyle dates() {
        return dates;
    }

    Optional<Charset> encoding() {
        return encoding;
    }

    /**
     * What is done with texts that look like formulas.
     *
     * @return when they are read and written
     */
    public Formulas formulas() {
        return formulas;
    }
}
