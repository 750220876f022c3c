package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.TypingTool;
import dev.segmentation.app.Program.Run;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.model.SavedModel;
import dev.segmentation.testing.SlowContentHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The cases SE014 to SE022: model files that are damaged, forged, of other versions, or no models. */
final class BadModels {

    private static final String LAST_MEMBER = ",\n  \"fileChecksum\": \"";

    private BadModels() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("SE014", BadModels::flippedBits),
                entry("SE015", BadModels::lengthsThatAreTooLarge),
                entry("SE016", BadModels::laterVersion),
                entry("SE017", BadModels::modelsOfEveryRelease),
                entry("SE020", BadModels::deepJson),
                entry("SE021", BadModels::looseJson),
                entry("SE022", BadModels::bomb));
    }

    private static SavedModel valid() {
        KMeansModel model = KMeans.of(2)
                .fit(FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2, 9, 10))
                .model();
        return SavedModel.of(TypingTool.of(model, List.of(Segment.of(0, "A"), Segment.of(1, "B"))));
    }

    private static void flippedBits(BadInputCase bad) {
        byte[] bytes = ModelFile.text(valid()).getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            bad.mustReject(Reason.MODEL_FORMAT, () -> ModelFile.restore(bytes, "model.json"));
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        assertThat(SavedModel.of(ModelFile.restore(bytes, "model.json"))).isEqualTo(valid());
    }

    /** The format has no lengths; so every number in turn, with checksums that are right. */
    private static void lengthsThatAreTooLarge(BadInputCase bad) {
        ObjectNode tree = new ObjectMapper().valueToTree(valid());
        List<JsonNode> forged = new ArrayList<>();
        replaceEachNumber(tree, tree, forged);
        assertThat(forged).hasSizeGreaterThan(8);
        int refused = 0;
        for (JsonNode node : forged) {
            ((ObjectNode) node).put("checksum", SlowContentHash.of(node));
            String text = sealed(node.toString().replaceFirst("}$", ""));
            long before = allocated();
            if (isTheWeightOfACenter(node)) { // which says how many customers there were, and is used for nothing
                assertThat(ModelFile.restore(text, "model.json").segments()).hasSize(2);
            } else {
                bad.mustReject(Reason.MODEL_FORMAT, () -> ModelFile.restore(text, "model.json"));
                refused++;
            }
            assertThat(allocated() - before).isLessThan(16 << 20);
        }
        assertThat(refused).isEqualTo(forged.size() - 2);
    }

    private static boolean isTheWeightOfACenter(JsonNode node) {
        for (JsonNode center : node.get("kMeans").get(0).get("centers")) {
            if (center.get("trainingWeight").asDouble() == Integer.MAX_VALUE) {
                return true;
            }
        }
        return false;
    }

    /** Adds a copy of the whole for each number below a node. */
    private static void replaceEachNumber(JsonNode root, JsonNode node, List<JsonNode> copies) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isNumber()) {
                    JsonNode kept = array.set(i, largest(array.get(i)));
                    copies.add(root.deepCopy());
                    array.set(i, kept);
                } else {
                    replaceEachNumber(root, array.get(i), copies);
                }
            }
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (member.getValue().isNumber()) {
                    JsonNode kept = member.getValue();
                    member.setValue(largest(kept));
                    copies.add(root.deepCopy());
                    member.setValue(kept);
                } else {
                    replaceEachNumber(root, member.getValue(), copies);
                }
            }
        }
    }

    private static JsonNode largest(JsonNode number) {
        return number.isInt() ? IntNode.valueOf(Integer.MAX_VALUE) : DoubleNode.valueOf(Integer.MAX_VALUE);
    }

    /** As a later library would write it, with checksums of its own. */
    private static void laterVersion(BadInputCase bad) {
        String text = ModelFile.text(valid());
        String body = text.substring(0, text.indexOf(LAST_MEMBER)).replace("\"1.0\"", "\"2.0\"");
        InvalidInputException refused =
                bad.mustReject(Reason.MODEL_VERSION, () -> ModelFile.restore(sealed(body), "model.json"));
        assertThat(refused).hasMessageContaining("version 2.0, expected at most 1.2; load it with a later version");
        assertThat(bad.mustReject(Reason.MODEL_VERSION, () -> ModelFile.restore(body + "\n}\n", "model.json")))
                .as("without a checksum of the file")
                .hasMessageContaining("version 2.0");
    }

    private static void modelsOfEveryRelease(BadInputCase bad) throws IOException {
        bad.mayAccept();
        List<Path> models = GoldenModelsTest.models().toList();
        assertThat(models).isNotEmpty();
        for (Path model : models) {
            String name = model.getFileName().toString().replace(".json", "");
            Path out = Files.createTempDirectory("scored");
            Path assignments = out.resolve("assignments.csv");
            Path data = model.resolveSibling(GoldenModels.data(name));
            assertThat(Program.run("score", model, data, "--id", "id", "--out", out)
                            .code())
                    .isZero();
            assertThat(assignments).hasSameTextualContentAs(model.resolveSibling(name + ".assignments.csv"));
            Files.delete(assignments);
            Files.delete(out);
        }
    }

    private static void deepJson(BadInputCase bad) {
        String deep = "[".repeat(100_000);
        String text = ModelFile.text(valid());
        String body = text.substring(0, text.indexOf(LAST_MEMBER));
        for (String json : List.of(
                deep,
                deep + "]".repeat(100_000),
                "{\"a\":".repeat(100_000),
                sealed(body.replace("\"facts\": [ ]", "\"facts\": " + deep)),
                sealed(body.replace("\"facts\": [ ]", "\"facts\": " + deep + "]".repeat(100_000))))) {
            bad.mustReject(Reason.MODEL_FORMAT, () -> ModelFile.restore(json, "model.json"));
        }
    }

    private static void looseJson(BadInputCase bad) {
        String text = ModelFile.text(valid());
        String body = text.substring(0, text.indexOf(LAST_MEMBER));
        for (String json : List.of(
                bad.input().get("json").asText(),
                body.replace("\"kind\"", "\"kind\": \"k-means\",\n  \"kind\"") + "\n}\n",
                sealed(body.replace("\"kind\"", "\"kind\": \"k-means\",\n  \"kind\"")),
                sealed(body.replace("\"trainingWeight\": 2.0", "\"trainingWeight\": NaN")),
                sealed(body.replace("\"trainingWeight\": 2.0", "\"trainingWeight\": -Infinity")),
                sealed(body.replace("\"trainingWeight\": 2.0", "\"trainingWeight\": 02.0")),
                body + "\n}\n]",
                text + "{}",
                text + text)) {
            bad.mustReject(Reason.MODEL_FORMAT, () -> ModelFile.restore(json, "model.json"));
        }
    }

    /** A gigabyte of noughts in a megabyte. */
    private static void bomb(BadInputCase bad) throws IOException {
        Path file = Files.createTempFile("model", ".json.gz");
        try {
            ByteArrayOutputStream sixteen = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(sixteen)) {
                gzip.write(new byte[16 << 20]);
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int member = 0; member < 64; member++) { // one after the other, they are one file
                    sixteen.writeTo(out);
                }
            }
            assertThat(Files.size(file)).isLessThan(2 << 20);
            long before = allocated();
            bad.mustReject(Reason.LIMIT, () -> ModelFile.load(file));
            assertThat(allocated() - before).isLessThan(100 << 20);
            Run run = Program.run("score", file, file, "--id", "id", "--out", file.resolveSibling("never"));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("more than 16 MB").hasLineCount(1);
        } finally {
            Files.delete(file);
        }
    }

    private static String sealed(String body) {
        return body + LAST_MEMBER + SlowContentHash.sha256(body.getBytes(StandardCharsets.UTF_8)) + "\"\n}\n";
    }

    /** Bytes that this thread has allocated so far. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
