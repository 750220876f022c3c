package dev.segmentation.metrics.movers;

import dev.segmentation.Estimate;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Termination;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.effect.TestResult;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where customers of a segment go, by what they were like: the fitted model of {@link DestinationLogit}.
 *
 * <p>Standard errors are those of maximum likelihood, from the second derivatives; intervals are Wald's, ± z standard errors.
 * With a ridge both are those of the penalized likelihood, which ignore its bias.
 *
 * <p>Immutable and thread-safe; holds no customers.
 */
public final class DestinationModel {

    /** The name under which {@link #coefficient} gives the log odds where all covariates are 0. */
    public static final String INTERCEPT = "(intercept)";

    private final List<String> destinations;
    private final Covariates covariates;
    private final double[] theta; // standardized
    private final double[][]
            coefficients; // by destination after the baseline: intercept, slopes, in units of the columns
    private final double[][] errors;
    private final boolean[][] diverging;
    private final Optional<Reason> undefined;
    private final Termination termination;
    private final int iterations;
    private final double logLikelihood;
    private final double nullLogLikelihood;
    private final long customers;
    private final List<Notice> notices;
    private final double level;

    DestinationModel(
            List<String> destinations,
            Covariates covariates,
            LogitNewton newton,
            int[] classes,
            List<Notice> notices,
            double level) {
        this.destinations = destinations;
        this.covariates = covariates;
        this.theta = newton.theta();
        this.termination = newton.termination();
        Recession recession = newton.recession();
        this.undefined = recession.exists()
                ? Optional.of(Reason.DIVERGES)
                : Optional.of(Reason.NOT_CONVERGED).filter(reason -> termination == Termination.ITERATION_LIMIT);
        this.iterations = newton.iterations();
        this.logLikelihood = newton.logLikelihood();
        this.customers = classes.length;
        this.nullLogLikelihood = alone(classes, destinations.size());
        this.notices = notices;
        this.level = level;
        int width = covariates.names().size() + 1;
        this.coefficients = new double[destinations.size() - 1][];
        this.errors = new double[destinations.size() - 1][];
        this.diverging = new boolean[destinations.size() - 1][width];
        double[][] covariance = newton.covariance();
        for (int c = 0; c < coefficients.length; c++) {
            coefficients[c] = raw(theta, c * width);
            errors[c] = errors(covariance, c * width);
            for (int j = 0; j < width; j++) {
                diverging[c][j] = recession.moves(c * width, weights(j));
            }
        }
    }

    /** The log-likelihood of the shares of the destinations alone. */
    private static double alone(int[] classes, int count) {
        long[] sizes = new long[count];
        for (int label : classes) {
            sizes[label]++;
        }
        double value = 0;
        for (long size : sizes) {
            value += size * StrictMath.log((double) size / classes.length);
        }
        return value;
    }

    private double[] raw(double[] standardized, int start) {
        double[] raw = new double[covariates.names().size() + 1];
        raw[0] = standardized[start];
        for (int j = 1; j < raw.length; j++) {
            raw[j] = standardized[start + j] / covariates.deviation(j - 1);
            raw[0] -= raw[j] * covariates.mean(j - 1);
        }
        return raw;
    }

    /** Of the standardized coefficients of a destination in one of the coefficients in units of the columns. */
    private double[] weights(int coefficient) {
        double[] weights = new double[covariates.names().size() + 1];
        weights[coefficient] = coefficient == 0 ? 1 : 1 / covariates.deviation(coefficient - 1);
        for (int j = 1; coefficient == 0 && j < weights.length; j++) {
            weights[j] = -covariates.mean(j - 1) / covariates.deviation(j - 1);
        }
        return weights;
    }

    private double[] errors(double[][] covariance, int start) {
        int width = covariates.names().size() + 1;
        double[] weights = weights(0);
        double[] errors = new double[width];
        for (int j = 1; j < width; j++) {
            errors[j] = Math.sqrt(covariance[start + j][start + j]) / covariates.deviation(j - 1);
        }
        double variance = 0;
        for (int u = 0; u < width; u++) {
            for (int v = 0; v < width; v++) {
                variance += weights[u] * weights[v] * covariance[start + u][start + v];
            }
        }
        errors[0] = Math.sqrt(Math.max(0, variance));
        return errors;
    }

    /**
     * Where customers went.
     *
     * @return at least two names, the baseline first, then in the order of the segments; those nobody went to are not among
     *     them
     */
    public List<String> destinations() {
        return destinations;
    }

    /**
     * What all other destinations are compared with.
     *
     * @return the first of {@link #destinations()}
     */
    public String baseline() {
        return destinations.get(0);
    }

    /**
     * What the chances depend on.
     *
     * @return a name per numeric column, and one such as {@code city=Bonn} per level but the first
     */
    public List<String> covariates() {
        return covariates.names();
    }

    /**
     * By how much one unit more of a covariate changes the logarithm of the odds of a destination against the baseline.
     *
     * @param destination its name, not the baseline
     * @param covariate one of {@link #covariates()}, or {@link #INTERCEPT}
     * @return the coefficient, 0 if the covariate says nothing; e to the power of it is the odds ratio; undefined ({@link
     *     Reason#DIVERGES}) where the destination can be told without error, and everywhere ({@link Reason#NOT_CONVERGED}) if
     *     the search ended before it had found them
     * @throws InvalidInputException if there is no such destination or covariate ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate coefficient(String destination, String covariate) {
        int c = destination(destination);
        int j = covariate(covariate);
        Optional<Reason> reason = undefined(c, j);
        if (reason.isPresent()) {
            return Estimate.undefined(reason.get(), customers);
        }
        double value = coefficients[c][j];
        double half = Normal.twoSidedQuantile(level) * errors[c][j];
        return Double.isFinite(value) && Double.isFinite(half)
                ? Estimate.of(value, value - half, value + half, level, customers)
                : Estimate.undefined(Reason.RANGE, customers);
    }

    /**
     * The standard error of {@link #coefficient}.
     *
     * @param destination its name, not the baseline
     * @param covariate one of {@link #covariates()}, or {@link #INTERCEPT}
     * @return more than 0; NaN if the coefficient is undefined
     * @throws InvalidInputException if there is no such destination or covariate ({@link Reason#UNKNOWN_NAME})
     */
    public double standardError(String destination, String covariate) {
        int c = destination(destination);
        int j = covariate(covariate);
        return undefined(c, j).isPresent() ? Double.NaN : errors[c][j];
    }

    private Optional<Reason> undefined(int destination, int covariate) {
        return undefined.filter(reason -> reason != Reason.DIVERGES || diverging[destination][covariate]);
    }

    /**
     * How often a coefficient as large would arise if it were 0 (Wald's test).
     *
     * @param destination its name, not the baseline
     * @param covariate one of {@link #covariates()}, or {@link #INTERCEPT}
     * @return in [0, 1]; NaN if the coefficient is undefined
     * @throws InvalidInputException if there is no such destination or covariate ({@link Reason#UNKNOWN_NAME})
     */
    public double pValue(String destination, String covariate) {
        Estimate coefficient = coefficient(destination, covariate);
        return Normal.twoSided(coefficient.value() / standardError(destination, covariate));
    }

    /**
     * Why coefficients are undefined, if some are.
     *
     * @return {@link Reason#DIVERGES} if covariates tell a destination without error, so that the likelihood has no maximum;
     *     {@link Reason#NOT_CONVERGED} if the search ended before it had found the maximum, so that all are
     */
    public Optional<Reason> undefined() {
        return undefined;
    }

    /**
     * The logarithm of the likelihood, without the penalty of a ridge.
     *
     * @return at most 0, higher is better; where coefficients diverge, what it tends to, within 10⁻⁷; if the search did not
     *     converge, less than could be had
     */
    public double logLikelihood() {
        return logLikelihood;
    }

    /**
     * The log-likelihood without covariates: of the shares of the destinations alone.
     *
     * @return at most {@link #logLikelihood()}
     */
    public double nullLogLikelihood() {
        return nullLogLikelihood;
    }

    /**
     * Whether the covariates say anything at all: the likelihood-ratio test against none of them.
     *
     * @return twice the difference of the log-likelihoods, χ² on (destinations − 1) · covariates degrees; with a ridge it is
     *     too small, and p too large; undefined ({@link Reason#NOT_CONVERGED}) if the search did not converge
     */
    public TestResult likelihoodRatio() {
        if (isUnfinished()) {
            return new TestResult(Double.NaN, Double.NaN, Double.NaN, Double.NaN, undefined);
        }
        double statistic = Math.max(0, 2 * (logLikelihood - nullLogLikelihood));
        double degrees = (destinations.size() - 1.0) * covariates.names().size();
        return new TestResult(statistic, degrees, Double.NaN, Tails.chiSquare(statistic, degrees), Optional.empty());
    }

    /**
     * Akaike's criterion, −2 log-likelihood + 2 coefficients.
     *
     * @return lower is better, among models of the same customers; NaN if the search did not converge
     */
    public double aic() {
        return isUnfinished()
                ? Double.NaN
                : -2 * logLikelihood
                        + 2.0 * (destinations.size() - 1) * (covariates.names().size() + 1);
    }

    private boolean isUnfinished() {
        return undefined.filter(reason -> reason == Reason.NOT_CONVERGED).isPresent();
    }

    /**
     * McFadden's pseudo R²: by which part the covariates bring the log-likelihood nearer to 0.
     *
     * @return 0 = they say nothing, 1 = they tell every destination; NaN if the search did not converge
     */
    public double mcFadden() {
        return isUnfinished() ? Double.NaN : 1 - logLikelihood / nullLogLikelihood;
    }

    /**
     * How many customers the model was fitted on.
     *
     * @return at least 2
     */
    public long customers() {
        return customers;
    }

    /**
     * Who was left out, and whether the search did not converge.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * How the search ended.
     *
     * @return {@link Termination#ITERATION_LIMIT} also where coefficients diverge
     */
    public Termination termination() {
        return termination;
    }

    /**
     * How many of Newton's steps were taken.
     *
     * @return at least 1
     */
    public int iterations() {
        return iterations;
    }

    /**
     * The chances of customers to go to each destination; if the search did not converge, those of where it stopped.
     *
     * @param table n rows with the columns of the model; other columns are not looked at
     * @return n × destinations, in the order of {@link #destinations()}; each row sums to 1
     * @throws InvalidInputException if a column is not there ({@link Reason#UNKNOWN_NAME}) or of another kind ({@link
     *     Reason#SCHEMA_MISMATCH}), a value is missing ({@link Reason#NON_FINITE}), or a level was seen by nobody when the model
     *     was fitted ({@link Reason#UNKNOWN_NAME})
     */
    public Memberships probabilities(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        covariates.check(table.select(covariates.columns()), "DestinationModel.probabilities");
        int[] rows = IntStream.range(0, table.rowCount()).toArray();
        double[] x = covariates.standardized(table, rows);
        int p = covariates.names().size();
        int k = destinations.size();
        double[] degrees = new double[Math.multiplyExact(rows.length, k)];
        double[] chances = new double[k];
        for (int row : rows) {
            LogitNewton.chances(theta, x, row * p, chances, 0);
            System.arraycopy(chances, 0, degrees, row * k, k);
        }
        return Memberships.copyOfRowMajor(k, degrees);
    }

    private int destination(String name) {
        int c = destinations.indexOf(Objects.requireNonNull(name, "destination"));
        if (c < 1) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "DestinationModel: no coefficients of \"" + name + "\"; there are those of "
                            + Arguments.shown(destinations.subList(1, destinations.size())) + " against \"" + baseline()
                            + "\"");
        }
        return c - 1;
    }

    private int covariate(String name) {
        Objects.requireNonNull(name, "covariate");
        int j = name.equals(INTERCEPT) ? 0 : covariates.names().indexOf(name) + 1;
        if (j == 0 && !name.equals(INTERCEPT)) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "DestinationModel: no covariate \"" + name + "\"; there are "
                            + Arguments.shown(covariates.names()));
        }
        return j;
    }

    /** One line per destination and covariate, and the test of all of them. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("to", "covariate", "coefficient", "lower", "upper", "p"));
        List<String> names = new ArrayList<>(List.of(INTERCEPT));
        names.addAll(covariates.names());
        for (String destination : destinations.subList(1, destinations.size())) {
            for (String name : names) {
                Estimate coefficient = coefficient(destination, name);
                lines.add(List.of(
                        destination,
                        name,
                        coefficient.undefined().map(Enum::name).orElseGet(() -> shown(coefficient.value())),
                        shown(coefficient.lower()),
                        shown(coefficient.upper()),
                        shown(pValue(destination, name))));
            }
        }
        StringBuilder text = new StringBuilder(TextTable.of(lines));
        text.append("\nagainst ").append(baseline()).append(", n = ").append(customers);
        text.append("; without covariates: ").append(likelihoodRatio());
        notices.forEach(notice -> text.append('\n').append(notice));
        return text.toString();
    }

    private static String shown(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4g", value);
    }
}
