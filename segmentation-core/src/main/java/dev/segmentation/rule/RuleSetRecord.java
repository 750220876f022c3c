package dev.segmentation.rule;

import dev.segmentation.Reason;
import dev.segmentation.internal.SavedParts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A {@link RuleSet} as plain data, which any JSON library maps.
 *
 * <p>Bounds are included, and where there is none it is ±{@link Double#MAX_VALUE}, the largest finite number; "more than
 * 10" is from the next double after 10. Made by {@link RuleSet#toRecord} or by a JSON library; {@link #restore} checks
 * it. Immutable.
 *
 * @param features with their domains, in the order of the model
 * @param rules in order of precedence
 * @param otherwise the segment of everyone whom no rule claims, an empty text if there is none
 */
public record RuleSetRecord(List<Feature> features, List<NamedRule> rules, String otherwise) {

    private static final String WHERE = "RuleSetRecord";
    private static final String REAL = "real";
    private static final String INTEGER = "integer";

    /**
     * Copies the lists.
     *
     * @param features with their domains
     * @param rules in order of precedence
     * @param otherwise a segment, or an empty text
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public RuleSetRecord {
        features = SavedParts.list(features, WHERE, "features");
        rules = SavedParts.list(rules, WHERE, "rules");
        SavedParts.present(otherwise, WHERE, "otherwise");
    }

    /**
     * A feature and the values that it can have.
     *
     * @param name the feature
     * @param kind {@code real}, or {@code integer} for whole numbers
     * @param lowest the smallest value
     * @param highest the largest value
     */
    public record Feature(String name, String kind, double lowest, double highest) {

        /**
         * Checks that the texts are there.
         *
         * @param name the feature
         * @param kind of numbers
         * @param lowest the smallest value
         * @param highest the largest value
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Feature {
            SavedParts.present(name, WHERE, "name");
            SavedParts.present(kind, WHERE, "kind");
        }

        static Feature of(String name, Domain domain) {
            Interval values = domain.numbers();
            return domain.kind() == Domain.Kind.INTEGER
                    ? new Feature(name, INTEGER, values.low(), values.high() - 1)
                    : new Feature(name, REAL, smallest(values), largest(values));
        }

        void addTo(RuleSet.Builder builder) {
            switch (kind) {
                case REAL -> {
                    SavedParts.finite(lowest, WHERE, "lowest");
                    SavedParts.finite(highest, WHERE, "highest");
                    builder.withRange(name, lowest, highest);
                }
                case INTEGER -> builder.withIntegers(name, whole(lowest), whole(highest));
                default -> throw SavedParts.damaged(WHERE, "a feature is of no kind that is known");
            }
        }

        private static int whole(double bound) {
            if (bound != (int) bound) {
                throw SavedParts.damaged(WHERE, "a bound = " + bound + ", expected a whole number of 32 bits");
            }
            return (int) bound;
        }
    }

    /**
     * A rule: whom a segment claims.
     *
     * @param segment the name of the segment
     * @param conditions that must all hold; none claims everyone
     */
    public record NamedRule(String segment, List<Condition> conditions) {

        /**
         * Copies the list.
         *
         * @param segment its name
         * @param conditions that must all hold
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public NamedRule {
            SavedParts.present(segment, WHERE, "segment");
            conditions = SavedParts.list(conditions, WHERE, "conditions");
        }

        static NamedRule of(Rule rule) {
            return new NamedRule(
                    rule.name(),
                    rule.featureNames().stream()
                            .map(feature ->
                                    Condition.of(feature, ((Values.Numbers) rule.condition(feature)).interval()))
                            .toList());
        }

        private Rule restore() {
            Rule rule = Rule.named(segment);
            for (Condition condition : conditions) {
                rule = condition.addTo(rule);
            }
            return rule;
        }
    }

    /**
     * The values of a feature that fulfil a condition.
     *
     * @param feature its name
     * @param atLeast the smallest such value
     * @param atMost the largest such value; below {@code atLeast} for a condition that no value fulfils
     */
    public record Condition(String feature, double atLeast, double atMost) {

        /**
         * Checks that the name is there.
         *
         * @param feature its name
         * @param atLeast the smallest value
         * @param atMost the largest value
         * @throws dev.segmentation.InvalidInputException if the name is missing ({@link Reason#MODEL_FORMAT})
         */
        public Condition {
            SavedParts.present(feature, WHERE, "feature");
        }

        static Condition of(String feature, Interval values) {
            return values.isEmpty()
                    ? new Condition(feature, Double.MAX_VALUE, -Double.MAX_VALUE)
                    : new Condition(feature, smallest(values), largest(values));
        }

        private Rule addTo(Rule rule) {
            SavedParts.finite(atLeast, WHERE, "atLeast");
            SavedParts.finite(atMost, WHERE, "atMost");
            return atLeast <= atMost
                    ? rule.where(feature).between(atLeast, atMost)
                    : rule.where(feature).above(Double.MAX_VALUE);
        }
    }

    /**
     * The rules.
     *
     * @return claim the customers that those that were saved claim
     * @throws dev.segmentation.InvalidInputException if the record cannot be of rules ({@link Reason#MODEL_FORMAT})
     */
    public RuleSet restore() {
        return SavedParts.restored(WHERE, () -> {
            RuleSet.Builder builder = RuleSet.builder();
            Set<String> names = new HashSet<>();
            for (Feature feature : features) {
                names.add(feature.name);
                feature.addTo(builder);
            }
            for (NamedRule rule : rules) {
                if (!rule.conditions.stream().allMatch(condition -> names.contains(condition.feature))) {
                    throw SavedParts.damaged(WHERE, "a rule asks for a feature that is not listed");
                }
                builder.rule(rule.restore());
            }
            if (!otherwise.isEmpty()) {
                builder.otherwise(otherwise);
            }
            return builder.build();
        });
    }

    private static double smallest(Interval values) {
        return values.low() + 0.0; // no negative zero
    }

    private static double largest(Interval values) {
        return Math.nextDown(values.high()) + 0.0;
    }
}
