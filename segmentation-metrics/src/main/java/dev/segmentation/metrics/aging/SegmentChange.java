package dev.segmentation.metrics.aging;

import dev.segmentation.Segment;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a segment that survived changed within: how many customers it has, how far they are spread, and where they are.
 *
 * <p>These numbers describe; they have no intervals, and the two dates share customers.
 *
 * @param before the old segment
 * @param after the new one
 * @param sizeBefore customers of the old one
 * @param sizeAfter customers of the new one
 * @param radiusBefore the root of the mean squared distance of customers from their mean, over all features in their units; NaN
 *     if a feature has no value
 * @param radiusAfter the same of the new segment
 * @param features the change of each feature, in the order of the columns
 */
public record SegmentChange(
        Segment before,
        Segment after,
        int sizeBefore,
        int sizeAfter,
        double radiusBefore,
        double radiusAfter,
        List<Feature> features) {

    /**
     * Copies the list.
     *
     * @param before the old segment
     * @param after the new one
     * @param sizeBefore customers before
     * @param sizeAfter customers after
     * @param radiusBefore spread before
     * @param radiusAfter spread after
     * @param features the change of each feature
     */
    public SegmentChange {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        features = List.copyOf(features);
    }

    static SegmentChange of(Segment before, Segment after, List<String> names, GroupShape old, GroupShape now) {
        List<Feature> features = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            features.add(new Feature(
                    names.get(j),
                    old.means()[j],
                    now.means()[j],
                    old.deviations()[j],
                    now.deviations()[j],
                    old.skews()[j],
                    now.skews()[j]));
        }
        return new SegmentChange(before, after, old.size(), now.size(), old.radius(), now.radius(), features);
    }

    /** A head line and one line per feature. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("feature", "mean before", "after", "shift", "sd before", "after", "skew before", "after"));
        for (Feature feature : features) {
            table.add(List.of(
                    feature.name(),
                    shown(feature.meanBefore()),
                    shown(feature.meanAfter()),
                    shown(feature.shift()),
                    shown(feature.deviationBefore()),
                    shown(feature.deviationAfter()),
                    shown(feature.skewBefore()),
                    shown(feature.skewAfter())));
        }
        return String.format(
                        Locale.ROOT,
                        "%s as %s: size %d to %d, radius %s to %s%n",
                        before,
                        after,
                        sizeBefore,
                        sizeAfter,
                        shown(radiusBefore),
                        shown(radiusAfter))
                + TextTable.of(table);
    }

    private static String shown(double value) {
        return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4g", value);
    }

    /**
     * The change of one feature.
     *
     * @param name of the feature
     * @param meanBefore the mean of the old segment; NaN without a value
     * @param meanAfter the mean of the new one; NaN without a value
     * @param deviationBefore the standard deviation within the old one; NaN with fewer than two values
     * @param deviationAfter the standard deviation within the new one; NaN with fewer than two values
     * @param skewBefore m₃ / m₂<sup>3/2</sup> within the old one, 0 if symmetric; NaN if all values are equal
     * @param skewAfter m₃ / m₂<sup>3/2</sup> within the new one; NaN if all values are equal
     */
    public record Feature(
            String name,
            double meanBefore,
            double meanAfter,
            double deviationBefore,
            double deviationAfter,
            double skewBefore,
            double skewAfter) {

        /**
         * Checks that there is a name.
         *
         * @param name of the feature
         * @param meanBefore mean before
         * @param meanAfter mean after
         * @param deviationBefore spread before
         * @param deviationAfter spread after
         * @param skewBefore skew before
         * @param skewAfter skew after
         */
        public Feature {
            Objects.requireNonNull(name, "name");
        }

        /**
         * How far the mean moved, in standard deviations of the old segment.
         *
         * @return any number; NaN if the old segment does not vary or a mean is NaN
         */
        public double shift() {
            return deviationBefore > 0 ? (meanAfter - meanBefore) / deviationBefore : Double.NaN;
        }
    }
}
