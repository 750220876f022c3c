package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.text.Bidi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    @Test
    void leavesTextsAsTheyAre() {
        assertThat(Visible.of("Gold & Söhne \ud83d\udc68 שלום\nline\ttab"))
                .isEqualTo("Gold & Söhne \ud83d\udc68 שלום\nline\ttab");
        assertThat(Visible.name("Gold, 20 %")).isEqualTo("Gold, 20 %");
    }

    @Test
    void makesControlsVisibleThatNothingEndsOrThatEndNothing() {
        assertThat(Visible.of("\u202egold")).isEqualTo("\ufffdgold");
        assertThat(Visible.of("\u2066gold")).isEqualTo("\ufffdgold");
        assertThat(Visible.of("gold\u2069\u202c")).isEqualTo("gold\ufffd\ufffd");
        assertThat(Visible.of("\u202egold\u202c")).isEqualTo("\u202egold\u202c");
        assertThat(Visible.of("\u2067a\u202bb\u202cc\u2069")).isEqualTo("\u2067a\u202bb\u202cc\u2069");
        assertThat(Visible.of("\u2067a\u202bb\u2069c")).isEqualTo("\ufffda\ufffdb\ufffdc");
        assertThat(Visible.of("\u202ea\nb\u202c")).isEqualTo("\ufffda\nb\ufffd");
        assertThat(Visible.of(Visible.of("\u202ea\u0000"))).isEqualTo("\ufffda\u2400");
    }

    @Test
    void isolatesNamesOfAnotherDirection() {
        assertThat(Visible.name("זהב")).isEqualTo("\u2068זהב\u2069");
        assertThat(Visible.name("\u202egold\u202c")).isEqualTo("\u2068\u202egold\u202c\u2069");
        assertThat(Visible.name("\u202egold")).isEqualTo("\ufffdgold");
        assertThat(Visible.name("a\nb\u2029c\u2028")).isEqualTo("a\u240ab\u240ac\u240a");
    }

    /** As Unicode's algorithm orders it: what follows a name stands to the right of it, from left to right. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202egold",
                "\u202dgold",
                "\u2066gold",
                "\u2067gold",
                "\u2068gold",
                "gold\u2069",
                "זהב",
                "זהב 5",
                "ذهب ٣",
                "\u202egold\u202c",
                "\u202bgold\nx"
            })
    void whatFollowsANameKeepsItsOrder(String name) {
        String before = "Keep \u201c";
        String sentence = before + Visible.name(name) + "\u201d, then 12 (3 to 4).";
        Bidi order = new Bidi(sentence, Bidi.DIRECTION_LEFT_TO_RIGHT);
        for (int i = 0; i < sentence.length(); i++) {
            if (i < before.length() || i >= before.length() + Visible.name(name).length()) {
                assertThat(order.getLevelAt(i)).as("%d of %s", i, sentence).isZero();
            }
        }
    }

    @Test
    void labelsAndTitlesOfPicturesAreNames() {
        ObjectNode json = Json.object();
        json.putArray("rows").addObject().put("label", "זהב").put("tip", "זהב").put("v", 1);
        json.set("dates", Json.texts(java.util.List.of("זהב")));
        assertThat(Embedded.json(json))
                .isEqualTo(
                        "{\"rows\":[{\"label\":\"\u2068זהב\u2069\",\"tip\":\"זהב\",\"v\":1}],\"dates\":[\"\u2068זהב\u2069\"]}");
    }
}
