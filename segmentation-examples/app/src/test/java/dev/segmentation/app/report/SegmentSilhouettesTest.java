package dev.segmentation.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segment;
import dev.segmentation.metrics.validity.Silhouette;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.junit.jupiter.api.Test;

class SegmentSilhouettesTest {

    private static final List<String> NAMES = List.of("x", "y");

    /** Every distance written down once more. */
    @Test
    void ofFewCustomersItIsExact() {
        Random random = new Random(5);
        int n = 90;
        double[][] rows = new double[n][2];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            rows[i] = new double[] {1.5 * labels[i] + random.nextGaussian(), random.nextGaussian()};
        }
        JsonNode json = silhouettes(rows, labels, 3, 1);

        assertThat(json.get("kind").asText()).isEqualTo("exact");
        assertThat(json.get("customers").asInt()).isEqualTo(n);
        double[] widths = IntStream.range(0, n)
                .mapToDouble(i -> width(rows, labels, 3, i))
                .toArray();
        assertMean(json.get("mean"), widths);
        for (int s = 0; s < 3; s++) {
            int segment = s;
            double[] own = IntStream.range(0, n)
                    .filter(i -> labels[i] == segment)
                    .mapToDouble(i -> widths[i])
                    .toArray();
            JsonNode node = json.get("segments").get(s);
            assertThat(node.get("segment").asText()).isEqualTo("S" + s);
            assertThat(node.get("customers").asInt()).isEqualTo(30);
            assertMean(node.get("mean"), own);
            int negative = (int) Arrays.stream(own).filter(width -> width < 0).count();
            assertThat(negative).as("so that the share says something").isPositive();
            var wilson = new WilsonScoreInterval().createInterval(30, negative, 0.95);
            assertThat(node.at("/negative/value").asDouble()).isEqualTo(negative / 30.0);
            assertThat(node.at("/negative/lower").asDouble()).isCloseTo(wilson.getLowerBound(), within(1e-9));
            assertThat(node.at("/negative/upper").asDouble()).isCloseTo(wilson.getUpperBound(), within(1e-9));
            assertThat(node.at("/negative/customers").asInt()).isEqualTo(30);
            Percentile type7 = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
            type7.setData(own);
            assertThat(node.get("quantiles")).hasSize(5);
            node.get("quantiles")
                    .forEach(quantile -> assertThat(quantile.get("value").asDouble())
                            .isCloseTo(type7.evaluate(100 * quantile.get("p").asDouble()), within(1e-12)));
        }
    }

    private static void assertMean(JsonNode estimate, double... widths) {
        double mean = Arrays.stream(widths).average().orElseThrow();
        double half = new TDistribution(widths.length - 1.0).inverseCumulativeProbability(0.975)
                * new StandardDeviation().evaluate(widths)
                / Math.sqrt(widths.length);
        assertThat(estimate.get("value").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(estimate.get("lower").asDouble()).isCloseTo(mean - half, within(1e-9));
        assertThat(estimate.get("upper").asDouble()).isCloseTo(mean + half, within(1e-9));
        assertThat(estimate.get("customers").asInt()).isEqualTo(widths.length);
    }

    private static double width(double[][] rows, int[] labels, int segments, int row) {
        double[] sums = new double[segments];
        int[] counts = new int[segments];
        for (int i = 0; i < rows.length; i++) {
            if (i != row) {
                sums[labels[i]] += Math.hypot(rows[i][0] - rows[row][0], rows[i][1] - rows[row][1]);
                counts[labels[i]]++;
            }
        }
        double own = sums[labels[row]] / counts[labels[row]];
        double next = IntStream.range(0, segments)
                .filter(s -> s != labels[row])
                .mapToDouble(s -> sums[s] / counts[s])
                .min()
                .orElseThrow();
        return (next - own) / Math.max(own, next);
    }

    /** Three segments of 24 000, 5 950 and 50: the sample has all 50, and the mean weighs segments by their size. */
    @Test
    void ofManyCustomersItIsASampleOfEachSegment() {
        Random random = new Random(6);
        int n = 30_000;
        double[][] rows = new double[n][2];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 600 == 0 ? 2 : i % 5 == 0 ? 1 : 0;
            rows[i] = new double[] {4 * labels[i] + random.nextGaussian(), random.nextGaussian()};
        }
        JsonNode json = silhouettes(rows, labels, 3, 1);

        assertThat(json.get("kind").asText()).isEqualTo("sampled");
        List<Integer> seen = new ArrayList<>();
        json.get("segments")
                .forEach(segment -> seen.add(segment.get("customers").asInt()));
        assertThat(seen).containsExactly(4975, 4975, 50);
        assertThat(json.get("customers").asInt()).isEqualTo(10_000);
        Silhouette all =
                Silhouette.of(FeatureMatrix.copyOf(NAMES, rows), Assignment.copyOf(3, labels), Execution.onThreads(2));
        assertThat(json.at("/mean/value").asDouble()).isCloseTo(all.mean(), within(0.01));
        assertThat(json.at("/mean/customers").asInt()).isEqualTo(10_000);
        for (int s = 0; s < 3; s++) {
            JsonNode mean = json.get("segments").get(s).get("mean");
            assertThat(mean.get("value").asDouble()).isCloseTo(all.segment(s), within(0.02));
            assertThat(mean.get("lower").asDouble())
                    .isLessThan(mean.get("value").asDouble());
        }
        double weighed = (24_000 * json.at("/segments/0/mean/value").asDouble()
                        + 5_950 * json.at("/segments/1/mean/value").asDouble()
                        + 50 * json.at("/segments/2/mean/value").asDouble())
                / n;
        assertThat(json.at("/mean/value").asDouble()).isCloseTo(weighed, within(1e-12));
        assertThat(silhouettes(rows, labels, 3, 1)).isEqualTo(json);
        assertThat(silhouettes(rows, labels, 3, 2))
                .as("another seed, another sample")
                .isNotEqualTo(json);
    }

    @Test
    void theSampleIsSharedOutAsEvenlyAsSegmentsAllow() {
        assertThat(SegmentSilhouettes.mostOfEach(20_000)).isEqualTo(10_000);
        assertThat(SegmentSilhouettes.mostOfEach(9000, 2000, 0)).isEqualTo(8000);
        assertThat(SegmentSilhouettes.mostOfEach(6000, 6000)).isEqualTo(5000);
        assertThat(SegmentSilhouettes.mostOfEach(100, 50_000, 3000, 60_000)).isEqualTo(3450);
    }

    @Test
    void whatIsUndefinedSaysWhy() {
        JsonNode single = silhouettes(new double[][] {{1, 2}, {3, 4}}, new int[2], 1, 0);
        assertThat(single.at("/mean/value").isNull()).isTrue();
        assertThat(single.at("/mean/valueUndefined").asText()).isEqualTo("SINGLE_SEGMENT");
        assertThat(single.at("/segments/0/negative/valueUndefined").asText()).isEqualTo("SINGLE_SEGMENT");
        assertThat(single.at("/segments/0/quantiles/0/valueUndefined").asText()).isEqualTo("SINGLE_SEGMENT");

        JsonNode alone = silhouettes(new double[][] {{1, 2}, {3, 4}, {9, 9}}, new int[] {0, 0, 1}, 3, 0);
        assertThat(alone.at("/segments/1/mean/valueUndefined").asText())
                .as("one customer has a width, 0, and no interval")
                .isEqualTo("NO_OBSERVATIONS");
        assertThat(alone.at("/segments/1/quantiles/2/value").asDouble()).isZero();
        assertThat(alone.at("/segments/2/customers").asInt()).isZero();
        assertThat(alone.at("/segments/2/negative/valueUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
        assertThat(alone.at("/segments/2/quantiles/2/valueUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
    }

    private static JsonNode silhouettes(double[][] rows, int[] labels, int segments, long seed) {
        return SegmentSilhouettes.of(
                        IntStream.range(0, segments)
                                .mapToObj(s -> Segment.of(s, "S" + s))
                                .toList(),
                        Assignment.copyOf(segments, labels),
                        FeatureMatrix.copyOf(NAMES, rows),
                        seed,
                        Execution.onThreads(2))
                .json();
    }
}
