package dev.segmentation.metrics.profile;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which markers of the segments keep their sign in resamples: what {@link MarkerStability} measured. Immutable.
 *
 * <p>{@code report.segment("Loyal").stable()} names those that do; as text it is a table of shares.
 */
public final class MarkerReport {

    private final List<SegmentMarkers> segments;
    private final int resamples;
    private final double threshold;
    private final List<Notice> notices;

    MarkerReport(List<SegmentMarkers> segments, int resamples, double threshold, List<Notice> notices) {
        this.segments = segments;
        this.resamples = resamples;
        this.threshold = threshold;
        this.notices = notices;
    }

    /**
     * The segments in the order of their labels, empty ones included.
     *
     * @return k segments
     */
    public List<SegmentMarkers> segments() {
        return segments;
    }

    /**
     * The markers of a segment.
     *
     * @param name its name
     * @return its markers
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public SegmentMarkers segment(String name) {
        Objects.requireNonNull(name, "name");
        return segments.stream()
                .filter(found -> found.segment().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "MarkerReport: no segment \"" + name + "\"; there are "
                                + Arguments.shown(segments.stream()
                                        .map(found -> found.segment().name())
                                        .toList())));
    }

    /**
     * How many resamples were measured.
     *
     * @return at least 0; 0 if there was nothing to measure
     */
    public int resamples() {
        return resamples;
    }

    /**
     * From which share of resamples a sign is stable.
     *
     * @return in (0.5, 1]
     */
    public double threshold() {
        return threshold;
    }

    /**
     * What the caller should know: that weights were not used, which columns were taken as forming because they repeat one
     * that is, and how many resamples could not be fitted.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per column or level, one column per segment: the sign, how often it is kept, and whether it marks. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("sign kept"));
        List<String> counts = new ArrayList<>(List.of("stable markers"));
        for (SegmentMarkers segment : segments) {
            head.add(segment.segment().name());
            counts.add(segment.stable().size() + "  ");
        }
        lines.add(head);
        for (int c = 0; c < segments.get(0).signs().size(); c++) {
            List<String> line =
                    new ArrayList<>(List.of(segments.get(0).signs().get(c).name()));
            for (SegmentMarkers segment : segments) {
                line.add(shown(segment.signs().get(c)));
            }
            lines.add(line);
        }
        lines.add(counts);
        StringBuilder text = new StringBuilder(TextTable.of(lines));
        text.append(String.format(
                Locale.ROOT,
                "\n+ − side of the mean of all; ** stable marker, from %.4g %% of %d resamples; * unstable marker",
                100 * threshold,
                resamples));
        notices.forEach(notice -> text.append('\n').append(notice));
        return text.toString();
    }

    /** Of constant width at its end, so that numbers stay below one another. */
    private static String shown(MarkerSign sign) {
        String marks = sign.isStable() ? "**" : sign.isMarker() ? "* " : "  ";
        String side = sign.difference() > 0 ? "+ " : "− ";
        return sign.signShare().isDefined()
                ? side
                        + String.format(
                                Locale.ROOT, "%.1f %%", 100 * sign.signShare().value())
                        + marks
                : "–" + marks;
    }
}
