package dev.segmentation.app.story;

import dev.segmentation.metrics.value.ValueBridge;
import dev.segmentation.metrics.value.ValueMigration;
import java.math.BigDecimal;

/**
 * What a step did to value, and the value of those who are there without a segment.
 *
 * @param bridge between the two dates, in which those who became unscored count as lost, and as acquired when scored again
 * @param flows the same, with them apart
 * @param unscoredBefore what customers without a segment were worth at the earlier date; in no amount of the bridge
 * @param unscoredAfter what they are worth at the later date
 */
public record StepValue(
        ValueBridge bridge, ValueMigration flows, BigDecimal unscoredBefore, BigDecimal unscoredAfter) {

    /** Of customers who all have a segment. */
    static StepValue of(ValueBridge bridge, ValueMigration flows) {
        return new StepValue(bridge, flows, BigDecimal.ZERO.setScale(2), BigDecimal.ZERO.setScale(2));
    }

    /** All customers together, with who left and who became unscored apart. */
    ValueMigration.Sides total() {
        return flows.total();
    }
}
