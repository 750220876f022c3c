package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON within a page. */
final class Embedded {

    private Embedded() {}

    /**
     * The text of an object with nothing in it that could end a script or a line of one.
     *
     * @param json numbers, and texts as {@link Visible} makes them
     * @return on one line
     */
    static String json(ObjectNode json) {
        return json.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
