package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.app.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column in which nobody has a value, such as of a quarter that is not over, is said to have none; all else is shown. */
class EmptyColumnsTest {

    private static final String UNDEFINED = "undefined: nobody, or too few customers, to compute it from";

    private static final String SAYS = "column \"later\" has no value at all, so that nothing can be told of it";

    @TempDir
    Path folder;

    /** Twenty customers of each of two kinds: nobody has {@code later}, none of the first kind has {@code partly}. */
    @BeforeEach
    void cluster() throws IOException {
        StringBuilder csv = new StringBuilder("id,orders,later,partly\n");
        for (int i = 0; i < 40; i++) {
            csv.append(String.format(
                    Locale.ROOT, "%d,%d,,%s%n", i, 1 + i % 5 + 50 * (i / 20), i < 20 ? "" : Integer.toString(i % 9)));
        }
        Path data = folder.resolve("data.csv");
        Files.writeString(data, csv);
        Object[] cluster = {
            "cluster",
            data,
            "--id",
            "id",
            "--features",
            "orders",
            "--segments",
            2,
            "--keep",
            "later,partly",
            "--out",
            folder
        };
        run(cluster);
    }

    private static Program.Run run(Object... command) {
        Program.Run run = Program.run(command);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run;
    }

    private String validate(String option, String columns) {
        Object[] validate = {
            "validate",
            folder.resolve("assignments.csv"),
            "--id",
            "id",
            "--segment",
            "segment",
            "--features",
            "orders",
            option,
            columns,
            "--out",
            folder
        };
        return run(validate).out();
    }

    private String page(long leastCustomers) throws IOException {
        run("report", folder, "--least-customers", leastCustomers);
        return Files.readString(folder.resolve("report.html"));
    }

    private static List<String> panels(String page, String chart) throws IOException {
        Matcher data = Pattern.compile("id=\"report-data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(data.find()).isTrue();
        JsonNode groups = new ObjectMapper()
                .readTree(data.group(1))
                .path("charts")
                .path(chart)
                .path("groups");
        return groups.findValuesAsText("title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--descriptors", "--outcomes", "--value"})
    void aColumnThatNobodyHasIsSaidToHaveNoValue(String option) throws IOException {
        assertThat(validate(option, "later")).contains("Note: " + SAYS);
        assertThat(Files.readString(folder.resolve("evidence.json"))).contains(SAYS.replace("\"", "\\\""));
        for (long least : new long[] {1, 5}) {
            String page = page(least);
            assertThat(page.replaceAll("\\R", "")).contains("<td>later</td>").contains("<td>" + UNDEFINED + "</td>");
            assertThat(page).contains(SAYS.replace("\"", "&quot;"));
            assertThat(panels(page, "profile-index")).containsExactly("orders");
            assertThat(panels(page, "profile-boxes")).containsExactly("orders");
            assertThat(panels(page, "profile-histograms")).containsExactly("orders");
        }
    }

    @Test
    void aColumnThatASegmentLacksIsShownOfTheOther() throws IOException {
        assertThat(validate("--descriptors", "partly")).doesNotContain("has no value");
        String page = page(1);
        assertThat(page).contains("<td>partly</td>").contains("<td>" + UNDEFINED + "</td>");
        assertThat(panels(page, "profile-boxes")).containsExactlyInAnyOrder("orders", "partly");
        assertThat(panels(page, "profile-histograms")).containsExactlyInAnyOrder("orders", "partly");
        assertThat(page(5)).contains("<td>partly</td>");
    }

    @Test
    void allColumnsCanBeEmpty() throws IOException {
        validate("--descriptors", "later");
        Files.delete(folder.resolve("profile.json"));
        Path evidence = folder.resolve("evidence.json");
        JsonNode file = new ObjectMapper().readTree(evidence.toFile());
        file.path("segments").forEach(segment -> removeOrders(segment.path("numeric")));
        removeOrders(file.path("total").path("numeric"));
        removeOrders(file.path("histograms"));
        Files.writeString(evidence, file.toString());
        String page = page(5);
        assertThat(page).contains("<td>later</td>").contains("<td>" + UNDEFINED + "</td>");
        assertThat(page)
                .contains("cannot be told.</strong> There is no picture: what it would show is " + UNDEFINED + ".")
                .doesNotContain("data-chart=\"profile", "hidden, since");
    }

    private static void removeOrders(JsonNode columns) {
        for (var each = columns.elements(); each.hasNext(); ) {
            if (each.next().path("column").asText().equals("orders")) {
                each.remove();
            }
        }
    }
}
