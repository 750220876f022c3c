package dev.segmentation.scan;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segmentation.CancelledException;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.SegmentProfile;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentProfilesTest {

    private static final int N = 70_000;
    private static final FeatureMatrix RAW = Scans.random(N, 3);
    private static final ScalingModel SCALING =
            Scaling.signedLog1p().then(Scaling.zScore()).fit(RAW);
    private static final KMeansModel MODEL =
            KMeans.of(4).fit(SCALING.apply(RAW)).model();
    private static final List<Segment> SEGMENTS =
            List.of(Segment.of(0, "A"), Segment.of(1, "B"), Segment.of(2, "C"), Segment.of(3, "D"));

    @TempDir
    private Path folder;

    @Test
    void theBitsAreThoseOfTheProfileInMemory() {
        TypingTool tool = TypingTool.of(SCALING, MODEL, SEGMENTS);
        for (FeatureMatrix matrix : List.of(RAW, Scans.weighted(RAW))) {
            Snapshot snapshot = Snapshot.of(
                    LocalDate.of(2025, 1, 31),
                    CustomerIds.of(LongStream.range(0, N).toArray()),
                    matrix);
            Segmentation segmentation =
                    Segmentation.of(snapshot, tool.assign(matrix)).withNames("A", "B", "C", "D");
            SegmentProfile expected = segmentation.profile();
            RowFile file = written(matrix);
            for (int threads : new int[] {1, 2, 3, 8}) {
                assertSame(SegmentProfiles.of(file, tool, Execution.onThreads(threads)), expected);
            }
            RowSource cursor = RowSource.of(matrix.featureNames(), () -> new RowCursor() {
                private int row = -1;

                @Override
                public boolean next(double[] values) {
                    if (++row == N) {
                        return false;
                    }
                    System.arraycopy(matrix.row(row), 0, values, 0, values.length);
                    return true;
                }

                @Override
                public double weight() {
                    return matrix.weight(row);
                }
            });
            assertSame(SegmentProfiles.of(cursor, tool, Execution.onThreads(2)), expected);
        }
    }

    @Test
    void aModelNamesSegmentsByNumber() {
        FeatureMatrix scaled = SCALING.apply(RAW);
        Snapshot snapshot = Snapshot.of(
                LocalDate.of(2025, 1, 31), CustomerIds.of(LongStream.range(0, N).toArray()), scaled);
        SegmentProfile expected =
                Segmentation.of(snapshot, MODEL.assign(scaled)).profile();
        assertSame(SegmentProfiles.of(SCALING.apply(RowSource.of(RAW)), MODEL, Execution.onThreads(2)), expected);
    }

    @Test
    void otherColumnsAreProfiledToo() {
        KMeansModel narrow = KMeans.of(2).fit(RAW.select(List.of("größe_1"))).model();
        SegmentProfile profile = SegmentProfiles.of(RowSource.of(RAW), narrow, Execution.sequential());
        assertThat(profile.columns()).isEqualTo(RAW.featureNames());
        assertThat(profile.size(profile.segments().get(0))
                        + profile.size(profile.segments().get(1)))
                .isEqualTo(N);
        double mean = Scaling.zScore().fit(RAW).center("größe_0");
        assertThat(profile.totalMean("größe_0")).isEqualTo(mean);
    }

    @Test
    void aBlockWhoseWeightsAreAllZeroIsFine() {
        double[] weights = new double[N];
        weights[N - 1] = 2;
        SegmentProfile profile =
                SegmentProfiles.of(RowSource.of(RAW.weightedBy(weights)), tool(), Execution.sequential());
        assertThat(profile.totalMean("größe_1")).isEqualTo(RAW.value(N - 1, 1));
    }

    @Test
    void noRowsGiveAnEmptyProfile() {
        SegmentProfile profile = SegmentProfiles.of(RowSource.of(Scans.random(0, 3)), tool(), Execution.sequential());
        assertThat(profile.size(SEGMENTS.get(0))).isZero();
        assertThat(profile.share(SEGMENTS.get(0))).isNaN();
    }

    @Test
    void theFirstRowThatCannotBeLabelledIsNamed() {
        double[] values = RAW.toRowMajorArray();
        for (int row : new int[] {60_000, 40_001, 50_000}) {
            values[3 * row + 1] = Double.NaN;
        }
        RowSource source = RowSource.of(FeatureMatrix.copyOfRowMajor(RAW.featureNames(), values));
        for (int threads : new int[] {1, 2, 8}) {
            InvalidInputException refused =
                    refused(Reason.NON_FINITE, () -> SegmentProfiles.of(source, tool(), Execution.onThreads(threads)));
            assertThat(refused.row()).hasValue(40_001);
            assertThat(refused.name()).contains("größe_1");
            assertThat(refused)
                    .hasMessage("SegmentProfiles.of: row 40001 cannot be labelled; of the rows from 39936 on,"
                            + " KMeansModel.assign: missing value at row 65, feature \"größe_1\" (1 missing in all);"
                            + " impute or leave out these rows first");
        }
    }

    @Test
    void missingFeaturesAreRefusedBeforeAnythingIsRead() {
        RowSource unread = RowSource.of(List.of("größe_0"), () -> {
            throw new AssertionError("read");
        });
        refused(Reason.UNKNOWN_NAME, () -> SegmentProfiles.of(unread, MODEL, Execution.sequential()));
        refused(Reason.UNKNOWN_NAME, () -> SegmentProfiles.of(unread, tool(), Execution.sequential()));
    }

    @Test
    void itCanBeCancelled() {
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> SegmentProfiles.of(
                        RowSource.of(RAW), tool(), Execution.onThreads(2).withCancellation(() -> true)));
    }

    private static TypingTool tool() {
        return TypingTool.of(SCALING, MODEL, SEGMENTS);
    }

    private RowFile written(FeatureMatrix matrix) {
        try (RowFileWriter writer = RowFile.create(folder.resolve("rows"), matrix.featureNames())) {
            return (matrix.isWeighted() ? writer.withWeights() : writer)
                    .addAll(matrix)
                    .commit();
        }
    }

    private static void assertSame(SegmentProfile actual, SegmentProfile expected) {
        assertThat(actual.segments()).isEqualTo(expected.segments());
        assertThat(actual.columns()).isEqualTo(expected.columns());
        for (Segment segment : expected.segments()) {
            assertThat(actual.size(segment)).isEqualTo(expected.size(segment));
            assertThat(actual.share(segment)).isEqualTo(expected.share(segment));
            for (String column : expected.columns()) {
                assertThat(actual.mean(segment, column)).isEqualTo(expected.mean(segment, column));
                assertThat(actual.lift(segment, column)).isEqualTo(expected.lift(segment, column));
                assertThat(actual.totalMean(column)).isEqualTo(expected.totalMean(column));
            }
        }
    }
}
