package dev.segmentation.metrics.profile;

import dev.segmentation.rule.Rule;
import java.util.Comparator;

/**
 * A bound on one column of a {@link RuleTable}; a missing value fulfils none.
 *
 * @param column its place in the table
 * @param side which side of the bound, or equality
 * @param bound a value, or the code of a level
 */
record Condition(int column, Side side, double bound) {

    /** By column, then side; two conditions of one rule never share both. */
    static final Comparator<Condition> ORDER =
            Comparator.comparingInt(Condition::column).thenComparing(Condition::side);

    /** Which values fulfil a condition. */
    enum Side {
        AT_LEAST,
        BELOW,
        EQUAL
    }

    boolean holds(double value) {
        return switch (side) {
            case AT_LEAST -> value >= bound;
            case BELOW -> value < bound;
            case EQUAL -> value == bound;
        };
    }

    Rule addTo(Rule rule, RuleTable table) {
        Rule.Condition begun = rule.where(table.name(column));
        return switch (side) {
            case AT_LEAST -> begun.atLeast(bound);
            case BELOW -> begun.below(bound);
            case EQUAL -> begun.is(bound);
        };
    }
}
