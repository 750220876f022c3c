package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.segmentation.app.io.Json;
import java.util.Set;

/** JSON within a page. */
final class Embedded {

    /** What the script puts beside other texts. */
    private static final Set<String> NAMES = Set.of("label", "title", "dates");

    private static final int LONGEST = 60;

    private Embedded() {}

    /**
     * The text of an object with nothing in it that could end a script or a line of one, all its texts {@link Visible}, its labels and titles
     * as names.
     *
     * @param json keys of ours, and values
     * @return on one line
     */
    static String json(ObjectNode json) {
        return visible(json, false)
                .toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** Longer names would leave no room for the picture; tables have them whole. */
    private static String brief(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "\u2026";
    }

    private static JsonNode visible(JsonNode node, boolean isName) {
        if (node.isTextual()) {
            return TextNode.valueOf(isName ? Visible.name(brief(node.textValue())) : Visible.of(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode array = Json.array();
            node.forEach(element -> array.add(visible(element, isName)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = Json.object();
            node.properties()
                    .forEach(member ->
                            object.set(member.getKey(), visible(member.getValue(), NAMES.contains(member.getKey()))));
            return object;
        }
        return node;
    }
}
