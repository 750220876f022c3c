package dev.segmentation.metrics.movers;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What customers who moved had more or less of than those who stayed, column by column and level by level.
 *
 * <p>Immutable and thread-safe; holds no customers.
 */
public final class MoverTable {

    private final String title;
    private final long movers;
    private final long stayers;
    private final List<MoverEffect> effects;
    private final List<Notice> notices;

    MoverTable(String title, long movers, long stayers, List<MoverEffect> effects, List<Notice> notices) {
        this.title = title;
        this.movers = movers;
        this.stayers = stayers;
        this.effects = effects;
        this.notices = notices;
    }

    /**
     * How many customers moved.
     *
     * @return at least 0
     */
    public long movers() {
        return movers;
    }

    /**
     * How many customers of the same segments stayed.
     *
     * @return at least 0
     */
    public long stayers() {
        return stayers;
    }

    /**
     * All effects.
     *
     * @return in the order of the columns and their levels; levels that neither movers nor stayers have are not among them
     */
    public List<MoverEffect> effects() {
        return effects;
    }

    /**
     * All effects, those first of whose strength the largest amount is certain, by the end of the interval that is nearer to
     * 0; then by the strength itself; undefined ones last.
     *
     * @return ordered anew
     */
    public List<MoverEffect> strongestFirst() {
        return effects.stream()
                .sorted(Comparator.comparing((MoverEffect e) -> !e.strength().isDefined())
                        .thenComparingDouble(e -> -e.certain())
                        .thenComparingDouble(e -> -Math.abs(e.strength().value())))
                .toList();
    }

    /**
     * The effect of a numeric column.
     *
     * @param column its name
     * @return the effect
     * @throws InvalidInputException if there is none ({@link Reason#UNKNOWN_NAME})
     */
    public MoverEffect effect(String column) {
        return find(Objects.requireNonNull(column, "column"), Optional.empty());
    }

    /**
     * The effect of a level of a categorical column.
     *
     * @param column the name of the column
     * @param level the name of the level
     * @return the effect
     * @throws InvalidInputException if there is none ({@link Reason#UNKNOWN_NAME})
     */
    public MoverEffect effect(String column, String level) {
        Objects.requireNonNull(column, "column");
        return find(column, Optional.of(level));
    }

    private MoverEffect find(String column, Optional<String> level) {
        return effects.stream()
                .filter(effect ->
                        effect.column().equals(column) && effect.level().equals(level))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        column,
                        "MoverTable: no effect of \"" + column + "\""
                                + level.map(name -> ", level \"" + name + "\"").orElse("")));
    }

    /**
     * What the caller should know: which segments had too few movers or stayers to compare, and whether weights were ignored.
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /** One line per effect, strongest first. */
    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(title, "movers", "stayers", "lift", "strength", "lower", "upper", "p", "Holm", "FDR"));
        for (MoverEffect effect : strongestFirst()) {
            lines.add(List.of(
                    effect.name(),
                    shown(effect.movers()),
                    shown(effect.stayers()),
                    effect.lift().map(lift -> shown(lift.value())).orElse(""),
                    effect.strength()
                            .undefined()
                            .map(Enum::name)
                            .orElseGet(() -> shown(effect.strength().value())),
                    shown(effect.strength().lower()),
                    shown(effect.strength().upper()),
                    shown(effect.pValue()),
                    shown(effect.holm()),
                    shown(effect.falseDiscovery())));
        }
        StringBuilder text = new StringBuilder(TextTable.of(lines));
        text.append('\n').append(movers).append(" movers, ").append(stayers).append(" stayers of the same segments");
        notices.forEach(notice -> text.append('\n').append(notice));
        return text.toString();
    }

    private static String shown(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3g", value);
    }
}
