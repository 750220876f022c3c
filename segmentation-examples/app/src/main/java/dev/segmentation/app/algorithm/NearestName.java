package dev.segmentation.app.algorithm;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which name was meant by one that there is not. */
final class NearestName {

    private NearestName() {}

    /** The name that is fewest letters away, hyphens and case apart; none if that is more than a third of the letters. */
    static Optional<String> of(String typed, List<String> names) {
        String letters = letters(typed);
        return names.stream()
                .filter(name -> distance(letters, letters(name)) <= Math.max(1, letters.length() / 3))
                .min(Comparator.comparingInt(name -> distance(letters, letters(name))));
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Letters put in, left out or exchanged (V. I. Levenshtein 1966). */
    static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchanged = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
