package dev.segmentation.app.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TypingTool;
import dev.segmentation.model.SavedModel;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * A {@link SavedModel} as a file: JSON in UTF-8, plain or gzip when it is read, with one member after those of the model:
 * {@code fileChecksum}, the SHA-256 of all bytes before the comma in front of it. So a bit that was flipped anywhere is
 * noticed, also in a space, before anything is made of the file.
 *
 * <p>A file without that member, as any other program writes it from a {@code SavedModel}, is read too; then the checksum
 * of the content tells damage. Nothing but members of the format is accepted, each of them once.
 */
public final class ModelFile {

    /** A model of 200 segments and 1000 features takes a third of this. */
    static final int MOST_BYTES = 16 << 20;

    private static final int DEEPEST = 20;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_TEXT = 100_000;
    private static final int BUFFER = 1 << 16;

    private static final String FIRST_VERSION = "1.0";
    private static final String SECOND_VERSION = "1.1";

    private static final String LAST_MEMBER = ",\n  \"fileChecksum\": \"";
    private static final String AFTER_MEMBER = "\"\n}\n";
    private static final String AFTER_BODY = "\n}\n";
    private static final int HEX_DIGITS = 64;
    private static final int TAIL = LAST_MEMBER.length() + HEX_DIGITS + AFTER_MEMBER.length();

    static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(LONGEST_TEXT)
                            .maxNameLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private ModelFile() {}

    /**
     * The text of a file.
     *
     * @param model to be saved
     * @return which {@link #load} reads; that has been tried
     * @throws InvalidInputException if it is larger than is read ({@link Reason#LIMIT})
     */
    public static String text(SavedModel model) {
        String text = Json.text(Json.object(model.members()));
        String body = text.substring(0, text.length() - AFTER_BODY.length());
        String whole = body + LAST_MEMBER + sha256(body.getBytes(StandardCharsets.UTF_8)) + AFTER_MEMBER;
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw tooLarge("the model to be saved");
        }
        restore(bytes, "the model to be saved");
        return whole;
    }

    /**
     * Reads a file, and checks everything in it.
     *
     * @param path the file
     * @return labels and margins have the bits of the tool that was saved
     * @throws UnusableFileException if the file is missing or cannot be read
     * @throws InvalidInputException if it is no model, or damaged ({@link Reason#MODEL_FORMAT}), of a later version
     *     ({@link Reason#MODEL_VERSION}), or too large ({@link Reason#LIMIT})
     */
    public static TypingTool load(Path path) {
        try (InputStream in = TextFile.bytes(path)) {
            return restore(bounded(in, path.toString()), path.toString());
        } catch (ZipException | EOFException e) {
            throw damaged(path.toString(), "begins like gzip, but cannot be unpacked");
        } catch (IOException e) {
            throw TextFile.unreadable(path, e);
        }
    }

    /**
     * Reads the text of a file, as {@link #load} does.
     *
     * @param text such as {@link #text} gives
     * @param name of the file, for messages
     * @return the tool that was saved
     * @throws InvalidInputException as {@link #load}
     */
    public static TypingTool restore(String text, String name) {
        return restore(text.getBytes(StandardCharsets.UTF_8), name);
    }

    /**
     * Reads the bytes of a file, as {@link #load} does; not packed.
     *
     * @param bytes of a file
     * @param name of the file, for messages
     * @return the tool that was saved
     * @throws InvalidInputException as {@link #load}
     */
    public static TypingTool restore(byte[] bytes, String name) {
        String content = text(checkedBody(bytes, name), name);
        try {
            String version = checkVersion(content, name);
            return model(content, version).restore();
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidInputException refused) {
                throw named(refused, name);
            }
            String line = e.getLocation() == null
                    ? ""
                    : ", see line " + e.getLocation().getLineNr();
            throw damaged(name, "is not what a model is written as" + line);
        } catch (InvalidInputException refused) {
            throw named(refused, name);
        } catch (IOException e) {
            throw new IllegalStateException("a text can always be read", e);
        }
    }

    /**
     * Before the parts are looked at, since a later version has other ones.
     *
     * @return the version
     */
    private static String checkVersion(String content, String name) throws IOException {
        try (JsonParser parser = STRICT.createParser(content)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            String format = object && Objects.equals(parser.nextFieldName(), "format") ? parser.nextTextValue() : null;
            String version =
                    format != null && Objects.equals(parser.nextFieldName(), "version") ? parser.nextTextValue() : null;
            if (format == null || version == null) {
                throw damaged(name, "is no model: it does not begin with \"format\" and \"version\"");
            }
            SavedModel.checkReadable(format, version);
            return version;
        }
    }

    /** A version without some of the components has no entries in them. */
    private static SavedModel model(String content, String version) throws IOException {
        if (!version.equals(FIRST_VERSION) && !version.equals(SECOND_VERSION)) {
            return STRICT.readValue(content, SavedModel.class);
        }
        JsonNode model = STRICT.readTree(content);
        complete(model, "models");
        complete(model, "encoding");
        model.path("models").forEach(parts -> complete(parts, "latentClassWithCovariates"));
        return STRICT.treeToValue(model, SavedModel.class);
    }

    private static void complete(JsonNode node, String member) {
        if (node instanceof ObjectNode object && !object.has(member)) {
            object.putArray(member);
        }
    }

    /** Without the last member if that is the right checksum of the file. */
    private static byte[] checkedBody(byte[] bytes, String name) {
        int end = bytes.length - TAIL;
        if (end < 0) {
            return bytes;
        }
        String tail = new String(bytes, end, TAIL, StandardCharsets.ISO_8859_1);
        if (!tail.startsWith(LAST_MEMBER) || !tail.endsWith(AFTER_MEMBER)) {
            return bytes; // if the member is there in another form, it is one that is not known
        }
        byte[] body = Arrays.copyOf(bytes, end);
        if (!tail.substring(LAST_MEMBER.length(), LAST_MEMBER.length() + HEX_DIGITS)
                .equals(sha256(body))) {
            throw damaged(name, "has changed since it was written: its checksum is another one");
        }
        byte[] closed = Arrays.copyOf(bytes, end + AFTER_BODY.length());
        System.arraycopy(AFTER_BODY.getBytes(StandardCharsets.UTF_8), 0, closed, end, AFTER_BODY.length());
        return closed;
    }

    private static String text(byte[] bytes, String name) {
        try {
            return TextFile.strictDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw damaged(name, "is not text in UTF-8");
        }
    }

    /** However much the file unpacks to. */
    private static byte[] bounded(InputStream in, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > MOST_BYTES) {
                throw tooLarge(name);
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static InvalidInputException tooLarge(String name) {
        return new InvalidInputException(
                Reason.LIMIT,
                name + ": more than " + (MOST_BYTES >> 20) + " MB, expected a model of at most that; name another file,"
                        + " or fit fewer segments or features");
    }

    private static InvalidInputException damaged(String name, String what) {
        return new InvalidInputException(
                Reason.MODEL_FORMAT, name + ": " + what + "; name a model file, save it again, or restore a copy");
    }

    private static InvalidInputException named(InvalidInputException refused, String name) {
        String message = Wording.of(refused);
        return message.startsWith(name + ": ")
                ? refused
                : new InvalidInputException(refused.reason(), name + ": " + message);
    }
}
