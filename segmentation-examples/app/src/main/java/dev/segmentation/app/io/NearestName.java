package dev.segmentation.app.io;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which name was meant by one that there is not. */
public final class NearestName {

    private static final int FEW_LETTERS = 3;

    private NearestName() {}

    /**
     * The name that is fewest letters away, hyphens and case apart; the same but for case before all others.
     *
     * @param typed what was typed
     * @param names those that there are
     * @return none if that is more than a third of the letters
     */
    public static Optional<String> of(String typed, List<String> names) {
        String letters = letters(typed);
        int most = letters.length() / FEW_LETTERS;
        Optional<String> same =
                names.stream().filter(name -> isSameButForCase(typed, name)).findFirst();
        if (same.isPresent() || letters.isEmpty()) {
            return same;
        }
        return names.stream()
                .filter(name -> distance(letters, letters(name)) <= most)
                .min(Comparator.comparingInt(name -> distance(letters, letters(name))));
    }

    /**
     * Which name may have been meant, as the beginning of a sentence.
     *
     * @param typed what was typed
     * @param names those that there are
     * @return such as {@code did you mean zscore? }; empty if none is near
     */
    public static String question(String typed, List<String> names) {
        return of(typed, names).map(name -> "did you mean " + name + "? ").orElse("");
    }

    /**
     * A choice that there is not.
     *
     * @param typed what was typed
     * @param names all that there are
     * @return such as {@code did you mean zscore? there are none, zscore, robust}
     */
    public static String amongAll(String typed, List<String> names) {
        return question(typed, names) + "there are " + String.join(", ", names);
    }

    /**
     * Whether two names differ at most by upper and lower case, and blanks around them.
     *
     * @param one a name
     * @param other another one
     * @return whether somebody who does not look closely takes them for the same
     */
    static boolean isSameButForCase(String one, String other) {
        return one.strip().equalsIgnoreCase(other.strip());
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Letters put in, left out, exchanged, or two swapped (F. J. Damerau 1964). */
    static int distance(String one, String other) {
        int[][] least = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : least(least, one, other, i, j);
            }
        }
        return least[one.length()][other.length()];
    }

    private static int least(int[][] least, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int exchanged = least[i - 1][j - 1] + (same ? 0 : 1);
        int found = Math.min(exchanged, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(found, 1 + least[i - 2][j - 2]) : found;
    }
}
