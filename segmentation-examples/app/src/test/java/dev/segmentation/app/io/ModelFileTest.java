package dev.segmentation.app.io;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.model.SavedModel;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.testing.SlowContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {

    private static final SavedModel SMALL = SavedModel.of(small());

    private static final String TEXT = ModelFile.text(SMALL);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("model.json");
    }

    private static TypingTool small() {
        RuleSet rules = RuleSet.builder()
                .rule(Rule.named("Big \"Ω\" \uD83D\uDE00").where("spend").above(10))
                .otherwise("Others")
                .build();
        return TypingTool.of(rules, rules.segments());
    }

    /** Twelve centers of thirty features. */
    private static TypingTool large() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> names =
                IntStream.range(0, 30).mapToObj(j -> "feature_" + j).toList();
        FeatureMatrix.Builder builder = FeatureMatrix.builder(names);
        for (int i = 0; i < 300; i++) {
            builder.addRow(random.doubles(30).toArray());
        }
        KMeansModel model = KMeans.of(12).withRestarts(1).fit(builder.build()).model();
        return TypingTool.of(
                model,
                IntStream.range(0, 12).mapToObj(s -> Segment.of(s, "S" + s)).toList());
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        Files.writeString(file, TEXT);
        TypingTool tool = ModelFile.load(file);

        assertThat(SavedModel.of(tool)).isEqualTo(SMALL);
        assertThat(TEXT).startsWith("{\n  \"format\": \"segmentation-model\",\n  \"version\": \"1.0\",\n");
        assertThat(TEXT)
                .endsWith(",\n  \"checksum\": \"" + SMALL.checksum() + "\",\n  \"fileChecksum\": \""
                        + SlowContentHash.sha256(TEXT.substring(0, TEXT.indexOf(",\n  \"fileChecksum\""))
                                .getBytes(StandardCharsets.UTF_8))
                        + "\"\n}\n");
    }

    @Test
    void isReadPackedToo() throws IOException {
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(SavedModel.of(ModelFile.load(file))).isEqualTo(SMALL);

        byte[] packed = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(packed, packed.length / 2));
        assertThat(refused(Reason.MODEL_FORMAT, () -> ModelFile.load(file)))
                .hasMessageContaining("begins like gzip, but cannot be unpacked");
    }

    /** As a developer's own program writes it from the record. */
    @Test
    void isReadAsAnyOtherProgramWritesIt() throws IOException {
        new ObjectMapper().writeValue(file.toFile(), SMALL);
        assertThat(SavedModel.of(ModelFile.load(file))).isEqualTo(SMALL);

        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), SMALL);
        assertThat(SavedModel.of(ModelFile.load(file))).isEqualTo(SMALL);
    }

    /** In names, numbers, spaces, line ends, keys, and both checksums. */
    @Test
    void everyBitThatIsFlippedIsNoticed() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isBetween(1000, 3000);
        for (long bit = 0; bit < 8L * bytes.length; bit++) {
            assertFlipIsNoticed(bytes, bit);
        }
    }

    @Test
    void bitsThatAreFlippedInALargerFileAreNoticed() {
        byte[] bytes = ModelFile.text(SavedModel.of(large())).getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isGreaterThan(20_000);
        for (long bit = 0; bit < 8L * bytes.length; bit += 41) { // prime to 8
            assertFlipIsNoticed(bytes, bit);
        }
    }

    /** Of format 1.1, with levels and missing values. */
    @Test
    void everyBitThatIsFlippedInATableModelIsNoticed() {
        byte[] bytes = ModelFile.text(SavedModel.of(onLevels())).getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isBetween(2000, 6000);
        for (long bit = 0; bit < 8L * bytes.length; bit++) {
            assertFlipIsNoticed(bytes, bit);
        }
    }

    /** Of format 1.2, with an encoding and with covariates: a fifth of their bits, each bit of a byte in turn. */
    @ParameterizedTest
    @ValueSource(strings = {"kmeans-encoded", "latent-class-with-covariates"})
    void bitsThatAreFlippedInModelsWithEncodingOrCovariatesAreNoticed(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("src", "test", "resources", "models", "1.2", name + ".json"));
        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"version\": \"1.2\"");
        assertThat(ModelFile.restore(bytes, "model.json")).isNotNull();
        for (long bit = 0; bit < 8L * bytes.length; bit += 5) { // prime to 8
            assertFlipIsNoticed(bytes, bit);
        }
    }

    /** Without checksum of the file: that of the content, and strict reading. */
    @Test
    void nothingButTheFormatIsAcceptedInATableModel() {
        String text = ModelFile.text(SavedModel.of(onLevels()));
        String body = text.substring(0, text.indexOf(",\n  \"fileChecksum\""));
        assertThat(SavedModel.of(ModelFile.restore(resealed(body), "model.json"))
                        .version())
                .isEqualTo("1.1");
        refuse(resealed(body.replace("\"version\": \"1.1\"", "\"version\": \"1.0\"")));
        refuse(resealed(body.replaceFirst("\"models\": ", "\"model\": ")));
        refuse(resealed(body.replace("\"latentClass\": [ ],", "")));
        refuse(resealed(body.replace("\"mayBeMissing\": true", "\"mayBeMissing\": 1")));
        refuse(resealed(body.replace("\"missing\": false", "\"missing\": null")));
        refuse(resealed(body.replaceFirst("\"models\": ", "\"models\": [ ],\n \"models\": ")));
    }

    private static TypingTool onLevels() {
        RuleSet rules = RuleSet.builder()
                .withLevels("region", List.of("north", "Ω"))
                .withMissing("spend")
                .rule(Rule.named("A")
                        .where("region")
                        .isOneOf("Ω")
                        .and("spend")
                        .missingOr()
                        .above(10))
                .otherwise("B")
                .build();
        return TypingTool.of(rules, rules.segments());
    }

    private void assertFlipIsNoticed(byte[] bytes, long bit) {
        byte[] flipped = bytes.clone();
        flipped[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        assertThatThrownBy(() -> ModelFile.restore(flipped, "model.json"))
                .as("bit %d", bit)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MODEL_FORMAT));
    }

    @Test
    void everyFileThatIsCutShortOrAddedToIsNoticed() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            refused(Reason.MODEL_FORMAT, () -> ModelFile.restore(cut, "model.json"));
        }
        for (String more : List.of(" ", "\n", "x", "{}", "\u0000", TEXT)) {
            refuse(TEXT + more);
        }
        for (String before : List.of(" ", "\n", "\uFEFF", "x")) {
            refuse(before + TEXT);
        }
        refuse(TEXT.replace("\n", "\r\n"));
    }

    /** With a checksum of the file that is right: what is read is strict by itself. */
    @Test
    void nothingButTheFormatIsAccepted() {
        assertThat(refuse(resealed(body().replace("\"kind\"", "\"kind\": \"rules\",\n  \"kind\""))))
                .contains("see line 5");
        refuse(resealed(body() + ",\n  \"more\": 1"));
        refuse(resealed(body() + ",\n  \"checksum\": \"" + SMALL.checksum() + "\""));
        refuse(resealed(body().replace("\"segment\": 1,", "\"segment\": 1.0,")));
        refuse(resealed(body().replace("\"segment\": 1,", "\"segment\": \"1\",")));
        refuse(resealed(body().replace("\"margin\": 1.0", "\"margin\": NaN")));
        refuse(resealed(body().replace("\"margin\": 1.0", "\"margin\": \"NaN\"")));
        refuse(resealed(body().replace("\"margin\": 1.0", "\"margin\": 1e999999999")));
        refuse(resealed(body().replace("\"margin\": 1.0", "\"margin\": 1" + "0".repeat(5000))));
        refuse(resealed(body().replace("\"margin\": 1.0", "\"margin\": null")));
        refuse(resealed(body().replace("\"margin\": 1.0", "\"margin\": [1.0]")));
        refuse(resealed(body().replace("{", "{ /* a comment */ ")));
        refuse(resealed(body().replace("\"kind\": \"rules\",", "")));
        refuse(resealed(body().replace("\"kind\": \"rules\"", "'kind': 'rules'")));
        refuse(resealed(body().replace("\"kind\": \"rules\"", "\"kind\": null")));
        refuse(resealed(body().replace("\"format\"", "\"a\": 1, \"format\"")));
        refuse(resealed("[" + body()));
    }

    @Test
    void otherTextsAreNoModels() throws IOException {
        for (String text : List.of(
                "",
                " ",
                "null",
                "1",
                "[]",
                "{}",
                "\"segmentation-model\"",
                "id,segment\n1,A\n",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000))) {
            refuse(text);
        }
        refuse(resealed(body().replace("\"facts\": [ ]", "\"facts\": " + "[".repeat(100_000))));
        Files.write(file, TEXT.getBytes(StandardCharsets.UTF_16));
        assertThat(refused(Reason.MODEL_FORMAT, () -> ModelFile.load(file))).hasMessageContaining("not text in UTF-8");
    }

    @Test
    void laterVersionsAreToldFromDamage() {
        for (String later : List.of("2.0", "1.3")) {
            String text = resealed(body().replace("\"1.0\"", "\"" + later + "\"")
                    .replace("\"facts\": [ ]", "\"trees\": { \"depth\": 3 }"));
            assertThat(refused(Reason.MODEL_VERSION, () -> ModelFile.restore(text, "model.json")))
                    .hasMessage("model.json: the model has format version " + later
                            + ", expected at most 1.2; load it with a later version of this library, or fit and save it"
                            + " again with this one");
        }
        assertThat(refuse(TEXT.replace("\"1.0\"", "\"3.0\"")))
                .contains("has changed since it was written: its checksum is another one");
    }

    /** Both checksums are right, and still the rows are looked at. */
    @Test
    void modelsThatAreScoredOtherwiseAreRefused() throws IOException {
        ObjectMapper json = new ObjectMapper();
        var changed = (ObjectNode) json.valueToTree(SMALL);
        ((ObjectNode) changed.get("verification").get(0)).put("segment", 1);
        changed.put("checksum", SlowContentHash.of(changed));
        assertThat(refuse(changed.toString()))
                .isEqualTo("model.json: verification row 0 is not scored as it was when the model was saved;"
                        + " the model is damaged, or none: save it again, or restore a copy");
    }

    @Test
    void sizeIsLimited() throws IOException {
        byte[] many = new byte[ModelFile.MOST_BYTES + 1];
        Arrays.fill(many, (byte) ' ');
        Files.write(file, many);
        assertThat(refused(Reason.LIMIT, () -> ModelFile.load(file)))
                .hasMessage(
                        file + ": more than 16 MB, expected a model of at most that; name another file, or fit fewer"
                                + " segments or features");
        RuleSet.Builder rules = RuleSet.builder();
        for (int i = 0; i < 2000; i++) {
            rules.rule(Rule.named("x".repeat(5000) + i).where("spend").is(i));
        }
        RuleSet tooLarge = rules.build(); // each name is that of a rule and of a segment
        assertThat(refused(
                        Reason.LIMIT,
                        () -> ModelFile.text(SavedModel.of(TypingTool.of(tooLarge, tooLarge.segments())))))
                .hasMessageContaining("the model to be saved: more than 16 MB");
    }

    @Test
    void aFileThatIsNotThereIsAnotherFault() {
        assertThatThrownBy(() -> ModelFile.load(file))
                .isInstanceOf(UnusableFileException.class)
                .hasMessage(file + ": there is no such file");
        assertThatThrownBy(() -> ModelFile.load(folder))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("this is a folder");
    }

    private static String body() {
        return TEXT.substring(0, TEXT.indexOf(",\n  \"fileChecksum\""));
    }

    private static String resealed(String body) {
        return body + ",\n  \"fileChecksum\": \"" + SlowContentHash.sha256(body.getBytes(StandardCharsets.UTF_8))
                + "\"\n}\n";
    }

    private static String refuse(String text) {
        InvalidInputException refused = refused(Reason.MODEL_FORMAT, () -> ModelFile.restore(text, "model.json"));
        assertThat(refused.getMessage()).startsWith("model.json: ");
        return refused.getMessage();
    }
}
