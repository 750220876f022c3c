package dev.segmentation.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A set of values of one feature: numbers or levels, and perhaps the missing value. */
sealed interface Values {

    /** Whether the missing value is in it. */
    boolean missing();

    /** Whether no known value is in it. */
    boolean noneKnown();

    /** The same known values, with or without the missing one. */
    Values withMissing(boolean missing);

    /** What is also in another set, which is of the same type unless one of them does not care. */
    Values intersect(Values other);

    /** What is not in another set of the same type, in disjoint parts. */
    List<Values> without(Values other);

    /** In words, integers with their bounds. */
    String describe(String name, Domain.Kind kind);

    default boolean isEmpty() {
        return noneKnown() && !missing();
    }

    /**
     * Consecutive numbers.
     *
     * @param interval possibly empty
     * @param missing whether the missing value is in it, too
     */
    record Numbers(Interval interval, boolean missing) implements Values {

        /** Everything there can be, whatever the type of the feature. */
        static final Values ANY = new Numbers(Interval.REAL_LINE, true);

        /** Every value but the missing one, whatever the type of the feature. */
        static final Values KNOWN = new Numbers(Interval.REAL_LINE, false);

        /** The missing value alone, whatever the type of the feature. */
        static final Values MISSING = new Numbers(Interval.NONE, true);

        @Override
        public boolean noneKnown() {
            return interval.isEmpty();
        }

        /** Whether it says nothing about numbers, so that it can be about levels. */
        boolean isOfAnyType() {
            return interval.isEmpty() || interval.equals(Interval.REAL_LINE);
        }

        @Override
        public Values withMissing(boolean with) {
            return new Numbers(interval, with);
        }

        @Override
        public Values intersect(Values other) {
            if (other instanceof Numbers that) {
                return new Numbers(interval.intersect(that.interval), missing && that.missing);
            }
            return other.intersect(this);
        }

        @Override
        public List<Values> without(Values other) {
            Numbers taken = (Numbers) other;
            List<Values> pieces = new ArrayList<>(3);
            if (taken.interval.isEmpty()) {
                pieces.add(new Numbers(interval, false));
            } else {
                double below = Math.min(interval.high(), taken.interval.low());
                double above = Math.max(interval.low(), taken.interval.high());
                pieces.add(new Numbers(new Interval(interval.low(), below), false));
                pieces.add(new Numbers(new Interval(above, interval.high()), false));
            }
            pieces.add(new Numbers(Interval.NONE, missing && !taken.missing));
            pieces.removeIf(Values::isEmpty);
            return pieces;
        }

        @Override
        public String describe(String name, Domain.Kind kind) {
            if (interval.isEmpty()) {
                return missing ? name + " is missing" : "no " + name + " at all";
            }
            String known = kind == Domain.Kind.INTEGER ? interval.describeIntegers(name) : interval.describe(name);
            return missing ? known + " or missing" : known;
        }
    }

    /**
     * Levels of a categorical feature.
     *
     * @param levels in the order in which they were declared or named
     * @param missing whether the missing value is in it, too
     */
    record Levels(Set<String> levels, boolean missing) implements Values {

        @Override
        public boolean noneKnown() {
            return levels.isEmpty();
        }

        @Override
        public Values withMissing(boolean with) {
            return new Levels(levels, with);
        }

        @Override
        public Values intersect(Values other) {
            Set<String> common = new LinkedHashSet<>(levels);
            if (other instanceof Levels that) {
                common.retainAll(that.levels);
            } else if (other.noneKnown()) {
                common.clear();
            }
            return new Levels(common, missing && other.missing());
        }

        @Override
        public List<Values> without(Values other) {
            Set<String> rest = new LinkedHashSet<>(levels);
            rest.removeAll(((Levels) other).levels);
            Values left = new Levels(rest, missing && !other.missing());
            return left.isEmpty() ? List.of() : List.of(left);
        }

        @Override
        public String describe(String name, Domain.Kind kind) {
            if (levels.isEmpty()) {
                return missing ? name + " is missing" : "no " + name + " at all";
            }
            String known = levels.size() == 1
                    ? name + " = " + levels.iterator().next()
                    : name + " in {" + String.join(", ", levels) + "}";
            return missing ? known + " or missing" : known;
        }
    }
}
