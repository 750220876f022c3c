package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {

    @TempDir
    private Path folder;

    @Test
    void writesAllFilesAndNothingElse() throws IOException {
        Path out = folder.resolve("new/out");
        OutputFiles files = OutputFiles.in(out);
        files.add("a.txt", "A\n");
        files.add("sub/b.txt", "B\u00e9\n");

        files.write();

        assertThat(tree(out)).containsExactly("a.txt", "sub", "sub/b.txt");
        assertThat(out.resolve("sub/b.txt")).hasContent("B\u00e9\n");
        assertThat(files.names()).containsExactly("a.txt", "sub/b.txt");
    }

    @Test
    void replacesFilesOfAnEarlierRunAndLeavesOthersAlone() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "old");
        Files.writeString(folder.resolve("mine.txt"), "mine");
        OutputFiles files = OutputFiles.in(folder);
        files.add("a.txt", "new");

        files.write();

        assertThat(tree(folder)).containsExactly("a.txt", "mine.txt");
        assertThat(folder.resolve("a.txt")).hasContent("new");
    }

    @Test
    void ifOneFileCannotBeWrittenNothingChanges() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "old");
        Files.createDirectories(folder.resolve("c.txt/taken")); // a folder where the third file should go
        OutputFiles files = OutputFiles.in(folder);
        files.add("a.txt", "new");
        files.add("sub/b.txt", "new");
        files.add("c.txt", "new");

        assertThatThrownBy(files::write)
                .isInstanceOf(UnusableFileException.class)
                .hasMessageStartingWith(folder + ": cannot be written")
                .hasMessageEndingWith("; choose another --out");
        assertThat(tree(folder)).containsExactly("a.txt", "c.txt", "c.txt/taken");
        assertThat(folder.resolve("a.txt")).hasContent("old");
    }

    @Test
    void takesAwayWhatIsOutdatedTogetherWithTheWriting() throws IOException {
        Files.writeString(folder.resolve("old.txt"), "old");
        Files.writeString(folder.resolve("mine.txt"), "mine");
        Files.writeString(folder.resolve(Unfinished.NAME), "x\nold.txt\n");
        OutputFiles files = OutputFiles.in(folder);
        files.add("a.txt", "new");
        files.remove("old.txt");
        files.remove("nowhere.txt");
        assertThat(files.removed()).isEmpty();

        files.write();

        assertThat(files.removed()).containsExactly("old.txt");
        assertThat(files.names()).containsExactly("a.txt");
        assertThat(tree(folder)).containsExactly("a.txt", "mine.txt");
    }

    @Test
    void ifOneFileCannotBeWrittenNothingIsTakenAway() throws IOException {
        Files.writeString(folder.resolve("old.txt"), "old");
        Files.createDirectories(folder.resolve("c.txt/taken"));
        OutputFiles files = OutputFiles.in(folder);
        files.add("a.txt", "new");
        files.add("c.txt", "new");
        files.remove("old.txt");

        assertThatThrownBy(files::write).isInstanceOf(UnusableFileException.class);
        assertThat(files.removed()).isEmpty();
        assertThat(tree(folder)).containsExactly("c.txt", "c.txt/taken", "old.txt");
        assertThat(folder.resolve("old.txt")).hasContent("old");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path out = folder.resolve("out");
        Files.writeString(out, "a file");
        OutputFiles files = OutputFiles.in(out.resolve("deeper"));
        files.add("a.txt", "A");

        assertThatThrownBy(files::write).isInstanceOf(UnusableFileException.class);
        assertThat(tree(folder)).containsExactly("out");
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
