package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.SegmentProfile;
import dev.segmentation.app.io.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the customers of each segment are like: means of numeric features, the most frequent level of categorical ones.
 * Weights count; missing values are left out. Immutable.
 */
public final class SegmentTraits {

    private final FeatureTable table;
    private final List<Segment> segments;
    private final Optional<SegmentProfile> means;
    private final Map<String, double[][]> counts; // of each categorical feature, per segment and level

    private SegmentTraits(
            FeatureTable table,
            List<Segment> segments,
            Optional<SegmentProfile> means,
            Map<String, double[][]> counts) {
        this.table = table;
        this.segments = segments;
        this.means = means;
        this.counts = counts;
    }

    /**
     * Adds up customers.
     *
     * @param table their features, in the units of the file
     * @param assignment one label per row
     * @param segments one per label
     * @return the traits
     */
    public static SegmentTraits of(FeatureTable table, Assignment assignment, List<Segment> segments) {
        List<String> numeric = table.names().stream()
                .filter(name -> table.kind(name) == ColumnKind.NUMERIC)
                .toList();
        Optional<SegmentProfile> means = numeric.isEmpty()
                ? Optional.empty()
                : Optional.of(SegmentProfile.builder(segments, numeric)
                        .add(table.matrix(numeric), assignment)
                        .build());
        Map<String, double[][]> counts = new LinkedHashMap<>();
        for (String name : table.names()) {
            if (!numeric.contains(name)) {
                double[][] count =
                        new double[segments.size()][table.levels(name).size()];
                for (int row = 0; row < table.rowCount(); row++) {
                    if (!table.isMissing(row, name)) {
                        count[assignment.label(row)][(int) table.number(row, name)] += table.weight(row);
                    }
                }
                counts.put(name, count);
            }
        }
        return new SegmentTraits(table, segments, means, counts);
    }

    /**
     * Whether a feature has means, not levels.
     *
     * @param feature one of the table
     * @return true if it is numeric
     */
    public boolean isNumeric(String feature) {
        return table.kind(feature) == ColumnKind.NUMERIC;
    }

    /**
     * The mean of a numeric feature.
     *
     * @param segment its label
     * @param feature numeric
     * @return NaN if no value is known
     */
    public double mean(int segment, String feature) {
        return means.orElseThrow().mean(segments.get(segment), feature);
    }

    /**
     * The most frequent level of a categorical feature.
     *
     * @param segment its label
     * @param feature categorical
     * @return of equally frequent ones the first; empty if no value is known
     */
    public Optional<String> level(int segment, String feature) {
        double[] count = Objects.requireNonNull(counts.get(feature), feature)[segment];
        int most = 0;
        for (int level = 1; level < count.length; level++) {
            most = count[level] > count[most] ? level : most;
        }
        return count.length > 0 && count[most] > 0
                ? Optional.of(table.levels(feature).get(most))
                : Optional.empty();
    }

    /**
     * The share of the most frequent level.
     *
     * @param segment its label
     * @param feature categorical
     * @return in those whose value is known; NaN if there are none
     */
    public double levelShare(int segment, String feature) {
        double[] count = Objects.requireNonNull(counts.get(feature), feature)[segment];
        return Arrays.stream(count).max().orElse(Double.NaN)
                / Arrays.stream(count).sum();
    }

    /**
     * For a file: of each segment {@code segment, name, means{}, levels{feature: {level, share}}}.
     *
     * @return one object per segment
     */
    public ArrayNode json() {
        ArrayNode all = Json.array();
        for (Segment segment : segments) {
            int s = segment.index();
            ObjectNode node = all.addObject().put("segment", s).put("name", segment.name());
            ObjectNode numbers = Json.object();
            ObjectNode levels = Json.object();
            for (String feature : table.names()) {
                if (isNumeric(feature)) {
                    Json.put(numbers, feature, mean(s, feature), Reason.NO_OBSERVATIONS);
                } else {
                    ObjectNode level = levels.putObject(feature);
                    level.put("level", level(s, feature).orElse(null));
                    Json.put(level, "share", levelShare(s, feature), Reason.NO_OBSERVATIONS);
                }
            }
            node.set("means", numbers);
            node.set("levels", levels);
        }
        return all;
    }
}
