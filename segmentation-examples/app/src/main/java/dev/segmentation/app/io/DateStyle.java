package dev.segmentation.app.io;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How dates are written in a file: as 2025-01-31, also with a time behind, unless another form is declared.
 *
 * <p>Of a time without an offset from UTC the date counts as it is written. A time with one, such as 2025-01-31T23:30:00Z, is a
 * point in time, whose date depends on the place: it is the date in the zone that was declared, and without one it is refused.
 * A date that no calendar has, such as 30 February, is refused.
 */
public final class DateStyle {

    private static final DateStyle ISO = new DateStyle(Optional.empty(), Optional.empty(), Optional.empty());

    /** How many texts of a declared form are remembered. */
    private static final int MOST_REMEMBERED = 1 << 16;

    private final Optional<String> pattern;
    private final Optional<DateTimeFormatter> formatter;
    private final Optional<ZoneId> zone;

    private DateStyle(Optional<String> pattern, Optional<DateTimeFormatter> formatter, Optional<ZoneId> zone) {
        this.pattern = pattern;
        this.formatter = formatter;
        this.zone = zone;
    }

    /**
     * Dates as ISO 8601 has them.
     *
     * @return without a zone
     */
    public static DateStyle iso() {
        return ISO;
    }

    /**
     * Dates of another form.
     *
     * @param form letters as {@link DateTimeFormatter} has them, such as {@code dd.MM.yyyy}; months in words are English
     * @return a new style
     * @throws InvalidInputException if that is no form of a date with a year of four digits ({@link Reason#BAD_PARAM})
     */
    public DateStyle withPattern(String form) {
        return new DateStyle(Optional.of(form), Optional.of(formatter(form)), zone);
    }

    /**
     * Where days begin, for points in time.
     *
     * @param place such as {@code ZoneId.of("Europe/Berlin")}
     * @return a new style
     */
    public DateStyle withZone(ZoneId place) {
        return new DateStyle(pattern, formatter, Optional.of(place));
    }

    Optional<String> pattern() {
        return pattern;
    }

    Optional<ZoneId> zone() {
        return zone;
    }

    /** Reads the dates of one column. */
    Reading reading() {
        return new Reading();
    }

    private static DateTimeFormatter formatter(String form) {
        checkLetters(form);
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(outsideOfQuotes(form, 'y', 'u')) // a year of era would ask for the era
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw refused(form, "is no form of a date");
        }
    }

    private static void checkLetters(String form) {
        String letters = outsideOfQuotes(form, 'u', 'y').replaceAll("'[^']*'", "");
        if (letters.indexOf('D') >= 0 || letters.indexOf('Y') >= 0) {
            throw refused(form, "has capital letters that mean the day of the year or the year of a week");
        }
        if (letters.indexOf('d') < 0 || (letters.indexOf('M') < 0 && letters.indexOf('L') < 0)) {
            throw refused(form, "has not both a month (MM) and a day (dd)");
        }
        if (!letters.replaceAll("[^y]", "").equals("yyyy") || !letters.contains("yyyy")) {
            throw refused(form, "has no year of four digits, without which the century is a guess");
        }
    }

    private static String outsideOfQuotes(String form, char from, char to) {
        StringBuilder changed = new StringBuilder(form);
        boolean quoted = false;
        for (int i = 0; i < form.length(); i++) {
            quoted ^= form.charAt(i) == '\'';
            if (!quoted && form.charAt(i) == from) {
                changed.setCharAt(i, to);
            }
        }
        return changed.toString();
    }

    private static InvalidInputException refused(String form, String what) {
        return new InvalidInputException(
                Reason.BAD_PARAM,
                "date-format",
                "--date-format: \"" + form + "\" " + what + "; write such as dd.MM.yyyy, MM/dd/yyyy or"
                        + " \"yyyy-MM-dd HH:mm:ss\"");
    }

    /** Reads dates one after another, and remembers some of them, since dates repeat. */
    final class Reading {

        private final Map<String, Integer> known = new HashMap<>();
        private int lastDate; // year, month and day in one number
        private int lastDay;
        private boolean metOffset;

        /**
         * The date of a cell.
         *
         * @return the day, counted from 1970-01-01
         * @throws CsvFault if it is no date, or a point in time of which nobody knows the day
         */
        int epochDay(char[] text, int from, int to) {
            int begin = from;
            int end = to;
            while (begin < end && Character.isWhitespace(text[begin])) {
                begin++;
            }
            while (end > begin && Character.isWhitespace(text[end - 1])) {
                end--;
            }
            try {
                return formatter.isPresent()
                        ? formatted(formatter.get(), new String(text, begin, end - begin))
                        : iso(text, begin, end);
            } catch (DateTimeException e) { // its message quotes the cell, so it is not passed on
                throw formatter
                        .filter(form -> isOfForm(form, new String(text, from, to - from).strip()))
                        .map(form -> notExisting())
                        .orElseGet(DateStyle.this::notADate);
            }
        }

        private int formatted(DateTimeFormatter form, String text) {
            Integer remembered = known.get(text);
            if (remembered != null) {
                return remembered;
            }
            TemporalAccessor parsed = form.parse(text);
            LocalDate date =
                    parsed.isSupported(ChronoField.OFFSET_SECONDS) || parsed.isSupported(ChronoField.INSTANT_SECONDS)
                            ? Instant.from(parsed).atZone(zone()).toLocalDate()
                            : LocalDate.from(parsed);
            int day = Math.toIntExact(date.toEpochDay());
            if (known.size() < MOST_REMEMBERED) {
                known.put(text, day);
            }
            return day;
        }

        private int iso(char[] text, int begin, int end) {
            if (end - begin < 10 || text[begin + 4] != '-' || text[begin + 7] != '-') {
                throw notADate();
            }
            int year = 100 * two(text, begin, end) + two(text, begin + 2, end);
            int month = two(text, begin + 5, end);
            int dayOfMonth = two(text, begin + 8, end);
            if (end - begin > 10) {
                return timed(date(year, month, dayOfMonth), text, begin + 10, end);
            }
            int date = (year * 100 + month) * 100 + dayOfMonth;
            if (date != lastDate) {
                lastDay = (int) date(year, month, dayOfMonth).toEpochDay();
                lastDate = date;
            }
            return lastDay;
        }

        /** What comes after a date: a time, and possibly an offset. */
        private int timed(LocalDate date, char[] text, int from, int end) {
            if (text[from] != 'T' && text[from] != 't' && text[from] != ' ') {
                throw notADate();
            }
            int hour = two(text, from + 1, end);
            expect(':', text, from + 3, end);
            int minute = two(text, from + 4, end);
            int second = 0;
            int at = from + 6;
            if (at < end && text[at] == ':') {
                second = two(text, at + 1, end);
                at += 3;
                if (at < end && (text[at] == '.' || text[at] == ',')) {
                    int decimals = ++at;
                    while (at < end && text[at] >= '0' && text[at] <= '9') {
                        at++;
                    }
                    if (at == decimals || at - decimals > 9) {
                        throw notADate();
                    }
                }
            }
            LocalDateTime local = date.atTime(hour, minute, second);
            if (at < end && text[at] == ' ') {
                at++;
                if (at == end) {
                    throw notADate();
                }
            }
            LocalDate day = at == end
                    ? date
                    : local.toInstant(offset(text, at, end)).atZone(zone()).toLocalDate();
            return (int) day.toEpochDay();
        }

        private ZoneOffset offset(char[] text, int from, int end) {
            return ZoneOffset.of(new String(text, from, end - from).toUpperCase(Locale.ROOT));
        }

        /** Whether there was a time with an offset from UTC. */
        boolean hasMetOffset() {
            return metOffset;
        }

        private ZoneId zone() {
            metOffset = true;
            return zone.orElseThrow(() -> CsvFault.inCell(
                    Reason.DATE_FORMAT,
                    " is a time with its offset from UTC, and on which day that is depends on the place; say so, such as"
                            + " --zone Europe/Berlin or --zone UTC"));
        }
    }

    private static LocalDate date(int year, int month, int dayOfMonth) {
        try {
            return LocalDate.of(year, month, dayOfMonth);
        } catch (DateTimeException e) {
            throw notExisting();
        }
    }

    /** Whether a text that is no date has its form all the same, such as that of 30 February. */
    private static boolean isOfForm(DateTimeFormatter form, String text) {
        try {
            form.withResolverStyle(ResolverStyle.LENIENT).parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static CsvFault notExisting() {
        return CsvFault.inCell(
                Reason.DATE_FORMAT,
                " is a day or time that does not exist, such as 30 February; mend it, or declare another --date-format");
    }

    private static int two(char[] text, int at, int end) {
        if (at + 1 >= end || !isDigit(text[at]) || !isDigit(text[at + 1])) {
            throw new DateTimeException("not two digits");
        }
        return 10 * (text[at] - '0') + text[at + 1] - '0';
    }

    private static void expect(char wanted, char[] text, int at, int end) {
        if (at >= end || text[at] != wanted) {
            throw new DateTimeException("not a time");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private CsvFault notADate() {
        return CsvFault.inCell(
                Reason.DATE_FORMAT,
                pattern.map(form ->
                                " is not a date of the form " + form + "; mend it, or declare another --date-format")
                        .orElse(" is not a date; write it as year-month-day, like 2025-01-31, or say its form, such as"
                                + " --date-format dd.MM.yyyy"));
    }
}
