package dev.segmentation.metrics.stability;

import dev.segmentation.Estimate;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How much a segmentation depends on the seed and on the order of the rows: what {@link StartSensitivity} found.
 *
 * <p>The best objective is the lowest of all refits, of both kinds.
 * <br><b>Immutable</b>, hence safe for use by several threads.
 */
public final class SensitivityReport {

    /** An objective counts as the best one if it is within this share of it: 1e-6. */
    public static final double SAME_OBJECTIVE = 1e-6;

    private final Part seeds;
    private final Part orders;
    private final List<Notice> notices;

    SensitivityReport(
            Refits<StartSensitivity.Pair> seeds, Refits<StartSensitivity.Pair> orders, long customers, double level) {
        double best = DoubleStream.concat(objectives(seeds), objectives(orders))
                .filter(objective -> !Double.isNaN(objective))
                .min()
                .orElse(Double.NaN);
        this.seeds = new Part(seeds.results(), best, customers, level);
        this.orders = new Part(orders.results(), best, customers, level);
        List<Notice> all = new ArrayList<>(seeds.notices("pairs of seeds"));
        all.addAll(orders.notices("pairs of orders"));
        this.notices = List.copyOf(all);
    }

    private static DoubleStream objectives(Refits<StartSensitivity.Pair> refits) {
        return refits.results().stream()
                .flatMapToDouble(pair -> DoubleStream.of(pair.firstObjective(), pair.secondObjective()));
    }

    /**
     * Refits with other seeds.
     *
     * @return their agreement and objectives
     */
    public Part seeds() {
        return seeds;
    }

    /**
     * Refits with the rows in other orders.
     *
     * @return their agreement and objectives
     */
    public Part orders() {
        return orders;
    }

    /**
     * What the caller should know: how many pairs could not be fitted, and why.
     *
     * @return empty if all could
     */
    public List<Notice> notices() {
        return notices;
    }

    @Override
    public String toString() {
        return "SensitivityReport["
                + String.format(Locale.ROOT, "%n  other seeds: %s%n  other orders: %s", seeds, orders) + "]";
    }

    /** The refits of one kind. */
    public static final class Part {

        private final List<StartSensitivity.Pair> pairs;
        private final double best;
        private final long customers;
        private final double level;

        private Part(List<StartSensitivity.Pair> pairs, double best, long customers, double level) {
            this.pairs = pairs;
            this.best = best;
            this.customers = customers;
            this.level = level;
        }

        /**
         * The adjusted Rand index of each refit with the given solution: 1 if they are the same. Higher is better.
         *
         * @return one value in [−1, 1] per refit, two per pair
         */
        public Replicates agreementWithOriginal() {
            double[] values = pairs.stream()
                    .flatMapToDouble(pair -> DoubleStream.of(pair.first(), pair.second()))
                    .toArray();
            return Replicates.of(values, Replicates.Range.CORRECTED, level, customers);
        }

        /**
         * The adjusted Rand index of the two refits of each pair. Higher is better.
         *
         * @return one value in [−1, 1] per pair
         */
        public Replicates agreementWithEachOther() {
            double[] values =
                    pairs.stream().mapToDouble(StartSensitivity.Pair::between).toArray();
            return Replicates.of(values, Replicates.Range.CORRECTED, level, customers);
        }

        /**
         * The objective of each refit; smaller is better.
         *
         * @return one value per refit, two per pair, in the units of the objective; NaN for an algorithm without one
         */
        public Replicates objectives() {
            double[] values = pairs.stream()
                    .flatMapToDouble(pair -> DoubleStream.of(pair.firstObjective(), pair.secondObjective()))
                    .toArray();
            return Replicates.of(values, Replicates.Range.ANY, level, customers);
        }

        /**
         * How far the objectives of these refits lie apart: (largest − smallest)/|best|. Lower is better.
         *
         * @return at least 0; NaN for an algorithm without objective, and if the best one is 0 and others are not
         */
        public double objectiveSpread() {
            double[] values = objectives().toArray();
            double largest = Arrays.stream(values).max().orElse(Double.NaN);
            double smallest = Arrays.stream(values).min().orElse(Double.NaN);
            if (largest == smallest) {
                return 0;
            }
            return best == 0 ? Double.NaN : (largest - smallest) / Math.abs(best);
        }

        /**
         * The share of these refits whose objective is the best one, to {@link #SAME_OBJECTIVE}; if it is small, more restarts
         * are needed, and an even better solution may exist. The interval is Wilson's for as many trials as there are refits.
         *
         * @return in [0, 1], higher is better; undefined ({@link Reason#NO_OBSERVATIONS}) for an algorithm without objective
         */
        public Estimate reachingBest() {
            double[] values = objectives().toArray();
            long trials =
                    Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
            long reached = Arrays.stream(values)
                    .filter(value -> value <= best + SAME_OBJECTIVE * Math.abs(best))
                    .count();
            Estimate share = WilsonScore.at(level).of(reached, trials);
            if (!share.isDefined()) {
                return Estimate.undefined(Reason.NO_OBSERVATIONS, customers);
            }
            return Estimate.of(share.value(), share.lower(), share.upper(), level, customers);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "adjusted Rand with the original %s; with each other %s; reaching the best objective %s; spread %.3g",
                    agreementWithOriginal(),
                    agreementWithEachOther(),
                    reachingBest(),
                    objectiveSpread());
        }
    }
}
