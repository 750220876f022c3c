package dev.segmentation.metrics.validity;

import dev.segmentation.Estimate;
import dev.segmentation.Segment;

/** One piece of evidence for or against a segment: what was measured, how sure it is, and what that means. */
public final class Finding {

    private final Segment segment;
    private final Criterion criterion;
    private final Verdict verdict;
    private final String subject;
    private final String text;
    private final String brief;
    private final Estimate evidence;
    private final double threshold;

    Finding(
            Segment segment,
            Criterion criterion,
            Verdict verdict,
            String subject,
            String text,
            String brief,
            Estimate evidence,
            double threshold) {
        this.segment = segment;
        this.criterion = criterion;
        this.verdict = verdict;
        this.subject = subject;
        this.text = text;
        this.brief = brief;
        this.evidence = evidence;
        this.threshold = threshold;
    }

    /**
     * The segment it is about.
     *
     * @return the segment
     */
    public Segment segment() {
        return segment;
    }

    /**
     * The criterion it speaks to.
     *
     * @return the criterion
     */
    public Criterion criterion() {
        return criterion;
    }

    /**
     * What this evidence alone says.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * What was measured: the name of a column, or {@code customer share}, {@code value share}, {@code stability}.
     *
     * @return the subject
     */
    public String subject() {
        return subject;
    }

    /**
     * The finding in plain language, without the name of the segment.
     *
     * @return one sentence
     */
    public String text() {
        return text;
    }

    /** The number behind it with its interval, in a few words; what is on a card. */
    String brief() {
        return evidence.isDefined() ? brief + ", n = " + evidence.customers() : brief;
    }

    /**
     * The number behind it.
     *
     * @return a share, a mean overlap, a difference of means in the unit of the column ({@link Criterion#MEANINGFUL}), or
     *     a standardized difference or Cramér's V ({@link Criterion#DISTINCT}); undefined where nothing could be measured
     */
    public Estimate evidence() {
        return evidence;
    }

    /**
     * What the evidence was held against.
     *
     * @return the least share, overlap or effect wanted; 0 for a difference of means; NaN if there was no threshold
     */
    public double threshold() {
        return threshold;
    }

    /** Such as {@code Champions, material, PASS: 10.0 % of the customers [9.1 %, 10.9 %], at least 5.0 % wanted}. */
    @Override
    public String toString() {
        return segment.name() + ", " + criterion.label() + ", " + verdict + ": " + text;
    }
}
