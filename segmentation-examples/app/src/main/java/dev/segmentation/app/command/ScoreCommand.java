package dev.segmentation.app.command;

import dev.segmentation.ColumnRecord;
import dev.segmentation.CustomerIds;
import dev.segmentation.Segment;
import dev.segmentation.Typing;
import dev.segmentation.TypingTool;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.model.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Later customers, in the segments of a model that was saved. */
@Command(
        name = "score",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description =
                "Puts the customers of a file into the segments of a saved model. Nothing is fitted again, so what"
                        + " moves is customers, not fences.",
        footer = {
            "",
            "Examples:",
            "  segment score march/model.json june.csv --id id --out june",
            "",
            "Writes assignments.csv (id, segment, margin, the features, and what --keep names), as cluster does."
        })
@SuppressWarnings("NullAway.Init") // required options are set before call()
final class ScoreCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL.json", description = "A model that cluster or demo has written.")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "DATA.csv",
            description = "One line per customer, with at least the features of the model; plain or gzip.")
    private Path data;

    @Option(names = "--id", required = true, paramLabel = "COL", description = "Column with the customer id.")
    private String id;

    @Option(
            names = "--unscored",
            description =
                    "Score who can be scored: customers whose features are missing get a blank segment, by which migrate"
                            + " knows them, instead of the file being refused.")
    private boolean keepUnscored;

    @Mixin
    private KeptColumns keep;

    @Mixin
    private CsvOptions csv;

    @Option(
            names = "--out",
            required = true,
            converter = FolderConverter.class,
            paramLabel = "DIR",
            description = "Folder for the results.")
    private Path folder;

    ScoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.progress("reading " + model);
        TypingTool tool = ModelFile.load(model);
        session.progress("reading " + data);
        List<String> features = tool.featureNames();
        List<ColumnRecord> columns = SavedModel.of(tool).columns();
        Map<String, String> carried = AssignmentsCsv.renamed(features, id);
        List<String> kept = keep.besides(id, features);
        CsvTable table = csv.open(data)
                .texts(id)
                .kept(kept)
                .texts(ScoredRows.names(columns, false).toArray(String[]::new))
                .numbers(ScoredRows.names(columns, true))
                .read();
        SegmentColumn.checkCustomers(data, table);
        CustomerIds ids = table.located(() -> CustomerIds.of(table.texts(id)));
        ScoredRows scored =
                keepUnscored ? ScoredRows.possible(tool, columns, table) : ScoredRows.all(tool, columns, table);

        OutputFiles files = OutputFiles.in(folder, csv.formulas());
        files.add(
                "assignments.csv",
                AssignmentsCsv.of(ids, scored, new AssignmentsCsv.Carried(table, carried, kept), files.formulas()));
        files.write();
        session.endProgress();
        print(
                scored.typing(),
                tool.segments(),
                table.rowCount() - scored.typing().size());
        carried.forEach((name, feature) -> {
            if (!name.equals(feature)) {
                session.out()
                        .println("Note: assignments.csv has a column \"" + feature
                                + "\" of its own, so that the feature of this name is called \"" + name + "\" there");
            }
        });
        return 0;
    }

    private void print(Typing typing, List<Segment> segments, int unscored) {
        TextTable table = new TextTable(List.of("segment", "customers", "share"));
        int[] sizes = typing.assignment().sizes();
        for (int s = 0; s < sizes.length; s++) {
            table.add(List.of(
                    segments.get(s).name(),
                    Integer.toString(sizes[s]),
                    Math.round(100.0 * sizes[s] / typing.size()) + " %"));
        }
        session.out().println(table);
        if (unscored > 0) {
            session.out()
                    .println("Unscored: " + unscored + " of " + (typing.size() + unscored)
                            + " customers, whose features are"
                            + " missing; their segment is blank, and shares are of the others.");
        }
        session.out().println("Written to " + folder + ": assignments.csv");
    }
}
