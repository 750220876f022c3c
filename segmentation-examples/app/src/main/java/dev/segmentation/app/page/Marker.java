package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What tells a segment from the total: a column whose mean, or a level whose share, is another there.
 *
 * @param label the column, or the column and its level
 * @param strength how far it is from all customers, as much up as down; the larger the further
 * @param sentence such as {@code 461 against 162 of all, index 284.6 (281.9 to 287.3)}
 */
record Marker(String label, double strength, String sentence) {

    /** The index of all customers. */
    static final int LIKE_ALL = 100;

    /**
     * Those that the profile flags, the strongest first, but none of which the interval says that it may be as in all
     * customers.
     */
    static List<Marker> of(JsonNode profile) {
        List<Marker> markers = new ArrayList<>();
        for (JsonNode column : profile.path("numeric")) {
            if (marks(column)) {
                markers.add(new Marker(column.path("column").asText(), strengthOf(column), ofMean(column)));
            }
        }
        for (JsonNode level : profile.path("levels")) {
            if (marks(level)) {
                String label = level.path("column").asText() + " = "
                        + level.path("level").asText();
                markers.add(new Marker(label, strengthOf(level), ofShare(level)));
            }
        }
        markers.sort(Comparator.comparingDouble(Marker::strength).reversed());
        return markers;
    }

    private static boolean marks(JsonNode profile) {
        return profile.path("marker").asBoolean()
                && (hasIndex(profile)
                        ? !reaches(index(profile), LIKE_ALL)
                        : difference(profile).isDefined() && !reaches(difference(profile), 0));
    }

    /** Whether it differs in a column by more than chance, however little. */
    static boolean differs(JsonNode profile) {
        String flag = profile.path("flag").asText("none");
        return !flag.equals("none") || marks(profile);
    }

    private static boolean reaches(Measure measure, double value) {
        return measure.lower() <= value && measure.upper() >= value;
    }

    private static Measure index(JsonNode profile) {
        return Measure.of(profile.path("index"));
    }

    private static Measure difference(JsonNode profile) {
        return Measure.of(profile.path("difference"));
    }

    /** Of a mean below 0, or of a total that is not above 0, no multiple means anything. */
    private static boolean hasIndex(JsonNode profile) {
        return index(profile).value() >= 0;
    }

    private static String ofMean(JsonNode column) {
        String means = Unit.NUMBER.text(column.path("mean").asDouble(Double.NaN)) + " against "
                + Unit.NUMBER.text(column.path("totalMean").asDouble(Double.NaN)) + " of all, ";
        return means + (hasIndex(column) ? ofIndex(column) : ofDifference(column)) + ofForming(column);
    }

    private static String ofShare(JsonNode level) {
        return Unit.SHARE.text(level.path("share").path("value").asDouble(Double.NaN)) + " against "
                + Unit.SHARE.text(level.path("totalShare").asDouble(Double.NaN)) + " of all, " + ofIndex(level)
                + ofForming(level);
    }

    private static String ofIndex(JsonNode profile) {
        return "index " + Unit.NUMBER.sentence(index(profile));
    }

    private static String ofDifference(JsonNode profile) {
        return "difference to the others " + Unit.NUMBER.sentence(difference(profile));
    }

    private static String ofForming(JsonNode profile) {
        return profile.path("forming").asBoolean() ? "; formed by it" : "";
    }

    /** How far a column or level is from all customers, as much up as down; 0 if nobody knows. */
    static double strengthOf(JsonNode profile) {
        Measure index = index(profile);
        if (index.value() > 0) {
            return Math.abs(StrictMath.log(index.value() / LIKE_ALL));
        }
        Measure difference = difference(profile);
        double total = Math.abs(profile.path("totalMean").asDouble(Double.NaN));
        return difference.isDefined() && total > 0
                ? StrictMath.log1p(Math.abs(difference.value()) / total)
                : index.value() == 0 || difference.isDefined() ? Double.MAX_VALUE : 0;
    }
}
