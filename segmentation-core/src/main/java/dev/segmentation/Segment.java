package dev.segmentation;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A segment of a segmentation: its label and the name that people use for it. */
public final class Segment {

    /** The state of customers who are at the earlier of two dates only; no segment may have this name. */
    public static final String EXIT = "EXIT";

    /**
     * Names that no segment may have, in any case, because they denote customers who are in no segment at one of two
     * dates.
     */
    public static final List<String> RESERVED_NAMES = List.of("ENTRY", EXIT, "UNSCORED");

    private final int index;
    private final String name;

    private Segment(int index, String name) {
        this.index = index;
        this.name = name;
    }

    /**
     * A named segment.
     *
     * @param index its label, from 0
     * @param name not blank, not one of {@link #RESERVED_NAMES}; any characters but code 0 and halves of surrogate pairs
     * @return the segment
     * @throws InvalidInputException if the name is blank or has a character that no file can hold ({@link Reason#BAD_NAME}), or
     *     is reserved ({@link Reason#RESERVED_NAME})
     */
    public static Segment of(int index, String name) {
        Objects.requireNonNull(name, "name");
        if (index < 0) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM, "index", "Segment.of: index = " + index + ", expected at least 0");
        }
        if (name.isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "name", "Segment.of: the name of segment " + index + " is blank; name it");
        }
        if (!isText(name)) {
            throw new InvalidInputException(
                    Reason.BAD_NAME,
                    "name",
                    "Segment.of: the name of segment " + index
                            + " has a character of code 0 or half of a surrogate pair,"
                            + " which no file holds; leave it out");
        }
        if (RESERVED_NAMES.contains(name.toUpperCase(Locale.ROOT))) {
            throw new InvalidInputException(
                    Reason.RESERVED_NAME,
                    "name",
                    "Segment.of: \"" + name + "\" is reserved for customers in no segment " + RESERVED_NAMES
                            + "; choose another name");
        }
        return new Segment(index, name);
    }

    /** Whether a name is text that can be written and read again. */
    private static boolean isText(String name) {
        return name.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /**
     * Its label in assignments.
     *
     * @return from 0
     */
    public int index() {
        return index;
    }

    /**
     * What people call it.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Segment that && index == that.index && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, name);
    }

    @Override
    public String toString() {
        return name;
    }
}
