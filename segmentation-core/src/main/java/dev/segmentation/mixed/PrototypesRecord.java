package dev.segmentation.mixed;

import dev.segmentation.ColumnRecord;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.TableModel;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link KModesModel} or {@link KPrototypesModel} as plain data, which any JSON library maps: the prototypes, and how
 * rows are measured against them.
 *
 * <p>Made by {@link KModesModel#toRecord} and {@link KPrototypesModel#toRecord} or by a JSON library; {@link #restore}
 * checks it. Immutable.
 *
 * @param distance {@code matching} for k-modes, {@code huang} or {@code gower} for k-prototypes
 * @param oneLambda whether all categorical columns have one factor, λ
 * @param columns in the order of the table that was fitted
 * @param measures one per column, in that order
 * @param prototypes in the order in which they were found, which decides between equally near ones
 */
public record PrototypesRecord(
        String distance,
        boolean oneLambda,
        List<ColumnRecord> columns,
        List<Measure> measures,
        List<Prototype> prototypes)
        implements ModelRecord {

    private static final String WHERE = "PrototypesRecord";
    private static final String MATCHING = "matching";
    private static final String HUANG = "huang";
    private static final String GOWER = "gower";

    /** As in {@link Schema}. */
    private static final double LARGEST = 1e130;

    /**
     * Copies the lists.
     *
     * @param distance how rows are measured
     * @param oneLambda whether there is one factor
     * @param columns of the table that was fitted
     * @param measures one per column
     * @param prototypes as they were found
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public PrototypesRecord {
        SavedParts.present(distance, WHERE, "distance");
        columns = SavedParts.list(columns, WHERE, "columns");
        measures = SavedParts.list(measures, WHERE, "measures");
        prototypes = SavedParts.list(prototypes, WHERE, "prototypes");
    }

    /**
     * How values of a column are compared.
     *
     * @param factor by which the difference is multiplied
     * @param ranks of the levels in units of their range; none if levels have no order here
     */
    public record Measure(double factor, List<Double> ranks) {

        /**
         * Copies the list.
         *
         * @param factor of the difference
         * @param ranks of the levels or none
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Measure {
            ranks = SavedParts.list(ranks, WHERE, "ranks");
        }
    }

    /**
     * A prototype.
     *
     * @param segment its label
     * @param trainingWeight of the rows nearest to it
     * @param within the sum of their distances
     * @param numbers of the numeric columns, sorted by the names of the columns
     * @param levels of the others, sorted by the names of the columns
     */
    public record Prototype(
            int segment, double trainingWeight, double within, List<Double> numbers, List<String> levels) {

        /**
         * Copies the lists.
         *
         * @param segment its label
         * @param trainingWeight of its rows
         * @param within the sum of their distances
         * @param numbers of the numeric columns
         * @param levels of the others
         * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
         */
        public Prototype {
            numbers = SavedParts.list(numbers, WHERE, "numbers");
            levels = SavedParts.list(levels, WHERE, "levels");
        }
    }

    static PrototypesRecord of(String distance, boolean oneLambda, NearestPrototype nearest) {
        Schema schema = nearest.schema();
        Metric metric = nearest.metric();
        List<ColumnRecord> columns = new ArrayList<>();
        List<Measure> measures = new ArrayList<>();
        for (String name : schema.names()) {
            int categorical = schema.categorical().indexOf(name);
            columns.add(
                    categorical < 0
                            ? ColumnRecord.numeric(name)
                            : ColumnRecord.of(name, schema.kind(categorical), schema.levels(categorical)));
            measures.add(new Measure(nearest.factor(name), categorical < 0 ? List.of() : metric.rankList(categorical)));
        }
        return new PrototypesRecord(distance, oneLambda, columns, measures, nearest.prototypeRecords());
    }

    static PrototypesRecord of(NearestPrototype modes) {
        return of(MATCHING, true, modes);
    }

    static PrototypesRecord of(MixedDistance distance, boolean oneLambda, NearestPrototype nearest) {
        return of(distance == MixedDistance.HUANG ? HUANG : GOWER, oneLambda, nearest);
    }

    @Override
    public List<ColumnRecord> schema() {
        return columns;
    }

    @Override
    public TableModel restore() {
        SavedParts.restored(
                WHERE,
                () -> Arguments.featureNames(
                        columns.stream().map(ColumnRecord::name).toList(), WHERE));
        Schema schema = Schema.restored(columns);
        return switch (distance) {
            case MATCHING -> {
                if (!schema.numeric().isEmpty()) {
                    throw SavedParts.damaged(WHERE, "modes have a numeric column");
                }
                yield new KModesModel(nearest("KModesModel", schema, MixedDistance.HUANG));
            }
            case HUANG ->
                new KPrototypesModel(
                        nearest("KPrototypesModel", schema, MixedDistance.HUANG), MixedDistance.HUANG, oneLambda);
            case GOWER ->
                new KPrototypesModel(
                        nearest("KPrototypesModel", schema, MixedDistance.GOWER), MixedDistance.GOWER, oneLambda);
            default -> throw SavedParts.damaged(WHERE, "the distance is none that is known");
        };
    }

    private NearestPrototype nearest(String where, Schema schema, MixedDistance measuredBy) {
        if (schema.categorical().isEmpty()) {
            throw SavedParts.damaged(WHERE, "there is no categorical column");
        }
        if (measures.size() != columns.size()) {
            throw SavedParts.damaged(WHERE, "there is not one measure per column");
        }
        double[] numericFactors = new double[schema.numeric().size()];
        double[] categoricalFactors = new double[schema.categorical().size()];
        double[][] ranks = new double[categoricalFactors.length][];
        for (int c = 0; c < columns.size(); c++) {
            Measure measure = measures.get(c);
            int numeric = schema.numeric().indexOf(columns.get(c).name());
            int categorical = schema.categorical().indexOf(columns.get(c).name());
            if (!(measure.factor >= 0 && measure.factor <= Double.MAX_VALUE)) {
                throw SavedParts.damaged(WHERE, "\"factor\" = " + measure.factor + ", expected at least 0");
            }
            int most = numeric < 0 ? columns.get(c).levels().size() : 0;
            if (!measure.ranks.isEmpty() && measure.ranks.size() != most) {
                throw SavedParts.damaged(WHERE, "a column has another number of ranks than of levels");
            }
            if (numeric >= 0) {
                numericFactors[numeric] = measure.factor;
            } else {
                categoricalFactors[categorical] = measure.factor;
                ranks[categorical] = measure.ranks.stream()
                        .mapToDouble(rank -> SavedParts.finite(rank, WHERE, "ranks"))
                        .toArray();
            }
        }
        Metric metric = new Metric(schema, measuredBy, numericFactors, categoricalFactors, ranks);
        return new NearestPrototype(
                where,
                schema,
                metric,
                restoredPrototypes(schema),
                numbers(),
                prototypes.stream()
                        .mapToDouble(one -> SavedParts.finite(one.trainingWeight, WHERE, "trainingWeight"))
                        .toArray(),
                prototypes.stream()
                        .mapToDouble(one -> SavedParts.finite(one.within, WHERE, "within"))
                        .toArray());
    }

    private int[] numbers() {
        int[] numbers = prototypes.stream().mapToInt(Prototype::segment).toArray();
        boolean[] there = new boolean[numbers.length];
        for (int number : numbers) {
            if (number < 0 || number >= numbers.length || there[number]) {
                throw SavedParts.damaged(WHERE, "each segment must have one prototype");
            }
            there[number] = true;
        }
        return numbers;
    }

    private Prototypes restoredPrototypes(Schema schema) {
        if (prototypes.isEmpty()) {
            throw SavedParts.damaged(WHERE, "there are no prototypes");
        }
        int numeric = schema.numeric().size();
        int categorical = schema.categorical().size();
        Prototypes restored = new Prototypes(prototypes.size(), numeric, categorical);
        for (int s = 0; s < prototypes.size(); s++) {
            Prototype one = prototypes.get(s);
            if (one.numbers.size() != numeric || one.levels.size() != categorical) {
                throw SavedParts.damaged(WHERE, "prototype " + s + " does not have one value per column");
            }
            for (int j = 0; j < numeric; j++) {
                double value = one.numbers.get(j);
                if (!(Math.abs(value) <= LARGEST)) {
                    throw SavedParts.damaged(WHERE, "a value of prototype " + s + " is out of range");
                }
                restored.values[s * numeric + j] = value;
            }
            for (int j = 0; j < categorical; j++) {
                int level = schema.levels(j).indexOf(one.levels.get(j));
                if (level < 0) {
                    throw SavedParts.damaged(WHERE, "a level of prototype " + s + " is none of its column");
                }
                restored.levels[s * categorical + j] = level;
            }
        }
        return restored;
    }
}
