package dev.segmentation.scan;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.segmentation.CancelledException;
import dev.segmentation.Execution;
import dev.segmentation.Failure;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Blocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFileTest {

    private static final List<String> XY = List.of("x", "y");

    @TempDir
    private Path folder;

    @AfterEach
    void noTemporaryFileIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::toString).filter(name -> name.endsWith(".tmp")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 1023, 1024, 1025, 1055, 1056, 1057, 2048, 3000, 70_000})
    void rowsComeBackAsTheyWere(int n) {
        for (int d : n > 3000 ? new int[] {2} : new int[] {1, 2, 3, 40}) {
            FeatureMatrix plain = Scans.withMissing(Scans.random(n, d));
            FeatureMatrix narrow = plain.withFloatStorage();
            for (FeatureMatrix matrix : List.of(plain, narrow, Scans.weighted(plain), Scans.weighted(narrow))) {
                RowFile file = written(matrix);
                assertThat(file.rowCount()).hasValue(n);
                assertThat(file.featureNames()).isEqualTo(matrix.featureNames());
                assertThat(file.hasFloatStorage()).isEqualTo(matrix.hasFloatStorage());
                assertThat(file.isWeighted()).isEqualTo(matrix.isWeighted());
                Scans.assertSameRows(file, matrix, 3);
            }
        }
    }

    @Test
    void aRowMayBeVeryWide() {
        FeatureMatrix wide = Scans.random(3, 20_000);
        Scans.assertSameRows(written(wide), wide, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1025, 65 * 1024 + 1, 200_000})
    void theBitsAreThoseOfTheMatrixOnAnyNumberOfThreadsEvenWhereAdditionsRound(int n) {
        FeatureMatrix matrix = Scans.weighted(Scans.random(n, 2));
        double[] expected = RowSource.of(matrix).scan(new Scans.RoundingSum(2), Execution.sequential());
        RowFile file = written(matrix);
        for (int threads : new int[] {1, 2, 3, 8}) {
            assertThat(file.scan(new Scans.RoundingSum(2), Execution.onThreads(threads)))
                    .as("%d threads", threads)
                    .containsExactly(expected);
        }
    }

    @Test
    void severalScansMayRunAtOnce() throws Exception {
        FeatureMatrix matrix = Scans.random(20_000, 3);
        RowFile file = written(matrix);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> scans = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(t -> pool.submit(() -> Scans.assertSameRows(file, matrix, 2)))
                    .toList();
            for (Future<?> scan : scans) {
                scan.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** Byte by byte, as the documentation of the format has it. */
    @Test
    void theFormatIsTheDocumentedOne() throws IOException {
        for (boolean narrow : new boolean[] {false, true}) {
            RowFileWriter writer = RowFile.create(folder.resolve("rows"), List.of("x", "größe"))
                    .withWeights();
            writer = narrow ? writer.withFloatStorage() : writer;
            for (int i = 0; i < 1024 + 33; i++) {
                writer.addWeightedRow(i + 1, i + 0.25, -i);
            }
            writer.commit();
            byte[] actual = Files.readAllBytes(folder.resolve("rows"));
            ByteBuffer expected = ByteBuffer.allocate(actual.length).order(ByteOrder.LITTLE_ENDIAN);
            expected.put((byte) 0x89).put("SEGROW\n".getBytes(StandardCharsets.US_ASCII));
            expected.putInt(1).putInt(56).putLong(1024 + 33).putInt(2).putInt(narrow ? 3 : 2);
            expected.putInt(1).put((byte) 'x');
            expected.putInt(7).put("größe".getBytes(StandardCharsets.UTF_8));
            expected.putLong(48, crc(expected.array(), 0, 48)).position(56);
            for (int b = 0; b < 2; b++) {
                int start = expected.position();
                int end = Math.min(1024 + 33, (b + 1) * 1024);
                for (int i = b * 1024; i < end; i++) {
                    expected.putDouble(i + 1.0);
                }
                for (int tile = b * 1024; tile < end; tile += 32) {
                    for (int j = 0; j < 2; j++) {
                        for (int i = tile; i < Math.min(end, tile + 32); i++) {
                            double value = j == 0 ? i + 0.25 : -i;
                            if (narrow) {
                                expected.putFloat((float) value);
                            } else {
                                expected.putDouble(value);
                            }
                        }
                    }
                }
                byte[] checked = new byte[8 + expected.position() - start];
                ByteBuffer.wrap(checked)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(b)
                        .put(expected.array(), start, expected.position() - start);
                expected.putLong(crc(checked, 0, checked.length));
            }
            assertThat(expected.remaining()).isZero();
            assertThat(actual).containsExactly(expected.array());
        }
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        RowFile file = written(Scans.weighted(Scans.random(40, 1)));
        Path path = folder.resolve("rows");
        byte[] good = Files.readAllBytes(path);
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << bit);
                Files.write(path, bad);
                Throwable thrown = catchThrowable(() -> sum(RowFile.open(path)));
                assertThat(thrown).as("bit %d of byte %d", bit, at).isInstanceOf(InvalidInputException.class);
                assertThat(((Failure) thrown).reason())
                        .as("bit %d of byte %d: %s", bit, at, thrown.getMessage())
                        .isIn(
                                at >= 8 && at < 12
                                        ? List.of(Reason.NEWER_VERSION, Reason.BAD_FILE)
                                        : List.of(Reason.BAD_FILE));
            }
        }
        assertThat(file.rowCount()).hasValue(40);
    }

    @Test
    void everyTruncationAndEveryAdditionIsNoticed() throws IOException {
        written(Scans.random(40, 1));
        Path path = folder.resolve("rows");
        byte[] good = Files.readAllBytes(path);
        for (int length = 0; length < good.length + 10; length++) {
            if (length != good.length) {
                Files.write(path, Arrays.copyOf(good, length));
                refused(Reason.BAD_FILE, () -> RowFile.open(path));
            }
        }
    }

    @Test
    void damageSaysWhere() throws IOException {
        written(Scans.random(3000, 1));
        Path path = folder.resolve("rows");
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1;
        Files.write(path, bytes);
        RowFile file = RowFile.open(path);
        for (int threads : new int[] {1, 3}) {
            assertThat(refused(Reason.BAD_FILE, () -> file.scan(new Scans.Rows(1), Execution.onThreads(threads))))
                    .hasMessage("RowFile: " + path + " is damaged in rows 1024 to 2047; write it again");
        }
    }

    @Test
    void blocksInTheWrongOrderAreNoticed() throws IOException {
        written(Scans.random(2048, 1));
        Path path = folder.resolve("rows");
        byte[] good = Files.readAllBytes(path);
        byte[] swapped = good.clone();
        int block = 1024 * 8 + 8;
        int first = good.length - 2 * block;
        System.arraycopy(good, first, swapped, first + block, block);
        System.arraycopy(good, first + block, swapped, first, block);
        Files.write(path, swapped);
        refused(Reason.BAD_FILE, () -> sum(RowFile.open(path)));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path path = folder.resolve("rows");
        Files.writeString(path, "customer,recency,frequency,monetary\n1,2,3,4\n5,6,7,8\n");
        assertThat(refused(Reason.BAD_FILE, () -> RowFile.open(path)))
                .hasMessage("RowFile: " + path + " is not a row file; it begins with other bytes; write it again");
        Files.writeString(path, "");
        assertThat(refused(Reason.BAD_FILE, () -> RowFile.open(path)))
                .hasMessage("RowFile: " + path + " is too short for a row file; write it again");
        assertThatExceptionOfType(FitException.class)
                .isThrownBy(() -> RowFile.open(folder.resolve("absent")))
                .withMessage("RowFile.open: cannot read " + folder.resolve("absent") + "; see the cause")
                .withCauseInstanceOf(NoSuchFileException.class)
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(Reason.IO_FAILED));
    }

    @Test
    void laterVersionsAreRefusedAsSuch() throws IOException {
        written(Scans.random(3, 1));
        Path path = folder.resolve("rows");
        byte[] bytes = Files.readAllBytes(path);
        bytes[8] = 2;
        Files.write(path, bytes);
        assertThat(refused(Reason.NEWER_VERSION, () -> RowFile.open(path)))
                .hasMessage(
                        "RowFile: " + path + " has format version 2, expected at most 1; read it with a later version"
                                + " of this library");
    }

    /** Checksums are right, so somebody meant it. */
    @Test
    void namesThatNoWriterOfOursLetsInAreRefused() throws IOException {
        try (RowFileWriter writer = RowFile.create(folder.resolve("rows"), XY)) {
            writer.addRow(1, 2).commit();
        }
        Path path = folder.resolve("rows");
        byte[] bytes = Files.readAllBytes(path);
        int header = bytes.length - 2 * 8 - 8;
        for (int i = 0; i < header; i++) {
            bytes[i] = bytes[i] == 'y' ? (byte) 'x' : bytes[i];
        }
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(header - 8, crc(bytes, 0, header - 8));
        Files.write(path, bytes);
        assertThat(refused(Reason.BAD_FILE, () -> RowFile.open(path)))
                .hasMessage("RowFile: " + path + " has feature names that are blank or repeated; write it again");
    }

    /** Checksums are right, so somebody meant it. */
    @Test
    void valuesThatNoWriterOfOursLetsInAreRefused() throws IOException {
        Path path = folder.resolve("rows");
        for (double bad : new double[] {Double.POSITIVE_INFINITY, Double.NaN, -1}) {
            written(Scans.weighted(Scans.random(3, 1)));
            byte[] bytes = Files.readAllBytes(path);
            ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int block = bytes.length - 3 * 16 - 8;
            file.putDouble(block + (Double.isInfinite(bad) ? 3 * 8 : 8), bad);
            byte[] checked = new byte[8 + 3 * 16];
            System.arraycopy(bytes, block, checked, 8, 3 * 16);
            file.putLong(bytes.length - 8, crc(checked, 0, checked.length));
            Files.write(path, bytes);
            assertThat(refused(Reason.BAD_FILE, () -> sum(RowFile.open(path))))
                    .hasMessageContaining("an infinite value or a bad weight in rows 0 to 2");
        }
    }

    @Test
    void aFileThatChangedSinceItWasOpenedIsRefused() throws IOException {
        RowFile file = written(Scans.random(3, 1));
        Path path = folder.resolve("rows");
        Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
        assertThat(refused(Reason.SOURCE_CHANGED, () -> sum(file)))
                .hasMessage("RowFile: " + path + " has changed since it was opened; open it again, and start over");
        Files.delete(path);
        assertThatExceptionOfType(FitException.class).isThrownBy(() -> sum(file));
    }

    @Test
    void nothingIsSeenBeforeCommitNorAfterAFailure() throws IOException {
        Path path = folder.resolve("rows");
        Files.writeString(path, "what was there before");
        try (RowFileWriter writer = RowFile.create(path, XY)) {
            for (int i = 0; i < 5000; i++) {
                writer.addRow(i, i);
            }
            assertThat(writer.rowCount()).isEqualTo(5000);
        }
        assertThat(path).hasContent("what was there before");
        try (RowFileWriter writer = RowFile.create(path, XY)) {
            writer.addRow(1, 2);
            RowFile file = writer.commit();
            assertThat(file.rowCount()).hasValue(1);
            assertThatIllegalStateException().isThrownBy(() -> writer.addRow(1, 2));
            assertThatIllegalStateException().isThrownBy(writer::commit);
        }
        assertThat(RowFile.open(path)).hasToString("RowFile[" + path + ", 1 × 2 [x, y]]");
        assertThatExceptionOfType(FitException.class)
                .isThrownBy(() -> RowFile.create(folder.resolve("absent").resolve("rows"), XY))
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(Reason.IO_FAILED));
    }

    @Test
    void aRefusedRowIsNotWritten() {
        Path path = folder.resolve("rows");
        try (RowFileWriter writer = RowFile.create(path, XY).withFloatStorage()) {
            writer.addRow(1, 2);
            InvalidInputException infinite =
                    refused(Reason.NON_FINITE, () -> writer.addRow(1, Double.POSITIVE_INFINITY));
            assertThat(infinite.row()).hasValue(1);
            assertThat(infinite.name()).contains("y");
            refused(Reason.RANGE, () -> writer.addRow(1, 1e39));
            assertThat(refused(Reason.RAGGED, () -> writer.addRow(1)))
                    .hasMessage("RowFileWriter: row 1 has 1 values, expected 2, one per feature");
            refused(Reason.BAD_PARAM, () -> writer.addWeightedRow(2, 1, 2));
            refused(Reason.BAD_PARAM, writer::withWeights);
            refused(Reason.BAD_PARAM, writer::withFloatStorage);
            refused(Reason.SCHEMA_MISMATCH, () -> writer.addAll(Scans.random(1, 2)));
            FeatureMatrix expected = FeatureMatrix.copyOfRowMajor(XY, 1, 2, 0.1f, Double.NaN);
            Scans.assertSameRows(writer.addRow(0.1, Double.NaN).commit(), expected, 1);
        }
    }

    @Test
    void weightsAreChecked() {
        try (RowFileWriter writer = RowFile.create(folder.resolve("rows"), XY).withWeights()) {
            refused(Reason.BAD_WEIGHT, () -> writer.addWeightedRow(-1, 1, 2));
            refused(Reason.RANGE, () -> writer.addWeightedRow(1e31, 1, 2));
            writer.addWeightedRow(0, 1, 2);
            assertThat(refused(Reason.BAD_WEIGHT, writer::commit))
                    .hasMessage("RowFileWriter: all weights are zero; at least one row must count");
        }
    }

    @Test
    void rowsTooWideForABlockAreRefused() {
        List<String> names =
                IntStream.range(0, 300_000).mapToObj(Integer::toString).toList();
        assertThat(refused(Reason.RESOURCE_LIMIT, () -> RowFile.create(folder.resolve("rows"), names)))
                .hasMessageStartingWith("RowFile.create: 300000 features, so that 1024 rows pass 2 GB");
    }

    @Test
    void aScanCanBeCancelledHalfway() {
        FeatureMatrix matrix = Scans.random(100_000, 2);
        RowFile file = written(matrix);
        CountDownLatch polls = new CountDownLatch(4);
        Execution execution = Execution.onThreads(2).withCancellation(() -> {
            polls.countDown();
            return polls.getCount() == 0;
        });
        Thread caller = Thread.currentThread();
        Scan<double[]> held = new Interrupting(2, () -> {
            if (!caller.equals(Thread.currentThread())) {
                awaitOpen(polls); // or all is done before the caller has its turn
            }
        });
        assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> file.scan(held, execution));
        Scans.assertSameRows(file, matrix, 2);
    }

    /** An interrupt closes a channel that is being read: it must be answered all the same, on any number of threads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void anInterruptCancels(int threads) {
        FeatureMatrix matrix = Scans.random(300_000, 1);
        RowFile file = written(matrix);
        Thread caller = Thread.currentThread();
        AtomicInteger blocks = new AtomicInteger();
        for (int after : new int[] {1, 7, 20}) {
            blocks.set(0);
            Scan<double[]> interrupting = new Interrupting(1, () -> {
                if (blocks.incrementAndGet() == after) {
                    caller.interrupt();
                } else if (blocks.get() > after && !caller.equals(Thread.currentThread())) {
                    LockSupport.parkNanos(20_000_000); // or all is done before the caller has its turn
                }
            });
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> file.scan(interrupting, Execution.onThreads(threads)));
            assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        }
        Scans.assertSameRows(file, matrix, threads);
    }

    /** Threads of an executor that is shut down are interrupted; the scan is not cancelled by that. */
    @Test
    void anInterruptOfAHelperDoesNotMatter() {
        FeatureMatrix matrix = Scans.random(100_000, 1);
        RowFile file = written(matrix);
        double[] expected = RowSource.of(matrix).scan(new Scans.RoundingSum(1), Execution.sequential());
        Thread caller = Thread.currentThread();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Scan<double[]> interrupting = new Interrupting(1, () -> {
                if (!caller.equals(Thread.currentThread())) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(file.scan(interrupting, Execution.on(pool, 3))).containsExactly(expected);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anInterruptedWriterLeavesNothing() {
        Path path = folder.resolve("rows");
        try (RowFileWriter writer = RowFile.create(path, List.of("x"))) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> {
                for (int i = 0; i < 2000; i++) {
                    writer.addRow(i);
                }
            });
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(path).doesNotExist();
    }

    @Test
    void aRowThatCouldNotBeWrittenIsNotAdded() {
        try (RowFileWriter writer = RowFile.create(folder.resolve("rows"), List.of("x"))) {
            for (int i = 0; i < 1024; i++) {
                writer.addRow(i);
            }
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> writer.addRow(1024));
            assertThat(Thread.interrupted()).isTrue();
            assertThatExceptionOfType(FitException.class) // an interrupt has closed the file
                    .isThrownBy(() -> writer.addRow(1024))
                    .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.IO_FAILED));
            assertThat(writer.rowCount()).isEqualTo(1024);
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** A {@link Scans.RoundingSum} that does something before each block. */
    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Interrupting implements Scan<double[]> {
        private final Scans.RoundingSum sum;
        private final Runnable before;

        Interrupting(int features, Runnable before) {
            this.sum = new Scans.RoundingSum(features);
            this.before = before;
        }

        @Override
        public double[] start() {
            return sum.start();
        }

        @Override
        public void add(double[] sums, RowBlock rows) {
            before.run();
            sum.add(sums, rows);
        }

        @Override
        public void merge(double[] into, double[] from) {
            sum.merge(into, from);
        }
    }

    private RowFile written(FeatureMatrix matrix) {
        try (RowFileWriter writer = RowFile.create(folder.resolve("rows"), matrix.featureNames())) {
            if (matrix.isWeighted()) {
                writer.withWeights();
            }
            if (matrix.hasFloatStorage()) {
                writer.withFloatStorage();
            }
            return writer.addAll(matrix).commit();
        }
    }

    private static double[] sum(RowFile file) {
        return file.scan(new Scans.RoundingSum(file.featureNames().size()), Execution.sequential());
    }

    private static long crc(byte[] bytes, int from, int count) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, count);
        return checksum.getValue();
    }

    @Test
    void oneBlockIsWhatTheFormatSays() {
        assertThat(Blocks.ROWS)
                .as("changing it needs a new version of the format")
                .isEqualTo(1024);
        assertThat(Blocks.LANES).isEqualTo(32);
    }
}
