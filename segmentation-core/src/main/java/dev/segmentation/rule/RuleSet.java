package dev.segmentation.rule;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.TableModel;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * Segments that people define: rules in order of precedence, the first one that holds claims the customer.
 *
 * <p>{@link #audit} proves, before any data are seen, whether the rules cover everything, whether they overlap, and
 * which of them can never fire. The proof is about the domains of the features: the real line, unless {@link
 * Builder#withRange}, {@link Builder#withIntegers} or {@link Builder#withLevels} says less; {@link
 * #assign(FeatureTable)} refuses values outside.
 *
 * <p>Rules that share a name make one segment, their union. Segments are numbered by their first rule; what {@link
 * Builder#otherwise} adds comes last. A missing value fulfils no condition, so such a customer is claimed only by rules
 * that do not ask for it, or that ask for a missing value.
 *
 * <p>Immutable. <b>Cost:</b> {@link #assign(FeatureTable)} O(n · rules · conditions).
 */
public final class RuleSet implements TableModel {

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
     * @param table any number of rows, also none, with exactly the columns of {@link #featureNames()}, matched by name,
     *     levels by their text; a missing value fulfils no condition that does not ask for it
     * @return one label per row
     * @throws InvalidInputException if columns or their types differ ({@link Reason#SCHEMA_MISMATCH}), a value is outside
     *     the declared domain ({@link Reason#RANGE}), or no rule claims a row and there is no otherwise ({@link
     *     Reason#GAP})
     */
    @Override
    public Assignment assign(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        Arguments.match(featureNames(), table, "RuleSet.assign");
        double[][] ordered = columns(table);
        List<Check> checks = checks();
        int[] labels = new int[table.rowCount()];
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
                            + " rows in all)" + remedy(table, firstUnclaimed));
        }
        return Assignment.copyOf(segmentCount(), labels);
    }

    private static String remedy(FeatureTable table, int row) {
        for (String feature : table.names()) {
            if (table.isMissing(row, feature)) {
                return ", where feature \"" + feature
                        + "\" is missing; fill it in, leave such rows out, or add a rule for" + " missing values";
            }
        }
        return "; add a rule, or otherwise(\"Other\"); audit() shows the gaps";
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
     * Whether no feature has levels or may be missing, and no rule asks for a missing value.
     *
     * @return true if {@link #toRecord} says everything, otherwise {@link #toTableRecord} does
     */
    public boolean isOnKnownNumbers() {
        return featureNames().stream().allMatch(this::isOnKnownNumbers);
    }

    /**
     * Rules on numbers as plain data, to be stored with any JSON library.
     *
     * @return from which {@link RuleSetRecord#restore} makes rules that claim the same customers
     * @throws InvalidInputException if a feature has levels or may be missing, or a rule asks for a missing value ({@link
     *     Reason#BAD_PARAM})
     */
    public RuleSetRecord toRecord() {
        for (String feature : featureNames()) {
            if (!isOnKnownNumbers(feature)) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        feature,
                        "RuleSet.toRecord: feature \"" + feature
                                + "\" has levels or missing values, expected known numbers; use toTableRecord");
            }
        }
        return new RuleSetRecord(
                domains.entrySet().stream()
                        .map(domain -> RuleSetRecord.Feature.of(domain.getKey(), domain.getValue()))
                        .toList(),
                rules.stream().map(RuleSetRecord.NamedRule::of).toList(),
                otherwise == null ? "" : otherwise);
    }

    /**
     * Rules on levels and missing values as plain data, to be stored with any JSON library.
     *
     * @return from which {@link TableRulesRecord#restore} makes rules that claim the same customers
     * @throws InvalidInputException if {@link #isOnKnownNumbers()}: then {@link #toRecord} says it ({@link
     *     Reason#BAD_PARAM})
     */
    public TableRulesRecord toTableRecord() {
        if (isOnKnownNumbers()) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "RuleSet.toTableRecord: the rules are on known numbers alone, expected levels or missing values; use"
                            + " toRecord");
        }
        return new TableRulesRecord(
                domains.entrySet().stream()
                        .map(domain -> TableRulesRecord.Feature.of(domain.getKey(), domain.getValue()))
                        .toList(),
                rules.stream().map(TableRulesRecord.NamedRule::of).toList(),
                otherwise == null ? "" : otherwise);
    }

    /** The rules, which people wrote; no data. */
    @Override
    public String toString() {
        return "RuleSet" + rules + (otherwise == null ? "" : " otherwise " + otherwise);
    }

    private boolean isOnKnownNumbers(String feature) {
        Domain domain = domain(feature);
        return domain.isNumeric()
                && !domain.values().missing()
                && rules.stream()
                        .filter(rule -> rule.featureNames().contains(feature))
                        .noneMatch(rule -> rule.condition(feature).missing());
    }

    boolean hasOtherwise() {
        return otherwise != null;
    }

    Domain domain(String feature) {
        return domains.getOrDefault(feature, Domain.REAL_LINE);
    }

    /** The declared levels of a feature; none if it is numeric. */
    List<String> levels(String feature) {
        return domain(feature).values() instanceof Values.Levels levels ? List.copyOf(levels.levels()) : List.of();
    }

    /** Per feature the numbers of all rows, or the positions of their levels among those declared; NaN if missing. */
    private double[][] columns(FeatureTable table) {
        List<String> names = featureNames();
        double[][] columns = new double[names.size()][];
        for (int j = 0; j < columns.length; j++) {
            String name = names.get(j);
            Domain domain = domain(name);
            if (domain.isNumeric() != (table.kind(name) == ColumnKind.NUMERIC)) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        name,
                        "RuleSet.assign: column \"" + name + "\" is " + table.kind(name) + ", expected "
                                + (domain.isNumeric() ? "NUMERIC" : "levels") + "; pass it as the rules know it");
            }
            double[] values = table.numbers(name);
            if (domain.isNumeric()) {
                checkDomain(values, domain, name);
            } else {
                declared(values, table.levels(name), domain, name);
            }
            columns[j] = values;
        }
        return columns;
    }

    private static void checkDomain(double[] values, Domain domain, String name) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && !domain.contains(values[i])) {
                throw outside(i, domain, name);
            }
        }
    }

    /** Turns the positions of levels in a table into those in the domain; unknown levels are missing if that may be. */
    private void declared(double[] values, List<String> levels, Domain domain, String name) {
        Map<String, Integer> known = positions(levels(name));
        double[] position = levels.stream()
                .mapToDouble(level -> known.containsKey(level) ? known.get(level) : Double.NaN)
                .toArray();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                values[i] = position[(int) values[i]];
                if (Double.isNaN(values[i]) && !domain.values().missing()) {
                    throw outside(i, domain, name);
                }
            }
        }
    }

    private static InvalidInputException outside(int row, Domain domain, String name) {
        return new InvalidInputException(
                Reason.RANGE,
                row,
                name,
                "RuleSet.assign: the value at row " + row + ", feature \"" + name
                        + "\" is outside its domain, expected " + domain.describe(name)
                        + "; correct it, or declare a wider domain");
    }

    private int label(double[][] ordered, int row, List<Check> checks) {
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
                    asked.stream()
                            .map(feature -> accepted(rule.condition(feature), feature))
                            .toList(),
                    Objects.requireNonNull(labels.get(rule.name()))));
        }
        return checks;
    }

    /** The condition as a test of numbers, or of positions of levels. */
    private DoublePredicate accepted(Values condition, String feature) {
        boolean missing = condition.missing();
        if (condition instanceof Values.Levels asked) {
            BitSet positions = new BitSet();
            List<String> levels = levels(feature);
            for (int position = 0; position < levels.size(); position++) {
                positions.set(position, asked.levels().contains(levels.get(position)));
            }
            return value -> Double.isNaN(value) ? missing : positions.get((int) value);
        }
        Interval interval = ((Values.Numbers) condition).interval();
        return value -> Double.isNaN(value) ? missing : interval.contains(value);
    }

    private static Map<String, Integer> positions(List<String> names) {
        Map<String, Integer> positions = new HashMap<>();
        names.forEach(name -> positions.put(name, positions.size()));
        return positions;
    }

    /** A rule with columns in place of names. */
    private static final class Check {

        private final int[] columns;
        private final List<DoublePredicate> conditions;
        private final int label;

        Check(int[] columns, List<DoublePredicate> conditions, int label) {
            this.columns = columns;
            this.conditions = conditions;
            this.label = label;
        }

        boolean holds(double[][] ordered, int row) {
            for (int c = 0; c < columns.length; c++) {
                if (!conditions.get(c).test(ordered[columns[c]][row])) {
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
        private final Set<String> mayBeMissing = new LinkedHashSet<>();
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
            return declare(feature, Domain.of(new Interval(min, max + 1.0), Domain.Kind.INTEGER));
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
            return declare(feature, Domain.of(Interval.closed(min + 0.0, max + 0.0), Domain.Kind.REAL));
        }

        /**
         * Says that a feature is categorical and which levels it has, in their order if they have one; it becomes a
         * feature of the model even if no rule mentions it. Conditions on it name levels ({@link Rule.Condition#isOneOf}).
         *
         * @param feature the feature
         * @param levels each once; none for a column that is always missing
         * @return this builder
         * @throws InvalidInputException if a level is repeated ({@link Reason#BAD_NAME}), or the feature has a domain
         *     already ({@link Reason#DUPLICATE_FEATURE})
         */
        public Builder withLevels(String feature, List<String> levels) {
            Set<String> distinct = new LinkedHashSet<>(levels);
            if (distinct.size() < levels.size()) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        feature,
                        "RuleSet.withLevels: feature \"" + feature + "\" has a level twice; name each level once");
            }
            return declare(feature, new Domain(new Values.Levels(distinct, false), Domain.Kind.LEVELS));
        }

        /**
         * Says that a feature may be missing, so that {@link RuleSet#audit} proves what it proves for such customers, too.
         * A level that was not declared then counts as missing. A feature without a domain gets the real line.
         *
         * @param feature the feature
         * @return this builder
         */
        public Builder withMissing(String feature) {
            mayBeMissing.add(Objects.requireNonNull(feature, "feature"));
            return this;
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
         *     ({@link Reason#NO_FEATURES}), or a rule asks for numbers of a feature with levels, or for levels of a
         *     feature without ({@link Reason#SCHEMA_MISMATCH})
         */
        public RuleSet build() {
            if (rules.isEmpty() && otherwise == null) {
                throw new InvalidInputException(Reason.EMPTY, "RuleSet: no rules; add at least one");
            }
            Map<String, Domain> all = new LinkedHashMap<>(domains);
            for (Rule rule : rules) {
                rule.featureNames().forEach(feature -> all.putIfAbsent(feature, Domain.REAL_LINE));
            }
            for (String feature : mayBeMissing) {
                all.merge(feature, Domain.REAL_LINE.withMissing(), (domain, ignored) -> domain.withMissing());
            }
            Arguments.featureNames(List.copyOf(all.keySet()), "RuleSet");
            rules.forEach(rule -> checkTypes(rule, all));
            return new RuleSet(List.copyOf(rules), all, otherwise);
        }

        private static void checkTypes(Rule rule, Map<String, Domain> domains) {
            for (String feature : rule.featureNames()) {
                Domain domain = domains.getOrDefault(feature, Domain.REAL_LINE);
                if (!domain.takes(rule.condition(feature))) {
                    throw new InvalidInputException(
                            Reason.SCHEMA_MISMATCH,
                            feature,
                            "RuleSet: a rule asks for " + (domain.isNumeric() ? "levels" : "numbers") + " of feature \""
                                    + feature + "\", which " + (domain.isNumeric() ? "has none" : "has levels")
                                    + "; declare its levels (withLevels) and name them");
                }
            }
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
