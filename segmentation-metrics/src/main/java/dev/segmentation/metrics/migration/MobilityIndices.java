package dev.segmentation.metrics.migration;

import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.TextTable;
import dev.segmentation.metrics.markov.MarkovChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * How much customers move between two dates, by every {@link MobilityIndex}; intervals: {@link MobilityBootstrap}.
 *
 * <p>Over the customers present at both dates; whether segments are few or wide changes every index, so compare only what
 * has the same segments and the same horizon.
 *
 * <p><b>Degenerate:</b> nobody is present at both dates: all are NaN ({@link Reason#EMPTY}, {@link
 * Reason#NO_COMMON_CUSTOMERS}). A single segment: all that are scaled by k − 1, or compare starts, are NaN ({@link
 * Reason#SINGLE_SEGMENT}). A segment of which no customer is present at both dates: its row of P is unknown, so all but
 * {@link MobilityIndex#SHARE_MOVED} are NaN ({@link Reason#NO_OBSERVATIONS}). Not every segment can be reached from every
 * other: what needs the long run is NaN ({@link Reason#UNREACHABLE}). More than 512 segments: what needs the chain is NaN
 * ({@link Reason#RESOURCE_LIMIT}). {@link MobilityIndex#GROUP_MOBILITY} where everybody
 * ends in one segment: {@link Reason#NO_OBSERVATIONS}. {@link MobilityIndex#HALF_LIFE} where a difference never shrinks:
 * {@link Reason#ABSORBING}; where nothing is left of it at once: {@link Reason#DIVERGES}.
 *
 * <p>Immutable and thread-safe.
 */
public final class MobilityIndices {

    /** Eigenvalues below it are rounding errors. */
    private static final double NOTHING = 1e-12;

    private final Map<MobilityIndex, Double> values;
    private final Map<MobilityIndex, Reason> reasons;
    private final int segmentCount;
    private final OptionalLong horizonDays;

    private MobilityIndices(
            Map<MobilityIndex, Double> values,
            Map<MobilityIndex, Reason> reasons,
            int segmentCount,
            OptionalLong horizonDays) {
        this.values = values;
        this.reasons = reasons;
        this.segmentCount = segmentCount;
        this.horizonDays = horizonDays;
    }

    static MobilityIndices of(long[][] cells, OptionalLong horizonDays, Optional<Reason> undefined) {
        MobilityIndices indices = new MobilityIndices(
                new EnumMap<>(MobilityIndex.class), new EnumMap<>(MobilityIndex.class), cells.length, horizonDays);
        if (undefined.isPresent()) {
            indices.restUndefined(undefined.get());
        } else {
            indices.compute(cells);
        }
        return indices;
    }

    private void undefined(Reason reason, MobilityIndex... indices) {
        for (MobilityIndex index : indices) {
            values.put(index, Double.NaN);
            reasons.put(index, reason);
        }
    }

    /** All that have no value yet. */
    private void restUndefined(Reason reason) {
        for (MobilityIndex index : MobilityIndex.values()) {
            if (!values.containsKey(index)) {
                undefined(reason, index);
            }
        }
    }

    private void set(MobilityIndex index, double value, Reason otherwise) {
        values.put(index, value);
        if (Double.isNaN(value)) {
            reasons.put(index, otherwise);
        }
    }

    private void compute(long[][] cells) {
        int k = cells.length;
        long[] rows =
                Arrays.stream(cells).mapToLong(row -> Arrays.stream(row).sum()).toArray();
        long all = Arrays.stream(rows).sum();
        long stayed = IntStream.range(0, k).mapToLong(i -> cells[i][i]).sum();
        set(MobilityIndex.SHARE_MOVED, (double) (all - stayed) / all, Reason.NO_OBSERVATIONS);
        double stayChances = 0; // tr P
        double leaveChances = 0; // k − tr P, without the cancellation where almost nobody moves
        double group = 0;
        for (int i = 0; i < k; i++) {
            int own = i;
            long elsewhere =
                    all - Arrays.stream(cells).mapToLong(row -> row[own]).sum();
            double leave =
                    (double) (rows[i] - cells[i][i]) / rows[i]; // 0 / 0 = NaN for an unobserved row, and stays NaN
            stayChances += (double) cells[i][i] / rows[i];
            leaveChances += leave;
            group += leave / ((double) elsewhere / all) / k;
        }
        set(MobilityIndex.IMMOBILITY_RATIO, stayChances / k, Reason.NO_OBSERVATIONS);
        if (k == 1) {
            restUndefined(Reason.SINGLE_SEGMENT);
            return;
        }
        set(MobilityIndex.PRAIS_SHORROCKS, leaveChances / (k - 1), Reason.NO_OBSERVATIONS);
        set(MobilityIndex.GROUP_MOBILITY, Double.isInfinite(group) ? Double.NaN : group, Reason.NO_OBSERVATIONS);
        if (Arrays.stream(rows).anyMatch(row -> row == 0)) {
            restUndefined(Reason.NO_OBSERVATIONS);
            return;
        }
        if (k > MarkovChain.MOST_STATES) {
            restUndefined(Reason.RESOURCE_LIMIT);
            return;
        }
        List<String> names = IntStream.range(0, k).mapToObj(Integer::toString).toList();
        ofChain(MigrationChains.of(names, cells));
    }

    private void ofChain(MarkovChain chain) {
        int k = segmentCount;
        double[][] p = chain.toArray();
        RealMatrix matrix = MatrixUtils.createRealMatrix(p);
        double determinant = Math.abs(chain.determinant());
        set(MobilityIndex.DETERMINANT, 1 - determinant, Reason.NOT_CONVERGED);
        set(
                MobilityIndex.DETERMINANT_ROOT,
                1 - (determinant == 0 ? 0 : StrictMath.exp(StrictMath.log(determinant) / (k - 1))),
                Reason.NOT_CONVERGED);
        RealMatrix moves = matrix.subtract(MatrixUtils.createRealIdentityMatrix(k));
        double singular = Arrays.stream(new SingularValueDecomposition(moves).getSingularValues())
                .sum();
        set(MobilityIndex.JAFRY_SCHUERMANN, singular / k, Reason.NOT_CONVERGED);
        double[] moduli = chain.eigenvalueModuli();
        set(MobilityIndex.SECOND_EIGENVALUE, 1 - moduli[1], Reason.NOT_CONVERGED);
        set(MobilityIndex.EIGENVALUE_SUM, (k - Arrays.stream(moduli).sum()) / (k - 1), Reason.NOT_CONVERGED);
        if (Double.isNaN(moduli[1])) {
            undefined(Reason.NOT_CONVERGED, MobilityIndex.HALF_LIFE);
        } else if (moduli[1] < NOTHING || moduli[1] > 1 - NOTHING) {
            undefined(moduli[1] < NOTHING ? Reason.DIVERGES : Reason.ABSORBING, MobilityIndex.HALF_LIFE);
        } else {
            set(MobilityIndex.HALF_LIFE, StrictMath.log(0.5) / StrictMath.log(moduli[1]), Reason.DIVERGES);
        }
        if (!chain.isIrreducible()) {
            undefined(Reason.UNREACHABLE, MobilityIndex.UNCONDITIONAL_LEAVING, MobilityIndex.ENTROPY_RATE);
            return;
        }
        double[] share = chain.longRun().stationary();
        double leaving = 0;
        double entropy = 0;
        for (int i = 0; i < k; i++) {
            leaving += share[i] / chain.expectedStay(chain.states().get(i));
            entropy += share[i] * chain.entropy(chain.states().get(i));
        }
        set(MobilityIndex.UNCONDITIONAL_LEAVING, k * leaving / (k - 1), Reason.UNREACHABLE);
        set(MobilityIndex.ENTROPY_RATE, entropy, Reason.UNREACHABLE);
    }

    /**
     * An index.
     *
     * @param index which
     * @return its value; NaN if {@link #undefined}
     */
    public double value(MobilityIndex index) {
        return values.getOrDefault(Objects.requireNonNull(index, "index"), Double.NaN);
    }

    /**
     * Why an index is NaN.
     *
     * @param index which
     * @return the reason; empty if it is defined
     */
    public Optional<Reason> undefined(MobilityIndex index) {
        return Optional.ofNullable(reasons.get(Objects.requireNonNull(index, "index")));
    }

    /**
     * k, the number of segments of either date.
     *
     * @return at least 0
     */
    public int segmentCount() {
        return segmentCount;
    }

    /**
     * The days between the dates, which is one step of the chain.
     *
     * @return empty if counts were given without dates
     */
    public OptionalLong horizonDays() {
        return horizonDays;
    }

    /** A table, one line per index. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "mobility" + (horizonDays.isPresent() ? " over " + horizonDays.getAsLong() + " days" : ""), ""));
        for (MobilityIndex index : MobilityIndex.values()) {
            lines.add(List.of(
                    index.name(),
                    undefined(index).map(Reason::name).orElse(String.format(Locale.ROOT, "%.4f", value(index)))));
        }
        return TextTable.of(lines);
    }
}
