package dev.segmentation.metrics.markov;

import dev.segmentation.internal.SeededRandom;
import java.util.List;

/** Customers who move with known rates, come late and are lost by chance. */
final class Simulated {

    static final List<String> STATES = List.of("A", "B", "LEFT");

    static final Generator GENERATOR =
            Generator.of(STATES, new double[][] {{-0.7, 0.5, 0.2}, {0.4, -0.5, 0.1}, {0, 0, 0}});

    /** The last time that anybody is watched. */
    static final double END = 4;

    private final double[][] rates = GENERATOR.toArray();

    /** Two of three start in A; one of three comes later than 0, if not gone by then; watching ends at random. */
    Stays draw(int customers, SeededRandom random) {
        Stays.Builder builder = Stays.builder(STATES);
        for (int c = 0; c < customers; c++) {
            double entry = random.nextDouble() < 1.0 / 3 ? random.nextDouble() * 1.5 : 0;
            double lost = random.nextDouble() < 0.5 ? END : random.nextDouble() * 6;
            double end = Math.min(END, lost);
            int state = random.nextDouble() < 2.0 / 3 ? 0 : 1;
            double now = 0;
            builder.nextCustomer();
            while (state != 2 && now < end) {
                double next = now - StrictMath.log(1 - random.nextDouble()) / -rates[state][state];
                double from = Math.max(now, entry);
                int to = target(state, random);
                if (from < Math.min(next, end)) {
                    if (next <= end) {
                        builder.add(STATES.get(state), from, next, STATES.get(to));
                    } else {
                        builder.addCensored(STATES.get(state), from, end);
                    }
                }
                now = next;
                state = to;
            }
        }
        return builder.build();
    }

    private int target(int from, SeededRandom random) {
        double u = random.nextDouble() * -rates[from][from];
        for (int j = 0; j < rates.length; j++) {
            if (j != from) {
                u -= rates[from][j];
                if (u < 0) {
                    return j;
                }
            }
        }
        return from == 0 ? 1 : 0;
    }
}
