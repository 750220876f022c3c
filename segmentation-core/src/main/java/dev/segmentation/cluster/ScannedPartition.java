package dev.segmentation.cluster;

import dev.segmentation.internal.Blocks;
import dev.segmentation.internal.ExactSum;
import dev.segmentation.internal.SeededRandom;
import dev.segmentation.scan.RowBlock;
import dev.segmentation.scan.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One k-means start over rows that are scanned in every pass, in memory that does not grow with them: no labels, only
 * sums. {@link Partition} gives the same bits with the rows in memory.
 *
 * <p>That no row has changed its segment is known from a fingerprint of each segment's rows, which adds up the hashes of
 * their indices; that two different sets of rows have one fingerprint has a probability of 2⁻⁶⁴.
 */
final class ScannedPartition implements Passes {

    private final SourceData data;
    private final Kernel kernel;
    private final int segmentCount;
    private final double[] centers;
    private CenterSums sums;
    private long[] fingerprints = new long[0];
    private long[] firstRows = new long[0];
    private final ConcurrentLinkedQueue<Nearest> free = new ConcurrentLinkedQueue<>();
    private double objective = Double.NaN; // until it is asked for; again whenever a center moves

    ScannedPartition(SourceData data, Kernel kernel, double[] centers) {
        this.data = data;
        this.kernel = kernel;
        this.segmentCount = centers.length / data.features;
        this.centers = centers.clone();
        this.sums = new CenterSums(data.grid, segmentCount);
    }

    @Override
    public int segmentCount() {
        return segmentCount;
    }

    @Override
    public double[] centers() {
        return centers;
    }

    @Override
    public boolean assign() {
        Totals totals = data.scan(new AssignScan());
        boolean changed = !Arrays.equals(fingerprints, totals.fingerprints);
        sums = totals.sums;
        fingerprints = totals.fingerprints;
        firstRows = totals.firstRows;
        return changed;
    }

    @Override
    public void recenter() {
        objective = Double.NaN;
        for (int s = 0; s < segmentCount; s++) {
            sums.mean(s, centers);
        }
    }

    @Override
    public double weight(int segment) {
        return sums.weight(segment);
    }

    @Override
    public long firstRow(int segment) {
        return firstRows[segment];
    }

    @Override
    public double objective() {
        if (Double.isNaN(objective)) {
            objective = data.scan(new ObjectiveScan()).value();
        }
        return objective;
    }

    @Override
    public Runnable save() {
        double[] earlier = centers.clone();
        return () -> {
            System.arraycopy(earlier, 0, centers, 0, centers.length);
            objective = Double.NaN;
            assign();
        };
    }

    @Override
    public void renumber(int[] newLabel) {
        double[] oldCenters = centers.clone();
        long[] oldFingerprints = fingerprints.clone();
        long[] oldFirstRows = firstRows.clone();
        int d = data.features;
        for (int s = 0; s < segmentCount; s++) {
            System.arraycopy(oldCenters, s * d, centers, newLabel[s] * d, d);
            fingerprints[newLabel[s]] = oldFingerprints[s];
            firstRows[newLabel[s]] = oldFirstRows[s];
        }
        sums.renumber(newLabel);
    }

    @Override
    public boolean repairEmptySegments() {
        int empties = 0;
        for (int s = 0; s < segmentCount; s++) {
            empties += weight(s) > 0 ? 0 : 1;
        }
        if (empties == 0) {
            return false;
        }
        // a row is passed over only if it is alone in its segment, so this many are enough
        List<FarRow> far = data.scan(new FarthestScan(empties + segmentCount)).rows;
        int next = 0;
        for (int s = 0; s < segmentCount; s++) {
            while (!(weight(s) > 0)) {
                if (next == far.size()) {
                    throw TrainingData.notTold(segmentCount, data.where);
                }
                FarRow row = far.get(next++);
                if (weight(row.label) > row.weight) {
                    sums.transfer(row.label, s, row.weight, row.values, 0, 1);
                    fingerprints[row.label] -= fingerprint(row.index);
                    fingerprints[s] += fingerprint(row.index);
                }
            }
        }
        return true;
    }

    /** Working memory for a block: many accumulators exist at a time, few are worked on. */
    private Nearest borrow() {
        Nearest nearest = free.poll();
        return nearest == null ? new Nearest() : nearest;
    }

    private static long fingerprint(long row) {
        return SeededRandom.key(1, row);
    }

    /** Finds the nearest centers of pieces of rows. Of one thread. */
    private final class Nearest {

        private final Pieces pieces = new Pieces(data.features);
        private final Proposals found = new Proposals();
        private final int[] labels = new int[Blocks.ROWS];

        int[] labels(Panel panel, double[] packed, int rows) {
            kernel.propose(panel, panel.rowRadius(packed, rows), packed, Narrowed.NONE, rows, labels, 0, found);
            for (int r = 0; r < rows; r++) {
                labels[r] = found.isCertain(r)
                        ? found.nearest[r]
                        : Distances.nearest(
                                packed, pieces.index(r), Pieces.stride(r, rows), centers, segmentCount, data.features);
            }
            return labels;
        }

        double squared(double[] packed, int rows, int r) {
            return Distances.squared(
                    packed, pieces.index(r), Pieces.stride(r, rows), centers, labels[r], data.features);
        }
    }

    /** What a pass that assigns rows adds up. */
    private final class Totals {

        private final CenterSums sums = new CenterSums(data.grid, segmentCount);
        private final long[] fingerprints = new long[segmentCount];
        private final long[] firstRows = new long[segmentCount];

        Totals() {
            Arrays.fill(firstRows, Long.MAX_VALUE);
        }
    }

    private final class AssignScan implements Scan<Totals> {

        private final Panel panel = new Panel(centers, data.features, data.offset);

        @Override
        public Totals start() {
            return new Totals();
        }

        @Override
        public void add(Totals totals, RowBlock block) {
            Nearest nearest = borrow();
            Pieces pieces = nearest.pieces;
            pieces.each(block, (packed, rows, first) -> {
                int[] labels = nearest.labels(panel, packed, rows);
                for (int r = 0; r < rows; r++) {
                    int label = labels[r];
                    if (pieces.weights()[r] > 0) {
                        totals.sums.transfer(
                                CenterSums.NOWHERE,
                                label,
                                pieces.weights()[r],
                                packed,
                                pieces.index(r),
                                Pieces.stride(r, rows));
                        totals.firstRows[label] = Math.min(totals.firstRows[label], first + r);
                    }
                    totals.fingerprints[label] += fingerprint(first + r);
                }
            });
            free.add(nearest);
        }

        @Override
        public void merge(Totals into, Totals from) {
            into.sums.add(from.sums);
            for (int s = 0; s < segmentCount; s++) {
                into.fingerprints[s] += from.fingerprints[s];
                into.firstRows[s] = Math.min(into.firstRows[s], from.firstRows[s]);
            }
        }
    }

    private final class ObjectiveScan implements Scan<ExactSum> {

        private final Panel panel = new Panel(centers, data.features, data.offset);

        @Override
        public ExactSum start() {
            return new ExactSum();
        }

        @Override
        public void add(ExactSum sum, RowBlock block) {
            Nearest nearest = borrow();
            nearest.pieces.each(block, (packed, rows, first) -> {
                nearest.labels(panel, packed, rows);
                for (int r = 0; r < rows; r++) {
                    sum.add(nearest.pieces.weights()[r] * nearest.squared(packed, rows, r));
                }
            });
            free.add(nearest);
        }

        @Override
        public void merge(ExactSum into, ExactSum from) {
            into.add(from);
        }
    }

    /** A row, and how far from its center it is. */
    private static final class FarRow {

        private static final Comparator<FarRow> FARTHEST_FIRST =
                Comparator.comparingDouble((FarRow row) -> -row.squared).thenComparingLong(row -> row.index);

        private final long index;
        private final int label;
        private final double squared;
        private final double weight;
        private final double[] values;

        FarRow(long index, int label, double squared, double weight, double[] values) {
            this.index = index;
            this.label = label;
            this.squared = squared;
            this.weight = weight;
            this.values = values;
        }
    }

    private static final class Farthest {

        private final int places;
        private List<FarRow> rows = new ArrayList<>();

        Farthest(int places) {
            this.places = places;
        }

        /** The distance that a row of higher index must exceed. */
        double least() {
            return rows.size() < places ? 0 : rows.get(places - 1).squared;
        }

        void add(List<FarRow> more) {
            rows.addAll(more);
            rows.sort(FarRow.FARTHEST_FIRST);
            rows = new ArrayList<>(rows.subList(0, Math.min(places, rows.size())));
        }
    }

    private final class FarthestScan implements Scan<Farthest> {

        private final Panel panel = new Panel(centers, data.features, data.offset);
        private final int places;

        FarthestScan(int places) {
            this.places = places;
        }

        @Override
        public Farthest start() {
            return new Farthest(places);
        }

        @Override
        public void add(Farthest farthest, RowBlock block) {
            Nearest nearest = borrow();
            nearest.pieces.each(block, (packed, rows, first) -> {
                int[] labels = nearest.labels(panel, packed, rows);
                for (int r = 0; r < rows; r++) {
                    double squared = nearest.squared(packed, rows, r);
                    double weight = nearest.pieces.weights()[r];
                    if (weight > 0 && squared > farthest.least()) {
                        double[] values = new double[data.features];
                        nearest.pieces.copyRow(packed, r, rows, values);
                        farthest.add(List.of(new FarRow(first + r, labels[r], squared, weight, values)));
                    }
                }
            });
            free.add(nearest);
        }

        @Override
        public void merge(Farthest into, Farthest from) {
            into.add(from.rows);
        }
    }
}
