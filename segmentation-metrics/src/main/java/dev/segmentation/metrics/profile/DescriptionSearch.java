package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Finds, for each segment, the shortest rules that tell its customers from the others, in the units of the snapshot, and
 * says on customers who were not used how good they are.
 *
 * <p>A rule is a conjunction of few conditions: a bound midway between two values of a numeric or ordinal column, or a
 * level of a nominal one. Several rules of a segment are tried in order. Rules are learnt by a beam search from the
 * training rows; part of each segment, by default 30 %, is held out, and precision, coverage and lift are those of the
 * customers held out.
 *
 * <p><b>Criterion:</b> the shortest code (minimum description length). Telling who belongs to the segment takes so many
 * bits without a rule; with rules it takes the bits that say them (which column, which bound) and those that correct
 * them: which of the claimed do not belong, which of the others do. A condition or rule is added only if that makes the
 * whole shorter, by at least {@link #withMinimumGain} of the length without any rule for each condition. So segments that
 * cannot be told apart get no rule at all. Afterwards each bound is moved to where it serves best beside the others.
 *
 * <p><b>Columns:</b> those of the roles {@link Role#BASE} and {@link Role#DESCRIPTOR}, unless {@link #withColumns} names
 * others. A missing value fulfils no condition. Row weights are not used.
 * <br><b>Cost:</b> O(d·n log n + k·rules·conditions·beam·d·n) time; memory for a copy of the columns and their order, 12
 * bytes per value. Segments are worked on side by side.
 * <br><b>References:</b> J. R. Quinlan and R. L. Rivest (1989), Inf. Comput. 80, 227–248 (the code); P. Clark and T.
 * Niblett (1989), Mach. Learn. 3, 261–283 (rule lists by beam search).
 */
public final class DescriptionSearch {

    /**
     * How far a search goes.
     *
     * @param conditions at most, per rule
     * @param rules at most, per segment
     * @param beam how many unfinished rules are kept
     * @param minimumGain per condition, as a share of the length without rules
     */
    record Limits(int conditions, int rules, int beam, double minimumGain) {}

    private final Limits limits;
    private final double heldOut;
    private final long seed;
    private final double level;
    private final List<String> columns; // empty: by role

    private DescriptionSearch(Limits limits, double heldOut, long seed, double level, List<String> columns) {
        this.limits = limits;
        this.heldOut = heldOut;
        this.seed = seed;
        this.level = level;
        this.columns = columns;
    }

    /**
     * At most two rules of three conditions, beam 5, minimum gain 0.02, 30 % held out, seed 0, intervals at 95 %.
     *
     * @return the configuration
     */
    public static DescriptionSearch withDefaults() {
        return new DescriptionSearch(new Limits(3, 2, 5, 0.02), 0.3, 0, 0.95, List.of());
    }

    /**
     * Sets how many conditions a rule may have.
     *
     * @param value at least 1, by default 3
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public DescriptionSearch withConditions(int value) {
        Arguments.atLeast(1, value, "DescriptionSearch.withConditions", "conditions", "3 are remembered");
        return with(new Limits(value, limits.rules, limits.beam, limits.minimumGain));
    }

    /**
     * Sets how many rules a segment may have.
     *
     * @param value at least 1, by default 2
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public DescriptionSearch withRules(int value) {
        Arguments.atLeast(1, value, "DescriptionSearch.withRules", "rules", "1 or 2 are a description");
        return with(new Limits(limits.conditions, value, limits.beam, limits.minimumGain));
    }

    /**
     * Sets how many unfinished rules are kept; 1 is a greedy search.
     *
     * @param value at least 1, by default 5
     * @return a new configuration
     * @throws InvalidInputException if it is below 1
     */
    public DescriptionSearch withBeam(int value) {
        Arguments.atLeast(1, value, "DescriptionSearch.withBeam", "beam", "1 is a greedy search");
        return with(new Limits(limits.conditions, limits.rules, value, limits.minimumGain));
    }

    /**
     * Sets by how much each condition must shorten the code at least: higher gives shorter descriptions. With many
     * customers every small gain pays for its own bits; this is what keeps descriptions short then.
     *
     * @param value as a share of the length without any rule, in [0, 1), by default 0.02
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public DescriptionSearch withMinimumGain(double value) {
        if (!(value >= 0 && value < 1)) {
            throw Arguments.badParameter(
                    "DescriptionSearch.withMinimumGain", "minimumGain", value, "at least 0 and less than 1");
        }
        return with(new Limits(limits.conditions, limits.rules, limits.beam, value));
    }

    /**
     * Sets which share of every segment is held out to judge the rules.
     *
     * @param value in (0, 1), by default 0.3
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public DescriptionSearch withHeldOut(double value) {
        Arguments.openUnit(value, "DescriptionSearch.withHeldOut", "heldOut");
        return new DescriptionSearch(limits, value, seed, level, columns);
    }

    /**
     * Sets the seed that decides who is held out.
     *
     * @param value any long, by default 0
     * @return a new configuration
     */
    public DescriptionSearch withSeed(long value) {
        return new DescriptionSearch(limits, heldOut, value, level, columns);
    }

    /**
     * Sets the confidence level of intervals.
     *
     * @param value in (0, 1), by default 0.95
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public DescriptionSearch withLevel(double value) {
        Arguments.openUnit(value, "DescriptionSearch.withLevel", "level");
        return new DescriptionSearch(limits, heldOut, seed, value, columns);
    }

    /**
     * Sets which columns rules may speak of, for instance only those that a campaign tool knows.
     *
     * @param names at least one
     * @return a new configuration
     * @throws InvalidInputException if there is none, or one is blank or repeated
     */
    public DescriptionSearch withColumns(String... names) {
        List<String> wanted = Arguments.featureNames(Arrays.asList(names), "DescriptionSearch.withColumns");
        return new DescriptionSearch(limits, heldOut, seed, level, wanted);
    }

    /**
     * Describes every segment, on the calling thread.
     *
     * @param segmentation customers in segments
     * @return the descriptions
     * @throws InvalidInputException as {@link #describe(Segmentation, Execution)}
     */
    public SegmentDescriptions describe(Segmentation segmentation) {
        return describe(segmentation, Execution.sequential());
    }

    /**
     * Describes every segment.
     *
     * @param segmentation customers in segments
     * @param execution how to run
     * @return the descriptions, the same on any number of threads
     * @throws InvalidInputException if there is no column to speak of ({@link Reason#NO_FEATURES}) or no such column
     *     ({@link Reason#UNKNOWN_NAME})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public SegmentDescriptions describe(Segmentation segmentation, Execution execution) {
        Snapshot snapshot = Objects.requireNonNull(segmentation, "segmentation").snapshot();
        List<String> names = columns(snapshot);
        boolean[] out = heldOut(segmentation.assignment());
        int[] training = IntStream.range(0, out.length).filter(i -> !out[i]).toArray();
        int[] judging = IntStream.range(0, out.length).filter(i -> out[i]).toArray();
        List<SegmentDescription> descriptions;
        try (Workers workers = Objects.requireNonNull(execution, "execution").start()) {
            RuleTable learnt = RuleTable.of(snapshot, names, training, workers);
            RuleTable judged = RuleTable.of(snapshot, names, judging, workers);
            Assignment trained = segmentation.assignment().rows(training);
            Judging judge = new Judging(judged, segmentation.assignment().rows(judging), WilsonScore.at(level));
            List<Segment> segments = segmentation.segments();
            descriptions = workers.map(segments.size(), s -> {
                boolean[] member = new boolean[training.length];
                for (int i = 0; i < member.length; i++) {
                    member[i] = trained.label(i) == s;
                }
                return judge.judge(segments.get(s), new RuleSearch(learnt, member, limits, workers).find());
            });
        }
        return SegmentDescriptions.of(descriptions, snapshot, names);
    }

    /** The options. */
    @Override
    public String toString() {
        return "DescriptionSearch[conditions = " + limits.conditions + ", rules = " + limits.rules + ", beam = "
                + limits.beam + ", minimumGain = " + limits.minimumGain + ", heldOut = " + heldOut + ", seed = " + seed
                + ", level = " + level + ", columns = " + (columns.isEmpty() ? "by role" : columns) + "]";
    }

    private DescriptionSearch with(Limits value) {
        return new DescriptionSearch(value, heldOut, seed, level, columns);
    }

    private List<String> columns(Snapshot snapshot) {
        if (!columns.isEmpty()) {
            columns.forEach(snapshot::role);
            return columns;
        }
        List<String> names = snapshot.table().names().stream()
                .filter(name -> snapshot.role(name) == Role.BASE || snapshot.role(name) == Role.DESCRIPTOR)
                .toList();
        if (names.isEmpty()) {
            throw new InvalidInputException(
                    Reason.NO_FEATURES,
                    "DescriptionSearch.describe: no column has the role BASE or DESCRIPTOR; name some with withColumns");
        }
        return names;
    }

    /** The same share of every segment, to the nearest customer; the draw of a row depends on seed and row alone. */
    private boolean[] heldOut(Assignment assignment) {
        boolean[] out = new boolean[assignment.size()];
        for (int s = 0; s < assignment.segmentCount(); s++) {
            int[] rows = assignment.rowsOf(s);
            int count = (int) Math.rint(heldOut * rows.length);
            Arrays.stream(rows)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> SeededRandom.uniform(seed, i)))
                    .limit(count)
                    .forEach(i -> out[i] = true);
        }
        return out;
    }
}
