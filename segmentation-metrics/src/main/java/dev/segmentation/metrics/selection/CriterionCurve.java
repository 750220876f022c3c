package dev.segmentation.metrics.selection;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a criterion found: a score per segment count, the numbers it was made of, and the pick of the criterion's own
 * rule. Immutable.
 */
public final class CriterionCurve {

    private final SortedMap<Integer, Estimate> scores;
    private final Map<String, Map<Integer, Double>> parts;
    private final OptionalInt pick;
    private final List<Notice> notices;

    private CriterionCurve(Builder builder) {
        this.scores = new TreeMap<>(builder.scores);
        this.parts = new LinkedHashMap<>();
        builder.parts.forEach((name, values) -> parts.put(name, Map.copyOf(values)));
        this.pick = builder.pick;
        this.notices = List.copyOf(builder.notices);
    }

    /**
     * Starts a curve, for authors of criteria.
     *
     * @return an empty builder, without pick
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The segment counts with a score, defined or not.
     *
     * @return ascending
     */
    public List<Integer> segmentCounts() {
        return List.copyOf(scores.keySet());
    }

    /**
     * The score of a segment count.
     *
     * @param segmentCount k
     * @return with its interval where there is one, or undefined with the reason
     * @throws InvalidInputException if this count was not scored ({@link Reason#BAD_PARAM})
     */
    public Estimate score(int segmentCount) {
        Estimate score = scores.get(segmentCount);
        if (score == null) {
            throw Arguments.badParameter(
                    "CriterionCurve.score", "k", segmentCount, "one of " + scores.keySet() + ", which were scored");
        }
        return score;
    }

    /**
     * The segment count that the criterion's own rule picks.
     *
     * @return empty if it picks none; {@link #notices()} may say why
     */
    public OptionalInt pick() {
        return pick;
    }

    /**
     * The names of further numbers per segment count, such as standard errors.
     *
     * @return in the order of the criterion; possibly none
     */
    public List<String> parts() {
        return List.copyOf(parts.keySet());
    }

    /**
     * A further number of a segment count.
     *
     * @param name one of {@link #parts()}
     * @param segmentCount k
     * @return the number; NaN where it is not defined
     * @throws InvalidInputException if there is no such part ({@link Reason#UNKNOWN_NAME})
     */
    public double part(String name, int segmentCount) {
        Map<Integer, Double> values = parts.get(Objects.requireNonNull(name, "name"));
        if (values == null) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "CriterionCurve.part: no part \"" + name + "\"; there are " + parts.keySet());
        }
        return values.getOrDefault(segmentCount, Double.NaN);
    }

    /**
     * What the caller should know: measurements left out, weights not used, why there is no pick.
     *
     * @return possibly empty
     */
    public List<Notice> notices() {
        return notices;
    }

    /** A row per segment count: score and parts; the pick is marked. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("k", "score"));
        head.addAll(parts.keySet());
        lines.add(head);
        for (Map.Entry<Integer, Estimate> entry : scores.entrySet()) {
            int k = entry.getKey();
            List<String> line = new ArrayList<>();
            line.add(k + (pick.isPresent() && pick.getAsInt() == k ? " *" : ""));
            line.add(shown(entry.getValue().value()));
            parts.keySet().forEach(name -> line.add(shown(part(name, k))));
            lines.add(line);
        }
        return TextTable.of(lines);
    }

    static String shown(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Collects the parts of a curve. Not thread-safe. */
    public static final class Builder {

        private final Map<Integer, Estimate> scores = new TreeMap<>();
        private final Map<String, Map<Integer, Double>> parts = new LinkedHashMap<>();
        private OptionalInt pick = OptionalInt.empty();
        private final List<Notice> notices = new ArrayList<>();

        private Builder() {}

        /**
         * Sets a score.
         *
         * @param segmentCount k, at least 1
         * @param score its score
         * @return this builder
         */
        public Builder score(int segmentCount, Estimate score) {
            Arguments.atLeast(1, segmentCount, "CriterionCurve.score", "k", "1 puts every row into one segment");
            scores.put(segmentCount, Objects.requireNonNull(score, "score"));
            return this;
        }

        /**
         * Sets a further number of a segment count.
         *
         * @param name what it is
         * @param segmentCount k
         * @param value NaN where it is not defined
         * @return this builder
         */
        public Builder part(String name, int segmentCount, double value) {
            parts.computeIfAbsent(Objects.requireNonNull(name, "name"), created -> new TreeMap<>())
                    .put(segmentCount, value);
            return this;
        }

        /**
         * Sets the pick.
         *
         * @param value a segment count, or none
         * @return this builder
         */
        public Builder pick(OptionalInt value) {
            pick = Objects.requireNonNull(value, "pick");
            return this;
        }

        /**
         * Adds a notice.
         *
         * @param notice what the caller should know
         * @return this builder
         */
        public Builder notice(Notice notice) {
            notices.add(Objects.requireNonNull(notice, "notice"));
            return this;
        }

        /**
         * Makes the curve.
         *
         * @return the curve
         */
        public CriterionCurve build() {
            return new CriterionCurve(this);
        }

        /** Adds the notices of all candidates. */
        Builder noticesOf(List<? extends Measured<?>> measured) {
            measured.forEach(one -> notices.addAll(one.notices()));
            return this;
        }

        boolean isScored(int segmentCount) {
            return scores.containsKey(segmentCount);
        }
    }

    /** The same curve with undefined scores for candidates that could not be fitted. */
    CriterionCurve with(List<Candidate> failed, long customers) {
        Builder builder = new Builder();
        builder.scores.putAll(scores);
        parts.forEach((name, values) -> builder.parts.put(name, values));
        for (Candidate candidate : failed) {
            Reason reason = candidate.failure().map(Notice::reason).orElse(Reason.NO_OBSERVATIONS);
            if (!builder.isScored(candidate.segmentCount())) {
                builder.score(candidate.segmentCount(), Estimate.undefined(reason, customers));
            }
        }
        builder.notices.addAll(notices);
        return builder.pick(pick).build();
    }
}
