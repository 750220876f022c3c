package dev.segmentation.metrics.aging;

import java.util.Locale;
import java.util.Objects;

/**
 * What one signal says, among all that were asked.
 *
 * @param verdict what it alone calls for
 * @param signal its size, chance and thresholds
 * @param adjustedP its chance, adjusted by Holm for the number of signals
 */
public record RefreshFinding(RefreshVerdict verdict, RefreshSignal signal, double adjustedP) {

    /**
     * Checks that everything is there.
     *
     * @param verdict what it alone calls for
     * @param signal its size and thresholds
     * @param adjustedP its adjusted chance
     */
    public RefreshFinding {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(signal, "signal");
    }

    /** Such as {@code WATCH: strangers 1.62 (watch from 1.5, refresh from 2): share 0.081 …, adjusted p = 0.003}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %s, adjusted p = %.2g", verdict, signal, adjustedP);
    }
}
