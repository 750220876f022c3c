package dev.segmentation.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Golden values from outside: the committed ones on the class path, or, with {@code -Dgolden=DIR}, all of a folder.
 *
 * <p>Where they come from: {@code golden/PROVENANCE.md} in the test resources.
 */
public final class GoldenCases {

    private static final ObjectMapper JSON = new ObjectMapper().setNodeFactory(new ReadNodes());

    private GoldenCases() {}

    /**
     * The cases of one operation.
     *
     * @param operation such as {@code kmeans.lloyd}
     * @return the cases; without {@code -Dgolden} there may be none, because not all data may be committed
     */
    public static List<GoldenCase> of(String operation) {
        String file = "cases/" + operation + ".json";
        List<GoldenCase> cases = new ArrayList<>();
        if (folder().isEmpty() && GoldenCases.class.getResource("/golden/" + file) == null) {
            return cases;
        }
        try (InputStream in = open(file)) {
            for (JsonNode node : JSON.readTree(in)) {
                cases.add(new GoldenCase(node));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return cases;
    }

    /**
     * A table: a data set or a file that a case names.
     *
     * @param file relative to the golden folder, such as {@code data/iris.csv}; unpacked if it ends in {@code .gz}
     * @return its columns
     */
    public static CsvTable table(String file) {
        try (InputStream in = open(file);
                InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return CsvTable.read(plain);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * The folder that the build was given with {@code -Dgolden=…}.
     *
     * @return the folder, or empty if there was none
     */
    public static Optional<Path> folder() {
        String folder = System.getProperty("golden", "");
        return folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder));
    }

    private static InputStream open(String file) throws IOException {
        Optional<Path> folder = folder();
        if (folder.isPresent()) {
            return Files.newInputStream(folder.get().resolve(file));
        }
        InputStream resource = GoldenCases.class.getResourceAsStream("/golden/" + file);
        if (resource == null) {
            throw new IllegalArgumentException("golden file " + file + " is not committed; run with -Dgolden=DIR");
        }
        return resource;
    }
}
