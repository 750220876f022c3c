package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.testing.CsvTable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of {@code broken/}, each by the command line of {@code broken/index.csv}: one line, which says what is wrong and
 * where, and nothing is written.
 */
class BrokenInputTest {

    @TempDir
    private Path out;

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void getsOneClearLineAndWritesNothing(String file, String command, int code, String message)
            throws URISyntaxException {
        Path broken = resource(file);
        Object[] words = Arrays.stream(command.split(" "))
                .map(word -> switch (word) {
                    case "FILE" -> broken.toString();
                    case "OUT" -> out.resolve("out").toString();
                    default ->
                        word.endsWith(".csv") ? broken.resolveSibling(word).toString() : word;
                })
                .toArray();

        Run run = Program.run(words);

        assertThat(run.err()).isEqualTo(message.replace("FILE", broken.toString()) + System.lineSeparator());
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(Program.files(out)).isEmpty();
    }

    @Test
    void thereAreFilesOfAllKindsAndNoneIsForgotten() throws IOException, URISyntaxException {
        CsvTable index = index();
        assertThat(index.rowCount()).isGreaterThanOrEqualTo(20);
        try (Stream<Path> files = Files.list(resource("index.csv").getParent())) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("index.csv") && !name.startsWith("migrate-")))
                    .containsExactlyInAnyOrder(index.column("file"));
        }
    }

    static List<Arguments> all() throws IOException {
        CsvTable index = index();
        return IntStream.range(0, index.rowCount())
                .mapToObj(i -> Arguments.of(
                        index.column("file")[i],
                        index.column("command")[i],
                        Integer.parseInt(index.column("code")[i]),
                        index.column("message")[i]))
                .toList();
    }

    private static CsvTable index() throws IOException {
        try (InputStream in = Objects.requireNonNull(BrokenInputTest.class.getResourceAsStream("/broken/index.csv"))) {
            return CsvTable.read(in);
        }
    }

    private static Path resource(String file) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(BrokenInputTest.class.getResource("/broken/" + file))
                .toURI());
    }
}
