package dev.segmentation.app.story;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.app.report.Comparison;

/** A way to cut customers: learned once, on the first date, and applied unchanged to every later one. */
interface Method {

    /** For people, such as {@code k-means}. */
    String title();

    /** What it does, in one sentence for people. */
    String introduction();

    /** For files, such as {@code kmeans}. */
    String folder();

    /** What forms the segments, as the method looks at it. */
    FeatureMatrix features(Snapshot snapshot);

    /** By what customers are compared. */
    Comparison comparison();

    /** Puts every customer of a date into a named segment, by the model as it was read back from its file. */
    Segmentation segment(Snapshot snapshot);

    /** The file of the model, by which the command {@code score} does the same. */
    String model();
}
