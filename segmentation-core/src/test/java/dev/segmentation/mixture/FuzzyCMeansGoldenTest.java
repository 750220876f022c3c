package dev.segmentation.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Memberships;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenOperation;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fuzzy c-means against Bezdek's iteration in numpy. */
class FuzzyCMeansGoldenTest {

    @RegisterExtension
    static final GoldenOperation FUZZY_CMEANS = GoldenOperation.of("fuzzyCMeans");

    @TestFactory
    Stream<DynamicTest> theFixedPointFromGivenCenters() {
        return FUZZY_CMEANS.cases().map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
    }

    private static void check(GoldenCase golden) {
        FeatureMatrix data = golden.matrix();
        int[] rows = golden.ints(golden.inputs().get("initialCentreRows0"));
        FuzzyCMeans configured = FuzzyCMeans.of(rows.length)
                .withFuzzifier(golden.parameters().get("m").asDouble());
        Fit<FuzzyCMeansModel> fit = configured
                .withCenters(data.rows(rows))
                .withTolerance(1e-14)
                .withMaxIterations(10_000)
                .fit(data);
        FuzzyCMeansModel model = fit.model();
        JsonNode expected = golden.expected();
        assertThat(fit.converged()).isTrue();
        double[][] centers = golden.doubles2(expected.get("centres"));
        for (int s = 0; s < centers.length; s++) {
            golden.assertClose("centres", model.centers().row(s), centers[s]);
        }
        golden.assertClose("objectiveSum", model.objective());
        golden.assertClose("partitionCoefficient", model.partitionCoefficient());
        golden.assertClose("partitionEntropy", model.partitionEntropy());
        assertThat(fit.assignment().toArray()).isEqualTo(golden.ints(expected.get("hardLabels")));
        Memberships memberships = model.memberships(data);
        double[][] first = golden.doubles2(expected.get("membershipFirst10"));
        for (int i = 0; i < first.length; i++) {
            for (int s = 0; s < centers.length; s++) {
                golden.assertClose("memberships", memberships.degree(i, s), first[i][s]);
            }
        }
        for (int seed = 0; seed < 5; seed++) {
            assertThat(configured.withSeed(seed).fit(data).model().objective())
                    .as("from random starts, seed %d", seed)
                    .isLessThanOrEqualTo(expected.get("objectiveSum").asDouble() * (1 + 1e-11));
        }
    }
}
