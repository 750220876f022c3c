package dev.segmentation.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.metrics.migration.MigrationMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationFilesTest {

    private static final List<String> NAMES = List.of("A", "B");

    @Test
    void everybodyWhoIsUnscoredIsInTheFiles() {
        MigrationMatrix migration = MigrationMatrix.copyOfStates(
                NAMES, new long[][] {{8, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}, {13, 14, 15, 0}});
        ObjectNode json = MigrationFiles.json(migration);
        assertThat(json.get("unscored"))
                .hasToString(
                        "{\"before\":42,\"after\":36,\"becameScored\":[9,10],\"becameUnscored\":[3,7],\"entered\":15,\"stayed\":11,"
                                + "\"left\":12}");
        assertThat(json.get("customers").asLong()).isEqualTo(127);
        List<String> lines =
                MigrationFiles.csv(migration, Formulas.GUARDED).lines().toList();
        assertThat(lines)
                .containsSubsequence(
                        "A,UNSCORED,3,,,",
                        "UNSCORED,A,9,,,",
                        "B,UNSCORED,7,,,",
                        "UNSCORED,B,10,,,",
                        ",UNSCORED,15,,,",
                        "UNSCORED,UNSCORED,11,,,",
                        "UNSCORED,,12,,,");
        assertThat(lines.stream().skip(1).mapToLong(line -> Long.parseLong(line.split(",")[2])))
                .as("everybody is in one line")
                .satisfies(counts -> assertThat(
                                counts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(127));
    }

    @Test
    void nobodyUnscoredHasNoLines() {
        MigrationMatrix migration =
                MigrationMatrix.copyOf(NAMES, new long[][] {{8, 2}, {5, 6}}, new long[] {1, 0}, new long[] {0, 1});
        assertThat(MigrationFiles.json(migration).at("/unscored/before").asLong())
                .isZero();
        assertThat(MigrationFiles.csv(migration, Formulas.GUARDED)).doesNotContain("UNSCORED");
    }
}
