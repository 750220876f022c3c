package dev.segmentation.medoid;

import dev.segmentation.Termination;
import dev.segmentation.Workers;

/**
 * Swaps medoids with other rows until no swap improves the objective. Candidates are evaluated ahead, several at a time and by
 * several threads, and looked at in the order of rows: the result is that of looking at one after the other. Every swap makes
 * the objective as it is computed smaller, so that the search ends.
 */
final class SwapSearch {

    /** A swap must improve the objective by more than rounding may pretend. */
    private static final double ROUNDING = 1e-12;

    /** After a swap, what was evaluated ahead is void; so little is evaluated at first. */
    private static final int FEW = 16;

    /** Below so many pairs of row and candidate, other threads take longer to come than the work takes. */
    private static final long WORTH_SHARING = 1 << 15;

    private final Medoids medoids;
    private final int maxPasses;
    private final Workers workers;
    private final Medoids.Evaluation[] ahead;
    private int passes;
    private Termination termination = Termination.CONVERGED;

    SwapSearch(Medoids medoids, int maxPasses, Workers workers) {
        this.medoids = medoids;
        this.maxPasses = maxPasses;
        this.workers = workers;
        this.ahead = new Medoids.Evaluation[Math.max(1, Math.min(16, 2 * workers.threads()))];
        for (int chunk = 0; chunk < ahead.length; chunk++) {
            ahead[chunk] = new Medoids.Evaluation(medoids.slots());
        }
    }

    /** The passes made, the last one, which found nothing, included. */
    int passes() {
        return passes;
    }

    Termination termination() {
        return termination;
    }

    SwapSearch run(Swaps swaps) {
        if (swaps == Swaps.EAGER) {
            eager();
        } else {
            best();
        }
        return this;
    }

    private void eager() {
        int rows = medoids.rowCount;
        double objective = medoids.objective();
        int next = 0;
        int unchanged = 0; // candidates looked at since the last swap
        int batch = FEW;
        passes = 1;
        while (unchanged < rows && objective > 0) {
            if (next == rows) {
                if (passes == maxPasses) {
                    termination = Termination.ITERATION_LIMIT;
                    return;
                }
                passes++;
                next = 0;
            }
            int end = Math.min(Math.min(next + batch, rows), next + rows - unchanged);
            int width = evaluate(next, end);
            int row = next;
            while (row < end && !improves(row, next, width, objective)) {
                row++;
            }
            if (row < end) {
                double found = medoids.swap(ahead[(row - next) / width].slot[(row - next) % width], row, objective);
                unchanged = found < objective ? 1 : unchanged + row + 1 - next;
                objective = found;
                next = row + 1;
                batch = FEW;
            } else {
                unchanged += end - next;
                next = end;
                batch = Math.min(2 * batch, ahead.length * Candidates.MOST);
            }
        }
    }

    private void best() {
        int rows = medoids.rowCount;
        int step = ahead.length * Candidates.MOST;
        while (true) {
            passes++;
            double objective = medoids.objective();
            double least = 0;
            int bestRow = -1;
            int bestSlot = -1;
            for (int first = 0; first < rows && objective > 0; first += step) {
                int end = Math.min(rows, first + step);
                int width = evaluate(first, end);
                for (int row = first; row < end; row++) {
                    double change = ahead[(row - first) / width].change[(row - first) % width];
                    if (change < least && improves(row, first, width, objective)) {
                        least = change;
                        bestRow = row;
                        bestSlot = ahead[(row - first) / width].slot[(row - first) % width];
                    }
                }
            }
            if (bestRow < 0 || !(medoids.swap(bestSlot, bestRow, objective) < objective)) {
                return;
            }
            if (passes == maxPasses) {
                termination = Termination.ITERATION_LIMIT;
                return;
            }
        }
    }

    private boolean improves(int row, int first, int width, double objective) {
        double change = ahead[(row - first) / width].change[(row - first) % width];
        return change < -ROUNDING * objective
                && medoids.mayEnter(row, ahead[(row - first) / width].slot[(row - first) % width]);
    }

    /** Evaluates candidates, so many by each part of the work as is returned. */
    private int evaluate(int first, int end) {
        int count = end - first;
        int parts = (long) count * medoids.rowCount < WORTH_SHARING ? 1 : Math.min(workers.threads(), ahead.length);
        int width = Math.min(Candidates.MOST, Math.max(FEW, (count + parts - 1) / parts));
        int chunks = (count + width - 1) / width;
        if (chunks == 1) {
            medoids.evaluate(first, count, ahead[0], workers);
        } else {
            workers.forEach(chunks, chunk -> {
                int from = first + chunk * width;
                medoids.evaluate(from, Math.min(width, end - from), ahead[chunk], workers);
            });
        }
        return width;
    }
}
