package dev.segmentation.rule;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Objects;

/** Three scores for each customer, from 1; more is better. Row weights of the scored matrix stay. */
public final class RfmScores {

    /** The columns of {@link #toMatrix}. */
    static final List<String> NAMES = List.of("r_score", "f_score", "m_score");

    private final int[] recency;
    private final int[] frequency;
    private final int[] monetary;
    private final double[] weights; // empty if there are none

    RfmScores(int[] recency, int[] frequency, int[] monetary, double[] weights) {
        this.recency = recency;
        this.frequency = frequency;
        this.monetary = monetary;
        this.weights = weights;
    }

    /**
     * The number of customers.
     *
     * @return at least 0
     */
    public int size() {
        return recency.length;
    }

    /**
     * The recency score; the highest is the most recent.
     *
     * @param row from 0
     * @return at least 1
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int recency(int row) {
        return recency[Objects.checkIndex(row, recency.length)];
    }

    /**
     * The frequency score; the highest buys most often.
     *
     * @param row from 0
     * @return at least 1
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int frequency(int row) {
        return frequency[Objects.checkIndex(row, frequency.length)];
    }

    /**
     * The monetary score; the highest spends most.
     *
     * @param row from 0
     * @return at least 1
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int monetary(int row) {
        return monetary[Objects.checkIndex(row, monetary.length)];
    }

    /**
     * The three scores side by side, such as {@code 555} for the best; with hyphens between if one has two digits.
     *
     * @param row from 0
     * @return the cell
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public String cell(int row) {
        int r = recency(row);
        int f = frequency(row);
        int m = monetary(row);
        String between = r > 9 || f > 9 || m > 9 ? "-" : "";
        return r + between + f + between + m;
    }

    /**
     * The sum of the three scores, unweighted.
     *
     * @param row from 0
     * @return at least 3
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public int sum(int row) {
        return recency(row) + frequency(row) + monetary(row);
    }

    /**
     * The scores as features, for rules or clustering.
     *
     * @return n × 3 with the columns {@code r_score}, {@code f_score}, {@code m_score}
     */
    public FeatureMatrix toMatrix() {
        double[] values =
                new double[Arguments.arraySize(recency.length, 3, "RfmScores.toMatrix", "take the rows in parts")];
        for (int i = 0; i < recency.length; i++) {
            values[3 * i] = recency[i];
            values[3 * i + 1] = frequency[i];
            values[3 * i + 2] = monetary[i];
        }
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(NAMES, values);
        return weights.length == 0 ? matrix : matrix.weightedBy(weights);
    }

    /** The number of customers, never a score. */
    @Override
    public String toString() {
        return "RfmScores[" + recency.length + " customers]";
    }
}
