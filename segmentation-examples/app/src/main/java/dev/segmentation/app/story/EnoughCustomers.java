package dev.segmentation.app.story;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.page.Report;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the customers of the first date can be cut into groups at all, told before k-means would refuse them. */
final class EnoughCustomers {

    private EnoughCustomers() {}

    /**
     * Refuses customers who are too few, or too much alike.
     *
     * @param features that form the groups, a row per customer
     * @param first the first of the dates to look at
     * @param segments how many groups are asked for; empty if the data shall tell
     */
    static void check(FeatureMatrix features, LocalDate first, OptionalInt segments) {
        int groups = segments.orElse(SegmentCount.MOST);
        long customers = features.rowCount();
        long least = Math.max(groups, Report.LEAST_CUSTOMERS);
        String before = " before " + first + ", the first of the four dates to look at";
        if (customers < least) {
            throw new InvalidInputException(
                    Reason.K_GT_N,
                    "only " + customers + (customers == 1 ? " customer" : " customers") + " bought" + before
                            + ", expected at least " + least
                            + "; give the purchases of more customers, or a longer history");
        }
        long different = different(features);
        if (different < groups) {
            throw new InvalidInputException(
                    Reason.K_GT_N,
                    "the " + customers + " customers who bought" + before + ", did so in no more than " + different
                            + (different == 1 ? " way" : " different ways") + ", expected at least " + groups
                            + " to make "
                            + (segments.isPresent() ? "as many" : "4 to 6")
                            + " groups; give the purchases of more customers"
                            + (different > 1 ? ", or lower --segments" : ""));
        }
    }

    private static long different(FeatureMatrix features) {
        Set<List<Double>> rows = new HashSet<>();
        int width = features.featureCount();
        double[] values = features.toRowMajorArray();
        for (int row = 0; row < features.rowCount() && rows.size() < SegmentCount.MOST_SHOWN; row++) {
            rows.add(Arrays.stream(values, row * width, (row + 1) * width)
                    .boxed()
                    .collect(Collectors.toList()));
        }
        return rows.size();
    }
}
