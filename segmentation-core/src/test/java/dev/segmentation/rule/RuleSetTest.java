package dev.segmentation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    private static final double NAN = Double.NaN;

    private static final RuleSet TWO = RuleSet.builder()
            .rule(Rule.named("VIP").where("spend").above(100))
            .rule(Rule.named("ACTIVE").where("recency").below(30))
            .otherwise("Other")
            .build();

    @Test
    void theFirstRuleThatHoldsClaimsTheCustomer() {
        FeatureMatrix rows =
                FeatureMatrix.copyOfRowMajor(List.of("recency", "spend"), 5, 500, 5, 100, 30, 100.5, 30, 100, 30, 100);
        assertThat(TWO.assign(rows).toArray()).containsExactly(0, 1, 0, 2, 2);
        assertThat(TWO.segmentNames()).containsExactly("VIP", "ACTIVE", "Other");
        assertThat(TWO.segments()).extracting(Segment::index).containsExactly(0, 1, 2);
        assertThat(TWO.segmentCount()).isEqualTo(3);
        assertThat(TWO.featureNames()).containsExactly("spend", "recency");
        assertThat(TWO.rules()).extracting(Rule::name).containsExactly("VIP", "ACTIVE");
    }

    @Test
    void boundsAreOpenOrClosedAsNamed() {
        check(Rule.named("A").where("x").atLeast(2), 0, 1, 1);
        check(Rule.named("A").where("x").above(2), 0, 0, 1);
        check(Rule.named("A").where("x").atMost(2), 1, 1, 0);
        check(Rule.named("A").where("x").below(2), 1, 0, 0);
        check(Rule.named("A").where("x").is(2), 0, 1, 0);
        check(Rule.named("A").where("x").between(2, 2.5), 0, 1, 0);
        check(Rule.named("A").where("x").above(1).and("x").atMost(2), 0, 1, 0);
        check(Rule.named("A"), 1, 1, 1);
    }

    /** Whether the rule claims 1, 2 and 3, and in between not more or less than these say. */
    private static void check(Rule rule, int... expected) {
        RuleSet set =
                RuleSet.builder().withRange("x", 0, 5).rule(rule).otherwise("Z").build();
        int[] labels = set.assign(column("x", 1, 2, 3)).toArray();
        for (int i = 0; i < 3; i++) {
            assertThat(1 - labels[i]).as("%s at %s", rule, i + 1).isEqualTo(expected[i]);
        }
    }

    @Test
    void negativeZeroIsZero() {
        RuleSet set = RuleSet.builder()
                .rule(Rule.named("Below").where("x").below(-0.0))
                .rule(Rule.named("Zero").where("x").is(0.0))
                .rule(Rule.named("Above").where("x").above(-0.0))
                .build();
        assertThat(set.assign(column("x", -0.0, 0.0, -Double.MIN_VALUE, Double.MIN_VALUE))
                        .toArray())
                .containsExactly(1, 1, 0, 2);
        assertThat(set.audit().isExhaustive()).isTrue();
        assertThat(set.audit().isExclusive()).isTrue();
    }

    @Test
    void aMissingValueFulfilsNoCondition() {
        FeatureMatrix rows = FeatureMatrix.copyOfRowMajor(List.of("spend", "recency"), NAN, 5, 500, NAN, NAN, NAN);
        assertThat(TWO.assign(rows).toArray()).containsExactly(1, 0, 2);
    }

    @Test
    void rulesOfOneNameAreOneSegment() {
        RuleSet set = RuleSet.builder()
                .rule(Rule.named("Edge").where("x").below(0))
                .rule(Rule.named("Middle").where("x").atMost(10))
                .rule(Rule.named("Edge").where("x").above(10))
                .build();
        assertThat(set.segmentNames()).containsExactly("Edge", "Middle");
        assertThat(set.assign(column("x", -5, 5, 50)).toArray()).containsExactly(0, 1, 0);
    }

    @Test
    void otherwiseMayNameARule() {
        RuleSet set = RuleSet.builder()
                .rule(Rule.named("Low").where("x").below(0))
                .rule(Rule.named("High").where("x").above(9))
                .otherwise("Low")
                .build();
        assertThat(set.segmentNames()).containsExactly("Low", "High");
        assertThat(set.assign(column("x", -5, 5, 50)).toArray()).containsExactly(0, 0, 1);
    }

    @Test
    void refusesARowThatNoRuleClaims() {
        RuleSet set = RuleSet.builder()
                .rule(Rule.named("L").where("spend").atLeast(0).and("spend").below(10))
                .rule(Rule.named("H").where("spend").above(10).and("spend").atMost(20))
                .build();
        assertThatThrownBy(() -> set.assign(column("spend", 5, 10, 15, 10, NAN)))
                .isInstanceOfSatisfying(InvalidInputException.class, thrown -> {
                    assertThat(thrown.reason()).isEqualTo(Reason.GAP);
                    assertThat(thrown.row()).hasValue(1);
                })
                .hasMessage("RuleSet.assign: no rule claims row 1 (3 of 5 rows in all); add a rule, or"
                        + " otherwise(\"Other\"); audit() shows the gaps");
    }

    @Test
    void refusesValuesOutsideTheirDomain() {
        RuleSet set = RuleSet.builder()
                .withIntegers("score", 1, 5)
                .withRange("spend", 0, Double.POSITIVE_INFINITY)
                .rule(Rule.named("All"))
                .build();
        assertThat(set.featureNames()).containsExactly("score", "spend");
        assertThat(set.assign(FeatureMatrix.copyOfRowMajor(List.of("score", "spend"), 1, 0, 5, 1e300, NAN, NAN))
                        .sizes())
                .containsExactly(3);
        assertRange(set, 6, 0, "score", "whole numbers 1 ≤ score ≤ 5");
        assertRange(set, 2.5, 0, "score", "whole numbers 1 ≤ score ≤ 5");
        assertRange(set, 2, -0.01, "spend", "spend ≥ 0");
    }

    private static void assertRange(RuleSet set, double score, double spend, String feature, String domain) {
        FeatureMatrix row = FeatureMatrix.copyOfRowMajor(List.of("score", "spend"), score, spend);
        assertThatThrownBy(() -> set.assign(row))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.RANGE))
                .hasMessage("RuleSet.assign: the value at row 0, feature \"" + feature
                        + "\" is outside its domain, expected " + domain
                        + "; correct it, or declare a wider domain");
    }

    @Test
    void matchesFeaturesByName() {
        assertThatThrownBy(() -> TWO.assign(column("spend", 1)))
                .hasMessageStartingWith("RuleSet.assign: features differ from the fitted ones; missing [recency]");
        assertThat(TWO.assign(FeatureMatrix.copyOfRowMajor(List.of("spend", "recency")))
                        .size())
                .isZero();
    }

    @Test
    void rulesPrintAsPeopleWriteThem() {
        assertThat(Rule.named("A")
                        .where("r")
                        .atLeast(4)
                        .and("f")
                        .between(2, 3)
                        .and("m")
                        .is(0.1))
                .hasToString("A: r ≥ 4 and 2 ≤ f ≤ 3 and m = 0.1");
        assertThat(Rule.named("B").where("x").above(10).and("x").below(20.5)).hasToString("B: 10 < x < 20.5");
        assertThat(Rule.named("C").where("x").atMost(-1)).hasToString("C: x ≤ -1");
        assertThat(Rule.named("D").where("x").below(0).and("y").above(0)).hasToString("D: x < 0 and y > 0");
        assertThat(Rule.named("E").where("x").below(1).and("x").above(2)).hasToString("E: no x at all");
        assertThat(Rule.named("F")).hasToString("F: everyone");
        assertThat(TWO).hasToString("RuleSet[VIP: spend > 100, ACTIVE: recency < 30] otherwise Other");
    }

    @Test
    void refusesBadRules() {
        assertThatThrownBy(() -> Rule.named(" ")).hasMessageContaining("blank");
        assertThatThrownBy(() -> Rule.named("Exit")).hasMessageContaining("reserved");
        assertThatThrownBy(() -> Rule.named("A").where(""))
                .hasMessage("Rule.where: the name of the feature is blank; name a column");
        assertThatThrownBy(() -> Rule.named("A").where("x").above(NAN))
                .hasMessage("Rule.above: value = NaN, expected a finite number, on feature \"x\"");
        assertThatThrownBy(() -> Rule.named("A").where("x").atMost(Double.POSITIVE_INFINITY))
                .hasMessage("Rule.atMost: value = Infinity, expected a finite number, on feature \"x\"");
        assertThatThrownBy(() -> Rule.named("A").where("x").between(3, 2))
                .hasMessage("Rule.between: low = 3.0, expected at most high = 2.0, on feature \"x\"");
    }

    @Test
    void refusesBadRuleSets() {
        assertThatThrownBy(() -> RuleSet.builder().build()).hasMessage("RuleSet: no rules; add at least one");
        assertThatThrownBy(() -> RuleSet.builder().rule(Rule.named("A")).build())
                .hasMessage("RuleSet: no features; give at least one column");
        assertThatThrownBy(() -> RuleSet.builder().withIntegers("x", 5, 1))
                .hasMessage("RuleSet.withIntegers: max = 1, expected at least min = 5");
        assertThatThrownBy(() -> RuleSet.builder().withRange("x", 0, NAN))
                .hasMessage("RuleSet.withRange: max = NaN, expected at least min = 0.0");
        assertThatThrownBy(() -> RuleSet.builder().withRange("x", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
                .hasMessageStartingWith("RuleSet.withRange: max = Infinity");
        assertThatThrownBy(() -> RuleSet.builder().withRange("x", 0, 1).withIntegers("x", 0, 1))
                .hasMessage("RuleSet: feature \"x\" has a domain already; declare it once");
        assertThatThrownBy(() -> RuleSet.builder().otherwise("unscored")).hasMessageContaining("reserved");
    }

    private static FeatureMatrix column(String name, double... values) {
        return FeatureMatrix.copyOfRowMajor(List.of(name), values);
    }
}
