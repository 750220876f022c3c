package dev.segmentation.app.command;

import dev.segmentation.Execution;
import dev.segmentation.app.algorithm.ClusterAlgorithm;
import dev.segmentation.app.algorithm.ClusterAlgorithms;
import dev.segmentation.app.algorithm.ClusterOptions;
import dev.segmentation.app.algorithm.Combination;
import dev.segmentation.app.io.RuleFile;
import dev.segmentation.rule.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which customers are to be cut by what and how: the options that {@code cluster} and {@code choose} have in common. */
@SuppressWarnings("NullAway.Init") // required options are set before they are asked for
final class ClusterRequest {

    @Spec(Spec.Target.MIXEE)
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

    @Mixin
    private CsvOptions csv;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads work; changes no result.")
    private Optional<Integer> threads;

    /** For picocli. */
    ClusterRequest() {}

    /** Puts the algorithms into the help, before what ends it. */
    static void addAlgorithms(UsageMessageSpec usage, List<String> algorithms) {
        List<String> footer = new ArrayList<>(List.of("", "Algorithms:"));
        footer.addAll(algorithms);
        footer.add("");
        footer.addAll(List.of(usage.footer()));
        usage.footer(footer.toArray(String[]::new));
    }

    Path data() {
        return data;
    }

    String id() {
        return id;
    }

    ClusterAlgorithm algorithm() {
        return algorithm;
    }

    ClusterOptions options() {
        return options;
    }

    Optional<String> weight() {
        return weight;
    }

    CsvOptions csv() {
        return csv;
    }

    Execution execution(Session session) {
        return session.execution(threads.orElse(Runtime.getRuntime().availableProcessors()));
    }

    /** What the columns are; refused if one is named twice as a category, or there are none. */
    FeatureColumns columns() {
        return columns(Optional.empty());
    }

    /** The same with those that rules ask for. */
    FeatureColumns columnsWithRules() {
        return columns(
                options.rules().filter(file -> algorithm.name().equals("rules")).map(RuleFile::load));
    }

    private FeatureColumns columns(Optional<RuleSet> rules) {
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        for (OrdinalColumn column : ordinal) {
            if (ordered.put(column.name(), column.levels()) != null || categorical.contains(column.name())) {
                throw refused("column \"" + column.name() + "\" is named twice as a category; name it once");
            }
        }
        List<String> numbers = new ArrayList<>(features);
        List<String> categories = new ArrayList<>(categorical);
        rules.ifPresent(given -> addColumns(given, numbers, categories, ordered.keySet()));
        FeatureColumns columns =
                FeatureColumns.of(numbers, categories, ordered, options.target(), options.covariates());
        if (columns.all().isEmpty()
                && options.target().filter(features::contains).isPresent()) {
            throw refused(
                    "--features names the target only, which is no feature; name the columns that segments shall be made of");
        }
        if (columns.all().isEmpty()) {
            throw refused("Missing required option: '--features=COL'");
        }
        return columns;
    }

    /** Rules say themselves by which columns they decide. */
    private static void addColumns(RuleSet rules, List<String> numbers, List<String> categories, Set<String> ordered) {
        List<String> levels = RuleFile.categorical(rules);
        for (String name : rules.featureNames()) {
            if (!numbers.contains(name) && !categories.contains(name) && !ordered.contains(name)) {
                (levels.contains(name) ? categories : numbers).add(name);
            }
        }
    }

    Combination combination(FeatureColumns columns) {
        return new Combination(
                algorithm, columns.numericForming(), columns.categoricalForming(), scale.map(Scale::toString));
    }

    /** The one that was given, else the usual one. */
    Scale scale(Combination combination) {
        return scale.orElse(combination.isScaled() ? Scale.ZSCORE : Scale.NONE);
    }

    ClusterInput read(FeatureColumns columns, List<String> kept) {
        return ClusterInput.read(data, csv, new ClusterInput.Asked(id, columns, weight, kept, options));
    }

    /** Refuses what does not go together, if anything. */
    void refuse(Optional<String> fault) {
        if (fault.isPresent()) {
            throw refused(fault.get());
        }
    }

    private ParameterException refused(String usage) {
        return new ParameterException(spec.commandLine(), usage);
    }
}
