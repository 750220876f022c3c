package dev.segmentation.app.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods and glossary are in the Javadoc as they are in the documents, and every package leads to its part of them. */
class JavadocPagesTest {

    private static final Path ROOT = Path.of("..", "..");

    private static final Path DOCS = ROOT.resolve("docs");

    private static final Path PAGES = DOCS.resolve("javadoc").resolve("doc-files");

    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

    private static final Pattern HREF = Pattern.compile(" href=\"([^\"]+)\"");

    private static final Pattern LINK_OF_A_PACKAGE =
            Pattern.compile("@see <a href=\"\\{@docRoot}/doc-files/(\\w+)\\.html(?:#([^\"]+))?\">([^<]+)</a>");

    @ParameterizedTest
    @ValueSource(strings = {"methods", "glossary"})
    void aPageIsItsDocument(String name) throws IOException {
        Path page = PAGES.resolve(name + ".html");
        String rendered = JavadocPage.of(DOCS.resolve(name + ".md"));
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(PAGES);
            Files.writeString(page, rendered);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as(
                        "docs/javadoc/doc-files/%1$s.html is not docs/%1$s.md; ./mvnw test -Dtest=JavadocPagesTest"
                                + " -Ddocs.write=true -Dsurefire.failIfNoSpecifiedTests=false writes it anew",
                        name)
                .isEqualTo(rendered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"methods", "glossary"})
    void everyLinkOfAPageLeadsSomewhere(String name) {
        String page = page(name);
        assertThat(found(ID, page)).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        List<String> links = found(HREF, page);
        assertThat(links).isNotEmpty();
        for (String link : links) {
            String[] parts = link.split("#", 2);
            if (!parts[0].startsWith("https://doi.org/10.")) {
                assertThat(parts[0]).isIn("", "methods.html", "glossary.html");
                assertThat(parts.length == 1 ? List.of() : found(ID, parts[0].isEmpty() ? page : page(parts[0])))
                        .as(link)
                        .containsAll(Stream.of(parts).skip(1).toList());
            }
        }
    }

    /** The root packages lead to the glossary as well. */
    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageLeadsToItsMethods(Path file) {
        List<MatchResult> links =
                LINK_OF_A_PACKAGE.matcher(text(file)).results().toList();
        assertThat(text(file).split("doc-files/", -1)).as("links of %s", file).hasSize(links.size() + 1);
        assertThat(links.stream().map(link -> link.group(1)))
                .as("links of %s", file)
                .containsExactlyElementsOf(isRoot(file) ? List.of("methods", "glossary") : List.of("methods"));
        for (MatchResult link : links) {
            String page = page(link.group(1));
            String title = heading(page, link.group(1));
            if (link.group(2) == null) {
                assertThat(link.group(3)).isEqualTo(title);
            } else {
                assertThat(found(ID, page)).as("links of %s", file).contains(link.group(2));
                assertThat(link.group(3)).isEqualTo(title + ": " + heading(page, link.group(2)));
            }
        }
    }

    @Test
    void thePackagesAreThoseOfBothModules() {
        assertThat(packages())
                .hasSizeGreaterThan(30)
                .allMatch(file -> Files.exists(file))
                .anyMatch(file -> file.endsWith(Path.of("cluster", "package-info.java")))
                .anyMatch(file -> file.endsWith(Path.of("migration", "package-info.java")));
        assertThat(packages().stream().filter(JavadocPagesTest::isRoot)).hasSize(1);
    }

    /** With a header of the tool around it, all of doclint, and nothing to complain about. */
    @Test
    void thePagesAreGoodJavadoc(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("source").resolve("some");
        Path pages = Files.createDirectories(source.resolve("doc-files"));
        for (String name : List.of("methods", "glossary")) {
            Files.copy(PAGES.resolve(name + ".html"), pages.resolve(name + ".html"));
        }
        Files.writeString(source.resolve("package-info.java"), "/** Some. */\npackage some;\n");
        Files.writeString(source.resolve("Some.java"), "package some;\n\n/** Some. */\npublic interface Some {}\n");
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "-quiet",
                "-Xdoclint:all",
                "-Werror",
                "-d",
                folder.resolve("out").toString(),
                "-sourcepath",
                folder.resolve("source").toString(),
                "-subpackages",
                "some");
        boolean well = ToolProvider.getSystemDocumentationTool()
                .getTask(said, null, null, null, options, null)
                .call();
        assertThat(said.toString()).isEmpty();
        assertThat(well).isTrue();
        assertThat(folder.resolve("out").resolve("some").resolve("doc-files").resolve("methods.html"))
                .content()
                .contains("id=\"do-definitions-age\"");
    }

    static List<Path> packages() {
        return Stream.of("segmentation-core", "segmentation-metrics")
                .map(module -> ROOT.resolve(module).resolve(Path.of("src", "main", "java")))
                .flatMap(JavadocPagesTest::packages)
                .toList();
    }

    /** Each folder with code but those inside, so that none is without a description. */
    private static Stream<Path> packages(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !folder.endsWith("internal"))
                    .map(folder -> folder.resolve("package-info.java"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot(Path file) {
        return file.getParent().endsWith(Path.of("dev", "segmentation"));
    }

    private static String heading(String page, String id) {
        return found(Pattern.compile(" id=\"" + id + "\">([^<]+)<"), page).get(0);
    }

    private static String page(String name) {
        return text(PAGES.resolve(name.replace(".html", "") + ".html"));
    }

    private static String text(Path file) {
        return String.join("\n", GuidePage.read(file));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
