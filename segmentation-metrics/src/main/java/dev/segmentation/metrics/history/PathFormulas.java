package dev.segmentation.metrics.history;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The formulas of {@link PathIndicator}, over the counts of a {@link PathReader}. */
final class PathFormulas {

    private static final double LN2 = StrictMath.log(2);

    private final int places;
    private final int[] badness;
    private final PathAnalysis.Weights weights;
    private final double[] countTimesLog; // c ln c by c
    private final double highestTurbulence;

    PathFormulas(int places, int dates, int[] badness, PathAnalysis.Weights weights) {
        this.places = places;
        this.badness = badness;
        this.weights = weights;
        this.countTimesLog = new double[dates + 1];
        for (int c = 1; c <= dates; c++) {
            countTimesLog[c] = c * StrictMath.log(c);
        }
        PathReader cycle = new PathReader(List.of(), places, places, badness);
        cycle.readCycle(dates);
        this.highestTurbulence = turbulence(cycle);
    }

    /** Into the arrays by indicator, of which those that need an order may be empty. */
    void write(PathReader path, int customer, Map<PathIndicator, double[]> values) {
        double entropy = entropy(path);
        double moves = path.dates() == 0 ? Double.NaN : path.spells() - 1;
        double perStep = path.dates() < 2 ? Double.NaN : moves / (path.dates() - 1);
        double complexity = Math.sqrt(perStep * entropy);
        double turbulence = turbulence(path);
        set(values, PathIndicator.ENTROPY, customer, entropy);
        set(values, PathIndicator.TRANSITIONS, customer, moves);
        set(values, PathIndicator.COMPLEXITY, customer, complexity);
        set(values, PathIndicator.TURBULENCE, customer, turbulence);
        set(
                values,
                PathIndicator.NORMALIZED_TURBULENCE,
                customer,
                highestTurbulence > 1 ? (turbulence - 1) / (highestTurbulence - 1) : Double.NaN);
        double seen = places > 1 ? (path.visited() - 1.0) / (places - 1) : Double.NaN;
        set(values, PathIndicator.VOLATILITY, customer, (seen + perStep) / 2);
        if (badness.length > 0) {
            double degradation =
                    places < 2 || path.dates() < 2 ? Double.NaN : (path.down() - path.up()) / Math.max(1.0, moves);
            set(values, PathIndicator.DEGRADATION, customer, degradation);
            set(values, PathIndicator.PRECARITY, customer, precarity(path, degradation, complexity));
        }
    }

    private static void set(Map<PathIndicator, double[]> values, PathIndicator indicator, int customer, double value) {
        Objects.requireNonNull(values.get(indicator))[customer] = value;
    }

    private double entropy(PathReader path) {
        if (path.dates() == 0 || places < 2) {
            return Double.NaN;
        }
        if (path.visited() == 1) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < path.visited(); i++) {
            sum += countTimesLog[path.datesIn(i)];
        }
        double entropy = (countTimesLog[path.dates()] - sum) / path.dates();
        return Math.max(0, Math.min(1, entropy / StrictMath.log(places)));
    }

    /** The variances in whole numbers: d² (s² + 1) = d Σ l² − ℓ² + d², and d² (s²max + 1) = (d − 1)(ℓ − d)² + d². */
    private static double turbulence(PathReader path) {
        if (path.dates() == 0) {
            return Double.NaN;
        }
        long spells = path.spells();
        long dates = path.dates();
        double most = (spells - 1) * (dates - spells) * (dates - spells) + spells * spells;
        double found = spells * path.squaredLengths() - dates * dates + spells * spells;
        return StrictMath.log(path.subsequences() * (most / found)) / LN2 + path.scaledBits();
    }

    private double precarity(PathReader path, double degradation, double complexity) {
        if (Double.isNaN(degradation)) {
            return Double.NaN;
        }
        double start = badness[path.first()] / (places - 1.0);
        return weights.start() * start
                + (1 - weights.start())
                        * StrictMath.pow(1 + degradation, weights.direction())
                        * StrictMath.pow(complexity, weights.complexity());
    }
}
