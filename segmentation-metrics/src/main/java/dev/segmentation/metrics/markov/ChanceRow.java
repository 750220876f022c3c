package dev.segmentation.metrics.markov;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Normal;
import java.util.Optional;

/** Where customers of one start are, in chances that sum to 1, with their covariance. */
final class ChanceRow {

    private final double[] chances;
    private final double[] covariance; // k × k, empty if it was not asked for
    private final double sample;
    private final long customers;
    private final Optional<Reason> undefined;

    /**
     * A row, of which nothing is copied.
     *
     * @param sample how many customers stand for what has no error
     * @param customers how many were there at the start
     */
    ChanceRow(double[] chances, double[] covariance, double sample, long customers, Optional<Reason> undefined) {
        this.chances = chances;
        this.covariance = covariance;
        this.sample = sample;
        this.customers = customers;
        this.undefined = undefined;
    }

    boolean hasCovariance() {
        return covariance.length > 0;
    }

    long customers() {
        return customers;
    }

    Optional<Reason> undefined() {
        return undefined;
    }

    double chance(int to) {
        return undefined.isPresent() ? Double.NaN : chances[to];
    }

    double covariance(int to, int other) {
        return undefined.isPresent() ? Double.NaN : covariance[to * chances.length + other];
    }

    double standardError(int to) {
        double variance = covariance(to, to);
        return variance < 0 ? 0 : Math.sqrt(variance); // rounding errors; NaN stays
    }

    Estimate interval(int to, boolean staying, ChanceInterval method, double level) {
        if (undefined.isPresent()) {
            return Estimate.undefined(undefined.get(), customers);
        }
        double z = Normal.twoSidedQuantile(level);
        double chance = Math.min(1, chances[to]); // but for a rounding error
        double[] ends = method.of(chance, standardError(to), sample, z, staying);
        return Estimate.of(chance, ends[0], ends[1], level, customers);
    }
}
