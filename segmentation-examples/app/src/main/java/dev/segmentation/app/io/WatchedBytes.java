package dev.segmentation.app.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/** The bytes of a file while they are read: tells how far that is, and ends when the thread is interrupted, as by Ctrl-C. */
final class WatchedBytes extends FilterInputStream {

    private final Path file;
    private final long size;
    private final ReadingListener listener;
    private long done;

    WatchedBytes(InputStream in, Path file, long size, ReadingListener listener) {
        super(in);
        this.file = file;
        this.size = size;
        this.listener = listener;
    }

    @Override
    public int read() throws IOException {
        checkInterrupted();
        int one = super.read();
        tell(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkInterrupted();
        int count = super.read(target, offset, length);
        tell(Math.max(0, count));
        return count;
    }

    /** The flag stays set. */
    private static void checkInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    private void tell(int count) {
        done += count;
        if (size > 0) {
            listener.read(file, Math.min(done, size), size);
        }
    }
}
