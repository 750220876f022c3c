package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every number of every table is the number of the file that it comes from, and every number of the files that belongs there is in
 * a table; pictures draw what the tables say. A table that is not compared fails.
 */
class ReportTablesTest extends BrowserTest {

    private static FilesOfCommands files;

    @BeforeAll
    static void makeFiles() {
        files = new FilesOfCommands(folder);
        files.makeAll();
    }

    private static Map<String, Integer> compare(String at, Map<String, Path> files) {
        succeed("report", folder.resolve(at), "--least-customers", 1);
        browser().open(folder.resolve(at).resolve("report.html"));
        ShownTables tables = ShownTables.of(browser());
        ShownCharts.of(browser(), tables).assertAsInTables();
        Map<String, Integer> numbers = tables.assertAsIn(new FilesAsTables(files));
        assertThat(tables.hidden()).isZero();
        return numbers;
    }

    private static Path json(String at, String name) {
        return folder.resolve(at).resolve(name + ".json");
    }

    @Test
    void ofAllFiles() {
        Map<String, Integer> compared = compare(
                "march",
                Map.of(
                        "segmentation", json("march", "segmentation"),
                        "profile", json("march", "profile"),
                        "evidence", json("march", "evidence"),
                        "validation", json("march", "validation"),
                        "selection", json("march", "selection"),
                        "movement", json("march", "movement")));
        assertThat(compared)
                .containsOnlyKeys(
                        "profile-index",
                        "profile-boxes",
                        "profile-histograms",
                        "profile",
                        "sizes",
                        "value-over-time",
                        "flows",
                        "matrix",
                        "noise",
                        "bridge",
                        "mobility",
                        "drift",
                        "criteria",
                        "stability",
                        "origins",
                        "silhouette",
                        "method")
                .containsEntry("profile-index", 5 * 3 * 5) // numbers of five columns in three segments
                .containsEntry("profile-boxes", (1 + 5) * 5 * (3 + 1))
                .containsEntry("profile", 4 * 3 * 7) // levels
                .containsEntry("sizes", 2 * 3 * 3)
                .containsEntry("value-over-time", 3 * 3)
                .containsEntry("matrix", 3 * 3 * 3)
                .containsEntry("noise", 2 + 2 + 1)
                .containsEntry("bridge", 8 * (3 + 1))
                .containsEntry("mobility", 2 * 12)
                .containsEntry("stability", 2 * (2 + 3 + 4))
                .containsEntry("silhouette", 8 * 3)
                .containsEntry("method", 3 * 3);
    }

    @Test
    void ofTwoDates() {
        files.migrate("two", List.of("march", "june"));
        Map<String, Integer> compared =
                compare("two", Map.of("migration", json("two", "migration"), "value", json("two", "value")));
        assertThat(compared)
                .containsOnlyKeys("sizes", "value-over-time", "flows", "matrix", "noise", "bridge", "mobility")
                .containsEntry("sizes", 2 * 3 * 2)
                .containsEntry("value-over-time", 3 * 2);
    }

    @Test
    void ofOneDate() {
        files.makeOne("one");
        Map<String, Integer> compared =
                compare("one", Map.of("segmentation", json("one", "segmentation"), "profile", json("one", "profile")));
        assertThat(compared)
                .containsOnlyKeys("profile-index", "profile-boxes", "profile-histograms", "sizes", "method")
                .containsEntry("sizes", 2 * 4);
    }
}
