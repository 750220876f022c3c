package dev.segmentation.scan;

import dev.segmentation.Execution;
import dev.segmentation.Workers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Scans a known number of blocks in runs of consecutive ones, whose accumulators are merged in order. How blocks are cut
 * into runs depends on their number alone, so that the bits of the result do not depend on the threads, even where
 * additions round.
 */
final class BlockRuns {

    /** At most this many accumulators exist at a time, and at most this many threads are of use. */
    private static final int RUNS = 64;

    private BlockRuns() {}

    /** What one thread reads blocks with. */
    interface Reader extends AutoCloseable {

        /** A block, valid until the next one is read. */
        PackedBlock read(long block);

        @Override
        void close();
    }

    static <A> A scan(Scan<A> scan, Execution execution, long count, Function<Workers, Reader> open) {
        int runs = (int) Math.min(RUNS, count);
        Queue<Reader> idle = new ConcurrentLinkedQueue<>();
        try (Workers workers = execution.start()) {
            List<A> parts = workers.map(runs, run -> {
                Reader polled = idle.poll();
                Reader reader = polled == null ? open.apply(workers) : polled;
                try {
                    return part(scan, reader, workers, firstBlock(run, runs, count), firstBlock(run + 1, runs, count));
                } finally {
                    idle.add(reader);
                }
            });
            A total = scan.start();
            for (A part : parts) {
                scan.merge(total, part);
            }
            return total;
        } finally {
            idle.forEach(Reader::close);
        }
    }

    private static long firstBlock(int run, int runs, long count) {
        return count / runs * run + count % runs * run / runs;
    }

    private static <A> A part(Scan<A> scan, Reader reader, Workers workers, long first, long end) {
        A part = scan.start();
        for (long block = first; block < end; block++) {
            workers.checkCancelled();
            scan.add(part, reader.read(block));
        }
        return part;
    }
}
