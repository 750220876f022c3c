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
}
