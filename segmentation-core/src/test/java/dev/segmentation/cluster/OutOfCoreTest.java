package dev.segmentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitReport;
import dev.segmentation.ModelFit;
import dev.segmentation.scan.RowFile;
import dev.segmentation.scan.RowFileWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file larger than the heap gives the bits of the same rows in memory. */
class OutOfCoreTest {

    private static final int ROWS = 500_000;
    private static final int FEATURES = 10;
    private static final int HEAP_MEGABYTES = 24;

    @Test
    void aFileLargerThanTheHeap(@TempDir Path folder) throws Exception {
        List<String> names = IntStream.range(0, FEATURES).mapToObj(j -> "x" + j).toList();
        FeatureMatrix.Builder builder = FeatureMatrix.builder(names);
        Path file = folder.resolve("customers.rows");
        SplittableRandom random = new SplittableRandom(3);
        try (RowFileWriter writer = RowFile.create(file, names)) {
            double[] row = new double[FEATURES];
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < FEATURES; j++) {
                    row[j] = 2 * (i % 8 >> j & 1) + random.nextDouble() + random.nextDouble();
                }
                writer.addRow(row);
                builder.addRow(row);
            }
            writer.commit();
        }
        assertThat(Files.size(file)).isGreaterThan(HEAP_MEGABYTES << 20);
        var inMemory = config().withRefinement(Refinement.NONE).fit(builder.build(), Execution.onThreads(2));

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo(bits(inMemory.model(), inMemory.report()));
    }

    private static KMeans config() {
        return KMeans.of(8).withRestarts(2).withSeed(5).withMaxIterations(25);
    }

    private static String bits(KMeansModel model, FitReport report) {
        return Arrays.toString(model.centers().toRowMajorArray()) + report;
    }

    /** What the process with the small heap runs. */
    public static final class Probe {

        private Probe() {}

        /** Fits the file. */
        public static void main(String[] args) {
            ModelFit<KMeansModel> fit = config().fit(RowFile.open(Path.of(args[0])), Execution.onThreads(2));
            System.out.print(bits(fit.model(), fit.report()));
        }
    }
}
