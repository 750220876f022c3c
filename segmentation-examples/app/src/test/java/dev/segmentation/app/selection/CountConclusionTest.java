package dev.segmentation.app.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.Estimate;
import dev.segmentation.metrics.selection.CriterionCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CountConclusionTest {

    private static final Set<CountCriterion> OF_SEVERAL =
            Set.of(CountCriterion.BOOTSTRAP_INSTABILITY, CountCriterion.SILHOUETTE, CountCriterion.CALINSKI_HARABASZ);

    @Test
    void whatMoreThanHalfPickIsAgreedOnAndTheOthersAreNamed() {
        CountConclusion found = conclusion(1, 3, 3, 5, 3);

        assertThat(found.agreed()).hasValue(3);
        assertThat(found.sentences())
                .startsWith("3 of 5 criteria say 3; gap says 1; silhouette says 5.")
                .endsWith("Whether the 3 segments come back in customers drawn anew is not known.");
        assertThat(conclusion(4, 4, 4, 4, 4).sentences()).startsWith("5 of 5 criteria say 4.");
    }

    @Test
    void disagreementIsNotHidden() {
        CountConclusion found = conclusion(2, 4, 2, 4, 6);

        assertThat(found.agreed()).isEmpty();
        assertThat(found.sentences())
                .startsWith(
                        "The criteria disagree: gap and bootstrap instability say 2; prediction strength and silhouette"
                                + " say 4; Calinski-Harabasz says 6. No number stands out: decide by what the segments are for.");
    }

    @Test
    void whatPicksNoneCountsAgainst() {
        CountConclusion found = conclusion(0, 3, 3, 0, 5);

        assertThat(found.agreed()).as("2 of 5").isEmpty();
        assertThat(found.sentences().get(0))
                .startsWith(
                        "The criteria disagree: prediction strength and bootstrap instability say 3; Calinski-Harabasz"
                                + " says 5; gap and silhouette pick none.");
        assertThat(conclusion(0, 0, 0, 0, 0).sentences()).startsWith("No criterion picks a number.");
        assertThat(conclusion(0, 2, 2, 2, 0).sentences())
                .startsWith("3 of 5 criteria say 2; gap and Calinski-Harabasz pick none.");
    }

    /** The others pick a number even of noise; they are not counted against those that can say one. */
    @Test
    void whereThoseThatCanSayOneThereAreNoGroups() {
        CountConclusion found = conclusion(1, 1, 2, 2, 2);

        assertThat(found.agreed()).isEmpty();
        assertThat(found.sentences())
                .startsWith(
                        "No separate groups are shown: gap and prediction strength say 1, 2 of the 2 criteria that can.",
                        "Of the others, bootstrap instability, silhouette and Calinski-Harabasz say 2. How many segments to"
                                + " make is then a decision, not a finding.");
        assertThat(conclusion(0, 1, 2, 2, 2).sentences())
                .startsWith("No separate groups are shown: prediction strength says 1, 1 of the 1 criteria that can.");
        assertThat(conclusion(1, 2, 2, 2, 2).sentences()).startsWith("4 of 5 criteria say 2; gap says 1.");
    }

    /** Where the search begins at 3, gap and prediction strength do not look at 1 either. */
    @Test
    void whoDoesNotLookAtOneIsNotCountedAsOneWhoCould() {
        CountResult.Answer gap = answer(CountCriterion.GAP, 3, 4);
        assertThat(gap.couldSayOne()).isFalse();
        assertThat(answer(CountCriterion.GAP, 1, 4).couldSayOne()).isTrue();
        assertThat(answer(CountCriterion.SILHOUETTE, 1, 4).couldSayOne()).isFalse();
        assertThat(answer(CountCriterion.SILHOUETTE, 1, 4).counts()).containsExactly(2, 3, 4, 5, 6);
    }

    /** 0 picks none. */
    private static CountConclusion conclusion(int gap, int strength, int instability, int silhouette, int calinski) {
        int[] picks = {gap, strength, instability, silhouette, calinski};
        List<CountCriterion> criteria = List.of(
                CountCriterion.GAP,
                CountCriterion.PREDICTION_STRENGTH,
                CountCriterion.BOOTSTRAP_INSTABILITY,
                CountCriterion.SILHOUETTE,
                CountCriterion.CALINSKI_HARABASZ);
        List<CountResult.Answer> answers = new ArrayList<>();
        for (int c = 0; c < picks.length; c++) {
            answers.add(answer(criteria.get(c), OF_SEVERAL.contains(criteria.get(c)) ? 2 : 1, picks[c]));
        }
        return new CountConclusion(new CountResult(100, 20, 0, List.of(), answers, Map.of(), List.of()));
    }

    private static CountResult.Answer answer(CountCriterion criterion, int from, int pick) {
        CriterionCurve.Builder curve = CriterionCurve.builder();
        for (int count = from; count <= 6; count++) {
            curve.score(count, Estimate.of(0.5, 0.4, 0.6, 0.95, 100));
        }
        return new CountResult.Answer(
                criterion,
                curve.pick(pick == 0 ? OptionalInt.empty() : OptionalInt.of(pick))
                        .build());
    }
}
