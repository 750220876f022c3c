package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.stability.Stability;
import dev.segmentation.metrics.structure.PairStructure;
import dev.segmentation.metrics.structure.SegmentStructure;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.validity.EvidenceColumn.Comparison;
import dev.segmentation.metrics.validity.SegmentRules.Tested;
import dev.segmentation.metrics.value.TheilSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** For every pair of neighbors, would merging lose anything; for every segment, would splitting gain anything. */
final class RightSizing {

    private final Segmentation segmentation;
    private final Structure structure;
    private final SegmentRules rules;
    private final Optional<double[]> value; // of each customer
    private final double level;

    RightSizing(
            Segmentation segmentation,
            Structure structure,
            SegmentRules rules,
            Optional<double[]> value,
            double level) {
        this.segmentation = segmentation;
        this.structure = structure;
        this.rules = rules;
        this.value = value;
        this.level = level;
    }

    /** Every segment that could be looked into. */
    List<Split> splits(FeatureMatrix features, long seed, Workers workers) {
        List<SegmentStructure> segments = structure.segments();
        return workers.map(segments.size(), s -> split(segments.get(s), new Halves(features, seed, workers)));
    }

    private Split split(SegmentStructure found, Halves halves) {
        Verdict verdict = found.pValue() <= 1 - level ? Verdict.PASS : Verdict.UNCERTAIN;
        Segment segment = segmentation.segments().get(found.segment());
        int n = segmentation.customerCount();
        Assignment assignment = segmentation.assignment();
        int[] apart;
        try {
            apart = halves.smaller(assignment.rowsOf(found.segment()));
        } catch (InvalidInputException tooFewOrTooEqual) {
            Estimate none = Estimate.undefined(tooFewOrTooEqual.reason(), n);
            return new Split(segment, verdict, none, none, found);
        }
        int[] labels = assignment.toArray();
        for (int row : apart) {
            labels[row] = assignment.segmentCount();
        }
        return new Split(
                segment,
                verdict,
                WilsonScore.at(level).of(apart.length, n),
                valueExplained(Assignment.copyOf(assignment.segmentCount() + 1, labels)),
                found);
    }

    /** Every pair of neighbors. */
    List<Merge> merges(EvidenceColumns evidence, Optional<Stability> stability, long seed, Workers workers) {
        List<EvidenceColumn> columns = evidence.all();
        List<PairStructure> pairs = structure.pairs();
        int tests = pairs.size() * columns.size();
        int draws = PermutationTest.draws(tests, level);
        List<Comparison> comparisons = workers.map(tests, test -> {
            PairStructure pair = pairs.get(test / columns.size());
            EvidenceColumn column = columns.get(test % columns.size());
            long key = SeededRandom.key(SeededRandom.key(seed, column.name().hashCode()), test / columns.size());
            return column.between(pair.first(), pair.second()).compare(0, level, draws, key, workers.inside());
        });
        double[] adjusted =
                Tails.holm(comparisons.stream().mapToDouble(Comparison::p).toArray());
        List<Merge.Union> unions = workers.map(pairs.size(), p -> union(pairs.get(p), stability));
        List<Merge> merges = new ArrayList<>();
        for (int p = 0; p < pairs.size(); p++) {
            List<Tested> found = new ArrayList<>();
            for (int test = p * columns.size(); test < (p + 1) * columns.size(); test++) {
                found.add(new Tested(comparisons.get(test), adjusted[test], tests));
            }
            merges.add(merge(pairs.get(p), found, evidence, unions.get(p)));
        }
        return merges;
    }

    private Merge merge(PairStructure pair, List<Tested> tests, EvidenceColumns evidence, Merge.Union union) {
        Segment first = segmentation.segments().get(pair.first());
        Segment second = segmentation.segments().get(pair.second());
        boolean separate = pair.pValue() <= 1 - level;
        List<String> reasons = new ArrayList<>();
        reasons.add(String.format(
                Locale.ROOT,
                "%s (p = %.3g, n = %d)",
                separate
                        ? "separate groups"
                        : structure.isOneGroup(pair)
                                ? "no trace of two groups four standard deviations apart"
                                : "not shown to be separate groups",
                pair.pValue(),
                pair.rows()));
        List<String> differences = new ArrayList<>();
        boolean checked = false;
        boolean alike = true;
        for (Tested test : tests) {
            Comparison comparison = test.comparison();
            Criterion criterion = evidence.isOutcome(comparison.column()) ? Criterion.MEANINGFUL : Criterion.DISTINCT;
            Verdict counts = rules.verdict(criterion, test);
            checked |= counts != Verdict.NOT_CHECKED;
            alike &= counts == Verdict.FAIL || counts == Verdict.NOT_CHECKED;
            if (counts == Verdict.PASS) {
                differences.add("they differ in " + comparison.column() + " by " + size(comparison, first, second)
                        + ", n = " + comparison.effect().customers());
            }
        }
        alike &= checked;
        Verdict verdict = verdict(pair, separate || !differences.isEmpty(), alike);
        if (verdict == Verdict.PASS && union.stability().isDefined()) {
            reasons.add("as one they come back with an overlap of " + ReportText.number(union.stability()) + ", n = "
                    + union.stability().customers());
        }
        reasons.addAll(differences);
        if (differences.isEmpty() && checked) {
            reasons.add(
                    alike
                            ? "in no other column do they differ by as much as counts"
                            : "in no other column do they differ beyond chance by as much as counts");
        }
        return new Merge(new Merge.Pair(first, second, pair), verdict, union, reasons);
    }

    /** What the two would be as one. */
    private Merge.Union union(PairStructure pair, Optional<Stability> stability) {
        int[] sizes = segmentation.assignment().sizes();
        int size = sizes[pair.first()] + sizes[pair.second()];
        return new Merge.Union(
                WilsonScore.at(level).of(size, segmentation.customerCount()),
                valueExplained(merged(pair)),
                stability
                        .map(found -> found.jaccardOfUnion(pair.first(), pair.second()))
                        .orElse(Estimate.undefined(Reason.NO_OBSERVATIONS, size)));
    }

    private Assignment merged(PairStructure pair) {
        Assignment assignment = segmentation.assignment();
        return Assignment.copyOf(
                assignment.segmentCount(),
                Arrays.stream(assignment.toArray())
                        .map(label -> label == pair.second() ? pair.first() : label)
                        .toArray());
    }

    /** The share of the inequality of value that the segments explain. */
    Estimate valueExplained() {
        return valueExplained(segmentation.assignment());
    }

    private Estimate valueExplained(Assignment assignment) {
        return value.map(each -> TheilSplit.of(each, assignment).share(level))
                .orElse(Estimate.undefined(Reason.NO_OBSERVATIONS, assignment.size()));
    }

    private static String size(Comparison comparison, Segment first, Segment second) {
        return comparison.difference().isDefined()
                ? ReportText.number(comparison.difference()) + " (" + first.name() + " less " + second.name() + ")"
                : "Cramér's V " + ReportText.number(comparison.effect());
    }

    private Verdict verdict(PairStructure pair, boolean different, boolean alike) {
        if (different) {
            return Verdict.FAIL;
        }
        return structure.isOneGroup(pair) || alike ? Verdict.PASS : Verdict.UNCERTAIN;
    }

    /**
     * The verdict on the number.
     *
     * @param segments those that have customers
     */
    static Sizing sizing(Structure structure, List<Merge> merges, List<Split> splits, List<Segment> segments) {
        if (structure.undefined().isPresent() && splits.isEmpty()) {
            return Sizing.NOT_CHECKED;
        }
        boolean over = merges.stream().anyMatch(merge -> merge.verdict() == Verdict.PASS);
        boolean under = splits.stream().anyMatch(split -> split.verdict() == Verdict.PASS);
        if (over) {
            return under ? Sizing.MISPLACED : Sizing.OVER_SEGMENTED;
        }
        if (under) {
            return Sizing.UNDER_SEGMENTED;
        }
        boolean apart = merges.stream().allMatch(merge -> merge.verdict() == Verdict.FAIL);
        boolean all = segments.stream()
                .allMatch(segment -> merges.stream().anyMatch(merge -> merge.concerns(segment))
                        && splits.stream().anyMatch(split -> split.segment().equals(segment)));
        return apart && all ? Sizing.FITTING : Sizing.UNDECIDED;
    }
}
