package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.Unfinished;
import dev.segmentation.app.io.UnusableFileException;
import dev.segmentation.app.page.Report;
import dev.segmentation.app.page.SegmentWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a page for people of what the other commands wrote. */
@Command(
        name = "report",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Makes one HTML page of what cluster, validate, choose and migrate wrote to a folder.",
        footer = {
            "",
            "Examples:",
            "  segment report march",
            "  segment report demo/kmeans --title \"Our customers\" --words owners.csv",
            "",
            "Writes report.html into the folder. It needs no network: mail it, print it, open it anywhere."
        })
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class ReportCommand implements Callable<Integer> {

    private static final String SEGMENT = "segment";

    private final Session session;

    @Parameters(
            paramLabel = "DIR",
            converter = FolderConverter.class,
            description = "The folder to which they wrote, or a method's folder of the demo.")
    private Path folder;

    @Option(
            names = "--title",
            defaultValue = "Customer segments",
            paramLabel = "TEXT",
            description = "Title of the page, \"Customer segments\" if not given.")
    private String title;

    @Option(
            names = "--words",
            paramLabel = "FILE",
            description =
                    "CSV with a column segment and others such as owner, goal, description: shown on the cards beside"
                            + " what was measured.")
    private Optional<Path> words;

    @Option(
            names = "--least-customers",
            defaultValue = "" + Report.LEAST_CUSTOMERS,
            paramLabel = "N",
            description = "Counts below this are hidden, and others that would give them away; 5 if not given, 1 hides"
                    + " nothing.")
    private long leastCustomers;

    @Mixin
    private CsvOptions csv;

    ReportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (leastCustomers < 1) {
            throw new InvalidInputException(
                    Reason.BAD_PARAM,
                    "least-customers",
                    "--least-customers = " + leastCustomers + ", expected at least 1, which hides nothing");
        }
        session.progress("reading " + folder);
        String page = new Report(title, leastCustomers, words.map(this::read).orElse(SegmentWords.NONE))
                .of(texts(), folder.toString());
        OutputFiles files = OutputFiles.in(folder);
        files.add("report.html", page);
        files.write();
        session.endProgress();
        session.out().println("Written to " + folder.resolve("report.html"));
        return 0;
    }

    private SegmentWords read(Path file) {
        List<String> names = csv.open(file).names();
        List<String> kinds =
                names.stream().filter(name -> !name.equals(SEGMENT)).toList();
        CsvTable table = csv.open(file)
                .texts(SEGMENT)
                .texts(kinds.toArray(String[]::new))
                .read();
        List<String> places = IntStream.range(0, table.rowCount())
                .mapToObj(row -> file + ": line " + table.line(row))
                .toList();
        return SegmentWords.of(
                kinds,
                table.texts(SEGMENT),
                places,
                kinds.stream().map(table::texts).toList());
    }

    /** The JSON files of the folder and of those in it. */
    private Map<String, String> texts() {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(
                    Reason.EMPTY, folder + ": there is no such folder; name the one to which the other commands wrote");
        }
        Unfinished.refuse(folder);
        try (Stream<Path> paths = Files.walk(folder, 2)) {
            Map<String, String> texts = new TreeMap<>();
            for (Path path : paths.filter(Report::isMadeOf).toList()) {
                String name = folder.relativize(path)
                        .toString()
                        .replace(path.getFileSystem().getSeparator(), "/");
                texts.put(name, Files.readString(path));
            }
            return texts;
        } catch (IOException e) {
            throw new UnusableFileException(folder + ": cannot be read; check its files", e);
        }
    }
}
