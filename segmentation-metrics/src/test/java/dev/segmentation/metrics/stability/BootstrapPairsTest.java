package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.FitProgress;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmenter;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BootstrapPairsTest {

    private final FeatureMatrix cloud = Fixtures.blobs(61, 1);
    private final KMeans kMeans = KMeans.of(3).withRestarts(2);
    private final Assignment original = kMeans.fit(cloud).assignment();

    @Test
    void agreesWithSetsCountedOneByOne() {
        List<KMeansModel> models = new ArrayList<>();
        Segmenter<KMeansModel> spy = (features, execution) -> {
            assertThat(features.rowCount()).isEqualTo(61);
            Fit<KMeansModel> fit = kMeans.fit(features, execution);
            models.add(fit.model());
            return fit;
        };
        PairStability found = BootstrapPairs.of(spy).withPairs(7).assess(cloud, original);
        assertThat(models).hasSize(14);
        int[] stays = new int[61];
        double[][] best = new double[14][];
        for (int m = 0; m < 14; m++) {
            Assignment all = models.get(m).assign(cloud);
            best[m] = bestOverlaps(original, all);
            int[] partner = bestPermutation(original, all);
            for (int i = 0; i < 61; i++) {
                stays[i] += partner[original.label(i)] == all.label(i) ? 1 : 0;
            }
        }
        for (int p = 0; p < 7; p++) {
            ContingencyTable table = ContingencyTable.between(
                    models.get(2 * p).assign(cloud), models.get(2 * p + 1).assign(cloud));
            assertThat(found.adjustedRand().value(p)).isEqualTo(table.adjustedRand());
            assertThat(found.adjustedMutualInformation().value(p)).isEqualTo(table.adjustedMutualInformation());
            assertThat(found.variationOfInformation().value(p)).isEqualTo(table.variationOfInformation());
            for (int s = 0; s < 3; s++) {
                assertThat(found.segment(s).value(p))
                        .isCloseTo((best[2 * p][s] + best[2 * p + 1][s]) / 2, within(1e-15));
            }
        }
        for (int i = 0; i < 61; i++) {
            assertThat(found.customers().share(i)).isEqualTo(stays[i] / 14.0);
        }
        for (int s = 0; s < 3; s++) {
            int[] rows = original.rowsOf(s);
            double mean = 0;
            for (int row : rows) {
                mean += stays[row] / 14.0 / rows.length;
            }
            assertThat(found.customers().segment(s).value()).isCloseTo(mean, within(1e-14));
            assertThat(found.customers().segment(s).customers()).isEqualTo(rows.length);
        }
        assertThat(found.customers().refits()).isEqualTo(14);
        assertThat(Arrays.stream(stays).distinct().count()).isGreaterThan(3); // not all alike
    }

    private static double[] bestOverlaps(Assignment original, Assignment refitted) {
        double[] best = new double[original.segmentCount()];
        for (int s = 0; s < best.length; s++) {
            for (int t = 0; t < refitted.segmentCount(); t++) {
                Set<Integer> either = new HashSet<>();
                int both = 0;
                for (int row = 0; row < original.size(); row++) {
                    boolean in = original.label(row) == s;
                    boolean there = refitted.label(row) == t;
                    both += in && there ? 1 : 0;
                    if (in || there) {
                        either.add(row);
                    }
                }
                best[s] = Math.max(best[s], (double) both / either.size());
            }
        }
        return best;
    }

    /** Of the six ways to pair three segments with three, the one in which most rows stay. */
    private static int[] bestPermutation(Assignment original, Assignment refitted) {
        int[][] permutations = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        int most = -1;
        int[] best = permutations[0];
        for (int[] permutation : permutations) {
            int stay = 0;
            for (int row = 0; row < original.size(); row++) {
                stay += permutation[original.label(row)] == refitted.label(row) ? 1 : 0;
            }
            if (stay > most) {
                most = stay;
                best = permutation;
            }
        }
        return best;
    }

    @Test
    void separateSegmentsAreFoundByEverySample() {
        FeatureMatrix apart = Fixtures.blobs(90, 20);
        Assignment given = kMeans.fit(apart).assignment();
        PairStability found = BootstrapPairs.of(kMeans).withPairs(10).assess(apart, given);
        assertThat(found.adjustedRand().mean().value()).isEqualTo(1);
        assertThat(found.adjustedMutualInformation().quantile(0)).isEqualTo(1);
        assertThat(found.variationOfInformation().mean().upper()).isZero();
        assertThat(found.customers().toArray()).hasSize(90).containsOnly(1);
        for (int s = 0; s < 3; s++) {
            assertThat(found.segment(s).quantile(0)).isEqualTo(1);
        }
        assertThat(found.toString())
                .startsWith("PairStability[10 pairs of bootstrap samples")
                .contains("adjusted Rand: mean 1.000 [1.000, 1.000] at 95.0 %, n = 90");
        assertThat(found.customers().toString()).startsWith("CustomerStability[90 rows, 20 refits");
    }

    @Test
    void aSegmentWithoutPartnerKeepsNobody() {
        FeatureMatrix apart = Fixtures.blobs(90, 20);
        int[] labels = new int[90];
        for (int i = 0; i < 90; i++) {
            labels[i] = i % 3 == 0 && i % 2 == 0 ? 3 : i % 3; // the first cloud is cut in two
        }
        PairStability found = BootstrapPairs.of(kMeans).withPairs(4).assess(apart, Assignment.copyOf(5, labels));
        assertThat(found.segment(0).mean().value()).isEqualTo(0.5);
        assertThat(found.segment(3).mean().value()).isEqualTo(0.5);
        assertThat(found.customers().segment(0).value()
                        + found.customers().segment(3).value())
                .isEqualTo(1); // 15 rows each: one of the two is the continuation every time
        assertThat(found.customers().segment(1).value()).isEqualTo(1);
        assertThat(found.segment(4).mean().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.customers().segment(4).undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        BootstrapPairs pairs = BootstrapPairs.of(kMeans).withPairs(9).withSeed(5);
        PairStability once = pairs.assess(cloud, original);
        for (int threads : new int[] {2, 5}) {
            PairStability again = pairs.assess(cloud, original, Execution.onThreads(threads));
            assertThat(again).hasToString(once.toString());
            assertThat(again.customers().toArray()).isEqualTo(once.customers().toArray());
        }
        assertThat(pairs.withSeed(6).assess(cloud, original).toString()).isNotEqualTo(once.toString());
    }

    @Test
    void samplesThatCannotBeFittedAreCounted() {
        FeatureMatrix few = FeatureMatrix.copyOfRowMajor(List.of("x"), new double[] {0, 0, 0, 1, 1, 9});
        PairStability found =
                BootstrapPairs.of(KMeans.of(3)).withPairs(40).assess(few, Assignment.copyOf(3, 0, 0, 0, 1, 1, 2));
        assertThat(found.pairs()).isBetween(1, 39);
        assertThat(found.notices().get(0).message())
                .startsWith((40 - found.pairs()) + " of 40 pairs could not be fitted");
        assertThat(found.customers().toArray()).containsOnly(1);
    }

    @Test
    void oneCustomerMakesNoPair() {
        FeatureMatrix one = FeatureMatrix.copyOfRowMajor(List.of("x"), 7);
        PairStability found = BootstrapPairs.of(KMeans.of(1)).withPairs(2).assess(one, Assignment.copyOf(1, 0));
        assertThat(found.adjustedRand().mean().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.customers().share(0)).isEqualTo(1);
    }

    @Test
    void tellsProgressOnTheCallingThreadAndCanBeCancelled() {
        List<FitProgress> told = new ArrayList<>();
        Thread caller = Thread.currentThread();
        BootstrapPairs pairs = BootstrapPairs.of(kMeans).withPairs(6);
        pairs.assess(cloud, original, Execution.onThreads(2).withListener(progress -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            told.add(progress);
        }));
        assertThat(told).extracting(FitProgress::stage).containsOnly("bootstrap pairs");
        assertThat(told.get(told.size() - 1).done()).isEqualTo(6);
        AtomicInteger polls = new AtomicInteger();
        assertThatThrownBy(() -> pairs.assess(
                        cloud, original, Execution.sequential().withCancellation(() -> polls.incrementAndGet() > 20)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void refusesBadOptions() {
        BootstrapPairs pairs = BootstrapPairs.of(kMeans);
        assertThatThrownBy(() -> pairs.withPairs(1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("BootstrapPairs.withPairs: pairs = 1, expected at least 2; 100 is usual");
        assertThatThrownBy(() -> pairs.withLevel(Double.NaN))
                .hasMessage("BootstrapPairs.withLevel: level = NaN, expected more than 0 and less than 1");
        assertThatThrownBy(() -> pairs.assess(cloud, Assignment.copyOf(1, 0)))
                .hasMessage("BootstrapPairs.assess: original has 1 entries, expected 61, one per row");
        assertThatThrownBy(() -> pairs.assess(cloud.rows(), Assignment.copyOf(1)))
                .hasMessage("BootstrapPairs.assess: the matrix has no rows; nothing can be drawn");
        assertThatNullPointerException()
                .isThrownBy(() -> BootstrapPairs.of(null))
                .withMessage("segmenter");
        assertThat(pairs.withPairs(3).pairs()).isEqualTo(3);
        assertThat(pairs.withSeed(8).seed()).isEqualTo(8);
        assertThat(pairs.toString()).endsWith("pairs = 100, seed = 0, level = 0.95]");
    }
}
