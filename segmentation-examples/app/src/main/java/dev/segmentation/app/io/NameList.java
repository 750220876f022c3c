package dev.segmentation.app.io;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a message. */
public final class NameList {

    private static final int MOST = 20;

    private NameList() {}

    /**
     * Such as {@code id, visits, spend}.
     *
     * @param names any number
     * @return the first 20, and how many more there are
     */
    public static String of(Collection<String> names) {
        String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
