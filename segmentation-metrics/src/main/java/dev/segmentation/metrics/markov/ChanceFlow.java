package dev.segmentation.metrics.markov;

import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chances of one or several starts as time goes on, with their covariance: P(s, t) = P(s, t−)(I + ΔÂ(t)), and
 *
 * <p>cov(s, t) = (I + ΔÂ)ᵀ cov(s, t−) (I + ΔÂ) + Σ Pₐₕ Pᵦₕ cov(ΔÂₕ)
 *
 * <p>for any two rows a and b, which is formula 4.4.19 of Andersen, Borgan, Gill and Keiding, one pair of rows at a time.
 */
final class ChanceFlow {

    private final int k;
    private final boolean[] endless;
    private final double[][] rows;
    private final List<Block> blocks = new ArrayList<>();
    private final int[] ownBlock; // of each row, −1 for none
    private final double[] sample; // of each row, when it was last emptied
    private final double[] cumulative;
    private final double[] scratch;
    private final boolean[] lost; // rows whose customers were, for some time, where nobody was watched

    /** The covariance of the chances of two rows. */
    private static final class Block {

        private final int left;
        private final int right;
        private final double[] covariance;

        Block(int left, int right, double[] covariance) {
            this.left = left;
            this.right = right;
            this.covariance = covariance;
        }
    }

    /**
     * At the start.
     *
     * @param rows chances, changed in place
     * @param endless the states that are never left
     */
    ChanceFlow(double[][] rows, boolean[] endless) {
        this.k = endless.length;
        this.endless = endless;
        this.rows = rows;
        ownBlock = new int[rows.length];
        Arrays.fill(ownBlock, -1);
        sample = new double[rows.length];
        cumulative = new double[k * k];
        scratch = new double[k * k];
        lost = new boolean[rows.length];
    }

    /** Follows the covariance of two rows, or of the chances of one; it is what it is at the start. */
    void follow(int left, int right, double[] covariance) {
        if (left == right) {
            ownBlock[left] = blocks.size();
        }
        blocks.add(new Block(left, right, covariance));
    }

    /** How many products each move takes. */
    long work() {
        return 1L + rows.length + 3L * k * blocks.size();
    }

    void apply(Jump jump, RiskSets sets) {
        if (jump.empties()) {
            for (int r = 0; r < rows.length; r++) {
                if (ownBlock[r] >= 0) {
                    sample[r] = sampleOf(r, sets);
                }
            }
        }
        for (Block block : blocks) {
            jump.applyToCovariance(block.covariance, scratch);
            jump.addChance(block.covariance, rows[block.left], rows[block.right]);
        }
        for (double[] row : rows) {
            jump.applyToRow(row, 0);
        }
        jump.addTo(cumulative);
    }

    /** The number of customers of which plain shares would be as sure as those of a row; of one without error the fewest at risk. */
    private double sampleOf(int r, RiskSets sets) {
        double[] covariance = blocks.get(ownBlock[r]).covariance;
        double trace = 0;
        double squares = 0;
        int possible = 0;
        long fewest = Long.MAX_VALUE;
        for (int h = 0; h < k; h++) {
            double p = rows[r][h];
            trace += covariance[h * k + h];
            squares += p * p;
            if (p > 0) {
                possible++;
                fewest = endless[h] ? fewest : Math.min(fewest, sets.least(h));
            }
        }
        if (possible > 1 && trace > 0) {
            return (1 - squares) / trace;
        }
        return sample[r] > 0 ? sample[r] : fewest == Long.MAX_VALUE ? 0 : (double) fewest;
    }

    /** Says that some time has passed since anything happened: who was where nobody is watched, is lost for good. */
    void pass(RiskSets sets) {
        for (int h = 0; h < k; h++) {
            if (!endless[h] && sets.present(h) == 0) {
                for (int r = 0; r < rows.length; r++) {
                    lost[r] |= rows[r][h] > 0;
                }
            }
        }
    }

    /** For each row whether customers may have been, until now, where nobody was watched. */
    boolean[] outOfSight() {
        return lost.clone();
    }

    /** A row as it is now. */
    ChanceRow row(int r, RiskSets sets, long customers, Optional<Reason> undefined) {
        double[] chances = rows[r].clone();
        if (ownBlock[r] < 0) {
            return new ChanceRow(chances, new double[0], 0, customers, undefined);
        }
        boolean sure = IntStream.range(0, k).filter(h -> chances[h] > 0).count() == 1;
        double[] covariance =
                sure ? new double[k * k] : blocks.get(ownBlock[r]).covariance.clone(); // 0 but for rounding errors
        return new ChanceRow(chances, covariance, sampleOf(r, sets), customers, undefined);
    }

    /** The covariances of pairs of different rows as they are now, in the order in which they were followed. */
    List<double[]> between() {
        return blocks.stream()
                .filter(block -> block.left != block.right)
                .map(block -> block.covariance.clone())
                .toList();
    }

    double[] cumulative() {
        return cumulative.clone();
    }
}
