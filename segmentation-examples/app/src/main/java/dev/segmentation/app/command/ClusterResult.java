package dev.segmentation.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.FeatureTable;
import dev.segmentation.Notice;
import dev.segmentation.TypingTool;
import dev.segmentation.app.algorithm.ClusterData;
import dev.segmentation.app.algorithm.Clustering;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.app.io.RoundingNoise;
import dev.segmentation.app.io.TextTable;
import dev.segmentation.app.io.Wording;
import dev.segmentation.app.report.SegmentTraits;
import dev.segmentation.model.SavedModel;
import dev.segmentation.prepare.ScalingModel;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What {@code cluster} tells of a segmentation: on the screen, in {@code segmentation.json} and {@code model.json}. */
final class ClusterResult {

    /** Shown on the screen; the files have all digits. */
    private static final MathContext DIGITS = new MathContext(4);

    private final String algorithm;
    private final FeatureColumns columns;
    private final Scale scale;
    private final Optional<ScalingModel> scaling;
    private final FeatureTable raw;
    private final Clustering found;
    private final SegmentTraits traits;
    private final double[] sizes;

    ClusterResult(String algorithm, FeatureColumns columns, Scale scale, ClusterData data, Clustering found) {
        this.algorithm = algorithm;
        this.columns = columns;
        this.scale = scale;
        this.scaling = data.scaling();
        this.raw = data.raw();
        this.found = found;
        this.traits = SegmentTraits.of(raw, found.assignment(), found.segments());
        this.sizes = sizes(found, raw);
    }

    /** Customers per segment, which is lines of the file, or the sum of their weights. */
    private static double[] sizes(Clustering found, FeatureTable raw) {
        double[] sizes = new double[found.segments().size()];
        for (int row = 0; row < raw.rowCount(); row++) {
            sizes[found.assignment().label(row)] += raw.weight(row);
        }
        return sizes;
    }

    ObjectNode json() {
        return SegmentationJson.of(algorithm, columns, scale.toString(), found, traits, sizes, raw, notices());
    }

    private List<Notice> notices() {
        List<Notice> notices =
                new ArrayList<>(scaling.map(ScalingModel::notices).orElse(List.of()));
        notices.addAll(found.report().notices());
        return notices;
    }

    /** The text of the model file. */
    String model() {
        TypingTool tool = scaling.map(transform -> TypingTool.of(transform, found.model(), found.segments()))
                .orElseGet(() -> TypingTool.of(found.model(), found.segments()));
        return ModelFile.text(SavedModel.of(tool)
                .withFact("algorithm", algorithm)
                .withFact("scale", scale.toString())
                .withFact("seed", Long.toString(found.report().seed())));
    }

    void print(PrintWriter out) {
        List<String> head = new ArrayList<>(List.of("segment", "customers", "share"));
        head.addAll(columns.all());
        TextTable table = new TextTable(head);
        double all = Arrays.stream(sizes).sum();
        double[] largest = columns.all().stream().mapToDouble(this::largest).toArray();
        for (int s = 0; s < sizes.length; s++) {
            List<String> line = new ArrayList<>(
                    List.of(found.segments().get(s).name(), number(sizes[s]), Math.round(100 * sizes[s] / all) + " %"));
            for (int f = 0; f < largest.length; f++) {
                line.add(cell(s, columns.all().get(f), largest[f]));
            }
            table.add(line);
        }
        out.println(table);
        out.println(explanation());
        found.sentences().forEach(sentence -> out.println(Wording.shown(sentence)));
        notices().forEach(notice -> out.println("Note: " + Wording.shown(Wording.of(notice))));
    }

    private String explanation() {
        if (found.centers().isEmpty()) {
            return columns.categorical().isEmpty()
                    ? "Shown are the means of the customers of each segment."
                    : "Shown are means and most frequent levels of the customers of each segment.";
        }
        return "Centers are in the units of the file; "
                + (scaling.isPresent() || columns.categorical().isEmpty()
                        ? "features were scaled by " + scale + " to find them."
                        : "categories are as they are there.");
    }

    /** Of the centers in a column. */
    private double largest(String feature) {
        return RoundingNoise.largest(IntStream.range(0, sizes.length)
                .mapToDouble(s -> Center.of(s, feature, found, traits).value())
                .toArray());
    }

    private String cell(int segment, String feature, double largest) {
        Center center = Center.of(segment, feature, found, traits);
        if (center.level().isPresent()) {
            String level = center.level().get();
            return found.centers().isPresent()
                    ? level
                    : level + " (" + Math.round(100 * traits.levelShare(segment, feature)) + " %)";
        }
        return Double.isNaN(center.value())
                ? "-"
                : new BigDecimal(RoundingNoise.removed(center.value(), largest))
                        .round(DIGITS)
                        .toPlainString();
    }

    /** Weights may have decimals. */
    private static String number(double size) {
        BigDecimal exact = new BigDecimal(size);
        return exact.setScale(Math.min(exact.scale(), 2), RoundingMode.HALF_EVEN)
                .toPlainString();
    }
}
