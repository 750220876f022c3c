package dev.segmentation.metrics.structure;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.Components;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether there are groups at all, between which segments and within which: what {@link StructureTest} found. Immutable. */
public final class Structure {

    /**
     * From which p on there is no trace of two groups. Of samples of 40 to 250 rows of a normal group, 97 to 99 % are above
     * it; of two groups for which the least p is 0.05, at most 7 %, and fewer where that is smaller.
     */
    private static final double NO_TRACE = 0.2;

    /** With a larger least p, two groups would be above that too often. */
    private static final double LARGEST_LEAST_P = 0.05;

    /** Shares of the smaller one of two groups, and the dip of the quantiles of two normal ones, four standard deviations apart. */
    private static final double[] SHARES = {0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5};

    private static final double[] DIPS = {
        0.000043, 0.000139, 0.000541, 0.001174, 0.002474, 0.005401, 0.009127, 0.013564, 0.018676, 0.024458, 0.030935,
        0.038160, 0.046228
    };

    private final double pValue;
    private final List<PairStructure> pairs;
    private final List<SegmentStructure> segments;
    private final double level;
    private final int customers;
    private final int segmentCount;
    private final int splits;
    private final @Nullable Reason reason;
    private final List<Notice> notices;

    private Structure(
            double pValue,
            List<PairStructure> pairs,
            List<SegmentStructure> segments,
            double level,
            int[] sizes,
            int splits,
            Optional<Reason> reason,
            List<Notice> notices) {
        this.pValue = pValue;
        this.pairs = List.copyOf(pairs);
        this.segments = List.copyOf(segments);
        this.level = level;
        this.customers = Arrays.stream(sizes).sum();
        this.segmentCount = sizes.length;
        this.splits = splits;
        this.reason = reason.orElse(null);
        this.notices = List.copyOf(notices);
    }

    static Structure undefined(Reason reason, double level, int... sizes) {
        return new Structure(Double.NaN, List.of(), List.of(), level, sizes, 0, Optional.of(reason), List.of());
    }

    static Structure of(List<StructureSplit.Result> splits, double level, int... sizes) {
        List<Notice> notices = new ArrayList<>();
        List<String> failures =
                splits.stream().flatMap(split -> split.failure().stream()).toList();
        if (!failures.isEmpty()) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS,
                    failures.size() + " of " + splits.size()
                            + " splits could not be fitted and count as no structure; the first one: "
                            + failures.get(0)));
        }
        boolean tested = splits.stream().anyMatch(split -> split.failure().isEmpty() && !Double.isNaN(split.pValue()));
        double overall = combined(
                splits.stream()
                        .map(StructureSplit.Result::pValue)
                        .filter(p -> !Double.isNaN(p))
                        .toList(),
                splits.size());
        List<PairStructure> pairs = pairs(splits, overall, sizes);
        List<SegmentStructure> segments = segments(splits);
        double least = (splits.size() > 1 ? 2 : 1) * DipQuantiles.LEAST;
        unseen("pairs", pairs.size(), least, level).ifPresent(notices::add);
        unseen("segments", segments.size(), StructureSplit.PARTS.size() * least, level)
                .ifPresent(notices::add);
        boolean single = Arrays.stream(sizes).filter(size -> size > 0).count() == 1;
        return new Structure(
                tested ? overall : Double.NaN,
                pairs,
                segments,
                level,
                sizes,
                splits.size(),
                tested ? Optional.empty() : Optional.of(single ? Reason.SINGLE_SEGMENT : Reason.NO_OBSERVATIONS),
                notices);
    }

    private static Optional<Notice> unseen(String what, int tests, double least, double level) {
        return tests * least <= 1 - level
                ? Optional.empty()
                : Optional.of(new Notice(
                        Reason.RESOURCE_LIMIT,
                        "of " + tests + " " + what + " none can be shown by itself: no p is below " + least
                                + ", and each is adjusted for the others; use fewer segments"));
    }

    private static List<PairStructure> pairs(List<StructureSplit.Result> splits, double overall, int... sizes) {
        Map<List<Integer>, List<StructureSplit.Pair>> tested = splits.stream()
                .flatMap(split -> split.pairs().stream())
                .collect(Collectors.groupingBy(
                        pair -> List.of(pair.first(), pair.second()),
                        () -> new TreeMap<>(Comparator.<List<Integer>>comparingInt(key -> key.get(0))
                                .thenComparing(key -> key.get(1))),
                        Collectors.toList()));
        List<PairStructure> pairs = new ArrayList<>();
        tested.forEach((key, results) -> {
            int rows = median(results.stream().mapToInt(StructureSplit.Pair::rows));
            double own =
                    combined(results.stream().map(StructureSplit.Pair::pValue).toList(), splits.size());
            pairs.add(new PairStructure(
                    key.get(0),
                    key.get(1),
                    Math.max(overall, own),
                    medianP(results.stream().mapToDouble(StructureSplit.Pair::rawP)),
                    2 * results.size() > splits.size() ? leastP(rows, sizes[key.get(0)], sizes[key.get(1)]) : 1,
                    rows));
        });
        return pairs;
    }

    /**
     * The p of the dip of two normal groups of some sizes, four standard deviations apart. No more rows count than they have:
     * others that lie between them tell nothing.
     */
    static double leastP(int rows, int first, int second) {
        double smaller = (double) Math.min(first, second) / (first + second);
        int at = 0;
        while (at < SHARES.length - 1 && SHARES[at] < smaller) {
            at++;
        }
        double dip = DIPS[at];
        if (at > 0) {
            double part = StrictMath.log(smaller / SHARES[at - 1]) / StrictMath.log(SHARES[at] / SHARES[at - 1]);
            dip = DIPS[at - 1] * StrictMath.pow(DIPS[at] / DIPS[at - 1], part);
        }
        int own = (int) Math.min(rows, (long) first + second);
        return smaller < SHARES[0] ? 1 : DipQuantiles.pValue(own, dip);
    }

    private static List<SegmentStructure> segments(List<StructureSplit.Result> splits) {
        Map<Integer, List<SegmentStructure>> tested = splits.stream()
                .flatMap(split -> split.segments().stream())
                .collect(Collectors.groupingBy(SegmentStructure::segment, TreeMap::new, Collectors.toList()));
        List<SegmentStructure> segments = new ArrayList<>();
        tested.forEach((segment, results) -> segments.add(new SegmentStructure(
                segment,
                combined(results.stream().map(SegmentStructure::pValue).toList(), splits.size()),
                median(results.stream().mapToInt(SegmentStructure::rows)))));
        return segments;
    }

    private static double medianP(DoubleStream p) {
        double[] sorted = p.sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }

    private static int median(IntStream counts) {
        int[] sorted = counts.sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }

    /**
     * Twice the median, which is valid however the p values depend on one another; a single one as it is. Splits that do not
     * tell speak for no structure.
     */
    private static double combined(List<Double> p, int splits) {
        double[] sorted = Stream.concat(p.stream(), Collections.nCopies(splits - p.size(), 1.0).stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double median = sorted[sorted.length / 2];
        return sorted.length == 1 ? median : Math.min(1, 2 * median);
    }

    /**
     * How often data without structure give as much separation between neighboring segments.
     *
     * @return in (0, 1], the smaller, the more structure; NaN where {@link #undefined()}
     */
    public double pValue() {
        return pValue;
    }

    /**
     * Whether structure is claimed.
     *
     * @return whether p is at most 1 − level; false where undefined
     */
    public boolean isClaimed() {
        return pValue <= 1 - level;
    }

    /**
     * Which neighboring segments are separate; all that are neighbors hang together. Segments that are not listed as a pair
     * have another one between them.
     *
     * @return one entry per pair, in the order of their labels
     */
    public List<PairStructure> pairs() {
        return pairs;
    }

    /**
     * Whether two neighbors look like one group that was cut, where there are separate groups at all: structure is claimed,
     * two normal groups of their sizes, four standard deviations apart, would have been seen, and there is no trace of it.
     *
     * <p>Groups that are less far apart, or differ in spread or shape alone, may have been missed.
     *
     * @param pair one of {@link #pairs()}
     * @return whether structure speaks for merging them
     */
    public boolean isOneGroup(PairStructure pair) {
        return isClaimed()
                && pair.leastP() <= Math.min(LARGEST_LEAST_P, 1 - level)
                && pair.rawP() >= NO_TRACE
                && pair.pValue() > 1 - level;
    }

    /**
     * What was found between two segments.
     *
     * @param first a label
     * @param second another one; the order does not matter
     * @return empty if they are no neighbors
     */
    public Optional<PairStructure> pair(int first, int second) {
        return pairs.stream()
                .filter(pair -> pair.first() == Math.min(first, second) && pair.second() == Math.max(first, second))
                .findFirst();
    }

    /**
     * Within which segments there are separate groups. A segment that has too few customers to be cut is not listed.
     *
     * @return at most one entry per segment, in the order of their labels
     */
    public List<SegmentStructure> segments() {
        return segments;
    }

    /**
     * What was found within a segment.
     *
     * @param segment its label
     * @return empty if nothing could be tested
     */
    public Optional<SegmentStructure> within(int segment) {
        return segments.stream().filter(found -> found.segment() == segment).findFirst();
    }

    /**
     * By how many there are too many segments: how many fewer there are once neighbors are merged that look like
     * {@linkplain #isOneGroup one group}.
     *
     * @return at least 0; 0 where structure is not claimed
     */
    public int over() {
        Components merged = new Components(segmentCount);
        pairs.stream().filter(this::isOneGroup).forEach(pair -> merged.join(pair.first(), pair.second()));
        return segmentCount - merged.count();
    }

    /**
     * By how many there are too few segments: how many have separate groups within.
     *
     * @return at least 0
     */
    public int under() {
        return (int) segments.stream()
                .filter(segment -> segment.pValue() <= 1 - level)
                .count();
    }

    /**
     * The level at which structure is claimed.
     *
     * @return in (0, 1)
     */
    public double level() {
        return level;
    }

    /**
     * How many customers there are.
     *
     * @return n
     */
    public int customers() {
        return customers;
    }

    /**
     * In how many splits of the customers this was tested.
     *
     * @return at least 1; 0 for a single segment
     */
    public int splits() {
        return splits;
    }

    /**
     * Why nothing could be tested.
     *
     * @return empty if something could
     */
    public Optional<Reason> undefined() {
        return Optional.ofNullable(reason);
    }

    /**
     * What the caller should know: how many splits could not be fitted, and why; that there are so many segments that none
     * can be shown to be separate by itself.
     *
     * @return often empty
     */
    public List<Notice> notices() {
        return notices;
    }

    /** The claim with its p, and one line per pair and segment. */
    @Override
    public String toString() {
        if (reason != null) {
            return "Structure[undefined: " + reason + ", n = " + customers + "]";
        }
        String head = String.format(
                Locale.ROOT,
                "Structure[%s, p = %.3g, level %s, n = %d",
                isClaimed()
                        ? "segments are separate groups"
                        : "no separate groups shown between segments" + (under() > 0 ? ", but within " + under() : ""),
                pValue,
                level,
                customers);
        return Stream.concat(pairs.stream(), segments.stream())
                .map(found -> String.format(Locale.ROOT, "%n  %s", found))
                .collect(Collectors.joining("", head, "]"));
    }
}
