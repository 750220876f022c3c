package dev.segmentation.metrics.profile;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null argument is refused with the name of the parameter, however the library was compiled. */
@SuppressWarnings({"DataFlowIssue", "NullAway"})
class NullArgumentsTest {

    private static Arguments call(String parameter, ThrowingCallable call) {
        return Arguments.of(parameter, call);
    }

    static Stream<Arguments> calls() {
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(List.of("x"), 1, 2, 9);
        KMeansModel model = KMeans.of(2).fit(matrix).model();
        Assignment labels = model.assign(matrix);
        Segmentation segmentation =
                Segmentation.of(Snapshot.of(LocalDate.EPOCH, CustomerIds.of(1, 2, 3), matrix), labels);
        ProfileTable table = Profiling.withDefaults().profile(segmentation);
        SegmentDescriptions descriptions = DescriptionSearch.withDefaults().describe(segmentation);
        FeatureImportance importance = ShuffleImportance.of(model).measure(matrix);
        return Stream.of(
                call("segmentation", () -> Profiling.withDefaults().profile(null)),
                call("execution", () -> Profiling.withDefaults().profile(segmentation, null)),
                call("correction", () -> Profiling.withDefaults().withCorrection(null)),
                call("name", () -> table.segment((String) null)),
                call("segment", () -> table.segment((dev.segmentation.Segment) null)),
                call("name", () -> table.segments().get(0).column(null)),
                call("name", () -> table.segments().get(0).levels(null)),
                call("level", () -> table.segments().get(0).level("x", null)),
                call("profiling", () -> MarkerStability.withDefaults().withProfiling(null)),
                call("segmentation", () -> MarkerStability.withDefaults().measure(null)),
                call("execution", () -> MarkerStability.withDefaults().measure(segmentation, null)),
                call(
                        "features",
                        () -> MarkerStability.withDefaults()
                                .measure(segmentation, null, KMeans.of(2), Execution.sequential())),
                call(
                        "segmenter",
                        () -> MarkerStability.withDefaults()
                                .measure(segmentation, matrix, null, Execution.sequential())),
                call(
                        "name",
                        () -> MarkerStability.withDefaults()
                                .measure(segmentation)
                                .segment(null)),
                call(
                        "name",
                        () -> MarkerStability.withDefaults()
                                .measure(segmentation)
                                .segments()
                                .get(0)
                                .sign(null)),
                call("segmenters", () -> DropImportance.of(null)),
                call(
                        "features",
                        () -> DropImportance.of(seed -> KMeans.of(2).withSeed(seed))
                                .measure(null, labels)),
                call(
                        "scheme",
                        () -> DropImportance.of(seed -> KMeans.of(2).withSeed(seed))
                                .measure(matrix, null)),
                call("model", () -> ShuffleImportance.of(null)),
                call("features", () -> ShuffleImportance.of(model).measure(null)),
                call("name", () -> importance.importance(null)),
                call("segmentation", () -> DescriptionSearch.withDefaults().describe(null)),
                call("name", () -> descriptions.segment((String) null)),
                call("snapshot", () -> descriptions.features(null)),
                call("features", () -> MemberSearch.withDefaults().find(null, labels)),
                call("assignment", () -> MemberSearch.withDefaults().find(matrix, null)));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("calls")
    void isRefusedByName(String parameter, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(parameter);
    }
}
