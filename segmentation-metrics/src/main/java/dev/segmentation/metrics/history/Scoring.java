package dev.segmentation.metrics.history;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import java.time.LocalDate;
import java.util.Objects;

/**
 * One entry of a {@link SegmentLedger}: customers of a date, scored by a version of the scheme, recorded on a day.
 *
 * <p>A complete scoring says of everybody who is there at its date, and replaces what was recorded before for that date. A
 * correction says something of its customers only: of those who arrived late, or were scored wrongly.
 *
 * <p>Immutable and thread-safe.
 */
public final class Scoring {

    private final Segmentation segmentation;
    private final String version;
    private final LocalDate recordedOn;
    private final boolean correction;

    private Scoring(Segmentation segmentation, String version, LocalDate recordedOn, boolean correction) {
        this.segmentation = segmentation;
        this.version = version;
        this.recordedOn = recordedOn;
        this.correction = correction;
    }

    /**
     * Everybody who is there at the date of the segmentation, recorded on that date by version {@code "1"}.
     *
     * @param segmentation the customers in segments, and those without
     * @return a complete scoring
     */
    public static Scoring of(Segmentation segmentation) {
        Objects.requireNonNull(segmentation, "segmentation");
        return new Scoring(segmentation, "1", segmentation.asOf(), false);
    }

    /**
     * The same, scored by another version of the scheme.
     *
     * @param value its name, not blank
     * @return a new scoring
     * @throws InvalidInputException if it is blank ({@link Reason#BAD_NAME})
     */
    public Scoring withVersion(String value) {
        if (Objects.requireNonNull(value, "version").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "version", "Scoring.withVersion: the version is blank; name it, such as \"1\"");
        }
        return new Scoring(segmentation, value, recordedOn, correction);
    }

    /**
     * The same, recorded on another day.
     *
     * @param day not before the date of the segmentation
     * @return a new scoring
     * @throws InvalidInputException if it is before ({@link Reason#BAD_PARAM})
     */
    public Scoring withRecordedOn(LocalDate day) {
        if (Objects.requireNonNull(day, "day").isBefore(segmentation.asOf())) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "day",
                    "Scoring.withRecordedOn: day = " + day + ", expected not before the date that was scored, "
                            + segmentation.asOf() + "; nothing is known of a date before it comes");
        }
        return new Scoring(segmentation, version, day, correction);
    }

    /**
     * The same as a correction, which leaves what is recorded of other customers as it is.
     *
     * @return a new scoring
     */
    public Scoring asCorrection() {
        return new Scoring(segmentation, version, recordedOn, true);
    }

    /**
     * The customers.
     *
     * @return the segmentation
     */
    public Segmentation segmentation() {
        return segmentation;
    }

    /**
     * The date that was scored.
     *
     * @return the date of the segmentation
     */
    public LocalDate asOf() {
        return segmentation.asOf();
    }

    /**
     * The version of the scheme that scored.
     *
     * @return its name
     */
    public String version() {
        return version;
    }

    /**
     * The day from which on this was known.
     *
     * @return not before {@link #asOf}
     */
    public LocalDate recordedOn() {
        return recordedOn;
    }

    /**
     * Whether this says something of its customers only.
     *
     * @return false if it is complete
     */
    public boolean isCorrection() {
        return correction;
    }

    /** Dates, version and counts, never an id. */
    @Override
    public String toString() {
        return "Scoring[" + asOf() + ", version " + version + ", recorded " + recordedOn + ", "
                + (correction ? "correction of " : "") + segmentation.customerCount() + " customers]";
    }
}
