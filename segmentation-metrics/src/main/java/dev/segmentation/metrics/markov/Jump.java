package dev.segmentation.metrics.markov;

/**
 * What happens at one time: the matrix I + ΔÂ, of which only the rows of states that somebody leaves differ from those of I,
 * and in these only few elements. Reused from one time to the next.
 */
final class Jump {

    private final int k;
    private final int[] origins;
    private final double[] atRisk;
    private final double[] staying;
    private final int[] firstMove;
    private final int[] targets;
    private final double[] shares;
    private int originCount;
    private int moveCount;
    private final double[] saved;

    Jump(int k) {
        this.k = k;
        origins = new int[k];
        atRisk = new double[k];
        staying = new double[k];
        firstMove = new int[k + 1];
        targets = new int[k * k];
        shares = new double[k * k];
        saved = new double[k];
    }

    void clear() {
        originCount = 0;
        moveCount = 0;
        firstMove[0] = 0;
    }

    /** Begins the moves out of a state, of which there are {@code leaving} among {@code present}. */
    void origin(int state, long leaving, long present) {
        origins[originCount] = state;
        atRisk[originCount] = (double) present;
        staying[originCount] = (double) (present - leaving) / present;
        originCount++;
        firstMove[originCount] = moveCount;
    }

    /** Moves out of the latest origin. */
    void move(int target, long count) {
        targets[moveCount] = target;
        shares[moveCount] = count / atRisk[originCount - 1];
        moveCount++;
        firstMove[originCount] = moveCount;
    }

    /** Adds ΔÂ to cumulative rates, row-major. */
    void addTo(double[] cumulative) {
        for (int o = 0; o < originCount; o++) {
            for (int m = firstMove[o]; m < firstMove[o + 1]; m++) {
                cumulative[origins[o] * k + targets[m]] += shares[m];
            }
        }
    }

    /** A row vector of chances times I + ΔÂ, in place: k numbers from an offset on. */
    void applyToRow(double[] values, int offset) {
        for (int o = 0; o < originCount; o++) {
            int at = offset + origins[o];
            saved[o] = values[at];
            values[at] *= staying[o];
        }
        for (int o = 0; o < originCount; o++) {
            if (saved[o] != 0) {
                for (int m = firstMove[o]; m < firstMove[o + 1]; m++) {
                    values[offset + targets[m]] += saved[o] * shares[m];
                }
            }
        }
    }

    /** (I + ΔÂ)ᵀ V (I + ΔÂ) in place, V being k × k, row-major; {@code scratch} has room for k rows. */
    void applyToCovariance(double[] v, double[] scratch) {
        for (int r = 0; r < k; r++) {
            applyToRow(v, r * k);
        }
        for (int o = 0; o < originCount; o++) {
            int row = origins[o] * k;
            System.arraycopy(v, row, scratch, o * k, k);
            for (int j = 0; j < k; j++) {
                v[row + j] *= staying[o];
            }
        }
        for (int o = 0; o < originCount; o++) {
            for (int m = firstMove[o]; m < firstMove[o + 1]; m++) {
                int row = targets[m] * k;
                double share = shares[m];
                for (int j = 0; j < k; j++) {
                    v[row + j] += share * scratch[o * k + j];
                }
            }
        }
    }

    /**
     * What chance at this time adds to the covariance of two rows of chances, which are those before: Σ aₕ bₕ Cₕ, where Cₕ is
     * the covariance of the shares of the Yₕ customers of state h that stay and go where, (diag(p) − p pᵀ) / Yₕ.
     */
    void addChance(double[] v, double[] a, double[] b) {
        for (int o = 0; o < originCount; o++) {
            int h = origins[o];
            double weight = a[h] * b[h] / atRisk[o];
            if (weight == 0) {
                continue;
            }
            double left = 1 - staying[o];
            v[h * k + h] += weight * staying[o] * left;
            for (int m = firstMove[o]; m < firstMove[o + 1]; m++) {
                double common = weight * shares[m] * staying[o];
                v[h * k + targets[m]] -= common;
                v[targets[m] * k + h] -= common;
                for (int n = firstMove[o]; n < firstMove[o + 1]; n++) {
                    double both = m == n ? shares[m] * (1 - shares[m]) : -shares[m] * shares[n];
                    v[targets[m] * k + targets[n]] += weight * both;
                }
            }
        }
    }

    /** Whether everybody in a state leaves it, after which a chance may be exactly 0 or 1. */
    boolean empties() {
        for (int o = 0; o < originCount; o++) {
            if (staying[o] == 0) {
                return true;
            }
        }
        return false;
    }

    /** How many products a row of chances takes. */
    int size() {
        return originCount + moveCount;
    }
}
