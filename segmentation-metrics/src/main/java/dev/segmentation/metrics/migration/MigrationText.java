package dev.segmentation.metrics.migration;

import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Counts as a table: from rows to columns, with who entered and left, and with who is unscored if anybody is. */
final class MigrationText {

    private final MigrationCounts counts;
    private final List<Integer> states;

    private MigrationText(MigrationCounts counts) {
        this.counts = counts;
        this.states = new ArrayList<>();
        for (int segment = 0; segment < counts.size(); segment++) {
            states.add(segment);
        }
        if (counts.from(counts.unscored()) + counts.into(counts.unscored()) > 0) {
            states.add(counts.unscored());
        }
        states.add(counts.absent());
    }

    static String of(MigrationCounts counts) {
        return new MigrationText(counts).table();
    }

    private String table() {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        states.forEach(state -> head.add(name(state, "left")));
        head.add("before");
        lines.add(head);
        for (int from : states) {
            List<String> line = new ArrayList<>(List.of(name(from, "entered")));
            states.forEach(to -> line.add(cell(from, to)));
            line.add(Long.toString(counts.from(from)));
            lines.add(line);
        }
        List<String> after = new ArrayList<>(List.of("after"));
        states.forEach(to -> after.add(Long.toString(counts.into(to))));
        after.add(Long.toString(counts.all()));
        lines.add(after);
        return TextTable.of(lines);
    }

    private String name(int state, String absent) {
        if (state == counts.absent()) {
            return absent;
        }
        return state == counts.unscored()
                ? "unscored"
                : counts.segments().segments().get(state).name();
    }

    /** Nothing where nobody can be. */
    private String cell(int from, int to) {
        return from == counts.absent() && to == counts.absent() ? "" : Long.toString(counts.cell(from, to));
    }
}
