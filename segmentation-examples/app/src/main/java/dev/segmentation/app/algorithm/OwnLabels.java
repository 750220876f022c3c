package dev.segmentation.app.algorithm;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segment;
import dev.segmentation.Typing;
import dev.segmentation.cluster.KMeansModel;

/** Labels that a fit gave and its model would not always give, such as those of a tree that was cut. */
final class OwnLabels {

    private OwnLabels() {}

    /** Labels of the fit; where the model has another one, that is the runner-up, and the margin is 0. */
    static Typing typing(Assignment labels, Typing byModel) {
        if (labels.segmentCount() == 1) {
            return byModel;
        }
        int[] runnersUp = new int[labels.size()];
        double[] margins = new double[labels.size()];
        for (int row = 0; row < margins.length; row++) {
            int nearest = byModel.assignment().label(row);
            boolean agreed = nearest == labels.label(row);
            runnersUp[row] = agreed ? byModel.runnerUp(row).map(Segment::index).orElseThrow() : nearest;
            margins[row] = agreed ? byModel.margin(row) : 0;
        }
        return Typing.of(labels, Assignment.copyOf(labels.segmentCount(), runnersUp), margins);
    }

    static Clustering clustering(Fit<KMeansModel> fit, ClusterData data, FeatureMatrix features) {
        return Clustering.of(fit, typing(fit.assignment(), fit.model().type(features)))
                .withCenters(data.inUnits(fit.model().centers()));
    }

    /** How many rows the model would put elsewhere. */
    static int differences(Fit<KMeansModel> fit, FeatureMatrix features) {
        Assignment byModel = fit.model().assign(features);
        int count = 0;
        for (int row = 0; row < byModel.size(); row++) {
            count += byModel.label(row) == fit.assignment().label(row) ? 0 : 1;
        }
        return count;
    }
}
