package dev.segmentation.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureTable;
import dev.segmentation.Fit;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.latentclass.LatentClass;
import dev.segmentation.latentclass.LatentClassModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The cases LC: items that tell nothing, answers that are missing or impossible, and very many levels. */
final class BadLatentClassInput {

    private BadLatentClassInput() {}

    static Map<String, BadInputCase.Check> checks() {
        return Map.ofEntries(
                entry("LC002", BadLatentClassInput::oneLevel),
                entry("LC005", BadLatentClassInput::noAnswer),
                entry("LC006", BadLatentClassInput::codesWithGaps),
                entry("LC007", BadLatentClassInput::impossibleAnswers),
                entry("LC008", BadLatentClassInput::manyLevels));
    }

    private static void oneLevel(BadInputCase bad) {
        Fit<LatentClassModel> fit = fit(bad, "items");
        assertThat(bad.mustFlag(Reason.ZERO_VARIANCE, fit.report().notices()).message())
                .contains("item \"item0\"");
        assertSumToOne(fit.model().memberships(items(bad, "items")));
        assertThat(fit.model().logLikelihood()).isFinite();
    }

    private static void noAnswer(BadInputCase bad) {
        Fit<LatentClassModel> fit = fit(bad, "items");
        bad.mustFlag(Reason.NO_INFORMATION, fit.report().notices());
        Memberships memberships = fit.model().memberships(items(bad, "items"));
        for (int s = 0; s < bad.k(); s++) {
            assertThat(memberships.degree(0, s)).isCloseTo(fit.model().share(s), within(1e-15));
        }
    }

    private static void codesWithGaps(BadInputCase bad) {
        bad.mayAccept();
        LatentClassModel model = fit(bad, "items").model();
        assertThat(model.levels("item0")).containsExactly("0", "5");
        assertThat(model.freeParameters()).as("no phantom level").isEqualTo(1 + 2 * 2);
        assertSumToOne(model.memberships(items(bad, "items")));
    }

    private static void impossibleAnswers(BadInputCase bad) {
        bad.mayAccept();
        LatentClassModel model = fit(bad, "fit_items").model();
        assertThat(model.probability("item0", "1", 0)).isIn(0.0, 1.0);
        assertSumToOne(model.memberships(items(bad, "predict")));
    }

    private static void manyLevels(BadInputCase bad) {
        bad.mayAccept();
        JsonNode spec = bad.input().get("items_gen");
        SplittableRandom random = new SplittableRandom(spec.get("seed").asLong());
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int j = 0; j < spec.get("items").asInt(); j++) {
            List<String> answers = new ArrayList<>();
            for (int row = 0; row < spec.get("n").asInt(); row++) {
                answers.add("c" + random.nextInt(spec.get("cats").asInt()));
            }
            builder.nominal("item" + j, answers);
        }
        FeatureTable table = builder.build();
        LatentClassModel model =
                LatentClass.of(bad.k()).withRestarts(2).fit(table).model();
        assertThat(model.logLikelihood()).isFinite().isNegative();
        assertSumToOne(model.memberships(table));
    }

    private static void assertSumToOne(Memberships memberships) {
        for (int row = 0; row < memberships.size(); row++) {
            double sum = 0;
            for (int s = 0; s < memberships.segmentCount(); s++) {
                sum += memberships.degree(row, s);
            }
            assertThat(sum).isCloseTo(1, within(1e-12)); // not if one is NaN
        }
    }

    private static Fit<LatentClassModel> fit(BadInputCase bad, String field) {
        return LatentClass.of(bad.k()).fit(items(bad, field));
    }

    /** Codes as texts, null as missing. */
    private static FeatureTable items(BadInputCase bad, String field) {
        JsonNode rows = bad.input().get(field);
        FeatureTable.Builder builder = FeatureTable.builder();
        for (int j = 0; j < rows.get(0).size(); j++) {
            List<@Nullable String> answers = new ArrayList<>();
            for (JsonNode row : rows) {
                answers.add(row.get(j).isNull() ? null : row.get(j).asText());
            }
            builder.nominal("item" + j, answers);
        }
        return builder.build();
    }
}
