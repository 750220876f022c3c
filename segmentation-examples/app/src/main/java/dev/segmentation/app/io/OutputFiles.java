package dev.segmentation.app.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of one command. They are written together when everything has been computed, or not at all: first to a
 * hidden folder beside their places, then moved there; if a move fails, the earlier ones are undone. While they are moved, a
 * file says so, {@link Unfinished}: if the program is killed meanwhile, it stays.
 */
public final class OutputFiles {

    private final Path folder;
    private final Formulas formulas;
    private final Map<String, String> contents = new LinkedHashMap<>();
    private final Set<String> outdated = new LinkedHashSet<>();
    private final List<String> removed = new ArrayList<>();

    private OutputFiles(Path folder, Formulas formulas) {
        this.folder = folder;
        this.formulas = formulas;
    }

    /**
     * Files for a folder, which need not exist yet.
     *
     * @param folder where to
     * @return without files
     */
    public static OutputFiles in(Path folder) {
        return in(folder, Formulas.GUARDED);
    }

    /**
     * Files for a folder, which need not exist yet.
     *
     * @param folder where to
     * @param formulas what CSV files do with texts that look like formulas
     * @return without files
     */
    public static OutputFiles in(Path folder, Formulas formulas) {
        return new OutputFiles(folder, formulas);
    }

    /**
     * What CSV files do with texts that look like formulas.
     *
     * @return for {@link CsvText}
     */
    public Formulas formulas() {
        return formulas;
    }

    /**
     * Adds a file.
     *
     * @param name its name, with slashes for folders below
     * @param content its text
     */
    public void add(String name, String content) {
        if (contents.put(name, content) != null) {
            throw new IllegalStateException("two files are called " + name);
        }
    }

    /**
     * Names a file of an earlier run that these files replace, though none of them has its name: it is taken away together with
     * their writing.
     *
     * @param name its name, with slashes for folders below; it need not be there
     */
    public void remove(String name) {
        outdated.add(name);
    }

    /**
     * What was taken away.
     *
     * @return the names of the files to be removed that were there; empty before they are written
     */
    public List<String> removed() {
        return List.copyOf(removed);
    }

    /**
     * The names of the files.
     *
     * @return in the order in which they were added
     */
    public List<String> names() {
        return List.copyOf(contents.keySet());
    }

    /**
     * The files of a folder, before they are written.
     *
     * @param inFolder its name, with a slash at the end; empty for all
     * @return their texts by their names within it
     */
    public Map<String, String> texts(String inFolder) {
        Map<String, String> texts = new LinkedHashMap<>();
        contents.forEach((name, text) -> {
            if (name.startsWith(inFolder)) {
                texts.put(name.substring(inFolder.length()), text);
            }
        });
        return texts;
    }

    /**
     * Writes all files, replacing those that are there, and takes away those that are outdated.
     *
     * @throws UnusableFileException if that is not possible; then nothing has changed
     */
    public void write() {
        Deque<Path> madeFolders = new ArrayDeque<>();
        boolean complete = false;
        try {
            makeFolder(folder, madeFolders);
            Path staging = Files.createTempDirectory(folder, ".writing-");
            try {
                stage(staging);
                moveAll(staging, madeFolders);
                complete = true;
            } finally {
                deleteTree(staging);
            }
        } catch (IOException e) {
            throw new UnusableFileException(folder + ": cannot be written" + reason(e) + "; choose another --out", e);
        } finally {
            if (!complete) {
                deleteEmpty(madeFolders);
            }
        }
    }

    private void stage(Path staging) throws IOException {
        int number = 0;
        for (String content : contents.values()) {
            Files.writeString(staging.resolve("new-" + number++), content);
        }
    }

    private void moveAll(Path staging, Deque<Path> madeFolders) throws IOException {
        List<Move> done = new ArrayList<>();
        Unfinished before = Unfinished.in(folder);
        List<String> away = outdated.stream()
                .filter(name -> !contents.containsKey(name) && Files.isRegularFile(folder.resolve(name)))
                .toList();
        try {
            if (contents.size() + away.size() > 1) {
                before.and(contents.keySet()).and(away).write(staging); // if we are killed among the moves
            }
            for (int i = 0; i < away.size(); i++) {
                move(new Move(folder.resolve(away.get(i)), staging.resolve("away-" + i)), done);
            }
            int number = 0;
            for (String name : contents.keySet()) {
                Path target = folder.resolve(name);
                makeFolder(Objects.requireNonNull(target.toAbsolutePath().getParent()), madeFolders);
                if (Files.isRegularFile(target)) {
                    move(new Move(target, staging.resolve("old-" + number)), done);
                }
                move(new Move(staging.resolve("new-" + number), target), done);
                number++;
            }
        } catch (IOException e) {
            for (int i = done.size() - 1; i >= 0; i--) {
                Files.move(done.get(i).to, done.get(i).from);
            }
            before.write(staging);
            throw e;
        }
        removed.addAll(away);
        before.without(contents.keySet()).without(outdated).write(staging);
    }

    private static void move(Move move, List<Move> done) throws IOException {
        Files.move(move.from, move.to, StandardCopyOption.ATOMIC_MOVE);
        done.add(move);
    }

    private static void makeFolder(Path path, Deque<Path> made) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path p = path.toAbsolutePath(); p != null && !Files.exists(p); p = p.getParent()) {
            missing.push(p);
        }
        for (Path p : missing) {
            Files.createDirectory(p);
            made.push(p);
        }
        if (!Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "it is a file, not a folder");
        }
    }

    private static void deleteEmpty(Deque<Path> folders) {
        for (Path made : folders) {
            try {
                Files.deleteIfExists(made);
            } catch (IOException e) {
                return; // somebody else put a file there meanwhile: it is theirs
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException f && f.getReason() != null ? " (" + f.getReason() + ")" : "";
    }

    private record Move(Path from, Path to) {}
}
