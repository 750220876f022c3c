package dev.segmentation.metrics.migration;

import java.util.Arrays;
import java.util.List;

/**
 * How far two matrices of chances are apart, cell by cell: 0 if they are equal, larger is farther, no unit. Differences of
 * mobility ({@link MobilityBootstrap#difference}) see only how much customers move; these also see where to.
 *
 * <p>Chances of rows with few customers differ by chance alone, so that distances of observed matrices are too large on
 * average; {@link MobilityBootstrap#distances} says how much of one is real.
 */
public enum MatrixDistance {
    /** Σ |aᵢⱼ − bᵢⱼ| / k²: the mean absolute difference of a cell; 0 … 2 / k. */
    MEAN_ABSOLUTE {
        @Override
        double of(double... differences) {
            return SUM_ABSOLUTE.of(differences) / differences.length;
        }
    },
    /** Σ |aᵢⱼ − bᵢⱼ|; half of a row's part is the share of its customers who go elsewhere; 0 … 2k. */
    SUM_ABSOLUTE {
        @Override
        double of(double... differences) {
            return Arrays.stream(differences).map(Math::abs).sum();
        }
    },
    /** √ Σ (aᵢⱼ − bᵢⱼ)², the norm of Frobenius; 0 … √(2k). */
    FROBENIUS {
        @Override
        double of(double... differences) {
            return Math.sqrt(Arrays.stream(differences).map(d -> d * d).sum());
        }
    },
    /** √ (Σ (aᵢⱼ − bᵢⱼ)² / k²), the same per cell; 0 … √(2 / k). */
    ROOT_MEAN_SQUARE {
        @Override
        double of(double... differences) {
            return FROBENIUS.of(differences) / Math.sqrt(differences.length);
        }
    },
    /** The largest |aᵢⱼ − bᵢⱼ|; 0 … 1. */
    LARGEST {
        @Override
        double of(double... differences) {
            return Arrays.stream(differences).map(Math::abs).max().orElse(Double.NaN);
        }
    };

    /** A norm of the differences of all k² cells. */
    abstract double of(double... differences);

    /**
     * The distance of the observed chances of two matrices.
     *
     * @param first a matrix
     * @param second a matrix of the same segments and horizon
     * @return at least 0; NaN if a segment of one of them has nobody who is present at both dates, or there is no segment
     * @throws dev.segmentation.InvalidInputException if the segments differ ({@link
     *     dev.segmentation.Reason#SCHEMA_MISMATCH}) or the horizons do ({@link
     *     dev.segmentation.Reason#UNEQUAL_INTERVALS})
     */
    public double between(MigrationMatrix first, MigrationMatrix second) {
        Comparability.check(List.of(first, second), "MatrixDistance.between");
        double[] differences = chances(second.cells());
        double[] others = chances(first.cells());
        for (int cell = 0; cell < differences.length; cell++) {
            differences[cell] -= others[cell];
        }
        return differences.length == 0 ? Double.NaN : of(differences);
    }

    /** Row by row; NaN in rows of nobody. */
    static double[] chances(long[][] cells) {
        int k = cells.length;
        double[] chances = new double[k * k];
        for (int i = 0; i < k; i++) {
            long row = Arrays.stream(cells[i]).sum();
            for (int j = 0; j < k; j++) {
                chances[i * k + j] = (double) cells[i][j] / row;
            }
        }
        return chances;
    }
}
