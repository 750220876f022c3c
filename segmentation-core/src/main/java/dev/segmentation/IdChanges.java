package dev.segmentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Ids that customers had before, and have now: after a change of system, a new card, a merger of companies.
 *
 * <p>Apply it to the earlier snapshots ({@link Segmentation#withIdChanges}), or customers whose id changed are taken for
 * leavers and entrants. An id that changed twice is followed to the end. Ids that are not mentioned stay as they are.
 *
 * <p>Immutable and thread-safe. No method and no message prints an id.
 */
public final class IdChanges {

    private final Map<Long, Long> numbers;
    private final Map<String, String> texts;

    private IdChanges(Map<Long, Long> numbers, Map<String, String> texts) {
        this.numbers = numbers;
        this.texts = texts;
    }

    /**
     * Collects changes one by one.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many ids changed.
     *
     * @return at least 0
     */
    public int size() {
        return numbers.size() + texts.size();
    }

    CustomerIds applied(CustomerIds ids) {
        if (size() == 0 || ids.size() == 0) {
            return ids;
        }
        ids.checkType(texts.isEmpty(), "IdChanges");
        int n = ids.size();
        try {
            if (ids.areNumbers()) {
                long[] now = new long[n];
                for (int row = 0; row < n; row++) {
                    now[row] = numbers.getOrDefault(ids.number(row), ids.number(row));
                }
                return CustomerIds.of(now);
            }
            List<String> now = new ArrayList<>(n);
            for (int row = 0; row < n; row++) {
                now.add(texts.getOrDefault(ids.get(row), ids.get(row)));
            }
            return CustomerIds.of(now);
        } catch (InvalidInputException repeated) {
            throw new InvalidInputException(
                    Reason.DUPLICATE_ID,
                    repeated.row().orElse(0),
                    "customerIds",
                    "IdChanges: customers of one snapshot get the same id, the second of them is row "
                            + repeated.row().orElse(0) + "; merge their rows first");
        }
    }

    /** Counts only. */
    @Override
    public String toString() {
        return "IdChanges[" + size() + "]";
    }

    /** Collects changes. Not thread-safe. */
    public static final class Builder {

        private final Map<Long, Long> numbers = new LinkedHashMap<>();
        private final Map<String, String> texts = new LinkedHashMap<>();
        private int added;

        private Builder() {}

        /**
         * Adds a change of an id that is a text; an id that stays the same is no change.
         *
         * @param before the id before, not blank
         * @param now the id now, not blank
         * @return this builder
         * @throws InvalidInputException if an id is blank ({@link Reason#BAD_ID}), {@code before} changed to another id as
         *     well ({@link Reason#CONFLICTING_ID}), or other changes are of numbers ({@link Reason#SCHEMA_MISMATCH})
         */
        public Builder add(String before, String now) {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(now, "now");
            if (before.isBlank() || now.isBlank()) {
                throw new InvalidInputException(
                        Reason.BAD_ID,
                        added,
                        "customerIds",
                        "IdChanges.Builder.add: an id of change " + added + " is blank; leave the change out");
            }
            return add(texts, before, now, numbers.isEmpty());
        }

        /**
         * Adds a change of an id that is a number; an id that stays the same is no change.
         *
         * @param before the id before
         * @param now the id now
         * @return this builder
         * @throws InvalidInputException if {@code before} changed to another id as well ({@link Reason#CONFLICTING_ID}), or
         *     other changes are of texts ({@link Reason#SCHEMA_MISMATCH})
         */
        public Builder add(long before, long now) {
            return add(numbers, before, now, texts.isEmpty());
        }

        private <T> Builder add(Map<T, T> changes, T before, T now, boolean sameType) {
            if (before.equals(now)) {
                return this; // as in a full list of old ids and new ones
            }
            if (!sameType) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        added,
                        "customerIds",
                        "IdChanges.Builder.add: change " + added
                                + " is of another type than those before, numbers or texts; give all the same");
            }
            T other = changes.putIfAbsent(before, now);
            if (other != null && !other.equals(now)) {
                throw new InvalidInputException(
                        Reason.CONFLICTING_ID,
                        added,
                        "customerIds",
                        "IdChanges.Builder.add: change " + added
                                + " gives an id that changed before another id now; an id changes to one other");
            }
            added++;
            return this;
        }

        /**
         * Makes the changes.
         *
         * @return the changes
         * @throws InvalidInputException if ids change in a circle ({@link Reason#CYCLE})
         */
        public IdChanges build() {
            return new IdChanges(followed(numbers), followed(texts));
        }

        /** Each id to the last it changed to. */
        private static <T> Map<T, T> followed(Map<T, T> changes) {
            Map<T, T> last = new HashMap<>();
            for (T start : changes.keySet()) {
                Set<T> way = new LinkedHashSet<>();
                T at = start;
                for (T next = changes.get(at); next != null && !last.containsKey(at); next = changes.get(at)) {
                    if (!way.add(at)) {
                        throw new InvalidInputException(
                                Reason.CYCLE,
                                "customerIds",
                                "IdChanges: some of " + changes.size()
                                        + " changes go round in a circle; remove the change back");
                    }
                    at = next;
                }
                T end = last.getOrDefault(at, at);
                way.forEach(id -> last.put(id, end));
            }
            return Map.copyOf(last);
        }
    }
}
