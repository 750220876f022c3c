package dev.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypingToolTest {

    private static final List<String> NAMES = List.of("orders", "revenue");
    private static final FeatureMatrix RAW = FeatureMatrix.copyOfRowMajor(NAMES, 1, 10, 2, 20, 1, 12, 50, 900, 52, 950);
    private static final List<Segment> SEGMENTS = List.of(Segment.of(0, "Small"), Segment.of(1, "Big"));

    /** Divides revenue by ten, whatever the order of the columns. */
    private static final FeatureTransform TENTH = new FeatureTransform() {
        @Override
        public List<String> featureNames() {
            return NAMES;
        }

        @Override
        public FeatureMatrix apply(FeatureMatrix features) {
            FeatureMatrix.Builder builder = FeatureMatrix.builder(NAMES);
            FeatureMatrix ordered = features.select(NAMES);
            for (int i = 0; i < ordered.rowCount(); i++) {
                builder.addRow(ordered.value(i, 0), ordered.value(i, 1) / 10);
            }
            return builder.build();
        }

        @Override
        public FeatureMatrix invert(FeatureMatrix transformed) {
            throw new AssertionError("not needed");
        }
    };

    private static KMeansModel model() {
        return KMeans.of(2).fit(TENTH.apply(RAW)).model();
    }

    @Test
    void laterSnapshotsGetTheSameSegmentsWhateverElseTheyHold() {
        TypingTool tool = TypingTool.of(TENTH, model(), SEGMENTS);
        LocalDate date = LocalDate.of(2025, 7, 31);
        Snapshot snapshot = Snapshot.builder(date, CustomerIds.of(7, 8, 9))
                .numeric("revenue", Role.BASE, 880, 5, 15)
                .nominal("region", Role.DESCRIPTOR, List.of("north", "south", "north"))
                .numeric("orders", Role.BASE, 49, 1, 2)
                .build();
        Segmentation july = tool.segment(snapshot);
        assertThat(july.asOf()).isEqualTo(date);
        assertThat(july.segmentOf(0).name()).isEqualTo("Big");
        assertThat(july.segmentOf(1).name()).isEqualTo("Small");
        assertThat(july.segmentOf(2).name()).isEqualTo("Small");
        assertThat(tool.type(snapshot).segment(0).name()).isEqualTo("Big");
        assertThat(tool).hasToString("TypingTool[[Small, Big] by [orders, revenue]]");
    }

    /** Northern customers of much prepared revenue, and the others. */
    private static final TableModel NORTHERN = new TableModel() {
        @Override
        public int segmentCount() {
            return 2;
        }

        @Override
        public List<String> featureNames() {
            return List.of("region", "revenue");
        }

        @Override
        public Assignment assign(FeatureTable table) {
            int[] labels = new int[table.rowCount()];
            for (int i = 0; i < labels.length; i++) {
                boolean northern = table.level(i, "region").orElse("").equals("north");
                labels[i] = northern && table.number(i, "revenue") > 50 ? 1 : 0;
            }
            return Assignment.copyOf(2, labels);
        }
    };

    @Test
    void modelsOfTablesTakeWhatThePreparationDoesNotKnowAsItIs() {
        TypingTool tool = TypingTool.of(TENTH, NORTHERN, SEGMENTS);
        assertThat(tool.featureNames()).containsExactly("orders", "revenue", "region");
        Snapshot snapshot = Snapshot.builder(LocalDate.of(2025, 7, 31), CustomerIds.of(7, 8, 9))
                .numeric("revenue", Role.BASE, 880, 480, 900)
                .nominal("region", Role.DESCRIPTOR, List.of("north", "north", "south"))
                .numeric("orders", Role.BASE, 49, 1, 2)
                .build();
        assertThat(tool.assign(snapshot.table())).isEqualTo(Assignment.copyOf(2, 1, 0, 0));
        assertThat(tool.segment(snapshot).segmentOf(0).name()).isEqualTo("Big");
        assertThat(tool.type(snapshot).segment(1).name()).isEqualTo("Small");
        assertThat(TypingTool.of(NORTHERN, SEGMENTS).assign(snapshot.table()))
                .as("revenue as it is")
                .isEqualTo(Assignment.copyOf(2, 1, 1, 0));
        assertThat(TypingTool.of(NORTHERN, SEGMENTS).featureNames()).containsExactly("region", "revenue");
    }

    @Test
    void typesWithRunnerUpAndMargin() {
        TypingTool tool = TypingTool.of(TENTH, model(), SEGMENTS);
        FeatureMatrix centers = model().centers();
        double orders = (centers.value(0, 0) + centers.value(1, 0)) / 2;
        double revenue = 10 * (centers.value(0, 1) + centers.value(1, 1)) / 2;
        FeatureMatrix arrivals =
                FeatureMatrix.copyOfRowMajor(List.of("revenue", "orders"), revenue, orders, 925, 51, 10, 1);
        Typing typing = tool.type(arrivals);
        assertThat(typing.size()).isEqualTo(3);
        assertThat(typing.margin(0)).isCloseTo(0, within(1e-12));
        assertThat(typing.segment(1).name()).isEqualTo("Big");
        assertThat(typing.runnerUp(1)).map(Segment::name).contains("Small");
        assertThat(typing.margin(1)).isCloseTo(1, within(1e-12));
        assertThat(typing.assignment().label(2)).isZero();
        assertThat(tool.assign(arrivals)).isEqualTo(typing.assignment());
        assertThatThrownBy(() -> typing.segment(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void membershipsGiveTheSecondBestSegment() {
        Typing typing = Memberships.copyOfRowMajor(3, 0.2, 0.5, 0.3, 1, 0, 0, 0.4, 0.2, 0.4)
                .toTyping();
        assertThat(typing.segment(0).index()).isEqualTo(1);
        assertThat(typing.runnerUp(0)).map(Segment::index).contains(2);
        assertThat(typing.margin(0)).isCloseTo(0.2, within(1e-15));
        assertThat(typing.margin(1)).isEqualTo(1);
        assertThat(typing.segment(2).index()).isZero();
        assertThat(typing.runnerUp(2)).map(Segment::index).contains(2);
        assertThat(typing.margin(2)).isZero();
        assertThat(Memberships.copyOfRowMajor(1, 1, 1).toTyping().runnerUp(0)).isEqualTo(Optional.empty());
    }

    @Test
    void refusesPartsThatDoNotFit() {
        assertThatThrownBy(() -> TypingTool.of(TENTH, model(), SEGMENTS.subList(0, 1)))
                .hasMessage("TypingTool.of: segments has 1 entries, expected 2, one per segment of the model");
        KMeansModel other = KMeans.of(2)
                .fit(FeatureMatrix.copyOfRowMajor(List.of("visits"), 1, 2, 9))
                .model();
        assertThatThrownBy(() -> TypingTool.of(TENTH, other, SEGMENTS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the model needs [visits] but the preparation gives [orders, revenue]");
        assertThatThrownBy(() -> TypingTool.of(TENTH, model(), SEGMENTS)
                        .type(FeatureMatrix.copyOfRowMajor(List.of("orders"), 1)))
                .hasMessageContaining("no feature \"revenue\"");
        assertThatThrownBy(() -> Typing.of(Assignment.copyOf(2, 0, 1), Assignment.copyOf(2, 1, 0), 0.5, 1.5))
                .hasMessageContaining("margins = 1.5, expected 0 to 1");
    }
}
