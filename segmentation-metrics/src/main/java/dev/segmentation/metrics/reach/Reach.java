package dev.segmentation.metrics.reach;

import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.Normal;
import dev.segmentation.metrics.internal.WilsonScore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether segments can be reached: for every channel, mailing list or targeting rule, how many of a segment it reaches, how
 * many others it reaches as well, and how much better it is than reaching customers at random.
 *
 * <p>A segment that no channel reaches with a lift above 1 can be described, but not addressed.
 *
 * <p><b>Undefined:</b> precision, waste and lift of a channel that reaches nobody, recall and lift of an empty segment ({@link
 * Reason#NO_OBSERVATIONS}).
 * <br><b>Cost:</b> O(n) time per channel when it is added, one bit per customer and channel; then O(1), {@link #overlap} O(n/64).
 * Immutable.
 */
public final class Reach {

    private static final double DEFAULT_LEVEL = 0.95;

    private final Segmentation segmentation;
    private final long[] sizes;
    private final Map<String, Channel> channels;
    private final double level;

    private Reach(Segmentation segmentation, long[] sizes, Map<String, Channel> channels, double level) {
        this.segmentation = segmentation;
        this.sizes = sizes;
        this.channels = channels;
        this.level = level;
    }

    /** Who is reached, and how many of each segment. */
    private static final class Channel {

        final BitSet members;
        final long[] perSegment;
        final long reached;
        final long unknown;

        Channel(BitSet members, long[] perSegment, long unknown) {
            this.members = members;
            this.perSegment = perSegment;
            this.reached = members.cardinality();
            this.unknown = unknown;
        }
    }

    /**
     * No channel yet, intervals at 95 %.
     *
     * @param segmentation the customers in their segments
     * @return an analysis without channels
     */
    public static Reach of(Segmentation segmentation) {
        Objects.requireNonNull(segmentation, "segmentation");
        int[] sizes = segmentation.assignment().sizes();
        long[] wide = new long[sizes.length];
        for (int s = 0; s < sizes.length; s++) {
            wide[s] = sizes[s];
        }
        return new Reach(segmentation, wide, Map.of(), DEFAULT_LEVEL);
    }

    /**
     * Adds a channel by one flag per customer.
     *
     * @param name not blank, new
     * @param reached n flags, in the order of the customers; not modified, not kept
     * @return a new analysis
     * @throws InvalidInputException if the name is blank or taken ({@link Reason#BAD_NAME}), or there is not one flag per
     *     customer ({@link Reason#SCHEMA_MISMATCH})
     */
    public Reach withChannel(String name, boolean... reached) {
        checkName(name);
        Objects.requireNonNull(reached, "reached");
        Arguments.sameSize(segmentation.customerCount(), reached.length, "Reach.withChannel", "reached", "customer");
        BitSet members = new BitSet(reached.length);
        for (int i = 0; i < reached.length; i++) {
            members.set(i, reached[i]);
        }
        return with(name, members, 0);
    }

    /**
     * Adds a channel by the ids of those whom it reaches. Ids that are not in the segmentation are counted, see {@link
     * #unknown}, and reach nobody.
     *
     * @param name not blank, new
     * @param reached ids of customers
     * @return a new analysis
     * @throws InvalidInputException if the name is blank or taken ({@link Reason#BAD_NAME}), or ids are numbers here and texts
     *     there
     */
    public Reach withChannel(String name, CustomerIds reached) {
        checkName(name);
        Objects.requireNonNull(reached, "reached");
        BitSet members = new BitSet(segmentation.customerCount());
        long unknown = 0;
        for (int row : reached.rowsIn(segmentation.snapshot().customerIds())) {
            if (row < 0) {
                unknown++;
            } else {
                members.set(row);
            }
        }
        return with(name, members, unknown);
    }

    /**
     * Sets the confidence level of all intervals, by default 0.95.
     *
     * @param value in (0, 1)
     * @return a new analysis
     * @throws InvalidInputException if it is out of range
     */
    public Reach withLevel(double value) {
        Arguments.openUnit(value, "Reach.withLevel", "level");
        return new Reach(segmentation, sizes, channels, value);
    }

    /**
     * The channels.
     *
     * @return their names, in the order in which they were added
     */
    public List<String> channels() {
        return List.copyOf(channels.keySet());
    }

    /**
     * How well a channel reaches a segment.
     *
     * <p>The interval of the lift a·n/(s·c), for a customers who are of the segment and reached, s of the segment, c reached
     * and n in all, is a·n/(s·c) times e^±z·√v with v = 1/a − 1/s − 1/c − 1/n + 2a/(s·c), by linearization of the logarithm.
     * Where nobody of the segment is reached the lift is 0, and its interval ends where it would for half a customer.
     *
     * @param channel the name of a channel
     * @param segment one of the segments
     * @return precision, recall, lift and waste
     * @throws InvalidInputException if there is no such channel or segment ({@link Reason#UNKNOWN_NAME})
     */
    public SegmentReach reach(String channel, Segment segment) {
        Channel found = channel(channel);
        int s = segmentation.segment(segment.name()).index();
        long both = found.perSegment[s];
        WilsonScore wilson = WilsonScore.at(level);
        Estimate precision = wilson.of(both, found.reached);
        return new SegmentReach(
                channel,
                segment.name(),
                found.reached,
                precision,
                wilson.of(both, sizes[s]),
                lift(both, sizes[s], found.reached),
                wilson.of(found.reached - both, found.reached));
    }

    /**
     * Which other segments a channel reaches while it looks for one: where the waste goes.
     *
     * @param channel the name of a channel
     * @param segment the segment that is looked for
     * @return all other segments, with their share of those reached as precision; largest share first
     * @throws InvalidInputException if there is no such channel or segment ({@link Reason#UNKNOWN_NAME})
     */
    public List<SegmentReach> rivals(String channel, Segment segment) {
        Channel found = channel(channel);
        int wanted = segmentation.segment(segment.name()).index();
        return segmentation.segments().stream()
                .filter(other -> other.index() != wanted)
                .sorted(Comparator.comparingLong(other -> -found.perSegment[other.index()]))
                .map(other -> reach(channel, other))
                .toList();
    }

    /**
     * The channels for a segment, those first of whose lift at least the most is certain; undefined ones last.
     *
     * @param segment one of the segments
     * @return one line per channel, by the lower end of the lift
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public List<SegmentReach> bestFirst(Segment segment) {
        segmentation.segment(segment.name());
        return channels.keySet().stream()
                .map(channel -> reach(channel, segment))
                .sorted(Comparator.comparing(
                                (SegmentReach reach) -> !reach.lift().isDefined())
                        .thenComparingDouble(reach -> -reach.lift().lower()))
                .toList();
    }

    /**
     * How many of those whom one channel reaches are reached by another as well: whether both are needed.
     *
     * @param channel the name of a channel
     * @param other the name of another
     * @return the share of the first channel's customers, with Wilson's interval; undefined if it reaches nobody
     * @throws InvalidInputException if there is no such channel ({@link Reason#UNKNOWN_NAME})
     */
    public Estimate overlap(String channel, String other) {
        Channel found = channel(channel);
        BitSet both = (BitSet) found.members.clone();
        both.and(channel(other).members);
        return WilsonScore.at(level).of(both.cardinality(), found.reached);
    }

    /**
     * How many ids of a channel are of no customer of the segmentation.
     *
     * @param channel the name of a channel
     * @return 0 if it was given by flags
     * @throws InvalidInputException if there is no such channel ({@link Reason#UNKNOWN_NAME})
     */
    public long unknown(String channel) {
        return channel(channel).unknown;
    }

    @Override
    public String toString() {
        return "Reach[" + segmentation.customerCount() + " customers, " + sizes.length + " segments, channels "
                + Arguments.shown(channels()) + "]";
    }

    private Estimate lift(long both, long size, long reached) {
        long n = segmentation.customerCount();
        if (size == 0 || reached == 0) {
            return Estimate.undefined(Reason.NO_OBSERVATIONS, n);
        }
        double a = both == 0 ? 0.5 : both;
        double random = (double) size / n * reached; // expected by chance
        double variance = 1 / a - 1.0 / size - 1.0 / reached - 1.0 / n + 2 * (a / size) / reached;
        double factor = StrictMath.exp(Normal.twoSidedQuantile(level) * Math.sqrt(Math.max(0, variance)));
        double lift = both / random;
        return Estimate.of(lift, lift / factor, Math.max(lift, a / random * factor), level, n);
    }

    private Reach with(String name, BitSet members, long unknown) {
        long[] perSegment = new long[sizes.length];
        for (int row = members.nextSetBit(0); row >= 0; row = members.nextSetBit(row + 1)) {
            perSegment[segmentation.assignment().label(row)]++;
        }
        Map<String, Channel> more = new LinkedHashMap<>(channels);
        more.put(name, new Channel(members, perSegment, unknown));
        return new Reach(segmentation, sizes, more, level);
    }

    private void checkName(String name) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "name", "Reach.withChannel: the name of a channel is blank; name every channel");
        }
        if (channels.containsKey(name)) {
            throw new InvalidInputException(
                    Reason.BAD_NAME,
                    name,
                    "Reach.withChannel: two channels are called \"" + name + "\"; give each a name of its own");
        }
    }

    private Channel channel(String name) {
        Channel found = channels.get(Objects.requireNonNull(name, "channel"));
        if (found == null) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    "Reach: no channel \"" + name + "\"; there are "
                            + Arguments.shown(new ArrayList<>(channels.keySet())));
        }
        return found;
    }
}
