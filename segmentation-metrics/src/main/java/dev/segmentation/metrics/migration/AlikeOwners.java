package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Optional;

/**
 * Customers who are unknown, and may have made a step in each period: at worst all steps of a customer are alike, so that they
 * are worth one. Then variances are those of independent steps times the number of periods, by the inequality of Cauchy and
 * Schwarz never more.
 */
record AlikeOwners(int periods) implements StepOwners {

    @Override
    public Estimate cell(WilsonScore score, int from, int to, long part, long whole) {
        return share(score, part, whole);
    }

    @Override
    public Estimate share(WilsonScore score, Kind part, Kind whole, long parts, long wholes) {
        return share(score, parts, wholes);
    }

    private Estimate share(WilsonScore score, long part, long whole) {
        if (periods == 1 || whole == 0) {
            return score.of(part, whole);
        }
        return score.of(part, whole, Math.max(1, (double) whole / periods), Math.max(1, whole / periods));
    }

    @Override
    public double variance(Worth worth, double mean, double ofSteps) {
        return periods * ofSteps;
    }

    @Override
    public double designEffect(Kind part, Kind whole) {
        return periods;
    }

    @Override
    public StepOwners under(int[] stateOf, int segmentCount) {
        return this;
    }

    @Override
    public Optional<StepTables> tables() {
        return Optional.empty();
    }
}
