package dev.segmentation.app.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.rule.RuleSetRecord;
import dev.segmentation.rule.TableRulesRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@link RuleSetRecord}, or a {@link TableRulesRecord} if a feature says whether it may be missing, as a file of JSON in
 * UTF-8, plain or gzip, which people may write by hand.
 */
public final class RuleFile {

    /** What each feature of the second kind has, and none of the first. */
    private static final String OF_TABLE_RULES = "\"mayBeMissing\"";

    private RuleFile() {}

    /**
     * Reads a file.
     *
     * @param path the file
     * @return the rules in it
     * @throws UnusableFileException if the file is missing or cannot be read
     * @throws InvalidInputException if it holds no rules ({@link Reason#MODEL_FORMAT})
     */
    public static RuleSet load(Path path) {
        try (InputStream in = TextFile.bytes(path)) {
            String text = new String(in.readNBytes(ModelFile.MOST_BYTES), StandardCharsets.UTF_8);
            return text.contains(OF_TABLE_RULES)
                    ? ModelFile.STRICT.readValue(text, TableRulesRecord.class).restore()
                    : ModelFile.STRICT.readValue(text, RuleSetRecord.class).restore();
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidInputException refused) {
                throw named(refused, path);
            }
            String line = e.getLocation() == null
                    ? ""
                    : ", see line " + e.getLocation().getLineNr();
            throw new InvalidInputException(
                    Reason.MODEL_FORMAT,
                    path + ": is not what rules are written as" + line
                            + "; write an object with features, rules and otherwise");
        } catch (InvalidInputException refused) {
            throw named(refused, path);
        } catch (IOException e) {
            throw TextFile.unreadable(path, e);
        }
    }

    /**
     * Which of the columns that rules ask for are categories.
     *
     * @param rules from a file
     * @return names of columns with levels
     */
    public static List<String> categorical(RuleSet rules) {
        return rules.isOnKnownNumbers()
                ? List.of()
                : rules.toTableRecord().features().stream()
                        .filter(feature -> !feature.levels().isEmpty())
                        .map(TableRulesRecord.Feature::name)
                        .toList();
    }

    private static InvalidInputException named(InvalidInputException refused, Path path) {
        return new InvalidInputException(refused.reason(), path + ": " + Wording.of(refused));
    }
}
