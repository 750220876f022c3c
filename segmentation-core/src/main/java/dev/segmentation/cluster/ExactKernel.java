package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distances of the definition, strip by strip: what single precision leaves open in so many rows of a block that
 * deciding them one by one would take longer. Many centers close together do that. Nothing is uncertain afterwards.
 */
final class ExactKernel extends Kernel {

    @Override
    String name() {
        return "exact";
    }

    @Override
    double nanosPerRow(int centers, int features) {
        return 5 + features + (1.3 + 0.14 * features) * centers;
    }

    @Override
    void propose(
            Panel panel,
            double rowRadius,
            double[] packed,
            float[] narrowed,
            int rows,
            int[] hints,
            int firstHint,
            Proposals into) {
        Arrays.fill(into.uncertain, 0);
        into.exact
                .distances(panel.features)
                .eachStrip(
                        packed,
                        rows,
                        panel.centers,
                        into.poll,
                        (distances, start, count) -> nearest(distances, panel.centerCount, start, count, into));
        Arrays.fill(into.attention, 0);
        for (int r = 0; r < rows; r++) {
            into.attention[r / Blocks.LANES] |= into.nearest[r] == hints[firstHint + r] ? 0 : 1 << (r % Blocks.LANES);
        }
    }

    /** Of equally near centers, the first. */
    private static void nearest(Distances distances, int centerCount, int start, int count, Proposals into) {
        Arrays.fill(into.exact.best, start, start + count, Double.POSITIVE_INFINITY);
        Arrays.fill(into.exact.second, start, start + count, Double.POSITIVE_INFINITY);
        for (int c = 0; c < centerCount; c++) {
            update(c, distances.to(c), start, count, into.exact.best, into.exact.second, into.nearest);
        }
    }

    private static void update(
            int center, double[] squared, int start, int count, double[] best, double[] second, int[] nearest) {
        for (int r = 0; r < count; r++) {
            double distance = squared[r];
            if (distance < second[start + r]) {
                if (distance < best[start + r]) {
                    second[start + r] = best[start + r];
                    best[start + r] = distance;
                    nearest[start + r] = center;
                } else {
                    second[start + r] = distance;
                }
            }
        }
    }

    @Override
    void bound(Panel panel, int rows, Proposals found) {
        for (int r = 0; r < rows; r++) {
            found.atLeast[r] = panel.atLeast(found.exact.best[r]);
            found.atMost[r] = panel.atMost(found.exact.best[r]);
            found.others[r] = panel.atLeast(found.exact.second[r]);
        }
    }

    /** What it finds: squared distances to the nearest and to the second nearest center. */
    static final class Room {

        private final double[] best = new double[Blocks.ROWS];
        private final double[] second = new double[Blocks.ROWS];
        private @Nullable Distances distances;

        private Distances distances(int features) {
            Distances present = distances;
            if (present == null || present.features() != features) {
                present = new Distances(features);
                distances = present;
            }
            return present;
        }
    }
}
