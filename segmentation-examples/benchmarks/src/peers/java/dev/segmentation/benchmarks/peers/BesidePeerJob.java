package dev.segmentation.benchmarks.peers;

import dev.segmentation.benchmarks.BesideJob;
import java.io.IOException;
import java.nio.file.Path;

/** What {@link BesideJob} is for ours, for other JVM libraries. */
public final class BesidePeerJob {

    private BesidePeerJob() {}

    /**
     * One of the others.
     *
     * @param args the {@link PeerJob}; the most rows; the file for the result
     * @throws IOException if it cannot be written
     */
    public static void main(String[] args) throws IOException {
        PeerJob peer = PeerJob.valueOf(args[0]);
        BesideJob.serve(peer.job, peer.load(Integer.parseInt(args[1])), Path.of(args[2]));
    }
}
