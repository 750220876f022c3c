package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import org.junit.jupiter.api.Test;

class MarkerTest {

    private static ObjectNode column(ObjectNode profile, String name, double mean, double totalMean) {
        return profile.withArray("numeric")
                .addObject()
                .put("column", name)
                .put("mean", mean)
                .put("totalMean", totalMean)
                .put("marker", true);
    }

    private static void estimate(ObjectNode column, String key, double value, double lower, double upper) {
        column.putObject(key).put("value", value).put("lower", lower).put("upper", upper);
    }

    private static void undefined(ObjectNode column, String key) {
        column.putObject(key).putNull("value").put("valueUndefined", "RANGE");
    }

    @Test
    void saysTheIndex() {
        ObjectNode profile = Json.object();
        ObjectNode column = column(profile, "recency", 461, 162);
        estimate(column, "index", 284.6, 281.9, 287.3);
        ((ObjectNode) column.path("index")).put("customers", 1424);
        column.put("forming", true);
        ObjectNode level =
                profile.withArray("levels").addObject().put("column", "city").put("level", "Bonn");
        level.put("marker", true).put("totalShare", 0.1).putObject("share").put("value", 0.5);
        estimate(level, "index", 500, 450, 550);
        assertThat(Marker.of(profile))
                .extracting(marker -> marker.label() + ": " + marker.sentence())
                .containsExactly(
                        "city = Bonn: 50.0\u00a0% against 10.0\u00a0% of all, index 500 (450 to 550)",
                        "recency: 461 against 162 of all, index 284.6 (281.9 to 287.3), n\u00a0=\u00a01,424; formed by it");
    }

    /** Of a total that is not above 0 there is no index; of a mean below 0 there is one that nobody understands. */
    @Test
    void saysTheDifferenceWhereAnIndexMeansNothing() {
        ObjectNode profile = Json.object();
        ObjectNode first = column(profile, "balance", -3.25, -1);
        undefined(first, "index");
        estimate(first, "difference", -4.625, -5, -4.25);
        ObjectNode second = column(profile, "margin", -2, 4);
        estimate(second, "index", -50, -60, -40);
        estimate(second, "difference", -8, -9, -7);
        ObjectNode third = column(profile, "zero", 2, 0);
        undefined(third, "index");
        estimate(third, "difference", 3, 2, 4);
        assertThat(Marker.of(profile))
                .extracting(marker -> marker.label() + ": " + marker.sentence())
                .containsExactly(
                        "zero: 2 against 0 of all, difference to the others 3 (2 to 4)",
                        "balance: -3.25 against -1 of all, difference to the others -4.625 (-5 to -4.25)",
                        "margin: -2 against 4 of all, difference to the others -8 (-9 to -7)");
        assertThat(Marker.strengthOf(first)).isEqualTo(Math.log1p(4.625));
    }

    @Test
    void leavesOutWhatMayBeAsInAllCustomers() {
        ObjectNode profile = Json.object();
        estimate(column(profile, "wide", 2, 1), "index", 200, 63, 394);
        ObjectNode other = column(profile, "balance", -3, -1);
        undefined(other, "index");
        estimate(other, "difference", -2, -5, 1);
        ObjectNode unknown = column(profile, "unknown", -3, -1);
        undefined(unknown, "index");
        undefined(unknown, "difference");
        estimate(column(profile, "small", 1.1, 1).put("marker", false), "index", 110, 105, 115);
        assertThat(Marker.of(profile)).isEmpty();
    }
}
