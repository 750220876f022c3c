package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told to somebody who does not know the program. */
class HelpTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?m)^  segment ((?:.*\\\\\\R)*.*)$");

    /** The examples are understood: without their files they fail for want of these alone. */
    @ParameterizedTest
    @ValueSource(strings = {"", "cluster", "choose", "score", "validate", "migrate", "inspect", "report"})
    void examplesAreUnderstood(String command) {
        Run help = command.isEmpty() ? Program.run("--help") : Program.run(command, "--help");
        assertThat(help.code()).isZero();
        List<String> examples = EXAMPLE.matcher(help.out())
                .results()
                .map(found -> found.group(1).replaceAll("\\\\\\R", " ").strip())
                .filter(line -> command.isEmpty() || line.startsWith(command + " "))
                .toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Object[] arguments = Pattern.compile("\"([^\"]*)\"|(\\S+)")
                    .matcher(example)
                    .results()
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .toArray();
            Run run = Program.run(arguments);
            assertThat(run.code()).as(example + ": " + run.err()).isEqualTo(1);
            assertThat(run.err()).containsPattern("no such (file|folder)");
        }
    }

    @Test
    void theDemoSaysHowToTellOfOnesOwnTransactions() {
        assertThat(Program.run("demo", "--help").out())
                .contains("Examples:", "segment demo --transactions sales.csv --customer customer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    clutser | segment: Unmatched argument at index 0: 'clutser'; did you mean cluster? See segment --help
                    report x --titel y | segment report: Unknown options: '--titel', 'y'; did you mean --title? See segment report --help
                    """)
    void misspellingsAreUnderstood(String line, String message) {
        Run run = Program.run((Object[]) line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo(message);
    }

    @Test
    void shellsLearnTheCommandsAndTheirOptions() {
        Run run = Program.run("completion");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_segment", "inspect cluster", "--least-customers", "--decimal");
    }
}
