package dev.segmentation.metrics.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartSensitivityTest {

    private final FeatureMatrix cloud = Fixtures.blobs(60, 0.5);
    private final Assignment byX = bySign(cloud, 0);
    private final Assignment byY = bySign(cloud, 1);

    private static Assignment bySign(FeatureMatrix features, int column) {
        int[] labels = IntStream.range(0, features.rowCount())
                .map(i -> features.value(i, column) < 0 ? 0 : 1)
                .toArray();
        return Assignment.copyOf(2, labels);
    }

    @Test
    void everySeedIsComparedWithTheGivenSolutionAndWithItsPartner() {
        // even seeds cut by x with objective 10, odd ones by y with 12
        SensitivityReport found = StartSensitivity.of(seed -> {
                    int column = (int) (seed % 2);
                    return Fixtures.labelling(features -> bySign(features, column), 10 + 2 * column);
                })
                .withPairs(3)
                .withSeed(100)
                .assess(cloud, byX);
        double different = ContingencyTable.between(byX, byY).adjustedRand();
        assertThat(different).isBetween(-0.1, 0.5);
        SensitivityReport.Part seeds = found.seeds();
        assertThat(seeds.agreementWithOriginal().toArray()).containsExactly(different, 1, different, 1, different, 1);
        assertThat(seeds.agreementWithEachOther().toArray()).containsExactly(different, different, different);
        assertThat(seeds.objectives().toArray()).containsExactly(12, 10, 12, 10, 12, 10);
        assertThat(seeds.objectiveSpread()).isEqualTo(0.2);
        assertThat(seeds.reachingBest().value()).isEqualTo(0.5);
        // Wilson, 3 of 6: (3 + z²/2 − z·√(3/2 + z²/4))/(6 + z²), z = 1.959963984540054
        assertThat(seeds.reachingBest().lower()).isCloseTo(0.1876163064826505, within(1e-12));
        assertThat(seeds.reachingBest().customers()).isEqualTo(60);
        // labels come back in the order of the rows
        assertThat(found.orders().agreementWithOriginal().toArray()).containsOnly(1);
        assertThat(found.orders().reachingBest().value()).isEqualTo(1);
        assertThat(found.orders().objectiveSpread()).isZero();
    }

    @Test
    void whatDependsOnTheOrderIsSeen() {
        Function<FeatureMatrix, Assignment> byPosition = features -> Assignment.copyOf(
                2, IntStream.range(0, features.rowCount()).map(i -> i % 2).toArray());
        SensitivityReport found = StartSensitivity.of(seed -> Fixtures.labelling(byPosition, Double.NaN))
                .withPairs(20)
                .assess(cloud, byPosition.apply(cloud));
        assertThat(found.seeds().agreementWithOriginal().toArray()).containsOnly(1);
        assertThat(found.orders().agreementWithOriginal().mean().value()).isBetween(-0.03, 0.03);
        assertThat(found.orders().agreementWithEachOther().mean().upper()).isLessThan(0.1);
        assertThat(found.seeds().objectiveSpread()).isNaN();
        assertThat(found.seeds().reachingBest().undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(found.seeds().objectives().mean().undefined()).contains(Reason.NO_OBSERVATIONS);
    }

    @Test
    void aSpreadAroundZeroIsNotAShare() {
        SensitivityReport found = StartSensitivity.of(
                        seed -> Fixtures.labelling(features -> bySign(features, 0), seed % 2))
                .withPairs(2)
                .assess(cloud, byX);
        assertThat(found.seeds().objectiveSpread()).isNaN();
        assertThat(found.seeds().reachingBest().value()).isEqualTo(0.5);
    }

    @Test
    void restartsCureKMeans() {
        FeatureMatrix apart = Fixtures.blobs(90, 20);
        KMeans config = KMeans.of(3).withRestarts(5);
        StartSensitivity sensitivity = StartSensitivity.of(config::withSeed).withPairs(4);
        SensitivityReport found = sensitivity.assess(apart, config.fit(apart).assignment());
        assertThat(found.seeds().agreementWithOriginal().quantile(0)).isEqualTo(1);
        assertThat(found.orders().agreementWithOriginal().quantile(0)).isEqualTo(1);
        assertThat(found.seeds().reachingBest().value()).isEqualTo(1);
        assertThat(found.notices()).isEmpty();
        assertThat(found.toString())
                .contains("other seeds: adjusted Rand with the original mean 1.000", "other orders: ");
        assertThat(sensitivity
                        .assess(apart, config.fit(apart).assignment(), Execution.onThreads(3))
                        .toString())
                .isEqualTo(found.toString());
    }

    @Test
    void refusesBadOptions() {
        StartSensitivity sensitivity = StartSensitivity.of(KMeans.of(2)::withSeed);
        assertThatThrownBy(() -> sensitivity.withPairs(0))
                .hasMessage("StartSensitivity.withPairs: pairs = 0, expected at least 2; 10 is usual");
        assertThatThrownBy(() -> sensitivity.withLevel(0)).hasMessageContaining("level = 0.0");
        assertThatThrownBy(() -> sensitivity.assess(cloud, Assignment.copyOf(1, 0)))
                .hasMessage("StartSensitivity.assess: original has 1 entries, expected 60, one per row");
        assertThatThrownBy(() -> StartSensitivity.of(null)).hasMessage("seeded");
        assertThat(sensitivity.withSeed(3).toString()).endsWith("pairs = 10, seed = 3, level = 0.95]");
    }
}
