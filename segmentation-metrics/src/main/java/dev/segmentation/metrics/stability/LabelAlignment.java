package dev.segmentation.metrics.stability;

import dev.segmentation.Assignment;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.agreement.ContingencyTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Which new segment continues which old one: what {@link SegmentAligner} found.
 *
 * <p><b>Immutable</b>, hence safe for use by several threads.
 */
public final class LabelAlignment {

    private final ContingencyTable table;
    private final List<Match> matches;
    private final List<Segment> retired;
    private final List<Segment> created;
    private final List<Segment> segments;
    private final int[] labelOf;
    private final int labelCount;
    private final List<String> retiredNames;

    /**
     * A segment that goes on.
     *
     * @param before the old segment, whose name it keeps
     * @param after the new label, under the old name
     * @param customers how many customers are in both
     * @param overlap customers in both divided by customers in either, among those whom both segmentations have
     */
    public record Match(Segment before, Segment after, long customers, double overlap) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: label %d becomes %d, %d customers stay, overlap %.4g",
                    before,
                    before.index(),
                    after.index(),
                    customers,
                    overlap);
        }
    }

    /** The new label of each old segment, −1 for none, and names that were retired earlier. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Rule(int[] continuation, Set<String> retiredNames) {}

    LabelAlignment(ContingencyTable table, List<Segment> before, List<Segment> after, Rule rule) {
        this.table = table;
        String[] names = new String[after.size()];
        this.labelOf = new int[after.size()];
        List<Match> found = new ArrayList<>();
        List<Segment> gone = new ArrayList<>();
        Set<String> allRetired = new LinkedHashSet<>(rule.retiredNames());
        for (Segment old : before) {
            int label = rule.continuation()[old.index()];
            if (label < 0) {
                gone.add(old);
                allRetired.add(old.name());
            } else {
                names[label] = old.name();
                labelOf[label] = old.index();
                found.add(new Match(
                        old,
                        Segment.of(label, old.name()),
                        table.count(old.index(), label),
                        table.jaccard(old.index(), label)));
            }
        }
        Set<String> taken = new LinkedHashSet<>(allRetired);
        before.forEach(old -> taken.add(old.name()));
        List<Segment> fresh = new ArrayList<>();
        List<Segment> named = new ArrayList<>();
        for (Segment segment : after) {
            if (names[segment.index()] == null) {
                labelOf[segment.index()] = before.size() + fresh.size();
                names[segment.index()] = freshName(segment, taken);
                taken.add(names[segment.index()]);
                fresh.add(Segment.of(segment.index(), names[segment.index()]));
            }
            named.add(Segment.of(segment.index(), names[segment.index()]));
        }
        this.matches = List.copyOf(found);
        this.retired = List.copyOf(gone);
        this.created = List.copyOf(fresh);
        this.segments = List.copyOf(named);
        this.labelCount = before.size() + fresh.size();
        this.retiredNames = List.copyOf(allRetired);
    }

    /** The name that it was given, if that is none by default and was never used; else a new one. */
    private static String freshName(Segment segment, Set<String> taken) {
        if (!segment.name().equals(defaultName(segment.index())) && !taken.contains(segment.name())) {
            return segment.name();
        }
        int number = 1;
        while (taken.contains("New segment " + number)) {
            number++;
        }
        return "New segment " + number;
    }

    static String defaultName(int label) {
        return "Segment " + label;
    }

    /**
     * The segments that go on.
     *
     * @return in the order of the old labels; possibly none
     */
    public List<Match> matches() {
        return matches;
    }

    /**
     * The old segments that have no continuation. One without customers among the common ones is always here.
     *
     * @return under their names and labels, in the order of the labels
     */
    public List<Segment> retired() {
        return retired;
    }

    /**
     * The new segments that continue none.
     *
     * @return under their new labels and new names, in the order of the labels
     */
    public List<Segment> created() {
        return created;
    }

    /**
     * All new segments under the names that they have from now on.
     *
     * @return in the order of the new labels
     */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * Names that must not be given again: those retired earlier and those retired here.
     *
     * @return to be kept with the segmentation, for {@link SegmentAligner#withRetiredNames}
     */
    public List<String> retiredNames() {
        return retiredNames;
    }

    /**
     * The share of the common customers who keep the name of their segment.
     *
     * @return in [0, 1], higher is better; NaN if there is no customer
     */
    public double keptShare() {
        return (double) kept() / table.customers();
    }

    /**
     * What the matching costs: how many of the common customers lose the name of their segment. No other matching of segments
     * that overlap enough costs less.
     *
     * @return from 0 to the number of common customers, lower is better
     */
    public long cost() {
        return table.customers() - kept();
    }

    /**
     * The segments that found no partner, for whoever decides whether to publish the refit.
     *
     * @return a notice of {@link Reason#UNMATCHED_SEGMENT} for each of {@link #retired()} and {@link #created()}, in this order;
     *     possibly none
     */
    public List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        for (Segment old : retired) {
            notices.add(new Notice(
                    Reason.UNMATCHED_SEGMENT,
                    String.format(
                            Locale.ROOT,
                            "SegmentAligner: no new segment continues \"%s\", best overlap %.4g; its name is retired",
                            old.name(),
                            bestOverlap(old))));
        }
        for (Segment fresh : created) {
            notices.add(new Notice(
                    Reason.UNMATCHED_SEGMENT,
                    "SegmentAligner: new segment " + fresh.index() + " continues no old one; it is called \""
                            + fresh.name() + "\" until it is named"));
        }
        return List.copyOf(notices);
    }

    private long kept() {
        long kept = 0;
        for (Match match : matches) {
            kept += match.customers();
        }
        return kept;
    }

    /**
     * How many customers go from each old segment (rows) to each new one (columns), under the labels that were given.
     *
     * @return the counts of the common customers
     */
    public ContingencyTable table() {
        return table;
    }

    /**
     * The same rows under labels that go on: a matched segment has its old label, the created ones have the next labels after
     * all old ones, and those of retired segments are empty.
     *
     * @param after new labels, such as those that were aligned, or those that the same model gives other rows
     * @return an assignment to the old segments and the created ones
     * @throws InvalidInputException if the number of segments differs ({@link Reason#SCHEMA_MISMATCH})
     */
    public Assignment aligned(Assignment after) {
        Objects.requireNonNull(after, "after");
        check(after.segmentCount(), "LabelAlignment.aligned");
        int[] labels = after.toArray();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labelOf[labels[i]];
        }
        return Assignment.copyOf(labelCount, labels);
    }

    /**
     * The same segmentation under the names that go on; labels stay.
     *
     * @param after the refit that was aligned, or what the same model makes of another snapshot
     * @return a segmentation whose matched segments have their old names, and the created ones new names
     * @throws InvalidInputException if the number of segments differs ({@link Reason#SCHEMA_MISMATCH})
     */
    public Segmentation apply(Segmentation after) {
        Objects.requireNonNull(after, "after");
        check(after.segments().size(), "LabelAlignment.apply");
        return after.withNames(segments.stream().map(Segment::name).toList());
    }

    private void check(int segmentCount, String where) {
        Arguments.sameSize(segments.size(), segmentCount, where, "after", "segment that was aligned");
    }

    /** One line per segment, and the share of customers who keep the name of theirs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("LabelAlignment[");
        text.append(String.format(
                Locale.ROOT,
                "%.1f %% of %d customers keep the name, cost %d",
                100 * keptShare(),
                table.customers(),
                cost()));
        for (Match match : matches) {
            text.append(String.format(Locale.ROOT, "%n  %s", match));
        }
        for (Segment old : retired) {
            text.append(String.format(Locale.ROOT, "%n  %s: retired, best overlap %.4g", old, bestOverlap(old)));
        }
        for (Segment fresh : created) {
            text.append(String.format(Locale.ROOT, "%n  %s: created, label %d", fresh, fresh.index()));
        }
        return text.append(']').toString();
    }

    /**
     * The largest overlap of an old segment with any new one, also one that continues another.
     *
     * @param before an old segment
     * @return customers in both divided by customers in either, in [0, 1]; NaN if the segment has none of the common customers
     * @throws IndexOutOfBoundsException if there is no such label
     */
    public double bestOverlap(Segment before) {
        Objects.checkIndex(before.index(), table.rowCount());
        return ClusterwiseJaccard.bestOverlaps(table)[before.index()];
    }
}
