package dev.segmentation.app.io;

/** What stands before the decimals of a number. */
public enum DecimalSign {
    /** As in 1.5. */
    POINT('.'),
    /** As in 1,5. */
    COMMA(',');

    private final char sign;

    DecimalSign(char sign) {
        this.sign = sign;
    }

    char sign() {
        return sign;
    }

    DecimalSign other() {
        return this == POINT ? COMMA : POINT;
    }
}
