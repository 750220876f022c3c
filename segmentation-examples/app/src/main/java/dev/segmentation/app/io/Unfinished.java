package dev.segmentation.app.io;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files of a folder that may not belong together, since whoever wrote them was stopped while moving them there. A file in the
 * folder names them; it is gone as soon as all of them have been written again.
 */
public final class Unfinished {

    /** The name of that file. */
    public static final String NAME = "INCOMPLETE.txt";

    private static final String SAYS =
            "The program was stopped while it wrote these files; they may not belong together. Run the command again.";

    private final Path folder;
    private final Set<String> names;

    private Unfinished(Path folder, Set<String> names) {
        this.folder = folder;
        this.names = names;
    }

    /** What the folder says. */
    static Unfinished in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        Set<String> names = new LinkedHashSet<>();
        if (Files.isRegularFile(file)) {
            List<String> lines = Files.readAllLines(file);
            names.addAll(lines.subList(Math.min(1, lines.size()), lines.size()));
        }
        return new Unfinished(folder, names);
    }

    /**
     * Refuses a folder whose files may not belong together.
     *
     * @param folder to be read
     * @throws InvalidInputException if the program was stopped while it wrote there, or to the folder that this one is in
     */
    public static void refuse(Path folder) {
        Path parent = folder.toAbsolutePath().getParent();
        for (Path place : parent == null ? List.of(folder) : List.of(folder, parent)) {
            if (Files.exists(place.resolve(NAME))) {
                throw new InvalidInputException(
                        Reason.BAD_FILE,
                        place + ": the command that wrote there was stopped before it was done, see " + NAME
                                + "; run it again");
            }
        }
    }

    /** With more files. */
    Unfinished and(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(more);
        return new Unfinished(folder, all);
    }

    /** Without those that have been written. */
    Unfinished without(Collection<String> written) {
        Set<String> rest = new LinkedHashSet<>(names);
        rest.removeAll(written);
        return new Unfinished(folder, rest);
    }

    /** Says so in the folder, or no longer, at once. */
    void write(Path staging) throws IOException {
        if (names.isEmpty()) {
            Files.deleteIfExists(folder.resolve(NAME));
            return;
        }
        List<String> lines = new ArrayList<>(List.of(SAYS));
        lines.addAll(names);
        Path draft = Files.write(staging.resolve(NAME), lines);
        Files.move(draft, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
