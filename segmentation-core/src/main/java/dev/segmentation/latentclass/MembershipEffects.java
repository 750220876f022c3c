package dev.segmentation.latentclass;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How covariates change the chance to be in a class: a multinomial logit, ln(πₛ(x)/π₀(x)) = γₛ·x, with class 0 as
 * reference, the largest unless the caller gave a start.
 *
 * <p>A coefficient is the change of the logarithm of the odds against class 0 for one unit more, or against the first
 * level. Standard errors are from the information that the observed answers have about everything that was estimated,
 * chances of answers included (Louis 1982, J. R. Statist. Soc. B 44, 226–233); chances at 0 or 1 are taken as known.
 *
 * <p>Immutable and thread-safe.
 */
public final class MembershipEffects {

    /** No logarithm of odds is larger, so that differences of two are numbers. */
    private static final double BEYOND = 1e300;

    private final Covariates covariates;
    private final List<String> terms;
    private final double[] coefficients; // classes × terms; row 0 is 0
    private final double[] covariance; // of (classes − 1) × terms; NaN where unknown
    private final Optional<Reason> unknown;
    private final double observations;

    MembershipEffects(
            Covariates covariates,
            double[] coefficients,
            double[] covariance,
            Optional<Reason> unknown,
            double observations) {
        this.covariates = covariates;
        this.terms = covariates.terms();
        this.coefficients = coefficients;
        this.covariance = covariance;
        this.unknown = unknown;
        this.observations = observations;
    }

    Covariates covariates() {
        return covariates;
    }

    double observations() {
        return observations;
    }

    /** One list per class. */
    List<List<Double>> coefficientRows() {
        return rows(coefficients, terms.size());
    }

    /** Of the free coefficients; none where unknown. */
    List<List<Double>> covarianceRows() {
        return unknown.isPresent() || size() == 0 ? List.of() : rows(covariance, size());
    }

    private static List<List<Double>> rows(double[] values, int width) {
        return IntStream.range(0, values.length / width)
                .mapToObj(row -> Arrays.stream(values, row * width, (row + 1) * width)
                        .boxed()
                        .toList())
                .toList();
    }

    /**
     * What has a coefficient: {@code (constant)}, numeric covariates by their name, and every level but the first of the
     * others as {@code name=level}.
     *
     * @return names, the constant first
     */
    public List<String> terms() {
        return terms;
    }

    /**
     * A coefficient.
     *
     * @param segment the class, from 0
     * @param term one of {@link #terms()}
     * @return 0 for class 0
     * @throws InvalidInputException if there is no such term
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double coefficient(int segment, String term) {
        Objects.checkIndex(segment, classes());
        return coefficients[segment * terms.size() + index(term)];
    }

    /**
     * The standard error of a coefficient.
     *
     * @param segment the class, from 0
     * @param term one of {@link #terms()}
     * @return 0 for class 0; NaN if {@link #undefined()} says why
     * @throws InvalidInputException if there is no such term
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double standardError(int segment, String term) {
        Objects.checkIndex(segment, classes());
        int at = (segment - 1) * terms.size() + index(term);
        if (segment == 0) {
            return 0;
        }
        return unknown.isPresent() ? Double.NaN : Math.sqrt(covariance[at * size() + at]);
    }

    /**
     * A coefficient with its interval, by the normal distribution.
     *
     * @param segment the class, from 1
     * @param term one of {@link #terms()}
     * @param level of confidence, such as 0.95
     * @return undefined if its standard error is
     * @throws InvalidInputException if there is no such term, or the level is not in (0, 1)
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public Estimate estimate(int segment, String term, double level) {
        Arguments.openUnit(level, "MembershipEffects.estimate", "level");
        double value = coefficient(segment, term);
        double error = standardError(segment, term);
        long customers = Math.round(observations);
        if (unknown.isPresent()) {
            return Estimate.undefined(unknown.get(), customers);
        }
        double z = twoSidedQuantile(level);
        return Estimate.of(value, value - z * error, value + z * error, level, customers);
    }

    /** The z that a standard normal number exceeds in absolute value with probability 1 − level. */
    private static double twoSidedQuantile(double level) {
        double low = 0;
        double high = 40;
        for (double z = 20; z > low && z < high; z = (low + high) / 2) {
            if (central(z) < level) {
                low = z;
            } else {
                high = z;
            }
        }
        return high;
    }

    /** P(|Z| ≤ z) by its series 2 φ(z) (z + z³/3 + z⁵/(3·5) + …). */
    private static double central(double z) {
        double term = z;
        double sum = 0;
        for (int n = 3; term > sum * 1e-17; n += 2) {
            sum += term;
            term *= z * z / n;
        }
        return sum * Math.sqrt(2 / Math.PI) * StrictMath.exp(-z * z / 2);
    }

    /**
     * Why there are no standard errors.
     *
     * @return {@link Reason#DIVERGES} if covariates separate classes, so that coefficients have no bound: the rows whose chances
     *     of two classes are both above 1e-7 leave a direction open; {@link Reason#UNIDENTIFIED} if the answers do not
     *     determine everything; {@link Reason#RESOURCE_LIMIT} if there are more than 2000 parameters; empty if there are
     */
    public Optional<Reason> undefined() {
        return unknown;
    }

    private int classes() {
        return coefficients.length / terms.size();
    }

    private int size() {
        return coefficients.length - terms.size();
    }

    private int index(String term) {
        int index = terms.indexOf(Objects.requireNonNull(term, "term"));
        if (index < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    term,
                    "MembershipEffects: no term \"" + term + "\"; there are " + Arguments.shown(terms));
        }
        return index;
    }

    /** Logarithms of the chances of one row of a design; false if it has a level that the model does not know. */
    boolean logChances(double[] design, int row, double[] into) {
        int width = terms.size();
        if (Double.isNaN(design[row * width])) {
            return false;
        }
        double most = 0;
        for (int c = 0; c < into.length; c++) {
            double eta = 0;
            for (int j = 0; j < width; j++) {
                double part = coefficients[c * width + j] * design[row * width + j];
                eta += Math.max(-BEYOND, Math.min(BEYOND, part));
            }
            into[c] = eta;
            most = Math.max(most, eta);
        }
        double sum = 0;
        for (double eta : into) {
            sum += StrictMath.exp(eta - most);
        }
        double log = most + StrictMath.log(sum);
        for (int c = 0; c < into.length; c++) {
            into[c] -= log;
        }
        return true;
    }

    /** The classes with their numbers exchanged; whichever is 0 then becomes the reference. */
    MembershipEffects renumbered(int[] numbers) {
        int width = terms.size();
        int classes = classes();
        int[] old = new int[classes];
        for (int c = 0; c < classes; c++) {
            old[numbers[c]] = c;
        }
        double[] moved = new double[coefficients.length];
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < width; j++) {
                moved[c * width + j] = coefficients[old[c] * width + j] - coefficients[old[0] * width + j];
            }
        }
        int size = size();
        double[] covariances = new double[size * size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                int ca = old[a / width + 1];
                int cb = old[b / width + 1];
                covariances[a * size + b] = covariance(ca, a % width, cb, b % width)
                        - covariance(ca, a % width, old[0], b % width)
                        - covariance(old[0], a % width, cb, b % width)
                        + covariance(old[0], a % width, old[0], b % width);
            }
        }
        return new MembershipEffects(covariates, moved, covariances, unknown, observations);
    }

    private double covariance(int ca, int ja, int cb, int jb) {
        int width = terms.size();
        return ca == 0 || cb == 0 || unknown.isPresent()
                ? 0
                : covariance[((ca - 1) * width + ja) * size() + (cb - 1) * width + jb];
    }

    /** Coefficients, one line per class but the first. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("MembershipEffects" + terms);
        for (int c = 1; c < classes(); c++) {
            int at = c * terms.size();
            text.append(c == 1 ? ": " : "; ").append(c).append(' ');
            text.append(String.join(
                    ", ",
                    Arrays.stream(coefficients, at, at + terms.size())
                            .mapToObj(value -> String.format(Locale.ROOT, "%.4g", value))
                            .toList()));
        }
        return text.toString();
    }
}
