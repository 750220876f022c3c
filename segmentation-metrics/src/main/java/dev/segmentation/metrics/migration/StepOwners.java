package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Optional;

/** Who made the steps that a matrix counts: what a step is worth depends on how many others the same customer made. */
interface StepOwners {

    /** Some of the steps between states. */
    interface Kind {
        boolean has(int from, int to);
    }

    /** What a step counts for; NaN if it does not count. */
    interface Worth {
        double of(int from, int to);
    }

    /** How many periods are counted together. */
    int periods();

    /** The share that a cell has of the customers of its row who are in a segment at both dates. */
    Estimate cell(WilsonScore score, int from, int to, long part, long whole);

    /** Another share of steps: part of the whole, of which there are so many. */
    Estimate share(WilsonScore score, Kind part, Kind whole, long parts, long wholes);

    /** The variance of the mean of what steps count for, which is given as it would be if each were of another customer. */
    double variance(Worth worth, double mean, double ofSteps);

    /**
     * How many times more a share of steps varies than if each were of another customer, at least 1; 1 if there are none.
     */
    double designEffect(Kind part, Kind whole);

    /** The same customers where states have other numbers. */
    StepOwners under(int[] stateOf, int segmentCount);

    /** Their tables, if customers made several steps each and it is known which. */
    Optional<StepTables> tables();

    /** Each of another customer. */
    StepOwners ONE_EACH = new AlikeOwners(1);

    /** Of several periods, nobody knows whose. */
    static StepOwners unknown(int periods) {
        return periods == 1 ? ONE_EACH : new AlikeOwners(periods);
    }
}
