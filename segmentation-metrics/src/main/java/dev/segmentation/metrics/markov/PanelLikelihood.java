package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

    private static final int MOST_ITERATIONS = 20_000;

    /** The change of rates from which on steps by slopes are tried. */
    private static final double WARM = 1e-2;

    private static final double SETTLED = 1e-11;

    /** A loss of log-likelihood that no number of customers would notice. */
    private static final double UNNOTICED = 1e-3;

    /** Customers that the shares of a state stand for: enough to notice rates that are rare. */
    private static final double MANY = 1e6;

    /** Of a log-likelihood, relative. */
    private static final double ROUNDING = 1e-14;

    /** The slopes of so many states' rates take seconds. */
    private static final int MOST_SCORED = 32;

    private final StateNames states;
    private final List<Look> looks;
    private final double unnoticed;

    private PanelLikelihood(StateNames states, List<Look> looks, double unnoticed) {
        this.states = states;
        this.looks = looks;
        this.unnoticed = unnoticed;
    }

    /** Counts of moves over a time. */
    private static final class Look {

        private final double time;
        private final double[][] counts;

        Look(double time, double[][] counts) {
            this.time = time;
            this.counts = counts;
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
        return logLikelihood(generator.toArray());
    }

    private double logLikelihood(double[][] rates) {
        double sum = 0;
        for (Look look : looks) {
            double[][] chances = MatrixExponential.ofRates(Matrices.scaled(rates, look.time));
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
        double[][] rates = start();
        for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
            double[][] next = expected(rates);
            if (change(rates, next) <= WARM && states.size() <= MOST_SCORED) {
                next = scored(next);
            }
            double moved = change(rates, next);
            rates = next;
            if (moved <= SETTLED) {
                return fit(rates, iteration, Termination.CONVERGED);
            }
        }
        return fit(rates, MOST_ITERATIONS, Termination.ITERATION_LIMIT);
    }

    private GeneratorFit fit(double[][] rates, int iterations, Termination termination) {
        int k = states.size();
        double[][] unknown = new double[k][k];
        for (double[] row : unknown) {
            Arrays.fill(row, Double.NaN);
        }
        double[][] errors =
                k <= MOST_SCORED ? information(rates).standardErrors().orElse(unknown) : unknown;
        return new GeneratorFit(
                Generator.trusted(states, rates), errors, logLikelihood(rates), iterations, termination, flag(rates));
    }

    /** Rates of states nobody was seen in are unknown, and rates that could be twice as fast have no bound. */
    private Optional<Reason> flag(double[][] rates) {
        double found = logLikelihood(rates);
        for (int i = 0; i < rates.length; i++) {
            int state = i;
            boolean seen = looks.stream()
                    .anyMatch(look -> Arrays.stream(look.counts[state]).sum() > 0);
            if (!seen) {
                return Optional.of(Reason.NO_OBSERVATIONS);
            }
        }
        for (int i = 0; i < rates.length; i++) {
            double[][] faster = Matrices.copy(rates);
            for (int j = 0; j < rates.length; j++) {
                faster[i][j] *= 2;
            }
            if (rates[i][i] < 0 && logLikelihood(faster) > found - unnoticed) {
                return Optional.of(Reason.DIVERGES);
            }
        }
        double[][] faster = Matrices.scaled(rates, 2);
        return Matrices.rowNorm(rates) > 0 && logLikelihood(faster) > found - unnoticed
                ? Optional.of(Reason.DIVERGES)
                : Optional.empty();
    }

    /** The largest change of the rates of a state, relative to the fastest state. */
    private static double change(double[][] rates, double[][] next) {
        double norm = Matrices.rowNorm(next);
        return norm == 0 ? 0 : Matrices.rowNorm(Matrices.plus(next, Matrices.scaled(rates, -1))) / norm;
    }

    /** A step by slopes and information, halved until it is no worse; the given rates if none is. */
    private double[][] scored(double[][] rates) {
        Optional<double[][]> step = information(rates).step();
        double present = logLikelihood(rates);
        double least = present - ROUNDING * Math.abs(present);
        for (double part = 1; step.isPresent() && part > 0.01; part /= 2) {
            double[][] next = new double[rates.length][rates.length];
            for (int i = 0; i < rates.length; i++) {
                for (int j = 0; j < rates.length; j++) {
                    if (j != i) {
                        next[i][j] = Math.max(0, rates[i][j] + part * step.get()[i][j]);
                        next[i][i] -= next[i][j];
                    }
                }
            }
            if (logLikelihood(next) >= least) {
                return next;
            }
        }
        return rates;
    }

    private PanelInformation information(double[][] rates) {
        PanelInformation information = new PanelInformation(rates);
        looks.forEach(look -> information.add(look.time, look.counts));
        return information;
    }

    /** Moves over time, as if everybody had moved at most once between looks; above 0, because the search keeps zeros. */
    private double[][] start() {
        int k = states.size();
        double[][] moves = new double[k][k];
        double[] time = new double[k];
        for (Look look : looks) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    moves[i][j] += look.counts[i][j];
                    time[i] += look.counts[i][j] * look.time;
                }
            }
        }
        double[][] rates = new double[k][k];
        for (int i = 0; i < k; i++) {
            double all = Arrays.stream(moves[i]).sum();
            double sum = 0;
            for (int j = 0; j < k; j++) {
                rates[i][j] = j == i || all == 0 ? 0 : (moves[i][j] + 0.01 * all / k) / time[i];
                sum += rates[i][j];
            }
            rates[i][i] = -sum;
        }
        return rates;
    }

    /** Expected moves over expected time in the state, given what was seen and the present rates. */
    private double[][] expected(double[][] rates) {
        int k = rates.length;
        double[][] moves = new double[k][k];
        for (Look look : looks) {
            double[][] chances = MatrixExponential.ofRates(Matrices.scaled(rates, look.time));
            double[][] ratios = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    ratios[i][j] = look.counts[i][j] > 0 ? look.counts[i][j] / chances[i][j] : 0;
                }
            }
            double unit = Matrices.rowNorm(ratios); // the exponential of large numbers would lose digits
            double[][] block = new double[2 * k][2 * k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    block[i][j] = rates[j][i] * look.time;
                    block[k + i][k + j] = rates[j][i] * look.time;
                    block[i][k + j] = unit == 0 ? 0 : ratios[i][j] / unit;
                }
            }
            double[][] integral = MatrixExponential.of(block);
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    moves[i][j] += look.time * unit * integral[i][k + j];
                }
            }
        }
        double[][] next = new double[k][k];
        for (int i = 0; i < k; i++) {
            double sum = 0;
            for (int j = 0; j < k; j++) {
                if (j != i && rates[i][j] > 0) {
                    next[i][j] = rates[i][j] * moves[i][j] / moves[i][i];
                    sum += next[i][j];
                }
            }
            next[i][i] = -sum;
        }
        return next;
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
