package dev.segmentation.metrics.aging;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What became of each segment, as {@link Monic} found it; prints itself.
 *
 * <p>Immutable and thread-safe.
 */
public final class SegmentTransitions {

    private final Segmentation before;
    private final Segmentation after;
    private final Overlap overlap;
    private final List<SegmentTransition> transitions;
    private final List<Segment> emerged;

    SegmentTransitions(Segmentation before, Segmentation after, Overlap overlap, double match, double split) {
        this.before = before;
        this.after = after;
        this.overlap = overlap;
        int[] matches = new int[overlap.segmentsBefore()];
        int[] suitors = new int[after.segments().size()];
        for (int x = 0; x < matches.length; x++) {
            matches[x] = best(x);
            if (matches[x] != Overlap.NOWHERE && overlap.share(x, matches[x]) >= match) {
                suitors[matches[x]]++;
            } else {
                matches[x] = Overlap.NOWHERE;
            }
        }
        List<SegmentTransition> found = new ArrayList<>();
        Set<Integer> descended = new HashSet<>();
        for (int x = 0; x < matches.length; x++) {
            if (overlap.has(x)) {
                SegmentTransition transition = matches[x] == Overlap.NOWHERE
                        ? unmatched(x, match, split)
                        : matched(x, matches[x], suitors[matches[x]] > 1);
                transition.to().forEach(segment -> descended.add(segment.index()));
                found.add(transition);
            }
        }
        int[] sizes = after.assignment().sizes();
        this.transitions = List.copyOf(found);
        this.emerged = after.segments().stream()
                .filter(segment -> sizes[segment.index()] > 0 && !descended.contains(segment.index()))
                .toList();
    }

    /** The new segment of the largest overlap, the lower label of equal ones; none if nobody is in any. */
    private int best(int x) {
        int best = Overlap.NOWHERE;
        for (int y = 0; y < after.segments().size() && overlap.has(x); y++) {
            if (overlap.share(x, y) > (best == Overlap.NOWHERE ? 0 : overlap.share(x, best))) {
                best = y;
            }
        }
        return best;
    }

    private SegmentTransition matched(int x, int y, boolean shared) {
        return new SegmentTransition(
                before.segments().get(x),
                shared ? TransitionKind.ABSORBED : TransitionKind.SURVIVED,
                List.of(after.segments().get(y)),
                overlap.share(x, y));
    }

    private SegmentTransition unmatched(int x, double match, double split) {
        List<Integer> pieces = new ArrayList<>();
        for (int y = 0; y < after.segments().size(); y++) {
            if (overlap.share(x, y) >= split) {
                pieces.add(y);
            }
        }
        double covered = overlap.share(x, pieces);
        Segment from = before.segments().get(x);
        if (covered >= match) {
            return new SegmentTransition(
                    from,
                    TransitionKind.SPLIT,
                    pieces.stream().map(after.segments()::get).toList(),
                    covered);
        }
        int best = best(x);
        return new SegmentTransition(
                from, TransitionKind.DISAPPEARED, List.of(), best == Overlap.NOWHERE ? 0 : overlap.share(x, best));
    }

    /**
     * What became of each old segment.
     *
     * @return one per old segment that has customers, in the order of their labels
     */
    public List<SegmentTransition> transitions() {
        return transitions;
    }

    /**
     * What became of an old segment.
     *
     * @param name its name
     * @return the transition
     * @throws InvalidInputException if there is none of that name, or it has no customers ({@link Reason#UNKNOWN_NAME})
     */
    public SegmentTransition transition(String name) {
        Objects.requireNonNull(name, "name");
        return transitions.stream()
                .filter(transition -> transition.from().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "SegmentTransitions: no old segment \"" + name + "\" with customers; there are "
                                + Arguments.shown(transitions.stream()
                                        .map(transition -> transition.from().name())
                                        .toList())));
    }

    /**
     * New segments that descend from none.
     *
     * @return in the order of their labels
     */
    public List<Segment> emerged() {
        return emerged;
    }

    /**
     * The share of an old segment, by weight, that is in a new one.
     *
     * @param from the name of an old segment
     * @param to the name of a new segment
     * @return 0 … 1; NaN if {@code from} has no customers
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public double overlap(String from, String to) {
        return overlap.share(before.segment(from).index(), after.segment(to).index());
    }

    /**
     * The share of old segments that survived.
     *
     * @return 0 … 1, higher is more stable; NaN if {@link #undefined()}
     */
    public double survivalRatio() {
        return ratio(TransitionKind.SURVIVED);
    }

    /**
     * The share of old segments that were absorbed.
     *
     * @return 0 … 1; NaN if {@link #undefined()}
     */
    public double absorptionRatio() {
        return ratio(TransitionKind.ABSORBED);
    }

    /**
     * The share of old segments that go on, by themselves or in another.
     *
     * @return survival and absorption together, 0 … 1; NaN if {@link #undefined()}
     */
    public double passForwardRatio() {
        return (double) (count(TransitionKind.SURVIVED) + count(TransitionKind.ABSORBED)) / transitions.size();
    }

    private double ratio(TransitionKind kind) {
        return (double) count(kind) / transitions.size();
    }

    private long count(TransitionKind kind) {
        return transitions.stream()
                .filter(transition -> transition.kind() == kind)
                .count();
    }

    /**
     * Why the ratios are NaN.
     *
     * @return {@link Reason#EMPTY} if no old segment has customers; empty otherwise
     */
    public Optional<Reason> undefined() {
        return transitions.isEmpty() ? Optional.of(Reason.EMPTY) : Optional.empty();
    }

    /**
     * How the segments that survived changed within: size, spread, place and skew.
     *
     * @param featuresBefore the customers of the old segmentation, row by row; NaN is missing
     * @param featuresAfter those of the new one, with the same features in the same units
     * @return one per segment that survived, in the order of the transitions
     * @throws InvalidInputException if there are more or fewer rows than customers or the features differ ({@link
     *     Reason#SCHEMA_MISMATCH})
     */
    public List<SegmentChange> changes(FeatureMatrix featuresBefore, FeatureMatrix featuresAfter) {
        Objects.requireNonNull(featuresBefore, "featuresBefore");
        Objects.requireNonNull(featuresAfter, "featuresAfter");
        String where = "SegmentTransitions.changes";
        Arguments.sameSize(before.customerCount(), featuresBefore.rowCount(), where, "featuresBefore", "customer");
        Arguments.sameSize(after.customerCount(), featuresAfter.rowCount(), where, "featuresAfter", "customer");
        Arguments.match(featuresBefore.featureNames(), featuresAfter, where);
        List<String> names = featuresBefore.featureNames();
        List<GroupShape> shapesBefore = GroupShape.of(featuresBefore, before.assignment());
        List<GroupShape> shapesAfter = GroupShape.of(featuresAfter.select(names), after.assignment());
        List<SegmentChange> changes = new ArrayList<>();
        for (SegmentTransition transition : transitions) {
            if (transition.kind() == TransitionKind.SURVIVED) {
                Segment to = transition.to().get(0);
                changes.add(SegmentChange.of(
                        transition.from(),
                        to,
                        names,
                        shapesBefore.get(transition.from().index()),
                        shapesAfter.get(to.index())));
            }
        }
        return List.copyOf(changes);
    }

    /** One line per old segment, one for those that emerged, and the ratios. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        transitions.forEach(transition -> text.append(transition).append(System.lineSeparator()));
        if (!emerged.isEmpty()) {
            text.append("emerged ").append(emerged).append(System.lineSeparator());
        }
        text.append(
                undefined().isPresent()
                        ? "ratios undefined (EMPTY)"
                        : String.format(
                                Locale.ROOT,
                                "survival %.4g, absorption %.4g, pass-forward %.4g of %d segments",
                                survivalRatio(),
                                absorptionRatio(),
                                passForwardRatio(),
                                transitions.size()));
        return text.toString();
    }
}
