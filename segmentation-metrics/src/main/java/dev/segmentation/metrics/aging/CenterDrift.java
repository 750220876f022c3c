package dev.segmentation.metrics.aging;

import dev.segmentation.Estimate;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.metrics.internal.Noncentrality;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How far the mean of a segment has moved since the baseline, in standard deviations within the segment as they were
 * measured at that time. A
 * baseline of the customers that the model was learned from has its mean at the center of the model; that of others differs
 * from it by chance only.
 *
 * <p>The distance is that of the mean in all features, each in its standard deviation: √(Σ δⱼ²), less what chance adds to it and
 * cut at 0: before the cut its square is 0 on average if nothing moved, after it the distance of few customers is a little above 0. Chance is that of the later customers and of those of the baseline; if
 * some are the same customers, the intervals are too wide rather than too narrow. Its p and its interval are those of F,
 * central and not, with the degrees of freedom that the covariance of the δⱼ has, which needs no inverse (Box 1954).
 *
 * @param segment the segment
 * @param customers how many later customers it has
 * @param distance how far its mean has moved, at least 0; undefined with fewer than two customers at either time ({@link
 *     Reason#NO_OBSERVATIONS}) or if no feature varied within it at the baseline ({@link Reason#NO_WITHIN_VARIATION})
 * @param pValue how often chance alone moves it as far or farther, 0 … 1; NaN if undefined
 * @param features how far it has moved in each feature, with the sign of the movement; undefined like the distance, and {@link
 *     Reason#ZERO_VARIANCE} for a feature that did not vary within the segment at the baseline, which the distance leaves out
 * @see <a href="https://doi.org/10.1214/aoms/1177728786">G. E. P. Box (1954), Ann. Math. Stat. 25, 290–302</a>
 */
public record CenterDrift(Segment segment, int customers, Estimate distance, double pValue, List<Estimate> features) {

    /**
     * Copies the list.
     *
     * @param segment the segment
     * @param customers later customers
     * @param distance how far its mean has moved
     * @param pValue the chance of as much
     * @param features how far in each feature
     */
    public CenterDrift {
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(distance, "distance");
        features = List.copyOf(features);
    }

    static CenterDrift of(Segment segment, SegmentSpread fit, SegmentSpread now, double level) {
        int d = fit.means().length;
        if (fit.count() < 2 || now.count() < 2) {
            return undefined(segment, now.count(), Reason.NO_OBSERVATIONS, d);
        }
        List<Integer> varying = new ArrayList<>();
        List<Estimate> features = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            if (fit.varies(j)) {
                varying.add(j);
                features.add(feature(j, fit, now, level));
            } else {
                features.add(Estimate.undefined(Reason.ZERO_VARIANCE, now.count()));
            }
        }
        if (varying.isEmpty()) {
            return undefined(segment, now.count(), Reason.NO_WITHIN_VARIATION, d);
        }
        Movement movement = Movement.of(varying, fit, now);
        return new CenterDrift(segment, now.count(), movement.distance(level), movement.pValue(), features);
    }

    private static CenterDrift undefined(Segment segment, int customers, Reason reason, int features) {
        Estimate none = Estimate.undefined(reason, customers);
        return new CenterDrift(segment, customers, none, Double.NaN, Collections.nCopies(features, none));
    }

    /** Welch's interval for a difference of means, in units of the standard deviation at the baseline. */
    private static Estimate feature(int j, SegmentSpread fit, SegmentSpread now, double level) {
        double shift = fit.standardized(j, now.means()[j] - fit.means()[j]);
        double later = fit.standardized(j, j, now) / now.count();
        double earlier = 1.0 / fit.count();
        if (!Double.isFinite(shift) || !Double.isFinite(later)) {
            return Estimate.undefined(Reason.RANGE, now.count());
        }
        double degrees = degrees(later, now.count(), earlier, fit.count());
        double half = Tails.studentQuantile(level, degrees) * Math.sqrt(later + earlier);
        return Estimate.of(shift, shift - half, shift + half, level, now.count());
    }

    /** Welch and Satterthwaite's, from shares of the variance, whose squares neither overflow nor vanish. */
    private static double degrees(double later, double nLater, double earlier, double nEarlier) {
        double part = later / (later + earlier);
        return 1 / (part * part / (nLater - 1) + (1 - part) * (1 - part) / (nEarlier - 1));
    }

    /** Such as {@code Loyal: 0.31 [0.12, 0.44] at 95.0 %, n = 871, p = 0.0002}. */
    @Override
    public String toString() {
        return distance.isDefined()
                ? String.format(Locale.ROOT, "%s: %s, p = %.2g", segment, distance, pValue)
                : segment + ": " + distance;
    }

    /** The movement in standard units, with the covariance that chance gives it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Movement(double[] shift, double[][] covariance, double degrees, int customers) {

        static Movement of(List<Integer> features, SegmentSpread fit, SegmentSpread now) {
            int count = features.size();
            double[] shift = new double[count];
            double[][] covariance = new double[count][count];
            double later = 0;
            double earlier = 0;
            for (int a = 0; a < count; a++) {
                int j = features.get(a);
                shift[a] = fit.standardized(j, now.means()[j] - fit.means()[j]);
                for (int b = 0; b < count; b++) {
                    int l = features.get(b);
                    covariance[a][b] =
                            fit.standardized(j, l, now) / now.count() + fit.standardized(j, l, fit) / fit.count();
                }
                later += fit.standardized(j, j, now) / now.count();
                earlier += 1.0 / fit.count();
            }
            return new Movement(
                    shift, covariance, CenterDrift.degrees(later, now.count(), earlier, fit.count()), now.count());
        }

        /** Squared length, sum of the variances, sum of the squared covariances. */
        private double[] sums() {
            double[] sums = new double[3];
            for (int a = 0; a < shift.length; a++) {
                sums[0] += shift[a] * shift[a];
                sums[1] += covariance[a][a];
                for (int b = 0; b < shift.length; b++) {
                    sums[2] += covariance[a][b] * covariance[a][b];
                }
            }
            return sums;
        }

        Estimate distance(double level) {
            double[] sums = sums();
            double freedom = sums[1] * sums[1] / sums[2];
            double ratio = sums[0] / sums[1];
            if (!Double.isFinite(ratio) || !Double.isFinite(freedom * degrees)) {
                return Estimate.undefined(Reason.RANGE, customers);
            }
            double[] noncentrality = Noncentrality.ofF(ratio, freedom, freedom * degrees, level);
            double unit = sums[2] / sums[1];
            return Estimate.of(
                    Math.sqrt(Math.max(0, sums[0] - sums[1])),
                    Math.sqrt(noncentrality[0] * unit),
                    Math.sqrt(noncentrality[1] * unit),
                    level,
                    customers);
        }

        /** NaN where the distance is undefined. */
        double pValue() {
            double[] sums = sums();
            double freedom = sums[1] * sums[1] / sums[2];
            if (!Double.isFinite(sums[0] / sums[1])) {
                return Double.NaN;
            }
            return Tails.fisher(sums[0] / sums[1], freedom, freedom * degrees);
        }
    }
}
