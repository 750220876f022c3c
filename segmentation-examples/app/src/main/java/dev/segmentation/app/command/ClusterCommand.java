package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.Execution;
import dev.segmentation.InvalidInputException;
import dev.segmentation.app.algorithm.ClusterAlgorithms;
import dev.segmentation.app.algorithm.ClusterData;
import dev.segmentation.app.algorithm.Clustering;
import dev.segmentation.app.algorithm.Combination;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.Wording;
import dev.segmentation.app.report.ProfileFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One segmentation of one file. */
@Command(
        name = "cluster",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description = "Cuts the customers of a file into segments.",
        footer = {
            "",
            "Examples:",
            "  segment cluster customers.csv --id id --features recency,orders \\",
            "      --segments 5 --scale log1p-zscore --out march",
            "  segment cluster customers.csv --id id --features recency,orders \\",
            "      --segments 3 --names Loyal,New,Lost --keep tickets --out march",
            "  segment cluster survey.csv --id id --categorical plan,city \\",
            "      --algorithm kmodes --segments 4 --out survey",
            "",
            "Writes assignments.csv (id, segment, margin, of soft algorithms the memberships, the features, and what --keep names),"
                    + " segmentation.json, model.json, by which score puts later customers into the same segments, and profile.json,"
                    + " which compares every segment with all customers."
        })
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class ClusterCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ClusterRequest request;

    @Mixin
    private GivenNames names;

    @Mixin
    private KeptColumns keep;

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
        ClusterRequest.addAlgorithms(command.getCommandSpec().usageMessage(), ClusterAlgorithms.help());
        return command;
    }

    @Override
    public Integer call() {
        request.refuse(names.fault(request.algorithm(), request.options()));
        FeatureColumns columns = request.columnsWithRules();
        Combination combination = request.combination(columns);
        request.refuse(combination.fault(request.options()));
        Scale used = request.scale(combination);

        session.progress("reading " + request.data());
        Map<String, String> carried = AssignmentsCsv.asTheyAre(columns.withTarget(), request.id());
        List<String> kept = keep.besides(request.id(), columns.withTarget());
        ClusterInput input = request.read(columns, kept);
        CsvTable table = input.table();
        CustomerIds ids = table.located(() -> CustomerIds.of(table.texts(request.id())));
        ClusterData prepared = input.prepared(used, request.weight());
        Execution execution = request.execution(session);
        Clustering found = names.applied(fit(table, prepared, execution), request.data());
        ProfileFile profile = ProfileFile.ofForming(prepared.raw(), found.assignment(), found.segments(), execution);

        ClusterResult result = new ClusterResult(request.algorithm().name(), columns, used, prepared, found);
        OutputFiles files = OutputFiles.in(folder, request.csv().formulas());
        files.add(
                "assignments.csv",
                AssignmentsCsv.of(
                        ids,
                        ScoredRows.all(found.typing()),
                        found.memberships(),
                        found.segments(),
                        new AssignmentsCsv.Carried(table, carried, kept),
                        files.formulas()));
        files.add("segmentation.json", Json.text(result.json()));
        files.add("model.json", result.model());
        files.add("profile.json", Json.text(profile.json()));
        files.write();
        session.endProgress();
        result.print(session.out());
        profile.notices().forEach(notice -> session.out().println("Note: profile.json: " + Wording.of(notice)));
        session.out().println("Written to " + folder + ": " + String.join(", ", files.names()));
        return 0;
    }

    private Clustering fit(CsvTable table, ClusterData prepared, Execution execution) {
        try {
            return table.located(() -> request.algorithm().fit(prepared, request.options(), execution));
        } catch (InvalidInputException e) {
            throw ClusterInput.withWayOut(e);
        }
    }
}
