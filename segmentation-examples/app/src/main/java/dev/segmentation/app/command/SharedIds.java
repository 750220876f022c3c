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
     * Looks at two files. No id is ever quoted.
     *
     * @param timetable of all files
     * @param ids of each file
     * @param from the number of the earlier file
     * @param to the number of the later file
     * @return a sentence if they have nobody in common, or if more would be if case, zeros in front and blanks around did not
     *     count; otherwise none
     */
    static List<String> warnings(Timetable timetable, List<List<String>> ids, int from, int to) {
        Set<String> gone = new HashSet<>(ids.get(from));
        Set<String> come = new HashSet<>(ids.get(to));
        long found = gone.stream().filter(come::contains).count();
        ids.get(to).forEach(gone::remove);
        ids.get(from).forEach(come::remove);
        long more = shared(plain(gone), plain(come));
        String pair = timetable.at(from) + " and " + timetable.at(to);
        String hint = more > 0
                ? " " + more + (found == 0 ? "" : " more")
                        + " would be if case, zeros in front and blanks around ids did"
                        + " not count: write ids in one form."
                : "";
        if (found == 0) {
            return List.of("Warning: nobody is there both " + pair + ", so that nothing can be told of who moved."
                    + (more > 0 ? hint : " Are ids written in one form?"));
        }
        return more == 0
                ? List.of()
                : List.of("Warning: " + found + (found == 1 ? " customer is" : " customers are") + " there both " + pair
                        + ";" + hint);
    }

    /**
     * Looks at each pair of files that follow one another.
     *
     * @param timetable of the files
     * @param ids of each file
     * @return what is to be said of them; of many pairs only how many
     */
    static List<String> warnings(Timetable timetable, List<List<String>> ids) {
        List<String> warnings = new ArrayList<>();
        for (int i = 1; i < ids.size(); i++) {
            warnings.addAll(warnings(timetable, ids, i - 1, i));
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
