package dev.segmentation.model;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTransform;
import dev.segmentation.InvalidInputException;
import dev.segmentation.SegmentationModel;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.rule.RfmModel;
import dev.segmentation.rule.RfmRules;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.rule.RuleSetRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A few rows in raw units that follow from a model alone: centers and what lies between, cut-points, corners of rules. */
final class Examples {

    private static final int MOST = 40;

    private Examples() {}

    static List<double[]> of(TypingTool tool) {
        List<double[]> rows = new ArrayList<>();
        for (double[] row : inUnitsOf(tool.model())) {
            if (rows.size() == MOST) {
                break;
            }
            double[] raw = tool.transform()
                    .map(transform -> raw(transform, tool.model().featureNames(), row))
                    .orElse(row);
            if (raw.length > 0 && Arrays.stream(raw).allMatch(Double::isFinite)) {
                rows.add(raw);
            }
        }
        return rows;
    }

    /** Features that the model does not look at are 0 after the transform; empty if there is no way back. */
    private static double[] raw(FeatureTransform transform, List<String> names, double[] row) {
        List<String> all = transform.featureNames();
        double[] transformed = new double[all.size()];
        for (int j = 0; j < row.length; j++) {
            transformed[all.indexOf(names.get(j))] = row[j];
        }
        try {
            return transform
                    .invert(FeatureMatrix.copyOfRowMajor(all, transformed))
                    .row(0);
        } catch (InvalidInputException tooLarge) {
            return new double[0];
        }
    }

    private static List<double[]> inUnitsOf(SegmentationModel model) {
        if (model instanceof KMeansModel centers) {
            return centersAndMiddles(centers.centers());
        }
        if (model instanceof RfmRules rfm) {
            return cells(rfm.scores());
        }
        return model instanceof RuleSet rules ? corners(rules.toRecord()) : List.of();
    }

    private static List<double[]> centersAndMiddles(FeatureMatrix centers) {
        List<double[]> rows = new ArrayList<>();
        for (int s = 0; s < Math.min(MOST, centers.rowCount()); s++) {
            double[] center = centers.row(s);
            rows.add(center);
            if (s + 1 < centers.rowCount()) {
                double[] next = centers.row(s + 1);
                rows.add(IntStream.range(0, center.length)
                        .mapToDouble(j -> 0.5 * center[j] + 0.5 * next[j])
                        .toArray());
            }
        }
        return rows;
    }

    /** One row for each recency and frequency class, in the monetary classes in turn. */
    private static List<double[]> cells(RfmModel model) {
        List<double[]> rows = new ArrayList<>();
        double[] recencyCuts = model.recencyCuts();
        for (int r = 0; r <= recencyCuts.length && rows.size() < MOST; r++) {
            int recencyScore = recencyCuts.length + 1 - r;
            double[] frequencyCuts = model.frequencyCuts(recencyScore);
            for (int f = 0; f <= frequencyCuts.length; f++) {
                double[] monetaryCuts = model.monetaryCuts(recencyScore, f + 1);
                int m = rows.size() % (monetaryCuts.length + 1);
                rows.add(new double[] {inClass(recencyCuts, r), inClass(frequencyCuts, f), inClass(monetaryCuts, m)});
            }
        }
        return rows;
    }

    /** The upper cut of a class, and for the last class a value above all cuts. */
    private static double inClass(double[] cuts, int number) {
        if (number < cuts.length) {
            return cuts[number];
        }
        return cuts.length == 0 ? 0 : Math.max(cuts[cuts.length - 1] + 1, Math.nextUp(cuts[cuts.length - 1]));
    }

    /** For the first rules, and for none, rows on and beside the bounds of all of them. */
    private static List<double[]> corners(RuleSetRecord rules) {
        List<List<Double>> bounds = rules.features().stream()
                .map(feature -> bounds(rules, feature.name()))
                .toList();
        List<List<RuleSetRecord.Condition>> asked = new ArrayList<>();
        rules.rules().stream().limit(MOST).forEach(rule -> asked.add(rule.conditions()));
        asked.add(List.of());
        Set<List<Double>> rows = new LinkedHashSet<>();
        asked.forEach(conditions -> rows.add(new Corner(rules, conditions).nearestToZero()));
        asked.forEach(conditions -> rows.addAll(new Corner(rules, conditions).beside(bounds)));
        return rows.stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
    }

    /** The values of a feature at which a condition begins or ends to hold, and those next to them. */
    private static List<Double> bounds(RuleSetRecord rules, String feature) {
        return rules.rules().stream()
                .flatMap(rule -> rule.conditions().stream())
                .filter(condition -> condition.feature().equals(feature))
                .flatMap(condition -> Stream.of(
                        condition.atLeast(),
                        Math.nextDown(condition.atLeast()),
                        condition.atMost(),
                        Math.nextUp(condition.atMost())))
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** What conditions leave of each feature. */
    private static final class Corner {

        private final List<RuleSetRecord.Condition> sides = new ArrayList<>();
        private final List<Double> nearest = new ArrayList<>();

        Corner(RuleSetRecord rules, List<RuleSetRecord.Condition> conditions) {
            Map<String, RuleSetRecord.Condition> byFeature = new HashMap<>();
            conditions.forEach(condition -> byFeature.put(condition.feature(), condition));
            for (RuleSetRecord.Feature feature : rules.features()) {
                double low = feature.lowest();
                double high = feature.highest();
                RuleSetRecord.Condition asked = byFeature.get(feature.name());
                if (asked != null) {
                    low = Math.max(low, asked.atLeast());
                    high = Math.min(high, asked.atMost());
                }
                sides.add(new RuleSetRecord.Condition(feature.name(), low, high));
                double value = low > 0 ? low : Math.min(0, high);
                nearest.add(feature.kind().equals("integer") ? Math.ceil(value) : value);
            }
        }

        List<Double> nearestToZero() {
            return List.copyOf(nearest);
        }

        /** One feature after the other at each of its bounds that the conditions allow. */
        List<List<Double>> beside(List<List<Double>> bounds) {
            List<List<Double>> rows = new ArrayList<>();
            for (int j = 0; j < bounds.size(); j++) {
                for (double bound : bounds.get(j)) {
                    if (bound >= sides.get(j).atLeast() && bound <= sides.get(j).atMost()) {
                        List<Double> row = new ArrayList<>(nearest);
                        row.set(j, bound);
                        rows.add(row);
                    }
                }
            }
            return rows;
        }
    }
}
