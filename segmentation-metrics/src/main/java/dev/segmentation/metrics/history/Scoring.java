package dev.segmentation.metrics.history;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of a {@link SegmentLedger}: customers of a date, scored by a version of the scheme, recorded on a day.
 *
 * <p>A complete scoring says of everybody who is there at its date; there is one per date. A replacement is complete as well, and
 * takes the place of all that was recorded before for that date. A correction says something of its customers only: of those who
 * arrived late, or were scored wrongly.
 *
 * <p>Immutable and thread-safe.
 */
public final class Scoring {

    private final Segmentation segmentation;
    private final String version;
    private final String source;
    private final LocalDate recordedOn;
    private final Scope scope;

    private enum Scope {
        COMPLETE,
        REPLACEMENT,
        CORRECTION
    }

    private Scoring(Segmentation segmentation, String version, String source, LocalDate recordedOn, Scope scope) {
        this.segmentation = segmentation;
        this.version = version;
        this.source = source;
        this.recordedOn = recordedOn;
        this.scope = scope;
    }

    /**
     * Everybody who is there at the date of the segmentation, recorded on that date by version {@code "1"}.
     *
     * @param segmentation the customers in segments, and those without
     * @return a complete scoring
     */
    public static Scoring of(Segmentation segmentation) {
        Objects.requireNonNull(segmentation, "segmentation");
        return new Scoring(segmentation, "1", "", segmentation.asOf(), Scope.COMPLETE);
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
        return new Scoring(segmentation, value, source, recordedOn, scope);
    }

    /**
     * The same, with a word on where it comes from: the checksum of the saved model, the name of a job, a vendor.
     *
     * @param value not blank; nothing is computed from it
     * @return a new scoring
     * @throws InvalidInputException if it is blank ({@link Reason#BAD_NAME})
     */
    public Scoring withSource(String value) {
        if (Objects.requireNonNull(value, "source").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME,
                    "source",
                    "Scoring.withSource: the source is blank; name it, such as the checksum of the model, or leave it out");
        }
        return new Scoring(segmentation, version, value, recordedOn, scope);
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
        return new Scoring(segmentation, version, source, day, scope);
    }

    /**
     * The same as a correction, which leaves what is recorded of other customers as it is.
     *
     * @return a new scoring
     */
    public Scoring asCorrection() {
        return new Scoring(segmentation, version, source, recordedOn, Scope.CORRECTION);
    }

    /**
     * The same as a replacement of all that is recorded for its date: who is not in it was not there.
     *
     * @return a new scoring
     */
    public Scoring asReplacement() {
        return new Scoring(segmentation, version, source, recordedOn, Scope.REPLACEMENT);
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
     * Where the scoring comes from.
     *
     * @return what was said; empty if nothing was
     */
    public Optional<String> source() {
        return source.isEmpty() ? Optional.empty() : Optional.of(source);
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
        return scope == Scope.CORRECTION;
    }

    /**
     * Whether this takes the place of what was recorded for its date.
     *
     * @return true after {@link #asReplacement}
     */
    public boolean isReplacement() {
        return scope == Scope.REPLACEMENT;
    }

    /** Dates, version and counts, never an id. */
    @Override
    public String toString() {
        return "Scoring[" + asOf() + ", version " + version + ", recorded " + recordedOn + ", "
                + (isCorrection() ? "correction of " : isReplacement() ? "replacement by " : "")
                + segmentation.customerCount() + " customers]";
    }
}
