package dev.segmentation;

import dev.segmentation.internal.Arguments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The customers of a snapshot in named segments: what migration, validation, drift and value take.
 *
 * <p>Every customer is in exactly one segment. Segments are numbered by their label and have unique names.
 */
public final class Segmentation {

    private final Snapshot snapshot;
    private final List<Segment> segments;
    private final Assignment assignment;
    private final CustomerIds unscored;

    private Segmentation(Snapshot snapshot, List<Segment> segments, Assignment assignment, CustomerIds unscored) {
        this.snapshot = snapshot;
        this.segments = segments;
        this.assignment = assignment;
        this.unscored = unscored;
    }

    /**
     * Ties labels to a snapshot. Segments are called {@code Segment 0}, {@code Segment 1}, … until {@link #withNames}.
     *
     * @param snapshot n customers
     * @param assignment n labels
     * @return the segmentation
     * @throws InvalidInputException if the numbers of rows differ
     */
    public static Segmentation of(Snapshot snapshot, Assignment assignment) {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(assignment, "assignment");
        Arguments.sameSize(snapshot.customerCount(), assignment.size(), "Segmentation.of", "assignment", "customer");
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < assignment.segmentCount(); s++) {
            segments.add(Segment.of(s, "Segment " + s));
        }
        return new Segmentation(snapshot, List.copyOf(segments), assignment, CustomerIds.of());
    }

    /**
     * Collects customers one by one with the name of their segment, for labels that come from elsewhere.
     *
     * @param asOf the date
     * @return an empty builder
     */
    public static Builder builder(LocalDate asOf) {
        return new Builder(Objects.requireNonNull(asOf, "asOf"));
    }

    /**
     * The same segments under other names.
     *
     * @param names one per segment, in the order of the labels; unique, not blank, not reserved
     * @return a new segmentation
     * @throws InvalidInputException if their number differs, or a name is blank, reserved or repeated
     */
    public Segmentation withNames(String... names) {
        return withNames(Arrays.asList(names));
    }

    /**
     * The same segments under other names.
     *
     * @param names one per segment, in the order of the labels; unique, not blank, not reserved
     * @return a new segmentation
     * @throws InvalidInputException if their number differs, or a name is blank, reserved or repeated
     */
    public Segmentation withNames(List<String> names) {
        Arguments.sameSize(segments.size(), names.size(), "Segmentation.withNames", "names", "segment");
        List<Segment> named = new ArrayList<>();
        for (int s = 0; s < names.size(); s++) {
            if (names.indexOf(names.get(s)) != s) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        "names",
                        "Segmentation.withNames: two segments are called \"" + names.get(s)
                                + "\"; give each a name of its own");
            }
            named.add(Segment.of(s, names.get(s)));
        }
        return new Segmentation(snapshot, List.copyOf(named), assignment, unscored);
    }

    /**
     * The same segments, and customers who were there but could not be scored, such as those with missing features: they are
     * in no segment, but did not leave either.
     *
     * @param customers who is in no segment; replaces those given before
     * @return a new segmentation
     * @throws InvalidInputException if a customer is in a segment as well ({@link Reason#CONFLICTING_ID}), or one side has
     *     numbers and the other texts ({@link Reason#SCHEMA_MISMATCH})
     */
    public Segmentation withUnscored(CustomerIds customers) {
        Objects.requireNonNull(customers, "customers");
        int[] rows = customers.rowsIn(snapshot.customerIds());
        long scored = Arrays.stream(rows).filter(row -> row >= 0).count();
        if (scored > 0) {
            throw new InvalidInputException(
                    Reason.CONFLICTING_ID,
                    "customers",
                    "Segmentation.withUnscored: " + scored
                            + " of the customers are in a segment; give only those who are in none");
        }
        return new Segmentation(snapshot, segments, assignment, customers);
    }

    /**
     * The same customers under their present ids, those without a segment included.
     *
     * @param changes the ids that changed
     * @return a new segmentation
     * @throws InvalidInputException as for {@link CustomerIds#withChanges}, or if a customer without a segment gets the id of
     *     one who has a segment ({@link Reason#CONFLICTING_ID})
     */
    public Segmentation withIdChanges(IdChanges changes) {
        return new Segmentation(snapshot.withIdChanges(changes), segments, assignment, CustomerIds.of())
                .withUnscored(unscored.withChanges(changes));
    }

    /**
     * The date of the snapshot.
     *
     * @return the as-of date
     */
    public LocalDate asOf() {
        return snapshot.asOf();
    }

    /**
     * The customers and what is known of them.
     *
     * @return the snapshot
     */
    public Snapshot snapshot() {
        return snapshot;
    }

    /**
     * The labels, row by row.
     *
     * @return the assignment
     */
    public Assignment assignment() {
        return assignment;
    }

    /**
     * The customers who were there but could not be scored.
     *
     * @return their ids; none unless {@link #withUnscored} was used
     */
    public CustomerIds unscored() {
        return unscored;
    }

    /**
     * The number of customers in segments.
     *
     * @return at least 0
     */
    public int customerCount() {
        return assignment.size();
    }

    /**
     * The segments in the order of their labels, empty ones included.
     *
     * @return k segments
     */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * The segment of that name.
     *
     * @param name its name
     * @return the segment
     * @throws InvalidInputException if there is none
     */
    public Segment segment(String name) {
        Objects.requireNonNull(name, "name");
        for (Segment segment : segments) {
            if (segment.name().equals(name)) {
                return segment;
            }
        }
        throw new InvalidInputException(
                Reason.UNKNOWN_NAME,
                name,
                "Segmentation: no segment \"" + name + "\"; there are "
                        + Arguments.shown(segments.stream().map(Segment::name).toList()));
    }

    /**
     * The segment of a row.
     *
     * @param row from 0
     * @return its segment
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Segment segmentOf(int row) {
        return segments.get(assignment.label(row));
    }

    /**
     * How many customers a segment has.
     *
     * @param segment one of {@link #segments()}
     * @return at least 0
     * @throws InvalidInputException if it is none of them
     */
    public int size(Segment segment) {
        return assignment.sizes()[segment(segment.name()).index()];
    }

    /**
     * What the segments look like: share, means and lift of every numeric column.
     *
     * @return the profile, which prints itself as a table
     */
    public SegmentProfile profile() {
        return SegmentProfile.of(this);
    }

    /** Date, counts and names, never an id. */
    @Override
    public String toString() {
        int[] sizes = assignment.sizes();
        StringBuilder text = new StringBuilder("Segmentation[").append(asOf());
        for (Segment segment : segments) {
            text.append(", ").append(segment.name()).append(": ").append(sizes[segment.index()]);
        }
        return text.append(']').toString();
    }

    /**
     * Collects customers with the name of their segment; segments are numbered in the order of their first customer.
     * Not thread-safe.
     */
    public static final class Builder {

        private final LocalDate asOf;
        private final Map<String, Integer> labelOf = new LinkedHashMap<>();
        private final List<@Nullable String> ids = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private boolean dropRepeats;

        private Builder(LocalDate asOf) {
            this.asOf = asOf;
        }

        /**
         * Declares segments in the order wanted, also ones that may stay empty.
         *
         * @param names of segments
         * @return this builder
         */
        public Builder segments(List<String> names) {
            for (String name : names) {
                label(name);
            }
            return this;
        }

        /**
         * Adds a customer.
         *
         * @param customerId not blank
         * @param segmentName not blank, not reserved
         * @return this builder; unchanged if the name is refused
         * @throws InvalidInputException if the name is null or blank ({@link Reason#BAD_NAME}), which names the row, or
         *     reserved ({@link Reason#RESERVED_NAME})
         */
        public Builder add(@Nullable String customerId, @Nullable String segmentName) {
            if (segmentName == null || segmentName.isBlank()) {
                throw new InvalidInputException(
                        Reason.BAD_NAME,
                        labels.size(),
                        "segmentName",
                        "Segmentation.Builder.add: the segment name of row " + labels.size() + " is "
                                + (segmentName == null ? "null" : "blank")
                                + "; give every customer a segment, or leave the customer out");
            }
            int label = label(segmentName);
            ids.add(customerId);
            labels.add(label);
            return this;
        }

        /**
         * Adds a customer with a numeric id; all ids of a segmentation made by a builder are texts.
         *
         * @param customerId any number
         * @param segmentName not blank, not reserved
         * @return this builder; unchanged if the name is refused
         * @throws InvalidInputException if the name is null or blank ({@link Reason#BAD_NAME}), which names the row, or
         *     reserved ({@link Reason#RESERVED_NAME})
         */
        public Builder add(long customerId, @Nullable String segmentName) {
            return add(Long.toString(customerId), segmentName);
        }

        /**
         * Keeps one of several equal records of a customer instead of refusing them. Records that disagree on the
         * segment are refused all the same.
         *
         * @return this builder
         */
        public Builder dropRepeats() {
            dropRepeats = true;
            return this;
        }

        /**
         * Makes the segmentation.
         *
         * @return the segmentation
         * @throws InvalidInputException if an id is blank ({@link Reason#BAD_ID}), occurs in two segments ({@link
         *     Reason#CONFLICTING_ID}) or is repeated ({@link Reason#DUPLICATE_ID})
         */
        public Segmentation build() {
            Map<String, Integer> labelOfId = new HashMap<>();
            List<@Nullable String> keptIds = new ArrayList<>();
            List<Integer> keptLabels = new ArrayList<>();
            int conflicts = 0;
            int first = 0;
            for (int i = 0; i < ids.size(); i++) {
                String id = ids.get(i);
                Integer earlier = id == null || id.isBlank() ? null : labelOfId.putIfAbsent(id, labels.get(i));
                if (earlier != null && !earlier.equals(labels.get(i))) {
                    first = conflicts++ == 0 ? i : first;
                }
                if (earlier == null || !dropRepeats) {
                    keptIds.add(id);
                    keptLabels.add(labels.get(i));
                }
            }
            if (conflicts > 0) {
                throw new InvalidInputException(
                        Reason.CONFLICTING_ID,
                        first,
                        "customerIds",
                        "Segmentation: " + conflicts
                                + " rows put a customer into a second segment, the first of them is row " + first
                                + "; a customer has one segment per date");
            }
            if (labelOf.isEmpty()) {
                label("Segment 0"); // nobody and nothing declared: one empty segment
            }
            Snapshot snapshot = Snapshot.of(asOf, CustomerIds.of(keptIds));
            int[] codes = keptLabels.stream().mapToInt(Integer::intValue).toArray();
            return Segmentation.of(snapshot, Assignment.copyOf(labelOf.size(), codes))
                    .withNames(List.copyOf(labelOf.keySet()));
        }

        private int label(String name) {
            Integer known = labelOf.get(Objects.requireNonNull(name, "segmentName"));
            if (known != null) {
                return known;
            }
            int label = labelOf.size();
            Segment.of(label, name);
            labelOf.put(name, label);
            return label;
        }
    }
}
