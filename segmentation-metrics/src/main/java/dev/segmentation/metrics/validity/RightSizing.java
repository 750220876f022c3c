package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Workers;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;
import dev.segmentation.metrics.structure.PairStructure;
import dev.segmentation.metrics.structure.Structure;
import dev.segmentation.metrics.validity.EvidenceColumn.Comparison;
import dev.segmentation.metrics.validity.SegmentRules.Tested;
import dev.segmentation.metrics.value.TheilSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

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

    List<Split> splits() {
        return structure.segments().stream()
                .map(found -> new Split(
                        segmentation.segments().get(found.segment()),
                        found.pValue() <= 1 - level ? Verdict.PASS : Verdict.UNCERTAIN,
                        found))
                .toList();
    }

    /** Every pair of neighbors. */
    List<Merge> merges(EvidenceColumns evidence, long seed, Workers workers) {
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
        List<Estimate> explained = workers.map(pairs.size(), p -> {
            PairStructure pair = pairs.get(p);
            return valueExplained(label -> label == pair.second() ? pair.first() : label);
        });
        List<Merge> merges = new ArrayList<>();
        for (int p = 0; p < pairs.size(); p++) {
            List<Tested> found = new ArrayList<>();
            for (int test = p * columns.size(); test < (p + 1) * columns.size(); test++) {
                found.add(new Tested(comparisons.get(test), adjusted[test], tests));
            }
            merges.add(merge(pairs.get(p), found, evidence, explained.get(p)));
        }
        return merges;
    }

    private Merge merge(PairStructure pair, List<Tested> tests, EvidenceColumns evidence, Estimate explained) {
        Segment first = segmentation.segments().get(pair.first());
        Segment second = segmentation.segments().get(pair.second());
        int[] sizes = segmentation.assignment().sizes();
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
        boolean differ = false;
        boolean checked = false;
        boolean alike = true;
        for (Tested test : tests) {
            Comparison comparison = test.comparison();
            Criterion criterion = evidence.isOutcome(comparison.column()) ? Criterion.MEANINGFUL : Criterion.DISTINCT;
            Verdict verdict = rules.verdict(criterion, test);
            checked |= verdict != Verdict.NOT_CHECKED;
            alike &= verdict == Verdict.FAIL || verdict == Verdict.NOT_CHECKED;
            if (verdict == Verdict.PASS) {
                differ = true;
                reasons.add("they differ in " + comparison.column() + " by " + size(comparison, first, second)
                        + ", n = " + comparison.effect().customers());
            }
        }
        alike &= checked;
        if (!differ && checked) {
            reasons.add(
                    alike
                            ? "in no other column do they differ by as much as counts"
                            : "in no other column do they differ beyond chance by as much as counts");
        }
        return new Merge(
                first,
                second,
                verdict(pair, separate || differ, alike),
                WilsonScore.at(level)
                        .of(
                                sizes[pair.first()] + sizes[pair.second()],
                                segmentation.assignment().size()),
                explained,
                pair,
                reasons);
    }

    /** The share of the inequality of value that the segments explain, if they were named anew. */
    Estimate valueExplained(IntUnaryOperator renamed) {
        Assignment assignment = segmentation.assignment();
        return value.map(each -> TheilSplit.of(
                                each,
                                Assignment.copyOf(
                                        assignment.segmentCount(),
                                        Arrays.stream(assignment.toArray())
                                                .map(renamed)
                                                .toArray()))
                        .share(level))
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
