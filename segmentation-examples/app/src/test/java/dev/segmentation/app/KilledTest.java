package dev.segmentation.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.Unfinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed, at whatever moment, leaves what was there, or what should be there, or says that it is neither. */
class KilledTest {

    private static final int MANY_FILES = 3000;

    @TempDir
    Path folder;

    /** Writes many files, so that there is time to be killed among them. */
    public static void main(String[] args) {
        OutputFiles files = OutputFiles.in(Path.of(args[0]));
        for (int i = 0; i < MANY_FILES; i++) {
            files.add("sub" + i % 7 + "/" + i + ".txt", args[1]);
        }
        files.write();
    }

    private static Process start(String mainClass, Object... arguments) throws IOException {
        String[] command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                mainClass),
                        Arrays.stream(arguments))
                .map(Object::toString)
                .toArray(String[]::new);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What somebody sees who looks at the folder: hidden folders are not looked at. */
    private static Map<String, String> seen(Path root) {
        Map<String, String> files = new TreeMap<>(Program.files(root));
        files.keySet().removeIf(name -> name.startsWith("."));
        return files;
    }

    private static void deleteHidden(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder())
                    .filter(path -> root.relativize(path).toString().startsWith("."))
                    .toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void amongTheFiles() throws IOException, InterruptedException {
        main(new String[] {folder.toString(), "old"});
        assertThat(contents(seen(folder))).containsExactly(Map.entry("old", (long) MANY_FILES));
        Random random = new Random(5);
        int unfinished = 0;
        for (int round = 0; round < 5; round++) {
            Process process = start(KilledTest.class.getName(), folder, "new" + round);
            int moved = random.nextInt(MANY_FILES);
            Path last = folder.resolve("sub" + moved % 7 + "/" + moved + ".txt");
            while (process.isAlive() && !holds(last, "new" + round)) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            Map<String, String> left = seen(folder);
            if (left.containsKey(Unfinished.NAME)) {
                unfinished++;
                assertThat(left.get(Unfinished.NAME))
                        .startsWith("The program was stopped while it wrote these files; they may not belong together.")
                        .contains("\nsub0/0.txt\n");
            } else {
                assertThat(contents(left)).hasSize(1);
            }
            deleteHidden(folder);
        }
        assertThat(unfinished).isPositive();
        main(new String[] {folder.toString(), "again"});
        assertThat(contents(seen(folder))).containsExactly(Map.entry("again", (long) MANY_FILES));
    }

    /** A file is missing while the old one is away and the new one is not there yet. */
    private static boolean holds(Path file, String text) throws IOException {
        try {
            return Files.readString(file).equals(text);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Map<String, Long> contents(Map<String, String> files) {
        return files.values().stream()
                .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
    }

    @Test
    void atTwentyRandomMoments() throws IOException, InterruptedException {
        Path data = folder.resolve("data.csv");
        Files.writeString(
                data,
                "id,x,y\n"
                        + new Random(1)
                                .ints(4000, 0, 100)
                                .mapToObj(x -> "c" + x * 40 + x % 7 + "," + x + "," + x % 13 + "\n")
                                .distinct()
                                .collect(Collectors.joining()));
        Path out = folder.resolve("out");
        Object[] before = {"cluster", data, "--id", "id", "--features", "x,y", "--segments", 2, "--out", out};
        Object[] after = {"cluster", data, "--id", "id", "--features", "x,y", "--segments", 3, "--out", out};
        assertThat(Program.run(after).err()).isEmpty();
        Map<String, String> whole = seen(out);
        assertThat(Program.run(before).code()).isZero();
        Map<String, String> old = seen(out);
        assertThat(whole).hasSameSizeAs(old).isNotEqualTo(old);
        Random random = new Random(20);
        for (int round = 0; round < 20; round++) {
            Process process = start("dev.segmentation.app.Main", after);
            boolean ended = process.waitFor(random.nextInt(1500), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            Map<String, String> left = seen(out);
            assertThat(left.equals(old) || left.equals(whole) || left.containsKey(Unfinished.NAME))
                    .as("round %d, ended by itself: %s, left %s", round, ended, left.keySet())
                    .isTrue();
            assertThat(Program.run(before).code()).isZero();
            deleteHidden(out);
            assertThat(seen(out)).isEqualTo(old);
        }
    }

    @Test
    void whatIsUnfinishedIsNotReported() throws IOException {
        Files.writeString(folder.resolve("profile.json"), "{}");
        Files.writeString(folder.resolve(Unfinished.NAME), "x\nprofile.json\n");
        assertThat(Program.run("report", folder).err())
                .isEqualTo("segment report: " + folder
                        + ": the command that wrote there was stopped before it was done, see"
                        + " INCOMPLETE.txt; run it again" + System.lineSeparator());
        Path below = Files.createDirectory(folder.resolve("kmeans"));
        assertThat(Program.run("report", below).code()).isEqualTo(1);
    }

    /** What one command left undone, another one that writes other files does not declare done. */
    @Test
    void onlyWhoWritesTheFilesFinishesThem() throws IOException {
        Files.writeString(folder.resolve(Unfinished.NAME), "x\na.txt\nb.txt\n");
        OutputFiles other = OutputFiles.in(folder);
        other.add("b.txt", "B");
        other.add("c.txt", "C");
        other.write();
        assertThat(Files.readAllLines(folder.resolve(Unfinished.NAME)))
                .hasSize(2)
                .endsWith("a.txt");
        OutputFiles same = OutputFiles.in(folder);
        same.add("a.txt", "A");
        same.write();
        assertThat(folder.resolve(Unfinished.NAME)).doesNotExist();
    }
}
