package dev.segmentation.rule;

import java.util.ArrayList;
import java.util.List;

/** A product of intervals, one per feature. */
final class Box {

    private final List<Interval> sides;

    private Box(List<Interval> sides) {
        this.sides = sides;
    }

    /** The whole space. */
    static Box domain(RuleSet rules) {
        List<Interval> sides = new ArrayList<>();
        for (String feature : rules.featureNames()) {
            Domain domain = rules.domain(feature);
            sides.add(domain.clip(domain.values()));
        }
        return new Box(sides);
    }

    /** What a rule claims of the whole space, possibly nothing. */
    static Box of(Rule rule, RuleSet rules) {
        List<Interval> sides = new ArrayList<>();
        for (String feature : rules.featureNames()) {
            sides.add(rules.domain(feature).clip(rule.condition(feature)));
        }
        return new Box(sides);
    }

    Interval interval(int feature) {
        return sides.get(feature);
    }

    boolean isEmpty() {
        return sides.stream().anyMatch(Interval::isEmpty);
    }

    Box intersect(Box other) {
        List<Interval> common = new ArrayList<>(sides.size());
        for (int j = 0; j < sides.size(); j++) {
            common.add(sides.get(j).intersect(other.sides.get(j)));
        }
        return new Box(common);
    }

    /**
     * Adds what is left of this box without another one, as disjoint boxes: feature by feature, what lies below and
     * above the other is cut off, and the rest, which is inside the other in all features, falls away.
     */
    void subtract(Box other, List<Box> pieces) {
        if (intersect(other).isEmpty()) {
            pieces.add(this);
            return;
        }
        List<Interval> rest = new ArrayList<>(sides);
        for (int j = 0; j < sides.size(); j++) {
            Interval mine = sides.get(j);
            Interval taken = other.sides.get(j);
            addPiece(rest, j, new Interval(mine.low(), taken.low()), pieces);
            addPiece(rest, j, new Interval(taken.high(), mine.high()), pieces);
            rest.set(j, mine.intersect(taken));
        }
    }

    private static void addPiece(List<Interval> rest, int feature, Interval side, List<Box> pieces) {
        if (!side.isEmpty()) {
            List<Interval> piece = new ArrayList<>(rest);
            piece.set(feature, side);
            pieces.add(new Box(piece));
        }
    }
}
