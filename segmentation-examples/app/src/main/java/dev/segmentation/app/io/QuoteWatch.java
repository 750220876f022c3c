package dev.segmentation.app.io;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.OptionalLong;

/**
 * Hands on CSV and watches its quotes: a parser takes the end of a text for the end of a quoted cell, so that a file cut short
 * seems to have fewer lines.
 *
 * <p>A quote opens a cell at its beginning only, is written twice inside, and is followed by a separator or the end of the line
 * where it closes. What comes after the first one that is not so is not watched.
 */
final class QuoteWatch extends FilterReader {

    private enum Place {
        BEGINNING,
        PLAIN,
        QUOTED,
        /** Behind a quote that closes, or is the first of two. */
        AFTER_QUOTE,
        BROKEN
    }

    private final char separator;
    private Place place = Place.BEGINNING;
    private long line = 1;
    private long openedIn = 1;
    private boolean afterReturn;
    private boolean ended;

    QuoteWatch(Reader in, char separator) {
        super(in);
        this.separator = separator;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        for (int i = offset; i < offset + count && place != Place.BROKEN; i++) {
            see(buffer[i]);
        }
        ended |= count < 0;
        return count;
    }

    private void see(char c) {
        boolean newLine = c == '\r' || (c == '\n' && !afterReturn);
        place = next(c);
        afterReturn = c == '\r';
        if (newLine) {
            line++;
        }
    }

    private Place next(char c) {
        if (place == Place.QUOTED) {
            return c == '"' ? Place.AFTER_QUOTE : Place.QUOTED;
        }
        if (c == separator || c == '\r' || c == '\n') {
            return Place.BEGINNING;
        }
        if (c == '"' && place == Place.BEGINNING) {
            openedIn = line;
            return Place.QUOTED;
        }
        if (place == Place.AFTER_QUOTE) {
            return c == '"' ? Place.QUOTED : Place.BROKEN;
        }
        return Place.PLAIN;
    }

    /** The line, counted from 1, of the quote that the text ends in, or that something else than a separator follows. */
    OptionalLong unclosed() {
        boolean open = place == Place.BROKEN || (ended && place == Place.QUOTED);
        return open ? OptionalLong.of(openedIn) : OptionalLong.empty();
    }

    /** The line of the last quote that opened a cell. */
    long lastOpened() {
        return openedIn;
    }
}
