package dev.segmentation.metrics.aging;

import java.util.List;
import java.util.Objects;

/**
 * Whether to keep a segmentation, and why: what {@link RefreshRule} advises.
 *
 * @param verdict the strongest of the findings; {@link RefreshVerdict#WATCH} if no signal could be measured
 * @param findings one per signal that was measured, the strongest first, else in the order they were given
 * @param notMeasured signals without a size or a chance, which speak neither for nor against
 * @param errorRate how often at most anything but {@link RefreshVerdict#KEEP} is advised if nothing aged
 */
public record RefreshAdvice(
        RefreshVerdict verdict, List<RefreshFinding> findings, List<RefreshSignal> notMeasured, double errorRate) {

    /**
     * Copies the lists.
     *
     * @param verdict the strongest of the findings
     * @param findings one per signal that was measured
     * @param notMeasured the other signals
     * @param errorRate the rate of false advice
     */
    public RefreshAdvice {
        Objects.requireNonNull(verdict, "verdict");
        findings = List.copyOf(findings);
        notMeasured = List.copyOf(notMeasured);
    }

    /** The verdict, and one line per signal. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(verdict.toString());
        findings.forEach(
                finding -> text.append(System.lineSeparator()).append("  ").append(finding));
        notMeasured.forEach(signal -> text.append(System.lineSeparator())
                .append("  not measured: ")
                .append(signal.name())
                .append(", ")
                .append(signal.evidence()));
        return text.toString();
    }
}
