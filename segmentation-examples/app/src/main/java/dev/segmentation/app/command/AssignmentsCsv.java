package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.Memberships;
import dev.segmentation.Segment;
import dev.segmentation.Typing;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.app.io.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code assignments.csv}: id, segment, margin, of soft models the membership in each segment, the features, and other
 * columns that are kept, so that the other commands can read it. What of this is not known of somebody who was not scored is blank.
 */
final class AssignmentsCsv {

    static final String ID = "id";

    /** A feature of such a name is not carried over. */
    static final List<String> RESULTS = List.of(ID, "segment", "margin");

    private AssignmentsCsv() {}

    /**
     * What is carried over from the file that was read.
     *
     * @param table the file
     * @param features names of columns
     * @param kept names of other columns, to be copied
     */
    record Carried(CsvTable table, List<String> features, List<String> kept) {}

    static String of(CustomerIds ids, ScoredRows scored, Carried carried, Formulas formulas) {
        return of(ids, scored, Optional.empty(), List.of(), carried, formulas);
    }

    /** With memberships, a row of them per scored row. */
    static String of(
            CustomerIds ids,
            ScoredRows scored,
            Optional<Memberships> memberships,
            List<Segment> segments,
            Carried from,
            Formulas formulas) {
        List<String> head = new ArrayList<>(RESULTS);
        if (memberships.isPresent()) {
            segments.forEach(segment -> head.add("membership_" + segment.name()));
        }
        int results = head.size();
        List<String> carried =
                from.features.stream().filter(column -> !head.contains(column)).toList();
        head.addAll(carried);
        KeptColumns.check(from.kept, head);
        head.addAll(from.kept);
        CsvText csv = new CsvText(formulas, head);
        Typing typing = scored.typing();
        int next = 0; // of the scored rows
        for (int row = 0; row < ids.size(); row++) {
            List<String> line = new ArrayList<>(List.of(ids.get(row)));
            if (next < typing.size() && scored.rows().get(next) == row) {
                line.add(typing.segment(next).name());
                line.add(Numbers.text(typing.margin(next)));
                for (int s = line.size(); s < results; s++) {
                    line.add(Numbers.text(memberships.orElseThrow().degree(next, s - RESULTS.size())));
                }
                next++;
            } else {
                line.addAll(Collections.nCopies(results - 1, ""));
            }
            for (String column : carried) {
                line.add(from.table.cell(column, row));
            }
            for (String column : from.kept) {
                line.add(from.table.kept(column, row));
            }
            csv.add(line);
        }
        return csv.toString();
    }
}
