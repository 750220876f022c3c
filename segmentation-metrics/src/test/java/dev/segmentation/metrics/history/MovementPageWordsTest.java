package dev.segmentation.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.migration.DirectionalMobility;
import dev.segmentation.metrics.migration.MobilityIndex;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever moves has its words in docs/movement.md; its numbers are those of {@link MovementPageTest}. */
class MovementPageWordsTest {

    @Test
    void everyIndexOfTheEnumIsExplainedAndNoOther() throws IOException {
        assertThat(explained("[A-Z_]+"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(MobilityIndex.values()).map(Enum::name).toList());
    }

    @Test
    void everyNumberOfDirectionIsExplained() throws IOException {
        List<String> numbers = Arrays.stream(DirectionalMobility.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType() == Estimate.class || method.getReturnType() == double.class)
                .map(method -> method.getName())
                .filter(name -> !List.of("upRate", "downRate").contains(name)) // in a sentence
                .toList();
        assertThat(numbers).hasSize(5);
        assertThat(explained("[a-zA-Z]*[a-z][a-zA-Z]*")).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    void flowsAreExplained() throws IOException {
        assertThat(page())
                .contains(
                        "**Gross flows**",
                        "the **net flow**",
                        "**Excess reallocation**",
                        "**Midpoint growth**",
                        "Bartholomew's distance",
                        "the directional index D");
    }

    /** The names that begin a line of a table of value, interval and words. */
    private static TreeSet<String> explained(String names) throws IOException {
        Matcher lines = Pattern.compile("(?m)^\\| `(" + names + ")` \\| [-0-9.]+ \\| [-0-9. to]*\\| \\p{L}.{20,} \\|$")
                .matcher(page());
        TreeSet<String> found = new TreeSet<>();
        while (lines.find()) {
            assertThat(found.add(lines.group(1))).as(lines.group()).isTrue();
        }
        return found;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/movement.md"));
    }
}
