package dev.segmentation.prepare;

import dev.segmentation.ColumnKind;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.TableTransform;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A fitted {@link Encoding}: the levels of the fit, applied unchanged to every later table. Immutable. */
public final class EncodingModel implements TableTransform {

    private static final String APPLY = "EncodingModel.apply";

    private final List<EncodedColumn> columns;
    private final Encoding.Unseen unseen;
    private final Encoding.Missing missing;
    private final List<String> encodedNames;

    EncodingModel(List<EncodedColumn> columns, Encoding.Unseen unseen, Encoding.Missing missing) {
        this.columns = List.copyOf(columns);
        this.unseen = unseen;
        this.missing = missing;
        List<String> names = new ArrayList<>();
        for (EncodedColumn column : columns) {
            if (!column.isOneHot()) {
                names.add(column.name());
                continue;
            }
            for (int level = 0; level < column.levels().size(); level++) {
                if (level != column.reference()) {
                    names.add(column.name() + "=" + column.levels().get(level));
                }
            }
            if (unseen == Encoding.Unseen.OTHER_COLUMN) {
                names.add(column.name() + "=(other)");
            }
            if (missing == Encoding.Missing.OWN_COLUMN) {
                names.add(column.name() + "=(missing)");
            }
        }
        Arguments.featureNames(columns.stream().map(EncodedColumn::name).toList(), "Encoding.fit");
        this.encodedNames = Arguments.featureNames(names, "Encoding.fit");
    }

    /**
     * The columns it encodes, in the order of the fit.
     *
     * @return the names
     */
    @Override
    public List<String> featureNames() {
        return columns.stream().map(EncodedColumn::name).toList();
    }

    /**
     * The columns of the result, such as {@code region=north}.
     *
     * @return unique names
     */
    @Override
    public List<String> encodedNames() {
        return encodedNames;
    }

    /**
     * The levels of a column as they were frozen.
     *
     * @param name the column
     * @return in their order; empty for a numeric column
     * @throws InvalidInputException if there is no such column ({@link Reason#UNKNOWN_NAME})
     */
    public List<String> levels(String name) {
        Objects.requireNonNull(name, "name");
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "EncodingModel: no column \"" + name + "\"; there are " + Arguments.shown(featureNames())))
                .levels();
    }

    /**
     * Encodes every row. Row weights stay.
     *
     * @param table any number of rows with exactly the columns of {@link #featureNames()}, matched by name and type, levels
     *     by their text
     * @return a matrix with the columns of {@link #encodedNames()}
     * @throws InvalidInputException if columns differ, or a level is unseen and not taken ({@link Reason#SCHEMA_MISMATCH})
     */
    @Override
    public FeatureMatrix apply(FeatureTable table) {
        Objects.requireNonNull(table, "table");
        Arguments.match(featureNames(), table, APPLY);
        int width = encodedNames.size();
        double[] values = new double
                [Arguments.arraySize(
                        table.rowCount(),
                        width,
                        APPLY,
                        "encode the rows in parts, or use what takes categories as they are, such as mixed.KPrototypes")];
        int at = 0;
        for (EncodedColumn column : columns) {
            if (table.kind(column.name()) != column.kind()) {
                throw new InvalidInputException(
                        Reason.SCHEMA_MISMATCH,
                        column.name(),
                        APPLY + ": column \"" + column.name() + "\" is " + table.kind(column.name()) + ", expected "
                                + column.kind() + "; give it the type that was fitted");
            }
            at += column.isOneHot() ? hot(table, column, values, at) : single(table, column, values, at);
        }
        FeatureMatrix matrix = FeatureMatrix.copyOfRowMajor(encodedNames, values);
        if (!table.isWeighted()) {
            return matrix;
        }
        double[] weights = new double[table.rowCount()];
        Arrays.setAll(weights, table::weight);
        return matrix.weightedBy(weights);
    }

    /** A column that stays one. */
    private int single(FeatureTable table, EncodedColumn column, double[] values, int at) {
        double[] numbers = table.numbers(column.name());
        int[] known = known(table, column);
        for (int i = 0; i < numbers.length; i++) {
            double number = numbers[i];
            if (column.kind() != ColumnKind.NUMERIC && !Double.isNaN(number)) {
                int level = known[(int) number];
                if (level < 0) {
                    throw unseen(i, column);
                }
                number = column.scores().get(level);
            }
            values[i * encodedNames.size() + at] = number;
        }
        return 1;
    }

    /** A column that becomes several; how many. */
    private int hot(FeatureTable table, EncodedColumn column, double[] values, int at) {
        int levels = column.levels().size();
        int other = levels - (column.reference() < 0 ? 0 : 1);
        int gone = other + (unseen == Encoding.Unseen.OTHER_COLUMN ? 1 : 0);
        int width = gone + (missing == Encoding.Missing.OWN_COLUMN ? 1 : 0);
        double[] codes = table.numbers(column.name());
        int[] known = known(table, column);
        for (int i = 0; i < codes.length; i++) {
            int row = i * encodedNames.size() + at;
            if (Double.isNaN(codes[i])) {
                if (missing == Encoding.Missing.KEPT) {
                    Arrays.fill(values, row, row + width, Double.NaN);
                } else {
                    values[row + gone] = 1;
                }
                continue;
            }
            int level = known[(int) codes[i]];
            if (level < 0) {
                if (unseen == Encoding.Unseen.REFUSED) {
                    throw unseen(i, column);
                }
                values[row + other] = 1;
            } else if (level != column.reference()) {
                values[row + level - (column.reference() >= 0 && level > column.reference() ? 1 : 0)] = 1;
            }
        }
        return width;
    }

    /** For each level of the table its position at the fit; negative if it was not there. */
    private static int[] known(FeatureTable table, EncodedColumn column) {
        Map<String, Integer> positions = new HashMap<>();
        column.levels().forEach(level -> positions.put(level, positions.size()));
        return table.levels(column.name()).stream()
                .mapToInt(level -> positions.getOrDefault(level, -1))
                .toArray();
    }

    private static InvalidInputException unseen(int row, EncodedColumn column) {
        return new InvalidInputException(
                Reason.SCHEMA_MISMATCH,
                row,
                column.name(),
                APPLY + ": the level at row " + row + " of column \"" + column.name() + "\" is none of the "
                        + column.levels().size()
                        + " that were fitted; fit again, or use Encoding.withUnseen(OTHER_COLUMN) for one-hot columns");
    }

    /**
     * The encoding as plain data, to be stored with any JSON library; {@link dev.segmentation.model.SavedModel} stores it
     * with the model that needs it.
     *
     * @return from which {@link EncodingRecord#restore} makes an encoding that gives the same bits
     */
    public EncodingRecord toRecord() {
        return EncodingRecord.of(columns, unseen, missing);
    }

    /** Columns before and after, never a value. */
    @Override
    public String toString() {
        return "EncodingModel[" + Arguments.shown(featureNames()) + " to " + encodedNames.size() + " columns]";
    }
}
