package dev.segmentation.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureMatrix;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** One golden case: data, inputs, parameters, and the results that an independent program found, with their tolerance. */
public final class GoldenCase {

    /** How an expected value is meant. */
    public enum Kind {
        /** An equality within the tolerance. */
        EQUAL,
        /** A cost to be reached or undercut. */
        AT_MOST,
        /** A score to be reached or exceeded. */
        AT_LEAST,
        /** A log-likelihood to be reached; the other fields describe that optimum. */
        AT_LEAST_LOG_LIKELIHOOD,
        /** Random by nature: an equality within the absolute tolerance. */
        STATISTICAL
    }

    private final JsonNode node;

    GoldenCase(JsonNode node) {
        this.node = node;
    }

    /**
     * The name of the case.
     *
     * @return unique among all cases
     */
    public String id() {
        return node.get("id").asText();
    }

    /**
     * The whole case, for the fields that have no accessor here.
     *
     * @return the node
     */
    public JsonNode node() {
        return node;
    }

    /**
     * The description of the data.
     *
     * @return file, columns, rows and more in words; a null node where everything is in the inputs
     */
    public JsonNode dataset() {
        return node.get("dataset");
    }

    /**
     * Labels, start values, tables.
     *
     * @return the node
     */
    public JsonNode inputs() {
        return node.get("inputs");
    }

    /**
     * Settings.
     *
     * @return the node
     */
    public JsonNode parameters() {
        return node.get("parameters");
    }

    /**
     * Results.
     *
     * @return the node
     */
    public JsonNode expected() {
        return node.get("expected");
    }

    /**
     * The whole data set.
     *
     * @return all its columns
     */
    public CsvTable table() {
        return GoldenCases.table(dataset().get("file").asText());
    }

    /**
     * One column of the data set.
     *
     * @param name the column
     * @return one text per row, empty where missing
     */
    public String[] column(String name) {
        return table().column(name);
    }

    /**
     * The numeric columns that the case names, or all of the file if it names none.
     *
     * @return the matrix, NaN where a value is missing; a filter or transform given in words is not applied
     */
    public FeatureMatrix matrix() {
        CsvTable table = table();
        List<String> names = new ArrayList<>();
        dataset().path("columns").forEach(name -> names.add(name.asText()));
        if (names.isEmpty()) {
            names.addAll(table.names());
        }
        double[][] rows = new double[table.rowCount()][names.size()];
        for (int j = 0; j < names.size(); j++) {
            double[] column = table.numbers(names.get(j));
            for (int i = 0; i < column.length; i++) {
                rows[i][j] = column[i];
            }
        }
        return FeatureMatrix.copyOf(names, rows);
    }

    /**
     * A number, or one of the texts "NaN", "Infinity", "-Infinity"; null, which is "not defined", becomes NaN.
     *
     * @param value a node
     * @return its value
     */
    public double number(JsonNode value) {
        if (value.isNull()) {
            return Double.NaN;
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return Double.parseDouble(value.asText());
    }

    /**
     * An array of numbers.
     *
     * @param array a node
     * @return its values
     */
    public double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(array.get(i));
        }
        return values;
    }

    /**
     * An array of rows of numbers.
     *
     * @param array a node
     * @return its rows
     */
    public double[][] doubles2(JsonNode array) {
        double[][] rows = new double[array.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = doubles(array.get(i));
        }
        return rows;
    }

    /**
     * An array of whole numbers, such as labels.
     *
     * @param array a node
     * @return its values
     */
    public int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            if (!array.get(i).canConvertToExactIntegral()) {
                throw new IllegalArgumentException(id() + ": " + array.get(i) + " is not a whole number");
            }
            values[i] = array.get(i).intValue();
        }
        return values;
    }

    /**
     * An array of texts, such as state names.
     *
     * @param array a node
     * @return its values
     */
    public List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }

    /**
     * How the expected values are meant.
     *
     * @return an equality unless the case says otherwise
     */
    public Kind kind() {
        String kind = node.path("tolerance").path("kind").asText("");
        return switch (kind) {
            case "" -> Kind.EQUAL;
            case "atMost" -> Kind.AT_MOST;
            case "atLeast" -> Kind.AT_LEAST;
            case "atLeastLogLikelihood" -> Kind.AT_LEAST_LOG_LIKELIHOOD;
            case "statistical" -> Kind.STATISTICAL;
            default -> throw new IllegalArgumentException(id() + ": unknown kind of tolerance " + kind);
        };
    }

    /**
     * The relative tolerance of a field.
     *
     * @param field its name, at any depth
     * @return the field's own tolerance if it has one, else that of the case
     */
    public double relative(String field) {
        JsonNode tolerance = node.path("tolerance");
        JsonNode own = tolerance.path("fields").path(field);
        return own.isNumber() ? own.doubleValue() : tolerance.path("relative").asDouble(0);
    }

    /**
     * The absolute tolerance.
     *
     * @return at least 0
     */
    public double absolute() {
        return node.path("tolerance").path("absolute").asDouble(0);
    }

    /**
     * Asserts |actual − expected| ≤ absolute + relative · |expected|; what is not finite must be the same.
     *
     * @param field the expected field, which may have a tolerance of its own
     * @param actual what the library computed
     * @param expected what the case says
     */
    public void assertClose(String field, double actual, double expected) {
        if (Double.isFinite(expected)) {
            double bound = absolute() + relative(field) * Math.abs(expected);
            Assertions.assertThat(Math.abs(actual - expected))
                    .as("%s: |%s − expected| where %s = %s, expected %s", id(), field, field, actual, expected)
                    .isLessThanOrEqualTo(bound);
        } else {
            Assertions.assertThat(actual).as("%s: %s", id(), field).isEqualTo(Double.valueOf(expected)); // NaN is NaN
        }
    }

    /**
     * Asserts {@link #assertClose(String, double, double)} for every element.
     *
     * @param field the expected field
     * @param actual what the library computed
     * @param expected what the case says
     */
    public void assertClose(String field, double[] actual, double[] expected) {
        Assertions.assertThat(actual).as("%s: %s", id(), field).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertClose(field, actual[i], expected[i]);
        }
    }

    /**
     * Asserts {@link #assertClose(String, double, double)} for a number field of the expected results.
     *
     * @param field the field
     * @param actual what the library computed
     */
    public void assertClose(String field, double actual) {
        assertClose(field, actual, number(required(field)));
    }

    /**
     * Asserts that a cost ({@link Kind#AT_MOST}) or score ({@link Kind#AT_LEAST}) reaches a field of the expected results.
     *
     * @param field the field
     * @param actual what the library computed
     */
    public void assertReached(String field, double actual) {
        double expected = number(required(field));
        Assertions.assertThat(actual).as("%s: %s", id(), field).isNotNaN();
        double slack = relative(field) * Math.abs(expected);
        switch (kind()) {
            case AT_MOST ->
                Assertions.assertThat(actual).as("%s: %s", id(), field).isLessThanOrEqualTo(expected + slack);
            case AT_LEAST ->
                Assertions.assertThat(actual).as("%s: %s", id(), field).isGreaterThanOrEqualTo(expected - slack);
            case AT_LEAST_LOG_LIKELIHOOD ->
                Assertions.assertThat(actual).as("%s: %s", id(), field).isGreaterThanOrEqualTo(expected - absolute());
            case EQUAL, STATISTICAL -> throw new IllegalArgumentException(id() + " is no bar; use assertClose");
        }
    }

    private JsonNode required(String field) {
        JsonNode value = expected().get(field);
        if (value == null) {
            throw new IllegalArgumentException(id() + ": nothing expected is called " + field);
        }
        return value;
    }

    @Override
    public String toString() {
        return id();
    }
}
