package dev.segmentation.metrics.validity;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.FormingColumns;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.validity.EvidenceColumn.Comparison;
import dev.segmentation.metrics.validity.SegmentRules.Tested;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns that may be evidence that segments differ, because they did not form them, and what comparing them gives. */
final class EvidenceColumns {

    private final List<EvidenceColumn> columns;
    private final Set<String> outcomes;
    private final List<Notice> notices;

    private EvidenceColumns(List<EvidenceColumn> columns, Set<String> outcomes, List<Notice> notices) {
        this.columns = columns;
        this.outcomes = outcomes;
        this.notices = notices;
    }

    /**
     * Collects them.
     *
     * @param given outcomes beside those of the snapshot, n values each
     */
    static EvidenceColumns of(Segmentation segmentation, FeatureMatrix features, Map<String, double[]> given) {
        Map<String, double[]> measured = measuredOutcomes(segmentation, features, given);
        List<Notice> leftOut = new ArrayList<>();
        List<EvidenceColumn> columns = collected(segmentation, features, measured, leftOut);
        return new EvidenceColumns(columns, measured.keySet(), leftOut);
    }

    List<EvidenceColumn> all() {
        return columns;
    }

    /** Whether a column was measured after the as-of date, so that it is also judged relative to its mean. */
    boolean isOutcome(String column) {
        return outcomes.contains(column);
    }

    /** Which columns were left out, and why. */
    List<Notice> notices() {
        return notices;
    }

    /** Every segment against all others, in every column. */
    List<Comparison> compare(int segments, double level, long seed, Workers workers) {
        int tests = segments * columns.size();
        int draws = PermutationTest.draws(tests, level);
        return workers.map(tests, test -> {
            EvidenceColumn column = columns.get(test % columns.size());
            long key = SeededRandom.key(seed, column.name().hashCode());
            return column.compare(test / columns.size(), level, draws, key, workers.inside());
        });
    }

    /** With p adjusted by Holm for all of them. */
    static List<Tested> adjusted(List<Comparison> comparisons) {
        double[] adjusted =
                Tails.holm(comparisons.stream().mapToDouble(Comparison::p).toArray());
        long tests = Arrays.stream(adjusted).filter(p -> !Double.isNaN(p)).count();
        List<Tested> tested = new ArrayList<>();
        for (int test = 0; test < adjusted.length; test++) {
            tested.add(new Tested(comparisons.get(test), adjusted[test], tests));
        }
        return tested;
    }

    /** How much all segments together differ in each column. */
    List<ColumnEffect> effects(double level) {
        List<ColumnEffect> raw =
                columns.stream().map(column -> column.effect(level)).toList();
        double[] adjusted =
                Tails.holm(raw.stream().mapToDouble(ColumnEffect::adjustedP).toArray());
        List<ColumnEffect> effects = new ArrayList<>();
        for (int c = 0; c < adjusted.length; c++) {
            ColumnEffect effect = raw.get(c);
            effects.add(new ColumnEffect(effect.column(), effect.measure(), effect.effect(), adjusted[c]));
        }
        return effects;
    }

    /** Numeric outcomes, of the snapshot and given here, by name. */
    private static Map<String, double[]> measuredOutcomes(
            Segmentation segmentation, FeatureMatrix features, Map<String, double[]> given) {
        Snapshot snapshot = segmentation.snapshot();
        Map<String, double[]> measured = new LinkedHashMap<>();
        for (String name : snapshot.names(Role.OUTCOME)) {
            refuseIfItFormed(name, snapshot, features);
            if (snapshot.table().kind(name) == ColumnKind.NUMERIC) {
                measured.put(name, snapshot.numbers(name));
            }
        }
        given.forEach((name, values) -> {
            Arguments.sameSize(
                    segmentation.customerCount(),
                    values.length,
                    "SegmentValidation.validate",
                    "outcome \"" + name + "\"",
                    "customer");
            refuseIfItFormed(name, snapshot, features);
            if (snapshot.table().has(name)) {
                throw taken("SegmentValidation.validate", name, "is also a column of the snapshot; rename one of them");
            }
            measured.put(name, values);
        });
        return measured;
    }

    private static void refuseIfItFormed(String outcome, Snapshot snapshot, FeatureMatrix features) {
        boolean base = snapshot.table().has(outcome) && snapshot.role(outcome) == Role.BASE;
        if (base || features.featureNames().contains(outcome)) {
            throw taken(
                    "SegmentValidation.validate",
                    outcome,
                    "is one of the columns that formed the segments; an outcome must come from the following period");
        }
    }

    /** The columns that may be evidence; a notice is added for each that is left out because it repeats a forming one. */
    private static List<EvidenceColumn> collected(
            Segmentation segmentation, FeatureMatrix features, Map<String, double[]> measured, List<Notice> leftOut) {
        Snapshot snapshot = segmentation.snapshot();
        Set<String> formed = new HashSet<>(features.featureNames());
        FormingColumns forming = FormingColumns.of(snapshot, features);
        List<EvidenceColumn> evidence = new ArrayList<>();
        for (String name : snapshot.table().names()) {
            Role role = snapshot.role(name);
            boolean eligible = role == Role.DESCRIPTOR || role == Role.EXPERIENCE || role == Role.OUTCOME;
            if (eligible && !formed.contains(name) && !measured.containsKey(name)) {
                double[] numbers = snapshot.numbers(name);
                boolean numeric = snapshot.table().kind(name) == ColumnKind.NUMERIC;
                // a numeric outcome is measured, hence not among these
                Optional<String> repeated = numeric ? forming.repeatedBy(numbers) : Optional.empty();
                if (repeated.isPresent()) {
                    leftOut.add(circular(name, repeated.get()));
                    continue;
                }
                evidence.add(
                        numeric
                                ? EvidenceColumn.numeric(name, numbers, segmentation.assignment())
                                : EvidenceColumn.categorical(
                                        name,
                                        numbers,
                                        snapshot.table().levels(name).size(),
                                        segmentation.assignment()));
            }
        }
        measured.forEach(
                (name, values) -> evidence.add(EvidenceColumn.numeric(name, values, segmentation.assignment())));
        return evidence;
    }

    private static Notice circular(String column, String forming) {
        return new Notice(
                Reason.CIRCULAR_EVIDENCE,
                "\"" + column + "\" was not taken as evidence: it repeats \"" + forming
                        + "\", which formed the segments, so that segments differ in it by construction");
    }

    static InvalidInputException taken(String where, String outcome, String why) {
        return new InvalidInputException(
                Reason.DUPLICATE_FEATURE, outcome, where + ": the outcome \"" + outcome + "\" " + why);
    }
}
