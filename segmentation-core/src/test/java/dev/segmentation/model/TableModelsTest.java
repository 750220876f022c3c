package dev.segmentation.model;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.ColumnRecord;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.TableTransform;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.mixture.GaussianMixtureModel;
import dev.segmentation.prepare.Encoding;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.testing.SlowContentHash;
import dev.segmentation.tree.SegmentTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Versions 1.1 and 1.2 of the format. */
class TableModelsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<TableTools.Case> tools() {
        return TableTools.all();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void aRestoredToolGivesTheSameBits(TableTools.Case saved) throws Exception {
        SavedModel model = SavedModel.of(saved.tool());
        String text = JSON.writeValueAsString(model.members());
        SavedModel read = JSON.readValue(text, SavedModel.class);
        TypingTool restored = read.restore();

        assertThat(read.version()).isEqualTo(saved.version());
        assertThat(read.kind()).isEqualTo(saved.kind());
        assertThat(restored.featureNames()).isEqualTo(saved.tool().featureNames());
        assertThat(restored.segments()).isEqualTo(saved.tool().segments());
        assertThat(restored.model()).hasSameClassAs(saved.tool().model());
        assertThat(restored.model()).hasToString(saved.tool().model().toString());
        assertSameTyping(saved, restored);
        assertThat(read).isEqualTo(model);
        assertThat(JSON.writeValueAsString(SavedModel.of(restored).members())).isEqualTo(text);
        assertThat(JSON.readValue(JSON.writeValueAsString(model), SavedModel.class))
                .as("written as the record")
                .isEqualTo(model);
    }

    /** Over missing values and levels that nobody had in training, where the model takes them. */
    private static void assertSameTyping(TableTools.Case saved, TypingTool restored) {
        for (long seed = 0; seed < 3; seed++) {
            FeatureTable table = saved.rows(3000, seed);
            Typing before = saved.tool().type(table);
            Typing after = restored.type(table);
            assertThat(after.assignment()).isEqualTo(before.assignment());
            assertThat(restored.assign(table)).isEqualTo(before.assignment());
            for (int i = 0; i < table.rowCount(); i++) {
                assertThat(Double.doubleToRawLongBits(after.margin(i)))
                        .isEqualTo(Double.doubleToRawLongBits(before.margin(i)));
                assertThat(after.runnerUp(i)).isEqualTo(before.runnerUp(i));
            }
            List<String> names = new ArrayList<>(table.names());
            Collections.reverse(names);
            assertThat(restored.assign(table.select(names))).isEqualTo(before.assignment());
        }
    }

    @Test
    void aRestoredTreeTellsTheSame() {
        for (TableTools.Case saved : TableTools.all().toList()) {
            if (saved.tool().model() instanceof SegmentTree tree) {
                SegmentTree restored =
                        (SegmentTree) SavedModel.of(saved.tool()).restore().model();
                assertThat(restored.describe()).isEqualTo(tree.describe());
                assertThat(restored.rules()).hasToString(tree.rules().toString());
                assertThat(restored.target()).isEqualTo(tree.target());
                assertThat(restored.targetLevels()).isEqualTo(tree.targetLevels());
                for (int id = 0; id < tree.nodes().size(); id++) {
                    assertThat(restored.nodes().get(id))
                            .usingRecursiveComparison()
                            .withEqualsForType((a, b) -> Double.compare(a, b) == 0, Double.class)
                            .isEqualTo(tree.nodes().get(id));
                }
            }
        }
    }

    @Test
    void aRestoredMixtureTellsTheSame() {
        for (TableTools.Case saved : TableTools.all().toList()) {
            if (saved.tool().model() instanceof GaussianMixtureModel mixture) {
                var restored = SavedModel.of(saved.tool()).restore().model();
                assertThat(restored)
                        .usingRecursiveComparison()
                        .withEqualsForType((a, b) -> Double.compare(a, b) == 0, Double.class)
                        .isEqualTo(mixture);
                assertThat(((GaussianMixtureModel) restored).simulate(50, 3).numbers("spend"))
                        .isEqualTo(mixture.simulate(50, 3).numbers("spend"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void theChecksumIsThatOfTheDescribedBytes(TableTools.Case saved) throws Exception {
        SavedModel model = SavedModel.of(saved.tool());
        JsonNode json = JSON.readTree(JSON.writeValueAsString(model.members()));
        boolean numeric =
                model.columns().stream().allMatch(column -> column.kind().equals("numeric"));

        assertThat(model.checksum()).isEqualTo(SlowContentHash.of(json));
        assertThat(model.schemaHash())
                .isEqualTo(SlowContentHash.of(
                        numeric ? json.get("features") : JSON.readTree(JSON.writeValueAsString(model.columns()))));
        assertThat(model.columns().stream().map(ColumnRecord::name)).isEqualTo(model.features());
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everySegmentThatCanBeReachedHasAVerificationRow(TableTools.Case saved) {
        List<ModelParts.TableRow> rows = verification(SavedModel.of(saved.tool()));
        assertThat(rows).isNotEmpty().hasSizeLessThanOrEqualTo(40);
        int[] reached = saved.tool().assign(saved.rows(3000, 9)).sizes();
        List<Integer> verified =
                rows.stream().map(ModelParts.TableRow::segment).distinct().toList();
        for (int s = 0; s < reached.length; s++) {
            if (reached[s] > 0) {
                assertThat(verified).contains(s);
            }
        }
        if (saved.gaps()) {
            assertThat(rows).anySatisfy(row -> assertThat(row.missing()).isNotEmpty());
        }
    }

    private static List<ModelParts.TableRow> verification(SavedModel model) {
        return model.encoding().isEmpty()
                ? model.models().get(0).verification()
                : model.encoding().get(0).verification();
    }

    @Test
    void verificationRowsSayTheirValuesByColumn() {
        RuleSet rules = RuleSet.builder()
                .withLevels("region", List.of("north", "west"))
                .withMissing("spend")
                .rule(Rule.named("West")
                        .where("region")
                        .isOneOf("west")
                        .and("spend")
                        .above(10))
                .otherwise("Other")
                .build();
        ModelParts parts =
                SavedModel.of(TypingTool.of(rules, rules.segments())).models().get(0);

        assertThat(parts.columns())
                .containsExactly(
                        new ColumnRecord("region", "nominal", List.of("north", "west")), ColumnRecord.numeric("spend"));
        assertThat(parts.verification())
                .contains(
                        new ModelParts.TableRow(
                                List.of(11.000000000000002), List.of("west"), List.of(), List.of(), 0, 1.0),
                        new ModelParts.TableRow(List.of(10.0), List.of("west"), List.of(), List.of(), 1, 1.0),
                        new ModelParts.TableRow(List.of(), List.of("north"), List.of("spend"), List.of(), 1, 1.0));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everyChangedMissingOrRepeatedPartIsNoticed(TableTools.Case saved) throws Exception {
        SavedModel model = SavedModel.of(saved.tool());
        String text = JSON.writeValueAsString(model.members());
        for (Supplier<JsonNode> change : some(SavedModelTest.changes(JSON.readTree(text)))) {
            String changed = JSON.writeValueAsString(change.get());
            if (isSame(changed, model)) {
                continue; // Jackson takes a zero that is left out for a zero
            }
            InvalidInputException refused = SavedModelTest.refusal(changed);
            assertThat(refused.reason()).as(changed).isIn(Reason.MODEL_FORMAT, Reason.MODEL_VERSION);
        }
    }

    private static boolean isSame(String changed, SavedModel model) {
        try {
            return JSON.readValue(changed, SavedModel.class).equals(model);
        } catch (JsonProcessingException refused) {
            return false;
        }
    }

    /** Whoever counts the checksum anew has forged the model, but it cannot make the library fail in other ways. */
    @ParameterizedTest
    @MethodSource("tools")
    void forgedModelsAreModelsOrRefused(TableTools.Case saved) throws Exception {
        JsonNode root = JSON.readTree(
                JSON.writeValueAsString(SavedModel.of(saved.tool()).members()));
        int refused = 0;
        List<Supplier<JsonNode>> changes = some(SavedModelTest.changes(root));
        for (Supplier<JsonNode> change : changes) {
            ObjectNode changed = (ObjectNode) change.get();
            changed.put("checksum", SlowContentHash.of(changed));
            try {
                TypingTool tool = JSON.treeToValue(changed, SavedModel.class).restore();
                tool.type(saved.rows(20, 1));
            } catch (InvalidInputException e) {
                refused++;
            } catch (JsonProcessingException e) {
                refused++;
                if (e.getCause() != null) { // not the mapper's own
                    assertThat(e.getCause()).isInstanceOfAny(InvalidInputException.class, NullPointerException.class);
                }
            }
        }
        assertThat(refused).isGreaterThan(changes.size() / 3);
    }

    /** All of a small model, every so many of a large one. */
    private static <T> List<T> some(List<T> all) {
        int step = Math.max(1, all.size() / 250);
        List<T> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    /** The parts that both versions have are looked at in the later one, too. */
    @Test
    void damagedPartsOfTheFirstVersionAreRefused() throws Exception {
        ObjectNode rules = (ObjectNode) JSON.valueToTree(SavedModel.of(Tools.all()
                        .filter(c -> c.name().equals("rules"))
                        .findFirst()
                        .orElseThrow()
                        .tool())
                .members());
        for (String part : List.of("features", "facts", "segments", "scaling", "rfm", "kMeans", "rules", "models")) {
            refuse(json -> json.remove(part));
            refuse(json -> json.putNull(part));
            refuse(json -> json.put(part, "x"));
            refuse(json -> json.putArray(part).addNull());
        }
        refuse(json -> json.set("rules", rules.get("rules")));
        refuse(json -> json.set("verification", rules.get("verification")));
        refuse(json -> json.put("fittedAsOf", "yesterday"));
        refuse(json -> json.put("kind", "rules"));
        refuse(json -> json.put("kind", "segment-tree"));
        refuse(json -> json.put("version", "1.0"));
        refuse(json -> ((ArrayNode) json.get("models")).add(json.get("models").get(0)));
        refuse(json -> ((ArrayNode) json.get("segments")).add("One more"));
        refuse(json -> ((ArrayNode) json.get("features")).remove(0));

        ObjectNode first = JSON.createObjectNode();
        rules.properties().forEach(member -> {
            if (member.getKey().equals("verification")) {
                first.putArray("models");
            }
            first.set(member.getKey(), member.getValue());
        });
        first.put("version", "1.1");
        first.put("checksum", SlowContentHash.of(first));
        assertThat(SavedModelTest.refusal(first.toString()))
                .hasMessageContaining("the version is not the lowest one that can say it");
    }

    private interface Edit {
        void apply(ObjectNode json);
    }

    /** With a checksum that is right. */
    private static void refuse(Edit edit) throws Exception {
        TypingTool tool = TableTools.all().findFirst().orElseThrow().tool();
        ObjectNode json = JSON.valueToTree(SavedModel.of(tool).members());
        edit.apply(json);
        json.put("checksum", SlowContentHash.of(json));
        assertThat(SavedModelTest.refusal(json.toString()).reason()).isEqualTo(Reason.MODEL_FORMAT);
    }

    @Test
    void whatTheFirstVersionCanSayIsSavedAsThatVersion() {
        for (Tools.Case saved : Tools.all().toList()) {
            SavedModel model = SavedModel.of(saved.tool());
            assertThat(model.version()).isEqualTo("1.0");
            assertThat(model.members().keySet())
                    .containsExactly(
                            "format",
                            "version",
                            "kind",
                            "features",
                            "schemaHash",
                            "fittedAsOf",
                            "facts",
                            "segments",
                            "scaling",
                            "rfm",
                            "kMeans",
                            "rules",
                            "verification",
                            "checksum");
        }
    }

    @Test
    void membersAreThoseOfTheVersion() {
        for (TableTools.Case saved : TableTools.all().toList()) {
            SavedModel model = SavedModel.of(saved.tool());
            assertThat(model.members().containsKey("encoding"))
                    .isEqualTo(saved.version().equals("1.2"));
            for (Object parts : (List<?>) model.members().get("models")) {
                assertThat(parts instanceof ModelParts)
                        .isEqualTo(saved.version().equals("1.2"));
            }
        }
    }

    @Test
    void anEncodingOfAnotherKindHasNoFormat() {
        TableTransform spend = new TableTransform() {
            @Override
            public List<String> featureNames() {
                return List.of("spend");
            }

            @Override
            public List<String> encodedNames() {
                return List.of("spend");
            }

            @Override
            public FeatureMatrix apply(FeatureTable table) {
                return table.matrix(List.of("spend"));
            }
        };
        FeatureMatrix rows = TableTools.table(50, 8, false).matrix(List.of("spend"));
        TypingTool tool = TypingTool.of(KMeans.of(1).fit(rows).model(), List.of(Segment.of(0, "All")));
        assertThat(tool.withEncoding(spend).assign(rows)).isEqualTo(tool.assign(rows));
        assertThat(refused(Reason.BAD_PARAM, () -> SavedModel.of(tool.withEncoding(spend))))
                .hasMessageContaining("expected an EncodingModel; others have no format to be saved in");
    }

    @Test
    void anEncodingThatLacksAFeatureOfTheToolIsRefused() {
        FeatureTable table = TableTools.table(50, 8, false);
        TypingTool tool =
                TypingTool.of(KMeans.of(1).fit(table.matrix(List.of("spend"))).model(), List.of(Segment.of(0, "All")));
        var encoding = Encoding.oneHot().fit(table.select(List.of("grade")));
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> tool.withEncoding(encoding)))
                .hasMessage("TypingTool.withEncoding: the tool needs [spend] but the encoding gives [grade=bronze,"
                        + " grade=silver, grade=gold]; fit the model on what the encoding gives");
    }

    /** The scores of a tool are those of its parts, one after the other. */
    @Test
    void anEncodedToolEncodesThenScalesThenAssigns() {
        TypingTool tool = TableTools.all()
                .filter(saved -> saved.name().equals("k-means over levels"))
                .findFirst()
                .orElseThrow()
                .tool();
        FeatureTable table = TableTools.table(200, 12, false);
        FeatureMatrix encoded = tool.encoding().orElseThrow().apply(table.select(List.of("spend", "region", "grade")));
        assertThat(tool.featureNames()).containsExactly("spend", "region", "grade");
        assertThat(tool.assign(table))
                .isEqualTo(tool.model().assign(tool.transform().orElseThrow().apply(encoded)));
        assertThat(tool.type(table).assignment()).isEqualTo(tool.assign(table));
    }

    @Test
    void levelsThatAreNoUnicodeAndTooLongOnesAreRefused() {
        for (Reason reason : List.of(Reason.BAD_NAME, Reason.LIMIT)) {
            String level = reason == Reason.LIMIT ? "x".repeat(10_001) : "\uD83D";
            RuleSet rules = RuleSet.builder()
                    .withLevels("region", List.of(level))
                    .rule(Rule.named("A").where("region").isOneOf(level))
                    .otherwise("B")
                    .build();
            refused(reason, () -> SavedModel.of(TypingTool.of(rules, rules.segments())));
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        RuleSet.Builder builder = RuleSet.builder().withMissing("x");
        for (int i = 0; i < 10_001; i++) {
            builder.rule(Rule.named("R" + i % 10).where("x").atLeast(i));
        }
        RuleSet rules = builder.build();
        assertThat(refused(Reason.LIMIT, () -> SavedModel.of(TypingTool.of(rules, rules.segments()))))
                .hasMessageContaining("tableRules.rules has 10001 entries, expected at most 10000");
    }
}
