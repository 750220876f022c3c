package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.CsvDialect;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.shop.SimulatedShop;
import dev.segmentation.app.story.CharterPage;
import dev.segmentation.app.story.Demo;
import dev.segmentation.app.story.DemoFiles;
import dev.segmentation.app.story.ShopData;
import dev.segmentation.app.story.StoryText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job, as a story. */
@Command(
        name = "demo",
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "From transactions to segments, their verdicts, who moved and what that did to value; of a simulated"
                        + " shop, or of your own if you name the file and its columns.",
        footer = {
            "",
            "Examples:",
            "  segment demo",
            "  segment demo --transactions sales.csv --customer customer \\",
            "      --date date --amount amount --out story",
            "",
            "Prints a page of text, and writes it as story.txt, a report with pictures as report.html, and everything behind"
                    + " them as CSV and JSON."
        })
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class DemoCommand implements Callable<Integer> {

    private static final int FEWEST_SEGMENTS = 2;

    private static final int MOST_SEGMENTS = 8;

    private final Session session;

    @ArgGroup(exclusive = false, order = 10, heading = "Your own transactions, all four together:%n")
    private @Nullable Source source;

    @Mixin
    private CsvOptions csv;

    @Mixin
    private DateOptions dates;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--segments",
            paramLabel = "K",
            description = "How many groups k-means makes; if not given, the number from 4 to 6 that is most stable.")
    private Optional<Integer> segments;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "S",
            description = "Seed of starts and resamples, 0 if not given.")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads work; changes no result.")
    private Optional<Integer> threads;

    @Option(
            names = "--out",
            defaultValue = "segmentation-demo",
            converter = FolderConverter.class,
            paramLabel = "DIR",
            description = "Folder for the results, segmentation-demo if not given.")
    private Path folder;

    DemoCommand(Session session) {
        this.session = session;
    }

    /** The user's own transactions: all four options or none. */
    @SuppressWarnings("NullAway.Init")
    private static final class Source {

        @Option(
                names = "--transactions",
                required = true,
                paramLabel = "FILE",
                description = "CSV, plain or gzip, one line per purchase or return.")
        private Path file;

        @Option(names = "--customer", required = true, paramLabel = "COL", description = "Column with the customer id.")
        private String customer;

        @Option(
                names = "--date",
                required = true,
                paramLabel = "COL",
                description = "Column with the date, such as 2025-01-31.")
        private String date;

        @Option(
                names = "--amount",
                required = true,
                paramLabel = "COL",
                description = "Column with the amount, negative for a return.")
        private String amount;

        ShopData read(CsvDialect dialect) {
            return ShopData.read(file, dialect, new ShopData.Columns(customer, date, amount));
        }
    }

    @Override
    public Integer call() {
        if (segments.isPresent() && (segments.get() < FEWEST_SEGMENTS || segments.get() > MOST_SEGMENTS)) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "segments",
                    "--segments = " + segments.get() + ", expected " + FEWEST_SEGMENTS + " to " + MOST_SEGMENTS
                            + " for a story of a page; the command cluster makes more");
        }
        if (source == null && (csv.isGiven() || dates.isGiven())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no file to read, but it is said how it is written; name --transactions");
        }
        session.progress("reading transactions");
        ShopData shop = source == null
                ? ShopData.simulated(SimulatedShop.standard())
                : source.read(csv.dialect().withDates(dates.style()));
        Demo demo = Demo.run(
                shop,
                segments.map(OptionalInt::of).orElse(OptionalInt.empty()),
                seed,
                session.execution(threads.orElse(Runtime.getRuntime().availableProcessors())));
        String story = StoryText.of(demo);

        OutputFiles files = OutputFiles.in(folder, csv.formulas());
        DemoFiles.add(demo, files);
        files.add("story.txt", story);
        session.progress("making the report");
        DemoFiles.addReports(demo, files);
        session.progress("writing " + folder);
        files.write();
        session.endProgress();
        session.out().print(story);
        session.out().println(CharterPage.of(demo));
        session.out()
                .println("The report is " + folder.resolve("report.html") + "; all numbers are in " + folder + " ("
                        + files.names().size() + " files).");
        return 0;
    }
}
