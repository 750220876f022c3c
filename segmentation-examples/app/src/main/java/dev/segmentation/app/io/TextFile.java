package dev.segmentation.app.io;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Text in UTF-8, plain or gzip by its content, with or without a byte order mark; malformed bytes are an error. */
final class TextFile {

    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    static BufferedReader open(Path path) throws IOException {
        InputStream bytes = bytes(path);
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, strictDecoder()), BUFFER);
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    static UnusableFileException unreadable(Path path, Exception cause) {
        return new UnusableFileException(path + ": cannot be read; it may be damaged or locked", cause);
    }

    static UnusableFileException notUtf8(Path path, CharacterCodingException cause) {
        String where;
        try {
            where = "line " + firstMalformedLine(path) + " is";
        } catch (IOException e) {
            where = "some bytes are";
        }
        return new UnusableFileException(path + ": " + where + " not text in UTF-8; save the file as UTF-8", cause);
    }

    /** The content, unpacked if it is gzip. */
    static InputStream bytes(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new UnusableFileException(path + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new UnusableFileException(path + ": this is a folder; name a file");
        }
        BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
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

    /** A newline is never part of a longer UTF-8 sequence, so lines can be decoded one by one. */
    private static long firstMalformedLine(Path path) throws IOException {
        try (InputStream bytes = bytes(path)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (long number = 1; ; number++) {
                line.reset();
                int b = bytes.read();
                while (b >= 0 && b != '\n') {
                    line.write(b);
                    b = bytes.read();
                }
                try {
                    strictDecoder().decode(ByteBuffer.wrap(line.toByteArray()));
                } catch (CharacterCodingException e) {
                    return number;
                }
                if (b < 0) {
                    throw new IOException("no malformed line");
                }
            }
        }
    }

    static CharsetDecoder strictDecoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
