package dev.segmentation.app.story;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.CustomerIds;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.app.io.CsvText;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.Numbers;
import dev.segmentation.app.io.OutputFiles;
import dev.segmentation.app.io.Wording;
import dev.segmentation.app.page.Report;
import dev.segmentation.app.page.SegmentWords;
import dev.segmentation.app.report.FitJson;
import dev.segmentation.app.report.ValidationFiles;
import dev.segmentation.app.selection.SelectionFile;
import dev.segmentation.metrics.validity.ValidationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the demo found, as files: one table of customers per date, which the other commands can read, and for each method
 * a folder with its model, and one folder per date and per step between dates.
 */
public final class DemoFiles {

    private final Demo demo;
    private final OutputFiles files;

    private DemoFiles(Demo demo, OutputFiles files) {
        this.demo = demo;
        this.files = files;
    }

    /**
     * Adds all files but the story.
     *
     * @param demo what was found
     * @param files to be extended
     */
    public static void add(Demo demo, OutputFiles files) {
        DemoFiles all = new DemoFiles(demo, files);
        all.addCustomers();
        demo.shop().truth().ifPresent(history -> all.addTruth(new Truth(history)));
        demo.runs()
                .forEach(run -> files.add(
                        run.method().folder() + "/model.json", run.method().model()));
        demo.runs().forEach(all::addValidations);
        demo.runs().forEach(all::addProfiles);
        all.addSelection();
        demo.runs()
                .forEach(run -> MovementFiles.add(
                        run.movement(),
                        " by " + run.method().title(),
                        run.method().folder() + "/",
                        files));
        for (Segmentation segmentation : demo.rfmRun().segmentations()) {
            all.addAssignments(demo.rfm(), segmentation);
            files.add(name(demo.rfm(), segmentation, "segmentation.json"), Json.text(all.rfm(segmentation)));
        }
        for (Segmentation segmentation : demo.kMeansRun().segmentations()) {
            all.addAssignments(demo.kMeans(), segmentation);
            files.add(name(demo.kMeans(), segmentation, "segmentation.json"), Json.text(all.kMeans(segmentation)));
        }
    }

    /**
     * Adds the report on the segments by k-means, and in their folder that on those by rule.
     *
     * @param demo what was found
     * @param files with all that {@link #add} adds; to be extended
     */
    public static void addReports(Demo demo, OutputFiles files) {
        addReport(demo, demo.kMeansRun(), "report.html", files);
        addReport(demo, demo.rfmRun(), demo.rfmRun().method().folder() + "/report.html", files);
    }

    private static void addReport(Demo demo, Demo.MethodRun run, String name, OutputFiles files) {
        Report report = new Report(
                demo.shop().source() + ": segments by " + run.method().title(),
                Report.LEAST_CUSTOMERS,
                SegmentWords.NONE);
        String folder = run.method().folder();
        files.add(name, report.of(files.texts(folder + "/"), folder));
    }

    private static String name(Method method, Segmentation segmentation, String file) {
        return method.folder() + "/" + segmentation.asOf() + "/" + file;
    }

    /** One table per date with everything that is known of a customer, and the segment by each method. */
    private void addCustomers() {
        for (int date = 0; date < demo.snapshots().size(); date++) {
            Snapshot snapshot = demo.snapshots().get(date);
            List<String> columns = snapshot.table().names();
            List<double[]> numbers = columns.stream().map(snapshot::numbers).toList();
            List<String> head = new ArrayList<>(List.of("id"));
            head.addAll(columns);
            demo.runs().forEach(run -> head.add(run.method().folder()));
            CsvText csv = new CsvText(files.formulas(), head);
            for (int row = 0; row < snapshot.customerCount(); row++) {
                List<String> line =
                        new ArrayList<>(List.of(snapshot.customerIds().get(row)));
                for (double[] column : numbers) {
                    line.add(Numbers.text(column[row]));
                }
                for (Demo.MethodRun run : demo.runs()) {
                    line.add(run.segmentations().get(date).segmentOf(row).name());
                }
                csv.add(line);
            }
            files.add("customers/" + snapshot.asOf() + ".csv", csv.toString());
        }
    }

    private void addAssignments(Method method, Segmentation segmentation) {
        CustomerIds ids = segmentation.snapshot().customerIds();
        CsvText csv = new CsvText(files.formulas(), "id", "segment");
        for (int row = 0; row < ids.size(); row++) {
            csv.add(ids.get(row), segmentation.segmentOf(row).name());
        }
        files.add(name(method, segmentation, "assignments.csv"), csv.toString());
    }

    private ObjectNode rfm(Segmentation segmentation) {
        ObjectNode json = common("rfm-rules", RfmMethod.FEATURES, segmentation);
        ObjectNode cuts = json.putObject("cutPoints");
        cuts.set(Customers.RECENCY, Json.numbers(demo.rfm().scores().recencyCuts()));
        cuts.set(Customers.FREQUENCY, Json.numbers(demo.rfm().scores().frequencyCuts()));
        cuts.set(Customers.MONETARY, Json.numbers(demo.rfm().scores().monetaryCuts()));
        json.set(
                "rules",
                Json.texts(demo.rfm().rules().rules().stream()
                        .map(Object::toString)
                        .toList()));
        for (String key : List.of("seed", "objective", "iterations", "converged", "centers")) { // as k-means has them
            json.putNull(key);
            json.put(key + "Undefined", "BY_RULE");
        }
        json.set("notices", Json.notices(demo.rfm().scores().notices()));
        return json;
    }

    private ObjectNode kMeans(Segmentation segmentation) {
        ObjectNode json = common("kmeans", KMeansMethod.FEATURES, segmentation);
        json.put("scale", KMeansMethod.SCALE);
        FitJson.add(json, demo.kMeans().fit().report());
        json.set("centers", Json.rows(demo.kMeans().centers()));
        json.set("notices", Json.notices(demo.kMeans().fit().report().notices()));
        return json;
    }

    private ObjectNode common(String algorithm, List<String> features, Segmentation segmentation) {
        ObjectNode json = Json.object();
        json.put("algorithm", algorithm);
        json.set("features", Json.texts(features));
        json.put("segments", segmentation.segments().size());
        json.set(
                "names",
                Json.texts(segmentation.segments().stream().map(Segment::name).toList()));
        json.put("fittedAsOf", demo.timeline().first().toString());
        json.put("asOf", segmentation.asOf().toString());
        json.set("sizes", Json.integers(segmentation.assignment().sizes()));
        return json;
    }

    private void addValidations(Demo.MethodRun run) {
        for (int date = 0; date < run.validations().size(); date++) {
            ValidationReport report = run.validations().get(date);
            ObjectNode json = Json.object();
            json.put("asOf", report.asOf().toString());
            json.setAll(ValidationFiles.json(
                    report,
                    run.silhouettes().get(date),
                    run.method().comparison(),
                    Optional.of(run.segmentations().get(date).snapshot().table().numbers(Customers.VALUE)),
                    run.segmentations().get(date).assignment()));
            String folder = run.method().folder() + "/" + report.asOf() + "/";
            files.add(folder + "validation.json", Json.text(json));
            files.add(folder + "charter.txt", Wording.ofText(report.charter()));
        }
    }

    private void addSelection() {
        KMeansMethod method = demo.kMeans();
        files.add(
                method.folder() + "/selection.json",
                Json.text(SelectionFile.json(
                        "kmeans",
                        KMeansMethod.FEATURES,
                        KMeansMethod.SCALE,
                        method.search(),
                        OptionalInt.of(method.config().segmentCount()))));
    }

    private void addProfiles(Demo.MethodRun run) {
        for (int date = 0; date < run.profiles().size(); date++) {
            Segmentation segmentation = run.segmentations().get(date);
            ObjectNode json = Json.object();
            json.put("asOf", segmentation.asOf().toString());
            json.setAll(run.profiles().get(date).json());
            files.add(name(run.method(), segmentation, "profile.json"), Json.text(json));
        }
    }

    /** Segments against true types at each date, and moves between segments against true moves in each step. */
    private void addTruth(Truth truth) {
        ObjectNode json = Json.object();
        for (Demo.MethodRun run : demo.runs()) {
            ObjectNode method = json.putObject(run.method().folder());
            ArrayNode agreement = method.putArray("agreement");
            for (Segmentation segmentation : run.segmentations()) {
                ObjectNode date = agreement.addObject();
                date.put("asOf", segmentation.asOf().toString());
                Json.put(date, "adjustedRand", truth.types(segmentation).adjustedRand(), Reason.NO_OBSERVATIONS);
            }
            ArrayNode moves = method.putArray("moves");
            List<Truth.Moves> steps =
                    truth.moves(run.segmentations(), demo.timeline().window());
            for (int i = 0; i < steps.size(); i++) {
                moves.addObject()
                        .put("asOfBefore", demo.timeline().dates().get(i).toString())
                        .put("asOfAfter", demo.timeline().dates().get(i + 1).toString())
                        .put("true", steps.get(i).seen())
                        .put("late", steps.get(i).late())
                        .put("apparent", steps.get(i).apparent())
                        .put("missed", steps.get(i).missed())
                        .put("neither", steps.get(i).quiet());
            }
        }
        files.add("truth.json", Json.text(json));
    }
}
