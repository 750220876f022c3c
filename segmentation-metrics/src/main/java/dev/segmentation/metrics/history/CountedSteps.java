package dev.segmentation.metrics.history;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.markov.PanelLikelihood;
import dev.segmentation.metrics.migration.CustomerPlaces;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.PooledMigration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The customers of a history counted by where they were from date to date. */
final class CountedSteps {

    /** A cube of 128 MiB. */
    private static final int MOST_SEGMENTS_OF_A_CUBE = 256;

    private final DateColumns columns;
    private final int segmentCount;

    CountedSteps(DateColumns columns) {
        this.columns = columns;
        this.segmentCount = columns.segments().size();
    }

    MigrationMatrix between(LocalDate from, LocalDate to) {
        int before = columns.position(from);
        int after = columns.position(to);
        if (after <= before) {
            throw Arguments.badParameter("SegmentHistory.migration", "to", to, "later than from = " + from);
        }
        return between(before, after);
    }

    /** Between the dates of two positions, everybody who is there at either. */
    private MigrationMatrix between(int from, int to) {
        DateColumn before = columns.at(from);
        DateColumn after = columns.at(to);
        long[][] byCode = before.counts(after, segmentCount);
        return MigrationMatrix.copyOfStates(columns.segments().names(), states(byCode))
                .withReturned(byState(byCode[DateColumn.LEFT + DateColumn.OUTSIDE]))
                .withDates(before.date(), after.date());
    }

    /** All steps together, and who made them. */
    PooledMigration pooled() {
        return PooledMigration.of(all(), new CustomerPlaces() {
            @Override
            public int customerCount() {
                return columns.customerCount();
            }

            @Override
            public int dateCount() {
                return columns.size();
            }

            @Override
            public int state(int customer, int date) {
                return CountedSteps.this.state(columns.at(date).code(customer));
            }
        });
    }

    /** Counts by code, gathered by state of a matrix; who is absent at both dates is left out. */
    private long[][] states(long[][] byCode) {
        int absent = segmentCount + 1;
        long[][] states = new long[absent + 1][absent + 1];
        for (int from = 0; from < byCode.length; from++) {
            long[] row = states[state(from - DateColumn.OUTSIDE)];
            long[] added = byState(byCode[from]);
            Arrays.setAll(row, to -> row[to] + added[to]);
        }
        states[absent][absent] = 0;
        return states;
    }

    private long[] byState(long... byCode) {
        long[] byState = new long[segmentCount + 2];
        for (int code = 0; code < byCode.length; code++) {
            byState[state(code - DateColumn.OUTSIDE)] += byCode[code];
        }
        return byState;
    }

    private int state(int code) {
        if (code >= 0) {
            return code;
        }
        return code == DateColumn.UNSCORED ? segmentCount : segmentCount + 1;
    }

    List<MigrationMatrix> all() {
        return IntStream.range(1, columns.size())
                .mapToObj(t -> between(t - 1, t))
                .toList();
    }

    /** How many came back to the date of a position. */
    long returned(int at) {
        if (at == 0) {
            return 0;
        }
        int left = DateColumn.LEFT + DateColumn.OUTSIDE;
        long[] from = columns.at(at - 1).counts(columns.at(at), segmentCount)[left];
        return Arrays.stream(from).sum() - from[left];
    }

    /** Customers in a segment at three dates in a row, over all such dates. */
    long[][][] triples() {
        int k = segmentCount;
        if (k > MOST_SEGMENTS_OF_A_CUBE) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    "segments",
                    "SegmentHistory.triples: " + k + " segments, expected at most " + MOST_SEGMENTS_OF_A_CUBE
                            + ", because the table is a cube; merge segments first");
        }
        long[][][] triples = new long[k][k][k];
        for (int t = 2; t < columns.size(); t++) {
            for (int customer = 0; customer < columns.customerCount(); customer++) {
                int h = columns.at(t - 2).code(customer);
                int i = columns.at(t - 1).code(customer);
                int j = columns.at(t).code(customer);
                if (h >= 0 && i >= 0 && j >= 0) {
                    triples[h][i][j]++;
                }
            }
        }
        return triples;
    }

    /** Every step with its time, in units of so many days. */
    PanelLikelihood panel(double daysPerUnit) {
        if (!(daysPerUnit > 0 && daysPerUnit < Double.POSITIVE_INFINITY)) {
            throw Arguments.badParameter("SegmentHistory.panel", "daysPerUnit", daysPerUnit, "above 0 and finite");
        }
        PanelLikelihood.Builder panel =
                PanelLikelihood.builder(columns.segments().names());
        int k = segmentCount;
        for (int t = 1; t < columns.size(); t++) {
            DateColumn before = columns.at(t - 1);
            DateColumn after = columns.at(t);
            long[][] all = before.counts(after, k);
            long[][] counts = new long[k][];
            Arrays.setAll(
                    counts,
                    s -> Arrays.copyOfRange(all[s + DateColumn.OUTSIDE], DateColumn.OUTSIDE, DateColumn.OUTSIDE + k));
            panel.add((after.date().toEpochDay() - before.date().toEpochDay()) / daysPerUnit, counts);
        }
        return panel.build();
    }
}
