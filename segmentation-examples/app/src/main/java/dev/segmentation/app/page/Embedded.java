package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.segmentation.app.io.Json;

/** JSON within a page. */
final class Embedded {

    private Embedded() {}

    /**
     * The text of an object with nothing in it that could end a script or a line of one, all its texts {@link Visible}.
     *
     * @param json keys of ours, and values
     * @return on one line
     */
    static String json(ObjectNode json) {
        return visible(json)
                .toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static JsonNode visible(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(Visible.of(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode array = Json.array();
            node.forEach(element -> array.add(visible(element)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = Json.object();
            node.properties().forEach(member -> object.set(member.getKey(), visible(member.getValue())));
            return object;
        }
        return node;
    }
}
