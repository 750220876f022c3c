package dev.segmentation.app.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Teaches a shell the commands and their options. */
@Command(
        name = "completion",
        description = "Prints a script by which bash and zsh complete commands and options.",
        footer = {
            "",
            "Examples:",
            "  alias segment='java -jar segment.jar'",
            "  source <(segment completion)   # then: segment clu<Tab>",
        })
@SuppressWarnings("NullAway.Init") // picocli sets it before call()
final class CompletionCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.out().print(AutoComplete.bash("segment", spec.root().commandLine()));
        return 0;
    }
}
