package dev.segmentation.metrics.selection;

import dev.segmentation.Execution;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The work of one criterion in a search, cut into numbered tasks that each write to a place of their own. */
final class CriterionRun<R> {

    private final SelectionCriterion.Work<R> work;
    private final int replicates;
    private final List<AtomicReference<Outcome<R>>> outcomes = new ArrayList<>();

    private CriterionRun(SelectionCriterion.Work<R> work) {
        this.work = work;
        this.replicates = work.replicates();
    }

    static <R> CriterionRun<R> of(SelectionCriterion.Work<R> work) {
        return new CriterionRun<>(work);
    }

    /** Either a result or the message of what was thrown. */
    private record Outcome<R>(Optional<R> result, String failure) {}

    int replicates() {
        return replicates;
    }

    /** Makes room for the tasks of so many candidates. */
    void expect(int candidates) {
        for (int t = 0; t < candidates * replicates; t++) {
            outcomes.add(new AtomicReference<>(new Outcome<>(Optional.empty(), "not measured")));
        }
    }

    /** Task t: the replicates of all candidates by turns, the largest candidate, which takes longest, first. */
    void run(int t, List<Candidate> fitted, Execution inside) {
        Candidate candidate = fitted.get(fitted.size() - 1 - t % fitted.size());
        outcomes.get(t).setPlain(measure(candidate, t / fitted.size(), inside));
    }

    private Outcome<R> measure(Candidate candidate, int replicate, Execution inside) {
        try {
            return new Outcome<>(Optional.of(work.measure(candidate, replicate, inside)), "");
        } catch (InvalidInputException unsuitable) {
            return new Outcome<>(Optional.empty(), String.valueOf(unsuitable.getMessage()));
        } catch (FitException failed) {
            if (failed.reason() == Reason.CALLBACK_FAILED) {
                throw failed;
            }
            return new Outcome<>(Optional.empty(), String.valueOf(failed.getMessage()));
        }
    }

    CriterionCurve conclude(List<Candidate> fitted) {
        List<Measured<R>> measured = new ArrayList<>();
        for (int c = 0; c < fitted.size(); c++) {
            List<Optional<R>> results = new ArrayList<>();
            List<String> failures = new ArrayList<>();
            for (int replicate = 0; replicate < replicates; replicate++) {
                Outcome<R> outcome = outcomes.get(replicate * fitted.size() + fitted.size() - 1 - c)
                        .getPlain();
                results.add(outcome.result());
                if (outcome.result().isEmpty()) {
                    failures.add(outcome.failure());
                }
            }
            measured.add(new Measured<>(fitted.get(c), results, failures));
        }
        return work.conclude(measured);
    }
}
