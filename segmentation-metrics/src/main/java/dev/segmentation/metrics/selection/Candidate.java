package dev.segmentation.metrics.selection;

import dev.segmentation.Assignment;
import dev.segmentation.Fit;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One segment count of a search: the fit, or why there is none. Immutable. */
public final class Candidate {

    private final int segmentCount;
    private final @Nullable Fit<?> fit;
    private final @Nullable Notice failure;

    private Candidate(int segmentCount, @Nullable Fit<?> fit, @Nullable Notice failure) {
        this.segmentCount = segmentCount;
        this.fit = fit;
        this.failure = failure;
    }

    static Candidate fitted(int segmentCount, Fit<?> fit) {
        return new Candidate(segmentCount, fit, null);
    }

    static Candidate failed(int segmentCount, Reason reason, RuntimeException thrown) {
        return new Candidate(segmentCount, null, new Notice(reason, String.valueOf(thrown.getMessage())));
    }

    /**
     * The segment count that was asked for.
     *
     * @return k, at least 1
     */
    public int segmentCount() {
        return segmentCount;
    }

    /**
     * Model, labels and report.
     *
     * @return the fit; empty if this count could not be fitted, see {@link #failure()}
     */
    public Optional<Fit<?>> fit() {
        return Optional.ofNullable(fit);
    }

    /**
     * The labels.
     *
     * @return n labels
     * @throws IllegalStateException if this count could not be fitted
     */
    public Assignment assignment() {
        return required().assignment();
    }

    /**
     * How many rows each segment has.
     *
     * @return one count per segment, a new array; empty if this count could not be fitted
     */
    public int[] sizes() {
        return fit == null ? new int[0] : fit.assignment().sizes();
    }

    /**
     * Why this count could not be fitted, such as fewer distinct rows than segments.
     *
     * @return the reason and the message of the segmenter; empty if it was fitted
     */
    public Optional<Notice> failure() {
        return Optional.ofNullable(failure);
    }

    Fit<?> required() {
        if (fit == null) {
            throw new IllegalStateException("Candidate: k = " + segmentCount + " was not fitted; ask failure() why");
        }
        return fit;
    }

    @Override
    public String toString() {
        return "Candidate[k = " + segmentCount + ", "
                + (fit == null ? failure : "sizes " + Arrays.toString(sizes()) + ", " + fit.report()) + "]";
    }
}
