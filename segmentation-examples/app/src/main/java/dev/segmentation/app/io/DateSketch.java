package dev.segmentation.app.io;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the cells of a column are if they are taken for dates, by the forms that are common. */
final class DateSketch {

    private static final List<String> FORMS = List.of(
            "dd.MM.yyyy",
            "d.M.yyyy",
            "dd/MM/yyyy",
            "MM/dd/yyyy",
            "d/M/yyyy",
            "M/d/yyyy",
            "dd-MM-yyyy",
            "yyyy/MM/dd",
            "yyyyMMdd",
            "dd MMM yyyy",
            "dd.MM.yyyy HH:mm",
            "dd.MM.yyyy HH:mm:ss",
            "dd/MM/yyyy HH:mm",
            "MM/dd/yyyy HH:mm",
            "d/M/yyyy H:mm",
            "M/d/yyyy H:mm",
            "yyyy/MM/dd HH:mm:ss");

    private final List<DateStyle> styles;
    private final List<DateStyle.Reading> readings;
    private final boolean[] failed;
    private final int[] first;
    private final int[] last;

    DateSketch(List<DateStyle> styles) {
        this.styles = styles;
        this.readings = styles.stream().map(DateStyle::reading).toList();
        this.failed = new boolean[styles.size()];
        this.first = new int[styles.size()];
        this.last = new int[styles.size()];
        Arrays.fill(first, Integer.MAX_VALUE);
        Arrays.fill(last, Integer.MIN_VALUE);
    }

    /** The declared style alone, or all common ones if none is declared; points in time fall into days of UTC. */
    static List<DateStyle> styles(DateStyle declared) {
        ZoneId zone = declared.zone().orElse(ZoneOffset.UTC);
        if (declared.pattern().isPresent()) {
            return List.of(declared.withZone(zone));
        }
        List<DateStyle> styles = new ArrayList<>(List.of(DateStyle.iso().withZone(zone)));
        FORMS.forEach(form -> styles.add(DateStyle.iso().withPattern(form).withZone(zone)));
        return List.copyOf(styles);
    }

    void add(char[] text, int from, int to) {
        for (int s = 0; s < failed.length; s++) {
            if (!failed[s]) {
                try {
                    int day = readings.get(s).epochDay(text, from, to);
                    first[s] = Math.min(first[s], day);
                    last[s] = Math.max(last[s], day);
                } catch (CsvFault noDate) {
                    failed[s] = true;
                }
            }
        }
    }

    /** The styles in which all cells are dates; more than one if day and month may be exchanged. */
    List<Integer> fitting() {
        return IntStream.range(0, failed.length)
                .filter(s -> !failed[s])
                .filter(s -> IntStream.range(0, s).noneMatch(before -> !failed[before] && sameDays(before, s)))
                .boxed()
                .toList();
    }

    /** As those of d.M.yyyy and dd.MM.yyyy. */
    private boolean sameDays(int one, int other) {
        return form(one).replaceAll("(.)\\1+", "$1").equals(form(other).replaceAll("(.)\\1+", "$1"));
    }

    /** Such as dd.MM.yyyy, or yyyy-MM-dd. */
    String form(int style) {
        return styles.get(style).pattern().orElse("yyyy-MM-dd");
    }

    boolean hasOffsets(int style) {
        return readings.get(style).hasMetOffset();
    }

    int first(int style) {
        return first[style];
    }

    int last(int style) {
        return last[style];
    }
}
