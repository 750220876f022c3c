package dev.segmentation.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Jobs on demand, for {@code beside-peers.py}, which takes turns between contenders: the JVM stays warm meanwhile. */
public final class BesideJob {

    private static final long SHORT = 300_000_000;

    private BesideJob() {}

    /**
     * One of ours.
     *
     * @param args the job; {@code ours} or one of ours that it is measured by; threads; the most rows; the file for the
     *     result; if there is a sixth, the file for the data
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        Job job = Job.valueOf(args[0]);
        Customers customers = job.customers(Integer.parseInt(args[3]));
        if (args.length > 5) {
            customers.writeTo(Path.of(args[5]));
        }
        serve(job, job.ours(args[1], customers, Integer.parseInt(args[2])), Path.of(args[4]));
    }

    /**
     * Says {@code ready}; then, for every line, works once, or for 0.3 s if that is longer, and answers with nanoseconds, per
     * iteration if that is what counts; what came out goes to the file, as doubles, little-endian.
     *
     * @param job what is done
     * @param work by whom
     * @param resultFile is replaced
     * @throws IOException if it cannot be written
     */
    public static void serve(Job job, Work work, Path resultFile) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // where libraries may say what they like
        answers.println("ready");
        Marginal marginal = new Marginal();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                marginal.reset();
                double[] values;
                long start = System.nanoTime();
                do {
                    values = job.measure(work, marginal).get();
                } while (System.nanoTime() - start < SHORT);
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asDoubleBuffer().put(values);
                Files.write(resultFile, bytes.array());
                answers.println(marginal.nanosEach());
            }
        }
    }
}
