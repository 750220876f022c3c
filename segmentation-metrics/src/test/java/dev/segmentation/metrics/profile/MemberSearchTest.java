package dev.segmentation.metrics.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.interval.ProportionInterval;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberSearchTest {

    @Test
    void byHandOnALine() {
        // segment 0: 0, 1, 2, 9 with mean 3; segment 1: 20, 22, 27 with mean 23; all: mean 81/7 = 11.57
        FeatureMatrix line = FeatureMatrix.copyOfRowMajor(List.of("x"), 0.0, 1, 2, 9, 20, 22, 27);
        Members found = MemberSearch.withDefaults().withCount(2).find(line, Assignment.copyOf(2, 0, 0, 0, 0, 1, 1, 1));
        SegmentMembers low = found.segment(0);
        assertThat(low.typical()).containsExactly(2, 1); // distances 1 and 2
        assertThat(low.medoid()).hasValue(1); // sums 12, 10, 10, 24; of the equal ones the earlier
        assertThat(low.medoidIsExact()).isTrue();
        assertThat(low.edge()).containsExactly(3, 0); // margins 20/23, 20/22, 20/21, 8/14
        assertThat(low.fitting()).isEqualTo(ProportionInterval.wilson(3, 4, 0.95)); // 9 is beyond the midpoint 7.29
        assertThat(low.resemblingTotal().value()).isEqualTo(0.25);
        assertThat(found.segment(1).medoid()).hasValue(5);
        assertThat(found.segment(1).edge()).containsExactly(4, 6); // margins 14/17, 18/19, 20/24
        assertThat(found.segment(1).segment()).isEqualTo(1);
        assertThat(found.toString())
                .startsWith("segment 0: typical rows [2, 1], medoid row 1, edge rows [3, 0], fit 0.7500");
    }

    @Test
    void agreesWithASlowTwin() {
        for (int run = 0; run < 30; run++) {
            SeededRandom random = SeededRandom.stream(61, run);
            int n = 2 + random.nextInt(120);
            int d = 1 + random.nextInt(4);
            int k = 1 + random.nextInt(4);
            boolean coarse = run % 2 == 0; // many equal rows
            double[] values = new double[n * d];
            for (int i = 0; i < values.length; i++) {
                values[i] = coarse ? random.nextInt(4) : random.nextGaussian() * random.nextGaussian();
            }
            int[] labels = IntStream.range(0, n).map(i -> random.nextInt(k)).toArray();
            FeatureMatrix features = FeatureMatrix.copyOfRowMajor(
                    IntStream.range(0, d).mapToObj(j -> "x" + j).toList(), values);
            Assignment assignment = Assignment.copyOf(k, labels);
            Members found = MemberSearch.withDefaults().find(features, assignment);
            for (int s = 0; s < k; s++) {
                check(found.segment(s), features, assignment, "run " + run + ", segment " + s);
            }
        }
    }

    private static void check(SegmentMembers found, FeatureMatrix features, Assignment assignment, String where) {
        int[] rows = assignment.rowsOf(found.segment());
        double[] own = mean(features, rows);
        double[] total = mean(features, IntStream.range(0, features.rowCount()).toArray());
        double[] distances = Arrays.stream(rows)
                .mapToDouble(i -> distance(features.row(i), own))
                .toArray();
        // compare distances, not rows: means that are rounded otherwise may order equal distances otherwise
        assertThat(found.typical()).as(where).hasSize(Math.min(5, rows.length));
        double[] nearest = Arrays.stream(distances).sorted().limit(5).toArray();
        for (int i = 0; i < nearest.length; i++) {
            assertThat(distance(features.row(found.typical()[i]), own))
                    .as(where)
                    .isCloseTo(nearest[i], close());
        }
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i : rows) {
            double sum = 0;
            for (int j : rows) {
                sum += distance(features.row(i), features.row(j));
            }
            if (sum < least) {
                least = sum;
                best = i;
            }
        }
        assertThat(found.medoid()).as(where).isEqualTo(best < 0 ? OptionalInt.empty() : OptionalInt.of(best));
        assertThat(found.medoidIsExact()).isTrue();
        int fitting = 0;
        for (int i : rows) {
            fitting += distance(features.row(i), own) < distance(features.row(i), total) * (1 - 1e-12) ? 1 : 0;
        }
        if (found.fitting().isDefined()) {
            assertThat(found.fitting().value()).as(where).isEqualTo((double) fitting / rows.length);
        }
        double[] margins = Arrays.stream(rows)
                .mapToDouble(i -> margin(features, assignment, i))
                .sorted()
                .limit(5)
                .toArray();
        for (int i = 0; i < found.edge().length; i++) {
            assertThat(margin(features, assignment, found.edge()[i])).as(where).isCloseTo(margins[i], close());
        }
    }

    private static org.assertj.core.data.Offset<Double> close() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }

    private static double margin(FeatureMatrix features, Assignment assignment, int row) {
        double own = distance(features.row(row), mean(features, assignment.rowsOf(assignment.label(row))));
        double other = IntStream.range(0, assignment.segmentCount())
                .filter(s -> s != assignment.label(row) && assignment.sizes()[s] > 0)
                .mapToDouble(s -> distance(features.row(row), mean(features, assignment.rowsOf(s))))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return Math.max(own, other) == 0 ? 0 : (other - own) / Math.max(own, other);
    }

    private static double[] mean(FeatureMatrix features, int[] rows) {
        double[] mean = new double[features.featureCount()];
        for (int i : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += features.value(i, j) / rows.length;
            }
        }
        return mean;
    }

    private static double distance(double[] a, double[] b) {
        double squared = 0;
        for (int j = 0; j < a.length; j++) {
            squared += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(squared);
    }

    @Test
    void aboveTheLimitTheMedoidIsTheBestOfThoseCompared() {
        // the mean, 34, is nearest to 50, which is not the medoid
        FeatureMatrix line = FeatureMatrix.copyOfRowMajor(List.of("x"), 0.0, 1, 2, 50, 117);
        Assignment one = Assignment.copyOf(1, new int[5]);
        SegmentMembers few =
                MemberSearch.withDefaults().withMedoidLimit(1).find(line, one).segment(0);
        assertThat(few.medoid()).hasValue(3);
        assertThat(few.medoidIsExact()).isFalse();
        assertThat(few.toString()).contains("medoid row 3 (best of those compared)");
        SegmentMembers all = MemberSearch.withDefaults().find(line, one).segment(0);
        assertThat(all.medoid()).hasValue(2);
        assertThat(all.medoidIsExact()).isTrue();
    }

    @Test
    void boundsSpareMostCandidatesOfALargeSegment() {
        SeededRandom random = SeededRandom.stream(62, 0);
        double[] values = IntStream.range(0, 2 * 4000)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
        FeatureMatrix cloud = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
        SegmentMembers found = MemberSearch.withDefaults()
                .withMedoidLimit(400)
                .find(cloud, Assignment.copyOf(1, new int[4000]))
                .segment(0);
        assertThat(found.medoidIsExact()).isTrue(); // with a tenth of the comparisons
        double[] sums = IntStream.range(0, 4000)
                .mapToDouble(i -> IntStream.range(0, 4000)
                        .mapToDouble(
                                j -> Math.hypot(values[2 * i] - values[2 * j], values[2 * i + 1] - values[2 * j + 1]))
                        .sum())
                .toArray();
        int best = IntStream.range(0, 4000)
                .boxed()
                .min(Comparator.comparingDouble(i -> sums[i]))
                .orElseThrow();
        assertThat(found.medoid()).hasValue(best);
    }

    @Test
    void typicalCustomersOfKMeansAreNotAtTheEdge() {
        SeededRandom random = SeededRandom.stream(63, 0);
        double[] values = IntStream.range(0, 2 * 200)
                .mapToDouble(i -> random.nextGaussian() + (i / 2 % 2) * 3)
                .toArray();
        FeatureMatrix cloud = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), values);
        var fit = KMeans.of(2).fit(cloud);
        Members found = MemberSearch.withDefaults().find(cloud, fit.assignment());
        var typing = fit.model().type(cloud);
        for (SegmentMembers segment : found.segments()) {
            // the margin of the model is that of the centers, which for k-means are the means
            double smallest = Arrays.stream(fit.assignment().rowsOf(segment.segment()))
                    .mapToDouble(i -> typing.margin(i))
                    .min()
                    .orElseThrow();
            assertThat(typing.margin(segment.edge()[0])).isEqualTo(smallest);
            assertThat(typing.margin(segment.typical()[0])).isGreaterThan(0.8);
        }
    }

    @Test
    void edgesOfInput() {
        FeatureMatrix same = FeatureMatrix.copyOfRowMajor(List.of("x"), 3.0, 3, 3, 3);
        Members found = MemberSearch.withDefaults().find(same, Assignment.copyOf(4, 0, 0, 2, 0));
        assertThat(found.segment(0).medoid()).hasValue(0);
        assertThat(found.segment(0).typical()).containsExactly(0, 1, 3);
        assertThat(found.segment(0).edge()).containsExactly(0, 1, 3); // all are ties
        assertThat(found.segment(0).fitting().undefined()).contains(Reason.COINCIDENT_CENTERS);
        assertThat(found.segment(1).medoid()).isEmpty();
        assertThat(found.segment(1).typical()).isEmpty();
        assertThat(found.segment(1).fitting().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.segment(1).toString()).contains("medoid none");
        assertThat(found.segment(2).medoid()).hasValue(2);
        assertThat(found.segment(2).fitting().undefined()).contains(Reason.NO_OBSERVATIONS);
        SegmentMembers alone = MemberSearch.withDefaults()
                .find(same, Assignment.copyOf(1, new int[4]))
                .segment(0);
        assertThat(alone.edge()).isEmpty();
        assertThat(alone.fitting().undefined()).contains(Reason.COINCIDENT_CENTERS);
        assertThat(MemberSearch.withDefaults()
                        .find(same.rows(), Assignment.copyOf(2))
                        .segments())
                .hasSize(2);
        Members weighted =
                MemberSearch.withDefaults().find(same.weightedBy(1, 2, 3, 4), Assignment.copyOf(1, new int[4]));
        assertThat(weighted.notices()).extracting(Notice::reason).containsExactly(Reason.WEIGHTS_IGNORED);
    }

    @Test
    void sameOnAnyNumberOfThreadsAndFarFromZero() {
        SeededRandom random = SeededRandom.stream(64, 0);
        double[] values = IntStream.range(0, 600)
                .mapToDouble(i -> Math.rint(256 * random.nextGaussian()) / 256)
                .toArray();
        int[] labels = IntStream.range(0, 200).map(i -> random.nextInt(3)).toArray();
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(List.of("x", "y", "z"), values);
        Assignment assignment = Assignment.copyOf(3, labels);
        String alone = MemberSearch.withDefaults().find(features, assignment).toString();
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(MemberSearch.withDefaults().find(features, assignment, Execution.onThreads(threads)))
                    .hasToString(alone);
        }
        FeatureMatrix far = FeatureMatrix.copyOfRowMajor(
                List.of("x", "y", "z"), Arrays.stream(values).map(v -> v + 1e12).toArray());
        assertThat(MemberSearch.withDefaults().find(far, assignment)).hasToString(alone);
    }

    @Test
    void refusesWhatItCannotUse() {
        MemberSearch search = MemberSearch.withDefaults();
        FeatureMatrix line = FeatureMatrix.copyOfRowMajor(List.of("x"), 1.0, 2);
        assertThatThrownBy(() -> search.withCount(0))
                .hasMessage("MemberSearch.withCount: count = 0, expected at least 1; 5 are read at a glance");
        assertThatThrownBy(() -> search.withMedoidLimit(0)).hasMessageContaining("medoidLimit = 0");
        assertThatThrownBy(() -> search.withLevel(1)).hasMessageContaining("level = 1.0");
        assertThatThrownBy(() -> search.find(line, Assignment.copyOf(1, 0)))
                .hasMessage("MemberSearch.find: assignment has 1 entries, expected 2, one per row");
        FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(List.of("x"), 1.0, Double.NaN);
        assertThatThrownBy(() -> search.find(missing, Assignment.copyOf(1, 0, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("MemberSearch.find: missing value at row 1, feature \"x\"");
        FeatureMatrix huge = FeatureMatrix.copyOfRowMajor(List.of("x"), 1e200, -1e200);
        assertThatThrownBy(() -> search.find(huge, Assignment.copyOf(1, 0, 0)))
                .hasMessageStartingWith("MemberSearch.find: distances overflow");
        assertThatThrownBy(() -> search.find(
                        line, Assignment.copyOf(1, 0, 0), Execution.sequential().withCancellation(() -> true)))
                .isInstanceOf(CancelledException.class);
        assertThat(search).hasToString("MemberSearch[count = 5, medoidLimit = 5000, level = 0.95]");
    }
}
