package dev.segmentation.app.command;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.FeatureTable;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.algorithm.ClusterData;
import dev.segmentation.app.algorithm.ClusterOptions;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.RuleFile;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.mixed.KModes;
import dev.segmentation.mixed.KPrototypes;
import dev.segmentation.prepare.ScalingModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file that {@code cluster} reads, and what its columns are. */
final class ClusterInput {

    private final Path data;
    private final CsvOptions csv;
    private final FeatureColumns columns;
    private final ClusterOptions options;
    private final CsvTable table;

    private ClusterInput(Path data, CsvOptions csv, Asked asked, CsvTable table) {
        this.data = data;
        this.csv = csv;
        this.columns = asked.columns;
        this.options = asked.options;
        this.table = table;
    }

    /**
     * What was asked for.
     *
     * @param id column with the customer id
     * @param columns features and target
     * @param weight column with the weight
     * @param kept columns that are copied only
     * @param options some of which name columns and files
     */
    record Asked(
            String id, FeatureColumns columns, Optional<String> weight, List<String> kept, ClusterOptions options) {}

    static ClusterInput read(Path data, CsvOptions csv, Asked asked) {
        FeatureColumns columns = asked.columns;
        ClusterOptions options = asked.options;
        CsvInput input =
                csv.open(data).texts(asked.id).numbers(columns.numericOnes()).kept(asked.kept);
        columns.categoricalOnes().forEach(input::texts);
        asked.weight.ifPresent(column -> input.numbers(List.of(column)));
        Stream.of(options.together(), options.apart()).forEach(column -> column.ifPresent(input::texts));
        CsvTable table = read(input, options.target(), name -> holdsTexts(csv.open(data), name));
        SegmentColumn.checkCustomers(data, table);
        int most = options.segments().orElse(0);
        if (most > table.rowCount()) { // the library would refuse it too, but not in the words of the command line
            throw new InvalidInputException(
                    Reason.K_GT_N,
                    "segments",
                    data + ": --segments = " + most + ", but there are only " + table.rowCount()
                            + " customers; lower --segments");
        }
        return new ClusterInput(data, csv, asked, table);
    }

    /** A target of texts has a way out. */
    private static CsvTable read(CsvInput input, Optional<String> target, Predicate<String> isText) {
        try {
            return input.read();
        } catch (InvalidInputException e) {
            boolean feature = e.reason() == Reason.NUMBER_FORMAT && !e.name().equals(target);
            if (feature && e.row().isPresent() && e.name().filter(isText).isPresent()) {
                throw new InvalidInputException(
                        e.reason(),
                        e.row().getAsLong(),
                        e.name().get(),
                        e.getMessage()
                                + "; or name the column under --categorical if its values are categories, with an"
                                + " algorithm that takes them, such as kprototypes or pam");
            }
            if (e.reason() != Reason.NUMBER_FORMAT
                    || target.isEmpty()
                    || !e.name().equals(target)) {
                throw e;
            }
            throw new InvalidInputException(
                    e.reason(),
                    e.row().orElseThrow(),
                    target.get(),
                    e.getMessage() + "; or name the target under --categorical as well if its values are categories");
        }
    }

    /** Whether no cell has a digit. */
    private static boolean holdsTexts(CsvInput input, String column) {
        return input.texts(column).read().texts(column).stream()
                .noneMatch(cell -> cell.chars().anyMatch(Character::isDigit));
    }

    CsvTable table() {
        return table;
    }

    /** Learns the scale and applies it. */
    ClusterData prepared(Scale scale, Optional<String> weight) {
        FeatureTable raw = table.located(() -> raw(weight));
        List<String> numeric = columns.numeric();
        Optional<ScalingModel> scaling =
                numeric.isEmpty() ? Optional.empty() : table.located(() -> scale.fit(raw.matrix(numeric)));
        FeatureTable scaled =
                scaling.map(model -> table.located(() -> model.apply(raw))).orElse(raw);
        ClusterData.Extras extras = new ClusterData.Extras(
                options.initialCenters().map(file -> centers(file, scale, scaling)),
                options.together().map(table::texts),
                options.apart().map(table::texts),
                options.rules().map(RuleFile::load));
        return new ClusterData(raw, scaled, columns.all(), scaling, extras);
    }

    /** A fit that takes no missing values says which ones do. */
    static InvalidInputException withWayOut(InvalidInputException e) {
        String message = String.valueOf(e.getMessage());
        return e.row().isPresent() && message.contains("missing value at line")
                ? new InvalidInputException(
                        e.reason(),
                        e.row().getAsLong(),
                        e.name().orElse("row"),
                        message + ", or take an algorithm that can do without, such as pam")
                : e;
    }

    private FeatureTable raw(Optional<String> weight) {
        FeatureTable unweighted;
        if (columns.categoricalOnes().isEmpty()) {
            unweighted = FeatureTable.of(table.matrix(columns.numericOnes()));
        } else {
            FeatureTable.Builder builder = FeatureTable.builder();
            for (String name : columns.withTarget()) {
                if (columns.isCategorical(name)) {
                    addLevels(builder, name, table);
                } else {
                    builder.numeric(name, table.numbers(name));
                }
            }
            unweighted = builder.build();
        }
        return weight.map(column -> unweighted.weightedBy(table.numbers(column)))
                .orElse(unweighted);
    }

    private void addLevels(FeatureTable.Builder builder, String name, CsvTable from) {
        List<@Nullable String> cells = new ArrayList<>();
        from.texts(name).forEach(cell -> cells.add(cell.isBlank() ? null : cell));
        Optional<List<String>> levels = columns.order(name);
        if (levels.isPresent()) {
            builder.ordinal(name, levels.get(), cells);
        } else {
            builder.nominal(name, cells);
        }
    }

    /** Made here, where a fault is one of this file. */
    private FeatureTable centers(Path file, Scale scale, Optional<ScalingModel> scaling) {
        CsvInput input = csv.open(file).numbers(columns.numeric());
        columns.categorical().forEach(input::texts);
        CsvTable centers = input.read();
        int segments = options.segments().orElse(0);
        if (centers.rowCount() != segments) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "initial-centers",
                    file + ": " + centers.rowCount() + " centers, expected --segments = " + segments
                            + "; give one line per segment");
        }
        return centers.located(() -> {
            if (columns.categorical().isEmpty()) {
                FeatureMatrix scaled = scaled(centers, scale, scaling);
                Seeding.centers(scaled); // refuses what no algorithm can start from
                return FeatureTable.of(scaled);
            }
            FeatureTable mixed = mixed(centers, scale, scaling);
            if (columns.numeric().isEmpty()) {
                KModes.of(segments).withPrototypes(mixed); // likewise
            } else {
                KPrototypes.of(segments).withPrototypes(mixed);
            }
            return mixed;
        });
    }

    private FeatureMatrix scaled(CsvTable centers, Scale scale, Optional<ScalingModel> scaling) {
        FeatureMatrix matrix = centers.matrix(columns.numeric());
        scale.check(matrix);
        return scaling.map(model -> model.apply(matrix)).orElse(matrix);
    }

    private FeatureTable mixed(CsvTable centers, Scale scale, Optional<ScalingModel> scaling) {
        Optional<FeatureMatrix> numbers =
                columns.numeric().isEmpty() ? Optional.empty() : Optional.of(scaled(centers, scale, scaling));
        FeatureTable.Builder builder = FeatureTable.builder();
        for (String name : columns.all()) {
            if (columns.isCategorical(name)) {
                addLevels(builder, name, centers);
            } else {
                builder.numeric(name, numbers.orElseThrow().column(name));
            }
        }
        return builder.build();
    }

    @Override
    public String toString() {
        return data.toString();
    }
}
