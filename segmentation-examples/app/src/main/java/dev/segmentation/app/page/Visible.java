package dev.segmentation.app.page;

import java.util.ArrayDeque;
import java.util.Deque;

/** Texts of users with what no page can show made visible, and kept from changing the direction of what is around them. */
final class Visible {

    private static final int PICTURES_OF_CONTROLS = 0x2400;

    private static final int DELETE = 0x7f;

    private static final int LAST_CONTROL = 0x9f;

    private static final int REPLACEMENT = 0xfffd;

    private static final int FIRST_STRONG_ISOLATE = 0x2068;

    private static final int POP_ISOLATE = 0x2069;

    private static final int POP_EMBEDDING = 0x202c;

    private Visible() {}

    /**
     * Control characters as their pictures; halves of characters, and controls of direction that nothing ends or that end
     * nothing, as the sign of what cannot be shown.
     */
    static String of(String text) {
        int[] points = text.codePoints().toArray();
        boolean[] paired = paired(points);
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < points.length; i++) {
            boolean stray = (opens(points[i]) || closes(points[i])) && !paired[i];
            shown.appendCodePoint(stray ? REPLACEMENT : visible(points[i]));
        }
        return shown.toString();
    }

    /**
     * A name for the middle of a sentence or a label: {@link #of}, on one line, and between marks that isolate its direction if
     * it has any other than from left to right.
     */
    static String name(String text) {
        String line = of(text).replaceAll("[\n\u2028\u2029]", "\u240a");
        return line.codePoints().anyMatch(Visible::turns)
                ? Character.toString(FIRST_STRONG_ISOLATE) + line + Character.toString(POP_ISOLATE)
                : line;
    }

    private static boolean turns(int c) {
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> opens(c) || closes(c);
        };
    }

    private static boolean opens(int c) {
        return isEmbedding(c) || (c >= 0x2066 && c <= FIRST_STRONG_ISOLATE);
    }

    private static boolean isEmbedding(int c) {
        return c == 0x202a || c == 0x202b || c == 0x202d || c == 0x202e;
    }

    private static boolean closes(int c) {
        return c == POP_EMBEDDING || c == POP_ISOLATE;
    }

    /** Which controls of direction belong together, innermost first, within a line. */
    private static boolean[] paired(int... points) {
        boolean[] paired = new boolean[points.length];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < points.length; i++) {
            if (points[i] == '\n' || points[i] == 0x2029) {
                open.clear();
            } else if (opens(points[i])) {
                open.push(i);
            } else if (closes(points[i])
                    && !open.isEmpty()
                    && isEmbedding(points[open.peek()]) == (points[i] == POP_EMBEDDING)) {
                paired[open.pop()] = true;
                paired[i] = true;
            }
        }
        return paired;
    }

    private static int visible(int c) {
        if (c < ' ' && c != '\n' && c != '\t') {
            return PICTURES_OF_CONTROLS + c;
        }
        if (c == DELETE) {
            return PICTURES_OF_CONTROLS + 0x21;
        }
        boolean shown = (c < DELETE || c > LAST_CONTROL) && !(c >= 0xd800 && c <= 0xdfff) && (c & 0xfffe) != 0xfffe;
        return shown ? c : REPLACEMENT;
    }
}
