package dev.segmentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of the reference implementation in Python, whose logarithm and cosine may differ in the last digit. */
class BadInputDataTest {

    @Test
    void blobs() {
        BadInputData data = data("{'gen':'blobs3'}");
        close(data.rows()[0], 0.08163361208272235, -0.45407396438529324);
        close(data.rows()[1], 10.433053755408158, 0.7957875437515712);
        close(data.rows()[59], 0.16476551943618775, 10.330564065677864);
        assertThat(data.rows()).hasNumberOfRows(60);
        assertThat(data.truth()).hasSize(60).startsWith(0, 1, 2, 0, 1);
        assertThat(data.matrix().featureNames()).containsExactly("x0", "x1");
    }

    @Test
    void seedScaleAndOffset() {
        BadInputData data = data("{'gen':'blobs3','seed':7,'n':5,'d':4,'scale':[1,1e-06,2,3],'offset':1e3}");
        close(data.rows()[0], 1000.5715588782322, 999.9999999684578, 1001.0491837072386, 999.1152131850556);
        close(data.rows()[4], 1010.0325690510033, 999.9999997166494, 1001.2744485281855, 997.5280760173083);
    }

    @Test
    void normal() {
        BadInputData data = data("{'gen':'normal','n':1000,'d':5}");
        close(
                data.rows()[999],
                0.3564108847642267,
                0.49452927953230974,
                1.2494986148338285,
                0.8713098245126487,
                -0.018217324622535704);
        assertThat(data.truth()).isEmpty();
    }

    @Test
    void columnsPatchesAndRows() {
        BadInputData data = data("{'gen':'blobs3','n':3,'add_cols':[7.0],'copy_col':[[2,2]],'patch':[[1,0,'NaN']],"
                + "'replace_rows':[[0,[1,'-0.0']]],'append_rows':[['MAX',-1]]}");
        assertThat(data.rows()[0]).containsExactly(1, -0.0);
        assertThat(data.rows()[1]).hasSize(4).startsWith(Double.NaN).endsWith(7, 14);
        assertThat(data.rows()[3]).containsExactly(Double.MAX_VALUE, -1);
        assertThat(data.truth()).as("a row without group was added").isEmpty();
    }

    @Test
    void theOtherGenerators() {
        assertThat(data("{'gen':'const','n':2}").rows()).isDeepEqualTo(new double[][] {{3.7, 3.7}, {3.7, 3.7}});
        assertThat(data("{'gen':'two_points','n':3}").rows()).isDeepEqualTo(new double[][] {{0, 0}, {5, 5}, {0, 0}});
        assertThat(data("{'gen':'arith','n':3,'start':5,'step':2}").rows())
                .isDeepEqualTo(new double[][] {{5}, {7}, {9}});
        assertThat(data("{'gen':'chain','n':4}").rows()).isDeepEqualTo(new double[][] {{1}, {2}, {4}, {8}});
        assertThat(data("{'gen':'heavy_dup','n':1}").rows())
                .isDeepEqualTo(new double[][] {{0, 0}, {100, 100}, {101, 100}, {-100, 50}});
        assertThat(data("{'gen':'empty'}").rows()).isEmpty();
        assertThat(data("{'gen':'zero_cols','n':2}").rows()).isDeepEqualTo(new double[][] {{}, {}});
    }

    private static BadInputData data(String json) {
        try {
            return BadInputData.make(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static void close(double[] found, double... expected) {
        List<Double> differences = new ArrayList<>();
        for (int j = 0; j < expected.length; j++) {
            differences.add(Math.abs(found[j] - expected[j]) / Math.abs(expected[j]));
        }
        assertThat(found).hasSameSizeAs(expected);
        assertThat(differences).allSatisfy(difference -> assertThat(difference).isCloseTo(0, within(1e-14)));
    }
}
