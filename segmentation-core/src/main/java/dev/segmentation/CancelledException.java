package dev.segmentation;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;

/**
 * The work was cancelled by the caller's token or by an interrupt of the calling thread, whose flag stays set.
 *
 * <p>Nothing is left behind: inputs are untouched and the executor can be used again.
 */
public final class CancelledException extends CancellationException implements Failure {

    private static final long serialVersionUID = 1L;

    /**
     * A cancellation.
     *
     * @param message who cancelled
     */
    public CancelledException(String message) {
        super(message);
    }

    @Override
    public Reason reason() {
        return Reason.CANCELLED;
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
