package dev.segmentation.tier;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tiers from the highest to the lowest as rules on one column that leave no gap and do not overlap. */
final class TierRules {

    /** Whether a cut itself belongs to the tier above it. */
    enum Cut {
        BELONGS_ABOVE,
        BELONGS_BELOW
    }

    private TierRules() {}

    /** "Tier 1" is the highest. */
    static List<String> numbered(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(t -> "Tier " + t).toList();
    }

    /** Names of the caller's, as many as tiers, without repeats. */
    static List<String> checked(List<String> names, int count, String where) {
        Objects.requireNonNull(names, "names");
        Arguments.sameSize(count, names.size(), where, "names", "tier");
        for (String name : names) {
            Objects.requireNonNull(name, "names");
            Rule.named(name);
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        "names",
                        where + ": two tiers are called \"" + name + "\"; give each a name of its own");
            }
        }
        return List.copyOf(names);
    }

    /**
     * The rules.
     *
     * @param cuts between the tiers, descending, one less than names
     */
    static RuleSet of(String feature, List<String> names, List<Double> cuts, Cut cut) {
        RuleSet.Builder rules = RuleSet.builder();
        for (int t = 0; t < names.size(); t++) {
            Rule rule = Rule.named(names.get(t));
            if (t < cuts.size()) {
                Rule.Condition low = rule.where(feature);
                rule = cut == Cut.BELONGS_ABOVE ? low.atLeast(cuts.get(t)) : low.above(cuts.get(t));
            }
            if (t > 0) {
                Rule.Condition high = rule.where(feature);
                rule = cut == Cut.BELONGS_ABOVE ? high.below(cuts.get(t - 1)) : high.atMost(cuts.get(t - 1));
            }
            rules.rule(names.size() == 1 ? rule.where(feature).atMost(Double.MAX_VALUE) : rule); // but none for missing
        }
        return rules.build();
    }

    /**
     * Tiers of training values, of which those that nobody is in are left out.
     *
     * @param tier of each value in ascending order of values: not increasing, from 0 for the highest
     * @param cuts below each tier, so that there is one for the lowest too, which is not used
     */
    static Kept keep(List<String> names, int[] tier, double[] cuts) {
        List<String> kept = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        List<Double> below = new ArrayList<>();
        for (int t = 0; t < names.size(); t++) {
            int wanted = t;
            if (IntStream.of(tier).anyMatch(found -> found == wanted)) {
                kept.add(names.get(t));
                below.add(cuts[t]);
            } else {
                empty.add(names.get(t));
            }
        }
        return new Kept(kept, below.subList(0, below.size() - 1), empty);
    }

    /**
     * Tiers that somebody is in.
     *
     * @param names from the highest
     * @param cuts between them, descending
     * @param empty the names of the others
     */
    record Kept(List<String> names, List<Double> cuts, List<String> empty) {

        /** That tiers are missing, if any are. */
        Optional<Notice> notice(String where) {
            return empty.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Notice(
                            Reason.TIED_CUTS,
                            where + ": " + empty.size() + " of " + (names.size() + empty.size())
                                    + " tiers have no customers and are left out, " + Arguments.shown(empty)
                                    + ", because equal values stay together"));
        }
    }
}
