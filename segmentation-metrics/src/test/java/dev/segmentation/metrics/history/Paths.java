package dev.segmentation.metrics.history;

import dev.segmentation.Segmentation;
import dev.segmentation.internal.SeededRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Histories written down customer by customer: a letter per date, ? where unscored, a dot where not there. */
final class Paths {

    static final LocalDate FIRST = LocalDate.of(2026, 1, 31);

    private Paths() {}

    static SegmentHistory history(String... customers) {
        return SegmentHistory.of(segmentations(customers));
    }

    static List<Segmentation> segmentations(String... customers) {
        List<Segmentation> segmentations = new ArrayList<>();
        for (int t = 0; t < customers[0].length(); t++) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < customers.length; c++) {
                char place = customers[c].charAt(t);
                if (place != '.') {
                    text.append(text.isEmpty() ? "" : " ")
                            .append("c")
                            .append(c)
                            .append(':')
                            .append(place);
                }
            }
            segmentations.add(SegmentHistoryTest.at(FIRST.plusMonths(t), text.toString()));
        }
        return segmentations;
    }

    /** Random places with some persistence. */
    static String[] random(long seed, int customers, int dates, String places) {
        String[] paths = new String[customers];
        for (int c = 0; c < customers; c++) {
            SeededRandom random = SeededRandom.stream(seed, c);
            StringBuilder path = new StringBuilder();
            char place = places.charAt(random.nextInt(places.length()));
            for (int t = 0; t < dates; t++) {
                if (random.nextDouble() < 0.5) {
                    place = places.charAt(random.nextInt(places.length()));
                }
                path.append(place);
            }
            paths[c] = path.toString();
        }
        return paths;
    }

    /** The number that a history gave to the c-th customer; empty if never seen. */
    static int number(SegmentHistory history, int c) {
        return history.customer("c" + c).orElse(-1);
    }
}
