package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.app.io.ReasonWords;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * A number of a file, with its interval and the customers it rests on where the file has them.
 *
 * @param value NaN if undefined
 * @param lower NaN if there is no interval
 * @param upper NaN if there is none
 * @param customers empty if the file does not say
 * @param undefined why it is, empty if it is defined
 */
record Measure(double value, double lower, double upper, OptionalLong customers, String undefined) {

    private static final MathContext FEW_DIGITS = new MathContext(2, RoundingMode.HALF_EVEN);

    /** A number that may not be told. */
    static final Measure HIDDEN =
            new Measure(Double.NaN, Double.NaN, Double.NaN, OptionalLong.empty(), DataTable.HIDDEN);

    /** Of an object that holds {@code value, lower, upper, customers}. */
    static Measure of(JsonNode node) {
        if (Redaction.isHidden(node)) {
            return HIDDEN;
        }
        return new Measure(
                number(node.path("value")),
                number(node.path("lower")),
                number(node.path("upper")),
                node.path("customers").isNumber()
                        ? OptionalLong.of(node.path("customers").asLong())
                        : OptionalLong.empty(),
                reason(node, "value"));
    }

    /** Of a key of an object, with the interval in another place. */
    static Measure of(JsonNode object, String key, JsonNode interval) {
        return new Measure(
                number(object.path(key)),
                number(interval.path("lower")),
                number(interval.path("upper")),
                OptionalLong.empty(),
                reason(object, key));
    }

    /** A number of an array, with its interval in another one, and what is said if it is undefined. */
    static Measure of(JsonNode value, JsonNode interval, String ifUndefined) {
        return new Measure(
                number(value),
                number(interval.path("lower")),
                number(interval.path("upper")),
                OptionalLong.empty(),
                value.isNumber() ? "" : ReasonWords.of(ifUndefined));
    }

    /** A number without an interval. */
    static Measure exactly(JsonNode object, String key) {
        return of(object, key, object.path(""));
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    private static String reason(JsonNode object, String key) {
        return object.path(key).isNumber()
                ? ""
                : ReasonWords.of(object.path(key + "Undefined").asText("not known"));
    }

    Measure withCustomers(long count) {
        return new Measure(value, lower, upper, OptionalLong.of(count), undefined);
    }

    /** As {@link Unit#text} would write it, if it is undefined. */
    String withoutValue() {
        return isHidden() ? DataTable.HIDDEN : "undefined: " + undefined;
    }

    /** The same with few digits, so that nobody computes from it what is hidden. */
    Measure rounded() {
        return new Measure(rounded(value), rounded(lower), rounded(upper), customers, undefined);
    }

    private static double rounded(double number) {
        return Double.isFinite(number)
                ? new BigDecimal(number).round(FEW_DIGITS).doubleValue()
                : number;
    }

    /** Whether it may not be told. */
    boolean isHidden() {
        return undefined.equals(DataTable.HIDDEN);
    }

    boolean isDefined() {
        return undefined.isEmpty();
    }

    /** An interval without width is none: it does not say that the number is known. */
    boolean hasInterval() {
        return (Double.isFinite(lower) || Double.isFinite(upper)) && !hasNoWidth();
    }

    /** Whether the interval is a single number: that of an exact computation, or of draws that all came out alike. */
    boolean hasNoWidth() {
        return Double.isFinite(lower) && lower == upper;
    }
}
