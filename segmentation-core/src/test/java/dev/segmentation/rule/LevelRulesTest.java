package dev.segmentation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Rules on levels and on missing values. */
class LevelRulesTest {

    private static final List<String> REGIONS = List.of("north", "south", "west");

    private static final RuleSet REGIONAL = RuleSet.builder()
            .withLevels("region", REGIONS)
            .rule(Rule.named("North")
                    .where("region")
                    .isOneOf("north")
                    .and("spend")
                    .missingOr()
                    .above(10))
            .rule(Rule.named("Rest").where("region").missingOr().isOneOf("south", "west"))
            .withMissing("region")
            .withMissing("spend")
            .build();

    private static FeatureTable customers() {
        return FeatureTable.builder()
                .nominal("region", Arrays.asList("west", "north", "north", null, "east"))
                .numeric("spend", 1, 11, Double.NaN, 5, 5)
                .build();
    }

    @Test
    void levelsAreMatchedByTheirTextAndUnknownOnesAreMissing() {
        assertThat(REGIONAL.assign(customers()).toArray()).containsExactly(1, 0, 0, 1, 1);
        assertThat(REGIONAL.rules())
                .hasToString(
                        "[North: region = north and spend > 10 or missing, Rest: region in {south, west} or missing]");
    }

    @Test
    void theAuditIsAboutLevelsAndMissingValues() {
        RuleAudit audit = REGIONAL.audit();
        assertThat(audit.gaps()).hasToString("[region = north and spend ≤ 10]");
        assertThat(audit.gaps().get(0).example("region")).isZero();
        assertThat(audit.gaps().get(0).example("spend")).isZero();
        assertThat(audit.isExclusive()).isTrue();
        RuleAudit unknown = RuleSet.builder()
                .withLevels("region", REGIONS)
                .withMissing("region")
                .rule(Rule.named("All").where("region").isKnown())
                .rule(Rule.named("None").where("region").isOneOf("east"))
                .rule(Rule.named("Never")
                        .where("region")
                        .isOneOf("north")
                        .and("region")
                        .isOneOf("west"))
                .build()
                .audit();
        assertThat(unknown.gaps()).hasToString("[region is missing]");
        assertThat(unknown.gaps().get(0).example("region")).isNaN();
        assertThat(unknown.deadRules())
                .hasToString("[rule 1 \"None\", its conditions hold only outside the domains,"
                        + " rule 2 \"Never\", its conditions exclude each other]");
    }

    @Test
    void aMissingValueFulfilsOnlyIfEveryConditionLetsIt() {
        Rule both = Rule.named("A")
                .where("x")
                .missingOr()
                .above(1)
                .and("x")
                .missingOr()
                .atMost(5);
        Rule one = Rule.named("A").where("x").missingOr().above(1).and("x").atMost(5);
        assertThat(both.conditions()).isEqualTo("1 < x ≤ 5 or missing");
        assertThat(one.conditions()).isEqualTo("1 < x ≤ 5");
        assertThat(Rule.named("A").where("x").isMissing().conditions()).isEqualTo("x is missing");
        assertThat(Rule.named("A").where("x").isKnown().conditions()).isEqualTo("any x");
        FeatureMatrix missing = FeatureMatrix.copyOfRowMajor(List.of("x"), Double.NaN, 2);
        for (Rule rule : List.of(both, one)) {
            int expected = rule == both ? 0 : 1;
            assertThat(RuleSet.builder()
                            .rule(rule)
                            .otherwise("Z")
                            .build()
                            .assign(missing)
                            .toArray())
                    .containsExactly(expected, 0);
        }
    }

    @Test
    void typesMustAgree() {
        refused(
                "RuleSet: a rule asks for levels of feature \"x\", which has none; declare its levels (withLevels) and name"
                        + " them",
                () -> RuleSet.builder()
                        .rule(Rule.named("A").where("x").isOneOf("a"))
                        .build());
        refused(
                "RuleSet: a rule asks for numbers of feature \"x\", which has levels; declare its levels (withLevels) and"
                        + " name them",
                () -> RuleSet.builder()
                        .withLevels("x", REGIONS)
                        .rule(Rule.named("A").where("x").above(1))
                        .build());
        refused(
                "Rule: feature \"x\" has a condition on numbers and one on levels; keep one of them",
                () -> Rule.named("A").where("x").isOneOf("a").and("x").above(1));
        refused(
                "Rule.isOneOf: no levels, on feature \"x\"; name at least one",
                () -> Rule.named("A").where("x").isOneOf());
        refused(
                "RuleSet.withLevels: feature \"x\" has a level twice; name each level once",
                () -> RuleSet.builder().withLevels("x", List.of("a", "a")));
        refused(
                "RuleSet.assign: column \"region\" is NUMERIC, expected levels; pass it as the rules know it",
                () -> REGIONAL.assign(FeatureMatrix.copyOfRowMajor(List.of("region", "spend"), 1, 2)));
        RuleSet strict = RuleSet.builder()
                .withLevels("region", REGIONS)
                .rule(Rule.named("All"))
                .build();
        assertThatThrownBy(() -> strict.assign(customers().select(List.of("region"))))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RANGE))
                .hasMessage(
                        "RuleSet.assign: the value at row 4, feature \"region\" is outside its domain, expected region"
                                + " in {north, south, west}; correct it, or declare a wider domain");
        assertThatThrownBy(REGIONAL::toRecord)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("RuleSet.toRecord: feature \"region\" has levels or missing values");
    }

    private static void refused(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }

    /** Rules drawn at random, with what they claim written down beside them, against every customer there can be. */
    @Test
    void theAuditIsThatOfAllCustomersThereCanBe() {
        for (long seed = 0; seed < 300; seed++) {
            SeededRandom random = SeededRandom.stream(seed, 16);
            RuleSet.Builder builder =
                    RuleSet.builder().withLevels("region", REGIONS).withIntegers("x", 0, 3);
            builder.withMissing("region").withMissing("x");
            List<BiPredicate<Integer, Double>> claims = new ArrayList<>();
            int rules = 1 + random.nextInt(5);
            for (int r = 0; r < rules; r++) {
                builder.rule(random(random, "S" + r, claims));
            }
            check(builder.build(), claims, "seed " + seed);
        }
    }

    private static Rule random(SeededRandom random, String name, List<BiPredicate<Integer, Double>> claims) {
        int levels = random.nextInt(8); // none: no condition
        boolean regionMissing = random.nextInt(2) == 0;
        double low = random.nextInt(4);
        double high = low + random.nextInt(3);
        boolean numberMissing = random.nextInt(2) == 0;
        int kind = random.nextInt(4);
        Rule rule = Rule.named(name);
        if (levels > 0) {
            List<String> asked = new ArrayList<>();
            for (int level = 0; level < 3; level++) {
                if ((levels >> level & 1) == 1) {
                    asked.add(REGIONS.get(level));
                }
            }
            Rule.Condition condition = rule.where("region");
            rule = (regionMissing ? condition.missingOr() : condition).isOneOf(asked);
        }
        rule = switch (kind) {
            case 0 -> rule;
            case 1 -> rule.where("x").isMissing();
            case 2 -> rule.where("x").isKnown();
            default -> (numberMissing ? rule.where("x").missingOr() : rule.where("x")).between(low, high);
        };
        claims.add((region, number) -> {
            boolean there = levels == 0 || (region < 0 ? regionMissing : (levels >> region & 1) == 1);
            return there
                    && switch (kind) {
                        case 0 -> true;
                        case 1 -> Double.isNaN(number);
                        case 2 -> !Double.isNaN(number);
                        default -> Double.isNaN(number) ? numberMissing : number >= low && number <= high;
                    };
        });
        return rule;
    }

    private static void check(RuleSet set, List<BiPredicate<Integer, Double>> claims, String as) {
        RuleAudit audit = set.audit();
        boolean gap = false;
        boolean[] fires = new boolean[claims.size()];
        boolean[][] overlap = new boolean[claims.size()][claims.size()];
        for (int region = -1; region < 3; region++) {
            for (double number : new double[] {0, 1, 2, 3, Double.NaN}) {
                int first = -1;
                for (int r = claims.size() - 1; r >= 0; r--) {
                    if (claims.get(r).test(region, number)) {
                        for (int later = r + 1; later < claims.size(); later++) {
                            overlap[r][later] |= claims.get(later).test(region, number);
                        }
                        first = r;
                    }
                }
                gap |= first < 0;
                if (first >= 0) {
                    fires[first] = true;
                    assertThat(set.assign(customer(region, number)).label(0))
                            .as(as)
                            .isEqualTo(first);
                }
            }
        }
        assertThat(audit.isExhaustive()).as(as).isEqualTo(!gap);
        for (int r = 0; r < fires.length; r++) {
            int rule = r;
            assertThat(audit.deadRules().stream().anyMatch(dead -> dead.rule() == rule))
                    .as(as)
                    .isEqualTo(!fires[r]);
            for (int s = r + 1; s < fires.length; s++) {
                int other = s;
                assertThat(audit.overlaps().stream().anyMatch(o -> o.first() == rule && o.second() == other))
                        .as(as)
                        .isEqualTo(overlap[r][s]);
            }
        }
    }

    private static FeatureTable customer(int region, double number) {
        return FeatureTable.builder()
                .nominal("region", Arrays.asList(region < 0 ? null : REGIONS.get(region)))
                .numeric("x", number)
                .build();
    }
}
