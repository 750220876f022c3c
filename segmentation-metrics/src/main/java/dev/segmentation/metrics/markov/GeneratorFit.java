package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import java.util.Objects;
import java.util.Optional;

/**
 * Rates that were fitted to counts, with their standard errors.
 *
 * <p>Immutable and thread-safe.
 */
public final class GeneratorFit {

    private final Generator generator;
    private final double[][] errors;
    private final double logLikelihood;
    private final int iterations;
    private final Termination termination;
    private final Optional<Reason> flag;

    GeneratorFit(
            Generator generator,
            double[][] errors,
            double logLikelihood,
            int iterations,
            Termination termination,
            Optional<Reason> flag) {
        this.flag = flag;
        this.generator = generator;
        this.errors = errors;
        this.logLikelihood = logLikelihood;
        this.iterations = iterations;
        this.termination = Objects.requireNonNull(termination, "termination");
    }

    /**
     * The rates.
     *
     * @return per unit of the times that were given
     */
    public Generator generator() {
        return generator;
    }

    /**
     * How far the rate of a move may be from the truth, by the expected information of the counts.
     *
     * @param from the name of a state
     * @param to the name of another state
     * @return the standard error, in the unit of the rate; NaN for a rate of 0, which is at its border, where the counts do
     *     not tell the rates apart, and for more than 32 states
     * @throws InvalidInputException if there is no such state
     */
    public double standardError(String from, String to) {
        return errors[generator.names().indexOf(from, "GeneratorFit")][
                generator.names().indexOf(to, "GeneratorFit")];
    }

    /**
     * How likely the counts are at these rates.
     *
     * @return ℓ, at most 0
     */
    public double logLikelihood() {
        return logLikelihood;
    }

    /**
     * Whether the rates mean something.
     *
     * @return {@link Reason#NO_OBSERVATIONS} if nobody was seen in a state, whose rates of 0 then mean nothing; {@link
     *     Reason#DIVERGES} if a state could be left twice as quickly and the counts would be as likely; empty otherwise
     */
    public Optional<Reason> flag() {
        return flag;
    }

    /**
     * How many steps the search took.
     *
     * @return at least 1
     */
    public int iterations() {
        return iterations;
    }

    /**
     * Whether the search converged.
     *
     * @return how it ended
     */
    public Termination termination() {
        return termination;
    }

    /** The rates and how they were found. */
    @Override
    public String toString() {
        return "GeneratorFit[logLikelihood=" + logLikelihood + ", " + termination + " after " + iterations
                + " iterations]";
    }
}
