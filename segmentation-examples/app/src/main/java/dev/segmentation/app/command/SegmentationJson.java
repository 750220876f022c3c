package dev.segmentation.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.FeatureTable;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.algorithm.Clustering;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.report.FitJson;
import dev.segmentation.app.report.SegmentTraits;
import java.util.List;

/**
 * The file {@code segmentation.json}. Plain k-means has the keys that it always had, and {@code names} if they were given; the
 * others have {@code names,
 * profile} and {@code algorithmDetails} as well, and {@code centers} are what the algorithm has as such, else means and most
 * frequent levels.
 */
final class SegmentationJson {

    private SegmentationJson() {}

    static ObjectNode of(
            String algorithm,
            FeatureColumns columns,
            String scale,
            Clustering found,
            SegmentTraits traits,
            double[] sizes,
            FeatureTable raw,
            List<Notice> notices) {
        ObjectNode json = Json.object();
        json.put("algorithm", algorithm);
        json.set("features", Json.texts(columns.all()));
        if (!columns.categorical().isEmpty()) {
            json.set("categorical", Json.texts(columns.categorical()));
        }
        json.put("segments", found.segments().size());
        if (found.details().isPresent() || found.isNamed()) {
            json.set(
                    "names",
                    Json.texts(found.segments().stream().map(Segment::name).toList()));
        }
        json.put("scale", scale);
        FitJson.add(json, found.report());
        json.set(
                "sizes",
                raw.isWeighted()
                        ? Json.numbers(sizes)
                        : Json.integers(found.assignment().sizes()));
        addCenters(json, columns.all(), found, traits);
        if (found.details().isPresent()) {
            json.set("profile", traits.json());
            json.set("algorithmDetails", found.details().get());
        }
        json.set("notices", Json.notices(notices));
        return json;
    }

    private static void addCenters(ObjectNode json, List<String> features, Clustering found, SegmentTraits traits) {
        ArrayNode rows = Json.array();
        ArrayNode reasons = Json.array();
        boolean undefined = false;
        for (int s = 0; s < found.segments().size(); s++) {
            ArrayNode row = rows.addArray();
            ArrayNode reason = reasons.addArray();
            for (String feature : features) {
                boolean known = addCenter(row, s, feature, found, traits);
                undefined |= !known;
                reason.add(known ? null : Reason.NO_OBSERVATIONS.name());
            }
        }
        json.set("centers", rows);
        if (undefined) {
            json.set("centersUndefined", reasons);
        }
    }

    private static boolean addCenter(
            ArrayNode row, int segment, String feature, Clustering found, SegmentTraits traits) {
        Center center = Center.of(segment, feature, found, traits);
        if (center.level().isPresent()) {
            row.add(center.level().get());
        } else if (Double.isNaN(center.value())) {
            row.addNull();
            return false;
        } else {
            row.add(center.value());
        }
        return true;
    }
}
