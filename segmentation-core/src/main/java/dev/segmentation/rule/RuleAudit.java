package dev.segmentation.rule;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@link RuleSet} covers, proven rather than sampled: gaps, overlaps, and rules that can never fire.
 *
 * <p>Every rule is a box in the space of features, with sets of levels as sides where a feature has levels. Subtracting
 * boxes from the domain, exactly and down to the single double, leaves the gaps; subtracting all earlier boxes from a rule
 * leaves what it can still claim. Rules are named by their position, from 0. The proof holds for customers without missing
 * values, except in features that {@link RuleSet.Builder#withMissing} declares: there it is about them as well.
 *
 * <p><b>Cost:</b> O(rules² · features) where few rules cut each other; in many features the number of regions can grow
 * exponentially, and the audit is refused beyond {@value #MAX_REGIONS} regions or {@value #MAX_STEPS} comparisons.
 */
public final class RuleAudit {

    /** The largest number of regions that an audit keeps at a time. */
    public static final int MAX_REGIONS = 100_000;

    /** The largest number of comparisons of two regions in one audit. */
    public static final int MAX_STEPS = 10_000_000;

    private final RuleSet rules;
    private final List<Region> gaps;
    private final List<Overlap> overlaps;
    private final List<DeadRule> deadRules;

    private RuleAudit(RuleSet rules, List<Region> gaps, List<Overlap> overlaps, List<DeadRule> deadRules) {
        this.rules = rules;
        this.gaps = List.copyOf(gaps);
        this.overlaps = List.copyOf(overlaps);
        this.deadRules = List.copyOf(deadRules);
    }

    static RuleAudit of(RuleSet rules) {
        return new Auditor(rules).audit();
    }

    /**
     * Whether every customer is in some segment: no gaps, or an {@link RuleSet.Builder#otherwise} that takes them.
     *
     * @return true if {@link RuleSet#assign} claims every row without missing values
     */
    public boolean isExhaustive() {
        return gaps.isEmpty() || rules.hasOtherwise();
    }

    /**
     * Whether no customer is claimed by rules of two segments, so that the order of the rules does not matter.
     *
     * @return true if there are no {@link #overlaps}
     */
    public boolean isExclusive() {
        return overlaps.isEmpty();
    }

    /**
     * The regions that no rule claims, disjoint and together complete; {@link RuleSet.Builder#otherwise}, if there is
     * one, takes them.
     *
     * @return possibly none
     */
    public List<Region> gaps() {
        return gaps;
    }

    /**
     * Pairs of rules of different segments that claim the same customers; rules of one segment may overlap freely.
     *
     * @return possibly none, by position of the first rule, then of the second
     */
    public List<Overlap> overlaps() {
        return overlaps;
    }

    /**
     * Rules that can never fire.
     *
     * @return possibly none, by position
     */
    public List<DeadRule> deadRules() {
        return deadRules;
    }

    /**
     * The findings in words: {@link Reason#GAP} if the rules are not exhaustive, {@link Reason#OVERLAP} if they are not
     * exclusive, {@link Reason#DEAD_RULE} if one can never fire, each with the count and an example.
     *
     * @return at most three
     */
    public List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        if (!isExhaustive()) {
            notices.add(new Notice(
                    Reason.GAP, "RuleSet: no rule claims " + gaps.size() + " regions, the first: " + gaps.get(0)));
        }
        if (!overlaps.isEmpty()) {
            notices.add(new Notice(
                    Reason.OVERLAP,
                    "RuleSet: " + overlaps.size() + " pairs of rules overlap, the first: " + overlaps.get(0)));
        }
        if (!deadRules.isEmpty()) {
            notices.add(new Notice(
                    Reason.DEAD_RULE,
                    "RuleSet: " + deadRules.size() + " rules can never fire, the first: " + deadRules.get(0)));
        }
        return List.copyOf(notices);
    }

    /** The verdicts and the findings. */
    @Override
    public String toString() {
        return "RuleAudit[" + (isExhaustive() ? "exhaustive" : "not exhaustive") + ", "
                + (isExclusive() ? "exclusive" : "not exclusive") + ", " + deadRules.size() + " dead rules"
                + notices().stream().map(notice -> "; " + notice).collect(Collectors.joining()) + "]";
    }

    /**
     * Two rules of different segments that claim the same customers; the first one gets them.
     *
     * @param first the position of the rule with precedence, from 0
     * @param firstName its segment
     * @param second the position of the other rule
     * @param secondName its segment
     * @param region all that both claim, also where a third rule has precedence over both
     */
    public record Overlap(int first, String firstName, int second, String secondName, Region region) {

        @Override
        public String toString() {
            return "rules " + first + " \"" + firstName + "\" and " + second + " \"" + secondName + "\" where " + region
                    + "; the first one wins";
        }
    }

    /**
     * A rule that can never fire.
     *
     * @param rule its position, from 0
     * @param name its segment
     * @param cause why
     */
    public record DeadRule(int rule, String name, Cause cause) {

        @Override
        public String toString() {
            return "rule " + rule + " \"" + name + "\", " + cause.text;
        }
    }

    /** Why a rule can never fire. */
    public enum Cause {
        /** Its own conditions exclude each other. */
        CONTRADICTORY("its conditions exclude each other"),
        /** Its conditions hold only outside the declared domains. */
        OUTSIDE_DOMAIN("its conditions hold only outside the domains"),
        /** Earlier rules, one or several together, claim all that it could. */
        COVERED("earlier rules claim all that it could");

        private final String text;

        Cause(String text) {
            this.text = text;
        }
    }

    /** One audit, with its budget. */
    private static final class Auditor {

        private final RuleSet rules;
        private final List<Rule> all;
        private final List<Box> boxes = new ArrayList<>();
        private int steps;

        Auditor(RuleSet rules) {
            this.rules = rules;
            this.all = rules.rules();
            all.forEach(rule -> boxes.add(Box.of(rule, rules)));
        }

        RuleAudit audit() {
            List<Region> gaps = new ArrayList<>();
            for (Box gap : without(Box.domain(rules), boxes)) {
                gaps.add(new Region(rules, gap));
            }
            return new RuleAudit(rules, gaps, overlaps(), deadRules());
        }

        private List<Overlap> overlaps() {
            List<Overlap> overlaps = new ArrayList<>();
            for (int first = 0; first < boxes.size(); first++) {
                for (int second = first + 1; second < boxes.size(); second++) {
                    step(overlaps.size());
                    String firstName = all.get(first).name();
                    String secondName = all.get(second).name();
                    Box common = boxes.get(first).intersect(boxes.get(second));
                    if (!common.isEmpty() && !firstName.equals(secondName)) {
                        overlaps.add(new Overlap(first, firstName, second, secondName, new Region(rules, common)));
                    }
                }
            }
            return overlaps;
        }

        private List<DeadRule> deadRules() {
            List<DeadRule> dead = new ArrayList<>();
            for (int r = 0; r < boxes.size(); r++) {
                Rule rule = all.get(r);
                if (rule.featureNames().stream()
                        .anyMatch(feature -> rule.condition(feature).isEmpty())) {
                    dead.add(new DeadRule(r, rule.name(), Cause.CONTRADICTORY));
                } else if (boxes.get(r).isEmpty()) {
                    dead.add(new DeadRule(r, rule.name(), Cause.OUTSIDE_DOMAIN));
                } else if (without(boxes.get(r), boxes.subList(0, r)).isEmpty()) {
                    dead.add(new DeadRule(r, rule.name(), Cause.COVERED));
                }
            }
            return dead;
        }

        /** A box without others, as disjoint boxes. */
        private List<Box> without(Box box, List<Box> others) {
            List<Box> left = List.of(box);
            for (Box other : others) {
                List<Box> pieces = new ArrayList<>();
                for (Box piece : left) {
                    step(pieces.size());
                    piece.subtract(other, pieces);
                }
                left = pieces;
            }
            return left;
        }

        private void step(int regions) {
            if (++steps > MAX_STEPS || regions > MAX_REGIONS) {
                throw new InvalidInputException(
                        Reason.RESOURCE_LIMIT,
                        "RuleSet.audit: the proof needs more than " + MAX_REGIONS + " regions or " + MAX_STEPS
                                + " comparisons; use fewer rules or features per rule set");
            }
        }
    }
}
