package dev.segmentation.app.story;

import dev.segmentation.app.io.TextTable;
import java.util.List;

/** The part of the story that only a simulation can tell. */
final class TruthText {

    private final Demo demo;
    private final Truth truth;

    TruthText(Demo demo, Truth truth) {
        this.demo = demo;
        this.truth = truth;
    }

    void addTo(Page page) {
        page.heading("4. How much of the truth was found (only a simulation can say)");
        Demo.MethodRun kMeans = demo.kMeansRun();
        TextTable table = new TextTable(List.of(
                        "truly", "customers", "mostly in k-means segment", "found there", "share of the segment"))
                .withTexts(2);
        for (Truth.Found found : truth.found(kMeans.last())) {
            table.add(
                    found.type().label(),
                    Words.count(found.customers()),
                    found.segment().name(),
                    Words.percent(found.there(), found.customers()),
                    Words.percent(found.there(), found.segmentSize()));
        }
        page.show(table);
        TextTable moves = new TextTable(List.of(
                "method",
                "agreement",
                "changers who moved",
                "others who moved",
                "moves seen",
                "true",
                "late",
                "apparent"));
        demo.runs().forEach(run -> moves.add(line(run)));
        page.show(moves);
        page.say(
                "Agreement with the truth: adjusted Rand index, 0 by chance, 1 if perfect. Changers truly changed type in a"
                        + " step. Moves seen are true if the customer did, late if in the "
                        + demo.timeline().windowInWords() + " before, else apparent: chance or season.");
    }

    private List<String> line(Demo.MethodRun run) {
        Truth.Moves moves = truth.moves(run.segmentations(), demo.timeline().window()).stream()
                .reduce(Truth.Moves.NONE, Truth.Moves::plus);
        long seen = moves.seen() + moves.late() + moves.apparent();
        return List.of(
                run.method().title(),
                Words.decimals(truth.types(run.last()).adjustedRand(), 2),
                Words.percent(moves.seen(), moves.seen() + moves.missed()),
                Words.percent(moves.late() + moves.apparent(), moves.late() + moves.apparent() + moves.quiet()),
                Words.count(seen),
                Words.percent(moves.seen(), seen),
                Words.percent(moves.late(), seen),
                Words.percent(moves.apparent(), seen));
    }
}
