package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where centers are not the means that stand elsewhere in the page, it says what they are, and that is true. */
class CentersTest {

    private static final String SAYS =
            "Features were scaled by log1p-zscore, so that a center is a mean of logarithms,";

    @TempDir
    Path folder;

    private String page(Object... how) throws IOException {
        List<Object> all = new ArrayList<>(List.of("cluster", "../../docs/guide/data/customers-march.csv"));
        all.addAll(List.of("--id", "id", "--features", "recency_days,orders,revenue", "--out", folder));
        all.addAll(List.of(how));
        assertThat(Program.run(all.toArray()).err()).isEmpty();
        return report();
    }

    private String report() throws IOException {
        assertThat(Program.run("report", folder, "--least-customers", 1).err()).isEmpty();
        return Files.readString(folder.resolve("report.html"));
    }

    private JsonNode file(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }

    /** Centers against means of logarithms, and against means, of the customers of assignments.csv. */
    @ParameterizedTest
    @CsvSource({
        "kmeans,log1p-zscore,true",
        "bisecting-kmeans,log1p-zscore,true",
        "kmeans,zscore,false",
        "ward,log1p-zscore,true",
        "gaussian-mixture,log1p-zscore,true",
        "pam,log1p-zscore,false"
    })
    void whatIsSaidOfCentersIsTrue(String algorithm, String scale, boolean ofLogarithms) throws IOException {
        assertThat(page("--algorithm", algorithm, "--scale", scale, "--segments", 3)
                        .contains(SAYS))
                .isEqualTo(ofLogarithms);
        JsonNode centers = file("segmentation.json").path("centers");
        double[] sums = new double[3];
        double[] logarithms = new double[3];
        int[] customers = new int[3];
        List<String> lines = Files.readAllLines(folder.resolve("assignments.csv"));
        int column = List.of(lines.get(0).split(",", -1)).indexOf("revenue"); // memberships may stand before it
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            int segment = Integer.parseInt(cells[1]);
            double revenue = Double.parseDouble(cells[column]);
            customers[segment]++;
            sums[segment] += revenue;
            logarithms[segment] += Math.log1p(revenue);
        }
        for (int s = 0; s < 3; s++) {
            double center = centers.path(s).path(2).doubleValue();
            if (!List.of("pam", "gaussian-mixture").contains(algorithm)) { // customers, and means by memberships
                double expected = ofLogarithms ? Math.expm1(logarithms[s] / customers[s]) : sums[s] / customers[s];
                assertThat(center).isCloseTo(expected, within(1e-6 * expected));
            }
            if (ofLogarithms) {
                assertThat(center).isLessThan(sums[s] / customers[s]);
            }
        }
    }

    @Test
    void centersThatWereKeptSayOfWhen() throws IOException {
        page("--segments", 3);
        ObjectNode made = ((ObjectNode) file("segmentation.json")).put("fittedAsOf", "2025-03-31");
        Files.writeString(
                folder.resolve("segmentation.json"),
                made.put("asOf", "2025-03-31").toString());
        assertThat(report()).doesNotContain("Centers are those of the customers of");
        Files.writeString(
                folder.resolve("segmentation.json"),
                made.put("asOf", "2025-06-30").toString());
        assertThat(report()).contains("Centers are those of the customers of 2025-03-31, and were kept.");
    }
}
