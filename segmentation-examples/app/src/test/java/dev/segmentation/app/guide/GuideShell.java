package dev.segmentation.app.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does what the commands of the guide say, in a folder of its own, as if it were the current one. */
final class GuideShell {

    private static final List<List<String>> PROGRAMS =
            List.of(List.of("segment"), List.of("java", "-jar", "segment.jar"));

    private static final Set<String> PATHS =
            Set.of("--out", "--words", "--rules", "--confusion", "--initial-centers", "--transactions");

    private static final Set<String> FLAGS = Set.of("--help", "--verbatim", "--noise", "--unscored");

    private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d+)");

    private final Path folder;

    GuideShell(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs the lines of a block. A comment {@code # refused} behind a command says that it fails; {@code exit code 2} says
     * how.
     *
     * @param lines commands; a backslash at the end goes on in the next line
     * @return what they printed, errors too, with paths as they were given
     */
    String run(List<String> lines) {
        StringBuilder printed = new StringBuilder();
        for (String command : String.join("\n", lines).replace("\\\n", " ").split("\n")) {
            List<String> words = words(command);
            if (!words.isEmpty()) {
                String comment = command.contains(" # ") ? command.substring(command.indexOf(" # ")) : "";
                printed.append(words.get(0).equals("head") ? head(words) : program(words, comment));
            }
        }
        return printed.toString();
    }

    private String program(List<String> words, String comment) {
        List<String> name = PROGRAMS.stream()
                .filter(program -> words.size() >= program.size()
                        && words.subList(0, program.size()).equals(program))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the guide runs the application only, not " + words));
        Program.Run run = Program.run(
                (Object[]) resolved(words.subList(name.size(), words.size())).toArray(String[]::new));
        String printed = (run.out() + run.err()).replace(folder + "/", "");
        Matcher code = EXIT_CODE.matcher(comment);
        if (code.find()) {
            assertThat(run.code()).as("%s: %s", words, printed).isEqualTo(Integer.parseInt(code.group(1)));
        } else if (comment.contains("refused")) {
            assertThat(run.code()).as("%s: %s", words, printed).isBetween(1, 2);
        } else {
            assertThat(run.code()).as("%s: %s", words, printed).isZero();
        }
        return printed;
    }

    /** {@code head -n COUNT FILE}. */
    private String head(List<String> words) {
        assertThat(words).hasSize(4).startsWith("head", "-n");
        return GuidePage.read(folder.resolve(words.get(3))).stream()
                .limit(Long.parseLong(words.get(2)))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Files lie in the folder. */
    private List<String> resolved(List<String> words) {
        List<String> resolved = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String before = at == 0 ? "" : words.get(at - 1);
            String word = words.get(at);
            boolean value = before.startsWith("--") && !FLAGS.contains(before);
            boolean path = at > 0 && !word.startsWith("--") && (!value || PATHS.contains(before));
            resolved.add(path ? folder.resolve(word).toString() : word);
        }
        return resolved;
    }

    /** As a shell splits a line, with single and double quotes and without comments. */
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher =
                Pattern.compile("#.*|(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+").matcher(command);
        while (matcher.find()) {
            if (!matcher.group().startsWith("#")) {
                words.add(matcher.group().replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
            }
        }
        return words;
    }

    /**
     * Whether lines were printed one after the other.
     *
     * @param shown where an ellipsis stands for anything, and alone in a line for any lines
     * @param printed all of it
     * @return whether they are there
     */
    static boolean isPrinted(List<String> shown, String printed) {
        List<String> lines = printed.lines().map(String::stripTrailing).toList();
        List<Pattern> patterns = shown.stream()
                .map(line -> Stream.of(line.stripTrailing().split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
                .map(Pattern::compile)
                .toList();
        for (int start = 0; start < lines.size(); start++) {
            if (isPrinted(shown, patterns, 0, lines, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPrinted(
            List<String> shown, List<Pattern> patterns, int next, List<String> lines, int from) {
        if (next == shown.size()) {
            return true;
        }
        if (shown.get(next).strip().equals("…")) {
            for (int start = from; start <= lines.size(); start++) {
                if (isPrinted(shown, patterns, next + 1, lines, start)) {
                    return true;
                }
            }
            return false;
        }
        return from < lines.size()
                && patterns.get(next).matcher(lines.get(from)).matches()
                && isPrinted(shown, patterns, next + 1, lines, from + 1);
    }
}
