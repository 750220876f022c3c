package dev.segmentation.metrics.validity;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Workers;
import dev.segmentation.cluster.KMeans;
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
    private final FeatureMatrix features;
    private final Structure structure;
    private final Optional<Stability> stability;
    private final SegmentRules rules;
    private final Optional<double[]> value; // of each customer
    private final double level;

    RightSizing(
            Segmentation segmentation,
            FeatureMatrix features,
            Structure structure,
            Optional<Stability> stability,
            SegmentRules rules,
            Optional<double[]> value,
            double level) {
        this.segmentation = segmentation;
        this.features = features;
        this.structure = structure;
        this.stability = stability;
        this.rules = rules;
        this.value = value;
        this.level = level;
    }

    /** Every segment that could be looked into. */
    List<Split> splits(long seed, Workers workers) {
        List<SegmentStructure> segments = structure.segments();
        return workers.map(segments.size(), s -> split(segments.get(s), seed, workers));
    }

    private Split split(SegmentStructure found, long seed, Workers workers) {
        Verdict verdict = found.pValue() <= 1 - level ? Verdict.PASS : Verdict.UNCERTAIN;
        Segment segment = segmentation.segments().get(found.segment());
        int n = segmentation.customerCount();
        int[] apart = smallerPart(found.segment(), seed, workers);
        if (apart.length == 0) {
            Estimate none = Estimate.undefined(Reason.FEWER_DISTINCT_THAN_K, n);
            return new Split(segment, verdict, none, none, found);
        }
        Assignment assignment = segmentation.assignment();
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

    /** The customers of a segment who are in the smaller one of its two parts; nobody if it cannot be cut. */
    private int[] smallerPart(int segment, long seed, Workers workers) {
        int[] rows = Arrays.stream(segmentation.assignment().rowsOf(segment))
                .filter(row -> Arrays.stream(features.row(row)).noneMatch(Double::isNaN))
                .toArray();
        try {
            Assignment parts = KMeans.of(2)
                    .withSeed(seed)
                    .fit(features.rows(rows), workers.inside())
                    .assignment();
            int[] sizes = parts.sizes();
            int smaller = sizes[0] < sizes[1] ? 0 : 1;
            return Arrays.stream(parts.rowsOf(smaller)).map(i -> rows[i]).toArray();
        } catch (InvalidInputException tooFewOrTooEqual) {
            return new int[0];
        }
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
            return valueExplained(merged(pair));
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
        Estimate union = stability
                .map(found -> found.jaccardOfUnion(pair.first(), pair.second()))
                .orElse(Estimate.undefined(Reason.NO_OBSERVATIONS, (long) sizes[pair.first()] + sizes[pair.second()]));
        if (verdict == Verdict.PASS && union.isDefined()) {
            reasons.add("as one they come back with an overlap of " + ReportText.number(union) + ", n = "
                    + union.customers());
        }
        reasons.addAll(differences);
        if (differences.isEmpty() && checked) {
            reasons.add(
                    alike
                            ? "in no other column do they differ by as much as counts"
                            : "in no other column do they differ beyond chance by as much as counts");
        }
        return new Merge(
                first,
                second,
                verdict,
                WilsonScore.at(level)
                        .of(
                                sizes[pair.first()] + sizes[pair.second()],
                                segmentation.assignment().size()),
                explained,
                union,
                pair,
                reasons);
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
