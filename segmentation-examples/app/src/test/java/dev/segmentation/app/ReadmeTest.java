package dev.segmentation.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Role;
import dev.segmentation.SegmentProfile;
import dev.segmentation.Snapshot;
import dev.segmentation.app.shop.Sale;
import dev.segmentation.app.shop.SimulatedShop;
import dev.segmentation.prepare.RfmFeatures;
import dev.segmentation.prepare.Transactions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README is compiled code, and what it is said to print is what it prints. */
class ReadmeTest {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "segmentation", "app", "ReadmeExample.java");

    private static final List<String> CALLS = new ArrayList<>();
    private static String printed;

    @BeforeAll
    static void runTheExample() throws IOException {
        printed = runExample(CALLS);
    }

    @Test
    void everyBlockOfJavaInTheReadmeIsCompiledCode() throws IOException {
        List<String> source = trimmed(Files.readAllLines(SOURCE));
        List<List<String>> blocks = blocks("java");
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        for (List<String> block : blocks) {
            assertThat(source).containsSequence(trimmed(block));
        }
    }

    @Test
    void theFirstScreenPrintsWhatTheReadmeShows() throws IOException {
        List<String> shown = trimmed(blocks("text").get(0));
        assertThat(trimmed(printed.lines().toList())).containsSequence(shown);
    }

    @Test
    void theRestOfTheReadmeRuns() {
        assertThat(printed).contains("like-for-like").doesNotContain("ITERATION_LIMIT");
        assertThat(CALLS).contains("restored true");
        assertThat(CALLS).anyMatch(call -> call.startsWith("review C"));
        assertThat(CALLS).anyMatch(call -> call.startsWith("route C"));
        assertThat(CALLS).anyMatch(call -> call.matches("kind Optional\\[\\w+] sizing \\w+"));
        assertThat(printed).contains("Loyal: ", "prediction strength");
        assertThat(CALLS.get(CALLS.size() - 1))
                .startsWith("lapsed ")
                .contains("newcomers")
                .doesNotContain("NaN");
        Snapshot snapshot = ReadmeExample.fromTransactions();
        assertThat(snapshot.names(Role.BASE)).containsExactly("recency_days", "frequency", "monetary");
        assertThat(snapshot.features().row(0)).containsExactly(28, 1, 0);
        assertThat(snapshot.features().row(1)).containsExactly(63, 1, 120);
    }

    @Test
    void theExampleOutOfCoreRuns(@TempDir Path folder) {
        SplittableRandom random = new SplittableRandom(1);
        List<double[]> customers = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            double loyalty = i % 4;
            customers.add(new double[] {
                90 / (1 + loyalty) + random.nextDouble(), 1 + 4 * loyalty, 50 * (1 + loyalty) + random.nextDouble()
            });
        }
        SegmentProfile profile = ReadmeExample.outOfCore(folder.resolve("customers.rows"), customers);
        assertThat(profile.toString()).contains("750").contains("3000");
    }

    /** Each package of the two jars has one line, but those inside; each type of a line is public there. */
    @Test
    void theTableOfPackagesIsThatOfTheCode() throws IOException {
        List<String> listed = new ArrayList<>();
        for (String line : Files.readAllLines(README)) {
            String[] cells = line.split("\\|");
            if (cells.length == 3 && cells[1].matches(" `(….|dev\\.segmentation`).*")) {
                List<String> packages = quoted(cells[1], "[.a-z…]+").stream()
                        .map(name -> name.replace("….", "dev.segmentation."))
                        .toList();
                listed.addAll(packages);
                for (String type : quoted(cells[2], "[A-Z]\\w+")) {
                    assertThat(packages).as(type).anyMatch(name -> isPublic(name, type));
                }
            }
        }
        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(packages());
    }

    private static List<String> quoted(String cell, String pattern) {
        return Pattern.compile("`(" + pattern + ")`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<Path> sources() {
        return Stream.of("segmentation-core", "segmentation-metrics")
                .map(module -> Path.of("..", "..", module, "src", "main", "java"))
                .toList();
    }

    private static boolean isPublic(String name, String type) {
        return sources().stream()
                .map(source -> source.resolve(name.replace('.', '/')).resolve(type + ".java"))
                .filter(Files::exists)
                .anyMatch(file -> {
                    try {
                        return Files.readString(file).lines().anyMatch(line -> line.startsWith("public "));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static List<String> packages() throws IOException {
        List<String> packages = new ArrayList<>();
        for (Path source : sources()) {
            try (Stream<Path> files = Files.walk(source)) {
                files.filter(file -> file.endsWith("package-info.java"))
                        .map(file ->
                                source.relativize(file.getParent()).toString().replace('/', '.'))
                        .filter(name -> !name.endsWith(".internal"))
                        .forEach(packages::add);
            }
        }
        return packages;
    }

    private static String runExample(List<String> calls) throws IOException {
        Transactions.Builder sales = Transactions.builder();
        for (Sale sale : SimulatedShop.standard().run().sales()) {
            sales.add(sale.customer(), sale.date(), sale.amount());
        }
        Transactions transactions = sales.build();
        Snapshot january = rfm(transactions, LocalDate.of(2024, 1, 31));
        Snapshot july = rfm(transactions, LocalDate.of(2024, 7, 31));
        List<String> ids = new ArrayList<>();
        for (int row = 0; row < january.customerCount(); row++) {
            ids.add(january.customerIds().get(row));
        }
        double[] nextSpend =
                transactions.spend(january.customerIds(), LocalDate.of(2024, 1, 31), LocalDate.of(2024, 4, 30));
        FeatureMatrix raw = january.features();
        ReadmeExample example = new ReadmeExample();
        PrintStream standard = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run(raw.toRowMajorArray(), ids, july, nextSpend);
        } finally {
            System.setOut(standard);
        }
        calls.addAll(example.calls);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Snapshot rfm(Transactions transactions, LocalDate asOf) {
        return RfmFeatures.asOf(asOf).of(transactions).snapshot();
    }

    private static List<List<String>> blocks(String language) throws IOException {
        List<List<String>> blocks = new ArrayList<>();
        List<String> current = null;
        for (String line : Files.readAllLines(README)) {
            if (current == null && line.equals("```" + language)) {
                current = new ArrayList<>();
            } else if (current != null && line.equals("```")) {
                blocks.add(current);
                current = null;
            } else if (current != null) {
                current.add(line);
            }
        }
        return blocks;
    }

    private static List<String> trimmed(List<String> lines) {
        return lines.stream().flatMap(line -> Stream.of(line.strip())).toList();
    }
}
