package dev.segmentation.app.page;

/** Texts of users with what no page can show made visible. */
final class Visible {

    private static final int PICTURES_OF_CONTROLS = 0x2400;

    private static final int DELETE = 0x7f;

    private static final int LAST_CONTROL = 0x9f;

    private Visible() {}

    /** Control characters as their pictures, halves of characters as the sign of what cannot be shown. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(visible(c)));
        return shown.toString();
    }

    private static int visible(int c) {
        if (c < ' ' && c != '\n' && c != '\t') {
            return PICTURES_OF_CONTROLS + c;
        }
        if (c == DELETE) {
            return PICTURES_OF_CONTROLS + 0x21;
        }
        boolean shown = (c < DELETE || c > LAST_CONTROL) && !(c >= 0xd800 && c <= 0xdfff) && (c & 0xfffe) != 0xfffe;
        return shown ? c : 0xfffd;
    }
}
