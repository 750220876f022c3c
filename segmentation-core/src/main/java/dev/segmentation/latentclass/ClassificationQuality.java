package dev.segmentation.latentclass;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.Weights;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How clearly customers belong to one segment, by the degrees that a soft model gives them: what is lost if everyone is
 * put into the likeliest one.
 *
 * <p>It believes the model: degrees of a wrong model may be clear and wrong. Works for any soft model.
 *
 * <p><b>Undefined:</b> numbers that compare with knowing nothing are NaN for a single segment, or where all belong to one
 * ({@link #undefined()}); those of a segment that nobody is assigned to are NaN.
 * <br><b>Cost:</b> O(n·k) once.
 *
 * <p>Immutable and thread-safe.
 */
public final class ClassificationQuality {

    private final double[][] table; // belongs to, assigned to
    private final double total;
    private final double certain; // Σ w max p
    private final double entropy; // −Σ w Σ p ln p

    private ClassificationQuality(double[][] table, double total, double certain, double entropy) {
        this.table = table;
        this.total = total;
        this.certain = certain;
        this.entropy = entropy;
    }

    /**
     * Of rows that count alike.
     *
     * @param memberships of n rows
     * @return the quality
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY})
     */
    public static ClassificationQuality of(Memberships memberships) {
        Objects.requireNonNull(memberships, "memberships");
        double[] ones = new double[memberships.size()];
        Arrays.fill(ones, 1);
        return of(memberships, ones);
    }

    /**
     * Of weighted rows.
     *
     * @param memberships of n rows
     * @param weights n weights, finite and not negative; not modified
     * @return the quality
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), or weights do not fit ({@link
     *     Reason#SCHEMA_MISMATCH}, {@link Reason#BAD_WEIGHT})
     */
    public static ClassificationQuality of(Memberships memberships, double... weights) {
        String where = "ClassificationQuality.of";
        Objects.requireNonNull(memberships, "memberships");
        Objects.requireNonNull(weights, "weights");
        Arguments.sameSize(memberships.size(), weights.length, where, "weights", "row");
        if (weights.length == 0) {
            throw new InvalidInputException(Reason.EMPTY, where + ": there are no rows; nothing can be judged");
        }
        int k = memberships.segmentCount();
        double[][] table = new double[k][k];
        double total = 0;
        double certain = 0;
        double entropy = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = Weights.check(weights[i], i, where);
            int best = 0;
            for (int s = 1; s < k; s++) {
                best = memberships.degree(i, s) > memberships.degree(i, best) ? s : best;
            }
            for (int s = 0; s < k; s++) {
                double degree = memberships.degree(i, s);
                table[s][best] += weight * degree;
                entropy -= degree > 0 ? weight * degree * StrictMath.log(degree) : 0;
            }
            certain += weight * memberships.degree(i, best);
            total += weight;
        }
        if (total == 0) {
            throw Weights.allZero(where);
        }
        return new ClassificationQuality(table, total, certain, Math.max(0, entropy));
    }

    /**
     * The share of customers expected to be assigned to a segment that is not theirs, E = 1 − mean of the largest degrees.
     *
     * @return 0 … 1 − 1/k, smaller is better
     */
    public double classificationError() {
        return Math.max(0, 1 - certain / total);
    }

    /**
     * How much of the error is avoided that everyone in the largest segment would be, λ = 1 − E/(1 − max π) (Goodman and
     * Kruskal).
     *
     * @return at most 1, larger is better; NaN if {@link #undefined()}
     */
    public double lambda() {
        double largest = 0;
        for (int s = 0; s < table.length; s++) {
            largest = Math.max(largest, share(s));
        }
        return undefined().isPresent() ? Double.NaN : 1 - classificationError() / (1 - largest);
    }

    /**
     * Entropy R², as Mplus and others have it: 1 − EN/(n ln k), with EN = −Σ Σ p ln p. It compares with degrees of 1/k.
     *
     * @return 0 … 1, larger is better; NaN for a single segment
     */
    public double relativeEntropy() {
        return table.length == 1 ? Double.NaN : 1 - entropy / (total * StrictMath.log(table.length));
    }

    /**
     * Entropy R², as Latent GOLD has it: 1 − EN/(n H(π)), with H(π) = −Σ π ln π. It compares with degrees of the shares π,
     * and is never larger than {@link #relativeEntropy()}.
     *
     * @return 0 … 1, larger is better; NaN if {@link #undefined()}
     */
    public double entropyRSquared() {
        double ofShares = 0;
        for (int s = 0; s < table.length; s++) {
            double share = share(s);
            ofShares -= share > 0 ? share * StrictMath.log(share) : 0;
        }
        return undefined().isPresent() ? Double.NaN : 1 - entropy / (total * ofShares);
    }

    /**
     * Why numbers that compare with knowing nothing are NaN.
     *
     * @return {@link Reason#SINGLE_SEGMENT} if there is one segment, or one that everybody belongs to
     */
    public Optional<Reason> undefined() {
        for (int s = 0; s < table.length; s++) {
            if (!(share(s) < 1)) {
                return Optional.of(Reason.SINGLE_SEGMENT);
            }
        }
        return Optional.empty();
    }

    /**
     * The number of segments, k.
     *
     * @return at least 1
     */
    public int segmentCount() {
        return table.length;
    }

    /**
     * The share of a segment by degrees, π, the mean of p.
     *
     * @param segment from 0
     * @return 0 … 1
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double share(int segment) {
        Objects.checkIndex(segment, table.length);
        return Arrays.stream(table[segment]).sum() / total;
    }

    /**
     * The classification table: how many customers are expected to belong to one segment and be assigned to another.
     *
     * @param truly the segment they belong to, from 0
     * @param assigned the segment of their largest degree, from 0
     * @return Σ w p over the rows that are assigned so
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double customers(int truly, int assigned) {
        Objects.checkIndex(truly, table.length);
        return table[truly][Objects.checkIndex(assigned, table.length)];
    }

    /**
     * The chance that a customer of one segment is assigned to another: a row of the table divided by its sum.
     *
     * @param truly the segment they belong to, from 0
     * @param assigned the segment of their largest degree, from 0
     * @return 0 … 1, over all {@code assigned} they sum to 1; NaN if nobody belongs to the segment
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double chanceOfAssignment(int truly, int assigned) {
        return customers(truly, assigned) / (share(truly) * total);
    }

    /**
     * The average posterior of a segment, AvePP: the mean degree to which those assigned to it belong to it. Above 0.7 is
     * often asked for, by convention.
     *
     * @param segment from 0
     * @return 0 … 1, larger is better; NaN if nobody is assigned to it
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double averagePosterior(int segment) {
        Objects.checkIndex(segment, table.length);
        double assigned = 0;
        for (double[] row : table) {
            assigned += row[segment];
        }
        return table[segment][segment] / assigned;
    }

    /**
     * The odds of correct classification, OCC = [AvePP/(1 − AvePP)]/[π/(1 − π)] (Nagin 2005): how much better than drawing
     * lots. Above 5 is often asked for, by convention.
     *
     * @param segment from 0
     * @return at least 0, larger is better; +∞ if the average posterior is 1; NaN if nobody is assigned to it, or everybody
     *     belongs to it
     * @throws IndexOutOfBoundsException if there is no such segment
     */
    public double oddsOfCorrectClassification(int segment) {
        double average = averagePosterior(segment);
        double share = share(segment);
        return share < 1 ? average / (1 - average) / (share / (1 - share)) : Double.NaN;
    }

    /** The numbers of the whole. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "ClassificationQuality[%d segments, error %.4f, lambda %.4f, relative entropy %.4f, entropy R² %.4f]",
                table.length,
                classificationError(),
                lambda(),
                relativeEntropy(),
                entropyRSquared());
    }
}
