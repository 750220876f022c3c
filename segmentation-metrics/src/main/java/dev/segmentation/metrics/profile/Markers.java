package dev.segmentation.metrics.profile;

import dev.segmentation.internal.Arguments;

/**
 * From which difference on a column marks a segment.
 *
 * @param absolute as a share of the largest mean
 * @param relative as a share of the total's mean
 */
record Markers(double absolute, double relative) {

    static void check(double threshold, String name) {
        if (!(threshold > 0)) {
            throw Arguments.badParameter("Profiling.withMarkers", name, threshold, "more than 0");
        }
    }

    /** Whether a difference is large against the largest mean or against the total's; NaN is not. */
    NumericProfile.Marker of(double difference, double largest, double total) {
        double size = Math.abs(difference);
        boolean large = size > 0 && (size >= absolute * largest || size >= relative * Math.abs(total));
        return large ? NumericProfile.Marker.MARKER : NumericProfile.Marker.NONE;
    }

    @Override
    public String toString() {
        return "markers from " + absolute + " absolute or " + relative + " relative";
    }
}
