package dev.segmentation.metrics.validity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.cluster.KMeans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often twice too many segments are called over-segmented and the advised merges give the planted groups, half as many
 * are called under-segmented, and the right number fitting; blind: by structure alone, without a column that follows the
 * groups. Writes {@code target/sizing.csv}.
 */
class SizingSimulation {

    private static final int RUNS = Integer.getInteger("runs", 200);

    /** So many customers per segment are needed to see that two of them are one group, and not two that touch. */
    private static final int ENOUGH = 300;

    @Test
    void tooManyTooFewAndRight() throws IOException {
        List<String> lines = new ArrayList<>(List.of("n,groups,apart,runs,over,recovered,blind,under,fitting"));
        List<String> wrong = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (int n : new int[] {1000, 3000}) {
            for (int groups : new int[] {2, 3, 4, 6}) {
                for (double apart : new double[] {5, 6}) {
                    LongAdder over = new LongAdder();
                    LongAdder recovered = new LongAdder();
                    LongAdder blind = new LongAdder();
                    LongAdder under = new LongAdder();
                    LongAdder fitting = new LongAdder();
                    IntStream.range(0, RUNS).parallel().forEach(run -> {
                        Planted planted = new Planted(n, groups, apart, run);
                        KMeans many = KMeans.of(2 * groups).withRestarts(5).withSeed(run);
                        KMeans right = KMeans.of(groups).withRestarts(5).withSeed(run);
                        KMeans few = KMeans.of(Math.max(1, groups / 2))
                                .withRestarts(5)
                                .withSeed(run);
                        ValidationReport report = planted.validate(many);
                        over.add(report.sizing() == Sizing.OVER_SEGMENTED ? 1 : 0);
                        recovered.add(planted.isRecovered(many, report) ? 1 : 0);
                        blind.add(planted.isRecovered(many, planted.validateBlind(many)) ? 1 : 0);
                        under.add(planted.validate(few).sizing() == Sizing.UNDER_SEGMENTED ? 1 : 0);
                        fitting.add(planted.validate(right).sizing() == Sizing.FITTING ? 1 : 0);
                    });
                    lines.add(String.format(
                            Locale.ROOT,
                            "%d,%d,%.0f,%d,%.3f,%.3f,%.3f,%.3f,%.3f",
                            n,
                            groups,
                            apart,
                            RUNS,
                            over.sum() / (double) RUNS,
                            recovered.sum() / (double) RUNS,
                            blind.sum() / (double) RUNS,
                            under.sum() / (double) RUNS,
                            fitting.sum() / (double) RUNS));
                    if (n / (2 * groups) >= ENOUGH) {
                        all.add(recovered.sum() / (double) RUNS);
                        long least = Math.min(Math.min(blind.sum(), over.sum()), Math.min(under.sum(), fitting.sum()));
                        if (least < 0.9 * RUNS) {
                            wrong.add(lines.get(lines.size() - 1));
                        }
                    }
                    Files.write(Path.of("target", "sizing.csv"), lines);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(all.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
                .isGreaterThanOrEqualTo(0.9);
    }
}
