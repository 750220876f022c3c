package dev.segmentation.app.command;

import dev.segmentation.app.story.Timetable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the customers of one file are found in the next: ids written in two ways, such as 00017 and 17, make everybody
 * leave and somebody else come.
 */
final class SharedIds {

    /** More lines do not fit on a page. */
    private static final int MOST_WARNED = 2;

    private SharedIds() {}

    /**
     * Looks at each pair of files that follow one another. No id is ever quoted.
     *
     * @param timetable of the files
     * @param ids of each file
     * @return a sentence per pair that has nobody in common, or in which more would be if case, zeros in front and blanks
     *     around did not count
     */
    static List<String> warnings(Timetable timetable, List<List<String>> ids) {
        List<String> warnings = new ArrayList<>();
        for (int i = 1; i < ids.size(); i++) {
            Set<String> gone = new HashSet<>(ids.get(i - 1));
            Set<String> come = new HashSet<>(ids.get(i));
            long found = gone.stream().filter(come::contains).count();
            ids.get(i).forEach(gone::remove);
            ids.get(i - 1).forEach(come::remove);
            long more = shared(plain(gone), plain(come));
            String pair = timetable.at(i - 1) + " and " + timetable.at(i);
            String hint = more > 0
                    ? " " + more + (found == 0 ? "" : " more")
                            + " would be if case, zeros in front and blanks around ids did"
                            + " not count: write ids in one form."
                    : "";
            if (found == 0) {
                warnings.add("Warning: nobody is there both " + pair + ", so that nothing can be told of who moved."
                        + (more > 0 ? hint : " Are ids written in one form?"));
            } else if (more > 0) {
                warnings.add("Warning: " + found + " customers are there both " + pair + ";" + hint);
            }
        }
        int more = warnings.size() - MOST_WARNED;
        if (more > 0) {
            warnings.subList(MOST_WARNED, warnings.size()).clear();
            warnings.add(
                    "Warning: the like is so of " + more + " more " + (more == 1 ? "pair" : "pairs") + " of files.");
        }
        return warnings;
    }

    private static long shared(Set<String> before, Set<String> after) {
        return before.stream().filter(after::contains).count();
    }

    private static Set<String> plain(Set<String> ids) {
        return ids.stream().map(SharedIds::plain).collect(Collectors.toSet());
    }

    private static String plain(String id) {
        String text = id.strip().toLowerCase(Locale.ROOT);
        int zeros = 0;
        while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
            zeros++;
        }
        return text.substring(zeros);
    }
}
