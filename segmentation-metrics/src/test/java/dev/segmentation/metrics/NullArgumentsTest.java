package dev.segmentation.metrics;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.metrics.aging.FitBaseline;
import dev.segmentation.metrics.aging.Monic;
import dev.segmentation.metrics.aging.PeopleAndFences;
import dev.segmentation.metrics.aging.RefreshRule;
import dev.segmentation.metrics.aging.RefreshSignal;
import dev.segmentation.metrics.aging.SchemeHalfLife;
import dev.segmentation.metrics.agreement.ContingencyTable;
import dev.segmentation.metrics.effect.CategoricalEffect;
import dev.segmentation.metrics.effect.DistributionDistance;
import dev.segmentation.metrics.effect.Dominance;
import dev.segmentation.metrics.effect.FeatureCorrelation;
import dev.segmentation.metrics.effect.LeverResponse;
import dev.segmentation.metrics.effect.MultivariateSeparation;
import dev.segmentation.metrics.effect.NumericEffect;
import dev.segmentation.metrics.effect.SeveralGroups;
import dev.segmentation.metrics.effect.TwoGroups;
import dev.segmentation.metrics.history.Flicker;
import dev.segmentation.metrics.history.Hysteresis;
import dev.segmentation.metrics.history.HysteresisStudy;
import dev.segmentation.metrics.history.PathAnalysis;
import dev.segmentation.metrics.history.TypedHistory;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.WeightedMigration;
import dev.segmentation.metrics.movers.DestinationLogit;
import dev.segmentation.metrics.movers.Movers;
import dev.segmentation.metrics.noise.CorrectedSizes;
import dev.segmentation.metrics.noise.CorrectedValue;
import dev.segmentation.metrics.noise.TypingError;
import dev.segmentation.metrics.stability.ClusterwiseJaccard;
import dev.segmentation.metrics.structure.Dip;
import dev.segmentation.metrics.validity.DistanceStatistics;
import dev.segmentation.metrics.validity.Dunn;
import dev.segmentation.metrics.validity.MeanDifference;
import dev.segmentation.metrics.validity.SegmentIndices;
import dev.segmentation.metrics.validity.Silhouette;
import dev.segmentation.metrics.value.Materiality;
import dev.segmentation.metrics.value.MixRate;
import dev.segmentation.metrics.value.TheilSplit;
import dev.segmentation.metrics.value.ValueAttribution;
import dev.segmentation.metrics.value.ValueBridge;
import dev.segmentation.metrics.value.ValueMigration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A null argument of what measures a matrix, a column or labels is refused with the name of the parameter. */
@SuppressWarnings({"DataFlowIssue", "NullAway"})
class NullArgumentsTest {

    private static final FeatureMatrix X = FeatureMatrix.copyOf(List.of("x"), new double[][] {{1}, {2}, {4}, {7}});
    private static final Assignment LABELS = Assignment.copyOf(2, 0, 0, 1, 1);
    private static final Segmentation SEGMENTATION =
            Segmentation.of(Snapshot.of(LocalDate.EPOCH, CustomerIds.of(1, 2, 3, 4), X), LABELS);
    private static final double[] VALUES = {1, 2, 4, 7};
    private static final double[] ONE = {1};
    private static final TypingError TYPING =
            TypingError.ofShares(List.of("Segment 0", "Segment 1"), new double[][] {{1, 0}, {0, 1}});
    private static final Execution HERE = Execution.sequential();

    @TestFactory
    Stream<DynamicTest> ofMatrices() {
        return Stream.of(
                call("features", () -> Silhouette.of(null, LABELS)),
                call("assignment", () -> Silhouette.of(X, null)),
                call("execution", () -> Silhouette.of(X, LABELS, null)),
                call("features", () -> Silhouette.squaredEuclidean(null, LABELS)),
                call("assignment", () -> Silhouette.squaredEuclidean(X, null)),
                call("execution", () -> Silhouette.squaredEuclidean(X, LABELS, null)),
                call("features", () -> SegmentIndices.of(null, LABELS)),
                call("assignment", () -> SegmentIndices.of(X, null)),
                call("execution", () -> SegmentIndices.of(X, LABELS, null)),
                call("features", () -> Dunn.of(null, LABELS)),
                call("assignment", () -> Dunn.of(X, null)),
                call("execution", () -> Dunn.of(X, LABELS, null)),
                call("features", () -> DistanceStatistics.of(null, LABELS)),
                call("assignment", () -> DistanceStatistics.of(X, null)),
                call("execution", () -> DistanceStatistics.of(X, LABELS, null)),
                call("features", () -> MultivariateSeparation.of(null, LABELS, HERE)),
                call("assignment", () -> MultivariateSeparation.of(X, null, HERE)),
                call("execution", () -> MultivariateSeparation.of(X, LABELS, null)),
                call("features", () -> FeatureCorrelation.ofValues(null, HERE)),
                call("execution", () -> FeatureCorrelation.ofValues(X, null)),
                call("execution", () -> FeatureCorrelation.ofRanks(X, null)));
    }

    @TestFactory
    Stream<DynamicTest> ofColumns() {
        return Stream.of(
                call("values", () -> NumericEffect.of(null, LABELS)),
                call("assignment", () -> NumericEffect.of(VALUES, null)),
                call("values", () -> SeveralGroups.of(null, LABELS)),
                call("assignment", () -> SeveralGroups.of(VALUES, null)),
                call("values", () -> DistributionDistance.of(null, LABELS)),
                call("assignment", () -> DistributionDistance.of(VALUES, null)),
                call("values", () -> Dominance.ofSegmentAndOthers(null, LABELS, 0)),
                call("assignment", () -> Dominance.ofSegmentAndOthers(VALUES, null, 0)),
                call("values", () -> TwoGroups.ofSegmentAndOthers(null, LABELS, 0)),
                call("assignment", () -> TwoGroups.ofSegmentAndOthers(VALUES, null, 0)),
                call("values", () -> TwoGroups.ofSegments(null, LABELS, 0, 1)),
                call("assignment", () -> TwoGroups.ofSegments(VALUES, null, 0, 1)),
                call("outcome", () -> LeverResponse.of(null, VALUES, LABELS, 0.95)),
                call("lever", () -> LeverResponse.of(VALUES, null, LABELS, 0.95)),
                call("assignment", () -> LeverResponse.of(VALUES, VALUES, null, 0.95)),
                call("segmentation", () -> LeverResponse.of(null, "spend", "offer", 0.95)),
                call("outcome", () -> LeverResponse.of(SEGMENTATION, null, "offer", 0.95)),
                call("lever", () -> LeverResponse.of(SEGMENTATION, "x", null, 0.95)),
                call("values", () -> MeanDifference.of(null, LABELS, 0, 0.95)),
                call("assignment", () -> MeanDifference.of(VALUES, null, 0, 0.95)),
                call("values", () -> Dip.of((double[]) null)),
                call("values", () -> Materiality.of(null, LABELS)),
                call("assignment", () -> Materiality.of(VALUES, null)),
                call("values", () -> TheilSplit.of(null, LABELS)),
                call("assignment", () -> TheilSplit.of(VALUES, null)));
    }

    @TestFactory
    Stream<DynamicTest> ofLabelsAndCounts() {
        return Stream.of(
                call("rows", () -> ContingencyTable.between(null, LABELS)),
                call("columns", () -> ContingencyTable.between(LABELS, null)),
                call("counts", () -> ContingencyTable.copyOf(null)),
                call("table", () -> CategoricalEffect.of(null)),
                call("original", () -> ClusterwiseJaccard.bestMatches(null, new int[4], LABELS)),
                call("rows", () -> ClusterwiseJaccard.bestMatches(LABELS, null, LABELS)),
                call("refitted", () -> ClusterwiseJaccard.bestMatches(LABELS, new int[4], null)),
                call("segments", () -> MigrationMatrix.copyOf(null, new long[0][], new long[0], new long[0])),
                call("counts", () -> MigrationMatrix.copyOf(List.of("A"), null, new long[1], new long[1])),
                call("entrants", () -> MigrationMatrix.copyOf(List.of("A"), new long[1][1], null, new long[1])),
                call("leavers", () -> MigrationMatrix.copyOf(List.of("A"), new long[1][1], new long[1], null)),
                call("segments", () -> MigrationMatrix.copyOfStates(null, new long[0][])),
                call("counts", () -> MigrationMatrix.copyOfStates(List.of("A"), null)),
                call("before", () -> Monic.withDefaults().between(null, SEGMENTATION)),
                call("after", () -> Monic.withDefaults().between(SEGMENTATION, null)),
                call("featuresBefore", () -> Monic.withDefaults().byCenters(SEGMENTATION, null, SEGMENTATION, X)),
                call("featuresAfter", () -> Monic.withDefaults().byCenters(SEGMENTATION, X, SEGMENTATION, null)),
                call("centers", () -> FitBaseline.of(null, X, HERE)),
                call("heldOut", () -> FitBaseline.of(X, null, HERE)),
                call("execution", () -> FitBaseline.of(X, X, null)),
                call("now", () -> FitBaseline.of(X, X, HERE).measure(null, HERE)),
                call("newAfter", () -> PeopleAndFences.of(SEGMENTATION, SEGMENTATION, SEGMENTATION, null)),
                call("points", () -> SchemeHalfLife.of(null)),
                call("first", () -> SchemeHalfLife.ofCustomers(null, List.of())),
                call("later", () -> SchemeHalfLife.ofCustomers(SEGMENTATION, null)),
                call("signals", () -> RefreshRule.withDefaults().advise(null)),
                call("mix", () -> RefreshSignal.ofMix(null)),
                call("drift", () -> RefreshSignal.ofFit(null)),
                call("history", () -> Flicker.within(null, 1)),
                call("history", () -> PathAnalysis.standard().of(null)),
                call("absence", () -> PathAnalysis.standard().withAbsence(null)),
                call("worstToBest", () -> PathAnalysis.standard().withOrder(null)),
                call("typed", () -> Hysteresis.none().apply(null)),
                call("typed", () -> HysteresisStudy.standard().of(null)),
                call("segmentation", () -> TypedHistory.builder().add(null, null)),
                call("before", () -> ValueBridge.between(null, null, "revenue")),
                call("before", () -> ValueAttribution.between(null, null, "revenue")),
                call("before", () -> ValueMigration.between(null, null, "revenue")),
                call("before", () -> WeightedMigration.between(null, null, "weight")),
                call("after", () -> WeightedMigration.between(SEGMENTATION, VALUES, null, VALUES)),
                call("weightsAfter", () -> WeightedMigration.between(SEGMENTATION, VALUES, SEGMENTATION, null)),
                call("before", () -> Movers.between(null, SEGMENTATION)),
                call("after", () -> Movers.between(SEGMENTATION, null)),
                call("featureNames", () -> DestinationLogit.on(null)),
                call("table", () -> DestinationLogit.on(List.of("x")).fit(null, LABELS, List.of("A", "B"), HERE)),
                call("typed", () -> CorrectedSizes.of((Segmentation) null, TYPING)),
                call("error", () -> CorrectedSizes.of(SEGMENTATION, null)),
                call("valueColumn", () -> CorrectedValue.of(SEGMENTATION, (String) null, TYPING)),
                call("values", () -> CorrectedValue.of(SEGMENTATION, (double[]) null, TYPING)),
                call("segments", () -> MixRate.of(null, VALUES, VALUES, VALUES, VALUES)),
                call("ratesAfter", () -> MixRate.of(List.of("A"), ONE, ONE, ONE, null)));
    }

    private static DynamicTest call(String parameter, ThrowingCallable call) {
        return DynamicTest.dynamicTest(
                parameter,
                () -> assertThatNullPointerException().isThrownBy(call).withMessage(parameter));
    }
}
