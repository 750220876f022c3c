package dev.segmentation.rule;

import static dev.segmentation.testing.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RfmRulesTest {

    private static final List<String> NAMES = List.of("recency_days", "frequency", "monetary");

    /** Cuts at 10 and 20 days, 2 and 5 purchases, 100 of money: three, three and two classes. */
    private static final RfmModel SCORES = Rfm.fixed(new double[] {10, 20}, new double[] {2, 5}, new double[] {100})
            .fit(FeatureMatrix.copyOfRowMajor(NAMES, 1, 1, 1));

    @Test
    void scoresAndNamesInOneStep() {
        RfmRules model = RfmRules.standard(SCORES);
        FeatureMatrix customers =
                FeatureMatrix.copyOfRowMajor(NAMES, 10, 6, 1, 11, 6, 1, 10, 2, 500, 21, 1, 0, Double.NaN, 6, 0);

        assertThat(model.featureNames()).isEqualTo(NAMES);
        assertThat(model.segments()).isEqualTo(RfmSegments.standard(SCORES).segments());
        assertThat(names(model, customers))
                .containsExactly("Champions", "Loyal", "New", "Hibernating", "Cannot lose"); // the last never bought
        assertThat(model.assign(customers))
                .isEqualTo(model.rules().assign(model.scores().score(customers).toMatrix()));
    }

    @Test
    void rulesMayLeaveScoresOut() {
        RfmRules model = RfmRules.of(
                SCORES,
                RuleSet.builder()
                        .rule(Rule.named("Big").where("m_score").is(2))
                        .otherwise("Small")
                        .build());

        assertThat(names(model, FeatureMatrix.copyOfRowMajor(NAMES, 1, 1, 100, 1, 1, 100.01)))
                .containsExactly("Small", "Big");
        assertThat(model.segmentCount()).isEqualTo(2);
        assertThat(model).hasToString("RfmRules[" + SCORES + ", RuleSet[Big: m_score = 2] otherwise Small]");
    }

    @Test
    void isAModelThatATypingToolTakes() {
        RfmRules model = RfmRules.standard(SCORES);
        Typing typing = TypingTool.of(model, model.segments())
                .type(FeatureMatrix.copyOfRowMajor(
                        List.of("monetary", "other", "recency_days", "frequency"), 1, 99, 10, 6));

        assertThat(typing.segment(0)).hasToString("Champions");
        assertThat(typing.margin(0)).isOne();
        assertThat(typing.runnerUp(0)).isEmpty();
    }

    @Test
    void rulesAboutAnythingElseAreRefused() {
        RuleSet rules = RuleSet.builder()
                .rule(Rule.named("Big").where("monetary").above(100))
                .otherwise("Small")
                .build();
        assertThat(refused(Reason.SCHEMA_MISMATCH, () -> RfmRules.of(SCORES, rules)))
                .hasMessage("RfmRules.of: the rules ask for [monetary] but the scores are [r_score, f_score, m_score];"
                        + " write rules about scores");
    }

    private static List<String> names(RfmRules model, FeatureMatrix customers) {
        Typing typing = model.type(customers).withSegments(model.segments());
        return IntStream.range(0, typing.size())
                .mapToObj(typing::segment)
                .map(Segment::name)
                .toList();
    }
}
