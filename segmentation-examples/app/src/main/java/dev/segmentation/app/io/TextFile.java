package dev.segmentation.app.io;

import dev.segmentation.CancelledException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Text, plain or gzip by its content, in the encoding that its byte order mark says, or that is declared, or in UTF-8;
 * malformed bytes are an error.
 */
final class TextFile implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final Reader reader;
    private final Charset charset;
    private final boolean marked;

    private TextFile(Reader reader, Charset charset, boolean marked) {
        this.reader = reader;
        this.charset = charset;
        this.marked = marked;
    }

    /**
     * Opens a file behind its byte order mark.
     *
     * @param path the file
     * @param declared its encoding, if the user said so
     * @param listener is told how far it is
     * @throws InvalidInputException if the byte order mark says otherwise
     */
    static TextFile open(Path path, Optional<Charset> declared, ReadingListener listener) throws IOException {
        InputStream bytes = bytes(path, listener);
        try {
            refuseWorkbook(path, bytes);
            Optional<Charset> mark = mark(bytes);
            if (mark.isPresent() && declared.isPresent()) {
                checkAgree(path, mark.get(), declared.get());
            }
            if (mark.isEmpty() && declared.isPresent() && declared.get().equals(StandardCharsets.UTF_16)) {
                throw refused(
                        path,
                        "UTF-16 without a byte order mark may be one of two; say --encoding UTF-16LE (Windows) or UTF-16BE");
            }
            Charset charset = mark.orElse(declared.orElse(StandardCharsets.UTF_8));
            return new TextFile(new StrictReader(bytes, charset), charset, mark.isPresent());
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** What spreadsheet programs write unless they are told otherwise, which is packed (PK) or, of old ones, a compound file. */
    private static void refuseWorkbook(Path path, InputStream bytes) throws IOException {
        bytes.mark(4);
        String first = HexFormat.of().formatHex(bytes.readNBytes(4));
        bytes.reset();
        if (first.equals("504b0304") || first.equals("d0cf11e0")) {
            throw new InvalidInputException(
                    Reason.BAD_FILE,
                    path
                            + ": this is a workbook of a spreadsheet program or a packed file, not CSV; open it there and save it"
                            + " as CSV");
        }
    }

    private static void checkAgree(Path path, Charset mark, Charset declared) {
        boolean agree = mark.equals(declared)
                || (declared.equals(StandardCharsets.UTF_16) && mark.name().startsWith(declared.name()));
        if (!agree) {
            throw refused(
                    path,
                    "it begins with the byte order mark of " + mark.name() + ", but --encoding is " + declared.name()
                            + "; leave out --encoding");
        }
    }

    private static InvalidInputException refused(Path path, String what) {
        return new InvalidInputException(Reason.BAD_PARAM, "encoding", path + ": " + what);
    }

    /** Passes over a byte order mark. */
    private static Optional<Charset> mark(InputStream bytes) throws IOException {
        bytes.mark(3);
        byte[] first = bytes.readNBytes(3);
        int[] b = new int[3];
        for (int i = 0; i < first.length; i++) {
            b[i] = first[i] & 0xFF;
        }
        Optional<Charset> found = Optional.empty();
        int length = 0;
        if (b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF) {
            found = Optional.of(StandardCharsets.UTF_8);
            length = 3;
        } else if (b[0] == 0xFF && b[1] == 0xFE) {
            found = Optional.of(StandardCharsets.UTF_16LE);
            length = 2;
        } else if (b[0] == 0xFE && b[1] == 0xFF) {
            found = Optional.of(StandardCharsets.UTF_16BE);
            length = 2;
        }
        bytes.reset();
        bytes.skipNBytes(length);
        return found;
    }

    Reader reader() {
        return reader;
    }

    Charset charset() {
        return charset;
    }

    /** Whether the file begins with a byte order mark. */
    boolean isMarked() {
        return marked;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** What is thrown if reading failed, or was interrupted. */
    static RuntimeException unreadable(Path path, Exception cause) {
        if (cause instanceof InterruptedIOException) {
            return new CancelledException("the thread that read " + path + " was interrupted");
        }
        return new UnusableFileException(path + ": cannot be read; it may be damaged or locked", cause);
    }

    /** The content, unpacked if it is gzip; may be marked and reset. */
    static InputStream bytes(Path path) throws IOException {
        return bytes(path, ReadingListener.NONE);
    }

    private static InputStream bytes(Path path, ReadingListener listener) throws IOException {
        if (!Files.exists(path)) {
            throw new UnusableFileException(path + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new UnusableFileException(path + ": this is a folder; name a file");
        }
        BufferedInputStream raw = new BufferedInputStream(
                new WatchedBytes(Files.newInputStream(path), path, Files.size(path), listener), BUFFER);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
            raw.reset();
            return gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    static CharsetDecoder strictDecoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
