package dev.segmentation;

import java.util.Objects;

/**
 * Something the caller should know although the work was done: a column without variance, records left out, tied cuts.
 *
 * @param reason what kind of thing, as a stable code
 * @param message where, what and how many, without customer ids or values
 */
public record Notice(Reason reason, String message) {

    /**
     * Checks that both parts are there.
     *
     * @param reason what kind of thing
     * @param message where, what and how many
     */
    public Notice {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return reason + ": " + message;
    }
}
