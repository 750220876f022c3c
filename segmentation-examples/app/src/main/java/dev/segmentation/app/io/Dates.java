package dev.segmentation.app.io;

import java.time.LocalDate;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The cells of a column of dates, kept as days since 1970; equal dates are one object where they are not far apart. */
final class Dates extends AbstractList<LocalDate> implements RandomAccess {

    /** So many days from the first to the last, about 180 years, are made beforehand. */
    private static final int MOST_MADE = 1 << 16;

    private final int[] days;
    private final int first;
    private final @Nullable LocalDate[] made;

    Dates(int... days) {
        this.days = days;
        this.first = Arrays.stream(days).min().orElse(0);
        long span = days.length == 0 ? 0 : 1L + Arrays.stream(days).max().orElse(0) - first;
        this.made = new LocalDate[span <= MOST_MADE ? (int) span : 0];
        if (made.length > 0) {
            for (int day : days) {
                if (made[day - first] == null) {
                    made[day - first] = LocalDate.ofEpochDay(day);
                }
            }
        }
    }

    @Override
    public LocalDate get(int row) {
        LocalDate known = made.length > 0 ? made[days[row] - first] : null;
        return known == null ? LocalDate.ofEpochDay(days[row]) : known;
    }

    @Override
    public int size() {
        return days.length;
    }
}
