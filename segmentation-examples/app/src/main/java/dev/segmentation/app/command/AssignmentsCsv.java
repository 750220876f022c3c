package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.Typing;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The file {@code assignments.csv}: id, segment, margin, and the features, so that the other commands can read it. */
final class AssignmentsCsv {

    /** A feature of such a name is not carried over. */
    private static final List<String> RESULTS = List.of("id", "segment", "margin");

    private AssignmentsCsv() {}

    static String of(CustomerIds ids, Typing typing, CsvTable table, List<String> features) {
        List<String> carried =
                features.stream().filter(column -> !RESULTS.contains(column)).toList();
        List<double[]> numbers = carried.stream().map(table::numbers).toList();
        List<String> head = new ArrayList<>(RESULTS);
        head.addAll(carried);
        CsvText csv = new CsvText(head);
        for (int row = 0; row < ids.size(); row++) {
            List<String> line = new ArrayList<>(
                    List.of(ids.get(row), typing.segment(row).name(), Numbers.text(typing.margin(row))));
            for (double[] column : numbers) {
                line.add(Double.isNaN(column[row]) ? "" : Numbers.text(column[row]));
            }
            csv.add(line);
        }
        return csv.toString();
    }
}
