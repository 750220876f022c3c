package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;

/** Elements of arrays of the files. */
final class Elements {

    private Elements() {}

    /** The one whose key is a text; missing if there is none. */
    static JsonNode find(JsonNode array, String key, String text) {
        for (JsonNode element : array) {
            if (element.path(key).asText().equals(text)) {
                return element;
            }
        }
        return array.path("");
    }

    /** The value of {@code p, value} at a probability. */
    static Measure quantile(JsonNode quantiles, double p) {
        for (JsonNode quantile : quantiles) {
            if (quantile.path("p").asDouble() == p) {
                return Redaction.isHidden(quantile) ? Measure.HIDDEN : Measure.exactly(quantile, "value");
            }
        }
        return Measure.exactly(quantiles, "value");
    }
}
