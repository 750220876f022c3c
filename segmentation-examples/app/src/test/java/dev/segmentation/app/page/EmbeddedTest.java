package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.io.Json;
import org.junit.jupiter.api.Test;

class EmbeddedTest {

    /** A script would end there, or a line of it. */
    @Test
    void nothingEndsTheScript() {
        String text = "a\u2028b\u2029c</script><!--";
        String embedded = Embedded.json(Json.object().put("name", text));
        assertThat(embedded)
                .contains("a\\u2028b\\u2029c")
                .doesNotContain("\u2028")
                .doesNotContain("\u2029")
                .doesNotContain("<");
        assertThat(Json.parse(embedded).orElseThrow().path("name").asText()).isEqualTo(text);
    }
}
