package dev.segmentation.app.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the guide with its blocks of code; a command in the last cell of a table is one, too.
 *
 * @param path the file
 * @param blocks in order
 */
record GuidePage(Path path, List<Block> blocks) {

    private static final String FENCE = "```";

    private static final Pattern COMMAND_IN_TABLE = Pattern.compile("^\\|.*\\| `(segment [^`]*)` \\|$");

    private static final Pattern NAMED_FILE = Pattern.compile("`([\\w.-]+)`:$");

    /**
     * What stands between two fences.
     *
     * @param language after the first fence
     * @param file that the line before names, blank if none
     * @param lines between them
     * @param number of the line of the first fence, from 1
     */
    record Block(String language, String file, List<String> lines, int number) {}

    /** Reads one. */
    static GuidePage of(Path path) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = read(path);
        String before = "";
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith(FENCE)) {
                int end = at + 1;
                while (!lines.get(end).equals(FENCE)) {
                    end++;
                }
                Matcher named = NAMED_FILE.matcher(before);
                blocks.add(new Block(
                        line.substring(FENCE.length()),
                        named.find() ? named.group(1) : "",
                        List.copyOf(lines.subList(at + 1, end)),
                        at + 1));
                at = end;
            } else if (!line.isBlank()) {
                before = line.strip();
                Matcher command = COMMAND_IN_TABLE.matcher(before);
                if (command.matches()) {
                    blocks.add(new Block("sh", "", List.of(command.group(1)), at + 1));
                }
            }
        }
        return new GuidePage(path, blocks);
    }

    static List<String> read(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    String name() {
        return path.getFileName().toString();
    }
}
