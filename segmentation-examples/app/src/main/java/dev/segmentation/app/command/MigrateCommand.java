package dev.segmentation.app.command;

import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segmentation;
import dev.segmentation.app.io.NameList;
import dev.segmentation.app.io.NearestName;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.report.Contributors;
import dev.segmentation.app.report.StepValue;
import dev.segmentation.app.story.Movement;
import dev.segmentation.app.story.MovementFiles;
import dev.segmentation.app.story.Step;
import dev.segmentation.app.story.StepText;
import dev.segmentation.app.story.Timetable;
import dev.segmentation.metrics.migration.MigrationMatrix;
import dev.segmentation.metrics.migration.UnscoredCustomers;
import dev.segmentation.metrics.value.ValueBridge;
import dev.segmentation.metrics.value.ValueMigration;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who moved between two files, or over more of them. */
@Command(
        name = "migrate",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description =
                "Follows customers from one date to a later one, or over more dates. A customer whose segment is blank is"
                        + " unscored: there, but in no segment.",
        footer = {
            "",
            "Examples:",
            "  segment migrate march/assignments.csv june/assignments.csv \\",
            "      --id id --segment segment --value revenue --out moves",
            "  segment migrate q1.csv q2.csv q3.csv --id id --segment segment \\",
            "      --dates 2025-03-31,2025-06-30,2025-09-30 --out year",
            "",
            "Of two files writes migration.json and migration.csv; with --value also value.json and value.csv.",
            "Of more writes movement.txt, which it also shows, movement.json, and the files of two for each step and from the"
                    + " first to the last, each in its folder, such as 2025-03-31_to_2025-06-30.",
            "Those of the other kind that an earlier migrate wrote to the same folder are removed, so that the report is of"
                    + " this one."
        })
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class MigrateCommand implements Callable<Integer> {

    /** Over more than two files: whether the past matters takes a table of their cube, a thousand times. */
    private static final int MOST_SEGMENTS = 30;

    /** What a run of two files or of more leaves: the other kind of an earlier run would be taken for this one's. */
    private static final List<String> OUTDATED =
            List.of("migration.json", "migration.csv", "value.json", "value.csv", "movement.json", "movement.txt");

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE.csv FILE.csv...",
            hideParamSyntax = true,
            description = "Customers at each date, from the earliest to the latest: two files or more.")
    private List<Path> paths;

    @Option(
            names = "--dates",
            split = ",",
            converter = DayConverter.class,
            paramLabel = "DATE",
            description =
                    "The date of each file, in the same order, such as 2025-03-31,2025-06-30. Without dates steps are taken"
                            + " for equally long.")
    private List<LocalDate> dates = new ArrayList<>();

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

    @Mixin
    private CsvOptions csv;

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
        if (paths.size() < 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "one file tells nobody's move; name two or more, from the earliest date to the latest");
        }
        Timetable timetable = timetable();
        SegmentFile.Columns columns = new SegmentFile.Columns(id, segment, value);
        List<SegmentFile> files =
                paths.stream().map(path -> SegmentFile.read(path, csv, columns)).toList();
        List<String> segments = segments(files);
        checkOrder(files);
        List<Segmentation> segmentations = IntStream.range(0, files.size())
                .mapToObj(i -> files.get(i).segmentation(timetable.dates().get(i), segments))
                .toList();
        OutputFiles out = OutputFiles.in(folder, csv.formulas());
        String shown = files.size() == 2
                ? twoDates(timetable, files, segmentations, out)
                : moreDates(timetable, files, segmentations, out);
        OUTDATED.stream().filter(name -> !out.names().contains(name)).forEach(out::remove);
        out.write();
        session.endProgress();
        session.out().println(shown);
        if (!out.removed().isEmpty()) {
            session.out()
                    .println("Removed from " + folder + ", since they are of an earlier migrate: "
                            + String.join(", ", out.removed()));
        }
        session.out().println("Written to " + folder + ": " + String.join(", ", shortened(out.names())));
        return 0;
    }

    private Timetable timetable() {
        if (dates.isEmpty()) {
            return Timetable.inOrder(paths.stream().map(Path::toString).toList());
        }
        if (dates.size() != paths.size()) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "dates",
                    "--dates: there are " + dates.size() + " dates, expected " + paths.size()
                            + "; give one per file, in the order of the files");
        }
        return Timetable.of(dates);
    }

    private String twoDates(
            Timetable timetable, List<SegmentFile> files, List<Segmentation> segmentations, OutputFiles out) {
        MigrationMatrix migration = MigrationMatrix.between(segmentations.get(0), segmentations.get(1));
        UnscoredCustomers unscored = migration.unscored();
        Step plain = Step.of(timetable, 0, 1, migration)
                .ordered(order)
                .withWarnings(SharedIds.warnings(timetable, ids(files)));
        Step valued = value.isPresent() ? plain.withValue(worth(plain, files, segmentations)) : plain;
        Step step = confusion
                .map(path -> ConfusionFile.read(path, csv).correct(valued::correctedBy))
                .orElse(valued);
        step.addTo("", out);
        StringBuilder shown = new StringBuilder();
        step.warnings().forEach(warning -> shown.append(warning).append("\n\n"));
        shown.append(migration).append("\n\n").append(StepText.of(step));
        step.worth().ifPresent(found -> shown.append("\n\n").append(found.bridge()));
        if (unscored.sizeBefore() + unscored.sizeAfter() > 0) {
            shown.append("\nUnscored, as their segment is blank: ")
                    .append(unscored.sizeBefore())
                    .append(" customers before, ")
                    .append(unscored.sizeAfter())
                    .append(" after. They are there, so they have not left, and count in no share.");
            step.worth().ifPresent(found -> shown.append(unscored(found)));
        }
        return shown.toString();
    }

    /** What the table of the bridge cannot say. */
    private static String unscored(StepValue value) {
        ValueMigration.Sides all = value.total();
        return "\nOf the value lost, " + all.left().toPlainString() + " left and "
                + all.becameUnscored().toPlainString() + " became unscored; of the value acquired, "
                + all.entered().toPlainString() + " is new and "
                + all.becameScored().toPlainString()
                + " was unscored before. Customers without a segment are worth "
                + value.unscoredBefore().toPlainString() + " before and "
                + value.unscoredAfter().toPlainString() + " after, which is in no amount above.";
    }

    private String moreDates(
            Timetable timetable, List<SegmentFile> files, List<Segmentation> segmentations, OutputFiles out) {
        int count = segmentations.get(0).segments().size();
        if (count > MOST_SEGMENTS) {
            throw new InvalidInputException(
                    Reason.RESOURCE_LIMIT,
                    segment,
                    "--segment: " + count + " segments over more than two files, expected at most " + MOST_SEGMENTS
                            + ", because tests draw tables of their cube; merge segments, or follow two files at a time");
        }
        session.progress("following customers over " + files.size() + " files");
        Execution execution = session.execution(Runtime.getRuntime().availableProcessors());
        Movement plain = Movement.of(timetable, segmentations, Optional.empty(), execution)
                .ordered(order)
                .withWarnings(
                        SharedIds.warnings(timetable, ids(files)),
                        step -> SharedIds.warnings(timetable, ids(files), step.from(), step.to()));
        Movement valued = value.isPresent() ? plain.withValues(step -> worth(step, files, segmentations)) : plain;
        Movement movement = confusion
                .map(path -> ConfusionFile.read(path, csv).correct(valued::correctedBy))
                .orElse(valued);
        return MovementFiles.add(movement, "", "", out).stripTrailing();
    }

    private static List<List<String>> ids(List<SegmentFile> files) {
        return files.stream().map(SegmentFile::ids).toList();
    }

    private static StepValue worth(Step step, List<SegmentFile> files, List<Segmentation> segmentations) {
        SegmentFile from = files.get(step.from());
        SegmentFile to = files.get(step.to());
        Segmentation before = segmentations.get(step.from());
        Segmentation after = segmentations.get(step.to());
        double[] opening = from.values();
        double[] closing = to.values();
        return new StepValue(
                ValueBridge.withDecimals(2).between(before, opening, after, closing),
                ValueMigration.withDecimals(2).between(before, opening, after, closing),
                Contributors.of(before, opening, after, closing),
                from.valueUnscored(),
                to.valueUnscored());
    }

    /** Of files in folders only how many there are. */
    private static List<String> shortened(List<String> names) {
        List<String> shown = new ArrayList<>(
                names.stream().filter(name -> !name.contains("/")).toList());
        int below = names.size() - shown.size();
        if (below > 0) {
            shown.add("and " + below + " files in folders, one per step");
        }
        return shown;
    }

    /** The library takes segments without customers, but a name that no file has is misspelt. */
    private void checkOrder(List<SegmentFile> files) {
        Set<String> known = new TreeSet<>();
        files.forEach(file -> known.addAll(file.segments()));
        for (String name : order) {
            if (Collections.frequency(order, name) > 1) {
                throw new InvalidInputException(
                        Reason.BAD_NAME, name, "--order: segment \"" + name + "\" is there twice; name it once");
            }
            if (!known.contains(name)) {
                throw new InvalidInputException(
                        Reason.UNKNOWN_NAME,
                        name,
                        "--order: there is no segment \"" + name + "\" in "
                                + paths.stream().map(Path::toString).collect(Collectors.joining(" or "))
                                + NearestName.of(name, List.copyOf(known))
                                        .map(near -> "; did you mean \"" + near + "\"? There are ")
                                        .orElse("; there are ")
                                + NameList.of(known));
            }
        }
    }

    /** In the order asked for, otherwise by name, so that it does not depend on who comes first in the files. */
    private List<String> segments(List<SegmentFile> files) {
        Set<String> segments = new LinkedHashSet<>(order);
        files.forEach(file -> segments.addAll(file.segments()));
        return order.isEmpty() ? List.copyOf(new TreeSet<>(segments)) : List.copyOf(segments);
    }
}
