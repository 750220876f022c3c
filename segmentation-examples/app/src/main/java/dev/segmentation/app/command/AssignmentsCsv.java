package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.Typing;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code assignments.csv}: id, segment, margin, and the features, so that the other commands can read it. Segment and
 * margin of who was not scored are blank.
 */
final class AssignmentsCsv {

    /** A feature of such a name is not carried over. */
    private static final List<String> RESULTS = List.of("id", "segment", "margin");

    private AssignmentsCsv() {}

    static String of(CustomerIds ids, ScoredRows scored, CsvTable table, List<String> features) {
        List<String> carried =
                features.stream().filter(column -> !RESULTS.contains(column)).toList();
        List<String> head = new ArrayList<>(RESULTS);
        head.addAll(carried);
        CsvText csv = new CsvText(head);
        Typing typing = scored.typing();
        int next = 0; // of the scored rows
        for (int row = 0; row < ids.size(); row++) {
            List<String> line = new ArrayList<>(List.of(ids.get(row)));
            if (next < typing.size() && scored.rows().get(next) == row) {
                line.add(typing.segment(next).name());
                line.add(Numbers.text(typing.margin(next)));
                next++;
            } else {
                line.addAll(List.of("", ""));
            }
            for (String column : carried) {
                line.add(table.cell(column, row));
            }
            csv.add(line);
        }
        return csv.toString();
    }
}
