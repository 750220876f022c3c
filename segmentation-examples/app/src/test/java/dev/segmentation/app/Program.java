package dev.segmentation.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs commands inside the test's JVM. */
public final class Program {

    private Program() {}

    /**
     * What a run gave.
     *
     * @param code the exit code
     * @param out what it printed
     * @param err what it printed on standard error
     */
    public record Run(int code, String out, String err) {}

    /** Runs a command; arguments are turned into text. */
    public static Run run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        int code = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Run(code, out.toString(), err.toString());
    }

    /** Every file below a folder with its bytes as text. */
    public static Map<String, String> files(Path root) {
        if (!Files.exists(root)) {
            return Map.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            Map<String, String> files = new TreeMap<>();
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
