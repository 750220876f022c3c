package dev.segmentation.app.command;

import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;

/** {@link KMeans}. */
final class KMeansAlgorithm implements ClusterAlgorithm {

    @Override
    public String name() {
        return "kmeans";
    }

    @Override
    public Clustering fit(FeatureMatrix features, Options options, Execution execution) {
        KMeans config = KMeans.of(options.segments());
        if (options.seed().isPresent()) {
            config = config.withSeed(options.seed().getAsLong());
        }
        if (options.restarts().isPresent()) {
            config = config.withRestarts(options.restarts().getAsInt());
        }
        if (options.maxIterations().isPresent()) {
            config = config.withMaxIterations(options.maxIterations().getAsInt());
        }
        if (options.tolerance().isPresent()) {
            config = config.withTolerance(options.tolerance().getAsDouble());
        }
        if (options.initialCenters().isPresent()) {
            config = config.withSeeding(options.initialCenters().get());
        }
        Fit<KMeansModel> fit = config.fit(features, execution);
        KMeansModel model = fit.model();
        return new Clustering(fit.assignment(), model.type(features), model.centers(), model, fit.report());
    }
}
