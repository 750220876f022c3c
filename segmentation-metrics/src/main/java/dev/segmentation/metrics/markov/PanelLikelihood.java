package dev.segmentation.metrics.markov;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Rates of moving from customers who were only looked at now and then: the rates that make the counts of moves between
 * looks most likely, however long the times between them.
 *
 * <p>What happened between two looks is not known, and need not be: ℓ(Q) = Σ nᵢⱼ(t) log [exp(Q t)]ᵢⱼ over all counts and
 * times. Found by the expectation–maximization algorithm, which keeps every rate at least 0, and then, for up to 32 states,
 * by Fisher scoring, which is quick near the end and gives the standard errors. Use it where dates are irregular; where
 * every move has its own date, counts of moves over time spent are simpler and exact.
 *
 * <p><b>Degenerate:</b> counts that no rates can explain, such as of customers who are anywhere after one step, push rates
 * up without end, and states in which nobody was seen keep rates of 0: {@link GeneratorFit#flag()}.
 * <br><b>Cost:</b> O(k³) per iteration and time; O(k⁵) per step of the scoring.
 * <br><b>References:</b> J. D. Kalbfleisch, J. F. Lawless (1985), J. Am. Stat. Assoc. 80, 863–871, doi:10.2307/2288545; M.
 * Bladt, M. Sørensen (2005), J. R. Stat. Soc. B 67, 395–410, doi:10.1111/j.1467-9868.2005.00508.x.
 *
 * <p>Immutable and thread-safe.
 */
public final class PanelLikelihood {

    /** A loss of log-likelihood that no number of customers would notice. */
    private static final double UNNOTICED = 1e-3;

    /** Customers that the shares of a state stand for: enough to notice rates that are rare. */
    private static final double MANY = 1e6;

    private final StateNames states;
    private final List<Look> looks;
    private final double unnoticed;

    private PanelLikelihood(StateNames states, List<Look> looks, double unnoticed) {
        this.states = states;
        this.looks = looks;
        this.unnoticed = unnoticed;
    }

    /** Counts of moves over a time. */
    static final class Look {

        private final double time;
        private final double[][] counts;

        Look(double time, double[][] counts) {
            this.time = time;
            this.counts = counts;
        }

        double time() {
            return time;
        }

        /** Not a copy. */
        double[][] counts() {
            return counts;
        }
    }

    /**
     * Collects counts.
     *
     * @param states k names, unique, not blank
     * @return an empty builder
     * @throws InvalidInputException if a name is blank or repeated, or there is none or more than 512
     */
    public static Builder builder(List<String> states) {
        Objects.requireNonNull(states, "states");
        return new Builder(StateNames.of(states, "PanelLikelihood"));
    }

    /** Shares, every state counting the same, over one unit of time. */
    static PanelLikelihood ofShares(StateNames states, double[][] shares) {
        return new PanelLikelihood(states, List.of(new Look(1, shares)), UNNOTICED / MANY);
    }

    /**
     * The log-likelihood of rates.
     *
     * @param generator rates of the same states
     * @return ℓ, at most 0; −∞ if a move was seen that the rates exclude
     * @throws InvalidInputException if the states differ ({@link Reason#SCHEMA_MISMATCH})
     */
    public double logLikelihood(Generator generator) {
        if (!generator.states().equals(states.names())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "generator",
                    "PanelLikelihood.logLikelihood: the generator has states " + Arguments.shown(generator.states())
                            + ", expected " + Arguments.shown(states.names()));
        }
        return logLikelihood(generator.toArray(), () -> {});
    }

    /** Looks between the rows of products whether to go on. */
    double logLikelihood(double[][] rates, Runnable poll) {
        double sum = 0;
        for (Look look : looks) {
            double[][] chances = MatrixExponential.ofRates(Matrices.scaled(rates, look.time), poll);
            for (int i = 0; i < rates.length; i++) {
                for (int j = 0; j < rates.length; j++) {
                    if (look.counts[i][j] > 0) {
                        sum += look.counts[i][j] * StrictMath.log(chances[i][j]);
                    }
                }
            }
        }
        return sum;
    }

    /**
     * Finds the most likely rates.
     *
     * @return the rates with their standard errors, and whether the search converged
     */
    public GeneratorFit maximize() {
        return maximize(Execution.sequential());
    }

    /**
     * Finds the most likely rates.
     *
     * @param execution how to run; the rates are the same on any number of threads, which share the work of the scoring
     * @return the rates with their standard errors, and whether the search converged
     * @throws CancelledException if cancelled, which is asked every few milliseconds
     */
    public GeneratorFit maximize(Execution execution) {
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            return new PanelSearch(this, workers).run();
        }
    }

    StateNames states() {
        return states;
    }

    List<Look> looks() {
        return looks;
    }

    /** Log-likelihoods that differ by less are as good as one another. */
    double unnoticed() {
        return unnoticed;
    }

    /** Collects counts of moves over times. Not thread-safe. */
    public static final class Builder {

        private final StateNames states;
        private final List<Look> looks = new ArrayList<>();

        private Builder(StateNames states) {
            this.states = states;
        }

        /**
         * Adds the moves between two looks.
         *
         * @param time between the looks, above 0 and finite, in a unit that is the same for all
         * @param counts k × k; {@code counts[i][j]} customers were in state i at the first look and in state j at the
         *     second; copied
         * @return this builder
         * @throws InvalidInputException if the time is not above 0 ({@link Reason#BAD_PARAM}), the sizes differ ({@link
         *     Reason#SCHEMA_MISMATCH}, {@link Reason#RAGGED}) or a count is negative ({@link Reason#NEGATIVE_COUNT})
         */
        public Builder add(double time, long[][] counts) {
            String where = "PanelLikelihood.Builder.add";
            Objects.requireNonNull(counts, "counts");
            if (!(time > 0 && time < Double.POSITIVE_INFINITY)) {
                throw Arguments.badParameter(where, "time", time, "above 0 and finite");
            }
            int k = states.size();
            Arguments.sameSize(k, counts.length, where, "counts", "state");
            double[][] copy = new double[k][k];
            for (int i = 0; i < k; i++) {
                if (counts[i].length != k) {
                    throw new InvalidInputException(
                            Reason.RAGGED,
                            i,
                            "counts",
                            where + ": row " + i + " of counts has " + counts[i].length + " numbers, expected " + k
                                    + ", one per state; the table is square");
                }
                for (int j = 0; j < k; j++) {
                    if (counts[i][j] < 0) {
                        throw new InvalidInputException(
                                Reason.NEGATIVE_COUNT,
                                i,
                                "counts",
                                where + ": counts[" + i + "][" + j + "] = " + counts[i][j] + ", expected at least 0");
                    }
                    copy[i][j] = counts[i][j];
                }
            }
            looks.add(new Look(time, copy));
            return this;
        }

        /**
         * Makes the likelihood.
         *
         * @return the likelihood of the counts so far
         * @throws InvalidInputException if there are none ({@link Reason#EMPTY})
         */
        public PanelLikelihood build() {
            if (looks.isEmpty()) {
                throw new InvalidInputException(
                        Reason.EMPTY, "counts", "PanelLikelihood.Builder: no counts, expected at least one table");
            }
            return new PanelLikelihood(states, List.copyOf(looks), UNNOTICED);
        }
    }
}
