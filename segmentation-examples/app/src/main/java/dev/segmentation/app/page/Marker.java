package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What tells a segment from the total: a column whose mean, or a level whose share, is another there.
 *
 * @param label the column, or the column and its level
 * @param index against the total, where 100 is like all
 * @param sentence such as {@code 461 against 162 of all, index 284.6 (281.9 to 287.3)}
 */
record Marker(String label, Measure index, String sentence) {

    /** The index of all customers. */
    static final int LIKE_ALL = 100;

    /** Those that the profile flags, the strongest first. */
    static List<Marker> of(JsonNode profile) {
        List<Marker> markers = new ArrayList<>();
        profile.path("numeric")
                .forEach(column -> add(markers, column, column.path("column").asText(), "mean"));
        profile.path("levels")
                .forEach(level -> add(
                        markers,
                        level,
                        level.path("column").asText() + " = "
                                + level.path("level").asText(),
                        "share"));
        markers.sort(Comparator.<Marker>comparingDouble(marker -> strength(marker.index()))
                .reversed());
        return markers;
    }

    private static void add(List<Marker> markers, JsonNode profile, String label, String what) {
        Measure index = Measure.of(profile.path("index"));
        if (profile.path("marker").asBoolean() && index.isDefined()) {
            boolean share = what.equals("share");
            String value = share
                    ? Unit.SHARE.text(profile.path(what).path("value").asDouble())
                    : Unit.NUMBER.text(profile.path(what).asDouble());
            String total = share
                    ? Unit.SHARE.text(profile.path("totalShare").asDouble())
                    : Unit.NUMBER.text(profile.path("totalMean").asDouble());
            markers.add(new Marker(
                    label,
                    index,
                    value + " against " + total + " of all, " + "index " + Unit.NUMBER.sentence(index)
                            + (profile.path("forming").asBoolean() ? "; formed by it" : "")));
        }
    }

    /** How far an index is from that of all customers, as much up as down. */
    static double strength(Measure index) {
        double times = index.value() / LIKE_ALL;
        return times > 0 ? Math.abs(StrictMath.log(times)) : index.isDefined() ? Double.MAX_VALUE : 0;
    }
}
