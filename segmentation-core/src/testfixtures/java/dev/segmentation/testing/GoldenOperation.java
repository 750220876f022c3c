package dev.segmentation.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * All golden cases of one operation, as a static {@code @RegisterExtension} of the class that compares them: when all
 * its tests have run, every expected value must have been read, but for the fields that are said to be left out.
 */
public final class GoldenOperation implements AfterAllCallback {

    private final String operation;

    private final List<GoldenCase> cases;

    /** Field to reason. */
    private final Map<String, String> leftOut;

    private GoldenOperation(String operation, List<GoldenCase> cases, Map<String, String> leftOut) {
        this.operation = operation;
        this.cases = cases;
        this.leftOut = leftOut;
    }

    /**
     * An operation of which every expected value is compared.
     *
     * @param operation such as {@code kmeans.lloyd}
     * @return its cases; without {@code -Dgolden} there may be none
     */
    public static GoldenOperation of(String operation) {
        return new GoldenOperation(operation, GoldenCases.of(operation), Map.of());
    }

    /**
     * Leaves a field out.
     *
     * @param field its path below the expected results, without indices, such as {@code tests.logrank}; all below it
     *     is left out too
     * @param reason why it is not compared, or where it is
     * @return a copy without the field
     */
    public GoldenOperation without(String field, String reason) {
        Map<String, String> more = new LinkedHashMap<>(leftOut);
        more.put(field, reason);
        return new GoldenOperation(operation, cases, more);
    }

    /**
     * The cases, the same objects at every call.
     *
     * @return the cases in the order of the file
     */
    public Stream<GoldenCase> cases() {
        return cases.stream();
    }

    /** Asserts that nothing expected was left unread, and that what is said to be left out is. */
    @Override
    public void afterAll(@Nullable ExtensionContext context) {
        TreeSet<String> unread = new TreeSet<>();
        cases.forEach(golden -> collect("", golden.expected(), unread));
        List<String> forgotten = new ArrayList<>();
        List<String> unused = new ArrayList<>(leftOut.keySet());
        for (String path : unread) {
            List<String> reasons = leftOut.keySet().stream()
                    .filter(field -> path.equals(field) || path.startsWith(field + "."))
                    .toList();
            unused.removeAll(reasons);
            if (reasons.isEmpty()) {
                forgotten.add(path);
            }
        }
        Assertions.assertThat(forgotten)
                .as("%s: expected fields that no test has read in full", operation)
                .isEmpty();
        if (!cases.isEmpty()) {
            Assertions.assertThat(unused)
                    .as("%s: fields said to be left out that are read in full, or are not there", operation)
                    .isEmpty();
        }
    }

    private static void collect(String path, JsonNode node, TreeSet<String> unread) {
        if (node.isObject()) {
            ReadNodes.children((ReadNodes.ReadObject) node).forEach(child -> {
                String below = path.isEmpty() ? child.getKey() : path + "." + child.getKey();
                collect(below, child.getValue(), unread);
                if (child.getValue().isValueNode() && !((ReadNodes.ReadObject) node).wasRead(child.getKey())) {
                    unread.add(below);
                }
            });
        } else if (node.isArray()) {
            ReadNodes.ReadArray array = (ReadNodes.ReadArray) node;
            for (int i = 0; i < array.size(); i++) {
                JsonNode child = array.unmarked(i);
                collect(path, child, unread);
                if (child.isValueNode() && !array.wasRead(i)) {
                    unread.add(path);
                }
            }
        }
    }
}
