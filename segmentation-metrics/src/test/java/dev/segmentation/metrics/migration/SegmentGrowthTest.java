package dev.segmentation.metrics.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentGrowthTest {

    private static final MigrationMatrix MIGRATION = MigrationMatrix.copyOf(
            List.of("Low", "High", "Fresh", "Void"),
            new long[][] {{50, 10, 5, 0}, {20, 30, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}},
            new long[] {40, 0, 3, 0},
            new long[] {15, 10, 0, 0});

    @Test
    void growthIsAgainstTheMeanSize() {
        SegmentGrowth growth = MIGRATION.growth();
        // Low: 80 → 110, High: 60 → 40, Fresh: 0 → 8
        assertThat(growth.rate(MIGRATION.segment("Low"))).isEqualTo(30 / 95.0);
        assertThat(growth.rate(MIGRATION.segment("High"))).isEqualTo(-20 / 50.0);
        assertThat(growth.rate(MIGRATION.segment("Fresh"))).isEqualTo(2);
        assertThat(growth.rate(MIGRATION.segment("Void"))).isNaN();
        assertThat(growth.line(MIGRATION.segment("Void")).undefined()).contains(Reason.NO_OBSERVATIONS);
        assertThat(growth.line(MIGRATION.segment("Fresh")).undefined()).isEmpty();
    }

    @Test
    void grossFlowsAddUpToTheNetOne() {
        SegmentGrowth growth = MIGRATION.growth();
        SegmentGrowth.Line low = growth.line(MIGRATION.segment("Low"));
        assertThat(low).isEqualTo(new SegmentGrowth.Line("Low", 80, 110, 60, 30));
        assertThat(low.net()).isEqualTo(30);
        assertThat(low.excessReallocation()).isEqualTo(60);
        SegmentGrowth.Line high = growth.line(MIGRATION.segment("High"));
        assertThat(high).isEqualTo(new SegmentGrowth.Line("High", 60, 40, 10, 30));
        assertThat(high.net()).isEqualTo(-20);
        assertThat(high.excessReallocation()).isEqualTo(20);
        for (SegmentGrowth.Line line : growth.lines()) {
            assertThat(line.opening() + line.grossIn() - line.grossOut()).isEqualTo(line.closing());
        }
        assertThat(growth.total()).isEqualTo(new SegmentGrowth.Line("all", 140, 158, 43, 25));
        assertThat(growth.total().net()).isEqualTo(18);
        assertThat(growth.total().excessReallocation()).isEqualTo(50);
    }

    @Test
    void comesFromTwoSegmentations() {
        Segmentation january = Segmentation.builder(LocalDate.of(2025, 1, 31))
                .add("a", "Loyal")
                .add("b", "Loyal")
                .add("c", "Loyal")
                .build();
        Segmentation july = Segmentation.builder(LocalDate.of(2025, 7, 31))
                .add("b", "Loyal")
                .add("c", "Lapsing")
                .build();
        SegmentGrowth growth = SegmentGrowth.between(january, july);
        assertThat(growth.rate(january.segment("Loyal"))).isEqualTo(-1);
        assertThat(growth.rate(july.segment("Lapsing"))).isEqualTo(2);
        assertThatThrownBy(() -> SegmentGrowth.between(july, january))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected later than");
    }

    @Test
    void printsATable() {
        assertThat(MIGRATION.growth()).hasToString("""
                        segment  before  in  out  after     growth  excess
                        Low          80  60   30    110    +31.6 %      60
                        High         60  10   30     40    -40.0 %      20
                        Fresh         0   8    0      8   +200.0 %       0
                        Void          0   0    0      0  undefined       0
                        all         140  43   25    158    +12.1 %      50""");
    }
}
