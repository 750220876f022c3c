package dev.segmentation.app.command;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Estimate;
import dev.segmentation.Execution;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Role;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.app.io.CsvInput;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.app.io.Wording;
import dev.segmentation.app.report.Comparison;
import dev.segmentation.app.report.ProfileFile;
import dev.segmentation.app.report.SegmentSilhouettes;
import dev.segmentation.app.report.ValidationFiles;
import dev.segmentation.metrics.validity.SegmentCard;
import dev.segmentation.metrics.validity.SegmentValidation;
import dev.segmentation.metrics.validity.ValidationReport;
import dev.segmentation.metrics.validity.Verdict;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether each segment of a file deserves to be one. */
@Command(
        name = "validate",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description =
                "Says whether each segment is distinct, material and meaningful, which should be merged or split, and whether"
                        + " there are separate groups at all.",
        footer = {
            "",
            "Examples:",
            "  segment validate march/assignments.csv --id id --segment segment \\",
            "      --features recency,orders,revenue --out march",
            "",
            "Writes validation.json, and evidence.json, which compares every segment with all customers in every column"
                    + " named. Whether groups are separate is tested by the means of the segments. For this and for"
                    + " silhouettes, customers are compared by --scale. Silhouettes are above 10,000 customers those of as"
                    + " many drawn at random within segments; their intervals take the segments for given. Stability is not checked"
                    + " here, since a file does not say how its segments were found."
        })
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class ValidateCommand implements Callable<Integer> {

    /** The file carries no date, and none is shown. */
    private static final LocalDate NO_DATE = LocalDate.EPOCH;

    /** Of the sample of customers whose silhouettes are computed, if there are many. */
    private static final long SEED = 0;

    private final Session session;

    @Parameters(paramLabel = "DATA.csv", description = "One line per customer; plain or gzip.")
    private Path data;

    @Option(names = "--id", required = true, paramLabel = "COL", description = "Column with the customer id.")
    private String id;

    @Option(names = "--segment", required = true, paramLabel = "COL", description = "Column with the segment.")
    private String segment;

    @Option(
            names = "--features",
            required = true,
            split = ",",
            paramLabel = "COL",
            description = "Numeric columns that formed the segments; never taken as evidence that they differ.")
    private List<String> features;

    @Option(
            names = "--scale",
            converter = Scale.Converter.class,
            paramLabel = "HOW",
            description = "How features are scaled before customers are compared: none, zscore, robust or log1p-zscore."
                    + " If not given, as segmentation.json beside DATA.csv or in --out says; without that, zscore.")
    private Optional<Scale> scale;

    @Option(
            names = "--descriptors",
            split = ",",
            paramLabel = "COL",
            description = "Other numeric columns of the same date, which may show that segments differ.")
    private List<String> descriptors = new ArrayList<>();

    @Option(
            names = "--outcomes",
            split = ",",
            paramLabel = "COL",
            description = "Numeric columns of the following period, which may show that segments mean something.")
    private List<String> outcomes = new ArrayList<>();

    @Option(names = "--value", paramLabel = "COL", description = "Column with what the customer is worth.")
    private Optional<String> value;

    @Option(
            names = "--min-share",
            defaultValue = "0.05",
            paramLabel = "SHARE",
            description = "Share of the customers from which a segment is material, 0.05 if not given.")
    private double minimumShare;

    @Mixin
    private CsvOptions csv;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads work; changes no result.")
    private Optional<Integer> threads;

    @Option(
            names = "--out",
            required = true,
            converter = FolderConverter.class,
            paramLabel = "DIR",
            description = "Folder for the results.")
    private Path folder;

    ValidateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SegmentValidation validation = SegmentValidation.withDefaults().withMinimumShare(minimumShare);
        checkEvidence();
        CsvTable table = read();
        Segmentation segmentation = segmentation(table);
        ScaleOfSegments by = scaleOf(segmentation);
        FeatureMatrix raw = table.matrix(features);
        FeatureMatrix base = table.located(
                () -> by.scale().fit(raw).map(model -> model.apply(raw)).orElse(raw));
        if (value.isPresent()) {
            validation = validation.withValue(value.get());
        }
        Execution execution =
                session.execution(threads.orElse(Runtime.getRuntime().availableProcessors()));
        ValidationReport report = validation.validate(segmentation, base, execution);
        SegmentSilhouettes silhouettes =
                SegmentSilhouettes.of(segmentation.segments(), segmentation.assignment(), base, SEED, execution);
        ProfileFile profile = ProfileFile.of(segmentation, execution);
        OutputFiles files = OutputFiles.in(folder);
        files.add(
                "validation.json",
                Json.text(ValidationFiles.json(
                        report,
                        silhouettes,
                        by.comparison(),
                        value.map(column -> segmentation.snapshot().table().numbers(column)),
                        segmentation.assignment())));
        files.add("evidence.json", Json.text(profile.json()));
        files.write();
        session.endProgress();
        print(report, profile, by.comparison());
        return 0;
    }

    private ScaleOfSegments scaleOf(Segmentation segmentation) {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(data.toAbsolutePath().getParent()).ifPresent(folders::add);
        folders.add(folder);
        return scale.map(ScaleOfSegments::given)
                .orElseGet(() -> ScaleOfSegments.of(
                        folders,
                        segmentation.segments().stream().map(Segment::name).toList(),
                        features));
    }

    private CsvTable read() {
        CsvInput input = csv.open(data)
                .texts(id, segment)
                .numbers(features)
                .numbers(descriptors)
                .numbers(outcomes);
        value.ifPresent(column -> input.numbers(List.of(column)));
        CsvTable table = input.read();
        SegmentColumn.check(data, table, segment);
        return table;
    }

    /** What formed the segments would always say that they differ. */
    private void checkEvidence() {
        checkEvidence("--descriptors", descriptors);
        checkEvidence("--outcomes", outcomes);
    }

    private void checkEvidence(String option, List<String> columns) {
        for (String column : columns) {
            if (features.contains(column)) {
                throw new InvalidInputException(
                        Reason.BAD_PARAM,
                        column,
                        option + ": column \"" + column + "\" is also among --features, and a column that formed the"
                                + " segments is no evidence that they differ; take it out of one of the two");
            }
        }
    }

    private Segmentation segmentation(CsvTable table) {
        List<String> names = List.copyOf(new TreeSet<>(table.texts(segment)));
        int[] labels = table.texts(segment).stream().mapToInt(names::indexOf).toArray();
        Snapshot snapshot = snapshot(table);
        return table.located(() -> Segmentation.of(snapshot, Assignment.copyOf(names.size(), labels))
                .withNames(names));
    }

    private Snapshot snapshot(CsvTable table) {
        CustomerIds ids = table.located(() -> CustomerIds.of(table.texts(id)));
        Snapshot.Builder builder = Snapshot.builder(NO_DATE, ids).matrix(Role.BASE, table.matrix(features));
        descriptors.forEach(column -> builder.numeric(column, Role.DESCRIPTOR, table.numbers(column)));
        outcomes.forEach(column -> builder.numeric(column, Role.OUTCOME, table.numbers(column)));
        value.filter(column ->
                        !features.contains(column) && !descriptors.contains(column) && !outcomes.contains(column))
                .ifPresent(column -> builder.numeric(column, Role.VALUE, table.numbers(column)));
        return builder.build();
    }

    private void print(ValidationReport report, ProfileFile profile, Comparison comparison) {
        TextTable table = new TextTable(List.of(
                        "segment", "customers", "share", "value", "distinct", "material", "meaningful", "advice"))
                .withTexts(4)
                .withTexts(5)
                .withTexts(6)
                .withTexts(7);
        for (SegmentCard card : report.cards()) {
            table.add(
                    card.segment().name(),
                    Integer.toString(card.size()),
                    percent(card.share()),
                    percent(card.valueShare()),
                    word(card.distinct().verdict()),
                    word(card.material().verdict()),
                    word(card.meaningful().verdict()),
                    advice(card));
        }
        session.out().println(table);
        report.reasons().forEach(reason -> session.out().println("- " + Wording.ofText(reason)));
        session.out().println(comparison.says());
        session.out().println();
        session.out().println(Wording.ofText(report.charter()));
        Stream.concat(report.notices().stream(), profile.notices().stream())
                .map(notice -> Wording.shown(Wording.of(notice)))
                .distinct()
                .forEach(notice -> session.out().println("Note: " + notice));
        session.out()
                .println("Written to " + folder
                        + ": validation.json, with what is behind each verdict, and evidence.json");
    }

    private static String advice(SegmentCard card) {
        return card.recommendation().name().toLowerCase(Locale.ROOT)
                + card.mergeWith().map(other -> " with " + other.name()).orElse("");
    }

    private static String percent(Estimate share) {
        return share.isDefined() ? Math.round(100 * share.value()) + " %" : "-";
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "yes";
            case FAIL -> "no";
            case UNCERTAIN -> "uncertain";
            case NOT_CHECKED -> "not checked";
        };
    }
}
