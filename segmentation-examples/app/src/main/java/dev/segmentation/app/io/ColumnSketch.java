package dev.segmentation.app.io;

import dev.segmentation.app.io.ColumnGuess.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is remembered of a column while its cells go by: never more than some thousand numbers. */
final class ColumnSketch {

    /** Texts of more levels are no categories. */
    private static final int MOST_LEVELS = 200;

    /** Digits that a double cannot hold for sure. */
    private static final int MANY_DIGITS = 16;

    private static final Pattern NAME_OF_IDS = Pattern.compile(
            "(?i)(.*[^a-z])?(id|ids|nr|no|num|number|key|code|uuid|guid|email|phone|zip|plz|customer|client|account|kunde)"
                    + "|(?i).*(kunden?nr|nummer|customerid|clientid|postcode|zipcode|postleitzahl)|(?-i).*[a-z](Id|ID|Nr|No)");

    private final String name;
    private final NumberSketch numbers;
    private final DateSketch dates;
    private final DistinctCount distinct = new DistinctCount();
    private long missing;
    private long present;
    private boolean leadingZeros;
    private boolean manyDigits;

    ColumnSketch(String name, List<NumberStyle> numberStyles, List<DateStyle> dateStyles) {
        this.name = name;
        this.numbers = new NumberSketch(numberStyles);
        this.dates = new DateSketch(dateStyles);
    }

    void add(char[] text, int from, int to, long line) {
        if (CsvColumn.isBlank(text, from, to)) {
            missing++;
            return;
        }
        present++;
        distinct.add(text, from, to);
        numbers.add(text, from, to, line);
        dates.add(text, from, to);
        int digits = 0;
        while (from + digits < to && text[from + digits] >= '0' && text[from + digits] <= '9') {
            digits++;
        }
        leadingZeros |= digits > 1 && digits == to - from && text[from] == '0';
        manyDigits |= digits >= MANY_DIGITS && digits == to - from;
    }

    NumberSketch numbers() {
        return numbers;
    }

    /** Whether there is a cell to tell something. */
    boolean hasCells() {
        return present > 0;
    }

    /** Says what the column is, if numbers are written in a style. */
    ColumnGuess guess(int style) {
        if (present == 0) {
            return guess(Kind.EMPTY, "empty");
        }
        boolean number = numbers.fits(style);
        if (number && (leadingZeros || manyDigits)) {
            return guess(Kind.ID, leadingZeros ? "id or code, with zeros in front" : "id or code, of many digits");
        }
        List<Integer> forms = dates.fitting();
        if (!forms.isEmpty()) {
            return dateGuess(forms);
        }
        boolean named = NAME_OF_IDS.matcher(name.strip()).matches();
        if (named && (!number || numbers.isWhole(style))) {
            return guess(Kind.ID, "id or code");
        }
        if (missing == 0 && distinct.isExact() && distinct.count() == 1 && present > 1) {
            return guess(Kind.CONSTANT, "constant");
        }
        return number ? numberGuess(style) : textGuess(style);
    }

    private ColumnGuess dateGuess(List<Integer> forms) {
        if (forms.size() > 1) {
            return guess(
                    Kind.TEXT,
                    "date, " + forms.stream().map(dates::form).collect(Collectors.joining(" or "))
                            + ": say which by --date-format");
        }
        int form = forms.get(0);
        return guess(
                Kind.DATE,
                "date, " + dates.form(form) + (dates.hasOffsets(form) ? ", with offsets: say --zone" : ""),
                LocalDate.ofEpochDay(dates.first(form)).toString(),
                LocalDate.ofEpochDay(dates.last(form)).toString());
    }

    private ColumnGuess numberGuess(int style) {
        boolean whole = numbers.isWhole(style);
        return guess(
                Kind.NUMBER,
                whole ? "whole number" : "number",
                text(numbers.smallest(style), whole),
                text(numbers.largest(style), whole));
    }

    private ColumnGuess textGuess(int style) {
        Optional<long[]> exceptions = numbers.exceptions(style, present);
        if (exceptions.isPresent()) {
            long count = exceptions.get()[0];
            return guess(
                    Kind.TEXT,
                    "number but for " + count + (count == 1 ? " cell" : " cells") + ", the first in line "
                            + exceptions.get()[1]);
        }
        long levels = distinct.count();
        if (distinct.isExact() && levels <= MOST_LEVELS && 2 * levels <= present) {
            return guess(Kind.CATEGORY, "category, " + levels + (levels == 1 ? " level" : " levels"));
        }
        return isUnique() ? guess(Kind.ID, "id, text") : guess(Kind.TEXT, "text");
    }

    /** As far as can be told. */
    private boolean isUnique() {
        return missing == 0 && (distinct.isExact() ? distinct.count() == present : distinct.count() > 0.9 * present);
    }

    private ColumnGuess guess(Kind kind, String words) {
        return new ColumnGuess(
                name, kind, words, missing, distinct(), distinct.isExact(), Optional.empty(), Optional.empty());
    }

    private ColumnGuess guess(Kind kind, String words, String smallest, String largest) {
        return new ColumnGuess(
                name,
                kind,
                words,
                missing,
                distinct(),
                distinct.isExact(),
                Optional.of(smallest),
                Optional.of(largest));
    }

    private long distinct() {
        return Math.min(present, distinct.count());
    }

    private static String text(double value, boolean whole) {
        return whole && Math.abs(value) < 1e15 ? Long.toString((long) value) : Numbers.text(value);
    }
}
