package dev.segmentation.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.NameList;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.report.MigrationFiles;
import dev.segmentation.app.report.ValueFiles;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.noise.CorrectedMigration;
import dev.segmentation.metrics.value.ValueBridge;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who moved between two files. */
@Command(
        name = "migrate",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description = "Follows customers from one date to a later one.",
        footer = "Writes migration.json and migration.csv; with --value also value.json and value.csv.")
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class MigrateCommand implements Callable<Integer> {

    /** The files carry no dates, and only their order matters. */
    private static final LocalDate EARLIER = LocalDate.EPOCH;

    private static final LocalDate LATER = EARLIER.plusDays(1);

    private final Session session;

    @Parameters(index = "0", paramLabel = "BEFORE.csv", description = "Customers at the earlier date.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER.csv", description = "Customers at the later date.")
    private Path after;

    @Option(names = "--id", required = true, paramLabel = "COL", description = "Column with the customer id.")
    private String id;

    @Option(names = "--segment", required = true, paramLabel = "COL", description = "Column with the segment.")
    private String segment;

    @Option(names = "--value", paramLabel = "COL", description = "Column with what the customer is worth.")
    private Optional<String> value;

    @Option(
            names = "--order",
            split = ",",
            paramLabel = "SEGMENT",
            description = "All segments from worst to best; then up and down are told apart.")
    private List<String> order = new ArrayList<>();

    @Option(
            names = "--confusion",
            paramLabel = "FILE",
            description =
                    "How customers are mistyped: a line per true segment, a column per segment typed, shares or counts.")
    private Optional<Path> confusion;

    @Option(
            names = "--out",
            required = true,
            converter = FolderConverter.class,
            paramLabel = "DIR",
            description = "Folder for the results.")
    private Path folder;

    MigrateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CsvTable tableBefore = read(before);
        CsvTable tableAfter = read(after);
        List<String> segments = segments(tableBefore, tableAfter);
        checkOrder(tableBefore, tableAfter);
        Segmentation earlier = segmentation(EARLIER, tableBefore, segments);
        Segmentation later = segmentation(LATER, tableAfter, segments);
        MigrationMatrix migration = MigrationMatrix.between(earlier, later);

        ObjectNode json = MigrationFiles.json(migration);
        if (!order.isEmpty()) {
            MigrationFiles.addDirection(json, migration.ordered(order));
        }
        Optional<CorrectedMigration> corrected =
                confusion.map(path -> ConfusionFile.correctedMigration(path, migration));
        corrected.ifPresent(found -> MigrationFiles.addNoise(json, found));
        OutputFiles files = OutputFiles.in(folder);
        files.add("migration.json", Json.text(json));
        files.add("migration.csv", MigrationFiles.csv(migration));
        Optional<ValueBridge> bridge = value.map(column -> ValueBridge.withDecimals(2)
                .between(earlier, values(tableBefore, column), later, values(tableAfter, column)));
        bridge.ifPresent(found -> {
            files.add("value.json", Json.text(ValueFiles.json(found)));
            files.add("value.csv", ValueFiles.csv(found));
        });
        files.write();
        session.out().println(migration);
        corrected.ifPresent(found -> session.out().println("\n" + found));
        bridge.ifPresent(found -> session.out().println("\n" + found));
        session.out().println("Written to " + folder + ": " + String.join(", ", files.names()));
        return 0;
    }

    private CsvTable read(Path path) {
        CsvInput input = CsvInput.of(path).texts(id, segment);
        value.ifPresent(column -> input.numbers(List.of(column)));
        CsvTable table = input.read();
        SegmentColumn.check(path, table, segment);
        return table;
    }

    /** The library takes segments without customers, but a name that neither file has is misspelt. */
    private void checkOrder(CsvTable tableBefore, CsvTable tableAfter) {
        Set<String> known = new TreeSet<>(tableBefore.texts(segment));
        known.addAll(tableAfter.texts(segment));
        for (String name : order) {
            if (!known.contains(name)) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "--order: there is no segment \"" + name + "\" in " + before + " or " + after + "; there are "
                                + NameList.of(known));
            }
        }
    }

    /** In the order asked for, otherwise by name, so that it does not depend on who comes first in the files. */
    private List<String> segments(CsvTable... tables) {
        Set<String> segments = new LinkedHashSet<>(order);
        Stream.of(tables).map(table -> new TreeSet<>(table.texts(segment))).forEach(segments::addAll);
        return order.isEmpty() ? List.copyOf(new TreeSet<>(segments)) : List.copyOf(segments);
    }

    private Segmentation segmentation(LocalDate asOf, CsvTable table, List<String> segments) {
        return table.located(() -> {
            Segmentation.Builder builder = Segmentation.builder(asOf);
            builder.segments(segments);
            for (int row = 0; row < table.rowCount(); row++) {
                builder.add(table.texts(id).get(row), table.texts(segment).get(row));
            }
            return builder.build();
        });
    }

    /** Refused here, where the line is known. */
    private static double[] values(CsvTable table, String column) {
        double[] values = table.numbers(column);
        for (int row = 0; row < values.length; row++) {
            int at = row;
            if (Double.isNaN(values[row])) {
                table.located(() -> {
                    throw new InvalidInputException(
                            Reason.NON_FINITE,
                            at,
                            column,
                            "column \"" + column + "\": a customer has no value; write 0 for a customer worth nothing");
                });
            }
        }
        return values;
    }
}
