package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+SUM(A1)",
                "-2+3",
                "@SUM(1)",
                "\t=1",
                "\r=1",
                "=",
                "-",
                "+49 123",
                "-1,5",
                "=HYPERLINK(\"x\")",
                "'=1",
                "''=1",
                "'-5",
                "'\t"
            })
    void whatASpreadsheetWouldCalculateGetsAnApostrophe(String text) {
        assertThat(Formulas.GUARDED.written(text)).isEqualTo("'" + text);
        assertThat(Formulas.VERBATIM.written(text)).isEqualTo(text);
        assertThat(Formulas.GUARDED.read("'" + text)).isEqualTo(text);
        assertThat(Formulas.VERBATIM.read("'" + text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-5", "+49123", "-1.5e3", "1=1", "'", "''", "'a", "a=1", " =1", "5-"})
    void otherTextsAndNumbersAreLeftAlone(String text) {
        assertThat(Formulas.GUARDED.written(text)).isEqualTo(text);
        assertThat(Formulas.GUARDED.read(text)).isEqualTo(text);
    }

    /** Whatever is written is read back as it was, and nothing that is written begins like a formula. */
    @Test
    void everyTextComesBack() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Formulas formulas : Formulas.values()) {
            List<String> texts = new ArrayList<>();
            CsvText csv = new CsvText(formulas, "=id", "'@x");
            for (int i = 0; i < 20_000; i++) {
                StringBuilder text = new StringBuilder();
                for (int length = 1 + random.nextInt(6); length > 0; length--) {
                    text.append("=+-@\t\r\n'\",;a1. ".charAt(random.nextInt(15)));
                }
                texts.add(text.toString());
                csv.add("c", text.toString());
            }
            Path file = Files.writeString(folder.resolve(formulas + ".csv"), csv.toString());
            CsvDialect dialect = CsvDialect.standard().withFormulas(formulas);

            CsvTable table = CsvInput.of(file, dialect).texts("=id", "'@x").read();

            assertThat(table.texts("'@x")).as("seed %d", seed).isEqualTo(texts);
            if (formulas == Formulas.GUARDED) {
                CsvTable asWritten = CsvInput.of(file, dialect.withFormulas(Formulas.VERBATIM))
                        .texts("''@x")
                        .read();
                assertThat(asWritten.texts("''@x"))
                        .as("seed %d", seed)
                        .allMatch(text -> !text.matches("(?s)[=+\\-@\t\r].*")
                                || Numbers.parse(text).isPresent());
            }
        }
    }
}
