package dev.segmentation.app.io;

/** What stands between groups of three digits. */
public enum ThousandsSign {
    /** As in 1.234.567. */
    POINT("."),
    /** As in 1,234,567. */
    COMMA(","),
    /** As in 1 234 567; a blank that does not break the line is one, too. */
    BLANK(" \u00A0\u202F"),
    /** As in 1'234'567. */
    APOSTROPHE("'\u2019");

    private final String signs;

    ThousandsSign(String signs) {
        this.signs = signs;
    }

    boolean is(char c) {
        return signs.indexOf(c) >= 0;
    }
}
