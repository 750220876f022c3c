package dev.segmentation.prepare;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How categories become numbers, for algorithms that take a matrix: one-hot columns for levels, codes or ranks for ordered
 * ones. {@link #fit} freezes the levels, {@link EncodingModel} encodes later tables by them.
 *
 * <p>Numeric columns pass through. Columns stay in their order; those of one category stand together, in the order of its
 * levels: by text for a nominal column, so that the order of rows does not matter, as declared for an ordinal one. A one-hot
 * column is called {@code column=level} and holds 1 where the row has that level, otherwise 0.
 *
 * <p>One-hot columns in a clustering count for their column's number of levels: two rows that differ in one category are
 * √2 apart, whatever the scale of the other columns. Where there are many categories, {@link
 * dev.segmentation.mixed.KPrototypes} or {@link dev.segmentation.mixed.KModes} need no encoding.
 *
 * <p>Immutable. <b>Cost:</b> O(n·d).
 */
public final class Encoding {

    private static final String WHERE = "Encoding.fit";

    private final Ordered ordered;
    private final Unseen unseen;
    private final Missing missing;
    private final Reference reference;
    private final Map<String, String> references;

    private Encoding(
            Ordered ordered, Unseen unseen, Missing missing, Reference reference, Map<String, String> references) {
        this.ordered = ordered;
        this.unseen = unseen;
        this.missing = missing;
        this.reference = reference;
        this.references = references;
    }

    /** What an ordinal column becomes. */
    public enum Ordered {
        /** A column for each level, as a nominal one; the order is lost. */
        ONE_HOT,
        /** The position of the level, from 0: levels count as equally far apart. */
        CODES,
        /**
         * The mean rank, from 1, of the training rows with that level: levels are as far apart as customers lie between
         * them. A row of weight 3 is three customers.
         */
        RANKS
    }

    /** What is done with a level that was not there at the fit. */
    public enum Unseen {
        /** It is refused ({@link Reason#SCHEMA_MISMATCH}), so that it is noticed. */
        REFUSED,
        /**
         * It is 1 in a column of its own, {@code column=(other)}, which is there for every one-hot encoded column and 0 in
         * the training rows. A level of codes or ranks is refused all the same, because it has no place among them.
         */
        OTHER_COLUMN
    }

    /** What is done with a missing category. */
    public enum Missing {
        /** It is missing in every column of its category, to be imputed, or refused by what comes after. */
        KEPT,
        /**
         * It is 1 in a column of its own, {@code column=(missing)}, and 0 in the others of its category. Codes and ranks
         * are missing all the same.
         */
        OWN_COLUMN
    }

    private enum Reference {
        NONE,
        FIRST
    }

    /**
     * A column for each level, ordinal columns too; unseen levels are refused, missing values stay missing.
     *
     * @return a configuration
     */
    public static Encoding oneHot() {
        return new Encoding(Ordered.ONE_HOT, Unseen.REFUSED, Missing.KEPT, Reference.NONE, Map.of());
    }

    /**
     * Sets what ordinal columns become, by default {@link Ordered#ONE_HOT}.
     *
     * @param value what
     * @return a new configuration
     */
    public Encoding withOrdered(Ordered value) {
        return new Encoding(Objects.requireNonNull(value, "ordered"), unseen, missing, reference, references);
    }

    /**
     * Sets what is done with unseen levels, by default {@link Unseen#REFUSED}.
     *
     * @param value what
     * @return a new configuration
     */
    public Encoding withUnseen(Unseen value) {
        return new Encoding(ordered, Objects.requireNonNull(value, "unseen"), missing, reference, references);
    }

    /**
     * Sets what is done with missing categories, by default {@link Missing#KEPT}.
     *
     * @param value what
     * @return a new configuration
     */
    public Encoding withMissing(Missing value) {
        return new Encoding(ordered, unseen, Objects.requireNonNull(value, "missing"), reference, references);
    }

    /**
     * Leaves out the column of the first level of every one-hot encoded column, as regressions need it, because the columns
     * of all levels add up to 1.
     *
     * @return a new configuration
     */
    public Encoding withReferenceLevels() {
        return new Encoding(ordered, unseen, missing, Reference.FIRST, references);
    }

    /**
     * Leaves out the column of one level.
     *
     * @param column that is one-hot encoded
     * @param level that has no column then
     * @return a new configuration
     */
    public Encoding withReferenceLevel(String column, String level) {
        Map<String, String> more = new TreeMap<>(references);
        more.put(Objects.requireNonNull(column, "column"), Objects.requireNonNull(level, "level"));
        return new Encoding(ordered, unseen, missing, reference, more);
    }

    /**
     * Freezes the levels, and ranks if asked for.
     *
     * @param table at least one row; missing values allowed
     * @return the model
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}) or columns ({@link Reason#NO_FEATURES}), a
     *     nominal column is missing throughout ({@link Reason#NO_OBSERVATIONS}), a reference level is none of a one-hot
     *     encoded column ({@link Reason#UNKNOWN_NAME}), or two columns of the result have the same name ({@link
     *     Reason#DUPLICATE_FEATURE})
     */
    public EncodingModel fit(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        if (table.rowCount() == 0) {
            throw new InvalidInputException(Reason.EMPTY, WHERE + ": there are no rows; fit on at least one customer");
        }
        List<EncodedColumn> columns = new ArrayList<>();
        for (String name : Arguments.featureNames(table.names(), WHERE)) {
            columns.add(column(table, name));
        }
        references.keySet().forEach(name -> {
            if (columns.stream().noneMatch(column -> column.name().equals(name) && column.isOneHot())) {
                throw noReference(name);
            }
        });
        return new EncodingModel(columns, unseen, missing);
    }

    private EncodedColumn column(FeatureTable table, String name) {
        ColumnKind kind = table.kind(name);
        if (kind == ColumnKind.NUMERIC) {
            return EncodedColumn.numeric(name);
        }
        List<String> levels = kind == ColumnKind.ORDINAL ? table.levels(name) : occurring(table, name);
        if (levels.isEmpty()) {
            throw new InvalidInputException(
                    Reason.NO_OBSERVATIONS,
                    name,
                    WHERE + ": every value of column \"" + name + "\" is missing; leave the column out");
        }
        if (kind == ColumnKind.ORDINAL && ordered != Ordered.ONE_HOT) {
            return EncodedColumn.scored(
                    name, levels, ordered == Ordered.CODES ? codes(levels) : ranks(table, name, levels.size()));
        }
        return EncodedColumn.oneHot(name, kind, levels, reference(name, levels));
    }

    /** The level without a column; negative if every one has a column. */
    private int reference(String name, List<String> levels) {
        String wanted = references.get(name);
        if (wanted == null) {
            return reference == Reference.FIRST ? 0 : -1;
        }
        if (!levels.contains(wanted)) {
            throw noReference(name);
        }
        return levels.indexOf(wanted);
    }

    private static InvalidInputException noReference(String name) {
        return new InvalidInputException(
                Reason.UNKNOWN_NAME,
                name,
                WHERE + ": the reference level of \"" + name
                        + "\" is no level of a one-hot encoded column; give one of its levels");
    }

    private static List<String> occurring(FeatureTable table, String name) {
        TreeSet<String> levels = new TreeSet<>();
        for (int i = 0; i < table.rowCount(); i++) {
            table.level(i, name).ifPresent(levels::add);
        }
        return List.copyOf(levels);
    }

    private static double[] codes(List<String> levels) {
        double[] codes = new double[levels.size()];
        for (int level = 0; level < codes.length; level++) {
            codes[level] = level;
        }
        return codes;
    }

    private static double[] ranks(FeatureTable table, String name, int levelCount) {
        double[] weights = new double[levelCount];
        double[] codes = table.numbers(name);
        for (int i = 0; i < codes.length; i++) {
            if (!Double.isNaN(codes[i])) {
                weights[(int) codes[i]] += table.weight(i);
            }
        }
        double below = 0;
        double[] ranks = new double[levelCount];
        for (int level = 0; level < levelCount; level++) {
            ranks[level] = below + (weights[level] + 1) / 2;
            below += weights[level];
        }
        return ranks;
    }

    @Override
    public String toString() {
        return "Encoding[ordered=" + ordered + ", unseen=" + unseen + ", missing=" + missing + ", reference="
                + reference + (references.isEmpty() ? "" : ", " + references) + "]";
    }
}
