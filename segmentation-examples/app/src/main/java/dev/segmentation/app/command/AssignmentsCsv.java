package dev.segmentation.app.command;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Memberships;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Typing;
import dev.segmentation.app.io.CsvTable;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Formulas;
import dev.segmentation.app.io.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code assignments.csv}: id, segment, margin, of soft models the membership in each segment, the features, and other
 * columns that are kept, so that the other commands can read it. What of this is not known of somebody who was not scored is blank.
 */
final class AssignmentsCsv {

    static final String ID = "id";

    /** What it has of its own. */
    static final List<String> RESULTS = List.of(ID, "segment", "margin");

    private AssignmentsCsv() {}

    /**
     * What is carried over from the file that was read.
     *
     * @param table the file
     * @param features columns by the names that they get
     * @param kept names of other columns, to be copied
     */
    record Carried(CsvTable table, Map<String, String> features, List<String> kept) {}

    /**
     * Features by their own names.
     *
     * @param features columns
     * @param id column with the customer id, which is there already if it is called so
     * @throws InvalidInputException if one is called as what the file has of its own, and so would be lost
     */
    static Map<String, String> asTheyAre(List<String> features, String id) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String feature : besides(id, features)) {
            check(feature, RESULTS);
            names.put(feature, feature);
        }
        return names;
    }

    /**
     * The same for a model whose features are called as they are: those that clash get another name.
     *
     * @param features of the model
     * @param id column with the customer id, which is there already if it is called so
     */
    static Map<String, String> renamed(List<String> features, String id) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String feature : besides(id, features)) {
            String name = feature;
            while (RESULTS.contains(name) || (!name.equals(feature) && features.contains(name))) {
                name = "feature_" + name;
            }
            names.put(name, feature);
        }
        return names;
    }

    private static List<String> besides(String id, List<String> features) {
        return features.stream()
                .filter(name -> !(name.equals(ID) && name.equals(id)))
                .toList();
    }

    private static void check(String feature, List<String> head) {
        if (head.contains(feature)) {
            throw new InvalidInputException(
                    Reason.DUPLICATE_FEATURE,
                    feature,
                    "--features: assignments.csv has a column \"" + feature
                            + "\" of its own, so that the feature of this name would be lost; call it otherwise in the"
                            + " file");
        }
    }

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
        from.features.keySet().forEach(name -> check(name, head));
        head.addAll(from.features.keySet());
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
            for (String column : from.features.values()) {
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
