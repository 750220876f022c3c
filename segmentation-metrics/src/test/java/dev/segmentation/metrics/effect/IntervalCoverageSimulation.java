package dev.segmentation.metrics.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.interval.ProportionInterval;
import dev.segmentation.metrics.value.Concentration;
import dev.segmentation.metrics.value.Materiality;
import dev.segmentation.metrics.value.TheilSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often intervals of 95 % cover the truth, by size of the sample; members of the segment are drawn too, a third of the
 * customers on average. Of skewed values, 50 customers are too few for the bounds, and are only told. Writes
 * {@code target/interval-coverage.csv}, a line per number and kind of data. {@code -Druns=} sets the runs, by default 20 000,
 * whose standard error is 0.15 points.
 */
class IntervalCoverageSimulation {

    private static final int RUNS = Integer.getInteger("runs", 20_000);
    private static final int[] SIZES = {50, 200, 1000};
    private static final double SHARE = 1.0 / 3;

    /** How a value is drawn, with standard deviation 1, and mean 0. */
    private enum Kind {
        NORMAL,
        EXPONENTIAL,
        LOG_NORMAL;

        private static final double SIGMA = 0.7;

        double draw(SeededRandom random) {
            return switch (this) {
                case NORMAL -> random.nextGaussian();
                case EXPONENTIAL -> -StrictMath.log(random.nextDouble()) - 1;
                case LOG_NORMAL ->
                    (StrictMath.exp(SIGMA * random.nextGaussian()) - Math.exp(SIGMA * SIGMA / 2))
                            / Math.sqrt(Math.expm1(SIGMA * SIGMA) * Math.exp(SIGMA * SIGMA));
            };
        }
    }

    /** Customers of two segments. */
    private static final class Sample {

        private final double[] values;
        private final int[] labels;

        Sample(int n, long run, Values draw) {
            SeededRandom random = SeededRandom.stream(n, run);
            values = new double[n];
            labels = new int[n];
            for (int i = 0; i < n; i++) {
                labels[i] = random.nextDouble() < SHARE ? 1 : 0;
                values[i] = draw.of(labels[i], random);
            }
        }

        double[] of(int segment) {
            return IntStream.range(0, values.length)
                    .filter(i -> labels[i] == segment)
                    .mapToDouble(i -> values[i])
                    .toArray();
        }

        TwoGroups groups() {
            return TwoGroups.of(of(1), of(0));
        }

        Assignment assignment() {
            return Assignment.copyOf(2, labels);
        }
    }

    private interface Values {
        double of(int segment, SeededRandom random);
    }

    private interface Interval {
        Estimate of(Sample sample);
    }

    private final List<String> lines = new ArrayList<>(List.of("number,data,n50,n200,n1000"));
    private final List<String> wrong = new ArrayList<>();

    @Test
    void intervalsCover() throws IOException {
        for (Kind kind : Kind.values()) {
            means(kind);
        }
        Values normal = (segment, random) -> random.nextGaussian() + 0.5 * segment;
        covers("Cohen's d", "normal", 0.5, normal, sample -> sample.groups().cohensD(0.95));
        covers("Hedges' g", "normal", 0.5, normal, sample -> sample.groups().hedgesG(0.95));
        double delta = 2 * Normal.cumulative(0.5 / Math.sqrt(2)) - 1;
        covers(
                "Cliff's δ",
                "normal",
                delta,
                normal,
                sample -> Dominance.of(sample.of(1), sample.of(0)).cliffsDelta(0.95));
        double between = SHARE * (1 - SHARE) * 0.25;
        covers(
                "ε²",
                "normal",
                between / (between + 1),
                normal,
                sample -> NumericEffect.of(sample.values, sample.assignment()).share(0.95));
        categories();
        value();
        proportions();
        Files.write(Path.of("target", "interval-coverage.csv"), lines);
        assertThat(wrong).isEmpty();
    }

    private void means(Kind kind) {
        Values values = (segment, random) -> 3 + segment + (1 + segment) * kind.draw(random);
        covers(
                "difference of means",
                name(kind),
                1,
                values,
                sample -> sample.groups().difference(0.95));
    }

    /** Three levels, which follow the segment in part. */
    private void categories() {
        double[][] levels = {{0.5, 0.3, 0.2}, {0.2, 0.3, 0.5}};
        double phi = 0;
        for (int level = 0; level < 3; level++) {
            double all = SHARE * levels[1][level] + (1 - SHARE) * levels[0][level];
            for (int s = 0; s < 2; s++) {
                double share = s == 1 ? SHARE : 1 - SHARE;
                double off = share * levels[s][level] - share * all;
                phi += off * off / (share * all);
            }
        }
        Values values = (segment, random) -> {
            double u = random.nextDouble();
            return u < levels[segment][0] ? 0 : u < levels[segment][0] + levels[segment][1] ? 1 : 2;
        };
        covers(
                "Cramér's V",
                "three levels",
                Math.sqrt(phi),
                values,
                sample -> CategoricalEffect.of(ContingencyTable.between(
                                sample.assignment(),
                                Assignment.copyOf(
                                        3,
                                        Arrays.stream(sample.values)
                                                .mapToInt(x -> (int) x)
                                                .toArray())))
                        .association(0.95));
    }

    private void value() {
        for (Kind kind : List.of(Kind.EXPONENTIAL, Kind.LOG_NORMAL)) {
            double mean = kind == Kind.EXPONENTIAL ? 1 : 1 / Math.sqrt(Math.expm1(Kind.SIGMA * Kind.SIGMA));
            Values spend = (segment, random) -> (1 + 2 * segment) * (mean + kind.draw(random));
            covers(
                    "value share",
                    name(kind),
                    0.6,
                    spend,
                    sample -> Materiality.of(sample.values, sample.assignment()).valueShare(1, 0.95));
            covers(
                    "value index",
                    name(kind),
                    1.8,
                    spend,
                    sample -> Materiality.of(sample.values, sample.assignment()).valueIndex(1, 0.95));
        }
        Values spend = (segment, random) -> -StrictMath.log(random.nextDouble());
        covers(
                "Gini index",
                "exponential",
                0.5,
                spend,
                sample -> Concentration.of(sample.values).gini(0.95));
        double[] means = {1, 3};
        double total = 5.0 / 3;
        double apart = 0;
        for (int s = 0; s < 2; s++) {
            apart += (s == 1 ? SHARE : 1 - SHARE) * means[s] / total * Math.log(means[s] / total);
        }
        double inside = 1 - 0.5772156649015329; // E[y ln y] of an exponential variable is ψ(2)
        covers(
                "Theil share",
                "exponential",
                apart / (apart + inside),
                (segment, random) -> -means[segment] * StrictMath.log(random.nextDouble()),
                sample -> TheilSplit.of(sample.values, sample.assignment()).share(0.95));
    }

    /** Exactly, on average over p from 0.05 to 0.5: coverage of a share depends on it by leaps, since counts are whole. */
    private void proportions() {
        double[] one = new double[SIZES.length];
        double[] two = new double[SIZES.length];
        for (int size = 0; size < SIZES.length; size++) {
            int n = SIZES[size];
            int points = 0;
            for (double p = 0.05; p < 0.501; p += 0.01) {
                one[size] += covered(n, p);
                points++;
            }
            one[size] /= points;
            points = 0;
            for (double p = 0.05; p < 0.4; p += 0.05) {
                two[size] += differenceCovered(Math.min(n, 200), p, p + 0.07);
                points++;
            }
            two[size] /= points;
        }
        line("proportion", "p = 0.05 to 0.5, exact", one);
        line("difference of proportions", "p = 0.05 to 0.4 (n at most 200), exact", two);
    }

    private static double covered(int n, double p) {
        double[] binomial = binomial(n, p);
        return IntStream.rangeClosed(0, n)
                .filter(x -> holds(ProportionInterval.wilson(x, n, 0.95), p))
                .mapToDouble(x -> binomial[x])
                .sum();
    }

    private static double differenceCovered(int n, double p, double q) {
        double[] first = binomial(n, p);
        double[] second = binomial(n, q);
        double sum = 0;
        for (int x = 0; x <= n; x++) {
            for (int y = 0; y <= n; y++) {
                sum += holds(TwoProportions.of(x, n, y, n).difference(0.95), p - q) ? first[x] * second[y] : 0;
            }
        }
        return sum;
    }

    private static double[] binomial(int n, double p) {
        double[] probabilities = new double[n + 1];
        probabilities[0] = Math.pow(1 - p, n);
        for (int x = 1; x <= n; x++) {
            probabilities[x] = probabilities[x - 1] * (n - x + 1) / x * p / (1 - p);
        }
        return probabilities;
    }

    private void covers(String number, String data, double truth, Values values, Interval interval) {
        line(
                number,
                data,
                Arrays.stream(SIZES)
                        .mapToDouble(n -> {
                            LongAdder covered = new LongAdder();
                            IntStream.range(0, RUNS)
                                    .parallel()
                                    .filter(run -> holds(interval.of(new Sample(n, run, values)), truth))
                                    .forEach(run -> covered.increment());
                            return covered.sum() / (double) RUNS;
                        })
                        .toArray());
    }

    private void line(String number, String data, double... covered) {
        lines.add(String.format(
                Locale.ROOT, "%s,\"%s\",%.4f,%.4f,%.4f", number, data, covered[0], covered[1], covered[2]));
        int first = data.startsWith("exponential") || data.startsWith("log") ? 1 : 0;
        if (Arrays.stream(covered, first, covered.length).anyMatch(share -> share < 0.93 || share > 0.97)) {
            wrong.add(lines.get(lines.size() - 1));
        }
    }

    private static boolean holds(Estimate found, double truth) {
        return found.lower() <= truth && truth <= found.upper();
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
