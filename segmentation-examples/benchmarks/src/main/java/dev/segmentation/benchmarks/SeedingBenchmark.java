package dev.segmentation.benchmarks;

import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seeding as a share of one start without refinement: read {@code perSeeding} and {@code perFit}; the score is
 * the three fits they come from. Seeding is the difference between a seeded fit and one from given centers, both stopped after one
 * iteration. Aim: at most 15 % on A to D.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = Kernel.JVM_OPTION)
public class SeedingBenchmark {

    /** How centers are found. */
    public enum Method {
        /** k-means++. */
        plusPlus {
            @Override
            Seeding seeding() {
                return Seeding.kMeansPlusPlus();
            }
        },
        /** The default. */
        greedy {
            @Override
            Seeding seeding() {
                return Seeding.greedyKMeansPlusPlus();
            }
        };

        abstract Seeding seeding();
    }

    /** The method. */
    @State(Scope.Benchmark)
    public static class MethodState {

        /** The method. */
        @Param
        public Method seeding;
    }

    /** What the three fits of one invocation took; see {@link Marginal} for why these are counters. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Parts {

        private double all;
        private double seeding;
        private double fit;
        private double invocations;

        /** Begins a measurement. */
        @Setup(Level.Iteration)
        public void reset() {
            all = 0;
            seeding = 0;
            fit = 0;
            invocations = 0;
        }

        void add(long unseededNanos, long seededNanos, long fitNanos) {
            all += unseededNanos + seededNanos + fitNanos;
            seeding += seededNanos - unseededNanos;
            fit += fitNanos;
            invocations++;
        }

        /**
         * What JMH divides by, to show the time of one seeding.
         *
         * @return seedings
         */
        public double perSeeding() {
            return all / seeding * invocations;
        }

        /**
         * What JMH divides by, to show the time of one fit, seeding included.
         *
         * @return fits
         */
        public double perFit() {
            return all / fit * invocations;
        }
    }

    /** One iteration from given centers, one with seeding, and a whole start. */
    @Benchmark
    public Fit<KMeansModel> seeding(ShapeState state, MethodState method, Parts parts) {
        KMeans start = KMeansFitBenchmark.oneStart(state)
                .withRefinement(Refinement.NONE)
                .withSeeding(method.seeding.seeding());
        long t0 = System.nanoTime();
        state.problem.stoppedAfter(1, state.execution);
        long t1 = System.nanoTime();
        start.withMaxIterations(1).fit(state.problem.data(), state.execution);
        long t2 = System.nanoTime();
        Fit<KMeansModel> fit = start.fit(state.problem.data(), state.execution);
        long t3 = System.nanoTime();
        parts.add(t1 - t0, t2 - t1, t3 - t2);
        return fit;
    }
}
