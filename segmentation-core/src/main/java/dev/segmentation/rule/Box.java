package dev.segmentation.rule;

import java.util.ArrayList;
import java.util.List;

/** A product of sets of values, one per feature. */
final class Box {

    private final List<Values> sides;

    private Box(List<Values> sides) {
        this.sides = sides;
    }

    /** The whole space. */
    static Box domain(RuleSet rules) {
        List<Values> sides = new ArrayList<>();
        for (String feature : rules.featureNames()) {
            Domain domain = rules.domain(feature);
            sides.add(domain.clip(domain.values()));
        }
        return new Box(sides);
    }

    /** What a rule claims of the whole space, possibly nothing. */
    static Box of(Rule rule, RuleSet rules) {
        List<Values> sides = new ArrayList<>();
        for (String feature : rules.featureNames()) {
            sides.add(rules.domain(feature).clip(rule.condition(feature)));
        }
        return new Box(sides);
    }

    Values side(int feature) {
        return sides.get(feature);
    }

    boolean isEmpty() {
        return sides.stream().anyMatch(Values::isEmpty);
    }

    Box intersect(Box other) {
        List<Values> common = new ArrayList<>(sides.size());
        for (int j = 0; j < sides.size(); j++) {
            common.add(sides.get(j).intersect(other.sides.get(j)));
        }
        return new Box(common);
    }

    /**
     * Adds what is left of this box without another one, as disjoint boxes: feature by feature, what the other does not
     * have is cut off, below and above for numbers, and the rest, which is inside the other in all features, falls away.
     */
    void subtract(Box other, List<Box> pieces) {
        if (intersect(other).isEmpty()) {
            pieces.add(this);
            return;
        }
        List<Values> rest = new ArrayList<>(sides);
        for (int j = 0; j < sides.size(); j++) {
            Values mine = sides.get(j);
            Values taken = other.sides.get(j);
            for (Values side : mine.without(taken)) {
                List<Values> piece = new ArrayList<>(rest);
                piece.set(j, side);
                pieces.add(new Box(piece));
            }
            rest.set(j, mine.intersect(taken));
        }
    }
}
