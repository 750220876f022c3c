package dev.segmentation.app.io;

/** A file that the user named is missing, cannot be read or written, or is not text; the message says which and why. */
public final class UnusableFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A fault without a cause.
     *
     * @param message the file, what is wrong, how to fix it
     */
    public UnusableFileException(String message) {
        super(message);
    }

    /**
     * A fault of the file system.
     *
     * @param message the file, what is wrong, how to fix it
     * @param cause what the file system said
     */
    public UnusableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
