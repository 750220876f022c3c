package dev.segmentation.app.io;

import java.util.Optional;

/**
 * What a column seems to be.
 *
 * @param name as in the first line
 * @param kind what it is for
 * @param words the kind in words, with what is special of it
 * @param missing how many cells are blank
 * @param distinct how many different texts there are, blank ones left out
 * @param exact whether that was counted, and not estimated
 * @param smallest of numbers, or the first date
 * @param largest of numbers, or the last date
 */
public record ColumnGuess(
        String name,
        Kind kind,
        String words,
        long missing,
        long distinct,
        boolean exact,
        Optional<String> smallest,
        Optional<String> largest) {

    /** What a column may be for. */
    public enum Kind {
        /** Names somebody or something; never a number, whatever it looks like. */
        ID,
        /** Whole numbers or others. */
        NUMBER,
        /** Dates, of a form that is certain. */
        DATE,
        /** Texts, few of which differ. */
        CATEGORY,
        /** Other texts. */
        TEXT,
        /** The same everywhere. */
        CONSTANT,
        /** Blank everywhere. */
        EMPTY
    }
}
