package dev.segmentation.metrics.markov;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Markov customer value: what a customer of each state is expected to earn from now on, discounted, V = Σₜ (P / (1 + δ))ᵗ R
 * = (I − P / (1 + δ))⁻¹ R.
 *
 * <p>R is earned by being in a state, so the margin of a purchase belongs to the state <em>just bought</em>. The value of
 * the present step is included, and not discounted; {@link #residual} leaves it out.
 *
 * <p><b>Degenerate:</b> without a discount, states that lead to a class that keeps earning have no finite value: NaN,
 * {@link Reason#DIVERGES}, also if gains and losses there even out; the others have. A state that is left in the end, and earns nothing there, has one.
 * <br><b>Reference:</b> P. E. Pfeifer, R. L. Carraway (2000), J. Interact. Mark. 14(2), 43–55,
 * doi:10.1002/(SICI)1520-6653(200021)14:2&lt;43::AID-DIR4&gt;3.0.CO;2-H.
 *
 * <p>Immutable and thread-safe.
 */
public final class ChainValue {

    private final StateNames states;
    private final double[] perStep;
    private final double[] values;
    private final double discountRate;

    private ChainValue(StateNames states, double[] perStep, double[] values, double discountRate) {
        this.states = states;
        this.perStep = perStep;
        this.values = values;
        this.discountRate = discountRate;
    }

    static ChainValue of(StateNames states, double[][] chances, double[] perStep, double discountRate) {
        double[] values = discountRate > 0 ? discounted(chances, perStep, discountRate) : untilTheEnd(chances, perStep);
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.isInfinite(values[i]) ? Double.NaN : values[i];
        }
        return new ChainValue(states, perStep, values, discountRate);
    }

    private static double[] discounted(double[][] chances, double[] perStep, double discountRate) {
        double[] exits = new double[chances.length];
        Arrays.fill(exits, discountRate / (1 + discountRate));
        return Elimination.of(Matrices.scaled(chances, 1 / (1 + discountRate)), exits)
                .solve(perStep);
    }

    /** Without a discount; NaN for states that lead to a class that keeps earning. */
    private static double[] untilTheEnd(double[][] chances, double[] perStep) {
        double[] values = new double[chances.length];
        Reachability reachability = Reachability.of(chances);
        BitSet finite = new BitSet(); // earn nothing in the end, and not from the start
        BitSet infinite = new BitSet();
        for (BitSet members : reachability.classes()) {
            if (reachability.isClosed(members) && members.stream().anyMatch(i -> perStep[i] != 0)) {
                infinite.or(members);
            } else if (!reachability.isClosed(members)) {
                finite.or(members);
            }
        }
        for (int i = 0; i < values.length; i++) {
            for (int j = infinite.nextSetBit(0); j >= 0; j = infinite.nextSetBit(j + 1)) {
                if (reachability.reaches(i, j)) {
                    finite.clear(i);
                    values[i] = Double.NaN;
                }
            }
        }
        double[] earned = finite.stream().mapToDouble(i -> perStep[i]).toArray();
        double[] solved = Elimination.within(chances, finite).solve(earned);
        int n = 0;
        for (int i = finite.nextSetBit(0); i >= 0; i = finite.nextSetBit(i + 1)) {
            values[i] = solved[n++];
        }
        return values;
    }

    /**
     * What a customer of a state is worth, the present step included.
     *
     * @param state the name of a state
     * @return in the unit of the values per step; NaN if {@link #undefined}
     * @throws InvalidInputException if there is no such state
     */
    public double of(String state) {
        return values[index(state)];
    }

    /**
     * What a customer of a state is worth after the present step.
     *
     * @param state the name of a state
     * @return in the unit of the values per step; NaN if {@link #undefined}
     * @throws InvalidInputException if there is no such state
     */
    public double residual(String state) {
        return of(state) - perStep[index(state)];
    }

    /**
     * Why a value is NaN.
     *
     * @param state the name of a state
     * @return {@link Reason#DIVERGES} if the sum has no end; empty if it is defined
     * @throws InvalidInputException if there is no such state
     */
    public Optional<Reason> undefined(String state) {
        return Double.isNaN(of(state)) ? Optional.of(Reason.DIVERGES) : Optional.empty();
    }

    /**
     * The discount rate per step.
     *
     * @return at least 0
     */
    public double discountRate() {
        return discountRate;
    }

    private int index(String state) {
        return states.indexOf(state, "ChainValue");
    }
}
