package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.sample.RowSample;
import dev.segmentation.metrics.interval.MeanInterval;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.validity.Silhouette;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The silhouettes of the customers of each segment: how much closer they are to their own segment than to the next one.
 *
 * <p>Of all up to {@value #MOST_EXACT} customers. Above, of a sample of as many, drawn at random within each segment: small
 * segments are taken whole, the others are drawn alike, so that each has enough to be judged; distances are among the sample.
 * The mean over all then weighs segments by their size.
 *
 * <p>Intervals are those of means over customers, who are taken for a sample of all like them; that the segments are as they
 * are is taken as given.
 */
public final class SegmentSilhouettes {

    static final int MOST_EXACT = 10_000;

    private static final double LEVEL = 0.95;

    private static final double[] PROBABILITIES = {0.05, 0.25, 0.5, 0.75, 0.95};

    private final List<Segment> segments;
    private final long[] sizes;
    private final List<double[]> widths; // per segment
    private final Silhouette silhouette;

    private SegmentSilhouettes(List<Segment> segments, long[] sizes, List<double[]> widths, Silhouette silhouette) {
        this.segments = segments;
        this.sizes = sizes;
        this.widths = widths;
        this.silhouette = silhouette;
    }

    /**
     * Looks at all customers, or at a sample of them.
     *
     * @param segments one per label
     * @param assignment one label per customer
     * @param features what customers are compared by, one row per customer
     * @param seed of the sample
     * @param execution how to work
     * @return the silhouettes
     */
    public static SegmentSilhouettes of(
            List<Segment> segments, Assignment assignment, FeatureMatrix features, long seed, Execution execution) {
        int[] rows = rows(assignment, seed);
        boolean exact = rows.length == assignment.size();
        Assignment labels = exact ? assignment : assignment.rows(rows);
        Silhouette silhouette = Silhouette.of(exact ? features : features.rows(rows), labels, execution);
        List<double[]> widths = new ArrayList<>();
        for (Segment segment : segments) {
            widths.add(IntStream.of(labels.rowsOf(segment.index()))
                    .mapToDouble(silhouette::value)
                    .sorted()
                    .toArray());
        }
        long[] sizes = Arrays.stream(assignment.sizes()).asLongStream().toArray();
        return new SegmentSilhouettes(List.copyOf(segments), sizes, widths, silhouette);
    }

    /** All, or of each segment at most as many as make up the sample. */
    private static int[] rows(Assignment assignment, long seed) {
        int n = assignment.size();
        if (n <= MOST_EXACT) {
            return IntStream.range(0, n).toArray();
        }
        int each = mostOfEach(assignment.sizes());
        return IntStream.range(0, assignment.segmentCount())
                .flatMap(s -> IntStream.of(RowSample.of(assignment.rowsOf(s), each, seed, s)))
                .sorted()
                .toArray();
    }

    /** The largest number of which each segment can give as many, or all it has, without more than the sample. */
    static int mostOfEach(int... sizes) {
        int[] ascending = sizes.clone();
        Arrays.sort(ascending);
        int left = MOST_EXACT;
        for (int s = 0; s < ascending.length; s++) {
            int fair = left / (ascending.length - s);
            if (ascending[s] > fair) {
                return Math.max(2, fair); // of one alone nothing could be said
            }
            left -= ascending[s];
        }
        return left;
    }

    /**
     * As a part of {@code validation.json}.
     *
     * @return {@code kind, customers, mean, segments[]}
     */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        long seen = widths.stream().mapToLong(values -> values.length).sum();
        json.put("kind", seen == Arrays.stream(sizes).sum() ? "exact" : "sampled");
        json.put("customers", seen);
        json.set("mean", Json.estimate(mean(widths, sizes)));
        ArrayNode array = json.putArray("segments");
        for (Segment segment : segments) {
            int s = segment.index();
            double[] values = widths.get(s);
            ObjectNode node = array.addObject();
            node.put("segment", segment.name());
            node.put("customers", values.length);
            node.set("mean", Json.estimate(mean(List.of(values), new long[] {sizes[s]})));
            node.set("negative", Json.estimate(negative(values)));
            node.set("quantiles", quantiles(values));
        }
        return json;
    }

    private Estimate mean(List<double[]> of, long... customers) {
        long seen = of.stream().mapToLong(values -> values.length).sum();
        if (silhouette.undefined().isPresent()) {
            return Estimate.undefined(silhouette.undefined().get(), seen);
        }
        Estimate mean = MeanInterval.stratified(LEVEL, of, customers);
        return mean.isDefined()
                ? Estimate.of(mean.value(), Math.max(-1, mean.lower()), Math.min(1, mean.upper()), mean.level(), seen)
                : mean;
    }

    private Estimate negative(double... values) {
        return silhouette.undefined().isPresent()
                ? Estimate.undefined(silhouette.undefined().get(), values.length)
                : ProportionInterval.wilson(
                        Arrays.stream(values).filter(value -> value < 0).count(), values.length, LEVEL);
    }

    /** Linear between the two nearest values, as those of a profile are. */
    private ArrayNode quantiles(double... ascending) {
        Reason reason = silhouette.undefined().orElse(Reason.NO_OBSERVATIONS);
        ArrayNode array = Json.array();
        for (double p : PROBABILITIES) {
            double value = Double.NaN;
            if (ascending.length > 0) {
                double position = p * (ascending.length - 1);
                int below = (int) position;
                int above = Math.min(below + 1, ascending.length - 1);
                value = ascending[below] + (position - below) * (ascending[above] - ascending[below]);
            }
            Json.put(array.addObject().put("p", p), "value", value, reason);
        }
        return array;
    }
}
