package dev.segmentation.app.algorithm;

import static dev.segmentation.app.algorithm.ClusterOptions.with;

import dev.segmentation.Execution;
import dev.segmentation.Fit;
import dev.segmentation.medoid.MedoidModel;
import dev.segmentation.medoid.MedoidSilhouette;
import java.util.Locale;

/** {@link MedoidSilhouette}. */
final class MedoidSilhouetteAlgorithm implements ClusterAlgorithm {

    /** Unless the user says otherwise; fewer for few customers, since medoids that are all customers fit perfectly. */
    private static final int MOST = 10;

    @Override
    public String name() {
        return "medoid-silhouette";
    }

    @Override
    public String description() {
        return "medoids, as many as separate best, at most K";
    }

    @Override
    public Needs needs() {
        return Needs.of(Columns.ANY, Needs.Scaling.SCALED)
                .withSegmentNumber(Needs.SegmentNumber.AT_MOST)
                .taking(ClusterOption.SEED, ClusterOption.RESTARTS, ClusterOption.MAX_ITERATIONS);
    }

    @Override
    public Clustering fit(ClusterData data, ClusterOptions options, Execution execution) {
        int most = options.segments()
                .orElse(Math.max(1, Math.min(MOST, data.table().rowCount() / 2)));
        MedoidSilhouette config = most == 1 ? MedoidSilhouette.of(1) : MedoidSilhouette.between(2, most);
        config = config.withDissimilarity(Medoids.dissimilarity(data));
        config = with(config, options.seed(), MedoidSilhouette::withSeed);
        config = with(config, options.restarts(), MedoidSilhouette::withRestarts);
        config = with(config, options.maxIterations(), MedoidSilhouette::withMaxIterations);
        Fit<MedoidModel> fit = config.fit(data.table().select(data.features()), execution);
        Clustering found = Medoids.of(fit, data);
        return fit.model().segmentCount() == 1
                ? found
                : found.withSentence(String.format(
                        Locale.ROOT,
                        "Average medoid silhouette %.4f, the best of 2 to %d segments.",
                        1 - fit.report().objective(),
                        most));
    }
}
