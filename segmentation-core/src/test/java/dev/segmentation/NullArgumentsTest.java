package dev.segmentation;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segmentation.cluster.BisectingKMeans;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.MiniBatchKMeans;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.constraint.ConstrainedKMeans;
import dev.segmentation.constraint.ConstraintCost;
import dev.segmentation.dissimilarity.Dissimilarities;
import dev.segmentation.dissimilarity.Dissimilarity;
import dev.segmentation.dissimilarity.DissimilarityMatrix;
import dev.segmentation.dissimilarity.Gower;
import dev.segmentation.hierarchy.Agglomerative;
import dev.segmentation.hierarchy.Hierarchy;
import dev.segmentation.latentclass.ClassificationQuality;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.latentclass.LatentClassDiagnostics;
import dev.segmentation.medoid.Clara;
import dev.segmentation.medoid.MedoidSilhouette;
import dev.segmentation.medoid.MedoidStart;
import dev.segmentation.medoid.Pam;
import dev.segmentation.mixture.FuzzyCMeans;
import dev.segmentation.mixture.GaussianMixture;
import dev.segmentation.model.SavedModel;
import dev.segmentation.prepare.RfmFeatures;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.rule.Lifecycle;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmRules;
import dev.segmentation.rule.RfmSegments;
import dev.segmentation.scan.RowSource;
import dev.segmentation.tier.AbcTiers;
import dev.segmentation.tier.Jenks;
import dev.segmentation.tier.QuantileTiers;
import dev.segmentation.tree.Cart;
import dev.segmentation.tree.Chaid;
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

    private static final List<String> X = List.of("x");

    private static Arguments call(String parameter, ThrowingCallable call) {
        return Arguments.of(parameter, call);
    }

    static Stream<Arguments> calls() {
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(X, 1, 2, 9);
        FeatureMatrix two = FeatureMatrix.copyOfRowMajor(List.of("x", "y"), 1, 2, 3, 4);
        KMeansModel model = KMeans.of(2).fit(matrix).model();
        FeatureMatrix rfm = FeatureMatrix.copyOfRowMajor(List.of("recency_days", "frequency", "monetary"), 1, 2, 3);
        TypingTool tool = TypingTool.of(model, List.of(Segment.of(0, "a"), Segment.of(1, "b")));
        return Stream.of(
                call("featureNames", () -> FeatureMatrix.copyOfRowMajor(null, 1.0)),
                call("values", () -> FeatureMatrix.copyOfRowMajor(X, (double[]) null)),
                call("values", () -> FeatureMatrix.copyOfRowMajor(X, (float[]) null)),
                call("rows", () -> FeatureMatrix.copyOf(X, null)),
                call("rowWeights", () -> matrix.weightedBy((double[]) null)),
                call("matrix", () -> FeatureTable.of(null)),
                call("ids", () -> CustomerIds.of((long[]) null)),
                call("ids", () -> CustomerIds.of((List<String>) null)),
                call("other", () -> CustomerIds.of(1).rowsIn(null)),
                call("changes", () -> CustomerIds.of(1).withChanges(null)),
                call("before", () -> IdChanges.builder().add(null, "b")),
                call("now", () -> IdChanges.builder().add("a", null)),
                call("ids", () -> new CustomerRegister().add(null)),
                call("ids", () -> new CustomerRegister().find(null)),
                call(
                        "customers",
                        () -> Segmentation.builder(LocalDate.EPOCH).build().withUnscored(null)),
                call("asOf", () -> Snapshot.of(null, CustomerIds.of(1))),
                call("customerIds", () -> Snapshot.of(LocalDate.EPOCH, (CustomerIds) null)),
                call("labels", () -> Assignment.copyOf(2, (int[]) null)),
                call("degrees", () -> Memberships.copyOfRowMajor(2, (double[]) null)),
                call("snapshot", () -> Segmentation.of(null, Assignment.copyOf(1))),
                call("assignment", () -> Segmentation.of(Snapshot.of(LocalDate.EPOCH, CustomerIds.of()), null)),
                call("name", () -> Segment.of(0, null)),
                call("executor", () -> Execution.on(null, 2)),
                call("listener", () -> Execution.sequential().withListener(null)),
                call("cancellation", () -> Execution.sequential().withCancellation(null)),
                call("seeding", () -> KMeans.of(2).withSeeding(null)),
                call("refinement", () -> KMeans.of(2).withRefinement(null)),
                call("seeding", () -> MiniBatchKMeans.of(2).withSeeding(null)),
                call("features", () -> MiniBatchKMeans.of(2).fit((FeatureMatrix) null)),
                call("source", () -> MiniBatchKMeans.of(2).fit((RowSource) null, Execution.sequential())),
                call("execution", () -> MiniBatchKMeans.of(2).fit(matrix, null)),
                call("covariance", () -> GaussianMixture.of(2).withCovariance(null)),
                call("means", () -> GaussianMixture.of(2).withMeans(null)),
                call("memberships", () -> GaussianMixture.of(2).withMemberships(null)),
                call("features", () -> GaussianMixture.of(2).fit(null)),
                call("execution", () -> GaussianMixture.of(2).fit(matrix, null)),
                call("features", () -> GaussianMixture.of(1).fit(matrix).model().memberships(null)),
                call("centers", () -> FuzzyCMeans.of(2).withCenters(null)),
                call("features", () -> FuzzyCMeans.of(2).fit(null)),
                call("execution", () -> FuzzyCMeans.of(2).fit(matrix, null)),
                call("features", () -> FuzzyCMeans.of(1).fit(matrix).model().memberships(null)),
                call("centers", () -> Seeding.centers(null)),
                call("groupOfRow", () -> ConstrainedKMeans.of(2).withMustLink((long[]) null)),
                call("groupOfRow", () -> ConstrainedKMeans.of(2).withMustLink((List<String>) null)),
                call("groupOfRow", () -> ConstrainedKMeans.of(2).withCannotLink((long[]) null)),
                call("groupOfRow", () -> ConstrainedKMeans.of(2).withCannotLink((List<String>) null)),
                call("centers", () -> ConstrainedKMeans.of(2).withFixedSegments(null)),
                call("centers", () -> ConstrainedKMeans.of(2).withInitialCenters(null)),
                call("features", () -> ConstrainedKMeans.of(2).fit(null)),
                call("execution", () -> ConstrainedKMeans.of(2).fit(matrix, null)),
                call("fit", () -> ConstraintCost.of(null, matrix)),
                call("free", () -> ConstraintCost.of(KMeans.of(2).fit(matrix), null, matrix)),
                call("features", () -> ConstraintCost.of(KMeans.of(2).fit(matrix), null)),
                call("table", () -> LatentClass.of(2).fit((FeatureTable) null)),
                call("execution", () -> LatentClass.of(2).fit(FeatureTable.of(matrix), null)),
                call("start", () -> LatentClass.of(2).withStart(null)),
                call("memberships", () -> ClassificationQuality.of(null)),
                call("model", () -> LatentClassDiagnostics.of(null, FeatureTable.of(matrix))),
                call("splitRule", () -> BisectingKMeans.of(2).withSplitRule(null)),
                call("features", () -> BisectingKMeans.of(2).fit(null)),
                call("execution", () -> BisectingKMeans.of(2).fit(matrix, null)),
                call("linkage", () -> Agglomerative.of(null)),
                call("features", () -> Agglomerative.ward().grow((FeatureMatrix) null)),
                call("execution", () -> Agglomerative.ward().grow(matrix, null)),
                call("dissimilarities", () -> Agglomerative.single().grow((Dissimilarities) null)),
                call("features", () -> Agglomerative.ward().cut(2).fit(null)),
                call("execution", () -> Agglomerative.ward().cut(2).fit(matrix, (Execution) null)),
                call("tree", () -> Agglomerative.ward().cut(2).fit((Hierarchy) null, matrix)),
                call(
                        "dissimilarities",
                        () -> Agglomerative.ward().grow(matrix).copheneticCorrelation(null, Execution.sequential())),
                call("names", () -> Jenks.of(2).withNames(null)),
                call("features", () -> Jenks.of(2).fit(null)),
                call("execution", () -> Jenks.of(2).fit(matrix, null)),
                call("tiers", () -> Jenks.varianceFit(matrix, null)),
                call("rule", () -> QuantileTiers.of(2).withRule(null)),
                call("names", () -> QuantileTiers.of(2).withNames(null)),
                call("features", () -> QuantileTiers.of(2).fit(null)),
                call("cumulativeShares", () -> AbcTiers.of((double[]) null)),
                call("names", () -> AbcTiers.standard().withNames(null)),
                call("features", () -> AbcTiers.standard().fit(null)),
                call("features", () -> KMeans.of(2).fit(null)),
                call("execution", () -> KMeans.of(2).fit(matrix, null)),
                call("features", () -> model.assign(null)),
                call("features", () -> model.type(null)),
                call("values", () -> model.segmentOf((double[]) null)),
                call("snapshot", () -> tool.segment(null)),
                call("features", () -> Scaling.zScore().fit(null)),
                call("features", () -> Rfm.quintiles().fit(null)),
                call("features", () -> RfmSegments.standard().assign((FeatureMatrix) null)),
                call("scores", () -> RfmRules.standard(null)),
                call("rules", () -> RfmRules.of(Rfm.quintiles().fit(rfm), null)),
                call(
                        "features",
                        () -> RfmRules.standard(Rfm.quintiles().fit(rfm)).assign(null)),
                call("dissimilarity", () -> Pam.of(2).withDissimilarity(null)),
                call("start", () -> Pam.of(2).withStart(null)),
                call("swaps", () -> Pam.of(2).withSwaps(null)),
                call("storage", () -> Pam.of(2).withStorage(null)),
                call("table", () -> Pam.of(2).fit((FeatureTable) null, Execution.sequential())),
                call("execution", () -> Pam.of(2).fit(FeatureTable.of(matrix), null)),
                call("rows", () -> MedoidStart.near(null)),
                call("dissimilarity", () -> Clara.of(2).withDissimilarity(null)),
                call("dissimilarities", () -> Clara.of(2).fit((Dissimilarities) null, Execution.sequential())),
                call("dissimilarity", () -> MedoidSilhouette.of(2).withDissimilarity(null)),
                call("table", () -> MedoidSilhouette.of(2).fit((FeatureTable) null, Execution.sequential())),
                call("function", () -> Dissimilarity.numeric(null)),
                call("ordinalScale", () -> Gower.standard().withOrdinalScale(null)),
                call("column", () -> Gower.standard().withWeight(null, 1)),
                call("table", () -> Gower.standard().fit(null)),
                call("values", () -> DissimilarityMatrix.copyOf(null)),
                call("tool", () -> SavedModel.of(null)),
                call("date", () -> SavedModel.of(tool).withFittedAsOf(null)),
                call("name", () -> SavedModel.of(tool).withFact(null, "")),
                call("value", () -> SavedModel.of(tool).withFact("", null)),
                call("snapshot", () -> Lifecycle.standard().first(null)),
                call("previous", () -> Lifecycle.standard().next(null, null)),
                call("state", () -> Lifecycle.standard().withMinimalDays(null, 1)),
                call("target", () -> Chaid.on(null)),
                call("merging", () -> Chaid.on("y").withMerging(null)),
                call("multiplier", () -> Chaid.on("y").withMultiplier(null)),
                call("statistic", () -> Chaid.on("y").withChiSquare(null)),
                call("table", () -> Chaid.on("y").fit((FeatureTable) null)),
                call("execution", () -> Chaid.on("y").fit(matrix, null)),
                call("target", () -> Cart.on(null)),
                call("features", () -> Cart.on("y").fit((FeatureMatrix) null)),
                call("names", () -> Chaid.on("x").fit(two).model().rules(null)),
                call("table", () -> Chaid.on("x").fit(two).model().assign((FeatureTable) null)),
                call("features", () -> Chaid.on("x").fit(two).model().assign((FeatureMatrix) null)),
                call("table", () -> RfmSegments.standard().assign((FeatureTable) null)),
                call("transactions", () -> RfmFeatures.asOf(LocalDate.EPOCH).of(null)));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("calls")
    void isRefusedByName(String parameter, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(parameter);
    }
}
