package dev.segmentation.model;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.latentclass.LatentClassRecord;
import dev.segmentation.mixture.FuzzyCMeansRecord;
import dev.segmentation.mixture.GaussianMixtureRecord;
import dev.segmentation.prepare.Encoding;
import dev.segmentation.prepare.EncodingModel;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A snapshot whose degrees or columns are more than an array can hold is refused before anything is allocated. */
class TooManyNumbersTest {

    private static final int SEGMENTS = 40_000;
    private static final FeatureMatrix ROWS =
            FeatureMatrix.copyOfRowMajor(List.of("spend"), new double[60_000]); // 2.4e9 degrees

    private static final String SIZE = ": 60000 × 40000 numbers, expected at most 2147483639, what an array can hold; ";

    @Test
    void degreesOfAMixture() {
        var model = new GaussianMixtureRecord(
                        List.of("spend"),
                        "DIAGONAL",
                        IntStream.range(0, SEGMENTS)
                                .mapToObj(s -> new GaussianMixtureRecord.Component(
                                        1.0 / SEGMENTS, List.of((double) s), List.of(1.0), false))
                                .toList(),
                        List.of(),
                        new GaussianMixtureRecord.Training(10, -1, 0, 0))
                .restore();

        InvalidInputException refused = refused(Reason.RESOURCE_LIMIT, () -> model.type(ROWS));

        assertThat(refused)
                .hasMessage("GaussianMixtureModel.memberships" + SIZE
                        + "take the rows in parts, or assign, which keeps no degrees");
    }

    @Test
    void degreesOfFuzzyCMeans() {
        var model = new FuzzyCMeansRecord(
                        List.of("spend"),
                        2,
                        IntStream.range(0, SEGMENTS)
                                .mapToObj(s -> List.of((double) s))
                                .toList(),
                        new FuzzyCMeansRecord.Training(1, 1, 0, List.of()))
                .restore();

        InvalidInputException refused = refused(Reason.RESOURCE_LIMIT, () -> model.assign(ROWS));

        assertThat(refused).hasMessage("FuzzyCMeansModel.memberships" + SIZE + "take the rows in parts");
    }

    @Test
    void degreesOfLatentClasses() {
        var model = new LatentClassRecord(
                        List.of(new LatentClassRecord.Question(
                                "answer", false, List.of("no"), Collections.nCopies(SEGMENTS, List.of(1.0)))),
                        Collections.nCopies(SEGMENTS, 1.0 / SEGMENTS),
                        LatentClassRecord.Training.none())
                .restore();
        FeatureTable table = FeatureTable.builder()
                .nominal("answer", Collections.nCopies(ROWS.rowCount(), "no"))
                .build();

        InvalidInputException refused = refused(Reason.RESOURCE_LIMIT, () -> model.assign(table));

        assertThat(refused).hasMessage("LatentClassModel.memberships" + SIZE + "take the rows in parts");
    }

    @Test
    void columnsOfLevels() {
        List<String> levels =
                IntStream.range(0, SEGMENTS).mapToObj(level -> "L" + level).toList();
        EncodingModel model = Encoding.oneHot()
                .fit(FeatureTable.builder().nominal("branch", levels).build());
        FeatureTable table = FeatureTable.builder()
                .nominal("branch", Collections.nCopies(ROWS.rowCount(), "L0"))
                .build();

        InvalidInputException refused = refused(Reason.RESOURCE_LIMIT, () -> model.apply(table));

        assertThat(refused)
                .hasMessage(
                        "EncodingModel.apply" + SIZE
                                + "encode the rows in parts, or use what takes categories as they are, such as mixed.KPrototypes");
    }
}
