package dev.segmentation.metrics.markov;

import dev.segmentation.FitProgress;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The search for the most likely rates of a panel: expectation and maximization, which keep every rate at least 0, and, near
 * the end and for few states, steps by slopes.
 */
final class PanelSearch {

    private static final int MOST_ITERATIONS = 20_000;

    /** The change of rates from which on steps by slopes are tried. */
    private static final double WARM = 1e-2;

    private static final double SETTLED = 1e-11;

    /** Of a log-likelihood, relative. */
    private static final double ROUNDING = 1e-14;

    /** Of a step, from which on going to and fro halves it no more. */
    private static final double LEAST_PART = 0.1;

    /** The slopes of so many states' rates take seconds. */
    private static final int MOST_SCORED = 32;

    private final PanelLikelihood panel;
    private final List<PanelLikelihood.Look> looks;
    private final int k;
    private final Workers workers;
    private double longestPart = 1;
    private double[][] lastStep = new double[0][];

    PanelSearch(PanelLikelihood panel, Workers workers) {
        this.panel = panel;
        this.looks = panel.looks();
        this.k = panel.states().size();
        this.workers = workers;
    }

    GeneratorFit run() {
        double[][] rates = start();
        for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
            double[][] next = expected(rates);
            if (change(rates, next) <= WARM && k <= MOST_SCORED) {
                next = scored(next);
            }
            workers.tell(new FitProgress("most likely rates", iteration, MOST_ITERATIONS, Double.NaN));
            double moved = change(rates, next);
            rates = next;
            if (moved <= SETTLED) {
                return fit(rates, iteration, Termination.CONVERGED);
            }
        }
        return fit(rates, MOST_ITERATIONS, Termination.ITERATION_LIMIT);
    }

    private GeneratorFit fit(double[][] rates, int iterations, Termination termination) {
        double[][] unknown = new double[k][k];
        for (double[] row : unknown) {
            Arrays.fill(row, Double.NaN);
        }
        double[][] errors =
                k <= MOST_SCORED ? information(rates).standardErrors().orElse(unknown) : unknown;
        return new GeneratorFit(
                Generator.trusted(panel.states(), rates),
                errors,
                logLikelihood(rates),
                iterations,
                termination,
                flag(rates));
    }

    private double logLikelihood(double[][] rates) {
        return panel.logLikelihood(rates, workers::checkCancelled);
    }

    /** Rates of states nobody was seen in are unknown, and rates that could be twice as fast have no bound. */
    private Optional<Reason> flag(double[][] rates) {
        double found = logLikelihood(rates);
        for (int i = 0; i < rates.length; i++) {
            int state = i;
            boolean seen = looks.stream()
                    .anyMatch(look -> Arrays.stream(look.counts()[state]).sum() > 0);
            if (!seen) {
                return Optional.of(Reason.NO_OBSERVATIONS);
            }
        }
        for (int i = 0; i < rates.length; i++) {
            double[][] faster = Matrices.copy(rates);
            for (int j = 0; j < rates.length; j++) {
                faster[i][j] *= 2;
            }
            if (rates[i][i] < 0 && logLikelihood(faster) > found - panel.unnoticed()) {
                return Optional.of(Reason.DIVERGES);
            }
        }
        double[][] faster = Matrices.scaled(rates, 2);
        return Matrices.rowNorm(rates) > 0 && logLikelihood(faster) > found - panel.unnoticed()
                ? Optional.of(Reason.DIVERGES)
                : Optional.empty();
    }

    /** The largest change of the rates of a state, relative to the fastest state. */
    private static double change(double[][] rates, double[][] next) {
        double norm = Matrices.rowNorm(next);
        return norm == 0 ? 0 : Matrices.rowNorm(Matrices.plus(next, Matrices.scaled(rates, -1))) / norm;
    }

    /**
     * A step by slopes and information, halved until it is no worse; the given rates if none is. The information is what is
     * expected, which may be half of what there is, or less: steps then go to and fro at the same distance, and are halved.
     */
    private double[][] scored(double[][] rates) {
        Optional<double[][]> step = information(rates).step();
        if (step.isPresent() && lastStep.length > 0) {
            double back = -product(step.get(), lastStep);
            longestPart /= back > product(lastStep, lastStep) / 4 && longestPart > LEAST_PART ? 2 : 1;
        }
        lastStep = step.orElse(lastStep);
        double present = logLikelihood(rates);
        double least = present - ROUNDING * Math.abs(present);
        for (double part = longestPart; step.isPresent() && part > 0.01; part /= 2) {
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

    private static double product(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum += a[i][j] * b[i][j];
            }
        }
        return sum;
    }

    private PanelInformation information(double[][] rates) {
        PanelInformation information = new PanelInformation(rates, workers);
        looks.forEach(look -> information.add(look.time(), look.counts()));
        return information;
    }

    /** Moves over time, as if everybody had moved at most once between looks; above 0, because the search keeps zeros. */
    private double[][] start() {
        double[][] moves = new double[k][k];
        double[] time = new double[k];
        for (PanelLikelihood.Look look : looks) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    moves[i][j] += look.counts()[i][j];
                    time[i] += look.counts()[i][j] * look.time();
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
        double[][] moves = new double[k][k];
        for (PanelLikelihood.Look look : looks) {
            double[][] chances =
                    MatrixExponential.ofRates(Matrices.scaled(rates, look.time()), workers::checkCancelled);
            double[][] ratios = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    ratios[i][j] = look.counts()[i][j] > 0 ? look.counts()[i][j] / chances[i][j] : 0;
                }
            }
            double unit = Matrices.rowNorm(ratios); // the exponential of large numbers would lose digits
            double[][] block = new double[2 * k][2 * k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    block[i][j] = rates[j][i] * look.time();
                    block[k + i][k + j] = rates[j][i] * look.time();
                    block[i][k + j] = unit == 0 ? 0 : ratios[i][j] / unit;
                }
            }
            double[][] integral = MatrixExponential.of(block, workers::checkCancelled);
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    moves[i][j] += look.time() * unit * integral[i][k + j];
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
}
