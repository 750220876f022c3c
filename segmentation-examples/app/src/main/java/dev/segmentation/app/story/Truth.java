package dev.segmentation.app.story;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.app.shop.CustomerType;
import dev.segmentation.app.shop.ShopHistory;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/** Compares segments with what the customers of a simulated shop truly are. */
final class Truth {

    private static final List<CustomerType> TYPES = List.of(CustomerType.values());

    private final ShopHistory history;

    Truth(ShopHistory history) {
        this.history = history;
    }

    /** Segments against types at one date. */
    ContingencyTable types(Segmentation segmentation) {
        CustomerIds ids = segmentation.snapshot().customerIds();
        int[] types = new int[ids.size()];
        for (int row = 0; row < types.length; row++) {
            types[row] = TYPES.indexOf(history.typeOf(ids.get(row), segmentation.asOf()));
        }
        return ContingencyTable.between(segmentation.assignment(), Assignment.copyOf(TYPES.size(), types));
    }

    /** For each type, the segment where most of its customers are. */
    List<Found> found(Segmentation segmentation) {
        ContingencyTable table = types(segmentation);
        List<Found> found = new ArrayList<>();
        for (int type = 0; type < TYPES.size(); type++) {
            Segment most = segmentation.segments().get(0);
            for (Segment segment : segmentation.segments()) {
                if (table.count(segment.index(), type) > table.count(most.index(), type)) {
                    most = segment;
                }
            }
            found.add(new Found(
                    TYPES.get(type),
                    table.columnTotal(type),
                    most,
                    table.count(most.index(), type),
                    table.rowTotal(most.index())));
        }
        return found;
    }

    /**
     * True moves against moves between segments, step by step, of the customers present at both dates.
     *
     * @param window a move between segments may be the late sign of a change of type within it
     */
    List<Moves> moves(List<Segmentation> segmentations, Period window) {
        List<Moves> moves = new ArrayList<>();
        for (int i = 1; i < segmentations.size(); i++) {
            Segmentation before = segmentations.get(i - 1);
            moves.add(moves(before, segmentations.get(i), before.asOf().minus(window)));
        }
        return moves;
    }

    private Moves moves(Segmentation before, Segmentation after, LocalDate since) {
        CustomerIds ids = before.snapshot().customerIds();
        int[] rows = ids.rowsIn(after.snapshot().customerIds());
        Moves moves = Moves.NONE;
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] >= 0) {
                CustomerType type = history.typeOf(ids.get(row), before.asOf());
                boolean changed = history.typeOf(ids.get(row), after.asOf()) != type;
                boolean changedBefore = history.typeOf(ids.get(row), since) != type;
                boolean moved = !before.segmentOf(row).equals(after.segmentOf(rows[row]));
                moves = moves.plus(new Moves(
                        changed && moved ? 1 : 0,
                        changed && !moved ? 1 : 0,
                        !changed && moved && changedBefore ? 1 : 0,
                        !changed && moved && !changedBefore ? 1 : 0,
                        !changed && !moved ? 1 : 0));
            }
        }
        return moves;
    }

    /**
     * Where a type was found.
     *
     * @param type what the customers truly are
     * @param customers how many there are
     * @param segment where most of them are
     * @param there how many of them are there
     * @param segmentSize how many customers the segment has in all
     */
    record Found(CustomerType type, long customers, Segment segment, long there, long segmentSize) {}

    /**
     * Customers by what they did and what was seen.
     *
     * @param seen changed type, and segment
     * @param missed changed type, but not segment
     * @param late changed segment, and type before
     * @param apparent changed segment, but not type
     * @param quiet changed neither
     */
    record Moves(long seen, long missed, long late, long apparent, long quiet) {

        static final Moves NONE = new Moves(0, 0, 0, 0, 0);

        long all() {
            return seen + missed + late + apparent + quiet;
        }

        Moves plus(Moves other) {
            return new Moves(
                    seen + other.seen,
                    missed + other.missed,
                    late + other.late,
                    apparent + other.apparent,
                    quiet + other.quiet);
        }
    }
}
