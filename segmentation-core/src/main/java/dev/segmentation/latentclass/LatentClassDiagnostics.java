package dev.segmentation.latentclass;

import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How well latent classes fit the answers of a table, most often those they were fitted to: information criteria, tests
 * against the table of all answers, pairs of items that the classes do not explain, and how clearly customers belong.
 *
 * <p>Rows without any answer and rows of weight 0 are left out; n is the weight of the others. Criteria are of the form
 * −2 ln L + penalty: smaller is better. Their n is the sum of the weights: weights that add up to a population instead of
 * the number of respondents make differences look more certain than they are.
 *
 * <p>Immutable and thread-safe.
 */
public final class LatentClassDiagnostics {

    private final LatentClassModel model;
    private final int[][] codes; // items × rows
    private final double[] weights;
    private final double[] chances; // rows × classes, before anything was answered
    private final double total;
    private final double logLikelihood;
    private final double gSquared;
    private final double chiSquared;
    private final Optional<Reason> untested;
    private final ClassificationQuality quality;

    private LatentClassDiagnostics(LatentClassModel model, FeatureTable table) {
        String where = "LatentClassDiagnostics.of";
        this.model = model;
        Arguments.match(model.featureNames(), table, where);
        boolean[] counting = Answers.counting(table, model.items(), () -> {});
        LatentClassModel.Posteriors posteriors = model.posteriors(table, i -> counting[i], where, () -> {});
        int k = model.segmentCount();
        int n = table.rowCount();
        this.codes = new int[model.items().size()][n];
        this.weights = new double[n];
        this.chances = new double[Arguments.arraySize(n, k, "LatentClassDiagnostics", "take a sample of the rows")];
        double[] degrees = new double[n * k];
        TreeMap<int[], double[]> cells = new TreeMap<>(Arrays::compare);
        boolean missing = false;
        double sum = 0;
        double logs = 0;
        for (int i = 0; i < n; i++) {
            double log = posteriors.of(i);
            int[] pattern = new int[codes.length];
            for (int v = 0; v < codes.length; v++) {
                pattern[v] = posteriors.code(v, i);
                codes[v][i] = pattern[v];
            }
            for (int c = 0; c < k; c++) {
                degrees[i * k + c] = posteriors.degrees[c];
                chances[i * k + c] = posteriors.chance(c);
            }
            weights[i] = posteriors.isAnswered(i) ? table.weight(i) : 0;
            if (weights[i] > 0) {
                missing |= Arrays.stream(pattern).anyMatch(code -> code < 0);
                sum += weights[i];
                logs += weights[i] * log;
                cells.computeIfAbsent(pattern, key -> new double[] {0, log})[0] += weights[i];
            }
        }
        if (sum == 0) {
            throw new InvalidInputException(
                    Reason.NO_INFORMATION, where + ": no row of positive weight has an answer; nothing can be judged");
        }
        this.total = sum;
        this.logLikelihood = logs;
        this.quality = ClassificationQuality.of(Memberships.copyOfRowMajor(k, degrees), weights);
        this.untested = missing
                ? Optional.of(Reason.NON_FINITE)
                : model.membershipEffects().isPresent() ? Optional.of(Reason.UNIDENTIFIED) : Optional.empty();
        double g = 0;
        double chi = sum;
        for (double[] cell : cells.values()) {
            double expected = sum * StrictMath.exp(cell[1]);
            g += 2 * cell[0] * (StrictMath.log(cell[0] / sum) - cell[1]);
            chi += (cell[0] - expected) / expected * (cell[0] - expected) - expected;
        }
        this.gSquared = untested.isPresent() ? Double.NaN : g;
        this.chiSquared = untested.isPresent() || !(chi <= Double.MAX_VALUE) ? Double.NaN : chi;
    }

    /**
     * The diagnostics of a model on a table.
     *
     * @param model the model
     * @param table with the columns of the model; the training table, or another one
     * @return the diagnostics
     * @throws InvalidInputException if columns do not fit, or no row has an answer ({@link Reason#NO_INFORMATION})
     */
    public static LatentClassDiagnostics of(LatentClassModel model, FeatureTable table) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(table, "table");
        return new LatentClassDiagnostics(model, table);
    }

    /**
     * How clearly customers belong to one class.
     *
     * @return of the rows with an answer
     */
    public ClassificationQuality classification() {
        return quality;
    }

    /**
     * The log-likelihood of this table.
     *
     * @return at most 0; −∞ if a row is impossible in every class
     */
    public double logLikelihood() {
        return logLikelihood;
    }

    /**
     * The weight of the rows with an answer, n.
     *
     * @return more than 0
     */
    public double observations() {
        return total;
    }

    /**
     * Akaike's criterion, −2 ln L + 2m.
     *
     * @return smaller is better
     */
    public double aic() {
        return criterion(2);
    }

    /**
     * AIC3, −2 ln L + 3m (Bozdogan).
     *
     * @return smaller is better
     */
    public double aic3() {
        return criterion(3);
    }

    /**
     * The Bayesian criterion, −2 ln L + m ln n.
     *
     * @return smaller is better
     */
    public double bic() {
        return criterion(StrictMath.log(total));
    }

    /**
     * The consistent Akaike criterion, −2 ln L + m (ln n + 1).
     *
     * @return smaller is better
     */
    public double caic() {
        return criterion(StrictMath.log(total) + 1);
    }

    /**
     * The integrated completed likelihood (Biernacki, Celeux and Govaert 2000), in the form BIC + 2 EN with EN = −Σ Σ p ln p
     * of McLachlan and Peel (2000): it also asks that customers belong clearly.
     *
     * @return smaller is better
     */
    public double icl() {
        int k = model.segmentCount();
        double entropy = k == 1 ? 0 : (1 - quality.relativeEntropy()) * total * StrictMath.log(k);
        return bic() + 2 * entropy;
    }

    private double criterion(double penalty) {
        return -2 * logLikelihood + penalty * model.freeParameters();
    }

    /**
     * The likelihood ratio against the table of all answers, G² = 2 Σ O ln(O/E). Its χ² distribution with {@link
     * LatentClassModel#residualDegrees()} holds only if nearly all cells are expected to have several customers.
     *
     * @return at least 0, smaller is better; NaN if {@link #untested()}
     */
    public double gSquared() {
        return gSquared;
    }

    /**
     * Pearson's statistic against the table of all answers, X² = Σ (O − E)²/E, cells without customers included.
     *
     * @return at least 0, smaller is better; NaN if {@link #untested()}, and where so little is expected of an answer that was
     *     given that the statistic is larger than any double
     */
    public double chiSquared() {
        return chiSquared;
    }

    /**
     * Why there is no test against the table of all answers.
     *
     * @return {@link Reason#NON_FINITE} if answers are missing, {@link Reason#UNIDENTIFIED} if the model has covariates, so
     *     that no one table is expected
     */
    public Optional<Reason> untested() {
        return untested;
    }

    /**
     * The bivariate residual of two items: X² of their two-way table as it is and as the classes have it, divided by
     * (L₁ − 1)(L₂ − 1), over the rows that answered both. Far above 1 means that the classes leave something in common to
     * these items unexplained. It has no χ² distribution; a parametric bootstrap tells its p.
     *
     * @param item one item
     * @param other another one
     * @return at least 0, smaller is better; NaN if an item has fewer than two levels, or nobody answered both
     * @throws InvalidInputException if there is no such item, or both are the same
     */
    public double bivariateResidual(String item, String other) {
        int v = index(item);
        int w = index(other);
        if (v == w) {
            throw Arguments.badParameter(
                    "LatentClassDiagnostics.bivariateResidual", "other", "\"" + other + "\"", "another item");
        }
        Item first = model.itemList().get(v);
        Item second = model.itemList().get(w);
        int k = model.segmentCount();
        double[][] observed = new double[first.levels.size()][second.levels.size()];
        double[] classes = new double[k];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && codes[v][i] >= 0 && codes[w][i] >= 0) {
                observed[codes[v][i]][codes[w][i]] += weights[i];
                for (int c = 0; c < k; c++) {
                    classes[c] += weights[i] * chances[i * k + c];
                }
            }
        }
        double sum = 0;
        for (int l = 0; l < observed.length; l++) {
            for (int m = 0; m < observed[l].length; m++) {
                double expected = 0;
                for (int c = 0; c < k; c++) {
                    expected += classes[c] * first.chance(l, c, k) * second.chance(m, c, k);
                }
                double difference = observed[l][m] - expected;
                sum += expected > 0 || difference != 0 ? difference * difference / expected : 0;
            }
        }
        int degrees = (first.levels.size() - 1) * (second.levels.size() - 1);
        boolean answered = Arrays.stream(classes).sum() > 0;
        return degrees > 0 && answered ? sum / degrees : Double.NaN;
    }

    private int index(String item) {
        int index = model.items().indexOf(Objects.requireNonNull(item, "item"));
        if (index < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    item,
                    "LatentClassDiagnostics: no item \"" + item + "\"; there are " + Arguments.shown(model.items()));
        }
        return index;
    }

    /** Likelihood, criteria and degrees of freedom. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "LatentClassDiagnostics[%d classes, log-likelihood %.3f, %d parameters, residual degrees %.0f, BIC %.3f,"
                        + " AIC %.3f, AIC3 %.3f, CAIC %.3f, ICL %.3f; %s]",
                model.segmentCount(),
                logLikelihood,
                model.freeParameters(),
                model.residualDegrees(),
                bic(),
                aic(),
                aic3(),
                caic(),
                icl(),
                quality);
    }
}
