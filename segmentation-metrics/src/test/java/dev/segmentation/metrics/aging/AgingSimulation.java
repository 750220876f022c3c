package dev.segmentation.metrics.aging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.drift.FeatureBins;
import dev.segmentation.metrics.drift.PopulationStability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How often signals of aging are beyond chance on the same population, one by one and all together after Holm's adjustment:
 * segments cut out of one cloud, and segments that are groups. Writes {@code target/aging.txt}, a line per cell.
 */
class AgingSimulation {

    private static final int RUNS = Integer.getInteger("runs", 500);

    @Test
    void falseAlarms() throws IOException {
        List<String> table = new ArrayList<>();
        table.add("groups    n  d  k  decay  strangers  crowding  movement    mix   any, adjusted");
        for (int groups : new int[] {1, 3}) {
            for (int n : new int[] {100, 300, 1000}) {
                for (int d : new int[] {2, 8}) {
                    for (int k : new int[] {3, 8}) {
                        table.add(cell(groups, n, d, k));
                        Files.write(Path.of("target", "aging.txt"), table);
                    }
                }
            }
        }
    }

    private static String cell(int groups, int n, int d, int k) {
        int[] significant = new int[6];
        int movements = 0;
        for (int run = 0; run < RUNS; run++) {
            SeededRandom random = SeededRandom.stream(SeededRandom.key(1000L * n + 10L * d + k, groups), run);
            FeatureMatrix training = draw(random, groups, n, d);
            FeatureMatrix now = draw(random, groups, n, d);
            KMeans kMeans = KMeans.of(k).withRestarts(3);
            Fit<KMeansModel> fit = kMeans.fit(training);
            FitDrift drift = FitBaseline.crossFitted(kMeans, fit.model(), training, Execution.sequential())
                    .measure(now, Execution.sequential());
            List<RefreshSignal> signals = new ArrayList<>(RefreshSignal.ofFit(drift));
            signals.add(RefreshSignal.ofMix(
                    PopulationStability.between(fit.assignment(), fit.model().assign(now))));
            significant[4] += signals.get(signals.size() - 1).pValue() < 0.05 ? 1 : 0;
            for (String name : training.featureNames()) {
                signals.add(RefreshSignal.ofFeature(
                        name, FeatureBins.of(training.column(name)).drift(now.column(name))));
            }
            significant[0] += drift.decayPValue() < 0.05 ? 1 : 0;
            significant[1] += drift.noveltyPValue() < 0.05 ? 1 : 0;
            significant[2] += drift.crowdingPValue() < 0.05 ? 1 : 0;
            for (CenterDrift center : drift.centers()) {
                movements += Double.isNaN(center.pValue()) ? 0 : 1;
                significant[3] += center.pValue() < 0.05 ? 1 : 0;
            }
            boolean kept = RefreshRule.withDefaults()
                            .advise(signals.stream()
                                    .map(signal -> signal.withThresholds(-1, -1))
                                    .toList())
                            .verdict()
                    == RefreshVerdict.KEEP;
            significant[5] += kept ? 0 : 1;
        }
        double runs = RUNS;
        assertThat(significant[5] / runs)
                .as("groups %d, n %d, d %d, k %d", groups, n, d, k)
                .isLessThan(0.08);
        return String.format(
                Locale.ROOT,
                "%6d %4d %2d %2d %6.3f %10.3f %9.3f %9.3f %6.3f %15.3f",
                groups,
                n,
                d,
                k,
                significant[0] / runs,
                significant[1] / runs,
                significant[2] / runs,
                significant[3] / (double) movements,
                significant[4] / runs,
                significant[5] / runs);
    }

    /** Groups are six standard deviations apart. */
    private static FeatureMatrix draw(SeededRandom random, int groups, int n, int d) {
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            int group = random.nextInt(groups);
            for (int j = 0; j < d; j++) {
                row[j] = random.nextGaussian() + (j == group % d ? 6.0 * group : 0);
            }
        }
        List<String> names = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            names.add("x" + j);
        }
        return FeatureMatrix.copyOf(names, rows);
    }
}
