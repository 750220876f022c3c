package dev.segmentation.metrics.validity;

import java.util.List;
import java.util.Objects;

/**
 * What is held of one segment by one criterion, and why.
 *
 * @param verdict the verdict
 * @param findings the evidence it rests on; not empty
 */
public record Judgement(Verdict verdict, List<Finding> findings) {

    /**
     * Copies the findings.
     *
     * @param verdict the verdict
     * @param findings the evidence it rests on
     */
    public Judgement {
        Objects.requireNonNull(verdict, "verdict");
        findings = List.copyOf(findings);
    }
}
