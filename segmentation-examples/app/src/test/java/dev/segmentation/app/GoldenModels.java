package dev.segmentation.app;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segment;
import dev.segmentation.TypingTool;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.app.io.Numbers;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.model.SavedModel;
import dev.segmentation.prepare.Scaling;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmRules;
import dev.segmentation.rule.Rule;
import dev.segmentation.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the models that a release leaves behind in the tests for good: run it once for a new version of the format, with
 * a new folder below {@code src/test/resources/models}, and never again.
 */
public final class GoldenModels {

    private static final List<String> RFM = List.of("recency_days", "frequency", "monetary");

    private GoldenModels() {}

    /** Writes to the folder that it is told, whose name is the version. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        boolean first = folder.endsWith("1.0");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("customers.csv"), first ? customers(0) : GoldenTables.customers(0));
        Files.writeString(folder.resolve("customers-with-gaps.csv"), first ? customers(7) : GoldenTables.customers(7));
        for (Map.Entry<String, TypingTool> tool :
                tools(folder.getFileName().toString()).entrySet()) {
            Path model = folder.resolve(tool.getKey() + ".json");
            Files.writeString(
                    model,
                    ModelFile.text(SavedModel.of(tool.getValue())
                            .withFittedAsOf(LocalDate.of(2025, 1, 31))
                            .withFact("data", "simulated")));
            Path out = Files.createTempDirectory("models");
            Program.run("score", model, folder.resolve(data(tool.getKey())), "--id", "id", "--out", out);
            Files.move(out.resolve("assignments.csv"), folder.resolve(tool.getKey() + ".assignments.csv"));
            Files.delete(out);
        }
    }

    /** K-means, mixtures and covariates take no missing value, the others do. */
    static String data(String model) {
        return Stream.of("kmeans", "gaussian", "fuzzy", "latent-class-with-covariates")
                        .anyMatch(model::startsWith)
                ? "customers.csv"
                : "customers-with-gaps.csv";
    }

    /** Those of a version of the format. */
    static Map<String, TypingTool> tools(String version) {
        return switch (version) {
            case "1.0" -> tools();
            case "1.1" -> GoldenTables.tools();
            default -> GoldenTables.toolsWithCovariatesAndEncodings();
        };
    }

    /** One of each kind, of customers that never were. */
    private static Map<String, TypingTool> tools() {
        SplittableRandom random = new SplittableRandom(20250131);
        FeatureMatrix.Builder builder = FeatureMatrix.builder(RFM);
        for (int i = 0; i < 400; i++) {
            builder.addRow(row(random));
        }
        FeatureMatrix training = builder.build();
        Map<String, TypingTool> tools = new TreeMap<>();
        tools.put("kmeans-log1p-zscore", kMeans(Scaling.log1p().then(Scaling.zScore()), 5, training));
        tools.put("kmeans-signed-log1p-robust", kMeans(Scaling.signedLog1p().then(Scaling.robust()), 3, training));
        RfmRules rfm = RfmRules.standard(Rfm.quintiles().fit(training));
        tools.put("rfm", TypingTool.of(rfm, rfm.segments()));
        RfmRules nested = RfmRules.standard(Rfm.nested(4).fit(training));
        tools.put("rfm-nested", TypingTool.of(nested, nested.segments()));
        RuleSet rules = RuleSet.builder()
                .withRange("monetary", 0, Double.POSITIVE_INFINITY)
                .rule(Rule.named("Big and recent")
                        .where("monetary")
                        .above(200)
                        .and("recency_days")
                        .below(90))
                .rule(Rule.named("Big").where("monetary").above(200))
                .rule(Rule.named("Often").where("frequency").atLeast(5))
                .otherwise("Others")
                .build();
        tools.put("rules", TypingTool.of(rules, rules.segments()));
        return tools;
    }

    private static TypingTool kMeans(Scaling scaling, int k, FeatureMatrix training) {
        ScalingModel fitted = scaling.fit(training);
        KMeansModel model = KMeans.of(k).withSeed(1).fit(fitted.apply(training)).model();
        List<Segment> segments =
                IntStream.range(0, k).mapToObj(s -> Segment.of(s, "Größe " + s)).toList();
        return TypingTool.of(fitted, model, segments);
    }

    private static double[] row(SplittableRandom random) {
        return new double[] {
            random.nextInt(365),
            1 + Math.floor(StrictMath.expm1(3 * random.nextDouble())),
            Math.rint(100 * 20 * StrictMath.exp(5 * random.nextDouble() - 1)) / 100
        };
    }

    /** Recency is missing in every so many rows, never for 0. */
    private static String customers(int gaps) {
        SplittableRandom random = new SplittableRandom(20250430);
        StringBuilder csv = new StringBuilder("id,monetary,recency_days,frequency\n");
        for (int i = 0; i < 300; i++) {
            double[] row = row(random);
            csv.append('c').append(i).append(',').append(Numbers.text(row[2]));
            csv.append(',').append(gaps > 0 && i % gaps == 0 ? "" : Numbers.text(row[0]));
            csv.append(',').append(Numbers.text(row[1])).append('\n');
        }
        return csv.toString();
    }
}
