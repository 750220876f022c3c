package dev.segmentation.app.story;

import dev.segmentation.Segment;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Customers who went from one segment to another.
 *
 * @param from their segment before
 * @param to their segment after
 * @param customers how many
 */
record Flow(Segment from, Segment to, long customers) {

    /** The largest flows of anybody, ties in the order of the segments; fewer where fewer are. */
    static List<Flow> largest(MigrationMatrix migration, int howMany) {
        List<Flow> flows = new ArrayList<>();
        for (Segment from : migration.segments()) {
            for (Segment to : migration.segments()) {
                if (!from.equals(to) && migration.count(from, to) > 0) {
                    flows.add(new Flow(from, to, migration.count(from, to)));
                }
            }
        }
        return flows.stream()
                .sorted(Comparator.comparingLong(Flow::customers).reversed())
                .limit(howMany)
                .toList();
    }

    /** Such as {@code 194 from Occasional buyers to Lapsed buyers}. */
    @Override
    public String toString() {
        return Words.count(customers) + " from " + from + " to " + to;
    }
}
