package dev.segmentation.metrics.profile;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How every segment compares with all customers, column by column: what {@link Profiling} found. Immutable.
 *
 * <p>{@code table.segment("Loyal").column("orders_12m").index()} walks it; as text it is a table of means and indices.
 */
public final class ProfileTable {

    private final List<ProfiledSegment> segments;
    private final long tests;
    private final Correction correction;
    private final double level;
    private final List<Notice> notices;

    ProfileTable(
            List<ProfiledSegment> segments, long tests, Correction correction, double level, List<Notice> notices) {
        this.segments = segments;
        this.tests = tests;
        this.correction = correction;
        this.level = level;
        this.notices = notices;
    }

    /**
     * The segments in the order of their labels, empty ones included.
     *
     * @return k profiles
     */
    public List<ProfiledSegment> segments() {
        return segments;
    }

    /**
     * The profile of a segment.
     *
     * @param name its name
     * @return its profile
     * @throws InvalidInputException if there is no such segment ({@link Reason#UNKNOWN_NAME})
     */
    public ProfiledSegment segment(String name) {
        Objects.requireNonNull(name, "name");
        return segments.stream()
                .filter(profile -> profile.segment().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "ProfileTable: no segment \"" + name + "\"; there are "
                                + Arguments.shown(segments.stream()
                                        .map(profile -> profile.segment().name())
                                        .toList())));
    }

    /**
     * The profile of a segment.
     *
     * @param segment one of the segmentation's
     * @return its profile
     * @throws InvalidInputException if there is no segment of its name ({@link Reason#UNKNOWN_NAME})
     */
    public ProfiledSegment segment(Segment segment) {
        return segment(Objects.requireNonNull(segment, "segment").name());
    }

    /**
     * How many tests were made, over which p is adjusted.
     *
     * @return at least 0
     */
    public long tests() {
        return tests;
    }

    /**
     * What the caller should know: that weights were not used, and which columns were taken as forming because they repeat
     * one that is.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per column or level, one column per segment: mean or share, index, flag and marker. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "all"));
        List<String> shares = new ArrayList<>(List.of("share", ""));
        for (ProfiledSegment profile : segments) {
            head.add(profile.segment().name());
            shares.add(profile.share().isDefined() ? percent(profile.share().value()) : "–");
        }
        lines.add(head);
        lines.add(shares);
        ProfiledSegment first = segments.get(0);
        for (int c = 0; c < first.columns().size(); c++) {
            lines.add(columnLine(c));
        }
        for (int c = 0; c < first.levels().size(); c++) {
            lines.add(levelLine(c));
        }
        StringBuilder text = new StringBuilder(TextTable.of(lines));
        text.append(String.format(
                Locale.ROOT,
                "\nmean or share (index, 100 = all); * marker; ▲ ▼ differs from the others, %s over %d tests at %.3g %%",
                correction == Correction.HOLM ? "Holm" : "Benjamini–Hochberg",
                tests,
                100 * level));
        text.append("; forming columns differ by construction and are not tested");
        notices.forEach(notice -> text.append('\n').append(notice));
        return text.toString();
    }

    private List<String> columnLine(int c) {
        NumericProfile any = segments.get(0).columns().get(c);
        List<String> line = new ArrayList<>();
        line.add(any.column() + (any.isForming() ? " (forming)" : ""));
        line.add(number(any.totalMean()));
        for (ProfiledSegment profile : segments) {
            NumericProfile cell = profile.columns().get(c);
            line.add(number(cell.mean()) + index(cell.index().value()) + marks(cell.isMarker(), cell.contrast()));
        }
        return line;
    }

    private List<String> levelLine(int c) {
        LevelProfile any = segments.get(0).levels().get(c);
        List<String> line = new ArrayList<>();
        line.add(any.column() + " = " + any.level() + (any.isForming() ? " (forming)" : ""));
        line.add(percent(any.totalShare()));
        for (ProfiledSegment profile : segments) {
            LevelProfile cell = profile.levels().get(c);
            line.add(percent(cell.share().value())
                    + index(cell.index().value())
                    + marks(cell.isMarker(), cell.contrast()));
        }
        return line;
    }

    /** Of constant width, so that numbers stay below one another. */
    private static String marks(boolean marker, Contrast contrast) {
        String sign = switch (contrast.flag()) {
            case HIGHER -> "▲";
            case LOWER -> "▼";
            case NONE -> " ";
        };
        return (marker ? "*" : " ") + sign;
    }

    private static String index(double value) {
        return Double.isNaN(value) ? " (–)" : String.format(Locale.ROOT, " (%.0f)", value);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4g", value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
