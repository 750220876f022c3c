package dev.segmentation.metrics.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.drift.FeatureBins;
import dev.segmentation.metrics.drift.PopulationStability;
import dev.segmentation.metrics.internal.BinomialDraw;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.MigrationTest;
import dev.segmentation.metrics.migration.MigrationTests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshRuleTest {

    private static final Execution HERE = Execution.sequential();

    private static RefreshSignal signal(String name, double value, double p) {
        return RefreshSignal.of(name, value, p, "by hand").withThresholds(1, 2);
    }

    /** Holm: of .01, .02, .2 and .04 the adjusted are .04, .06, .2 and .08. */
    @Test
    void bothChanceAndSizeAreNeeded() {
        RefreshAdvice advice = RefreshRule.withDefaults()
                .advise(List.of(
                        signal("b", 9, 0.02), signal("a", 1.5, 0.01), signal("c", 0.5, 0.2), signal("d", 9, 0.04)));
        assertThat(advice.verdict()).isEqualTo(RefreshVerdict.WATCH);
        assertThat(advice.findings())
                .extracting(RefreshFinding::toString)
                .containsExactly(
                        "WATCH: a 1.500 (watch from 1.000, refresh from 2.000): by hand, adjusted p = 0.040",
                        "KEEP: b 9.000 (watch from 1.000, refresh from 2.000): by hand, adjusted p = 0.060",
                        "KEEP: c 0.5000 (watch from 1.000, refresh from 2.000): by hand, adjusted p = 0.20",
                        "KEEP: d 9.000 (watch from 1.000, refresh from 2.000): by hand, adjusted p = 0.080");
        RefreshRule lenient = RefreshRule.withDefaults().withErrorRate(0.1);
        assertThat(lenient.advise(List.of(signal("a", 2, 0.1))).verdict()).isEqualTo(RefreshVerdict.REFRESH);
        assertThat(lenient.advise(List.of(signal("a", 0.99, 1e-9))).verdict()).isEqualTo(RefreshVerdict.KEEP);
        assertThat(lenient.advise(List.of(signal("a", 2, 0.06), signal("b", 2, 0.06)))
                        .verdict())
                .isEqualTo(RefreshVerdict.KEEP);
    }

    @Test
    void whatWasNotMeasuredIsNoEvidence() {
        RefreshAdvice nothing = RefreshRule.withDefaults().advise(List.of(signal("a", Double.NaN, Double.NaN)));
        assertThat(nothing.verdict()).isEqualTo(RefreshVerdict.WATCH);
        assertThat(nothing.findings()).isEmpty();
        assertThat(nothing).hasToString("WATCH" + System.lineSeparator() + "  not measured: a, by hand");
        // it does not count among the tests either
        RefreshAdvice one =
                RefreshRule.withDefaults().advise(List.of(signal("a", 2, Double.NaN), signal("b", 2, 0.05)));
        assertThat(one.verdict()).isEqualTo(RefreshVerdict.REFRESH);
        assertThat(one.notMeasured()).hasSize(1);
        assertThatThrownBy(() -> RefreshRule.withDefaults().advise(List.of()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EMPTY))
                .hasMessage("RefreshRule.advise: no signals, expected at least one");
        assertThatThrownBy(() -> signal("a", 1, 0.1).withThresholds(2, 1))
                .hasMessage("RefreshSignal.withThresholds: refresh = 1.0, expected a number of at least watch = 2.0");
        assertThatThrownBy(() -> signal("a", 1, 1.1)).hasMessage("RefreshSignal.of: pValue = 1.1, expected 0 to 1");
        assertThatThrownBy(() -> signal(" ", 1, 1))
                .hasMessage("RefreshSignal.of: the name is blank; say what was measured");
        assertThat(RefreshRule.withDefaults()).hasToString("RefreshRule[errorRate = 0.05]");
    }

    /** As many move as before, but all of them to C: nobody would see that in the share moved. */
    @Test
    void aBreakOfDestinationsIsSeen() {
        List<String> names = List.of("A", "B", "C");
        MigrationMatrix toB = MigrationMatrix.copyOf(
                names, new long[][] {{800, 200, 0}, {100, 900, 0}, {0, 0, 500}}, new long[3], new long[3]);
        MigrationMatrix toC = MigrationMatrix.copyOf(
                names, new long[][] {{800, 0, 200}, {0, 900, 100}, {0, 0, 500}}, new long[3], new long[3]);
        RefreshSignal signal =
                RefreshSignal.ofMigration(MigrationTests.withDefaults().homogeneity(List.of(toB, toC)), toB, toC);
        assertThat(signal.value()).as("300 of 2500 go elsewhere").isCloseTo(0.12, within(1e-12));
        assertThat(RefreshRule.withDefaults().advise(List.of(signal)).verdict()).isEqualTo(RefreshVerdict.REFRESH);
        MigrationMatrix nobody = MigrationMatrix.copyOf(names, new long[3][3], new long[3], new long[3]);
        assertThat(RefreshSignal.ofMigration(
                                MigrationTests.withDefaults().homogeneity(List.of(toB, nobody)), toB, nobody)
                        .isMeasured())
                .isFalse();
    }

    @Test
    void signalsTakeTheirNumbersFromWhereTheyAreMeasured() {
        PopulationStability mix = PopulationStability.ofCounts(new long[] {50, 50}, new long[] {30, 70});
        assertThat(RefreshSignal.ofMix(mix).value()).isEqualTo(mix.index());
        assertThat(RefreshSignal.ofMix(mix).pValue()).isEqualTo(mix.pearsonPValue());
        assertThat(RefreshSignal.ofMix(mix).toString())
                .startsWith("mix of segments 0.1695 (watch from 0.1000, refresh from 0.2500): PSI 0.1695");
        MigrationTest same = MigrationTests.withDefaults().equalShares(migration(900, 100));
        assertThat(RefreshSignal.ofMix(mix, same).value()).isEqualTo(mix.index());
        assertThat(RefreshSignal.ofMix(mix, same).pValue()).isEqualTo(same.pValue());
        PopulationStability still = PopulationStability.ofCounts(new long[] {50, 50}, new long[] {50, 50});
        MigrationTest nobody = MigrationTests.withDefaults()
                .equalShares(MigrationMatrix.copyOf(
                        List.of("a", "b"), new long[][] {{50, 0}, {0, 50}}, new long[2], new long[2]));
        assertThat(RefreshSignal.ofMix(still, nobody).pValue()).isEqualTo(1);
        assertThat(RefreshSignal.ofMix(still, nobody).toString()).endsWith(": PSI 0; nobody moved");
        MigrationMatrix quiet = migration(900, 100);
        MigrationMatrix lively = migration(700, 300);
        MigrationTest test = MigrationTests.withDefaults().homogeneity(List.of(quiet, lively));
        RefreshSignal migration = RefreshSignal.ofMigration(test, quiet, lively);
        assertThat(migration.value()).isCloseTo(0.2, within(1e-12));
        assertThat(migration.pValue()).isEqualTo(test.pValue()).isLessThan(1e-6);
        assertThat(RefreshRule.withDefaults().advise(List.of(migration)).verdict())
                .isEqualTo(RefreshVerdict.REFRESH);
        FitDrift fit = FitBaseline.of(line(0, 10), line(-1, 1, 3, -4, 8, 9, 12, 15), HERE)
                .measure(line(-5, 2, 4.5, 5.5, 10, 18), HERE);
        List<RefreshSignal> signals = RefreshSignal.ofFit(fit);
        assertThat(signals)
                .extracting(RefreshSignal::name)
                .containsExactly(
                        "decay of the fit",
                        "strangers",
                        "crowding at borders",
                        "movement of Segment 0",
                        "movement of Segment 1");
        assertThat(signals.get(1).value())
                .isCloseTo(fit.novelty().value() * 9, within(1e-12)); // one of nine is expected
    }

    private static FeatureMatrix line(double... values) {
        return FeatureMatrix.copyOfRowMajor(List.of("x"), values);
    }

    private static MigrationMatrix migration(long stay, long move) {
        return MigrationMatrix.copyOf(
                List.of("a", "b"), new long[][] {{stay, move}, {move, stay}}, new long[2], new long[2]);
    }

    /**
     * All signals together, of which there are 4 features, 3 of the fit, 3 segments, the mix and migration: on the same population,
     * whose segments are cut out of one cloud, anything is beyond chance in at most one of twenty runs, even if the size does not
     * matter; and a refresh is advised where the population moves.
     */
    @Test
    void nothingAgedIsKept() {
        int runs = 150;
        int beyondChance = 0;
        int kept = 0;
        int refreshed = 0;
        for (int run = 0; run < runs; run++) {
            SeededRandom random = SeededRandom.stream(31, run);
            Later later = new Later(random, 200);
            beyondChance += RefreshRule.withDefaults()
                                    .advise(later.signals(random, 0).stream()
                                            .map(s -> s.withThresholds(-1, -1))
                                            .toList())
                                    .verdict()
                            == RefreshVerdict.KEEP
                    ? 0
                    : 1;
            kept += RefreshRule.withDefaults().advise(later.signals(random, 0)).verdict() == RefreshVerdict.KEEP
                    ? 1
                    : 0;
            refreshed += RefreshRule.withDefaults()
                                    .advise(later.signals(random, 1.5))
                                    .verdict()
                            == RefreshVerdict.REFRESH
                    ? 1
                    : 0;
        }
        assertThat(beyondChance / (double) runs).isLessThanOrEqualTo(0.05 + 1.64 * Math.sqrt(0.05 * 0.95 / runs));
        assertThat(kept / (double) runs).isGreaterThanOrEqualTo(0.95 - 1.64 * Math.sqrt(0.05 * 0.95 / runs));
        assertThat(refreshed).isEqualTo(runs);
    }

    /** A model of one cloud of four features in three segments, and what is measured of later customers. */
    private static final class Later {

        private final FeatureMatrix training;
        private final Fit<KMeansModel> fit;
        private final FitBaseline baseline;
        private final MigrationMatrix migration;

        Later(SeededRandom random, int n) {
            KMeans kMeans = KMeans.of(3);
            this.training = FitBaselineTest.normal(random, n, 4, 0);
            this.fit = kMeans.fit(training);
            this.baseline = FitBaseline.crossFitted(kMeans, fit.model(), training, HERE);
            this.migration = moves(random, n);
        }

        private static MigrationMatrix moves(SeededRandom random, int n) {
            long[][] counts = new long[3][];
            for (int s = 0; s < 3; s++) {
                counts[s] = BinomialDraw.multinomial(random, n, 0.3, 0.3, 0.3);
            }
            return MigrationMatrix.copyOf(List.of("a", "b", "c"), counts, new long[3], new long[3]);
        }

        List<RefreshSignal> signals(SeededRandom random, double shift) {
            FeatureMatrix now = FitBaselineTest.normal(random, training.rowCount(), 4, shift);
            List<RefreshSignal> signals = new ArrayList<>(RefreshSignal.ofFit(baseline.measure(now, HERE)));
            signals.add(RefreshSignal.ofMix(
                    PopulationStability.between(fit.assignment(), fit.model().assign(now))));
            for (String feature : training.featureNames()) {
                signals.add(RefreshSignal.ofFeature(
                        feature, FeatureBins.of(training.column(feature)).drift(now.column(feature))));
            }
            MigrationMatrix later = moves(random, training.rowCount());
            signals.add(RefreshSignal.ofMigration(
                    MigrationTests.withDefaults().withoutDraws().homogeneity(List.of(migration, later)),
                    migration,
                    later));
            return signals;
        }
    }
}
