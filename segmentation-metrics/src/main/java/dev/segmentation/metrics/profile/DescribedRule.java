package dev.segmentation.metrics.profile;

import dev.segmentation.rule.Rule;

/** One rule of a description, and how good it is on customers who were held out. */
public final class DescribedRule {

    private final Rule rule;
    private final String text;
    private final int conditions;
    private final ClaimQuality quality;

    DescribedRule(Rule rule, String text, int conditions, ClaimQuality quality) {
        this.rule = rule;
        this.text = text;
        this.conditions = conditions;
        this.quality = quality;
    }

    /**
     * The rule, to be audited and applied in a {@link dev.segmentation.rule.RuleSet}. Levels of categorical columns are
     * codes there, those of {@link SegmentDescriptions#features}.
     *
     * @return the rule, under the name of the segment
     */
    public Rule rule() {
        return rule;
    }

    /**
     * How many conditions it has.
     *
     * @return at least 1
     */
    public int conditionCount() {
        return conditions;
    }

    /**
     * How good it is: of the customers who no earlier rule of the segment claims, measured on those held out.
     *
     * @return precision, coverage and lift
     */
    public ClaimQuality quality() {
        return quality;
    }

    /** Such as {@code orders_12m ≥ 6.5 and recency_days < 40 → Loyal: precision 92 % [88 %, 95 %], covers …}. */
    @Override
    public String toString() {
        return text + " → " + rule.name() + ": " + quality;
    }
}
