package dev.segmentation.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.testing.BadInputData;
import dev.segmentation.testing.CsvTable;
import dev.segmentation.testing.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * One line of {@code bad-input.csv}: the input, and what must come of it. The {@code must…} methods assert that the
 * line allows what the library does, so that test and table cannot drift apart.
 */
final class BadInputCase {

    /** What drives the library with the input of a case. */
    @FunctionalInterface
    interface Check {
        void on(BadInputCase bad) throws Exception;
    }

    /** The table's names of parameters, and ours. */
    private static final Map<String, String> PARAMETERS =
            Map.of("k", "segmentCount", "max_iter", "maxIterations", "tol", "tolerance");

    /** The table's reasons where ours have other names; for all others they are the same. */
    private static final Map<String, Reason> REASONS = Map.of(
            "ONE_CLUSTER", Reason.SINGLE_SEGMENT,
            "ALL_SINGLETONS", Reason.NO_WITHIN_VARIATION,
            "ZERO_WITHIN", Reason.NO_WITHIN_VARIATION,
            "ONE_OBSERVATION", Reason.NO_OBSERVATIONS,
            "ZERO_MARGIN", Reason.SINGLE_SEGMENT,
            "NULL_LABEL", Reason.BAD_NAME,
            "DUPLICATE_SEGMENT", Reason.BAD_NAME,
            "NOT_SQUARE", Reason.RAGGED,
            "SINGULAR", Reason.SINGULAR_COVARIANCE,
            "MALFORMED_INPUT", Reason.BAD_FILE);

    private final String id;
    private final String issue;
    private final String title;
    private final JsonNode input;
    private final String required;
    private Optional<BadInputData> data = Optional.empty();

    private BadInputCase(String id, String issue, String title, JsonNode input, String required) {
        this.id = id;
        this.issue = issue;
        this.title = title;
        this.input = input;
        this.required = required;
    }

    static List<BadInputCase> all() {
        try (InputStream in = Objects.requireNonNull(BadInputCase.class.getResourceAsStream("/bad-input.csv"))) {
            CsvTable table = CsvTable.read(in);
            ObjectMapper json = new ObjectMapper();
            List<BadInputCase> cases = new ArrayList<>();
            for (int i = 0; i < table.rowCount(); i++) {
                cases.add(new BadInputCase(
                        table.column("id")[i],
                        table.column("issue")[i],
                        table.column("title")[i],
                        json.readTree(table.column("input")[i]),
                        table.column("required_behaviour")[i]));
            }
            return cases;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String id() {
        return id;
    }

    /** The issue by which the case must pass, such as "1", or "later". */
    String issue() {
        return issue;
    }

    JsonNode input() {
        return input;
    }

    /** The rows that the input describes; none if it describes none. */
    BadInputData data() {
        if (data.isEmpty()) {
            data = Optional.of(input.path("data").has("gen") ? BadInputData.make(input.get("data")) : none());
        }
        return data.get();
    }

    /** The rows as a matrix, under the names that the input gives. */
    FeatureMatrix matrix() {
        return FeatureMatrix.copyOf(columns("columns"), data().rows());
    }

    /** Names of features: the input's, or x0, x1, … */
    List<String> columns(String field) {
        List<String> names = new ArrayList<>();
        input.path(field).forEach(name -> names.add(name.asText()));
        return names.isEmpty() ? data().featureNames() : names;
    }

    int k() {
        return input.get("k").asInt();
    }

    /** Asserts that a call is refused for a reason that the table allows, and that the message gives nobody away. */
    InvalidInputException mustReject(Reason reason, ThrowingCallable call) {
        mustAllow("REJECT", reason);
        InvalidInputException refused = Refusals.refused(reason, call);
        int parameter = required.indexOf("REJECT(" + reason + ":");
        if (parameter >= 0) {
            String name = required.substring(required.indexOf(':', parameter) + 1, required.indexOf(')', parameter));
            assertThat(refused.name().orElseThrow()).isIn(name, PARAMETERS.getOrDefault(name, name));
        }
        for (Throwable thrown = refused; thrown != null; thrown = thrown.getCause()) {
            mustNotTell(thrown.toString());
        }
        return refused;
    }

    /** Asserts that there is a notice of a reason that the table asks for, and that it gives nobody away. */
    Notice mustFlag(Reason reason, List<Notice> notices) {
        assertThat(required).contains("FLAG(" + reason);
        assertThat(notices).extracting(Notice::reason).contains(reason);
        Notice notice = notices.stream()
                .filter(found -> found.reason() == reason)
                .findFirst()
                .orElseThrow();
        assertThat(notice.message().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
        mustNotTell(notice.toString());
        return notice;
    }

    /** Asserts that the table wants this flag. */
    void mustFlag(Reason reason, Optional<Reason> found) {
        assertThat(required).contains("FLAG(" + reason);
        assertThat(found).contains(reason);
    }

    /** Asserts that the table lets the call return. */
    void mayAccept() {
        assertThat(required).containsPattern("ACCEPT[(|]");
    }

    /** Asserts that the table wants this number to be undefined for that reason. */
    void mustBeUndefined(Reason reason, double value, Reason found) {
        mustAllow("UNDEF", reason);
        assertThat(value).isNaN();
        assertThat(found).isEqualTo(reason);
    }

    /** Asserts that the table asks for a reason under our name or under its own. */
    private void mustAllow(String behavior, Reason reason) {
        assertThat(required)
                .containsPattern(behavior + "\\((" + reason
                        + REASONS.keySet().stream()
                                .filter(name -> REASONS.get(name) == reason)
                                .map(name -> "|" + name)
                                .collect(Collectors.joining())
                        + ")\\b");
    }

    /** Asserts that a text has no customer id and no cell value of the input in it. */
    void mustNotTell(String text) {
        for (String secret : secrets()) {
            assertThat(text).doesNotContain(secret);
        }
    }

    /** Asserts that the rows have the bits that they had before. */
    void assertInputUntouched() {
        if (data.isPresent() && input.path("data").has("gen")) {
            assertThat(Arrays.deepEquals( // by bits, so that NaN equals NaN, and 0 does not equal −0
                            data().rows(), BadInputData.make(input.get("data")).rows()))
                    .as("input untouched")
                    .isTrue();
        }
    }

    /** Asserts that rows are together in one assignment if they are in the other. */
    static void assertSamePartition(Assignment found, int[] expected) {
        assertThat(canonical(found.toArray())).containsExactly(canonical(expected));
    }

    private static int[] canonical(int[] labels) {
        List<Integer> order = new ArrayList<>();
        int[] numbered = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (!order.contains(labels[i])) {
                order.add(labels[i]);
            }
            numbered[i] = order.indexOf(labels[i]);
        }
        return numbered;
    }

    /** Ids, and values long enough not to be anything else. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (String field : List.of("t0_rows", "t1_rows", "transactions")) {
            input.path(field).forEach(row -> secrets.add(row.get(0).asText()));
        }
        for (String field : List.of("t0", "t1")) {
            input.path(field).forEach(ids -> ids.forEach(customer -> secrets.add(customer.asText())));
        }
        input.path("customers").forEach(customer -> secrets.add(customer.asText()));
        for (double[] row : data().rows()) {
            for (double value : row) {
                secrets.add(Double.toString(value));
            }
        }
        secrets.removeIf(secret -> secret.isBlank() || secret.length() < 2 || secret.equals("null"));
        secrets.removeIf(secret -> secret.length() < 6 && secret.matches("[-\\d.]+|NaN"));
        return secrets;
    }

    private static BadInputData none() {
        return BadInputData.make(new ObjectMapper().createObjectNode().put("gen", "empty"));
    }

    @Override
    public String toString() {
        return id + " " + title;
    }
}
