package dev.segmentation.app.page;

import java.util.List;

/**
 * The segments of a report, each with a number by which scripts and colors know it.
 *
 * @param names in the order of the files
 */
record Segments(List<String> names) {

    Segments {
        names = List.copyOf(names);
    }

    /** Its number; −1 if there is none of that name. */
    int number(String name) {
        return names.indexOf(name);
    }

    int count() {
        return names.size();
    }

    /** Such as {@code There are 3 segments}. */
    String saysCount() {
        return count() == 1 ? "There is 1 segment" : "There are " + count() + " segments";
    }
}
