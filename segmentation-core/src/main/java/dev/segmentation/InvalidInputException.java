package dev.segmentation;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The data, an option or the combination of both is at fault; nothing was computed and nothing was changed.
 *
 * <p>The message reads {@code Where: what is wrong, name = found, expected; how to fix}.
 */
public final class InvalidInputException extends IllegalArgumentException implements Failure {

    private static final long serialVersionUID = 1L;

    /** Why. */
    private final Reason reason;

    /** The row at fault, negative for none. */
    private final long row;

    /** The feature or parameter at fault, null for none. */
    private final @Nullable String name;

    /**
     * A failure that has no row and no name.
     *
     * @param reason why
     * @param message where, what, expected, how to fix
     */
    public InvalidInputException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.row = -1;
        this.name = null;
    }

    /**
     * A failure of a named feature or parameter.
     *
     * @param reason why
     * @param name the feature, column or parameter
     * @param message where, what, expected, how to fix
     */
    public InvalidInputException(Reason reason, String name, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.row = -1;
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * A failure at one cell.
     *
     * @param reason why
     * @param row the row, from 0
     * @param name the feature, column or parameter
     * @param message where, what, expected, how to fix
     */
    public InvalidInputException(Reason reason, long row, String name, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.row = row;
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override
    public Reason reason() {
        return reason;
    }

    @Override
    public OptionalLong row() {
        return row < 0 ? OptionalLong.empty() : OptionalLong.of(row);
    }

    @Override
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }
}
