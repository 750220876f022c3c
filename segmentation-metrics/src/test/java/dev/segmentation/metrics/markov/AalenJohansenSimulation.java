package dev.segmentation.metrics.markov;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Estimate;
import dev.segmentation.internal.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often intervals of 95 % contain the chance that they are about, of customers with known rates who come late and are lost
 * by chance, and how near the mean of the estimated variances is to the variance of the estimates. Writes
 * {@code target/aalen-johansen-coverage.csv}, a line per number of customers, time, cell and kind of interval.
 * {@code -Druns=} sets the runs, by default 4000, whose standard error is 0.34 points.
 */
class AalenJohansenSimulation {

    private static final int RUNS = Integer.getInteger("runs", 4000);
    private static final int[] SIZES = {50, 150, 600};
    private static final double[] TIMES = {0.25, 1, 3};

    /** What the runs said of a chance. */
    private static final class Tally {

        private final Map<ChanceInterval, Integer> covered = new EnumMap<>(ChanceInterval.class);
        private final int customers;
        private int defined;
        private double sum;
        private double squares;
        private double variances;

        Tally(int customers) {
            this.customers = customers;
        }

        synchronized void add(Estimate estimate, double error, ChanceInterval kind, double truth) {
            covered.merge(kind, estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0, Integer::sum);
            if (kind == ChanceInterval.WILSON) {
                defined++;
                double deviation = estimate.value() - truth;
                sum += deviation;
                squares += deviation * deviation;
                variances += error * error;
            }
        }

        double coverage(ChanceInterval kind) {
            return (double) covered.getOrDefault(kind, 0) / defined;
        }

        double variance() {
            return squares / defined - Math.pow(sum / defined, 2);
        }

        double bias() {
            return sum / defined;
        }
    }

    @Test
    void intervalsCover() throws IOException {
        List<String> lines = new ArrayList<>();
        List<Tally> all = new ArrayList<>();
        lines.add("customers,time,from,to,truth,defined,bias,variance,mean_variance,wilson,log_log,linear");
        for (int size : SIZES) {
            Tally[][][] tallies = tallies(size);
            for (int t = 0; t < TIMES.length; t++) {
                MarkovChain truth = Simulated.GENERATOR.over(TIMES[t]);
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 3; j++) {
                        String from = Simulated.STATES.get(i);
                        String to = Simulated.STATES.get(j);
                        lines.add(line(size, TIMES[t], from + "," + to, truth.probability(from, to), tallies[t][i][j]));
                        all.add(tallies[t][i][j]);
                    }
                }
            }
        }
        Files.write(Path.of("target", "aalen-johansen-coverage.csv"), lines);
        all.forEach(AalenJohansenSimulation::check);
    }

    private static void check(Tally tally) {
        assertThat(tally.coverage(ChanceInterval.WILSON)).isBetween(0.93, 0.97);
        if (tally.customers >= 150) { // fewer are too few for the variance of a variance
            assertThat(tally.variances / tally.defined / tally.variance()).isBetween(0.9, 1.1);
        }
        assertThat(Math.abs(tally.bias())).isLessThan(4 * Math.sqrt(tally.variance() / tally.defined) + 0.002);
    }

    private static Tally[][][] tallies(int size) {
        Tally[][][] tallies = new Tally[TIMES.length][2][3];
        for (Tally[][] time : tallies) {
            for (Tally[] row : time) {
                Arrays.setAll(row, j -> new Tally(size));
            }
        }
        IntStream.range(0, RUNS).parallel().forEach(run -> {
            Stays stays = new Simulated().draw(size, SeededRandom.stream(size, run));
            for (ChanceInterval kind : ChanceInterval.values()) {
                List<TransitionChances> found =
                        AalenJohansen.of(stays).withInterval(kind).between(0, TIMES);
                for (int t = 0; t < TIMES.length; t++) {
                    MarkovChain truth = Simulated.GENERATOR.over(TIMES[t]);
                    for (int i = 0; i < 2; i++) {
                        for (int j = 0; j < 3; j++) {
                            String from = Simulated.STATES.get(i);
                            String to = Simulated.STATES.get(j);
                            Estimate estimate = found.get(t).interval(from, to);
                            if (estimate.isDefined()) {
                                tallies[t][i][j].add(
                                        estimate,
                                        found.get(t).standardError(from, to),
                                        kind,
                                        truth.probability(from, to));
                            }
                        }
                    }
                }
            }
        });
        return tallies;
    }

    private static String line(int size, double time, String cell, double truth, Tally tally) {
        return String.format(
                Locale.ROOT,
                "%d,%s,%s,%.4f,%d,%.5f,%.6f,%.6f,%.4f,%.4f,%.4f",
                size,
                time,
                cell,
                truth,
                tally.defined,
                tally.bias(),
                tally.variance(),
                tally.variances / tally.defined,
                tally.coverage(ChanceInterval.WILSON),
                tally.coverage(ChanceInterval.LOG_LOG),
                tally.coverage(ChanceInterval.LINEAR));
    }
}
