package dev.segmentation.metrics.migration;

import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.metrics.markov.MarkovChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The chains whose chances are shares of counted moves. */
final class MigrationChains {

    private MigrationChains() {}

    /** Of the customers who are in a segment at both dates; empty if there is no segment, or one has none of them. */
    static Optional<MarkovChain> staying(MigrationCounts counts) {
        return ifKnown(counts.segments().names(), counts.cells());
    }

    /** The same with a further state, which those who left are in and nobody leaves. */
    static Optional<MarkovChain> withExit(MigrationCounts counts) {
        int k = counts.size();
        long[][] all = new long[k + 1][];
        for (int i = 0; i < k; i++) {
            all[i] = Arrays.copyOf(counts.cells(i), k + 1);
            all[i][k] = counts.leavers(i);
        }
        all[k] = new long[k + 1];
        all[k][k] = 1;
        List<String> states = new ArrayList<>(counts.segments().names());
        states.add(Segment.EXIT);
        return ifKnown(states, all);
    }

    /** The shares of segments in the long run of moves like these; NaN where there are none. */
    static double[] stationary(long[][] cells) {
        List<String> names =
                IntStream.range(0, cells.length).mapToObj(Integer::toString).toList();
        double[] none = new double[cells.length];
        Arrays.fill(none, Double.NaN);
        return ifKnown(names, cells).map(chain -> chain.longRun().stationary()).orElse(none);
    }

    /** Why there are none. */
    static Optional<Reason> notStationary(MigrationMatrix migration) {
        Optional<MarkovChain> chain = migration.chain();
        return chain.isPresent()
                ? chain.get().longRun().undefined()
                : migration.undefined().or(() -> Optional.of(Reason.NO_OBSERVATIONS));
    }

    private static Optional<MarkovChain> ifKnown(List<String> states, long[][] cells) {
        boolean unknown = cells.length == 0 || Arrays.stream(cells).anyMatch(row -> sum(row) == 0);
        return unknown ? Optional.empty() : Optional.of(of(states, cells));
    }

    /** Of the shares of rows, none of which is empty. */
    static MarkovChain of(List<String> states, long[][] cells) {
        double[][] chances = new double[cells.length][cells.length];
        for (int i = 0; i < cells.length; i++) {
            double row = sum(cells[i]);
            for (int j = 0; j < cells.length; j++) {
                chances[i][j] = cells[i][j] / row;
            }
        }
        return MarkovChain.of(states, chances);
    }

    private static long sum(long... row) {
        return Arrays.stream(row).sum();
    }
}
