package dev.segmentation.metrics.aging;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Tails;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * When to make a new segmentation: if a signal of aging is both beyond chance and large enough to matter.
 *
 * <p>Each is needed. With few customers every index is large by chance; with millions every one is beyond chance. A signal is
 * beyond chance if its p, adjusted by Holm for the number of signals, is at most the error rate: so if nothing aged, anything but
 * {@link RefreshVerdict#KEEP} is advised at most that often, whatever the number of signals and however they depend on one
 * another, as far as each p is right. It then calls for watching or for a new segmentation by its own thresholds.
 *
 * <p>That customers move is no signal: they may do so within fences that still hold. How the way they move changes is one.
 *
 * <p><b>Reference:</b> S. Holm (1979), Scand. J. Stat. 6, 65–70. The rule itself is ours.
 *
 * <p>Immutable and thread-safe.
 */
public final class RefreshRule {

    private final double errorRate;

    private RefreshRule(double errorRate) {
        this.errorRate = errorRate;
    }

    /**
     * An error rate of 5 %.
     *
     * @return the rule
     */
    public static RefreshRule withDefaults() {
        return new RefreshRule(0.05);
    }

    /**
     * Sets how often at most anything but {@link RefreshVerdict#KEEP} may be advised if nothing aged.
     *
     * @param rate in (0, 1)
     * @return a new rule
     * @throws InvalidInputException if it is out of range
     */
    public RefreshRule withErrorRate(double rate) {
        return new RefreshRule(Arguments.openUnit(rate, "RefreshRule.withErrorRate", "rate"));
    }

    /**
     * Advises.
     *
     * @param signals at least one; all that were looked at, not only those that stand out, or the error rate does not hold
     * @return the advice
     * @throws InvalidInputException if there is none ({@link Reason#EMPTY})
     */
    public RefreshAdvice advise(List<RefreshSignal> signals) {
        Objects.requireNonNull(signals, "signals");
        if (signals.isEmpty()) {
            throw new InvalidInputException(
                    Reason.EMPTY, "signals", "RefreshRule.advise: no signals, expected at least one");
        }
        List<RefreshSignal> measured =
                signals.stream().filter(RefreshSignal::isMeasured).toList();
        double[] adjusted =
                Tails.holm(measured.stream().mapToDouble(RefreshSignal::pValue).toArray());
        List<RefreshFinding> findings = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            findings.add(new RefreshFinding(verdict(measured.get(i), adjusted[i]), measured.get(i), adjusted[i]));
        }
        findings.sort(Comparator.comparing(RefreshFinding::verdict).reversed());
        return new RefreshAdvice(
                findings.isEmpty() ? RefreshVerdict.WATCH : findings.get(0).verdict(),
                findings,
                signals.stream().filter(signal -> !signal.isMeasured()).toList(),
                errorRate);
    }

    private RefreshVerdict verdict(RefreshSignal signal, double adjusted) {
        if (adjusted > errorRate || signal.value() < signal.watchAt()) {
            return RefreshVerdict.KEEP;
        }
        return signal.value() < signal.refreshAt() ? RefreshVerdict.WATCH : RefreshVerdict.REFRESH;
    }

    /** Such as {@code RefreshRule[errorRate = 0.05]}. */
    @Override
    public String toString() {
        return "RefreshRule[errorRate = " + errorRate + "]";
    }
}
