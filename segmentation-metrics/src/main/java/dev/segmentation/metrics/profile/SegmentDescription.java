package dev.segmentation.metrics.profile;

import dev.segmentation.Segment;
import java.util.List;
import java.util.stream.Collectors;

/** The shortest rules that describe one segment, and how good they are together. */
public final class SegmentDescription {

    private final Segment segment;
    private final List<DescribedRule> rules;
    private final ClaimQuality quality;

    SegmentDescription(Segment segment, List<DescribedRule> rules, ClaimQuality quality) {
        this.segment = segment;
        this.rules = List.copyOf(rules);
        this.quality = quality;
    }

    /**
     * The segment.
     *
     * @return label and name
     */
    public Segment segment() {
        return segment;
    }

    /**
     * The rules in their order; a customer whom several would claim is the first one's.
     *
     * @return none if no short rule tells the segment apart
     */
    public List<DescribedRule> rules() {
        return rules;
    }

    /**
     * How good all rules together are, measured on customers who were held out.
     *
     * @return precision, coverage and lift; without rules nobody is claimed, so that the precision is undefined
     */
    public ClaimQuality quality() {
        return quality;
    }

    /** One line per rule, and one for all where there are several. */
    @Override
    public String toString() {
        if (rules.isEmpty()) {
            return segment.name() + ": no short rule tells it apart";
        }
        String lines = rules.stream().map(DescribedRule::toString).collect(Collectors.joining("\n"));
        return rules.size() == 1 ? lines : lines + "\n  together → " + segment.name() + ": " + quality;
    }
}
