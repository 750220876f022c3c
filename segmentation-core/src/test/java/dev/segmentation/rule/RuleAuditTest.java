package dev.segmentation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleAuditTest {

    @Test
    void findsTheGapBetweenTwoOpenIntervals() {
        RuleAudit audit = RuleSet.builder()
                .withRange("spend", 0, 20)
                .rule(Rule.named("L").where("spend").atLeast(0).and("spend").below(10))
                .rule(Rule.named("H").where("spend").above(10).and("spend").atMost(20))
                .build()
                .audit();
        assertThat(audit.isExhaustive()).isFalse();
        assertThat(audit.isExclusive()).isTrue();
        assertThat(audit.gaps()).hasToString("[spend = 10]");
        assertThat(audit.gaps().get(0).example("spend")).isEqualTo(10);
        assertThat(audit.notices())
                .containsExactly(new Notice(Reason.GAP, "RuleSet: no rule claims 1 regions, the first: spend = 10"));
    }

    @Test
    void withoutADomainTheRealLineMustBeCovered() {
        RuleAudit audit = RuleSet.builder()
                .rule(Rule.named("L").where("spend").atLeast(0).and("spend").below(10))
                .rule(Rule.named("H").where("spend").above(10).and("spend").atMost(20))
                .build()
                .audit();
        assertThat(audit.gaps()).hasToString("[spend < 0, spend = 10, spend > 20]");
    }

    @Test
    void otherwiseTakesTheGaps() {
        RuleAudit audit = RuleSet.builder()
                .rule(Rule.named("L").where("spend").below(10))
                .otherwise("Other")
                .build()
                .audit();
        assertThat(audit.isExhaustive()).isTrue();
        assertThat(audit.gaps()).hasToString("[spend ≥ 10]");
        assertThat(audit.notices()).isEmpty();
        RuleAudit nothingElse =
                RuleSet.builder().withRange("x", 0, 1).otherwise("All").build().audit();
        assertThat(nothingElse.gaps()).hasToString("[everywhere]");
        assertThat(nothingElse.isExhaustive()).isTrue();
    }

    @Test
    void reportsWhereRulesOverlap() {
        RuleAudit audit = RuleSet.builder()
                .rule(Rule.named("VIP").where("spend").above(100))
                .rule(Rule.named("ACTIVE").where("recency").below(30))
                .otherwise("Other")
                .build()
                .audit();
        assertThat(audit.isExclusive()).isFalse();
        assertThat(audit.overlaps())
                .hasToString("[rules 0 \"VIP\" and 1 \"ACTIVE\" where spend > 100 and recency < 30; the first one"
                        + " wins]");
        RuleAudit.Overlap overlap = audit.overlaps().get(0);
        assertThat(overlap.first()).isZero();
        assertThat(overlap.second()).isEqualTo(1);
        assertThat(overlap.region().example("spend")).isEqualTo(Math.nextUp(100.0));
        assertThat(overlap.region().example("recency")).isZero();
        assertThat(audit.notices()).extracting(Notice::reason).containsExactly(Reason.OVERLAP);
        assertThatThrownBy(() -> overlap.region().example("age"))
                .hasMessage("Region.example: no feature \"age\"; there are [spend, recency]");
    }

    @Test
    void rulesOfOneSegmentMayOverlap() {
        RuleAudit audit = RuleSet.builder()
                .rule(Rule.named("A").where("x").below(5))
                .rule(Rule.named("A").where("x").above(0))
                .build()
                .audit();
        assertThat(audit.isExclusive()).isTrue();
        assertThat(audit.isExhaustive()).isTrue();
    }

    @Test
    void findsRulesThatCanNeverFire() {
        RuleAudit audit = RuleSet.builder()
                .withIntegers("score", 1, 5)
                .rule(Rule.named("Low").where("score").atMost(2))
                .rule(Rule.named("High").where("score").above(2.5))
                .rule(Rule.named("Union").where("score").between(2, 4))
                .rule(Rule.named("Never").where("score").above(3).and("score").below(2))
                .rule(Rule.named("Outside").where("score").atLeast(5.5))
                .rule(Rule.named("Between").where("score").above(2).and("score").below(3))
                .build()
                .audit();
        assertThat(audit.isExhaustive()).isTrue();
        assertThat(audit.deadRules())
                .containsExactly(
                        new RuleAudit.DeadRule(2, "Union", RuleAudit.Cause.COVERED),
                        new RuleAudit.DeadRule(3, "Never", RuleAudit.Cause.CONTRADICTORY),
                        new RuleAudit.DeadRule(4, "Outside", RuleAudit.Cause.OUTSIDE_DOMAIN),
                        new RuleAudit.DeadRule(5, "Between", RuleAudit.Cause.OUTSIDE_DOMAIN));
        assertThat(audit.notices())
                .contains(new Notice(
                        Reason.DEAD_RULE,
                        "RuleSet: 4 rules can never fire, the first: rule 2 \"Union\", earlier rules claim all that it"
                                + " could"));
        assertThat(audit.toString())
                .startsWith("RuleAudit[exhaustive, not exclusive, 4 dead rules; OVERLAP: RuleSet: 2 pairs");
    }

    @Test
    void everyDoubleCounts() {
        double next = Math.nextUp(1.0);
        RuleAudit seamless = RuleSet.builder()
                .rule(Rule.named("A").where("x").atMost(1))
                .rule(Rule.named("B").where("x").atLeast(next))
                .build()
                .audit();
        assertThat(seamless.isExhaustive()).isTrue(); // there is no double between the two
        RuleAudit gap = RuleSet.builder()
                .rule(Rule.named("A").where("x").atMost(1))
                .rule(Rule.named("B").where("x").above(next))
                .build()
                .audit();
        assertThat(gap.gaps()).hasToString("[x = 1.0000000000000002]");
        RuleAudit ends = RuleSet.builder()
                .rule(Rule.named("A").where("x").below(Double.MAX_VALUE))
                .rule(Rule.named("B").where("x").above(Double.MAX_VALUE))
                .build()
                .audit();
        assertThat(ends.gaps()).hasToString("[x = 1.7976931348623157E308]");
        assertThat(ends.deadRules()).containsExactly(new RuleAudit.DeadRule(1, "B", RuleAudit.Cause.CONTRADICTORY));
    }

    @Test
    void refusesAProofBeyondItsLimit() {
        RuleSet.Builder builder = RuleSet.builder();
        for (int j = 0; j < 20; j++) { // slabs across each other leave 2^20 regions
            builder.rule(Rule.named("Rule " + j).where("x" + j).between(4, 5));
        }
        RuleSet large = builder.build();
        assertThatThrownBy(large::audit)
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.RESOURCE_LIMIT))
                .hasMessage("RuleSet.audit: the proof needs more than 100000 regions or 10000000 comparisons; use fewer"
                        + " rules or features per rule set");
    }

    /** The twin: every cell of the grid that the bounds 0 … 6 can tell apart, one by one. */
    @Test
    void agreesWithBruteForceOverEveryCell() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            boolean integers = round % 2 == 0;
            int features = 1 + random.nextInt(3);
            RuleSet set = randomRules(random, features, integers);
            checkAgainstTwin(set, features, integers ? 1 : 0.5, "seed " + seed + ", round " + round + ": " + set);
        }
    }

    private static RuleSet randomRules(Random random, int features, boolean integers) {
        RuleSet.Builder builder = RuleSet.builder();
        for (int j = 0; j < features; j++) {
            if (integers) {
                builder.withIntegers("x" + j, 0, 6);
            } else {
                builder.withRange("x" + j, 0, 6);
            }
        }
        int count = 1 + random.nextInt(6);
        for (int r = 0; r < count; r++) {
            Rule rule = Rule.named("S" + random.nextInt(3));
            for (int c = random.nextInt(4); c > 0; c--) {
                Rule.Condition condition = rule.where("x" + random.nextInt(features));
                int value = random.nextInt(9) - 1;
                rule = switch (random.nextInt(6)) {
                    case 0 -> condition.atLeast(value);
                    case 1 -> condition.atMost(value);
                    case 2 -> condition.above(value);
                    case 3 -> condition.below(value);
                    case 4 -> condition.is(value);
                    default -> condition.between(value - random.nextInt(4), value);
                };
            }
            builder.rule(rule);
        }
        return builder.build();
    }

    /** All points with coordinates 0, step, 2 · step … 6: whole values stand for themselves, halves for open intervals. */
    private static void checkAgainstTwin(RuleSet set, int features, double step, String as) {
        RuleAudit audit = set.audit();
        List<Rule> rules = set.rules();
        boolean[] fires = new boolean[rules.size()];
        boolean[][] overlap = new boolean[rules.size()][rules.size()];
        boolean anyGap = false;
        int perFeature = (int) (6 / step) + 1;
        double[] point = new double[features];
        for (int cell = 0; cell < Math.pow(perFeature, features); cell++) {
            int rest = cell;
            for (int j = 0; j < features; j++) {
                point[j] = rest % perFeature * step;
                rest /= perFeature;
            }
            List<Integer> claims = new ArrayList<>();
            for (int r = 0; r < rules.size(); r++) {
                if (claims(rules.get(r), point)) {
                    claims.add(r);
                }
            }
            assertThat(audit.gaps().stream().filter(gap -> contains(gap, point)).count())
                    .as(as)
                    .isEqualTo(claims.isEmpty() ? 1 : 0); // gaps are disjoint and complete
            anyGap |= claims.isEmpty();
            if (!claims.isEmpty()) {
                fires[claims.get(0)] = true;
            }
            for (int first : claims) {
                for (int second : claims) {
                    boolean differ =
                            !rules.get(first).name().equals(rules.get(second).name());
                    overlap[first][second] |= first < second && differ;
                }
            }
        }
        assertThat(audit.isExhaustive()).as(as).isEqualTo(!anyGap);
        List<Integer> dead =
                audit.deadRules().stream().map(RuleAudit.DeadRule::rule).toList();
        for (int r = 0; r < rules.size(); r++) {
            assertThat(dead.contains(r)).as(as).isEqualTo(!fires[r]);
            for (int s = 0; s < rules.size(); s++) {
                int first = r;
                int second = s;
                assertThat(audit.overlaps())
                        .as(as)
                        .filteredOn(found -> found.first() == first && found.second() == second)
                        .hasSize(overlap[r][s] ? 1 : 0);
            }
        }
        for (RuleAudit.Overlap found : audit.overlaps()) {
            for (int j = 0; j < features; j++) {
                point[j] = found.region().example("x" + j);
            }
            assertThat(claims(rules.get(found.first()), point) && claims(rules.get(found.second()), point))
                    .as(as)
                    .isTrue();
        }
    }

    private static boolean claims(Rule rule, double[] point) {
        for (int j = 0; j < point.length; j++) {
            if (!((Values.Numbers) rule.condition("x" + j)).interval().contains(point[j])) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(Region region, double[] point) {
        for (int j = 0; j < point.length; j++) {
            if (!region.contains(j, point[j])) {
                return false;
            }
        }
        return true;
    }
}
