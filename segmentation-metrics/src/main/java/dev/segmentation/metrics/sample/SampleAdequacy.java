package dev.segmentation.metrics.sample;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a sample compares with {@link SampleRules}.
 *
 * @param rows customers
 * @param required rules that a sample has to meet
 * @param comfortable the rule from which on there are plenty
 */
public record SampleAdequacy(long rows, List<Rule> required, Rule comfortable) {

    /** What the rules add up to. */
    public enum Level {
        /** A required rule is not met: expect segments that do not come back. */
        TOO_SMALL,
        /** All required rules are met, but there are not plenty: check stability with care. */
        USABLE,
        /** There are plenty of rows. */
        PLENTY
    }

    /**
     * One rule.
     *
     * @param name in words
     * @param rowsNeeded how many rows it asks for
     * @param rowsMissing how many are missing, 0 if it is met
     */
    public record Rule(String name, long rowsNeeded, long rowsMissing) {

        /**
         * Checks the name.
         *
         * @param name in words
         * @param rowsNeeded how many rows it asks for
         * @param rowsMissing how many are missing
         */
        public Rule {
            Objects.requireNonNull(name, "name");
        }

        /**
         * Whether there are enough rows.
         *
         * @return true if none is missing
         */
        public boolean isMet() {
            return rowsMissing == 0;
        }
    }

    /**
     * Copies the list.
     *
     * @param rows customers
     * @param required rules that a sample has to meet
     * @param comfortable the rule from which on there are plenty
     */
    public SampleAdequacy {
        required = List.copyOf(required);
        Objects.requireNonNull(comfortable, "comfortable");
    }

    /**
     * What the rules add up to.
     *
     * @return the level
     */
    public Level level() {
        if (!required.stream().allMatch(Rule::isMet)) {
            return Level.TOO_SMALL;
        }
        return comfortable.isMet() ? Level.PLENTY : Level.USABLE;
    }

    /**
     * How many rows are missing for all required rules.
     *
     * @return 0 if they are met
     */
    public long rowsMissing() {
        return required.stream().mapToLong(Rule::rowsMissing).max().orElse(0);
    }

    @Override
    public String toString() {
        String unmet = Stream.concat(required.stream(), Stream.of(comfortable))
                .filter(rule -> !rule.isMet())
                .map(rule -> rule.name + ": " + rule.rowsMissing + " of " + rule.rowsNeeded + " missing")
                .collect(Collectors.joining("; "));
        return level() + " with " + rows + " rows" + (unmet.isEmpty() ? "" : " (" + unmet + ")");
    }
}
