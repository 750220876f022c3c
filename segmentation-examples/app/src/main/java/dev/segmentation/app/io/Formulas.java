package dev.segmentation.app.io;

/**
 * What is done with texts that a spreadsheet would take for a formula and calculate: those that begin with an equals sign, plus,
 * minus, at sign, tab or carriage return, and are no numbers.
 */
public enum Formulas {

    /**
     * They get an apostrophe in front, by which spreadsheets know a text. So do texts that have apostrophes in front of such a
     * sign already, so that what is written is read back as it was.
     */
    GUARDED {
        @Override
        String written(String text) {
            return isFormula(text, apostrophes(text)) ? "'" + text : text;
        }

        @Override
        boolean isGuarded(char[] text, int from, int to) {
            int sign = from;
            while (sign < to && text[sign] == '\'') {
                sign++;
            }
            return sign > from && sign < to && isSign(text[sign]);
        }
    },

    /** Nothing: texts are written and read as they are. */
    VERBATIM {
        @Override
        String written(String text) {
            return text;
        }

        @Override
        boolean isGuarded(char[] text, int from, int to) {
            return false;
        }
    };

    private static final String SIGNS = "=+-@\t\r";

    /** A text as it goes into a file. */
    abstract String written(String text);

    /** Whether a text from a file has an apostrophe in front that is not its own. */
    abstract boolean isGuarded(char[] text, int from, int to);

    /** A text as it was before it was written. */
    String read(String text) {
        return isGuarded(text.toCharArray(), 0, text.length()) ? text.substring(1) : text;
    }

    private static int apostrophes(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) == '\'') {
            count++;
        }
        return count;
    }

    private static boolean isFormula(String text, int apostrophes) {
        return apostrophes < text.length()
                && isSign(text.charAt(apostrophes))
                && (apostrophes > 0 || Numbers.parse(text).isEmpty());
    }

    private static boolean isSign(char c) {
        return SIGNS.indexOf(c) >= 0;
    }
}
