package dev.segmentation.rule;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Segments that people define: rules in order of precedence, the first one that holds claims the customer.
 *
 * <p>{@link #audit} proves, before any data are seen, whether the rules cover everything, whether they overlap, and
 * which of them can never fire. The proof is about the domains of the features: the real line, unless {@link
 * Builder#withRange} or {@link Builder#withIntegers} says less; {@link #assign} refuses values outside.
 *
 * <p>Rules that share a name make one segment, their union. Segments are numbered by their first rule; what {@link
 * Builder#otherwise} adds comes last. A missing value fulfils no condition, so such a customer is claimed only by rules
 * that do not ask for it.
 *
 * <p>Immutable. <b>Cost:</b> {@link #assign} O(n · rules · conditions).
 */
public final class RuleSet implements SegmentationModel {

    private final List<Rule> rules;
    private final Map<String, Domain> domains;
    private final List<String> segmentNames;
    private final @Nullable String otherwise;

    private RuleSet(List<Rule> rules, Map<String, Domain> domains, @Nullable String otherwise) {
        this.rules = rules;
        this.domains = domains;
        this.otherwise = otherwise;
        Set<String> names = new LinkedHashSet<>();
        rules.forEach(rule -> names.add(rule.name()));
        if (otherwise != null) {
            names.add(otherwise);
        }
        this.segmentNames = List.copyOf(names);
    }

    /**
     * A builder that takes rules in order of precedence.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The rules in order of precedence.
     *
     * @return possibly none, if there is an {@link Builder#otherwise}
     */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * The segments in the order of their labels.
     *
     * @return k segments
     */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < segmentNames.size(); s++) {
            segments.add(Segment.of(s, segmentNames.get(s)));
        }
        return List.copyOf(segments);
    }

    /**
     * The names of the segments in the order of their labels, ready for {@code Segmentation.withNames}.
     *
     * @return k unique names
     */
    public List<String> segmentNames() {
        return segmentNames;
    }

    @Override
    public int segmentCount() {
        return segmentNames.size();
    }

    /**
     * The features with a domain, as declared, then the others, in the order in which rules mention them.
     *
     * @return the names
     */
    @Override
    public List<String> featureNames() {
        return List.copyOf(domains.keySet());
    }

    /**
     * Assigns every row to the segment of the first rule that holds, or to the one of {@link Builder#otherwise}.
     *
     * @param features any number of rows, also none, with exactly the features of {@link #featureNames()}, matched by
     *     name; a missing value fulfils no condition
     * @return one label per row
     * @throws InvalidInputException if features differ ({@link Reason#SCHEMA_MISMATCH}), a value is outside the declared
     *     domain ({@link Reason#RANGE}), or no rule claims a row and there is no otherwise ({@link Reason#GAP})
     */
    @Override
    public Assignment assign(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        Arguments.match(featureNames(), features, "RuleSet.assign");
        FeatureMatrix ordered = features.select(featureNames());
        checkDomains(ordered);
        List<Check> checks = checks();
        int[] labels = new int[ordered.rowCount()];
        int unclaimed = 0;
        int firstUnclaimed = 0;
        for (int i = labels.length - 1; i >= 0; i--) {
            labels[i] = label(ordered, i, checks);
            if (labels[i] < 0) {
                unclaimed++;
                firstUnclaimed = i;
            }
        }
        if (unclaimed > 0) {
            throw new InvalidInputException(
                    Reason.GAP,
                    firstUnclaimed,
                    "rules",
                    "RuleSet.assign: no rule claims row " + firstUnclaimed + " (" + unclaimed + " of " + labels.length
                            + " rows in all); add a rule, or otherwise(\"Other\"); audit() shows the gaps");
        }
        return Assignment.copyOf(segmentCount(), labels);
    }

    /**
     * Examines the rules: gaps, overlaps, and rules that can never fire.
     *
     * @return the findings, proven for all customers without missing values
     * @throws InvalidInputException if the proof would need more than {@value RuleAudit#MAX_REGIONS} regions or
     *     {@value RuleAudit#MAX_STEPS} comparisons ({@link Reason#RESOURCE_LIMIT})
     */
    public RuleAudit audit() {
        return RuleAudit.of(this);
    }

    /**
     * The rules as plain data, to be stored with any JSON library.
     *
     * @return from which {@link RuleSetRecord#restore} makes rules that claim the same customers
     */
    public RuleSetRecord toRecord() {
        return new RuleSetRecord(
                domains.entrySet().stream()
                        .map(domain -> RuleSetRecord.Feature.of(domain.getKey(), domain.getValue()))
                        .toList(),
                rules.stream().map(RuleSetRecord.NamedRule::of).toList(),
                otherwise == null ? "" : otherwise);
    }

    /** The rules, which people wrote; no data. */
    @Override
    public String toString() {
        return "RuleSet" + rules + (otherwise == null ? "" : " otherwise " + otherwise);
    }

    boolean hasOtherwise() {
        return otherwise != null;
    }

    Domain domain(String feature) {
        return domains.getOrDefault(feature, Domain.REAL_LINE);
    }

    private void checkDomains(FeatureMatrix ordered) {
        List<String> names = featureNames();
        for (int j = 0; j < names.size(); j++) {
            String name = names.get(j);
            Domain domain = domain(name);
            for (int i = 0; i < ordered.rowCount(); i++) {
                double value = ordered.value(i, j);
                if (!Double.isNaN(value) && !domain.contains(value)) {
                    throw new InvalidInputException(
                            Reason.RANGE,
                            i,
                            name,
                            "RuleSet.assign: the value at row " + i + ", feature \"" + name
                                    + "\" is outside its domain, expected " + domain.describe(name)
                                    + "; correct it, or declare a wider domain");
                }
            }
        }
    }

    private int label(FeatureMatrix ordered, int row, List<Check> checks) {
        for (Check check : checks) {
            if (check.holds(ordered, row)) {
                return check.label;
            }
        }
        return otherwise == null ? -1 : segmentNames.indexOf(otherwise);
    }

    private List<Check> checks() {
        Map<String, Integer> columns = positions(featureNames());
        Map<String, Integer> labels = positions(segmentNames);
        List<Check> checks = new ArrayList<>();
        for (Rule rule : rules) {
            List<String> asked = rule.featureNames();
            checks.add(new Check(
                    asked.stream().mapToInt(columns::get).toArray(),
                    asked.stream().map(rule::condition).toList(),
                    Objects.requireNonNull(labels.get(rule.name()))));
        }
        return checks;
    }

    private static Map<String, Integer> positions(List<String> names) {
        Map<String, Integer> positions = new HashMap<>();
        names.forEach(name -> positions.put(name, positions.size()));
        return positions;
    }

    /** A rule with columns in place of names. */
    private static final class Check {

        private final int[] columns;
        private final List<Interval> intervals;
        private final int label;

        Check(int[] columns, List<Interval> intervals, int label) {
            this.columns = columns;
            this.intervals = intervals;
            this.label = label;
        }

        boolean holds(FeatureMatrix ordered, int row) {
            for (int c = 0; c < columns.length; c++) {
                if (!intervals.get(c).contains(ordered.value(row, columns[c]))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Collects rules and domains. Not thread-safe. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();
        private final Map<String, Domain> domains = new LinkedHashMap<>();
        private @Nullable String otherwise;

        private Builder() {}

        /**
         * Adds a rule that comes after all rules before it.
         *
         * @param rule the rule
         * @return this builder
         */
        public Builder rule(Rule rule) {
            rules.add(Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * Says that a feature has whole numbers only, such as a score; it becomes a feature of the model even if no rule
         * mentions it.
         *
         * @param feature the feature
         * @param min the smallest value
         * @param max the largest value, at least min
         * @return this builder
         * @throws InvalidInputException if max is below min or the feature has a domain already
         */
        public Builder withIntegers(String feature, int min, int max) {
            if (max < min) {
                throw Arguments.badParameter("RuleSet.withIntegers", "max", max, "at least min = " + min);
            }
            return declare(feature, new Domain(new Interval(min, max + 1.0), Domain.Kind.INTEGER));
        }

        /**
         * Says between which numbers a feature lies, both included; it becomes a feature of the model even if no rule
         * mentions it.
         *
         * @param feature the feature
         * @param min the smallest value, {@link Double#NEGATIVE_INFINITY} if there is none
         * @param max the largest value, at least min, {@link Double#POSITIVE_INFINITY} if there is none
         * @return this builder
         * @throws InvalidInputException if max is below min, either is NaN, or the feature has a domain already
         */
        public Builder withRange(String feature, double min, double max) {
            if (!(min <= max && min <= Double.MAX_VALUE && max >= -Double.MAX_VALUE)) {
                throw Arguments.badParameter("RuleSet.withRange", "max", max, "at least min = " + min);
            }
            return declare(feature, new Domain(Interval.closed(min + 0.0, max + 0.0), Domain.Kind.REAL));
        }

        /**
         * Names the segment of everyone whom no rule claims.
         *
         * @param name the segment, such as {@code Other}; may be the name of a rule
         * @return this builder
         * @throws InvalidInputException if the name is blank ({@link Reason#BAD_NAME}) or reserved ({@link
         *     Reason#RESERVED_NAME})
         */
        public Builder otherwise(String name) {
            otherwise = Segment.of(0, name).name();
            return this;
        }

        /**
         * Makes the rule set.
         *
         * @return the model
         * @throws InvalidInputException if there is neither a rule nor an otherwise ({@link Reason#EMPTY}), or no feature
         *     ({@link Reason#NO_FEATURES})
         */
        public RuleSet build() {
            if (rules.isEmpty() && otherwise == null) {
                throw new InvalidInputException(Reason.EMPTY, "RuleSet: no rules; add at least one");
            }
            Map<String, Domain> all = new LinkedHashMap<>(domains);
            for (Rule rule : rules) {
                rule.featureNames().forEach(feature -> all.putIfAbsent(feature, Domain.REAL_LINE));
            }
            Arguments.featureNames(List.copyOf(all.keySet()), "RuleSet");
            return new RuleSet(List.copyOf(rules), all, otherwise);
        }

        private Builder declare(String feature, Domain domain) {
            if (domains.putIfAbsent(Objects.requireNonNull(feature, "feature"), domain) != null) {
                throw new InvalidInputException(
                        Reason.DUPLICATE_FEATURE,
                        feature,
                        "RuleSet: feature \"" + feature + "\" has a domain already; declare it once");
            }
            return this;
        }
    }
}
