package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void keepsTheOrderOfKeysAndTheDigitsOfNumbers() {
        ObjectNode json = Json.object();
        json.put("z", 0.1 + 0.2);
        json.put("a", 2e-3);
        json.put("shortest", 0x1p-44); // one digit too many in Double.toString before JDK 19
        json.put("money", new BigDecimal("8000.00"));
        json.set("rows", Json.rows(FeatureMatrix.copyOfRowMajor(List.of("x", "y"), new double[] {1, 2, 3, 4})));

        assertThat(Json.text(json)).isEqualTo("""
                        {
                          "z": 0.30000000000000004,
                          "a": 0.002,
                          "shortest": 5.684341886080802E-14,
                          "money": 8000.00,
                          "rows": [ [ 1.0, 2.0 ], [ 3.0, 4.0 ] ]
                        }
                        """);
    }

    @Test
    void undefinedNumbersAreNullWithTheirReason() {
        ObjectNode json = Json.object();
        Json.put(json, "rate", Double.NaN, Reason.NO_OBSERVATIONS);
        Json.put(json, "share", 0.5, Reason.NO_OBSERVATIONS);
        json.set("estimate", Json.estimate(Estimate.undefined(Reason.SINGLE_SEGMENT, 7)));

        assertThat(Json.text(json)).isEqualTo("""
                        {
                          "rate": null,
                          "rateUndefined": "NO_OBSERVATIONS",
                          "share": 0.5,
                          "estimate": {
                            "value": null,
                            "valueUndefined": "SINGLE_SEGMENT",
                            "customers": 7
                          }
                        }
                        """);
    }

    @Test
    void estimatesCarryTheirInterval() {
        ObjectNode json = Json.object();
        json.set("estimate", Json.estimate(Estimate.of(0.5, 0.4, 0.6, 0.95, 10)));
        json.set("notices", Json.notices(List.of(new Notice(Reason.GAP, "a gap"))));

        assertThat(json.toString())
                .isEqualTo("{\"estimate\":{\"value\":0.5,\"lower\":0.4,\"upper\":0.6,\"level\":0.95,\"customers\":10},"
                        + "\"notices\":[{\"reason\":\"GAP\",\"message\":\"a gap\"}]}");
    }
}
