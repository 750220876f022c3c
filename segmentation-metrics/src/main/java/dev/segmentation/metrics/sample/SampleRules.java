package dev.segmentation.metrics.sample;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.List;

/**
 * Whether there are enough customers to look for segments at all, by rules of thumb: at least 70 rows per feature, better
 * 100, and 10 per feature and segment.
 *
 * <p>Features are those that form the segments; descriptors do not count. 70 is what the harder simulated cases of market
 * segmentation needed, 100 what data with response styles or redundant items need; both are conventions of that field, so
 * set them as yours demands. Below the first there are too few rows, from the second on there are plenty.
 *
 * <p><b>References:</b> S. Dolnicar, B. Grün, F. Leisch and K. Schmidt (2014), J. Travel Res. 53, 296–306,
 * doi:10.1177/0047287513496475; S. Dolnicar, B. Grün and F. Leisch (2016), J. Bus. Res. 69, 992–999,
 * doi:10.1016/j.jbusres.2015.09.004; W. Qiu and H. Joe (2009), clusterGeneration (10 per feature and segment).
 */
public final class SampleRules {

    private final int minimum;
    private final int comfortable;
    private final int perSegment;

    private SampleRules(int minimum, int comfortable, int perSegment) {
        this.minimum = minimum;
        this.comfortable = comfortable;
        this.perSegment = perSegment;
    }

    /**
     * 70 and 100 rows per feature, 10 per feature and segment.
     *
     * @return the rules
     */
    public static SampleRules standard() {
        return new SampleRules(70, 100, 10);
    }

    /**
     * Sets how many rows per feature are the least, by default 70.
     *
     * @param value at least 1 and at most those that are plenty
     * @return new rules
     * @throws InvalidInputException if it is out of range
     */
    public SampleRules withMinimumPerFeature(int value) {
        String where = "SampleRules.withMinimumPerFeature";
        Arguments.atLeast(1, value, where, "minimumPerFeature", "70 is usual");
        if (value > comfortable) {
            throw Arguments.badParameter(
                    where, "minimumPerFeature", value, "at most comfortablePerFeature = " + comfortable);
        }
        return new SampleRules(value, comfortable, perSegment);
    }

    /**
     * Sets how many rows per feature are plenty, by default 100.
     *
     * @param value at least the minimum
     * @return new rules
     * @throws InvalidInputException if it is out of range
     */
    public SampleRules withComfortablePerFeature(int value) {
        Arguments.atLeast(
                minimum, value, "SampleRules.withComfortablePerFeature", "comfortablePerFeature", "100 is usual");
        return new SampleRules(minimum, value, perSegment);
    }

    /**
     * Sets how many rows per feature and segment are the least, by default 10.
     *
     * @param value at least 1
     * @return new rules
     * @throws InvalidInputException if it is below 1
     */
    public SampleRules withMinimumPerFeatureAndSegment(int value) {
        Arguments.atLeast(
                1, value, "SampleRules.withMinimumPerFeatureAndSegment", "minimumPerFeatureAndSegment", "10 is usual");
        return new SampleRules(minimum, comfortable, value);
    }

    /**
     * Compares a sample with the rules.
     *
     * @param rows customers
     * @param featureCount features that form the segments, at least 1
     * @param segmentCount segments wanted, at least 1
     * @return which rules are met, and how many rows are missing for the others
     * @throws InvalidInputException if a number is out of range ({@link Reason#BAD_PARAM})
     */
    public SampleAdequacy check(long rows, int featureCount, int segmentCount) {
        if (rows < 0) {
            throw Arguments.badParameter("SampleRules.check", "rows", rows, "at least 0");
        }
        Arguments.atLeast(1, featureCount, "SampleRules.check", "featureCount", "count those that form the segments");
        Arguments.atLeast(1, segmentCount, "SampleRules.check", "segmentCount", "1 is no segmentation");
        long p = featureCount;
        return new SampleAdequacy(
                rows,
                List.of(
                        rule("at least " + minimum + " rows per feature", minimum * p, rows),
                        rule(
                                "at least " + perSegment + " rows per feature and segment",
                                Math.multiplyExact(perSegment * p, (long) segmentCount),
                                rows)),
                rule("plenty, " + comfortable + " rows per feature", comfortable * p, rows));
    }

    private static SampleAdequacy.Rule rule(String name, long required, long rows) {
        return new SampleAdequacy.Rule(name, required, Math.max(0, required - rows));
    }

    @Override
    public String toString() {
        return "SampleRules[at least " + minimum + " rows per feature, plenty from " + comfortable + ", " + perSegment
                + " per feature and segment]";
    }
}
