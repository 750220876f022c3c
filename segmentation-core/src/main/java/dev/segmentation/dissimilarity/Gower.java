package dev.segmentation.dissimilarity;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Gower's dissimilarity of mixed columns: the weighted mean, over the columns known for both rows, of how much they differ
 * there. Range [0, 1]; 0 means that no column that both rows have differs.
 *
 * <p>Σ w·δ·d / Σ w·δ with, per column, d = |x − y| / range for numbers; 0 or 1 for nominal levels; by {@link OrdinalScale}
 * for ordinal ones. δ is 0, and the column drops out of the pair, if a value is missing, or if the column is {@linkplain
 * #withAsymmetric asymmetric} and both rows lack what it says; otherwise 1.
 *
 * <p><b>Fitted:</b> ranges, ranks and levels are those of the training rows of positive weight, frozen, so that a distance
 * between two customers does not drift with the others. In a later snapshot a difference beyond the range counts 1; a
 * nominal level that training did not know differs from all others; an ordinal one is refused.
 * <br><b>Degenerate:</b> a column that is constant in training counts with difference 0; a later value that differs counts 1.
 * No usable column for a pair: NaN, and whatever needs a distance, such as {@link DissimilarityMatrix}, refuses the row.
 * With missing values, two rows may have dissimilarity 0 to a third one and not to each other.
 * <br><b>Beside</b> {@code mixed.MixedDistance.GOWER}, which k-prototypes minimise: that is the sum over known columns by {@link
 * OrdinalScale#RANKS}, does not cut later differences at 1, and leaves out columns that are constant in training; for all else
 * the two agree.
 * <br><b>Cost:</b> O(d) per pair.
 * <br><b>Reference:</b> J. C. Gower (1971), A general coefficient of similarity and some of its properties, Biometrics 27,
 * 857–871, doi:10.2307/2528823. The convention for ordinal columns is named, since programs differ in it.
 */
public final class Gower implements Dissimilarity {

    private static final String WHERE = "Gower.fit";

    private final OrdinalScale ordinalScale;
    private final Map<String, Double> weights;
    private final Map<String, Optional<String>> asymmetric; // column → the level that says "present"

    private Gower(OrdinalScale ordinalScale, Map<String, Double> weights, Map<String, Optional<String>> asymmetric) {
        this.ordinalScale = ordinalScale;
        this.weights = weights;
        this.asymmetric = asymmetric;
    }

    /**
     * Columns of equal weight, ordinal ones by {@link OrdinalScale#CODES}, none asymmetric.
     *
     * @return the configuration
     */
    public static Gower standard() {
        return new Gower(OrdinalScale.CODES, Map.of(), Map.of());
    }

    /**
     * Sets how ordinal levels differ, by default {@link OrdinalScale#CODES}.
     *
     * @param value the convention
     * @return a new configuration
     */
    public Gower withOrdinalScale(OrdinalScale value) {
        return new Gower(Objects.requireNonNull(value, "ordinalScale"), weights, asymmetric);
    }

    /**
     * Sets how much a column counts, by default 1. The unit does not matter, only the ratios between columns do.
     *
     * @param column its name
     * @param weight at least 0; 0 leaves the column out
     * @return a new configuration
     * @throws InvalidInputException if the weight is negative or not finite
     */
    public Gower withWeight(String column, double weight) {
        Objects.requireNonNull(column, "column");
        if (!(weight >= 0 && weight <= 1e100)) {
            throw Arguments.badParameter("Gower.withWeight", "weight", weight, "0 to 1e100; 0 leaves the column out");
        }
        Map<String, Double> more = new LinkedHashMap<>(weights);
        more.put(column, weight);
        return new Gower(ordinalScale, more, asymmetric);
    }

    /**
     * Says that a numeric column of 0 and 1 tells something by its ones only, as "owns a boat" does: a pair of zeros drops
     * out, so that customers are not alike because of all they do not have. With all columns asymmetric this is Jaccard's
     * dissimilarity.
     *
     * @param column a numeric column of zeros and ones
     * @return a new configuration
     */
    public Gower withAsymmetric(String column) {
        return asymmetric(column, Optional.empty());
    }

    /**
     * The same for a nominal column of two levels. Of a later row, every other level than that is the lack of it, also one that
     * was not there in the fit.
     *
     * @param column a nominal column
     * @param presentLevel the level that tells something; a pair without it drops out
     * @return a new configuration
     */
    public Gower withAsymmetric(String column, String presentLevel) {
        return asymmetric(column, Optional.of(Objects.requireNonNull(presentLevel, "presentLevel")));
    }

    private Gower asymmetric(String column, Optional<String> presentLevel) {
        Map<String, Optional<String>> more = new LinkedHashMap<>(asymmetric);
        more.put(Objects.requireNonNull(column, "column"), presentLevel);
        return new Gower(ordinalScale, weights, more);
    }

    /**
     * How ordinal levels differ.
     *
     * @return the convention
     */
    public OrdinalScale ordinalScale() {
        return ordinalScale;
    }

    /**
     * How much a column counts.
     *
     * @param column its name
     * @return 1 unless it was set
     */
    public double weight(String column) {
        return weights.getOrDefault(column, 1.0);
    }

    /**
     * The columns whose common absence says nothing.
     *
     * @return their names
     */
    public List<String> asymmetricColumns() {
        return List.copyOf(asymmetric.keySet());
    }

    /**
     * Learns the ranges, ranks and levels of all columns.
     *
     * @param table the training rows, values may be missing; its row weights enter ranges (rows of weight 0 do not count)
     *     and ranks; not modified
     * @return what compares rows
     * @throws InvalidInputException if there is no column, a weight or asymmetric column is not there ({@link
     *     Reason#UNKNOWN_NAME}), an asymmetric column has other values than 0 and 1 ({@link Reason#RANGE}) or other levels
     *     than two ({@link Reason#SCHEMA_MISMATCH}), or all columns weigh 0 ({@link Reason#BAD_PARAM})
     */
    @Override
    public DissimilarityModel fit(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        List<String> names = Arguments.featureNames(table.names(), WHERE);
        for (String name : weights.keySet()) {
            known(name, table);
        }
        for (String name : asymmetric.keySet()) {
            known(name, table);
        }
        List<GowerColumn> columns = new ArrayList<>();
        double total = 0;
        for (String name : names) {
            columns.add(column(table, name));
            total += weight(name);
        }
        if (!(total > 0)) {
            throw Arguments.badParameter(WHERE, "weights", total, "at least one column of positive weight");
        }
        return new GowerModel(names, columns);
    }

    private GowerColumn column(FeatureTable table, String name) {
        double weight = weight(name);
        ColumnKind kind = table.kind(name);
        Optional<String> present = asymmetric.get(name);
        if (present != null) {
            return PresenceColumn.fit(table, name, weight, present, WHERE);
        }
        return switch (kind) {
            case NUMERIC -> NumberColumn.fit(table, name, weight, WHERE);
            case ORDINAL -> LevelColumn.fit(table, name, weight, ordinalScale);
            case NOMINAL -> new NameColumn(name, weight, table.levels(name));
        };
    }

    private static void known(String name, FeatureTable table) {
        if (!table.has(name)) {
            throw new InvalidInputException(
                    Reason.UNKNOWN_NAME,
                    name,
                    WHERE + ": no column \"" + name + "\"; there are " + Arguments.shown(table.names()));
        }
    }

    @Override
    public String toString() {
        return "Gower[ordinal " + ordinalScale + (weights.isEmpty() ? "" : ", weights " + weights)
                + (asymmetric.isEmpty() ? "" : ", asymmetric " + asymmetric.keySet()) + "]";
    }
}
