package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import org.junit.jupiter.api.Test;

class CharterEvidenceTest {

    private static void find(ObjectNode card, String criterion, String verdict, String text) {
        ((ObjectNode) card.path(criterion))
                .withArray("findings")
                .addObject()
                .put("verdict", verdict)
                .put("text", text)
                .putObject("evidence")
                .put("value", 0.5)
                .put("lower", 0.4)
                .put("upper", 0.6)
                .put("customers", 1119);
    }

    private static ObjectNode card(String distinct, String column, String stable) {
        ObjectNode card = Json.object();
        card.putObject("distinct").put("verdict", distinct);
        card.putObject("stable").put("verdict", stable);
        find(card, "distinct", column, "spend 86 against 133 [-57, -38]");
        find(card, "distinct", stable, "recovered in 1 and dissolved in 19 of 20 resamples; mean overlap 0.4");
        find(card, "stable", stable, "recovered in 1 and dissolved in 19 of 20 resamples; mean overlap 0.4");
        return card;
    }

    @Test
    void showsTheColumnsUnderDistinctAndResamplesUnderStable() {
        assertThat(CharterEvidence.of(card("fail", "pass", "fail"), "distinct").text())
                .isEqualTo(
                        "spend 86 against 133 [-57, -38], n\u00a0=\u00a01,119; but it is not found again, see stable");
        assertThat(CharterEvidence.of(card("uncertain", "pass", "uncertain"), "distinct")
                        .text())
                .isEqualTo(
                        "spend 86 against 133 [-57, -38], n\u00a0=\u00a01,119; but whether it is found again cannot be"
                                + " told, see stable");
        assertThat(CharterEvidence.of(card("fail", "fail", "fail"), "distinct").text())
                .isEqualTo("spend 86 against 133 [-57, -38], n\u00a0=\u00a01,119");
        assertThat(CharterEvidence.of(card("pass", "pass", "pass"), "distinct").text())
                .isEqualTo("spend 86 against 133 [-57, -38], n\u00a0=\u00a01,119");
        assertThat(CharterEvidence.of(card("fail", "pass", "fail"), "stable").text())
                .isEqualTo("recovered in 1 and dissolved in 19 of 20 resamples; mean overlap 0.4 (0.4000 to 0.6000),"
                        + " n\u00a0=\u00a01,119");
    }

    /** One column is enough, so that another one, which says nothing, is not what decides. */
    @Test
    void showsTheColumnThatMakesItDistinct() {
        ObjectNode card = Json.object();
        card.putObject("distinct").put("verdict", "pass");
        find(card, "distinct", "fail", "weekend 0.2 [0, 0.1]");
        find(card, "distinct", "pass", "spend [1, 2], n = 5");
        assertThat(CharterEvidence.of(card, "distinct").text()).isEqualTo("spend [1, 2], n = 5");
    }

    @Test
    void saysNothingWithoutFindings() {
        assertThat(CharterEvidence.of(Json.object(), "material").text()).isEmpty();
        ObjectNode card = Json.object();
        card.putObject("material").putArray("findings").addObject().put("text", "not looked at");
        assertThat(CharterEvidence.of(card, "material").text()).isEqualTo("not looked at");
    }
}
