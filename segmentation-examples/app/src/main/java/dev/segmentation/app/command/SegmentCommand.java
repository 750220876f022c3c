package dev.segmentation.app.command;

import dev.segmentation.CancelledException;
import dev.segmentation.FitException;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.NearestName;
import dev.segmentation.app.io.UnusableFileException;
import dev.segmentation.app.io.Wording;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: finds the command, and turns whatever goes wrong into one clear line and an exit code. */
@Command(
        name = "segment",
        description = "Cuts customers into segments, says which deserve to be one, and follows who moves.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "From your customers to a report:",
            "  segment inspect customers.csv",
            "  segment cluster customers.csv --id id --features recency,orders \\",
            "      --segments 4 --out march",
            "  segment validate march/assignments.csv --id id --segment segment \\",
            "      --features recency,orders --out march",
            "  segment report march",
            "",
            "segment COMMAND --help tells more.",
        })
public final class SegmentCommand {

    /** The data or the request is at fault. */
    static final int AT_FAULT = 1;

    /** The command line cannot be understood. */
    static final int USAGE = 2;

    /** We are at fault. */
    static final int INTERNAL = 70;

    /** The user interrupted. */
    static final int INTERRUPTED = 130;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private SegmentCommand() {}

    /**
     * Runs one command.
     *
     * @param session where to print
     * @param args the command and its options
     * @return the exit code
     */
    public static int run(Session session, String... args) {
        try {
            return program(session).execute(args);
        } catch (Throwable e) { // such as running out of memory: picocli only handles exceptions
            return report(session, e, "segment");
        } finally {
            session.out().flush();
            session.err().flush();
        }
    }

    private static CommandLine program(Session session) {
        CommandLine program = new CommandLine(new SegmentCommand())
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new InspectCommand(session))
                .addSubcommand(ClusterCommand.in(session))
                .addSubcommand(ChooseCommand.in(session))
                .addSubcommand(new ScoreCommand(session))
                .addSubcommand(new ValidateCommand(session))
                .addSubcommand(new MigrateCommand(session))
                .addSubcommand(new ReportCommand(session))
                .addSubcommand(new CompletionCommand(session));
        program.getSubcommands().values().forEach(command -> CsvOptions.watch(command.getCommandSpec(), session));
        NumberOptions.register(program);
        program.setOut(session.out());
        program.setErr(session.err());
        program.setParameterExceptionHandler((e, args) -> refuseUsage(session, e));
        program.setExecutionExceptionHandler((e, command, parsed) ->
                report(session, e, command.getCommandSpec().qualifiedName()));
        return program;
    }

    private static int refuseUsage(Session session, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        session.err().println(command + ": " + oneLine(e) + meant(e) + command + " --help");
        return USAGE;
    }

    /** What may have been meant, where there is no such option or command. */
    private static String meant(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "; see ";
        }
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        List<String> known = new ArrayList<>(spec.optionsMap().keySet());
        known.addAll(spec.subcommands().keySet());
        return NearestName.of(unmatched.getUnmatched().get(0).replaceAll("=.*", ""), known)
                .map(name -> "; did you mean " + name + "? See ")
                .orElse("; see ");
    }

    private static int report(Session session, Throwable e, String command) {
        session.endProgress();
        if (e instanceof CancelledException) {
            session.err().println(command + ": interrupted; nothing was written");
            return INTERRUPTED;
        }
        boolean fromListener = e instanceof FitException fit && fit.reason() == Reason.CALLBACK_FAILED;
        if (!fromListener
                && (e instanceof InvalidInputException
                        || e instanceof FitException
                        || e instanceof UnusableFileException)) {
            session.err().println(command + ": " + oneLine(e));
            return AT_FAULT;
        }
        session.err().println(command + ": this is a fault of the program; please report what follows");
        e.printStackTrace(session.err());
        return INTERNAL;
    }

    private static String oneLine(Throwable e) {
        return Wording.of(e).replaceAll("\\s*\\R\\s*", " ");
    }
}
