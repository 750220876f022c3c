package dev.segmentation.metrics.effect;

import dev.segmentation.Assignment;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Outcomes of treated and control customers, segment by segment, and what {@link LeverResponse} makes of them. */
final class LeverArms {

    private static final String WHERE = "LeverResponse.of";

    /** From here shares of treated customers differ strongly, if they also differ by more than chance. */
    private static final double STRONG_SPREAD = 0.1;

    private static final double CLEAR = 0.01;

    /** Of success and failure, added to every arm. */
    private static final double ADDED = 0.5;

    /** What an effect is a difference of. */
    enum Scale {
        MEANS,
        SHARES
    }

    private final double[] outcome;
    private final double[] lever;
    private final List<Segment> segments;
    private final List<double[]> treated = new ArrayList<>();
    private final List<double[]> control = new ArrayList<>();
    private final long[][] assigned; // per segment: control, treated, whether or not they have an outcome
    private final Scale scale;
    private final boolean varies;

    LeverArms(double[] outcome, double[] lever, Assignment assignment, List<Segment> segments) {
        this.outcome = outcome;
        this.lever = lever;
        this.segments = segments;
        this.assigned = new long[segments.size()][2];
        check();
        double[] present =
                Arrays.stream(outcome).filter(value -> !Double.isNaN(value)).toArray();
        boolean binary = present.length > 0 && Arrays.stream(present).allMatch(value -> value == 0 || value == 1);
        this.scale = binary ? Scale.SHARES : Scale.MEANS;
        this.varies = Arrays.stream(present).anyMatch(value -> value != present[0]);
        for (int s = 0; s < segments.size(); s++) {
            int[] rows = assignment.rowsOf(s);
            treated.add(arm(rows, 1));
            control.add(arm(rows, 0));
            assigned[s][1] = Arrays.stream(rows).filter(i -> lever[i] == 1).count();
            assigned[s][0] = rows.length - assigned[s][1];
        }
    }

    private void check() {
        for (int i = 0; i < lever.length; i++) {
            if (!Double.isFinite(lever[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        "lever",
                        WHERE + ": lever = " + lever[i] + " at row " + i
                                + ", expected 1 or 0; leave out customers of whom it is not known whether they got it");
            }
            if (lever[i] != 0 && lever[i] != 1) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        i,
                        "lever",
                        WHERE + ": the lever at row " + i
                                + " is neither 1 nor 0; compare two arms at a time, 1 for who got the lever");
            }
            if (Double.isInfinite(outcome[i])) {
                throw new InvalidInputException(
                        Reason.NON_FINITE,
                        i,
                        "outcome",
                        WHERE + ": infinite outcome at row " + i + ", expected a finite one; use NaN where missing");
            }
        }
    }

    private double[] arm(int[] rows, double wanted) {
        return Arrays.stream(rows)
                .filter(i -> lever[i] == wanted && !Double.isNaN(outcome[i]))
                .mapToDouble(i -> outcome[i])
                .toArray();
    }

    /** What is known of one segment by itself. */
    private record Alone(TwoGroups groups, Estimate difference, EffectsBySegment.@Nullable Effect effect) {}

    LeverResponse respond(double level, List<Notice> given) {
        Arguments.openUnit(level, WHERE, "level");
        List<Alone> alone = new ArrayList<>();
        List<Integer> measured = new ArrayList<>();
        List<EffectsBySegment.Effect> effects = new ArrayList<>();
        for (int s = 0; s < segments.size(); s++) {
            Alone segment = alone(s, level);
            alone.add(segment);
            if (segment.effect != null) {
                measured.add(s);
                effects.add(segment.effect);
            }
        }
        EffectsBySegment together = new EffectsBySegment(effects);
        Estimate[] excess = new Estimate[segments.size()];
        double[] p = new double[segments.size()];
        Arrays.fill(p, Double.NaN);
        for (int s = 0; s < excess.length; s++) {
            Reason reason = reason(alone.get(s), measured.size());
            if (reason != null) {
                excess[s] = Estimate.undefined(reason, outcomes(s));
                continue;
            }
            double[] weights = weights(measured, s);
            EffectsBySegment.Sum sum = together.sum(weights);
            excess[s] = sum.around(plain(weights, measured, alone), level, outcomes(measured));
            p[s] = excess[s].isDefined() && sum.isDefined() ? sum.pValue() : Double.NaN;
        }
        double[] holm = Tails.holm(p);
        List<SegmentResponse> responses = new ArrayList<>();
        for (int s = 0; s < excess.length; s++) {
            Alone segment = alone.get(s);
            SegmentResponse.Arms arms = new SegmentResponse.Arms(
                    treated.get(s).length,
                    control.get(s).length,
                    assigned[s][0] + assigned[s][1] - outcomes(s),
                    segment.groups.firstMean(),
                    segment.groups.secondMean());
            responses.add(new SegmentResponse(
                    segments.get(s), arms, segment.difference, excess[s], new LeverResponse.Adjusted(p[s], holm[s])));
        }
        return new LeverResponse(
                List.copyOf(responses),
                average(together, measured, alone, level),
                heterogeneity(together, alone, measured.size()),
                scale,
                notices(given, alone));
    }

    private Alone alone(int segment, double level) {
        TwoGroups groups = TwoGroups.of(treated.get(segment), control.get(segment));
        long n1 = groups.firstCount();
        long n0 = groups.secondCount();
        if (n1 < 2 || n0 < 2) {
            return new Alone(groups, Estimate.undefined(Reason.NO_OBSERVATIONS, n1 + n0), null);
        }
        if (scale == Scale.SHARES) {
            long x1 = successes(treated.get(segment));
            long x0 = successes(control.get(segment));
            double p1 = (x1 + ADDED) / (n1 + 2 * ADDED);
            double p0 = (x0 + ADDED) / (n0 + 2 * ADDED);
            double variance = p1 * (1 - p1) / (n1 + 2 * ADDED) + p0 * (1 - p0) / (n0 + 2 * ADDED);
            return new Alone(
                    groups,
                    TwoProportions.of(x1, n1, x0, n0).difference(level),
                    new EffectsBySegment.Effect(p1 - p0, variance, Double.POSITIVE_INFINITY));
        }
        Estimate difference = groups.difference(level);
        if (!difference.isDefined()) {
            return new Alone(groups, difference, null);
        }
        double variance =
                squared(groups.firstStandardDeviation()) / n1 + squared(groups.secondStandardDeviation()) / n0;
        return new Alone(
                groups,
                difference,
                new EffectsBySegment.Effect(
                        difference.value(), variance, groups.welch().degreesOfFreedom()));
    }

    /** Why a segment cannot be compared with others. */
    private @Nullable Reason reason(Alone segment, int measured) {
        if (segment.effect == null) {
            return segment.difference.undefined().orElseThrow();
        }
        if (measured < 2) {
            return Reason.SINGLE_SEGMENT;
        }
        return varies ? null : Reason.ZERO_VARIANCE;
    }

    /** 1 for the segment; the others share −1 by their customers. */
    private double[] weights(List<Integer> measured, int segment) {
        double others = (double) outcomes(measured) - outcomes(segment);
        return measured.stream()
                .mapToDouble(s -> s == segment ? 1 : -outcomes(s) / others)
                .toArray();
    }

    /** The sum of the effects as they are shown, without what was added to shares. */
    private static double plain(double[] weights, List<Integer> measured, List<Alone> alone) {
        double sum = 0;
        for (int m = 0; m < weights.length; m++) {
            sum += weights[m] * alone.get(measured.get(m)).difference.value();
        }
        return sum;
    }

    private Estimate average(EffectsBySegment together, List<Integer> measured, List<Alone> alone, double level) {
        if (measured.isEmpty()) {
            return Estimate.undefined(anyReason(alone), 0);
        }
        double all = outcomes(measured);
        double[] weights = measured.stream().mapToDouble(s -> outcomes(s) / all).toArray();
        return together.sum(weights).around(plain(weights, measured, alone), level, outcomes(measured));
    }

    private TestResult heterogeneity(EffectsBySegment together, List<Alone> alone, int measured) {
        if (measured == 0) {
            return TestResult.undefined(anyReason(alone));
        }
        if (measured == 1) {
            return TestResult.undefined(Reason.SINGLE_SEGMENT);
        }
        return varies ? together.heterogeneity() : TestResult.undefined(Reason.ZERO_VARIANCE);
    }

    /** The first reason that is not a lack of customers, or else that. */
    private static Reason anyReason(List<Alone> alone) {
        return alone.stream()
                .map(segment -> segment.difference.undefined())
                .flatMap(Optional::stream)
                .filter(reason -> reason != Reason.NO_OBSERVATIONS)
                .findFirst()
                .orElse(Reason.NO_OBSERVATIONS);
    }

    private List<Notice> notices(List<Notice> given, List<Alone> alone) {
        List<Notice> notices = new ArrayList<>(given);
        List<String> without = new ArrayList<>();
        for (int s = 0; s < alone.size(); s++) {
            if (alone.get(s).effect == null) {
                without.add(segments.get(s).name());
            }
        }
        if (!without.isEmpty()) {
            notices.add(new Notice(
                    Reason.NO_OBSERVATIONS,
                    without.size() + " of " + alone.size() + " segments have no effect and are in no test, "
                            + Arguments.shown(without)
                            + ": an arm has fewer than two customers with an outcome, or outcomes do not vary"));
        }
        double[] shares = Arrays.stream(assigned)
                .filter(arms -> arms[0] + arms[1] > 0)
                .mapToDouble(arms -> (double) arms[1] / (arms[0] + arms[1]))
                .sorted()
                .toArray();
        if (shares.length > 1 && shares[shares.length - 1] - shares[0] >= STRONG_SPREAD) {
            double p = CategoricalEffect.of(ContingencyTable.copyOf(assigned)).pValue();
            if (p <= CLEAR) {
                notices.add(new Notice(
                        Reason.UNBALANCED_ARMS,
                        String.format(
                                Locale.ROOT,
                                "the share of treated customers differs between segments, from %.1f %% to %.1f %%: if"
                                        + " customers were chosen for the lever, effects are not what it causes; assign"
                                        + " it at random within segments",
                                100 * shares[0],
                                100 * shares[shares.length - 1])));
            }
        }
        return List.copyOf(notices);
    }

    private long outcomes(int segment) {
        return (long) treated.get(segment).length + control.get(segment).length;
    }

    private long outcomes(List<Integer> some) {
        return some.stream().mapToLong(this::outcomes).sum();
    }

    private static long successes(double... values) {
        return Arrays.stream(values).filter(value -> value == 1).count();
    }

    private static double squared(double value) {
        return value * value;
    }
}
