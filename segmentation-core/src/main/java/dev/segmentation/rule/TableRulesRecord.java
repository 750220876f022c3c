package dev.segmentation.rule;

import dev.segmentation.ColumnKind;
import dev.segmentation.ColumnRecord;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link RuleSet} on levels and missing values as plain data, which any JSON library maps. Rules on known numbers alone
 * are a {@link RuleSetRecord}.
 *
 * <p>Bounds are included, and where there is none it is ±{@link Double#MAX_VALUE}. Made by {@link RuleSet#toTableRecord}
 * or by a JSON library; {@link #restore} checks it. Immutable.
 *
 * @param features with their domains, in the order of the model
 * @param rules in order of precedence
 * @param otherwise the segment of everyone whom no rule claims, an empty text if there is none
 */
public record TableRulesRecord(List<Feature> features, List<NamedRule> rules, String otherwise) implements ModelRecord {

    private static final String WHERE = "TableRulesRecord";
    private static final String LEVELS = "levels";
    private static final String NUMBERS = "numbers";
    private static final String ANY = "any";
    private static final String NONE = "none";

    /**
     * Copies the lists.
     *
     * @param features with their domains
     * @param rules in order of precedence
     * @param otherwise a segment, or an empty text
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public TableRulesRecord {
        features = SavedParts.list(features, WHERE, "features");
        rules = SavedParts.list(rules, WHERE, "rules");
        SavedParts.present(otherwise, WHERE, "otherwise");
    }

    /**
     * A feature and the values that it can have.
     *
     * @param name the feature
     * @param kind {@code real}, {@code integer} or {@code levels}
     * @param range the smallest and the largest number; none for levels
     * @param levels none for numbers
     * @param mayBeMissing whether the missing value is one of them
     */
    public record Feature(String name, String kind, List<Double> range, List<String> levels, boolean mayBeMissing) {

        /**
         * Copies the lists.
         *
         * @param name the feature
         * @param kind of values
         * @param range two numbers or none
         * @param levels of a categorical feature
         * @param mayBeMissing whether the missing value is one of them
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Feature {
            SavedParts.present(name, WHERE, "name");
            SavedParts.present(kind, WHERE, "kind");
            range = SavedParts.list(range, WHERE, "range");
            levels = SavedParts.list(levels, WHERE, "levels");
        }

        static Feature of(String name, Domain domain) {
            boolean missing = domain.values().missing();
            if (domain.values() instanceof Values.Levels known) {
                return new Feature(name, LEVELS, List.of(), List.copyOf(known.levels()), missing);
            }
            RuleSetRecord.Feature numbers = RuleSetRecord.Feature.of(name, domain);
            return new Feature(name, numbers.kind(), List.of(numbers.lowest(), numbers.highest()), List.of(), missing);
        }

        private void addTo(RuleSet.Builder builder) {
            if (kind.equals(LEVELS)) {
                checkSize(range, 0);
                builder.withLevels(name, levels);
            } else {
                checkSize(range, 2);
                checkSize(levels, 0);
                new RuleSetRecord.Feature(name, kind, range.get(0), range.get(1)).addTo(builder);
            }
            if (mayBeMissing) {
                builder.withMissing(name);
            }
        }
    }

    /**
     * A rule: whom a segment claims.
     *
     * @param segment the name of the segment
     * @param conditions that must all hold, one per feature; none claims everyone
     */
    public record NamedRule(String segment, List<Condition> conditions) {

        /**
         * Copies the lists.
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
                            .map(feature -> Condition.of(feature, rule.condition(feature)))
                            .toList());
        }

        private Rule restore() {
            Map<String, Values> values = new LinkedHashMap<>();
            for (Condition condition : conditions) {
                if (values.put(condition.feature, condition.restore()) != null) {
                    throw SavedParts.damaged(WHERE, "a rule has two conditions on one feature");
                }
            }
            return Rule.of(segment, values);
        }
    }

    /**
     * The values of a feature that fulfil a condition.
     *
     * @param feature its name
     * @param known which known values do: {@code any}, {@code none}, those in the range of {@code numbers}, or some {@code
     *     levels}
     * @param range the smallest and the largest such number; none unless numbers are asked for
     * @param levels none unless levels are asked for
     * @param missing whether the missing value does
     */
    public record Condition(String feature, String known, List<Double> range, List<String> levels, boolean missing) {

        /**
         * Copies the lists.
         *
         * @param feature its name
         * @param known which known values fulfil it
         * @param range two numbers or none
         * @param levels some or none
         * @param missing whether the missing value fulfils it
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Condition {
            SavedParts.present(feature, WHERE, "feature");
            SavedParts.present(known, WHERE, "known");
            range = SavedParts.list(range, WHERE, "range");
            levels = SavedParts.list(levels, WHERE, "levels");
        }

        static Condition of(String feature, Values values) {
            if (values instanceof Values.Levels some) {
                return new Condition(feature, LEVELS, List.of(), List.copyOf(some.levels()), values.missing());
            }
            Interval interval = ((Values.Numbers) values).interval();
            if (interval.isEmpty() || interval.equals(Interval.REAL_LINE)) {
                return new Condition(feature, interval.isEmpty() ? NONE : ANY, List.of(), List.of(), values.missing());
            }
            RuleSetRecord.Condition numbers = RuleSetRecord.Condition.of(feature, interval);
            return new Condition(
                    feature, NUMBERS, List.of(numbers.atLeast(), numbers.atMost()), List.of(), values.missing());
        }

        private Values restore() {
            checkSize(range, known.equals(NUMBERS) ? 2 : 0);
            if (!known.equals(LEVELS)) {
                checkSize(levels, 0);
            }
            return switch (known) {
                case ANY -> new Values.Numbers(Interval.REAL_LINE, missing);
                case NONE -> new Values.Numbers(Interval.NONE, missing);
                case LEVELS -> {
                    Set<String> distinct = new LinkedHashSet<>(levels);
                    checkSize(levels, distinct.size());
                    yield new Values.Levels(distinct, missing);
                }
                case NUMBERS ->
                    new Values.Numbers(
                            Interval.closed(
                                    SavedParts.finite(range.get(0), WHERE, "range"),
                                    SavedParts.finite(range.get(1), WHERE, "range")),
                            missing);
                default -> throw SavedParts.damaged(WHERE, "a condition is of no kind that is known");
            };
        }
    }

    @Override
    public List<ColumnRecord> schema() {
        return features.stream()
                .map(feature -> ColumnRecord.of(
                        feature.name,
                        feature.kind.equals(LEVELS) ? ColumnKind.NOMINAL : ColumnKind.NUMERIC,
                        feature.levels))
                .toList();
    }

    @Override
    public RuleSet restore() {
        return SavedParts.restored(WHERE, () -> {
            RuleSet.Builder builder = RuleSet.builder();
            List<String> names = new ArrayList<>();
            for (Feature feature : features) {
                names.add(feature.name);
                feature.addTo(builder);
            }
            for (NamedRule rule : rules) {
                builder.rule(rule.restore());
            }
            if (!otherwise.isEmpty()) {
                builder.otherwise(otherwise);
            }
            RuleSet restored = builder.build();
            if (!restored.featureNames().equals(names)) {
                throw SavedParts.damaged(WHERE, "a rule asks for a feature that is not listed");
            }
            if (restored.isOnKnownNumbers()) {
                throw SavedParts.damaged(WHERE, "the rules are on known numbers alone");
            }
            return restored;
        });
    }

    private static void checkSize(List<?> list, int expected) {
        if (list.size() != expected) {
            throw SavedParts.damaged(
                    WHERE, "a feature or a condition has " + list.size() + " entries, expected " + expected);
        }
    }
}
