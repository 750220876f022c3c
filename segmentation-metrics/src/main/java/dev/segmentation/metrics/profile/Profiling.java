package dev.segmentation.metrics.profile;

import dev.segmentation.Assignment;
import dev.segmentation.ColumnKind;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.FormingColumns;
import dev.segmentation.metrics.internal.Tails;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The index table of a segmentation: every segment against all customers in every column, with intervals, tests,
 * distributions, and the share of customers whom the averages describe.
 *
 * <p>Each segment is tested against all other customers, never against a total that contains it. p is adjusted over all
 * tests of the table, one per segment and column that did not form the segments, one per segment and level of a
 * categorical one. The base columns, and what {@link #withForming} names, are shown and marked but not tested: segments
 * differ in them by construction. So are numeric columns that merely repeat one of these, which {@link
 * ProfileTable#notices()} says: a correlation of values or ranks of at least 0.95 in absolute value, or equal values for at
 * least 90 % of the customers, those who share the most frequent value left aside. Outcomes are not suspected, since they
 * come later. What depends on several forming columns at once is not found out; name it.
 *
 * <p>With many customers every difference is clear, so flags say that there is one and markers that it is large.
 *
 * <p><b>Missing values</b> are left out, column by column, and counted. Row weights are not used, which {@link
 * ProfileTable#notices()} says.
 * <br><b>Cost:</b> O(n log n) time per column, and O(n) per forming column for each other one, columns side by side; O(n)
 * memory per thread and forming column.
 */
public final class Profiling {

    private static final double[] DEFAULT_PROBABILITIES = {0.05, 0.25, 0.5, 0.75, 0.95};

    private final double level;
    private final Correction correction;
    private final Markers markers;
    private final double[] probabilities;
    private final List<String> forming;

    private Profiling(
            double level, Correction correction, Markers markers, double[] probabilities, List<String> forming) {
        this.level = level;
        this.correction = correction;
        this.markers = markers;
        this.probabilities = probabilities;
        this.forming = forming;
    }

    /**
     * At 95 %, corrected after Holm, markers from a quarter absolute or a half relative, quantiles at 5, 25, 50, 75 and
     * 95 %.
     *
     * @return the configuration
     */
    public static Profiling withDefaults() {
        return new Profiling(0.95, Correction.HOLM, new Markers(0.25, 0.5), DEFAULT_PROBABILITIES, List.of());
    }

    /**
     * Sets the confidence level of intervals; flags are at 1 − level.
     *
     * @param value in (0, 1), by default 0.95
     * @return a new configuration
     * @throws InvalidInputException if it is out of range
     */
    public Profiling withLevel(double value) {
        Arguments.openUnit(value, "Profiling.withLevel", "level");
        return new Profiling(value, correction, markers, probabilities, forming);
    }

    /**
     * Sets how flags account for the number of tests.
     *
     * @param value by default {@link Correction#HOLM}
     * @return a new configuration
     */
    public Profiling withCorrection(Correction value) {
        return new Profiling(level, Objects.requireNonNull(value, "correction"), markers, probabilities, forming);
    }

    /**
     * Sets from which difference between the mean of a segment and that of all customers on a column marks the segment;
     * either suffices. The defaults are the convention of R's flexclust, here per column, since units differ.
     *
     * @param absolute as a share of the largest absolute mean of the column among segments and total; of 1 for the share
     *     of a level; more than 0, by default 0.25
     * @param relative as a share of the total's mean; more than 0, by default 0.5
     * @return a new configuration
     * @throws InvalidInputException if either is out of range
     */
    public Profiling withMarkers(double absolute, double relative) {
        Markers.check(absolute, "absolute");
        Markers.check(relative, "relative");
        return new Profiling(level, correction, new Markers(absolute, relative), probabilities, forming);
    }

    /**
     * Sets the quantiles of distributions.
     *
     * @param values in [0, 1], at least one; by default 0.05, 0.25, 0.5, 0.75 and 0.95
     * @return a new configuration
     * @throws InvalidInputException if there is none or one is out of range
     */
    public Profiling withProbabilities(double... values) {
        Arguments.atLeast(1, values.length, "Profiling.withProbabilities", "probabilities", "0.5 is the median");
        for (double value : values) {
            Arguments.closedUnit(value, "Profiling.withProbabilities", "probability");
        }
        double[] sorted = Arrays.stream(values)
                .map(value -> value + 0.0)
                .sorted()
                .distinct()
                .toArray();
        return new Profiling(level, correction, markers, sorted, forming);
    }

    /**
     * Names columns that formed the segments without having the role {@link Role#BASE}, or that follow from several that
     * did, such as spend per order.
     *
     * @param columns names of columns; those named before are forgotten
     * @return a new configuration
     */
    public Profiling withForming(String... columns) {
        return new Profiling(level, correction, markers, probabilities, List.of(columns));
    }

    /**
     * Profiles all segments, on the calling thread.
     *
     * @param segmentation customers in segments; its columns are profiled, but those of the role {@link Role#WEIGHT}
     * @return the table
     * @throws InvalidInputException if a column named as forming does not exist ({@link Reason#UNKNOWN_NAME})
     */
    public ProfileTable profile(Segmentation segmentation) {
        return profile(segmentation, Execution.sequential());
    }

    /**
     * Profiles all segments.
     *
     * @param segmentation customers in segments; its columns are profiled, but those of the role {@link Role#WEIGHT}
     * @param execution how to run; columns are worked on side by side
     * @return the table, the same bits on any number of threads
     * @throws InvalidInputException if a column named as forming does not exist ({@link Reason#UNKNOWN_NAME})
     * @throws dev.segmentation.CancelledException if cancelled
     */
    public ProfileTable profile(Segmentation segmentation, Execution execution) {
        Snapshot snapshot = Objects.requireNonNull(segmentation, "segmentation").snapshot();
        forming.forEach(snapshot::role);
        List<String> names = snapshot.table().names().stream()
                .filter(name -> snapshot.role(name) != Role.WEIGHT)
                .toList();
        ColumnProfiler profiler = new ColumnProfiler(segmentation.assignment(), level, markers, probabilities);
        boolean suspects = names.stream().anyMatch(name -> isSuspected(snapshot, name));
        FormingColumns formed = FormingColumns.of(
                snapshot,
                names.stream()
                        .filter(name -> suspects && isFormed(snapshot, name))
                        .toList());
        List<Optional<String>> repeated;
        List<ColumnProfiler.Column> columns;
        try (Workers workers = Objects.requireNonNull(execution, "execution").start()) {
            repeated = workers.map(names.size(), c -> repeated(snapshot, names.get(c), formed));
            columns = workers.map(
                    names.size(),
                    c -> column(snapshot, names.get(c), repeated.get(c).isPresent(), profiler));
        }
        List<Contrast> raw =
                columns.stream().flatMap(column -> column.contrasts().stream()).toList();
        List<Notice> notices = new ArrayList<>();
        if (snapshot.table().isWeighted()) {
            notices.add(new Notice(
                    Reason.WEIGHTS_IGNORED, "row weights were not used: means and shares count every row once"));
        }
        for (int c = 0; c < names.size(); c++) {
            String name = names.get(c);
            repeated.get(c).ifPresent(forming -> notices.add(circular(name, forming)));
        }
        return new ProfileTable(
                assemble(segmentation, columns, adjusted(raw)),
                raw.stream().filter(c -> c.undefined().isEmpty()).count(),
                correction,
                level,
                List.copyOf(notices));
    }

    Markers markers() {
        return markers;
    }

    double level() {
        return level;
    }

    /** The options. */
    @Override
    public String toString() {
        return "Profiling[level = " + level + ", correction = " + correction + ", " + markers + ", probabilities = "
                + Arrays.toString(probabilities) + ", forming = " + forming + "]";
    }

    private boolean isFormed(Snapshot snapshot, String name) {
        return snapshot.role(name) == Role.BASE || forming.contains(name);
    }

    private boolean isSuspected(Snapshot snapshot, String name) {
        return snapshot.table().kind(name) == ColumnKind.NUMERIC
                && snapshot.role(name) != Role.OUTCOME
                && !isFormed(snapshot, name);
    }

    /** Which forming column a numeric one repeats that is not known as forming itself. */
    private Optional<String> repeated(Snapshot snapshot, String name, FormingColumns formed) {
        return isSuspected(snapshot, name) ? formed.repeatedBy(snapshot.numbers(name)) : Optional.empty();
    }

    private static Notice circular(String column, String forming) {
        return new Notice(
                Reason.CIRCULAR_EVIDENCE,
                "\"" + column + "\" was not tested: it repeats \"" + forming
                        + "\", which formed the segments, so that segments differ in it by construction");
    }

    private ColumnProfiler.Column column(Snapshot snapshot, String name, boolean repeats, ColumnProfiler profiler) {
        NumericProfile.Standing standing =
                repeats || isFormed(snapshot, name) ? NumericProfile.Standing.FORMING : NumericProfile.Standing.OTHER;
        return snapshot.table().kind(name) == ColumnKind.NUMERIC
                ? profiler.numeric(name, snapshot.numbers(name), standing)
                : profiler.categorical(
                        name, snapshot.numbers(name), snapshot.table().levels(name), standing);
    }

    private List<Contrast> adjusted(List<Contrast> raw) {
        double[] p = raw.stream().mapToDouble(Contrast::pValue).toArray();
        double[] holm = Tails.holm(p);
        double[] byRate = Tails.benjaminiHochberg(p);
        double[] decisive = correction == Correction.HOLM ? holm : byRate;
        List<Contrast> adjusted = new ArrayList<>();
        for (int t = 0; t < p.length; t++) {
            adjusted.add(raw.get(t).adjusted(holm[t], byRate[t], decisive[t], 1 - level));
        }
        return adjusted;
    }

    private List<ProfiledSegment> assemble(
            Segmentation segmentation, List<ColumnProfiler.Column> columns, List<Contrast> contrasts) {
        Assignment assignment = segmentation.assignment();
        int[] sizes = assignment.sizes();
        WilsonScore wilson = WilsonScore.at(level);
        List<ProfiledSegment> profiles = new ArrayList<>();
        for (Segment segment : segmentation.segments()) {
            int s = segment.index();
            Map<String, NumericProfile> numeric = new LinkedHashMap<>();
            Map<String, List<LevelProfile>> levels = new LinkedHashMap<>();
            int first = 0; // the first contrast of the column
            for (ColumnProfiler.Column column : columns) {
                if (column.isNumeric()) {
                    numeric.put(column.name(), column.numeric(s).with(contrasts.get(first + s)));
                } else {
                    levels.put(column.name(), column.levels(s, contrasts, first));
                }
                first += column.contrasts().size();
            }
            Estimate share = wilson.of(sizes[s], assignment.size());
            profiles.add(new ProfiledSegment(segment, share, numeric, levels));
        }
        return List.copyOf(profiles);
    }
}
