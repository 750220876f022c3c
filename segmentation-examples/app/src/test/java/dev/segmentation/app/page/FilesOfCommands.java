package dev.segmentation.app.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders of files as the commands write them, of the customers of the guide. */
final class FilesOfCommands {

    private static final Path DATA = Path.of("../../docs/guide/data");

    private static final String FEATURES = "recency_days,orders,revenue";

    private final Path folder;

    FilesOfCommands(Path folder) {
        this.folder = folder;
    }

    /** In {@code march}, three dates, with categories, value, evidence, mistaken typing and other numbers of segments. */
    void makeAll() {
        cluster(
                "march",
                List.of(FEATURES, "--categorical", "plan,region", "--algorithm", "kprototypes", "--segments", 3));
        score("june");
        score("september");
        run("choose", customers("march"), "--features", FEATURES, "--to", 4, "--resamples", 10, "--out", at("march"));
        validate("march", "march", "--descriptors", "tickets", "--outcomes", "spend_next_quarter");
        BrowserTest.write(at("errors.csv"), "true,Loyal,Rare,New\nLoyal,95,0,5\nRare,0,90,10\nNew,4,8,88\n");
        migrate(
                "march",
                List.of("march", "june", "september"),
                "--dates",
                "2025-03-31,2025-06-30,2025-09-30",
                "--order",
                "Loyal,New,Rare");
    }

    private void cluster(String month, List<Object> how) {
        List<Object> all = new ArrayList<>(List.of("cluster", customers(month), "--features"));
        all.addAll(how);
        all.addAll(List.of("--names", "Loyal,Rare,New", "--scale", "log1p-zscore"));
        all.addAll(List.of("--keep", "tickets,spend_next_quarter", "--out", at(month)));
        run(all.toArray());
    }

    private void validate(String month, String out, Object... evidence) {
        List<Object> validate = new ArrayList<>(List.of("validate", assignments(month), "--segment", "segment"));
        validate.addAll(List.of("--features", FEATURES, "--value", "revenue", "--out", at(out)));
        validate.addAll(List.of(evidence));
        run(validate.toArray());
    }

    /** One of the files that are written of a month, as of a date, under whatever name. */
    void validate(String month, String out, String file, String as, String date) throws IOException {
        validate(month, "validated-" + month);
        ObjectNode json = (ObjectNode) new ObjectMapper()
                .readTree(at("validated-" + month).resolve(file + ".json").toFile());
        BrowserTest.write(at(out).resolve(as + ".json"), json.put("asOf", date).toString());
    }

    private void score(String month) {
        run("score", at("march").resolve("model.json"), customers(month), "--out", at(month));
    }

    /** Those of months, without dates unless they are among what is added. */
    void migrate(String out, List<String> months, Object... more) {
        List<Object> all = new ArrayList<>(List.of("migrate"));
        months.forEach(month -> all.add(assignments(month)));
        all.addAll(List.of("--segment", "segment", "--value", "revenue"));
        all.addAll(List.of("--confusion", at("errors.csv"), "--out", at(out)));
        all.addAll(List.of(more));
        run(all.toArray());
    }

    /** Four segments of a single date, and nothing else. */
    void makeOne(String out) {
        run("cluster", customers("june"), "--features", "orders,revenue", "--segments", 4, "--out", at(out));
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private Path assignments(String month) {
        return at(month).resolve("assignments.csv");
    }

    private static Path customers(String month) {
        return DATA.resolve("customers-" + month + ".csv");
    }

    private static void run(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--id", "id"));
        BrowserTest.succeed(all.toArray());
    }
}
