package dev.segmentation.rule;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A segment name and the conditions that all must hold for a customer to be claimed by it.
 *
 * <p>{@code Rule.named("Loyal").where("r_score").atLeast(3).and("f_score").between(4, 5)}. A feature may be named twice
 * for a half-open interval: {@code .where("spend").above(10).and("spend").atMost(20)}. A rule without conditions claims
 * everyone. A condition on a missing value does not hold, unless {@link Condition#missingOr} or {@link
 * Condition#isMissing} says so. Immutable.
 */
public final class Rule {

    private final String name;
    private final Map<String, Values> conditions;

    private Rule(String name, Map<String, Values> conditions) {
        this.name = name;
        this.conditions = conditions;
    }

    /**
     * A rule without conditions yet.
     *
     * @param name the segment; several rules of one set may share it, which makes the segment their union
     * @return a rule that claims everyone
     * @throws InvalidInputException if the name is blank ({@link Reason#BAD_NAME}) or reserved ({@link
     *     Reason#RESERVED_NAME})
     */
    public static Rule named(String name) {
        return new Rule(Segment.of(0, name).name(), Map.of());
    }

    /** A rule with these conditions. */
    static Rule of(String name, Map<String, Values> conditions) {
        return new Rule(Segment.of(0, name).name(), Collections.unmodifiableMap(conditions));
    }

    /**
     * Starts a condition.
     *
     * @param feature the feature it is about
     * @return the condition, to be finished by its bounds
     * @throws InvalidInputException if the name is blank
     */
    public Condition where(String feature) {
        if (Objects.requireNonNull(feature, "feature").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "Rule.where: the name of the feature is blank; name a column");
        }
        return new Condition(this, feature, false);
    }

    /**
     * Starts a further condition; the same as {@link #where}.
     *
     * @param feature the feature it is about
     * @return the condition, to be finished by its bounds
     * @throws InvalidInputException if the name is blank
     */
    public Condition and(String feature) {
        return where(feature);
    }

    /**
     * The segment of those it claims.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The same conditions for another segment.
     *
     * @param newName the segment
     * @return a rule of that name
     * @throws InvalidInputException as {@link #named}
     */
    public Rule withName(String newName) {
        return new Rule(Segment.of(0, newName).name(), conditions);
    }

    /**
     * The features with a condition, in the order of their first mention.
     *
     * @return possibly none
     */
    public List<String> featureNames() {
        return List.copyOf(conditions.keySet());
    }

    /** The name and the conditions. */
    @Override
    public String toString() {
        return name + ": " + conditions();
    }

    /**
     * The conditions in words, such as {@code spend > 10 and region in {north, south}}.
     *
     * @return {@code everyone} if there are none
     */
    public String conditions() {
        return conditions.isEmpty()
                ? "everyone"
                : conditions.entrySet().stream()
                        .map(entry -> describe(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(" and "));
    }

    /** The values that fulfil the condition on a feature; any if there is none. */
    Values condition(String feature) {
        return conditions.getOrDefault(feature, Values.Numbers.ANY);
    }

    private static String describe(String feature, Values values) {
        return values.describe(feature, Domain.Kind.REAL);
    }

    private Rule with(String feature, Values values) {
        Values before = condition(feature);
        if (isOfOtherType(before, values) || isOfOtherType(values, before)) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    feature,
                    "Rule: feature \"" + feature + "\" has a condition on numbers and one on levels; keep one of them");
        }
        Map<String, Values> more = new LinkedHashMap<>(conditions);
        more.put(feature, before.intersect(values));
        return new Rule(name, Collections.unmodifiableMap(more));
    }

    private static boolean isOfOtherType(Values one, Values other) {
        return one instanceof Values.Levels && other instanceof Values.Numbers numbers && !numbers.isOfAnyType();
    }

    /** A condition on one feature that still lacks its bounds; each method gives the rule with it. */
    public static final class Condition {

        private final Rule rule;
        private final String feature;
        private final boolean missing;

        private Condition(Rule rule, String feature, boolean missing) {
            this.rule = rule;
            this.feature = feature;
            this.missing = missing;
        }

        /**
         * Lets a missing value fulfil the condition as well: {@code where("spend").missingOr().atMost(10)}. It does so only
         * if every condition of the rule on that feature does.
         *
         * @return the condition, to be finished by its bounds or levels
         */
        public Condition missingOr() {
            return new Condition(rule, feature, true);
        }

        /**
         * The value or more: feature ≥ value.
         *
         * @param value finite
         * @return the rule with this condition
         * @throws InvalidInputException if the value is not finite
         */
        public Rule atLeast(double value) {
            return with(new Interval(finite(value, "atLeast"), Double.POSITIVE_INFINITY));
        }

        /**
         * The value or less: feature ≤ value.
         *
         * @param value finite
         * @return the rule with this condition
         * @throws InvalidInputException if the value is not finite
         */
        public Rule atMost(double value) {
            return with(Interval.closed(-Double.MAX_VALUE, finite(value, "atMost")));
        }

        /**
         * More than the value: feature &gt; value.
         *
         * @param value finite
         * @return the rule with this condition
         * @throws InvalidInputException if the value is not finite
         */
        public Rule above(double value) {
            return with(new Interval(Math.nextUp(finite(value, "above")), Double.POSITIVE_INFINITY));
        }

        /**
         * Less than the value: feature &lt; value.
         *
         * @param value finite
         * @return the rule with this condition
         * @throws InvalidInputException if the value is not finite
         */
        public Rule below(double value) {
            return with(new Interval(-Double.MAX_VALUE, finite(value, "below")));
        }

        /**
         * Between two values, both included: low ≤ feature ≤ high.
         *
         * @param low finite
         * @param high finite, at least low
         * @return the rule with this condition
         * @throws InvalidInputException if a value is not finite or low exceeds high
         */
        public Rule between(double low, double high) {
            if (finite(low, "between") > finite(high, "between")) {
                throw Arguments.badParameter(
                        "Rule.between", "low", low, "at most high = " + high + ", on feature \"" + feature + "\"");
            }
            return with(Interval.closed(low, high));
        }

        /**
         * Exactly the value: feature = value.
         *
         * @param value finite
         * @return the rule with this condition
         * @throws InvalidInputException if the value is not finite
         */
        public Rule is(double value) {
            return with(Interval.closed(finite(value, "is"), value));
        }

        /**
         * One of some levels of a categorical feature, whose levels {@link RuleSet.Builder#withLevels} declares.
         *
         * @param levels at least one; a repeated one counts once
         * @return the rule with this condition
         * @throws InvalidInputException if there is no level ({@link Reason#EMPTY})
         */
        public Rule isOneOf(String... levels) {
            return isOneOf(List.of(levels));
        }

        /**
         * One of some levels of a categorical feature, whose levels {@link RuleSet.Builder#withLevels} declares.
         *
         * @param levels at least one; a repeated one counts once
         * @return the rule with this condition
         * @throws InvalidInputException if there is no level ({@link Reason#EMPTY})
         */
        public Rule isOneOf(List<String> levels) {
            if (levels.isEmpty()) {
                throw new InvalidInputException(
                        Reason.EMPTY,
                        feature,
                        "Rule.isOneOf: no levels, on feature \"" + feature + "\"; name at least one");
            }
            return rule.with(feature, new Values.Levels(new LinkedHashSet<>(levels), missing));
        }

        /**
         * Any value that is not missing.
         *
         * @return the rule with this condition
         */
        public Rule isKnown() {
            return rule.with(feature, Values.Numbers.KNOWN);
        }

        /**
         * No value: it is missing.
         *
         * @return the rule with this condition
         */
        public Rule isMissing() {
            return rule.with(feature, Values.Numbers.MISSING);
        }

        private Rule with(Interval values) {
            return rule.with(feature, new Values.Numbers(values, missing));
        }

        private double finite(double value, String method) {
            if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                throw Arguments.badParameter(
                        "Rule." + method, "value", value, "a finite number, on feature \"" + feature + "\"");
            }
            return value + 0.0; // no negative zero
        }
    }
}
