package dev.segmentation.app.io;

import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.OptionalDouble;

/** One column of a file while it is read. */
abstract class CsvColumn {

    private final String name;

    private CsvColumn(String name) {
        this.name = name;
    }

    /** As it was asked for. */
    String name() {
        return name;
    }

    /**
     * Takes the next cell.
     *
     * @throws CsvFault if it is not of the kind of the column
     */
    abstract void add(char[] text, int from, int to);

    /** Texts, as they are. */
    static final class OfTexts extends CsvColumn {

        private final Texts.Builder texts;

        OfTexts(String name, Formulas formulas) {
            super(name);
            this.texts = new Texts.Builder(formulas);
        }

        @Override
        void add(char[] text, int from, int to) {
            texts.add(text, from, to);
        }

        Texts build() {
            return texts.build();
        }
    }

    /** Texts that go into another file; numbers of this file's own style are written as files of ours hold them. */
    static final class OfKept extends CsvColumn {

        private final Texts.Builder texts;
        private final NumberStyle style;

        OfKept(String name, Formulas formulas, NumberStyle style) {
            super(name);
            this.texts = new Texts.Builder(formulas);
            this.style = style;
        }

        @Override
        void add(char[] text, int from, int to) {
            texts.add(text, from, to);
        }

        Texts build() {
            Texts all = texts.build();
            return style.isOwn(all.distinct())
                    ? all.map(cell ->
                            cell.isBlank() ? "" : Numbers.text(style.parse(cell).orElseThrow()))
                    : all;
        }
    }

    /** Numbers; NaN where a cell is blank. */
    static final class OfNumbers extends CsvColumn {

        private final NumberStyle style;
        private double[] numbers = new double[64];
        private int size;

        OfNumbers(String name, NumberStyle style) {
            super(name);
            this.style = style;
        }

        @Override
        void add(char[] text, int from, int to) {
            numbers = Growing.withRoom(numbers, size);
            numbers[size++] = number(text, from, to);
        }

        private double number(char[] text, int from, int to) {
            OptionalDouble number = style.parse(text, from, to);
            if (number.isPresent()) {
                return number.getAsDouble();
            }
            if (isBlank(text, from, to)) {
                return Double.NaN;
            }
            throw CsvFault.inCell(Reason.NUMBER_FORMAT, style.fault(text, from, to));
        }

        double[] build() {
            return Arrays.copyOf(numbers, size);
        }
    }

    /** Dates, as days since 1970. */
    static final class OfDates extends CsvColumn {

        private final DateStyle.Reading reading;
        private int[] days = new int[64];
        private int size;

        OfDates(String name, DateStyle style) {
            super(name);
            this.reading = style.reading();
        }

        @Override
        void add(char[] text, int from, int to) {
            days = Growing.withRoom(days, size);
            days[size++] = reading.epochDay(text, from, to);
        }

        int[] build() {
            return Arrays.copyOf(days, size);
        }
    }

    static boolean isBlank(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text[i])) {
                return false;
            }
        }
        return true;
    }
}
