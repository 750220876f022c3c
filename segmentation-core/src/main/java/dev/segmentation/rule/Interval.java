package dev.segmentation.rule;

/**
 * A set of consecutive doubles, from {@code low} to before {@code high}.
 *
 * <p>Doubles are a discrete set: "above 10" is "from the next double after 10", and every open or closed bound becomes a
 * half-open one. That makes comparison, intersection and difference exact, and a missing value (NaN) is in no interval.
 * The real line is [−MAX_VALUE, ∞), since infinities are no values.
 *
 * @param low the smallest double inside
 * @param high the smallest double above; the interval is empty unless it exceeds low
 */
record Interval(double low, double high) {

    static final Interval REAL_LINE = new Interval(-Double.MAX_VALUE, Double.POSITIVE_INFINITY);

    static final Interval NONE = new Interval(0, 0);

    /** From a number to another, both inside. */
    static Interval closed(double low, double high) {
        return new Interval(Math.max(low, -Double.MAX_VALUE), Math.nextUp(high));
    }

    boolean isEmpty() {
        return !(low < high);
    }

    boolean contains(double value) {
        return value >= low && value < high;
    }

    Interval intersect(Interval other) {
        return new Interval(Math.max(low, other.low), Math.min(high, other.high));
    }

    /** The same whole numbers, with whole bounds. */
    Interval integers() {
        return new Interval(Math.ceil(low), Math.ceil(high));
    }

    /** A condition as people write it, with whichever of ≥ and > has the shorter number. */
    String describe(String name) {
        if (Math.nextUp(low) == high) {
            return name + " = " + number(low);
        }
        boolean fromBelow = low == -Double.MAX_VALUE;
        boolean toAbove = high == Double.POSITIVE_INFINITY;
        String under = number(Math.nextDown(low));
        String from = number(low);
        boolean open = under.length() < from.length();
        String upper = toAbove ? "" : upper();
        if (fromBelow) {
            return toAbove ? "any " + name : name + upper;
        }
        if (toAbove) {
            return name + (open ? " > " + under : " ≥ " + from);
        }
        return (open ? under + " < " : from + " ≤ ") + name + upper;
    }

    /** The same for an interval of whole numbers. */
    String describeIntegers(String name) {
        if (low + 1 == high) {
            return name + " = " + number(low);
        }
        return number(low) + " ≤ " + name + " ≤ " + number(high - 1);
    }

    private String upper() {
        String before = number(Math.nextDown(high));
        String to = number(high);
        return before.length() < to.length() ? " ≤ " + before : " < " + to;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
