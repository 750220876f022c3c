package dev.segmentation.metrics.profile;

import dev.segmentation.Estimate;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One segment of a {@link ProfileTable}: its size, and one profile per column or level. */
public final class ProfiledSegment {

    private final Segment segment;
    private final Estimate share;
    private final Map<String, NumericProfile> columns;
    private final Map<String, List<LevelProfile>> levels;

    ProfiledSegment(
            Segment segment,
            Estimate share,
            Map<String, NumericProfile> columns,
            Map<String, List<LevelProfile>> levels) {
        this.segment = segment;
        this.share = share;
        this.columns = new LinkedHashMap<>(columns);
        this.levels = new LinkedHashMap<>(levels);
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
     * The share of the segment in all customers, with Wilson's interval.
     *
     * @return in [0, 1], with all customers; undefined if there are none
     */
    public Estimate share() {
        return share;
    }

    /**
     * The profile of a numeric column.
     *
     * @param name the column
     * @return its profile in this segment
     * @throws InvalidInputException if there is no numeric column of that name ({@link Reason#UNKNOWN_NAME})
     */
    public NumericProfile column(String name) {
        NumericProfile found = columns.get(Objects.requireNonNull(name, "name"));
        if (found == null) {
            throw unknown("column", "numeric column", name, List.copyOf(columns.keySet()));
        }
        return found;
    }

    /**
     * The profiles of a categorical column, one per level.
     *
     * @param name the column
     * @return in the order of the levels
     * @throws InvalidInputException if there is no categorical column of that name ({@link Reason#UNKNOWN_NAME})
     */
    public List<LevelProfile> levels(String name) {
        List<LevelProfile> found = levels.get(Objects.requireNonNull(name, "name"));
        if (found == null) {
            throw unknown("levels", "categorical column", name, List.copyOf(levels.keySet()));
        }
        return found;
    }

    /**
     * The profile of one level.
     *
     * @param name a categorical column
     * @param level one of its levels
     * @return its profile in this segment
     * @throws InvalidInputException if there is no such column or level ({@link Reason#UNKNOWN_NAME})
     */
    public LevelProfile level(String name, String level) {
        Objects.requireNonNull(level, "level");
        List<LevelProfile> found = levels(name);
        return found.stream()
                .filter(profile -> profile.level().equals(level))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "level",
                        "level",
                        level,
                        found.stream().map(LevelProfile::level).toList()));
    }

    /**
     * The numeric columns.
     *
     * @return their profiles, in the order of the snapshot
     */
    public List<NumericProfile> columns() {
        return List.copyOf(columns.values());
    }

    /**
     * The levels of all categorical columns.
     *
     * @return their profiles, in the order of the snapshot
     */
    public List<LevelProfile> levels() {
        return levels.values().stream().flatMap(List::stream).toList();
    }

    /**
     * What marks the segment and did not form it: numeric columns by name, levels as {@code column = level}. Those that
     * formed it mark it by construction.
     *
     * @return possibly none
     */
    public List<String> markers() {
        List<String> markers = new ArrayList<>();
        columns.values().stream()
                .filter(profile -> profile.isMarker() && !profile.isForming())
                .forEach(profile -> markers.add(profile.column()));
        levels().stream()
                .filter(profile -> profile.isMarker() && !profile.isForming())
                .forEach(profile -> markers.add(profile.column() + " = " + profile.level()));
        return List.copyOf(markers);
    }

    /** One line for the segment and one per column or level. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(segment.name()).append(": share ").append(share);
        columns.values().forEach(profile -> text.append("\n  ").append(profile));
        levels().forEach(profile -> text.append("\n  ").append(profile));
        return text.toString();
    }

    private InvalidInputException unknown(String method, String kind, String name, List<String> known) {
        return new InvalidInputException(
                Reason.UNKNOWN_NAME,
                name,
                "ProfiledSegment." + method + ": no " + kind + " \"" + name + "\"; there are "
                        + Arguments.shown(known));
    }
}
