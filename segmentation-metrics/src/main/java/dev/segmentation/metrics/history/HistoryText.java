package dev.segmentation.metrics.history;

import dev.segmentation.metrics.internal.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Sizes as a table: one line per segment and place, one column per date. */
final class HistoryText {

    private final List<long[]> counts;
    private final List<List<String>> table = new ArrayList<>();

    private HistoryText(List<long[]> counts) {
        this.counts = counts;
    }

    static String of(DateColumns columns) {
        int k = columns.segments().size();
        HistoryText text = new HistoryText(
                columns.all().stream().map(column -> column.counts(k)).toList());
        List<String> head = new ArrayList<>(List.of("segment"));
        columns.dates().forEach(date -> head.add(date.toString()));
        text.table.add(head);
        for (int s = 0; s < k; s++) {
            text.add(columns.segments().segments().get(s).name(), s);
        }
        text.add("unscored", DateColumn.UNSCORED);
        text.add("not yet", DateColumn.NOT_YET);
        text.add("left", DateColumn.LEFT);
        return TextTable.of(text.table);
    }

    private void add(String name, int code) {
        List<String> line = new ArrayList<>(List.of(name));
        counts.forEach(at -> line.add(Long.toString(at[code + DateColumn.OUTSIDE])));
        table.add(line);
    }
}
