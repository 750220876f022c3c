package dev.segmentation.metrics.selection;

/**
 * How a segment count is picked from gaps and their standard errors s: the five rules that the manual of R's {@code maxSE}
 * describes. In all, the maximum of a gap that rises to the end of the range is at that end.
 */
public enum GapRule {
    /** The smallest k with gap(k) ≥ gap(k + 1) − s(k + 1): the rule of the paper. It may pick none. */
    TIBSHIRANI,
    /** The smallest k whose gap is within one s of the first local maximum. */
    FIRST_WITHIN_ERROR,
    /** The smallest k whose gap is within one s of the largest gap. */
    GLOBAL_WITHIN_ERROR,
    /** The first local maximum. */
    FIRST_MAXIMUM,
    /** The largest gap. */
    GLOBAL_MAXIMUM;

    /** The position of the pick, or the number of gaps if there is none. */
    int pick(double[] gaps, double[] errors) {
        return switch (this) {
            case TIBSHIRANI -> tibshirani(gaps, errors);
            case FIRST_WITHIN_ERROR -> within(gaps, errors, first(gaps));
            case GLOBAL_WITHIN_ERROR -> within(gaps, errors, global(gaps));
            case FIRST_MAXIMUM -> first(gaps);
            case GLOBAL_MAXIMUM -> global(gaps);
        };
    }

    private static int tibshirani(double[] gaps, double[] errors) {
        for (int i = 0; i + 1 < gaps.length; i++) {
            if (gaps[i] >= gaps[i + 1] - errors[i + 1]) {
                return i;
            }
        }
        return gaps.length;
    }

    private static int within(double[] gaps, double[] errors, int maximum) {
        int i = 0;
        while (i < maximum && !(gaps[i] >= gaps[maximum] - errors[maximum])) {
            i++;
        }
        return i;
    }

    private static int first(double[] gaps) {
        int i = 0;
        while (i + 1 < gaps.length && gaps[i] < gaps[i + 1]) {
            i++;
        }
        return i;
    }

    private static int global(double[] gaps) {
        int best = 0;
        for (int i = 1; i < gaps.length; i++) {
            if (gaps[i] > gaps[best]) {
                best = i;
            }
        }
        return best;
    }
}
