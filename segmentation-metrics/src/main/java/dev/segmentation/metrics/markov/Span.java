package dev.segmentation.metrics.markov;

import java.util.Objects;

/** What an estimate is about: states, from when to when, and who was at risk at the end. */
final class Span {

    private final StateNames states;
    private final double start;
    private final double end;
    private final boolean dated;
    private final long[] atRisk;

    /** Nothing is copied. */
    Span(StateNames states, double start, double end, boolean dated, long[] atRisk) {
        this.states = Objects.requireNonNull(states, "states");
        this.start = start;
        this.end = end;
        this.dated = dated;
        this.atRisk = atRisk;
    }

    StateNames states() {
        return states;
    }

    double start() {
        return start;
    }

    double end() {
        return end;
    }

    long atRisk(int state) {
        return atRisk[state];
    }

    /** Whole days, 0 if time is not in days. */
    long days() {
        return dated && end - start >= 1 && end - start == Math.rint(end - start) ? (long) (end - start) : 0;
    }
}
