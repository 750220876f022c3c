package dev.segmentation.rule;

/**
 * The values that a feature can have.
 *
 * @param values all of them; the missing one counts only if it is declared
 * @param kind numbers of what kind, or levels
 */
record Domain(Values values, Kind kind) {

    static final Domain REAL_LINE = new Domain(Values.Numbers.KNOWN, Kind.REAL);

    /** What lies between two values. */
    enum Kind {
        REAL,
        INTEGER,
        LEVELS
    }

    static Domain of(Interval numbers, Kind kind) {
        return new Domain(new Values.Numbers(numbers, false), kind);
    }

    /** The numbers of a numeric domain. */
    Interval numbers() {
        return ((Values.Numbers) values).interval();
    }

    boolean isNumeric() {
        return kind != Kind.LEVELS;
    }

    boolean contains(double value) {
        return numbers().contains(value) && (kind == Kind.REAL || value == Math.rint(value));
    }

    /** Whether a condition is about values of this type. */
    boolean takes(Values condition) {
        return condition instanceof Values.Numbers numbers ? isNumeric() || numbers.isOfAnyType() : kind == Kind.LEVELS;
    }

    Domain withMissing() {
        return new Domain(values.withMissing(true), kind);
    }

    /** The part of a set that is in the domain; its bounds are whole if the domain is. */
    Values clip(Values condition) {
        Values inside = values.intersect(condition);
        return kind == Kind.INTEGER && inside instanceof Values.Numbers numbers
                ? new Values.Numbers(numbers.interval().integers(), numbers.missing())
                : inside;
    }

    String describe(Values part, String name) {
        return part.describe(name, kind);
    }

    /** All of it, for people. */
    String describe(String name) {
        return kind == Kind.INTEGER ? "whole numbers " + describe(values, name) : describe(values, name);
    }
}
