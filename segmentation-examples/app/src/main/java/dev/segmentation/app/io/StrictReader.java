package dev.segmentation.app.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Decodes bytes without ever replacing what is malformed: everything before it is handed out first, so that whoever reads
 * knows where it is, and then every reading fails with a {@link CharacterCodingException}.
 */
final class StrictReader extends Reader {

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private boolean ended;
    private boolean flushed;

    StrictReader(InputStream in, Charset charset) {
        this.in = in;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Wants room for two characters at least, which some are made of. */
    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        while (!flushed) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isUnderflow() && ended) {
                flushed = decoder.flush(chars).isUnderflow();
            }
            if (chars.position() > offset) {
                return chars.position() - offset;
            }
            if (result.isError()) {
                result.throwException();
            }
            if (result.isOverflow()) {
                throw new IllegalArgumentException("StrictReader.read: length = " + length + ", expected at least 2");
            }
            if (!ended) {
                fill();
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
