package dev.segmentation.model;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.testing.SlowContentHash;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SavedModelTest {

    /** As it comes out of the box. */
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Tools.Case> tools() {
        return Tools.all();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void aRestoredToolGivesTheSameBits(Tools.Case saved) throws Exception {
        String text = JSON.writeValueAsString(SavedModel.of(saved.tool()).members());
        SavedModel read = JSON.readValue(text, SavedModel.class);
        TypingTool restored = read.restore();

        assertThat(restored.featureNames()).isEqualTo(saved.tool().featureNames());
        assertThat(restored.segments()).isEqualTo(saved.tool().segments());
        assertThat(restored.model()).hasSameClassAs(saved.tool().model());
        assertThat(restored.model()).hasToString(saved.tool().model().toString());
        assertThat(restored.transform().isPresent())
                .isEqualTo(saved.tool().transform().isPresent());
        assertSameTyping(saved, restored, 5000);
        assertThat(read).isEqualTo(SavedModel.of(saved.tool()));
        assertThat(JSON.writeValueAsString(SavedModel.of(restored).members()))
                .as("saved again")
                .isEqualTo(text);
    }

    private static void assertSameTyping(Tools.Case saved, TypingTool restored, int rows) {
        for (long seed = 0; seed < 3; seed++) {
            FeatureMatrix matrix = saved.rows(rows, seed);
            Typing before = saved.tool().type(matrix);
            Typing after = restored.type(matrix);
            assertThat(after.assignment()).isEqualTo(before.assignment());
            assertThat(restored.assign(matrix)).isEqualTo(before.assignment());
            for (int i = 0; i < rows; i++) {
                assertThat(Double.doubleToRawLongBits(after.margin(i)))
                        .isEqualTo(Double.doubleToRawLongBits(before.margin(i)));
                assertThat(after.runnerUp(i)).isEqualTo(before.runnerUp(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void theChecksumIsThatOfTheDescribedBytes(Tools.Case saved) throws Exception {
        JsonNode json = JSON.readTree(
                JSON.writeValueAsString(SavedModel.of(saved.tool()).members()));

        assertThat(json.get("checksum").asText()).isEqualTo(SlowContentHash.of(json));
        assertThat(json.get("schemaHash").asText()).isEqualTo(SlowContentHash.of(json.get("features")));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void verificationRowsFollowFromTheModelAndAreScoredByIt(Tools.Case saved) {
        SavedModel model = SavedModel.of(saved.tool());

        assertThat(model.verification()).isNotEmpty().hasSizeLessThanOrEqualTo(40);
        for (SavedModel.VerificationRow row : model.verification()) {
            Typing typing = saved.tool().type(FeatureMatrix.copyOf(model.features(), new double[][] {
                row.values().stream().mapToDouble(v -> v).toArray()
            }));
            assertThat(row.segment()).isEqualTo(typing.assignment().label(0));
            assertThat(row.margin()).isEqualTo(typing.margin(0));
        }
    }

    @Test
    void everySegmentThatCanBeReachedHasAVerificationRow() {
        for (Tools.Case saved : Tools.all().toList()) {
            int[] reached = saved.tool().assign(saved.rows(5000, 9)).sizes();
            List<Integer> verified = SavedModel.of(saved.tool()).verification().stream()
                    .map(SavedModel.VerificationRow::segment)
                    .distinct()
                    .toList();
            for (int s = 0; s < reached.length; s++) {
                if (reached[s] > 0) {
                    assertThat(verified).as(saved.name()).contains(s);
                }
            }
        }
    }

    /** Counted with Python: struct.pack, hashlib.sha256. */
    @Test
    void hashesAreThoseOfAnotherProgram() {
        assertThat(ContentHash.ofNames(List.of("recency_days", "Ω\uD83D\uDE00")))
                .isEqualTo("c695f09b9908c59914d25b1441aa04d8340e624706ca535919ca270d2052346a");
    }

    @Test
    void schemasAreEqualIfNamesAndOrderAre() {
        SavedModel one = SavedModel.of(Tools.kMeans(2, 1));
        SavedModel other = SavedModel.of(Tools.scaled(Scaling.zScore()));

        assertThat(one.schemaHash()).isEqualTo(other.schemaHash()).hasSize(64);
        assertThat(ContentHash.ofNames(List.of("a", "bc"))).isNotEqualTo(ContentHash.ofNames(List.of("ab", "c")));
        assertThat(ContentHash.ofNames(List.of("a", "b"))).isNotEqualTo(ContentHash.ofNames(List.of("b", "a")));
    }

    @Test
    void dateAndFactsAreCarriedAndChangeNoScore() throws Exception {
        SavedModel model = SavedModel.of(Tools.kMeans(3, 1))
                .withFact("seed", "41")
                .withFact("algorithm", "k-means")
                .withFact("seed", "42")
                .withFittedAsOf(LocalDate.of(2025, 1, 31));
        SavedModel read = JSON.readValue(JSON.writeValueAsString(model.members()), SavedModel.class);

        assertThat(read.fittedAsOf()).isEqualTo("2025-01-31");
        assertThat(read.facts())
                .containsExactly(new SavedModel.Fact("algorithm", "k-means"), new SavedModel.Fact("seed", "42"));
        assertThat(read.restore().segments()).hasSize(3);
        assertThat(read).hasToString("SavedModel[k-means 1.0, 3 segments by 3 features]");
        assertThat(read.checksum())
                .isNotEqualTo(SavedModel.of(Tools.kMeans(3, 1)).checksum());
    }

    @Test
    void modelsOfOtherVersionsAreRefusedWithTheWayOut() throws Exception {
        for (String later : List.of("2.0", "1.3", "9999.9999")) {
            assertThat(read(json -> json.put("version", later), Reason.MODEL_VERSION)
                            .getMessage())
                    .isEqualTo("SavedModel: the model has format version " + later + ", expected at most 1.2; load it"
                            + " with a later version of this library, or fit and save it again with this one");
        }
        assertThat(read(json -> json.put("version", "0.9"), Reason.MODEL_VERSION))
                .hasMessageContaining("expected at least 1.0; load it with an earlier version");
        for (String none : List.of("", "1", "1.0.0", "01.0", "1.00", "-1.0", "1.0 ", "12345.0", "\u0661.0")) {
            assertThat(read(json -> json.put("version", none), Reason.MODEL_FORMAT))
                    .hasMessageContaining("version of the format");
        }
        read(json -> json.put("format", "pmml"), Reason.MODEL_FORMAT);
        read(json -> json.remove("format"), Reason.MODEL_FORMAT);
        read(json -> json.remove("version"), Reason.MODEL_FORMAT);
    }

    /** What a later version may have more is not looked at before the version is refused. */
    @Test
    void aLaterVersionIsToldFromADamagedOneWhateverItsParts() {
        ObjectMapper lenient = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        assertThatThrownBy(() -> lenient.readValue(
                        "{\"format\":\"segmentation-model\",\"version\":\"3.0\",\"trees\":[]}", SavedModel.class))
                .hasRootCauseInstanceOf(InvalidInputException.class)
                .satisfies(e -> assertThat(((InvalidInputException) e.getCause()).reason())
                        .isEqualTo(Reason.MODEL_VERSION));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everyChangedMissingOrRepeatedPartIsNoticed(Tools.Case saved) throws Exception {
        String text = JSON.writeValueAsString(SavedModel.of(saved.tool()).members());
        JsonNode root = JSON.readTree(text);
        List<Supplier<JsonNode>> changes = changes(root);
        assertThat(changes).hasSizeGreaterThan(60);
        for (Supplier<JsonNode> change : changes) {
            String changed = JSON.writeValueAsString(change.get());
            assertThat(changed).isNotEqualTo(text);
            if (isSame(changed, saved)) {
                continue; // Jackson takes a zero that is left out for a zero
            }
            InvalidInputException refused = refusal(changed);
            assertThat(refused.reason()).as(changed).isIn(Reason.MODEL_FORMAT, Reason.MODEL_VERSION);
            assertThat(refused.getMessage()).contains(": ").hasSizeLessThan(1024);
        }
    }

    private static boolean isSame(String changed, Tools.Case saved) {
        try {
            return JSON.readValue(changed, SavedModel.class).equals(SavedModel.of(saved.tool()));
        } catch (JsonProcessingException refused) {
            return false;
        }
    }

    /** Whoever counts the checksum anew has forged the model, but it cannot make the library fail in other ways. */
    @ParameterizedTest
    @MethodSource("tools")
    void forgedModelsAreModelsOrRefused(Tools.Case saved) throws Exception {
        JsonNode root = JSON.readTree(
                JSON.writeValueAsString(SavedModel.of(saved.tool()).members()));
        int refused = 0;
        List<Supplier<JsonNode>> changes = changes(root);
        for (Supplier<JsonNode> change : changes) {
            ObjectNode changed = (ObjectNode) change.get();
            changed.put("checksum", SlowContentHash.of(changed));
            try {
                JSON.treeToValue(changed, SavedModel.class).restore();
            } catch (InvalidInputException e) {
                refused++;
                assertThat(e.reason()).isIn(Reason.MODEL_FORMAT, Reason.LIMIT);
            } catch (JsonProcessingException e) {
                refused++;
                if (e.getCause() != null) { // not the mapper's own
                    assertThat(e.getCause()).isInstanceOfAny(InvalidInputException.class, NullPointerException.class);
                }
            }
        }
        assertThat(refused).isGreaterThan(changes.size() / 2);
    }

    /** Of every value another one, of every array one element less and one twice, of every object one member less. */
    static List<Supplier<JsonNode>> changes(JsonNode root) {
        List<Supplier<JsonNode>> changes = new ArrayList<>();
        collect(root, List.of(), root, changes);
        return changes;
    }

    private static void collect(JsonNode node, List<Object> path, JsonNode root, List<Supplier<JsonNode>> changes) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                int index = i;
                changes.add(() -> edited(root, path, array -> ((ArrayNode) array).remove(index)));
                changes.add(() -> edited(root, path, array -> ((ArrayNode) array).add(array.get(index))));
                changes.add(() -> edited(root, path, array -> replace(array, index)));
                collect(node.get(i), plus(path, i), root, changes);
            }
        } else if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> {
                changes.add(() -> edited(root, path, object -> ((ObjectNode) object).remove(name)));
                changes.add(() -> edited(root, path, object -> ((ObjectNode) object).putNull(name)));
                if (node.get(name).isValueNode()) {
                    changes.add(() ->
                            edited(root, path, object -> ((ObjectNode) object).set(name, other(object.get(name)))));
                }
                collect(node.get(name), plus(path, name), root, changes);
            });
        }
    }

    private static void replace(JsonNode array, int index) {
        JsonNode element = array.get(index);
        ((ArrayNode) array).set(index, element.isValueNode() ? other(element) : JSON.nullNode());
    }

    private static JsonNode other(JsonNode value) {
        if (value.isTextual()) {
            return TextNode.valueOf(value.asText() + "x");
        }
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.asBoolean());
        }
        return value.isInt()
                ? IntNode.valueOf(value.asInt() + 1)
                : DoubleNode.valueOf(value.asDouble() == 0 ? 1 : -value.asDouble());
    }

    private static JsonNode edited(JsonNode root, List<Object> path, Consumer<JsonNode> edit) {
        JsonNode copy = root.deepCopy();
        JsonNode at = copy;
        for (Object step : path) {
            at = step instanceof Integer index ? at.get(index) : at.get((String) step);
        }
        edit.accept(at);
        return copy;
    }

    private static List<Object> plus(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** The last bit of one center: the checksum alone tells. */
    @Test
    void aSingleBitOfANumberIsNoticed() throws Exception {
        SavedModel model = SavedModel.of(Tools.kMeans(3, 1));
        double value = model.kMeans().get(0).centers().get(1).values().get(2);
        String text = JSON.writeValueAsString(model.members());
        String changed = text.replace(Double.toString(value), Double.toString(Math.nextUp(value)));

        assertThat(changed).isNotEqualTo(text);
        assertThat(refusal(changed)).hasMessageContaining("checksum");
    }

    /** A model whose checksum is right, but that this library scores otherwise. */
    @Test
    void aModelThatIsScoredOtherwiseIsRefused() throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree(
                JSON.writeValueAsString(SavedModel.of(Tools.kMeans(3, 1)).members()));
        ObjectNode row = (ObjectNode) json.get("verification").get(1);
        row.put("margin", Math.nextUp(row.get("margin").asDouble()));
        json.put("checksum", SlowContentHash.of(json));

        assertThat(refusal(json.toString()))
                .hasMessageContaining("verification row 1 is not scored as it was when the model was saved");
    }

    @Test
    void damageIsNotSealed() throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree(
                JSON.writeValueAsString(SavedModel.of(Tools.kMeans(3, 1)).members()));
        json.putArray("segments").add("A").add("B").add("C");
        SavedModel damaged = JSON.treeToValue(json, SavedModel.class);

        refused(Reason.MODEL_FORMAT, () -> damaged.withFact("a", "b"));
        refused(Reason.MODEL_FORMAT, () -> damaged.withFittedAsOf(LocalDate.EPOCH));
    }

    @Test
    void whatHasNoFormatIsRefused() {
        SegmentationModel own = new SegmentationModel() {
            @Override
            public int segmentCount() {
                return 1;
            }

            @Override
            public List<String> featureNames() {
                return List.of("x");
            }

            @Override
            public Assignment assign(FeatureMatrix features) {
                return Assignment.copyOf(1, new int[features.rowCount()]);
            }
        };
        assertThat(refused(Reason.BAD_PARAM, () -> SavedModel.of(TypingTool.of(own, List.of(Segment.of(0, "All"))))))
                .hasMessageContaining("expected a KMeansModel, RfmRules or RuleSet, SegmentTree, LatentClassModel");
    }

    @Test
    void namesThatAreUsedTwiceOrAreNoUnicodeAreRefused() {
        KMeansModel model = KMeans.of(2).fit(Tools.training(1)).model();
        refused(
                Reason.BAD_NAME,
                () -> SavedModel.of(TypingTool.of(model, List.of(Segment.of(0, "A"), Segment.of(1, "A")))));
        refused(
                Reason.BAD_NAME,
                () -> SavedModel.of(TypingTool.of(model, List.of(Segment.of(0, "A"), Segment.of(1, "\uD83D")))));
        RuleSet rules = RuleSet.builder()
                .rule(Rule.named("A").where("\uDE00").above(1))
                .otherwise("B")
                .build();
        refused(Reason.BAD_NAME, () -> SavedModel.of(TypingTool.of(rules, rules.segments())));
        SavedModel saved = SavedModel.of(Tools.kMeans(2, 1));
        refused(Reason.BAD_NAME, () -> saved.withFact(" ", "x"));
        refused(Reason.BAD_NAME, () -> saved.withFact("x", "\uD83D"));
    }

    @Test
    void whatWouldTakeTooLongIsRefused() {
        RuleSet.Builder builder = RuleSet.builder();
        for (int i = 0; i < 10_001; i++) {
            builder.rule(Rule.named("R" + i % 10).where("x").atLeast(i));
        }
        RuleSet rules = builder.build();
        assertThat(refused(Reason.LIMIT, () -> SavedModel.of(TypingTool.of(rules, rules.segments()))))
                .hasMessageContaining("10001 entries, expected at most 10000");
        SavedModel saved = SavedModel.of(Tools.kMeans(2, 1));
        assertThat(refused(Reason.LIMIT, () -> saved.withFact("x", "y".repeat(10_001))))
                .hasMessageContaining("the value of a fact has 10001 characters, expected at most 10000");
        assertThat(saved.withFact("x", "y".repeat(10_000)).restore().segments()).hasSize(2);
    }

    private static InvalidInputException read(Consumer<ObjectNode> edit, Reason reason) throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree(
                JSON.writeValueAsString(SavedModel.of(Tools.kMeans(2, 1)).members()));
        edit.accept(json);
        InvalidInputException refused = refusal(json.toString());
        assertThat(refused.reason()).isEqualTo(reason);
        return refused;
    }

    /** What comes of a text, from the mapper or from us. */
    static InvalidInputException refusal(String text) {
        try {
            SavedModel read = JSON.readValue(text, SavedModel.class);
            return refused(Reason.MODEL_FORMAT, read::restore);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidInputException ours) {
                return ours;
            }
            return new InvalidInputException(Reason.MODEL_FORMAT, "JSON: " + e.getClass()); // no mapping at all
        }
    }
}
