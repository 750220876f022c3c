package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.algorithm.ClusterAlgorithms;
import dev.segmentation.app.algorithm.ClusterData;
import dev.segmentation.app.algorithm.Combination;
import dev.segmentation.app.algorithm.SearchedAlgorithm;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.Wording;
import dev.segmentation.app.selection.CountResult;
import dev.segmentation.app.selection.CountSearch;
import dev.segmentation.app.selection.SelectionFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** How many segments to make of one file. */
@Command(
        name = "choose",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description =
                "Says how many segments there should be: what every criterion says, and whether segments come back in customers"
                        + " drawn anew and go on when there is one more.",
        footer = {
            "Criteria ask different questions and may disagree; then the number is a decision, and the conclusion says so. An"
                    + " interval tells how sure the draws are; one without width is of a number that is not drawn.",
            "",
            "Above 10,000 customers (of mixtures and latent classes 2,000), what needs many fits is of as many drawn at random;"
                    + " pam and the trees work with at most 5,000, and 1,000 where many fits are needed. A note says so.",
            "",
            "Examples:",
            "  segment choose sales.csv --id id --features recency,orders,revenue --to 6",
            "  segment choose survey.csv --id id --categorical q1,q2,q3 \\",
            "      --algorithm latent-class --out choice",
            "",
            "Prints a table, a sentence per criterion and a conclusion; with --out also writes selection.json."
        })
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class ChooseCommand implements Callable<Integer> {

    /** Nobody tells more apart. */
    private static final int MOST_SEGMENTS = 30;

    private static final int USUAL_MOST = 8;

    private static final int MOST_RESAMPLES = 1000;

    /** Which the search decides itself, or which name customers; they are refused, and the help need not show them. */
    private static final List<String> NOT_TAKEN = List.of(
            "--segments",
            "--initial-centers",
            "--target",
            "--min-size",
            "--max-size",
            "--together",
            "--apart",
            "--rules",
            "--height",
            "--noise");

    private final Session session;

    @Option(
            names = "--from",
            defaultValue = "2",
            paramLabel = "K",
            description = "The smallest number of segments to try, 2 if not given.")
    private int from;

    @Option(
            names = "--to",
            paramLabel = "K",
            description = "The largest one, at most 30; 8 if not given, or as many as there are customers.")
    private Optional<Integer> to;

    @Option(
            names = "--resamples",
            defaultValue = "20",
            paramLabel = "N",
            description =
                    "How often customers are drawn anew for each number, 20 if not given; more narrow the intervals.")
    private int resamples;

    @Mixin
    private ClusterRequest request;

    @Option(
            names = "--out",
            converter = FolderConverter.class,
            paramLabel = "DIR",
            description = "Folder for the result; none is written if not given.")
    private Optional<Path> folder;

    private ChooseCommand(Session session) {
        this.session = session;
    }

    /** With the algorithms that it takes in its help. */
    static CommandLine in(Session session) {
        CommandLine command = new CommandLine(new ChooseCommand(session));
        CommandSpec spec = command.getCommandSpec();
        ClusterRequest.addAlgorithms(spec.usageMessage(), ClusterAlgorithms.helpOfSearchable());
        for (String name : NOT_TAKEN) {
            OptionSpec shown = spec.findOption(name);
            spec.remove(shown);
            spec.addOption(OptionSpec.builder(shown).hidden(true).build());
        }
        return command;
    }

    @Override
    public Integer call() {
        FeatureColumns columns = request.columns();
        Combination combination = request.combination(columns);
        request.refuse(combination.searchFault(request.options()));
        check("from", from, 2, MOST_SEGMENTS - 1);
        to.ifPresent(most -> check("to", most, from + 1, MOST_SEGMENTS));
        check("resamples", resamples, 2, MOST_RESAMPLES);
        Scale scale = request.scale(combination);

        session.progress("reading " + request.data());
        ClusterInput input = request.read(columns, List.of());
        CsvTable table = input.table();
        table.located(() -> CustomerIds.of(table.texts(request.id())));
        int most = most(table.rowCount());
        ClusterData prepared = input.prepared(scale, request.weight());
        CountResult result = table.located(() -> CountSearch.between(from, most)
                .withResamples(resamples)
                .withSeed(request.options().seedOrZero())
                .search(
                        SearchedAlgorithm.of(request.algorithm(), prepared, request.options()),
                        request.execution(session)));
        checkMade(result);

        folder.ifPresent(where -> {
            OutputFiles files = OutputFiles.in(where);
            files.add(
                    "selection.json",
                    Json.text(SelectionFile.json(
                            request.algorithm().name(), columns.all(), scale.toString(), result, result.agreed())));
            files.write();
        });
        session.endProgress();
        result.lines().forEach(session.out()::println);
        folder.ifPresent(where -> session.out().println("Written to " + where + ": selection.json"));
        return 0;
    }

    private static void check(String name, int value, int least, int greatest) {
        if (value < least || value > greatest) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM, name, "--" + name + " = " + value + ", expected " + least + " to " + greatest);
        }
    }

    private int most(int customers) {
        int most = to.orElse(Math.max(from + 1, Math.min(USUAL_MOST, customers)));
        if (most > customers) {
            throw new InvalidInputException(
                    Reason.K_GT_N,
                    "to",
                    request.data() + ": --to = " + most + ", but there are only " + customers
                            + " customers; lower --to, or give more customers");
        }
        return most;
    }

    private void checkMade(CountResult result) {
        result.failure().ifPresent(why -> {
            throw new InvalidInputException(
                    why.reason(), request.data() + ": no number of segments can be made; " + Wording.of(why));
        });
    }
}
