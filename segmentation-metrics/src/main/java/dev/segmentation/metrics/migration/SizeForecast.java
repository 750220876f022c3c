package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How large segments will be if customers go on moving, leaving and entering as they did between two dates.
 *
 * <p>A step is the time between the dates. From the sizes at the later date, each step moves customers by the rates of their
 * segment, loses those who leave, and adds as many entrants as came last. Bands contain both that customers move by chance and
 * that the rates and the number of entrants are themselves known from these customers only. They do not contain what rates
 * will do: seasons, campaigns and a chain that remembers more than one date widen them ({@link MigrationTests#homogeneity} and
 * {@link MigrationTests#order} ask for that). Who became unscored is not counted: it is as if everybody stayed scored. Errors are
 * computed with half a customer more in every place (Jeffreys), so that a move that nobody made so far is not impossible; rates of
 * several periods are known as well as {@link MigrationMatrix#designEffect} leaves their steps.
 *
 * <p><b>Degenerate:</b> a segment that had nobody before, but has customers now: nothing is known of where they go, and all is
 * undefined ({@link Reason#NO_OBSERVATIONS}).
 * <br><b>Cost:</b> O(t k³) for step t of at most k steps and O(k⁴) for each step of more than k; memory O(t k²), or O(k³).
 * <br><b>Reference:</b> the delta method on m<sub>t+1</sub> = m<sub>t</sub> P + e; for the forecast itself, D. J. Bartholomew
 * (1973), Stochastic Models for Social Processes, chapter 3.
 *
 * <p>Immutable and thread-safe.
 */
public final class SizeForecast {

    private final SegmentNames segments;
    private final List<List<Estimate>> sizes;
    private final List<Estimate> totals;
    private final OptionalLong horizonDays;
    private final Optional<Reason> undefined;

    private SizeForecast(
            SegmentNames segments,
            List<List<Estimate>> sizes,
            List<Estimate> totals,
            OptionalLong horizonDays,
            Optional<Reason> undefined) {
        this.segments = segments;
        this.sizes = sizes;
        this.totals = totals;
        this.horizonDays = horizonDays;
        this.undefined = undefined;
    }

    /** By the sum of the counts of several periods, from the sizes after the last of them. */
    static SizeForecast of(MigrationMatrix sum, int periods, MigrationMatrix latest, int steps, Execution execution) {
        Objects.requireNonNull(execution, "execution");
        try (Workers workers = execution.start()) {
            return of(sum, periods, latest, steps, workers);
        }
    }

    private static SizeForecast of(
            MigrationMatrix sum, int periods, MigrationMatrix latest, int steps, Workers workers) {
        MigrationCounts counts = sum.counts;
        MigrationCounts last = latest.counts;
        double level = sum.level();
        int k = counts.size();
        Optional<Reason> undefined = undefined(counts, last);
        SizeMoments moments = new SizeMoments(counts, periods, sum.designEffect(), last, steps);
        List<List<Estimate>> sizes = new ArrayList<>();
        List<Estimate> totals = new ArrayList<>();
        double z = Normal.twoSidedQuantile(level);
        for (int step = 0; step <= steps; step++) {
            if (step > 0 && undefined.isEmpty()) {
                moments.step(workers);
            }
            double[] variances = moments.variances(workers);
            List<Estimate> line = new ArrayList<>();
            for (int s = 0; s <= k; s++) {
                long behind = counts.inSegments() + counts.entrants() + counts.leavers();
                double mean = s < k ? moments.mean(s) : moments.total();
                double half = z * Math.sqrt(variances[s]);
                Estimate estimate = undefined
                        .map(reason -> Estimate.undefined(reason, behind))
                        .orElseGet(() -> Estimate.of(mean, Math.max(0, mean - half), mean + half, level, behind));
                if (s < k) {
                    line.add(estimate);
                } else {
                    totals.add(estimate);
                }
            }
            sizes.add(List.copyOf(line));
        }
        return new SizeForecast(
                counts.segments(), List.copyOf(sizes), List.copyOf(totals), sum.horizonDays(), undefined);
    }

    private static Optional<Reason> undefined(MigrationCounts counts, MigrationCounts last) {
        for (int i = 0; i < counts.size(); i++) {
            boolean occupied = last.into(i) > 0;
            if (occupied && counts.row(i) + counts.leavers(i) == 0) {
                return Optional.of(Reason.NO_OBSERVATIONS);
            }
        }
        return Optional.empty();
    }

    /**
     * The size of a segment.
     *
     * @param segment one of either date
     * @param step 0 (the later date, known) … {@link #steps()}
     * @return in customers, at least 0
     * @throws InvalidInputException if there is no such segment or step
     */
    public Estimate size(Segment segment, int step) {
        return sizes.get(checked(step)).get(segments.indexOf(segment.name(), "SizeForecast"));
    }

    /**
     * The size of the customer base.
     *
     * @param step 0 (the later date, known) … {@link #steps()}
     * @return in customers, at least 0
     * @throws InvalidInputException if there is no such step
     */
    public Estimate total(int step) {
        return totals.get(checked(step));
    }

    private int checked(int step) {
        if (step < 0 || step > steps()) {
            throw Arguments.badParameter("SizeForecast", "step", step, "0 to " + steps());
        }
        return step;
    }

    /**
     * How far the forecast goes.
     *
     * @return in steps, at least 1
     */
    public int steps() {
        return sizes.size() - 1;
    }

    /**
     * How long a step is.
     *
     * @return in days; empty if counts were given without dates
     */
    public OptionalLong horizonDays() {
        return horizonDays;
    }

    /**
     * Why all is undefined.
     *
     * @return {@link Reason#NO_OBSERVATIONS} if it is; empty otherwise
     */
    public Optional<Reason> undefined() {
        return undefined;
    }

    /** A table, one line per segment, one column per step. */
    @Override
    public String toString() {
        if (undefined.isPresent()) {
            return "undefined (" + undefined.get() + ")";
        }
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("segment", "now"));
        for (int step = 1; step <= steps(); step++) {
            head.add("+" + step);
        }
        table.add(head);
        for (int s = 0; s <= segments.size(); s++) {
            List<String> line = new ArrayList<>(
                    List.of(s < segments.size() ? segments.names().get(s) : "all"));
            for (int step = 0; step <= steps(); step++) {
                Estimate size = s < segments.size() ? sizes.get(step).get(s) : totals.get(step);
                line.add(
                        step == 0
                                ? String.format(Locale.ROOT, "%.0f", size.value())
                                : String.format(
                                        Locale.ROOT, "%.0f (%.0f–%.0f)", size.value(), size.lower(), size.upper()));
            }
            table.add(line);
        }
        return TextTable.of(table);
    }
}
