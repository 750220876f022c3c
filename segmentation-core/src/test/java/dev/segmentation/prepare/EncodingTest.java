package dev.segmentation.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.testing.GoldenOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class EncodingTest {

    @RegisterExtension
    static final GoldenOperation ONEHOT = GoldenOperation.of("encode.onehot");

    private static final double NAN = Double.NaN;

    private static final FeatureTable SMALL = FeatureTable.builder()
            .numeric("age", 31, NAN, 40, 25)
            .nominal("region", Arrays.asList("west", "east", null, "west"))
            .ordinal("tier", List.of("bronze", "silver", "gold"), Arrays.asList("gold", "bronze", "bronze", null))
            .build();

    /** scikit-learn's OneHotEncoder: categories, sums of columns, first rows. */
    @TestFactory
    Stream<DynamicTest> oneHotIsThatOfScikitLearn() {
        return ONEHOT.cases()
                .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> {
                    FeatureTable.Builder table = FeatureTable.builder();
                    golden.dataset()
                            .get("columns")
                            .forEach(name -> table.nominal(name.asText(), List.of(golden.column(name.asText()))));
                    EncodingModel model = Encoding.oneHot().fit(table.build());
                    FeatureMatrix encoded = model.apply(table.build());
                    JsonNode expected = golden.expected();
                    List<String> names = new ArrayList<>();
                    for (int j = 0; j < expected.get("categories").size(); j++) {
                        String name = model.featureNames().get(j);
                        List<String> categories =
                                golden.strings(expected.get("categories").get(j));
                        assertThat(model.levels(name)).isEqualTo(categories);
                        categories.forEach(category -> names.add(name + "=" + category));
                    }
                    assertThat(encoded.featureNames()).isEqualTo(names);
                    double[] sums = names.stream()
                            .mapToDouble(
                                    name -> Arrays.stream(encoded.column(name)).sum())
                            .toArray();
                    golden.assertClose("columnSums", sums, golden.doubles(expected.get("columnSums")));
                    double[][] first = golden.doubles2(expected.get("first10"));
                    for (int i = 0; i < first.length; i++) {
                        assertThat(encoded.row(i)).containsExactly(first[i]);
                    }
                }));
    }

    @Test
    void numbersPassAndCategoriesBecomeColumns() {
        EncodingModel model = Encoding.oneHot().fit(SMALL);
        assertThat(model.featureNames()).containsExactly("age", "region", "tier");
        assertThat(model.encodedNames())
                .containsExactly("age", "region=east", "region=west", "tier=bronze", "tier=silver", "tier=gold");
        assertThat(model.apply(SMALL).toRowMajorArray())
                .containsExactly(31, 0, 1, 0, 0, 1, NAN, 1, 0, 1, 0, 0, 40, NAN, NAN, 1, 0, 0, 25, 0, 1, NAN, NAN, NAN);
        assertThat(model).hasToString("EncodingModel[[age, region, tier] to 6 columns]");
        assertThat(Encoding.oneHot())
                .hasToString("Encoding[ordered=ONE_HOT, unseen=REFUSED, missing=KEPT, reference=NONE]");
    }

    @Test
    void orderedLevelsBecomeCodesOrMeanRanks() {
        FeatureTable tier = SMALL.select(List.of("tier"));
        assertThat(Encoding.oneHot()
                        .withOrdered(Encoding.Ordered.CODES)
                        .fit(tier)
                        .apply(tier)
                        .toRowMajorArray())
                .containsExactly(2, 0, 0, NAN);
        EncodingModel ranks =
                Encoding.oneHot().withOrdered(Encoding.Ordered.RANKS).fit(tier);
        assertThat(ranks.apply(tier).toRowMajorArray()).containsExactly(3, 1.5, 1.5, NAN);
        FeatureTable weighted = tier.weightedBy(1, 2, 0, 5);
        EncodingModel ofWeights =
                Encoding.oneHot().withOrdered(Encoding.Ordered.RANKS).fit(weighted);
        assertThat(ofWeights.apply(weighted).toRowMajorArray()).containsExactly(3, 1.5, 1.5, NAN);
        assertThat(ofWeights.apply(weighted).weight(3)).isEqualTo(5);
    }

    @Test
    void aReferenceLevelHasNoColumn() {
        FeatureTable two = SMALL.select(List.of("region", "tier"));
        EncodingModel model = Encoding.oneHot()
                .withReferenceLevels()
                .withReferenceLevel("tier", "silver")
                .fit(two);
        assertThat(model.encodedNames()).containsExactly("region=west", "tier=bronze", "tier=gold");
        assertThat(model.apply(two).toRowMajorArray()).containsExactly(1, 0, 1, 0, 1, 0, NAN, 1, 0, 1, NAN, NAN);
        assertRefused(
                () -> Encoding.oneHot().withReferenceLevel("region", "north").fit(two),
                Reason.UNKNOWN_NAME,
                "Encoding.fit: the reference level of \"region\" is no level of a one-hot encoded column; give one of its"
                        + " levels");
        assertRefused(
                () -> Encoding.oneHot().withReferenceLevel("age", "31").fit(SMALL),
                Reason.UNKNOWN_NAME,
                "Encoding.fit: the reference level of \"age\" is no level of a one-hot encoded column; give one of its"
                        + " levels");
    }

    @Test
    void unseenLevelsAreRefusedOrHaveAColumn() {
        FeatureTable region = SMALL.select(List.of("region"));
        FeatureTable later = FeatureTable.builder()
                .nominal("region", Arrays.asList("east", "north", null, "west"))
                .build();
        assertRefused(
                () -> Encoding.oneHot().fit(region).apply(later),
                Reason.SCHEMA_MISMATCH,
                "EncodingModel.apply: the level at row 1 of column \"region\" is none of the 2 that were fitted; fit again,"
                        + " or use Encoding.withUnseen(OTHER_COLUMN) for one-hot columns");
        EncodingModel model = Encoding.oneHot()
                .withUnseen(Encoding.Unseen.OTHER_COLUMN)
                .withMissing(Encoding.Missing.OWN_COLUMN)
                .withReferenceLevels()
                .fit(region);
        assertThat(model.encodedNames()).containsExactly("region=west", "region=(other)", "region=(missing)");
        assertThat(model.apply(later).toRowMajorArray()).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0);
        FeatureTable tier = SMALL.select(List.of("tier"));
        FeatureTable laterTier = FeatureTable.builder()
                .ordinal("tier", List.of("bronze", "platinum"), List.of("bronze", "platinum"))
                .build();
        EncodingModel codes = Encoding.oneHot()
                .withOrdered(Encoding.Ordered.CODES)
                .withUnseen(Encoding.Unseen.OTHER_COLUMN)
                .fit(tier);
        assertThatThrownBy(() -> codes.apply(laterTier)).hasMessageContaining("the level at row 1 of column \"tier\"");
        assertThat(codes.apply(laterTier.rows(0)).toRowMajorArray()).containsExactly(0);
    }

    @Test
    void theOrderOfRowsAndColumnsDoesNotMatter() {
        EncodingModel model = Encoding.oneHot().fit(SMALL);
        EncodingModel reversed = Encoding.oneHot().fit(SMALL.rows(3, 2, 1, 0));
        assertThat(reversed.encodedNames()).isEqualTo(model.encodedNames());
        FeatureTable swapped = SMALL.select(List.of("tier", "region", "age"));
        assertThat(model.apply(swapped).toRowMajorArray())
                .containsExactly(model.apply(SMALL).toRowMajorArray());
    }

    @Test
    void tablesOfAnotherShapeAreRefused() {
        EncodingModel model = Encoding.oneHot().fit(SMALL.select(List.of("region")));
        assertThatThrownBy(() -> model.apply(SMALL)).hasMessageContaining("unexpected [age, tier]");
        assertRefused(
                () -> model.apply(FeatureTable.builder().numeric("region", 1).build()),
                Reason.SCHEMA_MISMATCH,
                "EncodingModel.apply: column \"region\" is NUMERIC, expected NOMINAL; give it the type that was fitted");
        assertRefused(
                () -> model.levels("city"),
                Reason.UNKNOWN_NAME,
                "EncodingModel: no column \"city\"; there are [region]");
        assertRefused(
                () -> Encoding.oneHot().fit(SMALL.rows()),
                Reason.EMPTY,
                "Encoding.fit: there are no rows; fit on at least one customer");
        assertRefused(
                () -> Encoding.oneHot().fit(SMALL.select(List.of("region")).rows(2)),
                Reason.NO_OBSERVATIONS,
                "Encoding.fit: every value of column \"region\" is missing; leave the column out");
        FeatureTable clash = FeatureTable.builder()
                .nominal("a", List.of("b=c"))
                .nominal("a=b", List.of("c"))
                .build();
        assertThatThrownBy(() -> Encoding.oneHot().fit(clash))
                .hasMessage("Encoding.fit: two features are called \"a=b=c\"; give each column a name of its own");
    }

    private static void assertRefused(Runnable work, Reason reason, String message) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage(message);
    }
}
