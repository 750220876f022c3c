package dev.segmentation.app.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON with numbers in full precision and keys in the order in which they were put.
 *
 * <p>JSON has no NaN. Where a number is undefined it is {@code null}, and the object has a second key, named after the
 * first with {@code Undefined} appended, that holds the reason code: {@code "rate": null, "rateUndefined":
 * "NO_OBSERVATIONS"}. Where it is part of an array, that second key holds an array of the same length, whose elements
 * are reason codes or {@code null}.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER) // the shortest digits, on every JDK: Numbers.text
            .build();

    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withSeparators(Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER)));

    private Json() {}

    /**
     * An object to be filled.
     *
     * @return without keys
     */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * A record as an object.
     *
     * @param components of texts, finite numbers, lists and records
     * @return its components in their order
     */
    public static ObjectNode object(Record components) {
        return MAPPER.valueToTree(components);
    }

    /**
     * Named values as an object.
     *
     * @param members texts, finite numbers, lists and records
     * @return the members in their order
     */
    public static ObjectNode object(Map<String, ?> members) {
        return MAPPER.valueToTree(members);
    }

    /**
     * An array to be filled.
     *
     * @return without elements
     */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * Puts a number that may be undefined.
     *
     * @param object where to
     * @param key the key
     * @param value the number, NaN if it is undefined
     * @param reason why it is, if it is
     */
    public static void put(ObjectNode object, String key, double value, Reason reason) {
        if (Double.isFinite(value)) {
            object.put(key, value);
        } else {
            object.putNull(key);
            object.put(key + "Undefined", reason.name());
        }
    }

    /**
     * An estimate with its interval.
     *
     * @param estimate defined or not
     * @return {@code value, lower, upper, level, customers}
     */
    public static ObjectNode estimate(Estimate estimate) {
        Reason reason = estimate.undefined().orElse(Reason.NO_OBSERVATIONS);
        ObjectNode node = object();
        put(node, "value", estimate.value(), reason);
        if (estimate.isDefined()) {
            node.put("lower", estimate.lower());
            node.put("upper", estimate.upper());
            node.put("level", estimate.level());
        }
        node.put("customers", estimate.customers());
        return node;
    }

    /**
     * An array of texts.
     *
     * @param texts its elements
     * @return the array
     */
    public static ArrayNode texts(List<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    /**
     * An array of whole numbers.
     *
     * @param numbers its elements
     * @return the array
     */
    public static ArrayNode integers(int... numbers) {
        ArrayNode array = array();
        for (int number : numbers) {
            array.add(number);
        }
        return array;
    }

    /**
     * An array of numbers.
     *
     * @param numbers its elements, all finite
     * @return the array
     */
    public static ArrayNode numbers(double... numbers) {
        ArrayNode array = array();
        for (double number : numbers) {
            array.add(number);
        }
        return array;
    }

    /**
     * An array with one array per row.
     *
     * @param matrix without missing values
     * @return the rows
     */
    public static ArrayNode rows(FeatureMatrix matrix) {
        ArrayNode rows = array();
        for (int i = 0; i < matrix.rowCount(); i++) {
            ArrayNode row = rows.addArray();
            for (double value : matrix.row(i)) {
                row.add(value);
            }
        }
        return rows;
    }

    /**
     * Notices as objects.
     *
     * @param notices possibly none
     * @return {@code reason, message} of each
     */
    public static ArrayNode notices(List<Notice> notices) {
        ArrayNode array = array();
        for (Notice notice : notices) {
            array.addObject().put("reason", notice.reason().name()).put("message", Wording.of(notice));
        }
        return array;
    }

    /**
     * Reads a text.
     *
     * @param text JSON, or not
     * @return what it says; empty if it is not JSON
     */
    public static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // where and why is of no use to somebody who did not write it
        }
    }

    /**
     * The text of a file.
     *
     * @param root the outermost object
     * @return indented, with a newline at the end
     */
    public static String text(ObjectNode root) {
        try {
            return WRITER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }
}
