package dev.segmentation.app.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the guide run and print what it shows, in the order of each page, with the files that it names. */
class GuideTest {

    private static final Path GUIDE = Path.of("..", "..", "docs", "guide");

    private static final Path EXAMPLE =
            Path.of("src", "test", "java", "dev", "segmentation", "app", "guide", "GuideExample.java");

    private static final List<String> LANGUAGES = List.of("sh", "text", "csv", "json", "java", "console");

    private static final Map<String, Path> DONE = new HashMap<>();

    @TempDir
    private static Path folder;

    static List<Path> pages() {
        return files(GUIDE, ".md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageSaysIsWhatHappens(Path page) {
        assertThat(done(page.getFileName().toString())).isDirectory();
    }

    /** So that nothing escapes the test by another name. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockIsOfAKindThatIsChecked(Path path) {
        GuidePage page = GuidePage.of(path);
        assertThat(page.blocks()).extracting(GuidePage.Block::language).isSubsetOf(LANGUAGES);
        assertThat(page.blocks("console")).hasSize(page.name().equals("README.md") ? 1 : 0);
        assertThat(page.blocks("csv")).noneMatch(block -> block.file().isEmpty());
        assertThat(page.blocks("json")).noneMatch(block -> block.file().isEmpty());
    }

    /** 50 columns, semicolons, decimal commas, points between thousands, an old encoding, dates with points. */
    @Test
    void aStrangersFileBecomesAReportByTheCommandsOfItsPageAlone() throws IOException {
        Path done = done("files.md");
        Charset encoding = Charset.forName("windows-1252");
        List<String> lines = Files.readAllLines(done.resolve("kunden.csv"), encoding);
        assertThat(lines.get(0).split(";")).hasSize(50);
        assertThat(lines.get(1)).containsPattern(";\\d+,\\d\\d;").contains(".");
        String report = Files.readString(done.resolve("kunden").resolve("report.html"));
        assertThat(report).contains("<h1><bdi>Kunden</bdi></h1>", "Umsatz_Obst", "Tage_seit_Kauf");
        assertThat(Files.readString(done.resolve("kunden").resolve("assignments.csv")))
                .contains("\n000001,")
                .hasLineCount(lines.size());
    }

    @Test
    void everyBlockOfJavaIsCompiledCode() {
        List<String> source = stripped(GuidePage.read(EXAMPLE));
        List<GuidePage.Block> blocks = pages().stream()
                .flatMap(page -> GuidePage.of(page).blocks("java").stream())
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
        for (GuidePage.Block block : blocks) {
            assertThat(source).as("line %d", block.number()).containsSequence(stripped(block.lines()));
        }
    }

    @Test
    void whatIsNotPrintedIsFound() {
        String printed = "a 1\nb 2\nc 3\n";
        assertThat(GuideShell.isPrinted(List.of("b …", "c 3"), printed)).isTrue();
        assertThat(GuideShell.isPrinted(List.of("a 1", "…", "c 3"), printed)).isTrue();
        assertThat(GuideShell.isPrinted(List.of("a 1", "c 3"), printed)).isFalse();
        assertThat(GuideShell.isPrinted(List.of("b"), printed)).isFalse();
        assertThat(GuideShell.words("segment x 'a b' --out \"c d\" # e"))
                .containsExactly("segment", "x", "a b", "--out", "c d");
        GuideShell shell = new GuideShell(folder);
        assertThatThrownBy(() -> shell.run(List.of("segment cluster nowhere.csv --id a --out b")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> shell.run(List.of("segment --help # refused"))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> shell.run(List.of("rm -r x"))).isInstanceOf(AssertionError.class);
    }

    /** The folder in which a page was done, once. */
    private static Path done(String name) {
        return DONE.computeIfAbsent(name, GuideTest::doThe);
    }

    private static Path doThe(String name) {
        try {
            Path place = Files.createDirectories(folder.resolve(name.replace(".md", "")));
            for (Path file : files(GUIDE.resolve("data"), ".csv")) {
                Files.copy(file, place.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            GuidePage page = GuidePage.of(GUIDE.resolve(name));
            GuideShell shell = new GuideShell(place);
            String printed = "";
            for (GuidePage.Block block : page.blocks()) {
                if (!block.file().isEmpty()) {
                    Files.writeString(place.resolve(block.file()), String.join("\n", block.lines()) + "\n");
                } else if (block.language().equals("sh")) {
                    printed = shell.run(block.lines());
                } else if (block.language().equals("java")) {
                    printed = example();
                } else if (block.language().equals("text")) {
                    assertThat(GuideShell.isPrinted(block.lines(), printed))
                            .as(() -> name + ", line " + block.number())
                            .overridingErrorMessage(
                                    "%s, line %s: not what was printed:%n%s", name, block.number(), printed)
                            .isTrue();
                }
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String example() {
        PrintStream standard = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            GuideExample.main();
        } finally {
            System.setOut(standard);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<String> stripped(List<String> lines) {
        return lines.stream().map(String::strip).toList();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
