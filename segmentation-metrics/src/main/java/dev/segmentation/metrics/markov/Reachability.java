package dev.segmentation.metrics.markov;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Which states can be reached from which, in any number of steps, and the classes that this makes. */
final class Reachability {

    private final double[][] chances;
    private final BitSet[] reached;

    private Reachability(double[][] chances, BitSet... reached) {
        this.chances = chances;
        this.reached = reached;
    }

    /** Of chances or rates; only whether one is positive matters, and the diagonal only to periods. */
    static Reachability of(double[][] chances) {
        int k = chances.length;
        BitSet[] reached = new BitSet[k];
        for (int start = 0; start < k; start++) {
            BitSet seen = new BitSet(k);
            Deque<Integer> open = new ArrayDeque<>();
            seen.set(start);
            open.add(start);
            while (!open.isEmpty()) {
                int i = open.remove();
                for (int j = 0; j < k; j++) {
                    if (j != i && chances[i][j] > 0 && !seen.get(j)) {
                        seen.set(j);
                        open.add(j);
                    }
                }
            }
            reached[start] = seen;
        }
        return new Reachability(chances, reached);
    }

    /** Of rates, in continuous time: staying for a moment is always possible, so that every period is 1. */
    static Reachability ofRates(double[][] rates) {
        double[][] chances = Matrices.copy(rates);
        for (int i = 0; i < chances.length; i++) {
            chances[i][i] = 1;
        }
        return of(chances);
    }

    /** In zero steps or more. */
    boolean reaches(int from, int to) {
        return reached[from].get(to);
    }

    /** Classes of states that reach one another, in the order of their first states. */
    List<BitSet> classes() {
        List<BitSet> classes = new ArrayList<>();
        BitSet placed = new BitSet();
        for (int i = 0; i < reached.length; i++) {
            if (!placed.get(i)) {
                BitSet members = new BitSet();
                for (int j = i; j < reached.length; j++) {
                    if (reaches(i, j) && reaches(j, i)) {
                        members.set(j);
                    }
                }
                placed.or(members);
                classes.add(members);
            }
        }
        return classes;
    }

    /** The same classes by the names of their states. */
    List<StateClass> stateClasses(StateNames states) {
        return classes().stream()
                .map(members -> new StateClass(
                        members.stream().mapToObj(states.names()::get).toList(), isClosed(members), period(members)))
                .toList();
    }

    /** Whether a class, once entered, is never left. */
    boolean isClosed(BitSet members) {
        return reached[members.nextSetBit(0)].equals(members);
    }

    /** The greatest common divisor of the lengths of all ways from a state of the class back to it; 0 if there is none. */
    int period(BitSet members) {
        int start = members.nextSetBit(0);
        int[] steps = new int[chances.length];
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        seen.set(start);
        open.add(start);
        int period = 0;
        while (!open.isEmpty()) {
            int i = open.remove();
            for (int j = members.nextSetBit(0); j >= 0; j = members.nextSetBit(j + 1)) {
                if (chances[i][j] > 0) {
                    if (seen.get(j)) {
                        period = gcd(period, Math.abs(steps[i] + 1 - steps[j]));
                    } else {
                        seen.set(j);
                        steps[j] = steps[i] + 1;
                        open.add(j);
                    }
                }
            }
        }
        return period;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
