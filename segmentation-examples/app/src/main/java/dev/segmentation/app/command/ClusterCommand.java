package dev.segmentation.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.CustomerIds;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.app.report.FitJson;
import dev.segmentation.cluster.Seeding;
import dev.segmentation.model.SavedModel;
import dev.segmentation.prepare.ScalingModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One segmentation of one file. */
@Command(
        name = "cluster",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description = "Cuts the customers of a file into segments.",
        footer = "Writes assignments.csv (id, segment, margin and the features), segmentation.json, and model.json, by"
                + " which score puts later customers into the same segments.")
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class ClusterCommand implements Callable<Integer> {

    /** Shown on the screen; the files have all digits. */
    private static final MathContext DIGITS = new MathContext(4);

    private final Session session;

    @Parameters(paramLabel = "DATA.csv", description = "One line per customer; plain or gzip.")
    private Path data;

    @Option(names = "--id", required = true, paramLabel = "COL", description = "Column with the customer id.")
    private String id;

    @Option(
            names = "--features",
            required = true,
            split = ",",
            paramLabel = "COL",
            description = "Numeric columns that form the segments.")
    private List<String> features;

    @Option(
            names = "--algorithm",
            defaultValue = "kmeans",
            converter = ClusterAlgorithms.class,
            paramLabel = "NAME",
            description = "How to cut: kmeans (the default).")
    private ClusterAlgorithm algorithm;

    @Option(names = "--segments", required = true, paramLabel = "K", description = "How many segments.")
    private int segments;

    @Option(
            names = "--scale",
            defaultValue = "zscore",
            converter = Scale.Converter.class,
            paramLabel = "HOW",
            description = "none, zscore (the default), robust or log1p-zscore.")
    private Scale scale;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the random starts, 0 if not given.")
    private Optional<Long> seed;

    @Option(names = "--restarts", paramLabel = "R", description = "How many random starts are tried.")
    private Optional<Integer> restarts;

    @Option(
            names = "--initial-centers",
            paramLabel = "FILE",
            description = "CSV with the features as columns and one line per segment, in the units of DATA.csv: start"
                    + " there, once, instead of at random.")
    private Optional<Path> initialCenters;

    @Option(names = "--max-iterations", paramLabel = "N", description = "Iterations of one start at most.")
    private Optional<Integer> maxIterations;

    @Option(names = "--tolerance", paramLabel = "T", description = "When to stop early; 0: when nothing changes.")
    private Optional<Double> tolerance;

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

    ClusterCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.progress("reading " + data);
        CsvInput input = CsvInput.of(data).texts(id).numbers(features);
        weight.ifPresent(column -> input.numbers(List.of(column)));
        CsvTable table = input.read();
        SegmentColumn.checkCustomers(data, table);
        if (segments > table.rowCount()) { // the library would refuse it too, but not in the words of the command line
            throw new InvalidInputException(
                    Reason.K_GT_N,
                    "segments",
                    data + ": --segments = " + segments + ", but there are only " + table.rowCount()
                            + " customers; lower --segments");
        }
        CustomerIds ids = table.located(() -> CustomerIds.of(table.texts(id)));
        FeatureMatrix raw = weighted(table, table.matrix(features));

        Optional<ScalingModel> scaling = table.located(() -> scale.fit(raw));
        ClusterAlgorithm.Options options = options(scaling);
        FeatureMatrix scaled = apply(scaling, raw);
        Clustering found = table.located(() -> algorithm.fit(
                scaled,
                options,
                session.execution(threads.orElse(Runtime.getRuntime().availableProcessors()))));
        FeatureMatrix centers =
                scaling.map(transform -> transform.invert(found.centers())).orElse(found.centers());

        List<Notice> notices =
                new ArrayList<>(scaling.map(ScalingModel::notices).orElse(List.of()));
        notices.addAll(found.report().notices());

        OutputFiles files = OutputFiles.in(folder);
        Typing typing = found.typing().withSegments(segments(segments));
        files.add("assignments.csv", AssignmentsCsv.of(ids, ScoredRows.all(typing), table, features));
        files.add("segmentation.json", Json.text(json(found, raw, centers, notices)));
        files.add("model.json", ModelFile.text(model(scaling, found)));
        files.write();
        session.endProgress();
        print(sizes(found, raw), centers, notices);
        return 0;
    }

    private FeatureMatrix weighted(CsvTable table, FeatureMatrix matrix) {
        return weight.map(column -> table.located(() -> matrix.weightedBy(table.numbers(column))))
                .orElse(matrix);
    }

    private ClusterAlgorithm.Options options(Optional<ScalingModel> scaling) {
        return new ClusterAlgorithm.Options(
                segments,
                seed.map(OptionalLong::of).orElse(OptionalLong.empty()),
                restarts.map(OptionalInt::of).orElse(OptionalInt.empty()),
                maxIterations.map(OptionalInt::of).orElse(OptionalInt.empty()),
                tolerance.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                initialCenters.map(file -> seeding(file, scaling)));
    }

    /** Made here, where a fault is one of this file. */
    private Seeding seeding(Path file, Optional<ScalingModel> scaling) {
        CsvTable centers = CsvInput.of(file).numbers(features).read();
        if (centers.rowCount() != segments) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "initial-centers",
                    file + ": " + centers.rowCount() + " centers, expected --segments = " + segments
                            + "; give one line per segment");
        }
        return centers.located(() -> {
            FeatureMatrix matrix = centers.matrix(features);
            scale.check(matrix);
            return Seeding.centers(apply(scaling, matrix));
        });
    }

    private static FeatureMatrix apply(Optional<ScalingModel> scaling, FeatureMatrix matrix) {
        return scaling.map(transform -> transform.apply(matrix)).orElse(matrix);
    }

    /** Segments are called by their number, as in the files. */
    private static List<Segment> segments(int count) {
        return IntStream.range(0, count)
                .mapToObj(s -> Segment.of(s, Integer.toString(s)))
                .toList();
    }

    private SavedModel model(Optional<ScalingModel> scaling, Clustering found) {
        List<Segment> named = segments(segments);
        TypingTool tool = scaling.map(transform -> TypingTool.of(transform, found.model(), named))
                .orElseGet(() -> TypingTool.of(found.model(), named));
        return SavedModel.of(tool)
                .withFact("algorithm", algorithm.name())
                .withFact("scale", scale.toString())
                .withFact("seed", Long.toString(found.report().seed()));
    }

    private ObjectNode json(Clustering found, FeatureMatrix raw, FeatureMatrix centers, List<Notice> notices) {
        ObjectNode json = Json.object();
        json.put("algorithm", algorithm.name());
        json.set("features", Json.texts(features));
        json.put("segments", segments);
        json.put("scale", scale.toString());
        FitJson.add(json, found.report());
        json.set(
                "sizes",
                raw.isWeighted()
                        ? Json.numbers(sizes(found, raw))
                        : Json.integers(found.assignment().sizes()));
        json.set("centers", Json.rows(centers));
        json.set("notices", Json.notices(notices));
        return json;
    }

    /** Customers per segment, which is lines of the file, or the sum of their weights. */
    private static double[] sizes(Clustering found, FeatureMatrix raw) {
        double[] sizes = new double[found.assignment().segmentCount()];
        for (int row = 0; row < raw.rowCount(); row++) {
            sizes[found.assignment().label(row)] += raw.isWeighted() ? raw.weight(row) : 1;
        }
        return sizes;
    }

    /** Weights may have decimals. */
    private static String number(double size) {
        BigDecimal exact = new BigDecimal(size);
        return exact.setScale(Math.min(exact.scale(), 2), RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private void print(double[] sizes, FeatureMatrix centers, List<Notice> notices) {
        List<String> head = new ArrayList<>(List.of("segment", "customers", "share"));
        head.addAll(features);
        TextTable table = new TextTable(head);
        double all = Arrays.stream(sizes).sum();
        for (int s = 0; s < sizes.length; s++) {
            List<String> line = new ArrayList<>(
                    List.of(Integer.toString(s), number(sizes[s]), Math.round(100 * sizes[s] / all) + " %"));
            for (double value : centers.row(s)) {
                line.add(new BigDecimal(value).round(DIGITS).toPlainString());
            }
            table.add(line);
        }
        session.out().println(table);
        session.out()
                .println("Centers are in the units of the file; features were scaled by " + scale + " to find them.");
        notices.forEach(notice -> session.out().println("Note: " + notice.message()));
        session.out().println("Written to " + folder + ": assignments.csv, segmentation.json, model.json");
    }
}
