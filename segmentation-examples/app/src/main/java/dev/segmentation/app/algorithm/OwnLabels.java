package dev.segmentation.app.algorithm;

import dev.segmentation.Assignment;
import dev.segmentation.Segment;
import dev.segmentation.Typing;

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
}
