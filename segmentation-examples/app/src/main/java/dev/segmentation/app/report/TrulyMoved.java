package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.Estimate;
import dev.segmentation.metrics.noise.CorrectedMigration;
import java.util.OptionalLong;

/**
 * What is told of the customers who truly moved, the same on the screen and in the report: the unbiased share, since the most
 * likely one is too large near 0, with the interval of what is possible, which contains it wherever it starts above 0.
 *
 * @param kind what may be told
 * @param share unbiased, at most 1; NaN but for {@link Kind#SHARE}
 * @param lower of the interval; NaN if nothing may be told
 * @param upper of the interval; NaN if nothing may be told
 * @param customers who made it; empty if that is not known
 */
public record TrulyMoved(Kind kind, double share, double lower, double upper, OptionalLong customers) {

    /** What may be told. */
    public enum Kind {
        /** A share with its interval. */
        SHARE,
        /** The upper end only, since it may be nobody. */
        AT_MOST,
        /** Nothing, since the counts contradict the typing error. */
        CONTRADICTED,
        /** Nothing, since the typing error leaves everything open, or nobody is at both dates. */
        OPEN
    }

    /**
     * Of a correction.
     *
     * @param corrected for the typing error
     * @return what is told of it
     */
    public static TrulyMoved of(CorrectedMigration corrected) {
        Estimate moved = corrected.moved();
        return of(
                corrected.overstated(),
                corrected.movedUnbiased().value(),
                moved.lower(),
                moved.upper(),
                OptionalLong.of(moved.customers()));
    }

    /**
     * Of a correction in a file.
     *
     * @param noise as {@link MigrationFiles#addNoise} made it
     * @return what is told of it
     */
    public static TrulyMoved of(JsonNode noise) {
        JsonNode corrected = noise.path("corrected");
        return of(
                noise.path("overstated").asBoolean(),
                number(noise.path("movedUnbiased")),
                number(corrected.path("lower")),
                number(corrected.path("upper")),
                corrected.path("customers").isNumber()
                        ? OptionalLong.of(corrected.path("customers").asLong())
                        : OptionalLong.empty());
    }

    private static TrulyMoved of(
            boolean overstated, double unbiased, double lower, double upper, OptionalLong customers) {
        if (Double.isNaN(lower) || Double.isNaN(upper)) {
            return new TrulyMoved(Kind.OPEN, Double.NaN, Double.NaN, Double.NaN, customers);
        }
        if (overstated) {
            return new TrulyMoved(Kind.CONTRADICTED, Double.NaN, Double.NaN, Double.NaN, customers);
        }
        return lower > 0
                ? new TrulyMoved(Kind.SHARE, Math.min(1, unbiased), lower, upper, customers)
                : new TrulyMoved(Kind.AT_MOST, Double.NaN, lower, upper, customers);
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }
}
