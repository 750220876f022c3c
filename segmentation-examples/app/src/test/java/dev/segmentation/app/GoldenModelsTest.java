package dev.segmentation.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.TypingTool;
import dev.segmentation.app.Program.Run;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.model.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of every released version of the format, whose scores are those of the day they were written, bit for bit. */
class GoldenModelsTest {

    private static final Path MODELS = Path.of("src", "test", "resources", "models");

    static Stream<Path> models() throws IOException {
        try (Stream<Path> paths = Files.walk(MODELS)) {
            return paths.filter(path -> path.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void scoresAreThoseOfTheDayItWasWritten(Path model, @TempDir Path out) throws IOException {
        String name = model.getFileName().toString().replace(".json", "");
        Path data = model.resolveSibling(GoldenModels.data(name));
        Run run = Program.run("score", model, data, "--id", "id", "--out", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(Files.readString(out.resolve("assignments.csv")))
                .isEqualTo(Files.readString(model.resolveSibling(name + ".assignments.csv")));
    }

    @Test
    void everyKindIsThere() throws IOException {
        assertThat(models().map(path -> MODELS.relativize(path).toString().replace('\\', '/')))
                .containsExactly(
                        "1.0/kmeans-log1p-zscore.json",
                        "1.0/kmeans-signed-log1p-robust.json",
                        "1.0/rfm-nested.json",
                        "1.0/rfm.json",
                        "1.0/rules.json",
                        "1.1/fuzzy-scaled.json",
                        "1.1/gaussian-mixture.json",
                        "1.1/k-modes.json",
                        "1.1/k-prototypes.json",
                        "1.1/latent-class.json",
                        "1.1/medoids-gower.json",
                        "1.1/table-rules.json",
                        "1.1/tree-cart-scaled.json",
                        "1.1/tree-chaid.json",
                        "1.2/kmeans-encoded.json",
                        "1.2/latent-class-with-covariates.json");
    }

    /** The fits are those of today; a fit may change in a new release, the files may not. */
    @Test
    void theModelsOfTodayHaveTheSameNamesAndFeatures() {
        for (String version : List.of("1.0", "1.1", "1.2")) {
            for (Map.Entry<String, TypingTool> today :
                    GoldenModels.tools(version).entrySet()) {
                TypingTool golden = ModelFile.load(MODELS.resolve(version + "/" + today.getKey() + ".json"));
                assertThat(golden.segments()).isEqualTo(today.getValue().segments());
                assertThat(golden.featureNames()).isEqualTo(today.getValue().featureNames());
            }
        }
    }

    /** With the date and the fact that the file has; the lowest version that can say it. */
    @ParameterizedTest
    @MethodSource("models")
    void isWrittenAgainBitForBit(Path model) throws IOException {
        SavedModel again = SavedModel.of(ModelFile.load(model))
                .withFittedAsOf(LocalDate.of(2025, 1, 31))
                .withFact("data", "simulated");

        assertThat(ModelFile.text(again)).isEqualTo(Files.readString(model));
    }
}
