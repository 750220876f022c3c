package dev.segmentation;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The input is well formed, but the work could not be done on it; catch it where the next candidate may succeed.
 *
 * <p>An iteration limit is not such a case: it is reported by {@link FitReport#termination()}.
 */
public final class FitException extends IllegalStateException implements Failure {

    private static final long serialVersionUID = 1L;

    /** Why. */
    private final Reason reason;

    /**
     * A failure without a cause.
     *
     * @param reason why
     * @param message where, what, what to change
     */
    public FitException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * A failure with a cause, such as a listener of the caller's that threw.
     *
     * @param reason why
     * @param message where, what, what to change
     * @param cause what was thrown
     */
    public FitException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Reason reason() {
        return reason;
    }

    @Override
    public OptionalLong row() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<String> name() {
        return Optional.empty();
    }
}
