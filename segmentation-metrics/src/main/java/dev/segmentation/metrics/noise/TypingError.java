package dev.segmentation.metrics.noise;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How customers of each segment are typed: the chance m<sub>st</sub> that one who truly belongs to segment s is put into
 * segment t.
 *
 * <p>It comes from a validation of the typing on customers whose segment is known ({@link #ofCounts}, which carries along how
 * well it is known), from the memberships of a model ({@link #ofMemberships}, if one believes the model), or from elsewhere
 * ({@link #ofShares}, taken as exact).
 *
 * <p>Errors of the same customer at two dates are taken as independent unless {@link #withRepeated} says otherwise: a
 * customer whose features hardly change is mistyped in the same way again, which hides as no movement.
 *
 * <p>Immutable and thread-safe.
 */
public final class TypingError {

    private static final double ROUNDING = 1e-9;

    private final SegmentNames segments;
    private final double[][] shares;
    private final double[] customers;
    private final double repeated;

    private TypingError(SegmentNames segments, double[][] shares, double[] customers, double repeated) {
        this.segments = segments;
        this.shares = shares;
        this.customers = customers;
        this.repeated = repeated;
    }

    /**
     * Known shares.
     *
     * @param segments k names, unique, not blank, not reserved
     * @param shares k × k; {@code shares[s][t]} of the customers of segment s are typed t; rows sum to 1 within 10⁻⁹; copied
     * @return the error, taken as exact
     * @throws InvalidInputException if the table is not k × k ({@link Reason#SCHEMA_MISMATCH}), a share is not in [0, 1]
     *     ({@link Reason#RANGE}), a row does not sum to 1 ({@link Reason#NOT_STOCHASTIC}), or a name is blank, reserved or
     *     repeated
     */
    public static TypingError ofShares(List<String> segments, double[][] shares) {
        String where = "TypingError.ofShares";
        SegmentNames names = names(segments, where);
        Objects.requireNonNull(shares, "shares");
        Arguments.sameSize(names.size(), shares.length, where, "shares", "segment");
        double[][] copy = new double[shares.length][];
        for (int s = 0; s < shares.length; s++) {
            Arguments.sameSize(names.size(), shares[s].length, where, "shares[" + s + "]", "segment");
            double sum = 0;
            for (double share : shares[s]) {
                if (!(share >= 0 && share <= 1)) {
                    throw new InvalidInputException(
                            Reason.RANGE,
                            s,
                            "shares",
                            where + ": shares[" + s + "] has " + share + ", expected 0 to 1");
                }
                sum += share;
            }
            if (!(Math.abs(sum - 1) <= ROUNDING)) {
                throw new InvalidInputException(
                        Reason.NOT_STOCHASTIC,
                        s,
                        "shares",
                        where + ": row " + s + " of shares sums to " + (float) sum
                                + ", expected 1; rows are true segments, columns those typed");
            }
            copy[s] = shares[s].clone();
        }
        double[] exact = new double[copy.length];
        Arrays.fill(exact, Double.POSITIVE_INFINITY);
        return new TypingError(names, copy, exact, 0);
    }

    /**
     * Shares from customers whose segment is known.
     *
     * @param segments k names, unique, not blank, not reserved
     * @param counts k × k; {@code counts[s][t]} customers of segment s were typed t; copied
     * @return the error, whose own uncertainty goes into every interval
     * @throws InvalidInputException if the table is not k × k ({@link Reason#SCHEMA_MISMATCH}), a count is negative ({@link
     *     Reason#NEGATIVE_COUNT}), a segment has no customer ({@link Reason#NO_OBSERVATIONS}), or a name is blank, reserved
     *     or repeated
     */
    public static TypingError ofCounts(List<String> segments, long[][] counts) {
        String where = "TypingError.ofCounts";
        SegmentNames names = names(segments, where);
        Objects.requireNonNull(counts, "counts");
        Arguments.sameSize(names.size(), counts.length, where, "counts", "segment");
        double[][] sums = new double[counts.length][counts.length];
        for (int s = 0; s < counts.length; s++) {
            Arguments.sameSize(names.size(), counts[s].length, where, "counts[" + s + "]", "segment");
            for (int t = 0; t < counts.length; t++) {
                if (counts[s][t] < 0) {
                    throw new InvalidInputException(
                            Reason.NEGATIVE_COUNT,
                            s,
                            "counts",
                            where + ": counts[" + s + "][" + t + "] = " + counts[s][t] + ", expected at least 0");
                }
                sums[s][t] = counts[s][t];
            }
        }
        return ofSums(names, sums, where);
    }

    /**
     * Shares that a model itself expects: of the customers who belong to a segment to some degree, which part is typed
     * otherwise (its classification error table).
     *
     * @param segments k names, in the order of the memberships
     * @param memberships the degrees of the customers, each of whom is typed by the largest one
     * @return the error, with each customer counting by degree
     * @throws InvalidInputException if their number differs ({@link Reason#SCHEMA_MISMATCH}), or nobody belongs to a segment
     *     ({@link Reason#NO_OBSERVATIONS})
     */
    public static TypingError ofMemberships(List<String> segments, Memberships memberships) {
        String where = "TypingError.ofMemberships";
        SegmentNames names = names(segments, where);
        Arguments.sameSize(names.size(), memberships.segmentCount(), where, "memberships", "segment");
        int k = names.size();
        double[][] sums = new double[k][k];
        Assignment assignment = memberships.toAssignment();
        for (int row = 0; row < memberships.size(); row++) {
            int typed = assignment.label(row);
            for (int s = 0; s < k; s++) {
                sums[s][typed] += memberships.degree(row, s);
            }
        }
        return ofSums(names, sums, where);
    }

    private static SegmentNames names(List<String> segments, String where) {
        SegmentNames names = SegmentNames.of(Objects.requireNonNull(segments, "segments"), where);
        if (names.size() == 0) {
            throw new InvalidInputException(Reason.EMPTY, "segments", where + ": no segments, expected at least one");
        }
        return names;
    }

    private static TypingError ofSums(SegmentNames names, double[][] sums, String where) {
        double[] customers = new double[sums.length];
        for (int s = 0; s < sums.length; s++) {
            customers[s] = Arrays.stream(sums[s]).sum();
            if (customers[s] == 0) {
                throw new InvalidInputException(
                        Reason.NO_OBSERVATIONS,
                        s,
                        "segments",
                        where + ": nobody of segment " + s + " (\""
                                + names.names().get(s)
                                + "\") was typed, so its errors are unknown; add customers of it");
            }
            for (int t = 0; t < sums.length; t++) {
                sums[s][t] /= customers[s];
            }
        }
        return new TypingError(names, sums, customers, 0);
    }

    /**
     * The same errors, which repeat themselves: with that chance a customer who has not moved is typed at the second date as
     * at the first, right or wrong; otherwise independently.
     *
     * @param chance 0 (independent, as without it) … 1 (nobody is ever typed otherwise); from customers who were typed twice
     *     and have not moved, it is (agreement − Σ πₛ Σ m<sub>st</sub>²) / (1 − Σ πₛ Σ m<sub>st</sub>²)
     * @return a new error
     * @throws InvalidInputException if it is out of range
     */
    public TypingError withRepeated(double chance) {
        return new TypingError(
                segments, shares, customers, Arguments.closedUnit(chance, "TypingError.withRepeated", "chance"));
    }

    /**
     * The names of the segments.
     *
     * @return k names
     */
    public List<String> segments() {
        return segments.names();
    }

    /**
     * The chance that a customer of one segment is typed as of another.
     *
     * @param truly the name of the true segment
     * @param typed the name of the segment typed
     * @return 0 … 1; over all {@code typed} they sum to 1
     * @throws InvalidInputException if there is no such segment
     */
    public double share(String truly, String typed) {
        return shares[segments.indexOf(truly, "TypingError")][segments.indexOf(typed, "TypingError")];
    }

    /**
     * The chance that errors repeat themselves.
     *
     * @return 0 … 1
     */
    public double repeated() {
        return repeated;
    }

    double[][] shares() {
        return shares;
    }

    /** Whether nothing of it was estimated. */
    boolean isExact() {
        return Arrays.stream(customers).allMatch(Double::isInfinite);
    }

    /** Customers behind each row; infinite if the shares are exact. */
    double[] customers() {
        return customers;
    }

    /**
     * What of the variance of a number comes from the customers that the error was counted on, by its slopes in the shares: at
     * shares with half a customer more in every place (Jeffreys), so that an error that was not seen so far is not impossible.
     */
    double variance(double[][] slopes) {
        double variance = 0;
        for (int s = 0; s < slopes.length; s++) {
            double mean = 0;
            double square = 0;
            for (int t = 0; t < slopes.length; t++) {
                double share = Double.isInfinite(customers[s])
                        ? shares[s][t]
                        : (shares[s][t] * customers[s] + 0.5) / (customers[s] + slopes.length / 2.0);
                mean += slopes[s][t] * share;
                square += slopes[s][t] * slopes[s][t] * share;
            }
            variance += Math.max(0, square - mean * mean) / customers[s];
        }
        return variance;
    }

    /** A table of the shares in percent, true segments down, typed ones across. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("true \\ typed"));
        head.addAll(segments());
        table.add(head);
        for (int s = 0; s < shares.length; s++) {
            List<String> line = new ArrayList<>(List.of(segments().get(s)));
            for (double share : shares[s]) {
                line.add(String.format(Locale.ROOT, "%.1f %%", 100 * share));
            }
            table.add(line);
        }
        return TextTable.of(table);
    }
}
