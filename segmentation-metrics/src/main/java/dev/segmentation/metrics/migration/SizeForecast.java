package dev.segmentation.metrics.migration;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.SegmentNames;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
 * computed with half a customer more in every place (Jeffreys), so that a move that nobody made so far is not impossible.
 *
 * <p><b>Degenerate:</b> a segment that had nobody before, but has customers now: nothing is known of where they go, and all is
 * undefined ({@link Reason#NO_OBSERVATIONS}).
 * <br><b>Cost:</b> O(k⁴) per step.
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
    static SizeForecast of(MigrationMatrix sum, int periods, MigrationMatrix latest, int steps) {
        MigrationCounts counts = sum.counts;
        MigrationCounts last = latest.counts;
        double level = sum.level();
        int k = counts.size();
        Optional<Reason> undefined = undefined(counts, last);
        Moments moments = new Moments(counts, periods, last);
        List<List<Estimate>> sizes = new ArrayList<>();
        List<Estimate> totals = new ArrayList<>();
        double z = Normal.twoSidedQuantile(level);
        for (int step = 0; step <= steps; step++) {
            if (step > 0 && undefined.isEmpty()) {
                moments.step();
            }
            List<Estimate> line = new ArrayList<>();
            for (int s = 0; s <= k; s++) {
                long behind = counts.inSegments() + counts.entrants() + counts.leavers();
                double mean = s < k ? moments.mean(s) : moments.total();
                double half = z * Math.sqrt(s < k ? moments.variance(s) : moments.totalVariance());
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

    /** Means and covariances of the sizes, step by step. */
    private static final class Moments {

        private final int k;
        private final int periods;
        private final double[][] chances;
        private final double[][]
                likely; // for the errors: with half a customer more in every place, so that none is impossible
        private final double[] behind;
        private final double[] entrants;
        private double[] mean;
        private double[][] process;
        private double[][][] byRow; // how sizes change with the chances of a row
        private double[][] byEntrants;

        Moments(MigrationCounts counts, int periods, MigrationCounts last) {
            this.periods = periods;
            k = counts.size();
            chances = new double[k][k];
            likely = new double[k][k];
            behind = new double[k];
            entrants = new double[k];
            mean = new double[k];
            process = new double[k][k];
            byRow = new double[k][k][k];
            byEntrants = new double[k][k];
            for (int i = 0; i < k; i++) {
                behind[i] = counts.row(i) + counts.leavers(i);
                entrants[i] = (double) counts.entrants(i) / periods;
                mean[i] = last.into(i);
                for (int j = 0; j < k; j++) {
                    chances[i][j] = behind[i] == 0 ? 0 : counts.cell(i, j) / behind[i];
                    likely[i][j] = behind[i] == 0 ? 0 : (counts.cell(i, j) + 0.5) / (behind[i] + (k + 1) / 2.0);
                }
            }
        }

        void step() {
            double[][] next = spread(spread(process)); // P′ Σ P, of a symmetric matrix
            for (int i = 0; i < k; i++) {
                for (int a = 0; a < k; a++) {
                    for (int b = 0; b < k; b++) {
                        next[a][b] += mean[i] * ((a == b ? likely[i][a] : 0) - likely[i][a] * likely[i][b]);
                    }
                }
                next[i][i] += entrants[i];
            }
            process = next;
            for (int i = 0; i < k; i++) {
                byRow[i] = moved(byRow[i]);
                for (int b = 0; b < k; b++) {
                    byRow[i][b][b] += mean[i];
                }
            }
            byEntrants = moved(byEntrants);
            for (int b = 0; b < k; b++) {
                byEntrants[b][b] += 1;
            }
            double[] expected = entrants.clone();
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    expected[j] += mean[i] * chances[i][j];
                }
            }
            mean = expected;
        }

        /** P′ A. */
        private double[][] moved(double[][] a) {
            double[][] product = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int b = 0; b < k; b++) {
                    for (int j = 0; j < k; j++) {
                        product[b][j] += chances[i][b] * a[i][j];
                    }
                }
            }
            return product;
        }

        /** (P′ A)′ */
        private double[][] spread(double[][] a) {
            double[][] moved = moved(a);
            double[][] turned = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    turned[j][i] = moved[i][j];
                }
            }
            return turned;
        }

        double mean(int segment) {
            return mean[segment];
        }

        double total() {
            double total = 0;
            for (double size : mean) {
                total += size;
            }
            return total;
        }

        double variance(int segment) {
            double[] weights = new double[k];
            weights[segment] = 1;
            return variance(weights);
        }

        double totalVariance() {
            double[] weights = new double[k];
            Arrays.fill(weights, 1);
            return variance(weights);
        }

        /** Of a weighted sum of sizes: by chance, by the chances of each row, by the number of entrants. */
        private double variance(double... weights) {
            double variance = 0;
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    variance += weights[a] * weights[b] * process[a][b];
                }
            }
            for (int i = 0; i < k; i++) {
                double sum = 0;
                double squares = 0;
                double entering = 0;
                for (int j = 0; j < k; j++) {
                    double slope = 0;
                    for (int b = 0; b < k; b++) {
                        slope += weights[b] * byRow[i][b][j];
                    }
                    sum += likely[i][j] * slope;
                    squares += likely[i][j] * slope * slope;
                    entering += weights[j] * byEntrants[j][i];
                }
                variance += behind[i] == 0 ? 0 : (squares - sum * sum) / behind[i];
                variance += entrants[i] / periods * entering * entering;
            }
            return Math.max(0, variance);
        }
    }
}
