package dev.segmentation.metrics.history;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of one customer through the dates of a history: one stay after the other, from not yet seen to now.
 *
 * @param stays at least one, each in another place than the one before
 */
public record SegmentPath(List<Stay> stays) {

    /**
     * Copies the stays.
     *
     * @param stays the stays
     * @throws InvalidInputException if there is none ({@link Reason#EMPTY})
     */
    public SegmentPath {
        stays = List.copyOf(stays);
        if (stays.isEmpty()) {
            throw new InvalidInputException(Reason.EMPTY, "stays", "SegmentPath: no stays, expected at least one");
        }
    }

    /** The way of a customer, by number. */
    static SegmentPath of(DateColumns columns, int customer) {
        List<Stay> stays = new ArrayList<>();
        int last = Integer.MIN_VALUE;
        for (DateColumn column : columns.all()) {
            int code = column.code(customer);
            if (code == last) {
                stays.add(stays.remove(stays.size() - 1).until(column.date()));
            } else {
                Presence presence = Presence.of(code);
                stays.add(new Stay(
                        presence,
                        presence == Presence.IN_SEGMENT
                                ? Optional.of(columns.segments().segments().get(code))
                                : Optional.empty(),
                        column.date(),
                        column.date(),
                        presence.isThere() ? Optional.of(column.version(customer)) : Optional.empty()));
            }
            last = code;
        }
        return new SegmentPath(stays);
    }

    /**
     * Dates in a row at which a customer is in one place.
     *
     * @param presence where
     * @param segment the segment, empty if the customer is in none
     * @param since the first of the dates
     * @param lastSeen the last of them
     * @param version the version of the scheme that scored the first of them; empty if the customer is not there
     */
    public record Stay(
            Presence presence,
            Optional<Segment> segment,
            LocalDate since,
            LocalDate lastSeen,
            Optional<String> version) {

        Stay until(LocalDate date) {
            return new Stay(presence, segment, since, date, version);
        }

        @Override
        public String toString() {
            return segment.map(Segment::name).orElse(presence.name()) + " " + since + ".." + lastSeen;
        }
    }

    /**
     * Where the customer is at the last date.
     *
     * @return the last stay
     */
    public Stay now() {
        return stays.get(stays.size() - 1);
    }

    /**
     * How often the customer went from one segment to another one, whether or not there was a gap in between.
     *
     * @return at least 0
     */
    public int moves() {
        int moves = 0;
        Optional<Segment> last = Optional.empty();
        for (Stay stay : stays) {
            if (stay.segment().isPresent()) {
                moves += last.isPresent() && !last.equals(stay.segment()) ? 1 : 0;
                last = stay.segment();
            }
        }
        return moves;
    }

    /**
     * How often the customer came back after having left.
     *
     * @return at least 0
     */
    public int returns() {
        int returns = 0;
        for (int i = 1; i < stays.size(); i++) {
            returns += stays.get(i - 1).presence() == Presence.LEFT ? 1 : 0;
        }
        return returns;
    }
}
