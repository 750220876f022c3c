package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Reason;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.Refinement;
import dev.segmentation.cluster.Seeding;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The cases RT that need a process of their own, much memory, or class loaders. */
final class BadProcesses {

    private BadProcesses() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("RT002", BadProcesses::compiledInEveryWay),
                entry("RT009", BadProcesses::cancelledWithinAWideRow),
                entry("RT016", BadProcesses::moreDistancesThanAnIntCounts),
                entry("RT017", BadProcesses::littleBesidesTheFeatures),
                entry("RT019", BadProcesses::classLoadersAreLetGo));
    }

    private static void compiledInEveryWay(BadInputCase bad) throws Exception {
        bad.mayAccept();
        List<Process> processes = new ArrayList<>();
        for (JsonNode mode : bad.input().get("jvm")) {
            List<String> options = mode.asText().equals("default") ? List.of() : List.of(mode.asText());
            processes.add(start(options, DigestProbe.class));
        }
        processes.add(start(List.of("--add-modules", "jdk.incubator.vector"), DigestProbe.class));
        Set<String> digests = new HashSet<>();
        for (Process process : processes) {
            digests.add(output(process));
        }
        assertThat(digests).hasSize(1);
        assertThat(digests.iterator().next()).hasSize(65);
    }

    private static void cancelledWithinAWideRow(BadInputCase bad) {
        int n = bad.input().get("data").get("n").asInt();
        int d = bad.input().get("data").get("d").asInt();
        FeatureMatrix.Builder builder = FeatureMatrix.builder(
                IntStream.range(0, d).mapToObj(j -> "x" + j).toList());
        SplittableRandom random = new SplittableRandom(1);
        double[] row = new double[d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                row[j] = random.nextDouble(-1, 1);
            }
            builder.addRow(row);
        }
        FeatureMatrix matrix = builder.build();
        long wait = bad.input().get("cancel_after_ms").asLong() * 1_000_000;
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && best > 100_000_000; attempt++) {
            long start = System.nanoTime();
            AtomicLong asked = new AtomicLong();
            Execution execution = Execution.sequential().withCancellation(() -> {
                boolean now = System.nanoTime() - start > wait;
                if (now) {
                    asked.compareAndSet(0, System.nanoTime());
                }
                return now;
            });
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> KMeans.of(bad.k()).fit(matrix, execution))
                    .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.CANCELLED));
            best = Math.min(best, System.nanoTime() - start - wait);
        }
        assertThat(best).isBetween(0L, 100_000_000L);
    }

    private static void moreDistancesThanAnIntCounts(BadInputCase bad) {
        bad.mayAccept();
        int n = bad.input().get("virtual").get("n").asInt();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = i / 12_500;
        }
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("x"), values);
        double[] starts =
                IntStream.range(0, bad.k()).mapToDouble(s -> 4 * s + 0.3).toArray();
        Fit<KMeansModel> fit = KMeans.of(bad.k())
                .withSeeding(Seeding.centers(FeatureMatrix.copyOfRowMajor(List.of("x"), starts)))
                .withMaxIterations(1)
                .fit(matrix, Execution.onThreads(2));
        for (int i = 0; i < n; i += 12_499) {
            assertThat(fit.assignment().label(i)).isEqualTo(fit.model().segmentOf(values[i]));
        }
        assertThat(fit.assignment().sizes().length).isEqualTo(bad.k());
    }

    /** The features, 16 bytes per row and 64 MB are all the heap there is. */
    private static void littleBesidesTheFeatures(BadInputCase bad) throws Exception {
        bad.mayAccept();
        long rows = bad.input().get("data").get("n").asLong();
        long features = bad.input().get("data").get("d").asLong();
        long megabytes = (rows * features * 8 + rows * 16 >> 20) + 64;
        String printed = output(start(
                // a young generation of 16 MB, because the matrix has to be in the old one
                List.of("-XX:+UseSerialGC", "-Xmn16m", "-Xmx" + megabytes + "m"),
                MemoryProbe.class,
                Long.toString(rows),
                Long.toString(features),
                Integer.toString(bad.k())));
        assertThat(printed).isEqualTo("ITERATION_LIMIT " + rows + "\n");
    }

    private static void classLoadersAreLetGo(BadInputCase bad) throws Exception {
        bad.mayAccept();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        int count = bad.input().get("classloaders").asInt();
        for (int i = 0; i < count; i++) {
            loaders.add(fitInALoaderOfItsOwn());
        }
        for (int i = 0; i < bad.input().get("repeat").asInt() && !letGo(loaders); i++) {
            System.gc();
        }
        assertThat(loaders)
                .hasSize(count)
                .allSatisfy(loader -> assertThat(loader.get()).isNull());
    }

    private static boolean letGo(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().allMatch(loader -> loader.get() == null);
    }

    private static WeakReference<ClassLoader> fitInALoaderOfItsOwn() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(path).toUri().toURL());
        }
        try (URLClassLoader own = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Object digest = own.loadClass(DigestProbe.class.getName())
                    .getDeclaredMethod("digest", int.class)
                    .invoke(null, 2000);
            assertThat(digest).isEqualTo(DigestProbe.digest(2000));
            return new WeakReference<>(own);
        }
    }

    /** What a fresh process of this JVM runs. */
    static Process start(List<String> options, Class<?> probe, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), probe.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static String output(Process process) throws Exception {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed;
    }

    /** Prints a digest of everything a fit gives. */
    public static final class DigestProbe {

        private DigestProbe() {}

        /** Runs it. */
        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            System.out.print(digest(20_000) + "\n");
        }

        /** The digest of a fit of that many rows. */
        public static String digest(int rows) {
            double[] values = new SplittableRandom(2).doubles(20L * rows, -1, 1).toArray();
            FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(
                    IntStream.range(0, 20).mapToObj(j -> "x" + j).toList(), values);
            return BadRuntimes.digest(KMeans.of(8)
                    .withRestarts(1)
                    .withMaxIterations(5)
                    .withRefinement(Refinement.NONE)
                    .fit(matrix, Execution.onThreads(2)));
        }
    }

    /** Fits as many rows as it is told, and prints how it ended. */
    public static final class MemoryProbe {

        private MemoryProbe() {}

        /** Runs it. */
        public static void main(String[] args) {
            int rows = Integer.parseInt(args[0]);
            int features = Integer.parseInt(args[1]);
            FeatureMatrix.Builder builder = FeatureMatrix.builder(
                    IntStream.range(0, features).mapToObj(j -> "x" + j).toList());
            double[] row = new double[features];
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < features; j++) {
                    row[j] = random.nextDouble();
                }
                builder.addRow(row);
            }
            Fit<KMeansModel> fit = KMeans.of(Integer.parseInt(args[2]))
                    .withRestarts(2)
                    .withMaxIterations(3)
                    .fit(builder.build(), Execution.onThreads(2));
            System.out.print(fit.report().termination() + " " + fit.assignment().size() + "\n");
        }
    }
}
