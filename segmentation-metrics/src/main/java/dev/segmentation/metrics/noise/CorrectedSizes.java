package dev.segmentation.metrics.noise;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.Termination;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Sizes of segments without typing errors: how many customers truly belong to each, at one date.
 *
 * <p>Of π, the true shares, M′π is seen, where M is the typing error: small segments look larger than they are, because the
 * errors of large ones fall into them. Solved for π the shares are unbiased ({@link #shareUnbiased}), but may be below 0; the
 * numbers given are the most likely ones that are possible, and intervals, which end at what is possible, are those of the
 * unbiased ones. Intervals contain what the counts and, if it was estimated, the typing error leave open.
 *
 * <p>{@link #share} is of the population that the customers were drawn from. {@link #size} is of these very customers: typing
 * without errors leaves it nothing open.
 *
 * <p><b>Assumption:</b> who was validated for the typing error was typed as these customers are. Errors need not be
 * independent of anything else.
 * <br><b>Degenerate:</b> nobody: all is undefined ({@link Reason#EMPTY}). Typing that cannot tell two segments apart has no
 * correction ({@link Reason#UNIDENTIFIED}).
 * <br><b>Cost:</b> O(n + k³).
 * <br><b>Reference:</b> P. S. Levy, E. H. Kass (1970), Am. J. Epidemiol. 91, 148–156, doi:10.1093/oxfordjournals.aje.a121122
 * (from shares typed to true shares).
 *
 * <p>Immutable and thread-safe.
 */
public final class CorrectedSizes {

    private static final double ROUNDING = 1e-12;

    private final SegmentNames segments;
    private final long[] typed;
    private final long customers;
    private final SingleUnmixing unmixing;
    private final double[] observed;
    private final double[] solved;
    private final MostLikelyShares likely;
    private final double level;

    private static long total(long... typed) {
        try {
            return Arrays.stream(typed).reduce(0, Math::addExact);
        } catch (ArithmeticException overflow) {
            throw new InvalidInputException(
                    Reason.RANGE, "typed", "CorrectedSizes: the counts add up to more than " + Long.MAX_VALUE);
        }
    }

    private CorrectedSizes(SegmentNames segments, long[] typed, SingleUnmixing unmixing, double level) {
        this.segments = segments;
        this.typed = typed;
        this.customers = total(typed);
        this.unmixing = unmixing;
        this.observed = new double[typed.length];
        Arrays.setAll(observed, t -> customers == 0 ? 0 : (double) typed[t] / customers);
        this.solved = unmixing.solve(observed);
        this.likely = new MostLikelyShares(observed, solved, unmixing, () -> {});
        this.level = level;
    }

    /**
     * Corrects the sizes at a date.
     *
     * @param typed the customers as they were typed
     * @param error of the typing
     * @return the sizes, for the segments of the error, with intervals at 95 %
     * @throws InvalidInputException if a segment is not among those of the error ({@link Reason#UNKNOWN_NAME}), or the typing
     *     cannot tell segments apart ({@link Reason#UNIDENTIFIED})
     */
    public static CorrectedSizes of(Segmentation typed, TypingError error) {
        Objects.requireNonNull(typed, "typed");
        Objects.requireNonNull(error, "error");
        int[] places = TypedSums.places(typed, error, "CorrectedSizes.of");
        long[] counts = new long[error.segments().size()];
        int[] sizes = typed.assignment().sizes();
        for (int label = 0; label < places.length; label++) {
            counts[places[label]] = sizes[label];
        }
        return of(error, counts);
    }

    /**
     * Corrects counts that were made elsewhere.
     *
     * @param error of the typing
     * @param counts how many customers were typed into each segment, in the order of the error; copied
     * @return the sizes, with intervals at 95 %
     * @throws InvalidInputException if their number differs ({@link Reason#SCHEMA_MISMATCH}), one is negative ({@link
     *     Reason#NEGATIVE_COUNT}), or the typing cannot tell segments apart ({@link Reason#UNIDENTIFIED})
     */
    public static CorrectedSizes of(TypingError error, long... counts) {
        String where = "CorrectedSizes.of";
        Objects.requireNonNull(error, "error");
        Arguments.sameSize(error.segments().size(), counts.length, where, "counts", "segment");
        for (int t = 0; t < counts.length; t++) {
            if (counts[t] < 0) {
                throw new InvalidInputException(
                        Reason.NEGATIVE_COUNT,
                        t,
                        "counts",
                        where + ": counts[" + t + "] = " + counts[t] + ", expected at least 0");
            }
        }
        SegmentNames segments = SegmentNames.of(error.segments(), where);
        return new CorrectedSizes(segments, counts.clone(), SingleUnmixing.of(error, where), 0.95);
    }

    /**
     * The same sizes with intervals of another confidence level.
     *
     * @param confidence in (0, 1)
     * @return new sizes
     * @throws InvalidInputException if it is out of range
     */
    public CorrectedSizes withLevel(double confidence) {
        return new CorrectedSizes(
                segments, typed, unmixing, Arguments.openUnit(confidence, "CorrectedSizes.withLevel", "level"));
    }

    /**
     * The names of the segments.
     *
     * @return in the order of the typing error
     */
    public List<String> segments() {
        return segments.names();
    }

    /**
     * How many customers there are.
     *
     * @return at least 0
     */
    public long customers() {
        return customers;
    }

    /**
     * How many customers were typed into a segment.
     *
     * @param segment its name
     * @return at least 0
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public long typed(String segment) {
        return typed[index(segment)];
    }

    /**
     * The share of the population that truly belongs to a segment. The interval has the shares p that are no farther from the one
     * found than z √(p(1 − p)/n + v), v being what typing and its error add: Wilson's, if every customer is typed rightly.
     *
     * @param segment its name
     * @return 0 … 1; the values of all segments sum to 1
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate share(String segment) {
        int s = index(segment);
        if (customers == 0) {
            return Estimate.undefined(Reason.EMPTY, 0);
        }
        double z = Normal.twoSidedQuantile(level);
        double draws = z * z / customers;
        double known = Math.max(0, error(s) * error(s) - solved[s] * (1 - solved[s]) / customers);
        double middle = 2 * solved[s] + draws;
        double root = middle * middle - 4 * (1 + draws) * (solved[s] * solved[s] - z * z * known);
        if (root < 0) { // far from any share that is possible
            return estimate(solved[s], error(s), likely.shares()[s], 1);
        }
        double half = Math.sqrt(root) / (2 * (1 + draws));
        return between(middle / (2 * (1 + draws)) - half, middle / (2 * (1 + draws)) + half, likely.shares()[s], 1);
    }

    /**
     * {@link #share} without bias: to be averaged over many dates or groups, since it may be impossible.
     *
     * @param segment its name
     * @return near 0 … 1, possibly outside; the values of all segments sum to 1; NaN if undefined
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double shareUnbiased(String segment) {
        int s = index(segment);
        return customers == 0 ? Double.NaN : solved[s];
    }

    /**
     * How many of these customers truly belong to a segment.
     *
     * @param segment its name
     * @return 0 … {@link #customers}, in general not a whole number; the values of all segments sum to {@link #customers}
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate size(String segment) {
        int s = index(segment);
        if (customers == 0) {
            return Estimate.undefined(Reason.EMPTY, 0);
        }
        double[] sizes =
                Arrays.stream(likely.shares()).map(share -> share * customers).toArray();
        double variance = unmixing.ofTyping(s, sizes) + unmixing.ofError(s, sizes);
        return estimate(customers * solved[s], Math.sqrt(variance), sizes[s], (double) customers);
    }

    /**
     * Whether the typing error that was given is larger than the counts allow: some corrected share would have to be negative,
     * beyond chance.
     *
     * @return true if so; give a smaller error
     */
    public boolean overstated() {
        double each = 1 - (1 - level) / Math.max(1, typed.length); // of many shares one is below 0 by chance
        for (int s = 0; s < typed.length && customers > 0; s++) {
            if (solved[s] + Normal.twoSidedQuantile(each) * error(s) < -ROUNDING) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the search for shares that are not negative converged; where none would be negative, there is none.
     *
     * @return how it ended
     */
    public Termination termination() {
        return likely.termination();
    }

    /** The most likely shares; not copied. */
    double[] shares() {
        return likely.shares();
    }

    SingleUnmixing unmixing() {
        return unmixing;
    }

    double level() {
        return level;
    }

    private double error(int s) {
        double[] effect = unmixing.effect(s);
        double square = 0;
        for (int t = 0; t < effect.length; t++) {
            square += effect[t] * effect[t] * observed[t];
        }
        double variance = Math.max(0, square - solved[s] * solved[s]) / customers;
        return Math.sqrt(variance + unmixing.ofError(s, likely.shares()));
    }

    private Estimate estimate(double center, double error, double value, double most) {
        double half = Normal.twoSidedQuantile(level) * error;
        return between(center - half, center + half, value, most);
    }

    private Estimate between(double lower, double upper, double value, double most) {
        double shown = Math.min(most, value);
        return Estimate.of(
                shown, Math.min(Math.max(0, lower), shown), Math.max(Math.min(most, upper), shown), level, customers);
    }

    private int index(String segment) {
        return segments.indexOf(segment, "CorrectedSizes");
    }

    /** A table of the customers typed into each segment and those who truly belong to it. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("segment", "typed", "corrected", "lower", "upper", "share"));
        for (String segment : segments()) {
            Estimate size = size(segment);
            table.add(List.of(
                    segment,
                    Long.toString(typed(segment)),
                    shown("%.1f", size.value()),
                    shown("%.1f", size.lower()),
                    shown("%.1f", size.upper()),
                    shown("%.1f %%", 100 * share(segment).value())));
        }
        return TextTable.of(table) + (overstated() ? "\nthe counts do not allow errors as large as given" : "");
    }

    private static String shown(String format, double number) {
        return Double.isNaN(number) ? "" : String.format(Locale.ROOT, format, number);
    }
}
