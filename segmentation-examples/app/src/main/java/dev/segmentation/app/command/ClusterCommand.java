package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.app.algorithm.ClusterAlgorithm;
import dev.segmentation.app.algorithm.ClusterAlgorithms;
import dev.segmentation.app.algorithm.ClusterData;
import dev.segmentation.app.algorithm.ClusterOptions;
import dev.segmentation.app.algorithm.Clustering;
import dev.segmentation.app.algorithm.Combination;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.OutputFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One segmentation of one file. */
@Command(
        name = "cluster",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description = "Cuts the customers of a file into segments.",
        footer = "Writes assignments.csv (id, segment, margin, of soft algorithms the memberships, and the features),"
                + " segmentation.json, and model.json, by which score puts later customers into the same segments.")
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class ClusterCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA.csv", description = "One line per customer; plain or gzip.")
    private Path data;

    @Option(names = "--id", required = true, paramLabel = "COL", description = "Column with the customer id.")
    private String id;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COL",
            description = "Columns that form the segments; numeric unless named below.")
    private List<String> features = new ArrayList<>();

    @Option(
            names = "--categorical",
            split = ",",
            paramLabel = "COL",
            description = "Columns of categories without order; an empty cell is a missing value.")
    private List<String> categorical = new ArrayList<>();

    @Option(
            names = "--ordinal",
            paramLabel = "COL:L1|L2|…",
            converter = OrdinalColumn.Converter.class,
            description = "A column of ordered categories, the lowest first; once for each such column.")
    private List<OrdinalColumn> ordinal = new ArrayList<>();

    @Option(
            names = "--algorithm",
            defaultValue = "kmeans",
            converter = ClusterAlgorithms.class,
            paramLabel = "NAME",
            description = "How to cut, see below; kmeans if not given.")
    private ClusterAlgorithm algorithm;

    @Option(
            names = "--scale",
            converter = Scale.Converter.class,
            paramLabel = "HOW",
            description =
                    "Numeric features: none, zscore, robust or log1p-zscore; zscore if not given, where the algorithm"
                            + " compares features with each other.")
    private Optional<Scale> scale;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--weight", paramLabel = "COL", description = "Column that says how many customers a line is.")
    private Optional<String> weight;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads work; changes no result.")
    private Optional<Integer> threads;

    @Option(
            names = "--out",
            required = true,
            converter = FolderConverter.class,
            paramLabel = "DIR",
            description = "Folder for the results.")
    private Path folder;

    private ClusterCommand(Session session) {
        this.session = session;
    }

    /** With the algorithms in its help. */
    static CommandLine in(Session session) {
        CommandLine command = new CommandLine(new ClusterCommand(session));
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        List<String> footer = new ArrayList<>(List.of("", "Algorithms:"));
        footer.addAll(ClusterAlgorithms.help());
        footer.add("");
        footer.addAll(List.of(usage.footer()));
        usage.footer(footer.toArray(String[]::new));
        return command;
    }

    @Override
    public Integer call() {
        FeatureColumns columns = columns();
        Combination combination = new Combination(
                algorithm, columns.numericForming(), columns.categoricalForming(), scale.map(Scale::toString));
        combination.fault(options).ifPresent(this::refuse);
        Scale used = scale.orElse(combination.isScaled() ? Scale.ZSCORE : Scale.NONE);

        session.progress("reading " + data);
        ClusterInput input = ClusterInput.read(data, id, columns, weight, options);
        CsvTable table = input.table();
        CustomerIds ids = table.located(() -> CustomerIds.of(table.texts(id)));
        ClusterData prepared = input.prepared(used, weight);
        Clustering found = table.located(() -> algorithm.fit(
                prepared,
                options,
                session.execution(threads.orElse(Runtime.getRuntime().availableProcessors()))));

        ClusterResult result = new ClusterResult(algorithm.name(), columns, used, prepared, found);
        OutputFiles files = OutputFiles.in(folder);
        files.add(
                "assignments.csv",
                AssignmentsCsv.of(
                        ids,
                        ScoredRows.all(found.typing()),
                        found.memberships(),
                        found.segments(),
                        table,
                        columns.withTarget()));
        files.add("segmentation.json", Json.text(result.json()));
        files.add("model.json", result.model());
        files.write();
        session.endProgress();
        result.print(session.out());
        session.out().println("Written to " + folder + ": " + String.join(", ", files.names()));
        return 0;
    }

    private FeatureColumns columns() {
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        for (OrdinalColumn column : ordinal) {
            if (ordered.put(column.name(), column.levels()) != null || categorical.contains(column.name())) {
                refuse("column \"" + column.name() + "\" is named twice as a category; name it once");
            }
        }
        FeatureColumns columns =
                FeatureColumns.of(features, categorical, ordered, options.target(), options.covariates());
        if (columns.all().isEmpty()
                && options.target().filter(features::contains).isPresent()) {
            refuse(
                    "--features names the target only, which is no feature; name the columns that segments shall be made of");
        }
        if (columns.all().isEmpty()) {
            refuse("Missing required option: '--features=COL'");
        }
        return columns;
    }

    private void refuse(String usage) {
        throw new ParameterException(spec.commandLine(), usage);
    }
}
