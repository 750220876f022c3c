package dev.segmentation.metrics.selection;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of one candidate, in the order of the replicates; some replicates may be missing because their fit
 * failed. Immutable.
 *
 * @param <R> what one measurement gives
 */
public final class Measured<R> {

    private final Candidate candidate;
    private final List<Optional<R>> results;
    private final List<String> failures;

    Measured(Candidate candidate, List<Optional<R>> results, List<String> failures) {
        this.candidate = candidate;
        this.results = List.copyOf(results);
        this.failures = List.copyOf(failures);
    }

    /**
     * The candidate.
     *
     * @return one that was fitted
     */
    public Candidate candidate() {
        return candidate;
    }

    /**
     * One measurement.
     *
     * @param replicate from 0
     * @return the result; empty if it failed
     * @throws IndexOutOfBoundsException if there is no such replicate
     */
    public Optional<R> result(int replicate) {
        return results.get(replicate);
    }

    /**
     * The measurements that did not fail.
     *
     * @return in the order of the replicates
     */
    public List<R> results() {
        return results.stream().flatMap(Optional::stream).toList();
    }

    /**
     * How many measurements are missing, and why the first one is.
     *
     * @return empty if none is
     */
    public List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        if (!failures.isEmpty()) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS,
                    "k = " + candidate.segmentCount() + ": " + failures.size() + " of " + results.size()
                            + " measurements failed and were left out; the first one: " + failures.get(0)));
        }
        return notices;
    }
}
