package dev.segmentation.rule;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the space of features: an interval of numbers or a set of levels for each of them, never empty. Its text
 * says it in words, such as {@code spend = 10}, {@code r_score = 3 and spend > 100}, {@code region in {north, south}}, or
 * {@code everywhere}.
 */
public final class Region {

    private final RuleSet rules;
    private final Box box;

    Region(RuleSet rules, Box box) {
        this.rules = rules;
        this.box = box;
    }

    /**
     * A value inside the region, to try out or to ask about: a customer with the examples of all features is in it.
     *
     * @param feature a feature of the rule set
     * @return the number in the region that is nearest to 0; of levels the position of the first, among those declared; NaN
     *     if only a missing value is in the region
     * @throws InvalidInputException if there is no such feature
     */
    public double example(String feature) {
        int j = rules.featureNames().indexOf(feature);
        if (j < 0) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    feature,
                    "Region.example: no feature \"" + feature + "\"; there are "
                            + Arguments.shown(rules.featureNames()));
        }
        if (box.side(j).noneKnown()) {
            return Double.NaN;
        }
        if (box.side(j) instanceof Values.Levels levels) {
            return rules.levels(feature).indexOf(levels.levels().iterator().next());
        }
        Interval values = ((Values.Numbers) box.side(j)).interval();
        if (values.contains(0)) {
            return 0;
        }
        if (values.low() > 0) {
            return values.low();
        }
        return rules.domain(feature).kind() == Domain.Kind.INTEGER ? values.high() - 1 : Math.nextDown(values.high());
    }

    /** Conditions on the features that do not range over their whole domain. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (int j = 0; j < rules.featureNames().size(); j++) {
            String name = rules.featureNames().get(j);
            Domain domain = rules.domain(name);
            if (!box.side(j).equals(domain.clip(domain.values()))) {
                parts.add(domain.describe(box.side(j), name));
            }
        }
        return parts.isEmpty() ? "everywhere" : String.join(" and ", parts);
    }

    boolean contains(int feature, double value) {
        return box.side(feature) instanceof Values.Numbers numbers
                && (Double.isNaN(value) ? numbers.missing() : numbers.interval().contains(value));
    }
}
