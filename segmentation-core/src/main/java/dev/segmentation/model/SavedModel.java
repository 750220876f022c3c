package dev.segmentation.model;

import dev.segmentation.ColumnRecord;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.KMeansRecord;
import dev.segmentation.internal.SavedParts;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.prepare.ScalingRecord;
import dev.segmentation.rule.RfmRecord;
import dev.segmentation.rule.RfmRules;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.rule.RuleSetRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that is needed to score a later snapshot, as plain data: scaling, model, names of segments, and how to tell
 * that nothing was damaged on the way. Texts, numbers, lists and records only, so that any JSON library maps it.
 *
 * <p>{@code json.writeValueAsString(SavedModel.of(tool).members())} saves, {@code json.readValue(text,
 * SavedModel.class).restore()} loads, if {@code json} is Jackson's mapper. {@link #members} leaves out what the version of
 * the model does not have, so that earlier versions of this library read it. Doubles must be written with all digits ({@link
 * Double#toString(double)} has them), and no number here is infinite or NaN.
 *
 * <p><b>Loading</b> checks everything before the model is used: version, checksum, schema, each part, and that the
 * verification rows are scored as they were when the model was saved, bit for bit. What fails is refused with {@link
 * Reason#MODEL_FORMAT}. The checksum tells damage, not forgery: load models from sources you trust to decide.
 *
 * <p><b>Versions.</b> A version is {@code major.minor}. A later minor version can say what an earlier one cannot, such as
 * another kind of model; a model is always saved with the lowest version that can say it, and every version of the same
 * major number that is not later than this library's can be loaded. A later one is refused with {@link
 * Reason#MODEL_VERSION}, because what is not understood may change the answer: unknown parts are never skipped. In every
 * version, {@code format} and {@code version} are the first two components.
 *
 * <p><b>Personal data.</b> There are no customers and no training rows in it; verification rows are made from the model.
 * A segment of a single customer has that customer's values as its center, as the model has; and medoids are customers: a
 * model of the kind {@code medoids} holds the values of k of them, and so do its verification rows.
 *
 * <p>Immutable. Made by {@link #of} or by a JSON library; components are added by later versions, so that no code should
 * call the constructor.
 *
 * @param format always {@code segmentation-model}
 * @param version of the format: {@code 1.0} for k-means, RFM and rules on numbers, {@code 1.1} for what {@link ModelParts}
 *     says, and with a power, clipping or quantiles in the scaling; {@code 1.2} with an encoding, and for latent classes
 *     with covariates
 * @param kind {@code k-means}, {@code rfm}, {@code rules}, or one of {@link ModelParts}
 * @param features the columns that a snapshot must have, in raw units
 * @param schemaHash SHA-256 of the names of the features in their order, and of their types and levels if one has levels;
 *     equal for models that score the same columns
 * @param fittedAsOf the date of the snapshot that was fitted, such as {@code 2025-01-31}; an empty text if it was not told
 * @param facts what else is worth knowing, such as the seed; changes no score
 * @param segments the names of the segments, in the order of their labels
 * @param scaling how features are prepared: one, or none if the model takes them as they are
 * @param rfm scores, for the kind {@code rfm} only
 * @param kMeans centers, for the kind {@code k-means} only
 * @param rules over features, for the kind {@code rules}, or over scores, for the kind {@code rfm}
 * @param models of the other kinds; since version 1.1
 * @param encoding what makes numbers of categories before the scaling: one, or none; since version 1.2
 * @param verification rows made from the model, with what it says of them; for the first three kinds without encoding
 * @param checksum SHA-256 of all components before it
 */
public record SavedModel(
        String format,
        String version,
        String kind,
        List<String> features,
        String schemaHash,
        String fittedAsOf,
        List<Fact> facts,
        List<String> segments,
        List<ScalingRecord> scaling,
        List<RfmRecord> rfm,
        List<KMeansRecord> kMeans,
        List<RuleSetRecord> rules,
        List<ModelParts> models,
        List<EncodedParts> encoding,
        List<VerificationRow> verification,
        String checksum) {

    private static final String WHERE = "SavedModel";
    private static final String FORMAT = "segmentation-model";
    private static final int MAJOR = 1;
    private static final int MINOR = 2;
    private static final String FIRST_VERSION = "1.0";
    private static final String SECOND_VERSION = "1.1";
    private static final Pattern VERSION = Pattern.compile("(0|[1-9][0-9]{0,3})\\.(0|[1-9][0-9]{0,3})");

    private static final int MOST_FEATURES = 10_000;
    private static final int MOST_RULES = 10_000;
    private static final int MOST_SEGMENTS = 100_000;
    private static final int MOST_ROWS = 1000;
    private static final int MOST_CHARACTERS = 10_000;
    private static final int MOST_VALUES = 5_000_000;

    /**
     * Checks format and version, and that every part is there.
     *
     * @param format always {@code segmentation-model}
     * @param version of the format
     * @param kind of model
     * @param features in raw units
     * @param schemaHash of the features
     * @param fittedAsOf a date, or an empty text
     * @param facts for information
     * @param segments names
     * @param scaling one or none
     * @param rfm one or none
     * @param kMeans one or none
     * @param rules one or none
     * @param models one or none; may be left out in version 1.0
     * @param encoding one or none; may be left out before version 1.2
     * @param verification rows with what the model says of them
     * @param checksum of everything before it
     * @throws InvalidInputException as {@link #checkReadable}, or if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public SavedModel {
        checkReadable(format, version);
        SavedParts.present(kind, WHERE, "kind");
        features = SavedParts.list(features, WHERE, "features");
        SavedParts.present(schemaHash, WHERE, "schemaHash");
        SavedParts.present(fittedAsOf, WHERE, "fittedAsOf");
        facts = SavedParts.list(facts, WHERE, "facts");
        segments = SavedParts.list(segments, WHERE, "segments");
        scaling = SavedParts.list(scaling, WHERE, "scaling");
        rfm = SavedParts.list(rfm, WHERE, "rfm");
        kMeans = SavedParts.list(kMeans, WHERE, "kMeans");
        rules = SavedParts.list(rules, WHERE, "rules");
        models = SavedParts.list(
                version.equals(FIRST_VERSION) ? Objects.requireNonNullElse(models, List.of()) : models,
                WHERE,
                "models");
        encoding = SavedParts.list(
                List.of(FIRST_VERSION, SECOND_VERSION).contains(version)
                        ? Objects.requireNonNullElse(encoding, List.of())
                        : encoding,
                WHERE,
                "encoding");
        verification = SavedParts.list(verification, WHERE, "verification");
        SavedParts.present(checksum, WHERE, "checksum");
    }

    /**
     * Something worth knowing of a model that changes no score.
     *
     * @param name such as {@code seed}
     * @param value such as {@code 42}
     */
    public record Fact(String name, String value) {

        /**
         * Checks that both parts are there.
         *
         * @param name such as {@code seed}
         * @param value such as {@code 42}
         * @throws InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Fact {
            SavedParts.present(name, WHERE, "name");
            SavedParts.present(value, WHERE, "value");
        }
    }

    /**
     * A row that is no customer's, made from the model, with what the model says of it.
     *
     * @param values in raw units, in the order of {@link SavedModel#features}
     * @param prepared what scaling or scores make of them; empty if the model takes features as they are
     * @param segment its label
     * @param margin how far its segment is ahead of the runner-up, 0 … 1
     */
    public record VerificationRow(List<Double> values, List<Double> prepared, int segment, double margin) {

        /**
         * Copies the lists.
         *
         * @param values in raw units
         * @param prepared possibly empty
         * @param segment its label
         * @param margin 0 … 1
         * @throws InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public VerificationRow {
            values = SavedParts.list(values, WHERE, "values");
            prepared = SavedParts.list(prepared, WHERE, "prepared");
        }
    }

    /**
     * The data of a tool.
     *
     * @param tool whose encoding is a {@link dev.segmentation.prepare.EncodingModel} or none, whose preparation is a {@link
     *     ScalingModel} or none, and whose model is a {@link KMeansModel}, an
     *     {@link RfmRules}, a {@link RuleSet} or one that {@link ModelParts} names
     * @return what {@link #restore} makes the tool from
     * @throws InvalidInputException if the tool has other parts ({@link Reason#BAD_PARAM}), names or levels that are used
     *     twice or are no valid Unicode ({@link Reason#BAD_NAME}), or more than 10 000 features or rules, 100 000 segments,
     *     10 000 characters in a name or level, or five million numbers and texts ({@link Reason#LIMIT})
     */
    public static SavedModel of(TypingTool tool) {
        Objects.requireNonNull(tool, "tool");
        List<ScalingRecord> scaling = Parts.scaling(tool);
        List<ModelParts> models = Parts.models(tool);
        List<EncodedParts> encoding = Parts.encoding(tool);
        SavedModel open = new SavedModel(
                FORMAT,
                lowestVersion(scaling, models, encoding),
                Parts.kind(tool),
                tool.featureNames(),
                "",
                "",
                List.of(),
                tool.segments().stream().map(Segment::name).toList(),
                scaling,
                Parts.rfm(tool),
                Parts.kMeans(tool),
                Parts.rules(tool),
                models,
                encoding,
                List.of(),
                "");
        open.checkSizes();
        open.checkNames();
        List<VerificationRow> rows = models.isEmpty() && encoding.isEmpty() ? Verification.rows(tool) : List.of();
        return open.with("", List.of(), ContentHash.ofSchema(open.columns()), rows);
    }

    /** The first that can say it. */
    private static String lowestVersion(
            List<ScalingRecord> scaling, List<ModelParts> models, List<EncodedParts> encoding) {
        if (!encoding.isEmpty() || !models.stream().allMatch(ModelParts::isOfSecondVersion)) {
            return MAJOR + "." + MINOR;
        }
        boolean first = models.isEmpty() && scaling.stream().allMatch(ScalingRecord::hasFirstKindsOnly);
        return first ? FIRST_VERSION : SECOND_VERSION;
    }

    /**
     * What is to be written: the components that this model's version has, in their order.
     *
     * @return names and values; unmodifiable
     */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", format);
        members.put("version", version);
        members.put("kind", kind);
        members.put("features", features);
        members.put("schemaHash", schemaHash);
        members.put("fittedAsOf", fittedAsOf);
        members.put("facts", facts);
        members.put("segments", segments);
        members.put("scaling", scaling);
        members.put("rfm", rfm);
        members.put("kMeans", kMeans);
        members.put("rules", rules);
        if (version.equals(SECOND_VERSION)) {
            members.put("models", models.stream().map(ModelParts::secondVersion).toList());
        } else if (!version.equals(FIRST_VERSION)) {
            members.put("models", models);
            members.put("encoding", encoding);
        }
        members.put("verification", verification);
        members.put("checksum", checksum);
        return Collections.unmodifiableMap(members);
    }

    /**
     * The columns that a snapshot must have, with their types.
     *
     * @return in the order of the features; all numeric in version 1.0
     */
    public List<ColumnRecord> columns() {
        if (!encoding.isEmpty()) {
            return encoding.get(0).encoding().schema();
        }
        return models.isEmpty()
                ? features.stream().map(ColumnRecord::numeric).toList()
                : models.get(0).columns();
    }

    /**
     * Tells when the model was fitted.
     *
     * @param date of the snapshot that was fitted
     * @return a copy with that date
     * @throws InvalidInputException if this model is damaged ({@link Reason#MODEL_FORMAT})
     */
    public SavedModel withFittedAsOf(LocalDate date) {
        Objects.requireNonNull(date, "date");
        checkChecksum();
        return with(date.toString(), facts, schemaHash, verification);
    }

    /**
     * Adds a fact, such as the seed or who fitted the model; no customer belongs here.
     *
     * @param name not blank; replaces a fact of the same name
     * @param value any text
     * @return a copy with that fact
     * @throws InvalidInputException if the name is blank, or either is no valid Unicode ({@link Reason#BAD_NAME}) or
     *     longer than 10 000 characters ({@link Reason#LIMIT}), or this model is damaged ({@link Reason#MODEL_FORMAT})
     */
    public SavedModel withFact(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (name.isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "name", "SavedModel.withFact: the name of the fact is blank; name it");
        }
        checkText(name, "the name of a fact");
        checkText(value, "the value of a fact");
        checkChecksum();
        List<Fact> more = new ArrayList<>(facts);
        more.removeIf(fact -> fact.name.equals(name));
        more.add(new Fact(name, value));
        return with(fittedAsOf, more, schemaHash, verification);
    }

    /**
     * The tool, after everything has been checked.
     *
     * @return labels and margins have the bits of the tool that was saved
     * @throws InvalidInputException if anything is not as it was saved ({@link Reason#MODEL_FORMAT}), or something is
     *     larger than {@link #of} saves ({@link Reason#LIMIT})
     */
    public TypingTool restore() {
        return SavedParts.restored("SavedModel.restore", () -> {
            checkSizes();
            checkChecksum();
            if (!version.equals(lowestVersion(scaling, models, encoding))) {
                throw SavedParts.damaged(WHERE, "the version is not the lowest one that can say it");
            }
            if (!ContentHash.ofSchema(columns()).equals(schemaHash)) {
                throw SavedParts.damaged(WHERE, "the hash of the schema is not that of the features");
            }
            checkDate();
            checkNames();
            TypingTool tool = Parts.tool(this);
            Parts.verify(this, tool);
            return tool;
        });
    }

    /**
     * Refuses what this version of the library does not read. The constructor does it too; readers that refuse unknown
     * components do it first, so that a model of a later version is not taken for a damaged one.
     *
     * @param format the first component of what is read
     * @param version the second one
     * @throws InvalidInputException if it is not of this format ({@link Reason#MODEL_FORMAT}), or of a version that this
     *     library does not know ({@link Reason#MODEL_VERSION})
     */
    public static void checkReadable(String format, String version) {
        if (!SavedParts.present(format, WHERE, "format").equals(FORMAT)) {
            throw SavedParts.damaged(WHERE, "the format is another one, expected " + FORMAT);
        }
        if (!VERSION.matcher(SavedParts.present(version, WHERE, "version")).matches()) {
            throw SavedParts.damaged(WHERE, "the version of the format is not of the form 1.0");
        }
        int point = version.indexOf('.');
        int major = Integer.parseInt(version.substring(0, point));
        int minor = Integer.parseInt(version.substring(point + 1));
        if (major != MAJOR || minor > MINOR) {
            boolean later = major >= MAJOR;
            throw new InvalidInputException(
                    Reason.MODEL_VERSION,
                    WHERE + ": the model has format version " + version + ", expected "
                            + (later ? "at most " + MAJOR + "." + MINOR : "at least " + MAJOR + ".0")
                            + "; load it with "
                            + (later ? "a later" : "an earlier")
                            + " version of this library, or fit and save it again with this one");
        }
    }

    /** A copy with these parts, and the checksum. */
    private SavedModel with(String date, List<Fact> newFacts, String newSchemaHash, List<VerificationRow> newRows) {
        SavedModel open = copy(date, newFacts, newSchemaHash, newRows, "");
        return copy(date, newFacts, newSchemaHash, newRows, ContentHash.of(open));
    }

    private SavedModel copy(
            String date, List<Fact> newFacts, String newSchemaHash, List<VerificationRow> newRows, String newChecksum) {
        return new SavedModel(
                format,
                version,
                kind,
                features,
                newSchemaHash,
                date,
                newFacts,
                segments,
                scaling,
                rfm,
                kMeans,
                rules,
                models,
                encoding,
                newRows,
                newChecksum);
    }

    /** Before anything whose time grows faster than the size. */
    private void checkSizes() {
        checkSize("features", features.size(), MOST_FEATURES);
        checkSize("segments", segments.size(), MOST_SEGMENTS);
        checkSize("verification", verification.size(), MOST_ROWS);
        scaling.forEach(
                record -> checkSize("scaling.features", record.features().size(), MOST_FEATURES));
        kMeans.forEach(record -> checkSize("kMeans.features", record.features().size(), MOST_FEATURES));
        rules.forEach(record -> {
            checkSize("rules.features", record.features().size(), MOST_FEATURES);
            checkSize("rules.rules", record.rules().size(), MOST_RULES);
        });
        int[] values = new int[1];
        encoding.forEach(parts -> {
            checkSize("encoding.columns", parts.encoding().columns().size(), MOST_FEATURES);
            checkSize("encoding.verification", parts.verification().size(), MOST_ROWS);
            ContentHash.forEachLeaf(parts, leaf -> values[0]++);
        });
        models.forEach(parts -> {
            checkSize("models.columns", parts.columns().size(), MOST_FEATURES);
            checkSize("models.verification", parts.verification().size(), MOST_ROWS);
            ContentHash.forEachLeaf(parts, leaf -> values[0]++);
            parts.tableRules()
                    .forEach(record ->
                            checkSize("tableRules.rules", record.rules().size(), MOST_RULES));
        });
        checkSize("models", values[0], MOST_VALUES);
    }

    private static void checkSize(String name, int found, int most) {
        if (found > most) {
            throw new InvalidInputException(
                    Reason.LIMIT,
                    name,
                    "SavedModel: " + name + " has " + found + " entries, expected at most " + most
                            + "; use fewer, so that the model can be saved and loaded");
        }
    }

    private void checkNames() {
        features.forEach(name -> checkText(name, "the name of a feature"));
        segments.forEach(name -> checkText(name, "the name of a segment"));
        rules.forEach(record -> record.rules().forEach(rule -> checkText(rule.segment(), "the name of a rule")));
        Stream.concat(models.stream(), encoding.stream())
                .forEach(parts -> ContentHash.forEachLeaf(parts, leaf -> {
                    if (leaf instanceof String text) {
                        checkText(text, "a name or level of the model");
                    }
                }));
        facts.forEach(fact -> {
            checkText(fact.name, "the name of a fact");
            checkText(fact.value, "the value of a fact");
        });
        if (new HashSet<>(segments).size() < segments.size()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "segments", "SavedModel: two segments have the same name; give each its own");
        }
    }

    private static void checkText(String text, String what) {
        if (text.length() > MOST_CHARACTERS) {
            throw new InvalidInputException(
                    Reason.LIMIT,
                    "SavedModel: " + what + " has " + text.length() + " characters, expected at most " + MOST_CHARACTERS
                            + "; shorten it");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidInputException(
                    Reason.BAD_NAME,
                    "SavedModel: " + what + " is no valid Unicode, half of a character is missing; correct it");
        }
    }

    private void checkChecksum() {
        if (!ContentHash.of(this).equals(checksum)) {
            throw SavedParts.damaged(WHERE, "the checksum is not that of the content");
        }
    }

    private void checkDate() {
        if (fittedAsOf.isEmpty()) {
            return;
        }
        try {
            LocalDate.parse(fittedAsOf);
        } catch (DateTimeException noDate) {
            throw SavedParts.damaged(WHERE, "\"fittedAsOf\" is no date");
        }
    }

    /** Kind, features and segments, never a number. */
    @Override
    public String toString() {
        return "SavedModel[" + kind + " " + version + ", " + segments.size() + " segments by " + features.size()
                + " features]";
    }
}
