package dev.segmentation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened during a fit: nothing that matters is only in a log.
 *
 * <p>The objective is in the units of the matrix that was fitted; smaller is better.
 */
public final class FitReport {

    private final String algorithm;
    private final long seed;
    private final Termination termination;
    private final int iterations;
    private final double objective;
    private final List<Double> restartObjectives;
    private final SortedMap<Integer, Double> segmentCountObjectives;
    private final String kernel;
    private final List<Notice> notices;

    private FitReport(Builder builder) {
        this.algorithm = builder.algorithm;
        this.seed = builder.seed;
        this.termination = builder.termination;
        this.iterations = builder.iterations;
        this.objective = builder.objective;
        this.restartObjectives = List.copyOf(builder.restartObjectives);
        this.segmentCountObjectives = builder.segmentCountObjectives;
        this.kernel = builder.kernel;
        this.notices = List.copyOf(builder.notices);
    }

    /**
     * Starts a report, for authors of algorithms.
     *
     * @param algorithm what fitted, such as {@code "k-means"}
     * @return a builder of a converged report without iterations
     */
    public static Builder builder(String algorithm) {
        return new Builder(algorithm);
    }

    /**
     * What fitted.
     *
     * @return such as {@code "k-means"}
     */
    public String algorithm() {
        return algorithm;
    }

    /**
     * The seed that was used, also if it was the default.
     *
     * @return any long
     */
    public long seed() {
        return seed;
    }

    /**
     * How the fit that won ended.
     *
     * @return converged, or stopped at the limit
     */
    public Termination termination() {
        return termination;
    }

    /**
     * The iterations of the fit that won, the last one, which found nothing to change, included.
     *
     * @return at least 0
     */
    public int iterations() {
        return iterations;
    }

    /**
     * The objective of the fit that won, such as the weighted sum of squared distances to the centers.
     *
     * @return NaN for an algorithm without objective
     */
    public double objective() {
        return objective;
    }

    /**
     * The objective of every restart, in their order: how much the result depends on the start.
     *
     * @return one number per restart
     */
    public List<Double> restartObjectives() {
        return restartObjectives;
    }

    /**
     * The best objective of each number of segments that was tried, for an algorithm that finds the number itself.
     *
     * @return by number of segments, ascending; empty if the number was given
     */
    public SortedMap<Integer, Double> segmentCountObjectives() {
        return segmentCountObjectives;
    }

    /**
     * Which of several implementations of the innermost loop was at work in the end; the answer is the same. In a fresh
     * process the vector kernel is not used before the JIT compiler has made machine code of it.
     *
     * @return such as {@code "plain"} or {@code "vector, 512 bits"}
     */
    public String kernel() {
        return kernel;
    }

    /**
     * What the caller should know.
     *
     * @return possibly empty
     */
    public List<Notice> notices() {
        return notices;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %s after %d iterations, objective %s, seed %d, %d restarts%s",
                algorithm,
                termination,
                iterations,
                Double.toString(objective),
                seed,
                restartObjectives.size(),
                notices.isEmpty() ? "" : ", " + notices);
    }

    /** Collects the parts of a report. Not thread-safe. */
    public static final class Builder {

        private final String algorithm;
        private long seed;
        private Termination termination = Termination.CONVERGED;
        private int iterations;
        private double objective = Double.NaN;
        private List<Double> restartObjectives = List.of();
        private SortedMap<Integer, Double> segmentCountObjectives = Collections.emptySortedMap();
        private String kernel = "plain";
        private final List<Notice> notices = new ArrayList<>();

        private Builder(String algorithm) {
            this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        }

        /**
         * Sets the seed.
         *
         * @param value the seed
         * @return this builder
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets how the fit ended.
         *
         * @param value how
         * @return this builder
         */
        public Builder termination(Termination value) {
            termination = Objects.requireNonNull(value, "termination");
            if (value == Termination.ITERATION_LIMIT) {
                notices.add(new Notice(
                        Reason.NOT_CONVERGED,
                        algorithm + ": stopped at the iteration limit; raise it or the tolerance"));
            }
            return this;
        }

        /**
         * Sets the iterations.
         *
         * @param value at least 0
         * @return this builder
         */
        public Builder iterations(int value) {
            iterations = value;
            return this;
        }

        /**
         * Sets the objective.
         *
         * @param value smaller is better
         * @return this builder
         */
        public Builder objective(double value) {
            objective = value;
            return this;
        }

        /**
         * Sets the objectives of all restarts.
         *
         * @param values in the order of the restarts
         * @return this builder
         */
        public Builder restartObjectives(List<Double> values) {
            restartObjectives = List.copyOf(values);
            return this;
        }

        /**
         * Sets the best objective of each number of segments that was tried, none unless it is said.
         *
         * @param values by number of segments
         * @return this builder
         */
        public Builder segmentCountObjectives(Map<Integer, Double> values) {
            segmentCountObjectives = Collections.unmodifiableSortedMap(new TreeMap<>(values));
            return this;
        }

        /**
         * Sets which implementation of the innermost loop ran, {@code "plain"} unless it is said.
         *
         * @param value its name
         * @return this builder
         */
        public Builder kernel(String value) {
            kernel = Objects.requireNonNull(value, "kernel");
            return this;
        }

        /**
         * Adds a notice.
         *
         * @param notice what the caller should know
         * @return this builder
         */
        public Builder notice(Notice notice) {
            notices.add(Objects.requireNonNull(notice, "notice"));
            return this;
        }

        /**
         * Makes the report.
         *
         * @return the report
         */
        public FitReport build() {
            return new FitReport(this);
        }
    }
}
