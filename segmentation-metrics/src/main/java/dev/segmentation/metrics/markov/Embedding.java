package dev.segmentation.metrics.markov;

import dev.segmentation.Execution;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Whether a chain can be that of customers who move at any time, P = exp(Q), by which rates, and which rates come near if
 * none do.
 *
 * <p>Many matrices of migration have no such rates, because of chance, of seasons, or because customers do move in steps.
 * The unit of time of the rates is one step of the chain. Necessary conditions can refuse ({@link Obstacle}); passing them
 * proves nothing. What decides is the logarithm of P: if its elements off the diagonal are not negative, those are rates,
 * {@link Verdict#EXISTS}. If some are negative, another branch of the logarithm might do, unless det P &gt; e<sup>−π</sup>
 * and all eigenvalues differ.
 *
 * <p><b>Reference:</b> R. B. Israel, J. S. Rosenthal, J. Z. Wei (2001), Math. Finance 11, 245–265,
 * doi:10.1111/1467-9965.00114.
 *
 * <p>Immutable and thread-safe.
 */
public final class Embedding {

    /** Rates of this size, relative to the largest, are rounding errors. */
    private static final double ROUNDING = 1e-11;

    /** Chances of a row add up to 1 whether one of this size is there or not. */
    private static final double LOST = 0x1p-53;

    /** Logarithms of determinants that differ by less are equal. */
    private static final double CLOSE = 1e-9;

    private final StateNames states;
    private final double[][] chances;
    private final double determinant;
    private final Optional<double[][]> logarithm;
    private final Set<Obstacle> obstacles;

    private Embedding(
            StateNames states,
            double[][] chances,
            double determinant,
            Optional<double[][]> logarithm,
            Set<Obstacle> obstacles) {
        this.states = states;
        this.chances = chances;
        this.determinant = determinant;
        this.logarithm = logarithm;
        this.obstacles = obstacles;
    }

    /** Whether there are rates. */
    public enum Verdict {
        /** There are: {@link Embedding#generator()}. */
        EXISTS,
        /** There are none, for the reasons in {@link Embedding#obstacles()}. */
        IMPOSSIBLE,
        /** Nothing speaks against it, but the principal logarithm has negative elements or does not exist. */
        UNDECIDED
    }

    /** Why there can be no rates. */
    public enum Obstacle {
        /** det P ≤ 0, but det exp(Q) = exp(tr Q) &gt; 0. */
        DETERMINANT_NOT_POSITIVE,
        /** det P &gt; Π pᵢᵢ: customers return faster than they can. */
        DETERMINANT_ABOVE_DIAGONAL,
        /** A segment is reached in several steps, but never in one; not said of chances that are 0 within rounding. */
        REACHED_LATER_ONLY,
        /** The only logarithm there is has negative elements off its diagonal. */
        NEGATIVE_RATES
    }

    static Embedding of(StateNames states, double[][] chances) {
        int k = chances.length;
        Determinant determinant = Determinant.of(chances);
        Optional<double[][]> logarithm = MatrixLogarithm.principal(chances).map(Embedding::withoutRounding);
        Set<Obstacle> obstacles = EnumSet.noneOf(Obstacle.class);
        if (determinant.sign() <= 0) {
            obstacles.add(Obstacle.DETERMINANT_NOT_POSITIVE);
        }
        double logDiagonal = 0;
        for (int i = 0; i < k; i++) {
            logDiagonal += StrictMath.log(chances[i][i]);
        }
        boolean negative = logarithm.isPresent() && anyNegative(logarithm.get());
        if (reachedLaterOnly(chances, logarithm.filter(log -> !negative))) {
            obstacles.add(Obstacle.REACHED_LATER_ONLY);
        }
        if (determinant.sign() > 0 && determinant.logModulus() > logDiagonal + CLOSE) {
            obstacles.add(Obstacle.DETERMINANT_ABOVE_DIAGONAL);
        }
        boolean unique = determinant.sign() > 0
                && determinant.logModulus() > -Math.PI
                && Eigenvalues.of(chances).map(found -> found.leastGap() > 1e-8).orElse(false);
        if (negative && unique) {
            obstacles.add(Obstacle.NEGATIVE_RATES);
        }
        return new Embedding(states, chances, determinant.value(), logarithm, obstacles);
    }

    /**
     * Whether a chance is 0, though there is a way in several steps. A chance that the rates found put below rounding may have been
     * lost by it: such a 0 says nothing.
     */
    private static boolean reachedLaterOnly(double[][] chances, Optional<double[][]> rates) {
        Reachability reachability = Reachability.of(chances);
        Optional<double[][]> found = Optional.empty();
        for (int i = 0; i < chances.length; i++) {
            for (int j = 0; j < chances.length; j++) {
                if (chances[i][j] == 0 && reachability.reaches(i, j)) {
                    found = found.isPresent() ? found : rates.map(MatrixExponential::of);
                    if (found.isEmpty() || found.get()[i][j] > LOST) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static double[][] withoutRounding(double[][] logarithm) {
        double least = ROUNDING * Matrices.rowNorm(logarithm);
        double[][] cleaned = Matrices.copy(logarithm);
        for (int i = 0; i < cleaned.length; i++) {
            for (int j = 0; j < cleaned.length; j++) {
                if (j != i && Math.abs(cleaned[i][j]) < least) {
                    cleaned[i][j] = 0;
                }
            }
        }
        return cleaned;
    }

    private static boolean anyNegative(double[][] logarithm) {
        for (int i = 0; i < logarithm.length; i++) {
            for (int j = 0; j < logarithm.length; j++) {
                if (j != i && logarithm[i][j] < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether there are rates.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        if (!obstacles.isEmpty()) {
            return Verdict.IMPOSSIBLE;
        }
        return logarithm.isPresent() && !anyNegative(logarithm.get()) ? Verdict.EXISTS : Verdict.UNDECIDED;
    }

    /**
     * Why there can be no rates.
     *
     * @return all reasons found; none unless the verdict is {@link Verdict#IMPOSSIBLE}
     */
    public List<Obstacle> obstacles() {
        return List.copyOf(obstacles);
    }

    /**
     * Why there is no {@link #generator()}.
     *
     * @return {@link Reason#NOT_EMBEDDABLE} if it is impossible, {@link Reason#UNIDENTIFIED} if undecided; empty if there is
     */
    public Optional<Reason> undefined() {
        return switch (verdict()) {
            case EXISTS -> Optional.empty();
            case IMPOSSIBLE -> Optional.of(Reason.NOT_EMBEDDABLE);
            case UNDECIDED -> Optional.of(Reason.UNIDENTIFIED);
        };
    }

    /**
     * The determinant of P.
     *
     * @return det P, −1 … 1
     */
    public double determinant() {
        return determinant;
    }

    /**
     * The principal logarithm of P, whose elements off the diagonal are rates if none is negative.
     *
     * @return a copy, k × k; empty if P has an eigenvalue that is zero or negative
     */
    public Optional<double[][]> logarithm() {
        return logarithm.map(Matrices::copy);
    }

    /**
     * The rates, if they exist.
     *
     * @return the generator whose exponential is P; empty unless the verdict is {@link Verdict#EXISTS}
     */
    public Optional<Generator> generator() {
        return verdict() == Verdict.EXISTS
                ? logarithm.map(log -> Generator.trusted(states, Matrices.copy(log)))
                : Optional.empty();
    }

    /**
     * Rates that come near, found in a published way.
     *
     * @param repair the way
     * @return the rates and how far their exponential is from P; empty for ways that start from a logarithm if there is none
     */
    public Optional<Approximation> approximation(Repair repair) {
        return approximation(repair, Execution.sequential());
    }

    /**
     * Rates that come near, found in a published way.
     *
     * @param repair the way
     * @param execution how to run, for {@link Repair#MAXIMUM_LIKELIHOOD}, which is the one that takes long; the rates are the
     *     same on any number of threads
     * @return the rates and how far their exponential is from P; empty for ways that start from a logarithm if there is none
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public Optional<Approximation> approximation(Repair repair, Execution execution) {
        Objects.requireNonNull(repair, "repair");
        Objects.requireNonNull(execution, "execution");
        return switch (repair) {
            case DIAGONAL -> repaired(repair, RowRepairs::cut);
            case WEIGHTED -> repaired(repair, RowRepairs::spread);
            case QUASI_OPTIMAL -> repaired(repair, RowRepairs::project);
            case MAXIMUM_LIKELIHOOD -> Optional.of(mostLikely(execution));
        };
    }

    private Optional<Approximation> repaired(Repair repair, UnaryOperator<double[][]> rows) {
        return logarithm.map(log -> approximation(
                repair, Generator.trusted(states, rows.apply(log)), Termination.CONVERGED, Optional.empty()));
    }

    private Approximation mostLikely(Execution execution) {
        GeneratorFit fit = PanelLikelihood.ofShares(states, chances).maximize(execution);
        return approximation(Repair.MAXIMUM_LIKELIHOOD, fit.generator(), fit.termination(), fit.flag());
    }

    private Approximation approximation(
            Repair repair, Generator generator, Termination termination, Optional<Reason> ofTheSearch) {
        double[][] over = generator.over(1).toArray();
        double error = Matrices.rowNorm(Matrices.plus(over, Matrices.scaled(chances, -1)));
        List<Reason> flags =
                Stream.of(undefined(), ofTheSearch).flatMap(Optional::stream).toList();
        return new Approximation(generator, repair, error, termination, flags);
    }

    /** Published ways to rates that come near. */
    public enum Repair {
        /** Negative elements of the logarithm become 0, and the diagonal takes the difference. */
        DIAGONAL,
        /**
         * Negative elements of the logarithm become 0, and all others of the row, the diagonal included, take the difference
         * in proportion to their size.
         */
        WEIGHTED,
        /**
         * The nearest rates to each row of the logarithm by least squares (A. Kreinin, M. Sidelnikova 2001, Algo Res. Q. 4,
         * 23–40).
         */
        QUASI_OPTIMAL,
        /**
         * The rates that make P most likely, every state counting the same (M. Bladt, M. Sørensen 2005, J. R. Stat. Soc. B 67,
         * 395–410). Searched for from P itself by {@link PanelLikelihood}, so that no logarithm is needed.
         */
        MAXIMUM_LIKELIHOOD
    }

    /**
     * Rates near a chain.
     *
     * @param generator the rates, per step of the chain
     * @param repair how they were found
     * @param error the largest sum of |exp(Q) − P| in a row: 0 … 2, 0 if the rates are exact
     * @param termination whether the search converged; the ways that need none always have
     * @param flags why to look twice: first {@link Reason#NOT_EMBEDDABLE} or {@link Reason#UNIDENTIFIED}, unless the chain is
     *     known to have exact rates; then, of {@link Repair#MAXIMUM_LIKELIHOOD}, what {@link GeneratorFit#flag()} says, such
     *     as {@link Reason#DIVERGES} if rates twice as high would be as likely; none otherwise
     */
    public record Approximation(
            Generator generator, Repair repair, double error, Termination termination, List<Reason> flags) {

        /**
         * Copies the flags.
         *
         * @param generator the rates
         * @param repair how they were found
         * @param error how far their exponential is from P
         * @param termination whether the search converged
         * @param flags why to look twice
         */
        public Approximation {
            Objects.requireNonNull(generator, "generator");
            Objects.requireNonNull(repair, "repair");
            Objects.requireNonNull(termination, "termination");
            flags = List.copyOf(flags);
        }
    }
}
