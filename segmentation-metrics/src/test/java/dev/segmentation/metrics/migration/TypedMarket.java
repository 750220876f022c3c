package dev.segmentation.metrics.migration;

import dev.segmentation.internal.SeededRandom;
import dev.segmentation.metrics.noise.TypingError;
import java.util.stream.IntStream;

/**
 * Customers whose true places are known, as a typing tool sees them: at each date anew, with the given chance in the right segment,
 * else in another one.
 */
record TypedMarket(PooledMarket truth, double right) {

    /** Typed places by customer and date. */
    int[][] drawn(SeededRandom random) {
        int k = truth.segments();
        int[][] places = truth.drawn(random);
        for (int[] path : places) {
            for (int date = 0; date < path.length; date++) {
                path[date] = random.nextDouble() < right ? path[date] : (path[date] + 1 + random.nextInt(k - 1)) % k;
            }
        }
        return places;
    }

    TypingError error() {
        int k = truth.segments();
        double[][] shares = new double[k][k];
        for (int s = 0; s < k; s++) {
            for (int t = 0; t < k; t++) {
                shares[s][t] = s == t ? right : (1 - right) / (k - 1);
            }
        }
        return TypingError.ofShares(IntStream.range(0, k).mapToObj(s -> "s" + s).toList(), shares);
    }
}
