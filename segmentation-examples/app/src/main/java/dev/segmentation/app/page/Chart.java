package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.util.function.Function;

/** A picture, what it shows and how to read it, and its numbers. */
final class Chart {

    private final String id;
    private final String title;
    private final String sentence;
    private final DataTable table;
    private final ObjectNode data = Json.object();
    private Function<DataTable, String> says = any -> "";

    Chart(String id, String kind, String title, String sentence, DataTable table) {
        this.id = id;
        this.title = title;
        this.sentence = sentence;
        this.table = table;
        data.put("kind", kind);
    }

    /** What the picture shows, computed from its table when that is full, so that nothing hidden can be told. */
    void saying(Function<DataTable, String> sentenceOfTable) {
        says = sentenceOfTable;
    }

    /** What the script draws; texts in it are made {@link Visible} later. */
    ObjectNode data() {
        return data;
    }

    /** Panels and pictures without a mark are left out. */
    void addTo(Html html, ObjectNode charts) {
        String leftOut = Panels.removeEmpty(data);
        boolean isDrawn = Panels.hasMark(data);
        html.open("figure", "id", id)
                .element("h3", title)
                .open("figcaption", "id", id + "-says")
                .open("strong")
                .text(says.apply(table))
                .close()
                .text(" " + (isDrawn ? sentence + leftOut : Panels.without(table)))
                .closeLine();
        if (isDrawn) {
            charts.set(id, data);
            html.open("div", "class", "chart", "data-chart", id, "role", "img", "aria-labelledby", id + "-says")
                    .closeLine();
        }
        html.open("details").element("summary", "Numbers as a table");
        table.addTo(html);
        html.close().closeLine();
    }
}
