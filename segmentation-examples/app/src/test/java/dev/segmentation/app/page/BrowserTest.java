package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test that looks at pages in a browser; skipped where there is none, unless {@code -Dbrowser.required=true}. */
abstract class BrowserTest {

    @TempDir
    static Path folder;

    private static Browser browser;

    @BeforeAll
    static void startBrowser() {
        Optional<Path> program = Browser.program();
        if (program.isEmpty()) {
            assertThat(Boolean.getBoolean("browser.required"))
                    .as("-Dbrowser.required=true, and there is no Chromium on the path")
                    .isFalse();
            Assumptions.abort("NOT CHECKED: there is no Chromium on the path, so that no report was looked at");
        }
        browser = Browser.start(program.get());
        browser.show(1280, 900, false);
    }

    @AfterAll
    static void endBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    static Browser browser() {
        return browser;
    }

    static void succeed(Object... arguments) {
        Program.Run run = Program.run(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    static String resource(String name) {
        try (InputStream in = BrowserTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page, or the part of it that a selector names, has no serious finding of axe-core. */
    static void assertAccessible() {
        browser.run(resource("axe.min.js") + ";true");
        String found = browser.run("axe.run(document, {resultTypes: ['violations']}).then(result => JSON.stringify("
                        + "result.violations.filter(one => one.impact === 'serious' || one.impact === 'critical')"
                        + ".map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)))))")
                .asText();
        assertThat(found).isEqualTo("[]");
    }
}
