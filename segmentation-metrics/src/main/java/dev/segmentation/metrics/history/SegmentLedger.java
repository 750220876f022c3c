package dev.segmentation.metrics.history;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What was recorded of a scheme, and when: dated segmentations in the order in which they became known, with the versions
 * that scored them. Nothing is ever overwritten, so that what was known on any day can be told again.
 *
 * <p>Customers who arrive late are recorded by a correction of their date ({@link Scoring#asCorrection}); a date at which everybody
 * is scored again is replaced ({@link Scoring#asReplacement}). Which of them it is has to be said: customers left out are kept by
 * one and removed by the other. At each date the latest record of a customer holds: of the last complete scoring, or of a
 * correction after it. Records of
 * the same day hold in the order of recording.
 *
 * <p><b>Memory:</b> that of the segmentations, which are not copied.
 *
 * <p>Immutable and thread-safe.
 */
public final class SegmentLedger {

    private final List<Scoring> scorings;

    private SegmentLedger(List<Scoring> scorings) {
        this.scorings = scorings;
    }

    /**
     * A ledger in which nothing is recorded.
     *
     * @return the ledger
     */
    public static SegmentLedger empty() {
        return new SegmentLedger(List.of());
    }

    /**
     * A ledger with one more record.
     *
     * @param scoring what was scored, of any date
     * @return a new ledger
     * @throws InvalidInputException if it became known before the last record did ({@link Reason#BAD_PARAM}), corrects
     *     or replaces a date of which nothing is recorded ({@link Reason#EMPTY}), or is a second one of its date and says neither
     *     ({@link Reason#OVERLAP})
     */
    public SegmentLedger record(Scoring scoring) {
        Objects.requireNonNull(scoring, "scoring");
        if (!scorings.isEmpty()) {
            LocalDate last = scorings.get(scorings.size() - 1).recordedOn();
            if (scoring.recordedOn().isBefore(last)) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        "recordedOn",
                        "SegmentLedger.record: recordedOn = " + scoring.recordedOn()
                                + ", expected not before that of the last record, " + last
                                + "; record in the order in which things became known");
            }
        }
        boolean again = scorings.stream().anyMatch(earlier -> earlier.asOf().equals(scoring.asOf()));
        boolean saysSo = scoring.isCorrection() || scoring.isReplacement();
        if (saysSo && !again) {
            throw new InvalidInputException(
                    Reason.EMPTY,
                    "scoring",
                    "SegmentLedger.record: a " + (scoring.isCorrection() ? "correction" : "replacement") + " of "
                            + scoring.asOf() + ", of which nothing is recorded; record a complete scoring first");
        }
        if (again && !saysSo) {
            throw new InvalidInputException(
                    Reason.OVERLAP,
                    "scoring",
                    "SegmentLedger.record: " + scoring.asOf() + " is recorded already, and this scoring has "
                            + scoring.segmentation().customerCount()
                            + " customers; pass scoring.asCorrection() to keep the others of that date, or"
                            + " scoring.asReplacement() if they were not there");
        }
        List<Scoring> more = new ArrayList<>(scorings);
        more.add(scoring);
        return new SegmentLedger(List.copyOf(more));
    }

    /**
     * What was recorded.
     *
     * @return in the order of recording
     */
    public List<Scoring> scorings() {
        return scorings;
    }

    /**
     * Who was where, by all that is known.
     *
     * @return the history
     * @throws InvalidInputException as for {@link #asKnownOn}
     */
    public SegmentHistory history() {
        return new SegmentHistory(DateColumns.ofLayers(layers(LocalDate.MAX), "SegmentLedger.history"));
    }

    /**
     * Who was where, by what was known at the end of a day.
     *
     * @param day the day
     * @return the history as it would have been told
     * @throws InvalidInputException if nothing was recorded until then ({@link Reason#EMPTY}), some ids are numbers and
     *     others texts ({@link Reason#SCHEMA_MISMATCH}), or there are more than 4096 segments ({@link
     *     Reason#RESOURCE_LIMIT})
     */
    public SegmentHistory asKnownOn(LocalDate day) {
        return new SegmentHistory(
                DateColumns.ofLayers(layers(Objects.requireNonNull(day, "day")), "SegmentLedger.asKnownOn"));
    }

    /** For each date the last complete scoring known, and the corrections after it. */
    private List<List<Scoring>> layers(LocalDate knownOn) {
        TreeMap<LocalDate, List<Scoring>> dates = new TreeMap<>();
        for (Scoring scoring : scorings) {
            if (!scoring.recordedOn().isAfter(knownOn)) {
                List<Scoring> layers = dates.computeIfAbsent(scoring.asOf(), date -> new ArrayList<>());
                if (!scoring.isCorrection()) {
                    layers.clear();
                }
                layers.add(scoring);
            }
        }
        return List.copyOf(dates.values());
    }

    /** One line per record. */
    @Override
    public String toString() {
        return "SegmentLedger" + scorings;
    }
}
