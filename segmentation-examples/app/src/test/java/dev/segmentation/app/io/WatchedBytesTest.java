package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.CancelledException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedBytesTest {

    private static final Path FILE = Path.of("customers.csv");

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    /** No other test shall be interrupted. */
    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    private void listen(Path file, long done, long size) {
        told.add(file.getFileName() + " " + done + "/" + size);
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        try (InputStream in = new WatchedBytes(new ByteArrayInputStream(new byte[10]), FILE, 10, this::listen)) {
            assertThat(in.read()).isZero();
            assertThat(in.read(new byte[4], 0, 4)).isEqualTo(4);
            assertThat(in.read(new byte[100], 0, 100)).isEqualTo(5);
            assertThat(in.read()).isNegative();
        }
        assertThat(told)
                .containsExactly(
                        "customers.csv 1/10", "customers.csv 5/10", "customers.csv 10/10", "customers.csv 10/10");
        assertThat(new WatchedBytes(new ByteArrayInputStream(new byte[1]), FILE, 0, this::listen).read())
                .isZero(); // a pipe has no size
        assertThat(told).hasSize(4);
    }

    @Test
    void endsWhenTheThreadIsInterruptedInBetween() throws IOException {
        try (InputStream in = new WatchedBytes(new ByteArrayInputStream(new byte[10]), FILE, 10, this::listen)) {
            assertThat(in.read(new byte[5], 0, 5)).isEqualTo(5);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> in.read(new byte[5], 0, 5)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(told).containsExactly("customers.csv 5/10");
    }

    /** Interrupted when a fifth of it has been read: the rest is not. */
    @Test
    void aFileIsLeftInTheMiddle() throws IOException {
        Path file = folder.resolve("long.csv");
        Files.writeString(file, "id\n" + "12345678\n".repeat(1_000_000));
        CsvDialect dialect = CsvDialect.standard().withListener((path, done, size) -> {
            told.add(path.getFileName() + " " + 100 * done / size + " %");
            if (done > size / 5) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> CsvInput.of(file, dialect).texts("id").read())
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("interrupted");
        assertThat(told).first().isEqualTo("long.csv 0 %");
        assertThat(told).last().isEqualTo("long.csv 20 %");
    }
}
