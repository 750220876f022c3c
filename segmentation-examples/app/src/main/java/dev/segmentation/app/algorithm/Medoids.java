package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.app.io.Json;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.medoid.MedoidModel;

/** What the algorithms around medoids have in common. */
final class Medoids {

    private Medoids() {}

    /** Numbers by Euclidean distance, mixed columns by Gower's. */
    static Dissimilarity dissimilarity(ClusterData data) {
        return data.hasCategories() ? Gower.standard() : Dissimilarity.euclidean();
    }

    static Clustering of(Fit<MedoidModel> fit, ClusterData data) {
        MedoidModel model = fit.model();
        int[] rows = model.medoidRows().stream().mapToInt(Integer::intValue).toArray();
        FeatureTable features = data.raw().select(data.features());
        ObjectNode details = Json.object();
        details.put("dissimilarity", data.hasCategories() ? "gower" : "euclidean");
        details.set("medoidRows", Json.integers(rows)); // from 0, in the order of the file
        return Clustering.of(fit, model.type(data.table().select(data.features())))
                .withCenters(features.rows(rows))
                .withDetails(details)
                .withSentence("Centers are the values of real customers, the medoids.");
    }
}
