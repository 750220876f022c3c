package dev.segmentation.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON nodes that remember which of their children were asked for. */
final class ReadNodes extends JsonNodeFactory {

    private static final long serialVersionUID = 1;

    @Override
    public ObjectNode objectNode() {
        return new ReadObject(this);
    }

    @Override
    public ArrayNode arrayNode() {
        return new ReadArray(this);
    }

    @Override
    public ArrayNode arrayNode(int capacity) {
        return new ReadArray(this);
    }

    /** The children, without being marked as read. */
    static List<Map.Entry<String, JsonNode>> children(ReadObject node) {
        return List.copyOf(node.unmarked());
    }

    /** An object. */
    @SuppressWarnings("unchecked") // of Jackson's deepCopy
    static final class ReadObject extends ObjectNode {

        private static final long serialVersionUID = 1;

        private final transient Set<String> read = new HashSet<>();

        ReadObject(JsonNodeFactory factory) {
            super(factory);
        }

        @Override
        public @Nullable JsonNode get(String name) {
            read.add(name);
            return super.get(name);
        }

        @Override
        public JsonNode path(String name) {
            read.add(name);
            return super.path(name);
        }

        @Override
        public Iterator<JsonNode> elements() {
            readAll();
            return super.elements();
        }

        @Override
        @SuppressWarnings("deprecation") // still there to be called
        public Iterator<Map.Entry<String, JsonNode>> fields() {
            readAll();
            return super.fields();
        }

        @Override
        public Set<Map.Entry<String, JsonNode>> properties() {
            readAll();
            return super.properties();
        }

        boolean wasRead(String name) {
            return read.contains(name);
        }

        private Set<Map.Entry<String, JsonNode>> unmarked() {
            return super.properties();
        }

        private void readAll() {
            super.fieldNames().forEachRemaining(read::add);
        }
    }

    /** An array. */
    @SuppressWarnings("unchecked") // of Jackson's deepCopy
    static final class ReadArray extends ArrayNode {

        private static final long serialVersionUID = 1;

        private final transient BitSet read = new BitSet();

        ReadArray(JsonNodeFactory factory) {
            super(factory);
        }

        @Override
        public @Nullable JsonNode get(int index) {
            read.set(index);
            return super.get(index);
        }

        @Override
        public JsonNode path(int index) {
            read.set(index);
            return super.path(index);
        }

        @Override
        public Iterator<JsonNode> elements() {
            read.set(0, size());
            return super.elements();
        }

        boolean wasRead(int index) {
            return read.get(index);
        }

        JsonNode unmarked(int index) {
            return super.get(index);
        }
    }
}
