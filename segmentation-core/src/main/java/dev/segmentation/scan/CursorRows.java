package dev.segmentation.scan;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.Failure;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Workers;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.BlockStore;
import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Rows behind a cursor of the caller's. The calling thread reads a group of rows for every thread, then all threads work
 * on them; each group has an accumulator of its own, merged in order.
 */
final class CursorRows implements RowSource {

    /** Rows per accumulator; fixed, since how rows are cut must not depend on the threads. */
    private static final int GROUP = 4 * Blocks.ROWS;

    /** The caller's token and an interrupt are looked at once for so many rows that are read. */
    private static final int ROWS_PER_POLL = 16;

    private static final String WHERE = "RowSource.of";
    private static final long UNKNOWN = -1;

    private final List<String> names;
    private final Callable<? extends RowCursor> cursors;
    private final AtomicLong rowsSeen = new AtomicLong(UNKNOWN);

    CursorRows(List<String> featureNames, Callable<? extends RowCursor> cursors) {
        this.names = Arguments.featureNames(featureNames, WHERE);
        this.cursors = Objects.requireNonNull(cursors, "cursors");
        Blocks.checkWidth(Blocks.ROWS, names.size(), WHERE);
    }

    @Override
    public List<String> featureNames() {
        return names;
    }

    @Override
    public <A> A scan(Scan<A> scan, Execution execution) {
        A total = scan.start();
        try (Workers workers = execution.start();
                Opened opened = new Opened(workers)) {
            List<Group> groups = new ArrayList<>();
            while (!opened.ended) {
                int filled = opened.fill(groups, workers.threads());
                List<A> parts = workers.map(filled, g -> groups.get(g).add(scan, workers));
                for (A part : parts) {
                    scan.merge(total, part);
                }
            }
            opened.finish();
        }
        return total;
    }

    @Override
    public String toString() {
        return "RowSource[cursor over " + Arguments.shown(names) + "]";
    }

    /** What the caller threw, as one of ours; its own failures as they are. */
    private static RuntimeException failure(Exception thrown, String what) {
        if (thrown instanceof Failure && thrown instanceof RuntimeException ours) {
            return ours;
        }
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new CancelledException("cancelled by an interrupt of the calling thread; inputs are untouched");
        }
        return new FitException(Reason.CALLBACK_FAILED, WHERE + ": " + what + "; see the cause", thrown);
    }

    /** A cursor that is being read. */
    private final class Opened implements AutoCloseable {

        private final Workers workers;
        private final RowCursor cursor;
        private final double[] row = new double[names.size()];
        private long rows;
        private double weight;
        private boolean counts; // some row has a positive weight
        private boolean ended;

        Opened(Workers workers) {
            this.workers = workers;
            workers.checkCancelled();
            try {
                this.cursor = Objects.requireNonNull(cursors.call(), "cursor");
            } catch (Exception thrown) {
                throw failure(thrown, "the cursor could not be opened");
            }
        }

        /** Reads up to so many groups. */
        int fill(List<Group> groups, int most) {
            int filled = 0;
            while (filled < most && !ended) {
                if (filled == groups.size()) {
                    groups.add(new Group(names.size()));
                }
                Group group = groups.get(filled);
                group.restart(rows);
                while (group.rows < GROUP && next()) {
                    group.take(row, weight);
                    rows++;
                }
                filled += group.rows > 0 ? 1 : 0;
            }
            return filled;
        }

        private boolean next() {
            if (rows % ROWS_PER_POLL == 0) {
                workers.checkCancelled();
            }
            Arrays.fill(row, Double.NaN);
            try {
                ended = !cursor.next(row);
                weight = ended ? 1 : cursor.weight();
            } catch (Exception thrown) {
                workers.checkCancelled(); // an interrupt makes cursors throw all kinds of things
                throw failure(thrown, "the cursor threw at row " + rows);
            }
            if (ended) {
                return false;
            }
            for (int j = 0; j < row.length; j++) {
                BlockStore.check(row[j], BlockStore.Kind.DOUBLES, rows, names.get(j), WHERE);
            }
            counts |= Weights.check(weight, rows, WHERE) > 0;
            return true;
        }

        /** What can be said only when all rows were read. */
        void finish() {
            if (rows > 0 && !counts) {
                throw Weights.allZero(WHERE);
            }
            long before = rowsSeen.compareAndExchange(UNKNOWN, rows);
            if (before != UNKNOWN && before != rows) {
                throw new InvalidInputException(
                        Reason.SOURCE_CHANGED,
                        WHERE + ": the cursor gave " + rows + " rows, " + before
                                + " in an earlier scan; each cursor must give the same rows");
            }
        }

        @Override
        public void close() {
            try {
                cursor.close();
            } catch (Exception thrown) {
                throw failure(thrown, "the cursor could not be closed");
            }
        }
    }

    /** Rows in the order in which they came; laid out by the thread that works on them. */
    private static final class Group {

        private final int features;
        private final List<double[]> rowMajor = new ArrayList<>();
        private final double[] weights = new double[GROUP];
        private double @Nullable [] packed;
        private long firstRow;
        private int rows;

        Group(int features) {
            this.features = features;
        }

        void restart(long first) {
            firstRow = first;
            rows = 0;
        }

        void take(double[] row, double weight) {
            System.arraycopy(row, 0, block(rows / Blocks.ROWS), rows % Blocks.ROWS * features, features);
            weights[rows++] = weight;
        }

        private double[] block(int block) {
            if (block == rowMajor.size()) {
                rowMajor.add(new double[Blocks.ROWS * features]);
            }
            return rowMajor.get(block);
        }

        <A> A add(Scan<A> scan, Workers workers) {
            A part = scan.start();
            double[] space = packed == null ? new double[Blocks.ROWS * features] : packed;
            packed = space;
            for (int first = 0; first < rows; first += Blocks.ROWS) {
                workers.checkCancelled();
                int from = first;
                int count = Math.min(Blocks.ROWS, rows - first);
                Blocks.pack(block(first / Blocks.ROWS), 0, count, features, space);
                scan.add(part, new PackedBlock(firstRow + first, count, features, space, i -> weights[from + i]));
            }
            return part;
        }
    }
}
