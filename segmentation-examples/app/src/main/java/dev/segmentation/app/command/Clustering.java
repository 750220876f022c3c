package dev.segmentation.app.command;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitReport;
import dev.segmentation.SegmentationModel;
import dev.segmentation.Typing;

/**
 * What an algorithm of the registry found, in the units that it was given.
 *
 * @param assignment the segment of each row
 * @param typing how clearly each row belongs there
 * @param centers one row per segment
 * @param model what labels later customers
 * @param report how the fit went
 */
record Clustering(
        Assignment assignment, Typing typing, FeatureMatrix centers, SegmentationModel model, FitReport report) {}
