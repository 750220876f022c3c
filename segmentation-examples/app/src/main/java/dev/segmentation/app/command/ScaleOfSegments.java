package dev.segmentation.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.app.algorithm.ClusterAlgorithms;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.UnusableFileException;
import dev.segmentation.app.report.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The scale by which segments were made, so that customers are compared by the same: the one that was asked for, else that of a
 * {@code segmentation.json} about these segments and features, else z-scores.
 */
final class ScaleOfSegments {

    private static final String FILE = "segmentation.json";

    private final Scale scale;
    private final String why;

    private ScaleOfSegments(Scale scale, String why) {
        this.scale = scale;
        this.why = why;
    }

    /** What was asked for. */
    static ScaleOfSegments given(Scale scale) {
        return new ScaleOfSegments(scale, ", as --scale says.");
    }

    /**
     * What the folders tell, the first of them that does.
     *
     * @param folders where {@code cluster} may have written
     * @param segments names of the segments
     * @param features by which customers are to be compared
     */
    static ScaleOfSegments of(Collection<Path> folders, List<String> segments, List<String> features) {
        return folders.stream()
                .flatMap(folder -> read(folder.resolve(FILE)).stream())
                .filter(made -> texts(made.path("features")).containsAll(features)
                        && names(made).containsAll(segments))
                .findFirst()
                .map(ScaleOfSegments::told)
                .orElse(new ScaleOfSegments(
                        Scale.ZSCORE,
                        ", since no " + FILE + " says how these segments were made; segment validate --scale takes"
                                + " another scale."));
    }

    private static ScaleOfSegments told(JsonNode made) {
        String algorithm = made.path("algorithm").asText();
        String told = made.path("scale").asText("none");
        Optional<Scale> known = Scale.named(told);
        if (known.isEmpty()) {
            return new ScaleOfSegments(
                    Scale.ZSCORE,
                    ", since " + told + ", by which the segments were made, is no scale of segment validate.");
        }
        return known.get() == Scale.NONE && !ClusterAlgorithms.isScaled(algorithm)
                ? new ScaleOfSegments(Scale.ZSCORE, ", since " + algorithm + " made the segments without a scale.")
                : new ScaleOfSegments(known.get(), ", as " + FILE + " says.");
    }

    private static List<String> names(JsonNode made) {
        List<String> names = texts(made.path("names"));
        for (int s = 0; s < made.path("sizes").size() && !made.path("names").isArray(); s++) {
            names.add(Integer.toString(s));
        }
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static Optional<JsonNode> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UnusableFileException(file + ": cannot be read; check the file", e);
        }
    }

    Scale scale() {
        return scale;
    }

    /** What is said of it. */
    Comparison comparison() {
        return new Comparison(
                scale.toString(),
                "Customers were compared by features " + (scale == Scale.NONE ? "as they are" : "scaled by " + scale)
                        + why);
    }
}
