package dev.segmentation.metrics.stability;

import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The results of many fits of which some may fail, in the order of their numbers. */
final class Refits<T> {

    private final List<Attempt<T>> attempts;

    private Refits(List<Attempt<T>> attempts) {
        this.attempts = attempts;
    }

    /** Either a result or why there is none. */
    private record Attempt<T>(@Nullable T result, @Nullable RuntimeException failure) {}

    /**
     * Runs the tasks side by side and tells how many are done. One that the data or the method defeat is left out; if
     * all are, the first failure is thrown.
     */
    static <T> Refits<T> run(Workers workers, int count, String stage, IntFunction<T> task) {
        List<Attempt<T>> attempts = workers.map(count, stage, number -> attempt(task, number));
        Refits<T> refits = new Refits<>(attempts);
        if (refits.results().isEmpty()) {
            throw refits.failures().get(0);
        }
        return refits;
    }

    private static <T> Attempt<T> attempt(IntFunction<T> task, int number) {
        try {
            return new Attempt<>(task.apply(number), null);
        } catch (InvalidInputException unsuitable) {
            return new Attempt<>(null, unsuitable);
        } catch (FitException failed) {
            if (failed.reason() == Reason.CALLBACK_FAILED) {
                throw failed;
            }
            return new Attempt<>(null, failed);
        }
    }

    /** Those that there are. */
    List<T> results() {
        List<T> results = new ArrayList<>();
        for (Attempt<T> attempt : attempts) {
            if (attempt.result != null) {
                results.add(attempt.result);
            }
        }
        return results;
    }

    /** That of one number. */
    Optional<T> result(int number) {
        return Optional.ofNullable(attempts.get(number).result);
    }

    /** One notice if any was left out; {@code what} is a plural, such as "resamples". */
    List<Notice> notices(String what) {
        List<RuntimeException> failures = failures();
        if (failures.isEmpty()) {
            return List.of();
        }
        return List.of(new Notice(
                Reason.NO_OBSERVATIONS,
                failures.size() + " of " + attempts.size() + " " + what
                        + " could not be fitted and were left out; the first one: "
                        + failures.get(0).getMessage()));
    }

    private List<RuntimeException> failures() {
        List<RuntimeException> failures = new ArrayList<>();
        for (Attempt<T> attempt : attempts) {
            if (attempt.failure != null) {
                failures.add(attempt.failure);
            }
        }
        return failures;
    }
}
