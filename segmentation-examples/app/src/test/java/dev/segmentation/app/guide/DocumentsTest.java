package dev.segmentation.app.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.page.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents refer to exists: files, headings, classes, and sources in the Javadoc of the classes named. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..", "..");

    private static final Path DOCS = ROOT.resolve("docs");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w*|[A-Z]+[a-z]\\w*)(?:[.(#][^`]*)?`");

    private static final Pattern DOI = Pattern.compile("doi:(10\\.[^\\s|;,]+)");

    /** One source: the text that is in the report. */
    @Test
    void theGlossaryIsThatOfTheReport() {
        List<String> documented = GuidePage.read(DOCS.resolve("glossary.md")).stream()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.replaceFirst("^- \\*\\*(.*?):\\*\\* ", "$1: "))
                .toList();
        assertThat(documented).hasSizeGreaterThan(20).isEqualTo(glossary());
        assertThat(documented).allMatch(line -> line.matches("[^:]+: .*\\."));
        assertThat(documented.stream().map(line -> line.substring(0, line.indexOf(':'))))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyLinkLeadsSomewhere() {
        for (Path document : documents()) {
            for (String link : links(document)) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? document
                        : document.toAbsolutePath()
                                .getParent()
                                .resolve(parts[0])
                                .normalize();
                assertThat(target).as("%s of %s", link, document).exists();
                if (parts.length == 2) {
                    assertThat(headings(target)).as("%s of %s", link, document).contains(parts[1]);
                }
            }
        }
    }

    @Test
    void everyPageOfTheGuideIsInItsIndex() throws IOException {
        String index = Files.readString(DOCS.resolve("guide").resolve("README.md"));
        for (Path page : GuideTest.pages()) {
            String name = page.getFileName().toString();
            assertThat(index).as(name).contains(name.equals("README.md") ? "# Guide" : "](" + name + ")");
            assertThat(GuidePage.read(page))
                    .as(name)
                    .anyMatch(line -> name.equals("README.md") || line.startsWith("What you get: "));
        }
    }

    /** Of tables only; a class in running text may be one of the JDK. */
    @Test
    void everyRowOfTheMethodsNamesAClassThatHasItsSource() {
        int rows = 0;
        for (String row : GuidePage.read(DOCS.resolve("methods.md"))) {
            if (row.startsWith("| ") && !row.startsWith("| Number")) {
                rows++;
                String last = row.substring(row.lastIndexOf(" | ") + 3);
                List<String> names = found(CLASS, last);
                assertThat(names)
                        .as(row)
                        .isNotEmpty()
                        .allMatch(name -> source(name).isPresent());
                String javadoc =
                        names.stream().map(name -> source(name).orElseThrow()).collect(Collectors.joining());
                assertThat(found(DOI, row)).as(row).allMatch(javadoc::contains);
            }
        }
        assertThat(rows).isGreaterThan(50);
    }

    @Test
    void everyClassOfThePageForDevelopersExists() {
        for (String name : found(CLASS, text(DOCS.resolve("guide").resolve("java.md")))) {
            boolean ofTheJdk = List.of(
                            "IllegalArgumentException",
                            "IllegalStateException",
                            "CancellationException",
                            "ObjectMapper")
                    .contains(name);
            assertThat(ofTheJdk || source(name).isPresent()).as(name).isTrue();
        }
    }

    @Test
    void whatIsNotThereIsMissed() {
        assertThat(source("KMeans")).isPresent();
        assertThat(source("KMean")).isEmpty();
        assertThat(found(CLASS, "| x | `KMeans`, `Scaling.zScore()` |")).containsExactly("KMeans", "Scaling");
        assertThat(headings(DOCS.resolve("methods.md")))
                .contains("do-definitions-age")
                .doesNotContain("methodes");
    }

    private static List<String> glossary() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Report.class.getResourceAsStream("glossary.txt")), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> documents() {
        List<Path> documents = new ArrayList<>(files(DOCS, ".md"));
        Stream.of("README.md", "CONTRIBUTING.md", "VERSIONING.md", "CHANGELOG.md")
                .map(ROOT::resolve)
                .forEach(documents::add);
        return documents;
    }

    private static List<String> links(Path document) {
        return found(LINK, text(document)).stream()
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** As GitHub names them. */
    private static List<String> headings(Path document) {
        return GuidePage.read(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> JavadocPage.anchor(line.replaceFirst("^#+ +", "")))
                .toList();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static Optional<String> source(String name) {
        return Stream.of("segmentation-core", "segmentation-metrics")
                .map(module -> ROOT.resolve(module).resolve(Path.of("src", "main", "java")))
                .flatMap(root -> files(root, "/" + name + ".java").stream())
                .findFirst()
                .map(DocumentsTest::text);
    }

    private static String text(Path file) {
        return String.join("\n", GuidePage.read(file));
    }

    private static List<Path> files(Path root, String ending) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().replace('\\', '/').endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
