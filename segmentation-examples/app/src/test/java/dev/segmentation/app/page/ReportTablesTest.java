package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every number of every table is the number of the file that it comes from, and every number of the files that belongs there is in
 * a table; pictures draw what the tables say. A table that is not compared fails.
 */
class ReportTablesTest extends BrowserTest {

    private static final Path DATA = Path.of("../../docs/guide/data");

    private static final String FEATURES = "recency_days,orders,revenue";

    /** Three dates of the guide, with categories, value, evidence, mistaken typing and other numbers of segments. */
    @BeforeAll
    static void makeFiles() {
        Path march = folder.resolve("march");
        Path customers = DATA.resolve("customers-march.csv");
        succeed(
                "cluster",
                customers,
                "--id",
                "id",
                "--features",
                FEATURES,
                "--categorical",
                "plan,region",
                "--algorithm",
                "kprototypes",
                "--segments",
                3,
                "--names",
                "Loyal,Rare,New",
                "--scale",
                "log1p-zscore",
                "--keep",
                "tickets,spend_next_quarter",
                "--out",
                march);
        for (String month : new String[] {"june", "september"}) {
            succeed(
                    "score",
                    march.resolve("model.json"),
                    DATA.resolve("customers-" + month + ".csv"),
                    "--id",
                    "id",
                    "--out",
                    folder.resolve(month));
        }
        succeed(
                "choose",
                customers,
                "--id",
                "id",
                "--features",
                FEATURES,
                "--to",
                4,
                "--resamples",
                10,
                "--out",
                march);
        succeed(
                "validate",
                march.resolve("assignments.csv"),
                "--id",
                "id",
                "--segment",
                "segment",
                "--features",
                FEATURES,
                "--descriptors",
                "tickets",
                "--outcomes",
                "spend_next_quarter",
                "--value",
                "revenue",
                "--out",
                march);
        write(folder.resolve("errors.csv"), "true,Loyal,Rare,New\nLoyal,95,0,5\nRare,0,90,10\nNew,4,8,88\n");
        migrate("march", List.of("march", "june", "september"), "--dates", "2025-03-31,2025-06-30,2025-09-30");
    }

    private static Path assignments(String month) {
        return folder.resolve(month).resolve("assignments.csv");
    }

    private static void migrate(String out, List<String> months, Object... more) {
        List<Object> all = new ArrayList<>(List.of("migrate"));
        months.forEach(month -> all.add(assignments(month)));
        all.addAll(List.of("--id", "id", "--segment", "segment", "--value", "revenue"));
        all.addAll(List.of("--confusion", folder.resolve("errors.csv"), "--out", folder.resolve(out)));
        all.addAll(List.of(more));
        succeed(all.toArray());
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
                .containsEntry("profile-boxes", 5 * 5 * (3 + 1))
                .containsEntry("profile", 4 * 3 * 7) // levels
                .containsEntry("sizes", 2 * 3 * 3)
                .containsEntry("value-over-time", 3 * 3)
                .containsEntry("matrix", 2 * 3 * 3)
                .containsEntry("noise", 3 + 2)
                .containsEntry("bridge", 8 * (3 + 1))
                .containsEntry("mobility", 12)
                .containsEntry("stability", 2 * (2 + 3 + 4))
                .containsEntry("silhouette", 6 * 3)
                .containsEntry("method", 3 * 3);
    }

    @Test
    void ofTwoDates() {
        migrate("two", List.of("march", "june"));
        Map<String, Integer> compared =
                compare("two", Map.of("migration", json("two", "migration"), "value", json("two", "value")));
        assertThat(compared)
                .containsOnlyKeys("sizes", "value-over-time", "flows", "matrix", "noise", "bridge", "mobility")
                .containsEntry("sizes", 2 * 3 * 2)
                .containsEntry("value-over-time", 3 * 2);
    }

    @Test
    void ofOneDate() {
        Path one = folder.resolve("one");
        succeed(
                "cluster",
                DATA.resolve("customers-june.csv"),
                "--id",
                "id",
                "--features",
                "orders,revenue",
                "--segments",
                4,
                "--out",
                one);
        Map<String, Integer> compared =
                compare("one", Map.of("segmentation", json("one", "segmentation"), "profile", json("one", "profile")));
        assertThat(compared)
                .containsOnlyKeys("profile-index", "profile-boxes", "profile-histograms", "sizes", "method")
                .containsEntry("sizes", 2 * 4);
    }
}
