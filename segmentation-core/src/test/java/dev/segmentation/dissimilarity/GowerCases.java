package dev.segmentation.dissimilarity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.FeatureTable;
import dev.segmentation.testing.GoldenCase;
import dev.segmentation.testing.GoldenCases;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The mixed tables of the golden cases, and the configuration that each says. */
public final class GowerCases {

    private GowerCases() {}

    /** The golden case of that name. */
    public static GoldenCase named(String id) {
        return GoldenCases.of("gower").stream()
                .filter(golden -> golden.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Its rows. */
    public static FeatureTable table(GoldenCase golden) {
        JsonNode types = golden.parameters().get("columnTypes");
        int rows = golden.dataset().get("rows").asInt();
        FeatureTable.Builder table = FeatureTable.builder();
        for (Map.Entry<String, JsonNode> column : types.properties()) {
            List<String> texts = Arrays.asList(golden.column(column.getKey())).subList(0, rows);
            switch (column.getValue().asText()) {
                case "nominal" -> table.nominal(column.getKey(), texts);
                case "ordinal" -> table.ordinal(column.getKey(), sorted(texts), texts);
                default ->
                    table.numeric(
                            column.getKey(),
                            texts.stream().mapToDouble(Double::parseDouble).toArray());
            }
        }
        return table.build();
    }

    /** What is asymmetric there, and the weights. */
    public static Gower gower(GoldenCase golden) {
        Gower gower = Gower.standard();
        int position = 0;
        for (Map.Entry<String, JsonNode> column :
                golden.parameters().get("columnTypes").properties()) {
            if (column.getValue().asText().equals("asymmBinary")) {
                gower = gower.withAsymmetric(column.getKey());
            }
            if (golden.parameters().has("weights")) {
                double weight = golden.parameters().get("weights").get(position).asDouble();
                gower = gower.withWeight(column.getKey(), weight);
            }
            position++;
        }
        return gower;
    }

    private static List<String> sorted(List<String> texts) {
        boolean numbers = texts.stream().allMatch(text -> text.matches("\\d+"));
        return texts.stream()
                .distinct()
                .sorted(numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder())
                .toList();
    }
}
