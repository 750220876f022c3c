package dev.segmentation.metrics.history;

/** Where a customer is at a date of a history. */
public enum Presence {
    /** The customer has not been seen so far. */
    NOT_YET,
    /** The customer is in a segment. */
    IN_SEGMENT,
    /** The customer is there, but could not be scored. */
    UNSCORED,
    /** The customer was seen before and is not there; who comes back has left in between. */
    LEFT;

    /** Of the code of a {@link DateColumn}. */
    static Presence of(int code) {
        return switch (code) {
            case DateColumn.NOT_YET -> NOT_YET;
            case DateColumn.LEFT -> LEFT;
            case DateColumn.UNSCORED -> UNSCORED;
            default -> IN_SEGMENT;
        };
    }

    boolean isThere() {
        return this == IN_SEGMENT || this == UNSCORED;
    }
}
