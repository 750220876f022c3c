package dev.segmentation.app.report;

import dev.segmentation.metrics.value.ValueBridge;
import dev.segmentation.metrics.value.ValueMigration;
import java.math.BigDecimal;

/**
 * What a step did to value, and the value of those who are there without a segment.
 *
 * @param bridge between the two dates, in which those who became unscored count as lost, and as acquired when scored again
 * @param flows the same, with them apart
 * @param contributors how many customers are behind its amounts
 * @param unscoredBefore what customers without a segment were worth at the earlier date; in no amount of the bridge
 * @param unscoredAfter what they are worth at the later date
 */
public record StepValue(
        ValueBridge bridge,
        ValueMigration flows,
        Contributors contributors,
        BigDecimal unscoredBefore,
        BigDecimal unscoredAfter) {

    /**
     * Of customers who all have a segment.
     *
     * @param bridge between the two dates
     * @param flows the same
     * @param contributors how many customers are behind its amounts
     * @return all, and nobody without a segment
     */
    public static StepValue of(ValueBridge bridge, ValueMigration flows, Contributors contributors) {
        return new StepValue(bridge, flows, contributors, BigDecimal.ZERO.setScale(2), BigDecimal.ZERO.setScale(2));
    }

    /**
     * All customers together, with who left and who became unscored apart.
     *
     * @return their sides
     */
    public ValueMigration.Sides total() {
        return flows.total();
    }
}
