package dev.segmentation.rule;

/**
 * The values that a feature can have.
 *
 * @param values from the smallest to the largest
 * @param kind whether only whole numbers
 */
record Domain(Interval values, Kind kind) {

    static final Domain REAL_LINE = new Domain(Interval.REAL_LINE, Kind.REAL);

    /** What lies between two values. */
    enum Kind {
        REAL,
        INTEGER
    }

    boolean contains(double value) {
        return values.contains(value) && (kind == Kind.REAL || value == Math.rint(value));
    }

    /** The part of an interval that is in the domain; its bounds are whole if the domain is. */
    Interval clip(Interval interval) {
        Interval inside = interval.intersect(values);
        return kind == Kind.INTEGER ? inside.integers() : inside;
    }

    String describe(Interval interval, String name) {
        return kind == Kind.INTEGER ? interval.describeIntegers(name) : interval.describe(name);
    }

    /** All of it, for people. */
    String describe(String name) {
        return kind == Kind.INTEGER ? "whole numbers " + describe(values, name) : describe(values, name);
    }
}
