package dev.segmentation.metrics.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.internal.SeededRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapInstabilityTest {

    @Test
    void disagreementIsThatOfAllPairsCountedOneByOne() {
        SeededRandom random = SeededRandom.stream(4, 4);
        for (int n : new int[] {2, 3, 17, 80}) {
            int[] a = IntStream.range(0, n).map(i -> random.nextInt(4)).toArray();
            int[] b = IntStream.range(0, n).map(i -> random.nextInt(3)).toArray();
            assertThat(BootstrapInstability.disagreement(Assignment.copyOf(4, a), Assignment.copyOf(3, b)))
                    .isCloseTo(byDefinition(a, b), within(1e-15));
        }
        assertThat(BootstrapInstability.disagreement(Assignment.copyOf(1, 0), Assignment.copyOf(1, 0)))
                .isNaN();
    }

    private static double byDefinition(int[] a, int[] b) {
        double differ = 0;
        double pairs = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < i; j++) {
                differ += (a[i] == a[j]) != (b[i] == b[j]) ? 1 : 0;
                pairs++;
            }
        }
        return differ / pairs;
    }

    @Test
    void isTheMeanDisagreementOfModelsOfTwoResamples() {
        FeatureMatrix data = Clouds.three(40, 2, 3);
        BootstrapInstability instability = BootstrapInstability.withDefaults().withPairs(3);
        SearchReport report = SegmentCountSearch.between(2, 3, KMeans::of)
                .withCriteria(instability)
                .withSeed(5)
                .search(data);
        for (int k = 2; k <= 3; k++) {
            double sum = 0;
            for (int pair = 0; pair < 3; pair++) {
                SeededRandom random = Draws.stream(5, 0x696e7374, pair);
                int[] one = Draws.bootstrap(40, random);
                int[] other = Draws.bootstrap(40, random);
                sum += byDefinition(
                        KMeans.of(k).fit(data.rows(one)).model().assign(data).toArray(),
                        KMeans.of(k).fit(data.rows(other)).model().assign(data).toArray());
            }
            assertThat(report.score(instability, k).value()).isCloseTo(sum / 3, within(1e-14));
        }
    }

    @Test
    void aSingleSegmentIsNoEvidenceAndTheMostStableCountIsPicked() {
        BootstrapInstability instability = BootstrapInstability.withDefaults().withPairs(10);
        SearchReport report = SegmentCountSearch.between(1, 5, k -> KMeans.of(k).withRestarts(3))
                .withCriteria(instability)
                .search(Clouds.three(90, 20, 5));
        assertThat(report.score(instability, 1).undefined()).contains(Reason.SINGLE_SEGMENT);
        assertThat(report.score(instability, 3).value()).isZero();
        assertThat(report.pick(instability)).hasValue(3);
    }

    @Test
    void saysThatWeightsAreUsedByTheFitsAlone() {
        BootstrapInstability instability = BootstrapInstability.withDefaults().withPairs(2);
        double[] weights = IntStream.range(0, 30).mapToDouble(i -> 1 + i % 3).toArray();
        SearchReport report = SegmentCountSearch.between(2, 2, KMeans::of)
                .withCriteria(instability)
                .search(Clouds.three(30, 9, 1).weightedBy(weights));
        assertThat(report.curve(instability).notices())
                .extracting(Notice::reason)
                .containsExactly(Reason.WEIGHTS_IGNORED, Reason.NO_ELBOW);
        assertThat(report.pick(instability)).isEmpty(); // a single count is no choice
    }

    @Test
    void resamplesHaveTheSizeAndTheSpreadOfABootstrap() {
        double distinct = 0;
        for (int draw = 0; draw < 200; draw++) {
            int[] drawn = Draws.bootstrap(100, Draws.stream(1, 2, draw));
            assertThat(drawn).hasSize(100).isSorted();
            distinct += Arrays.stream(drawn).distinct().count();
        }
        assertThat(distinct / 200 / 100).isCloseTo(1 - Math.pow(0.99, 100), within(0.01));
    }

    @Test
    void refusesBadOptions() {
        assertThatThrownBy(() -> BootstrapInstability.withDefaults().withPairs(1))
                .hasMessage("BootstrapInstability.withPairs: pairs = 1, expected at least 2; 50 is usual");
        assertThat(BootstrapInstability.withDefaults()).hasToString("BootstrapInstability[pairs = 50]");
    }
}
