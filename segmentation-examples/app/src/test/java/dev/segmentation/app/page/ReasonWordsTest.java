package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Reason;
import dev.segmentation.app.io.Json;
import dev.segmentation.app.io.ReasonWords;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonWordsTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonThatAFileMayHoldIsTold(Reason reason) {
        ObjectNode object = Json.object();
        Json.put(object, "value", Double.NaN, reason); // as all commands write it
        String told = Unit.NUMBER.sentence(Measure.of(object));
        assertThat(told)
                .startsWith("undefined: ")
                .doesNotContainIgnoringCase(reason.name())
                .doesNotMatch(".*[A-Z_].*")
                .isNotEqualTo(
                        "undefined: " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        assertThat(told.split(" ")).hasSizeGreaterThan(4);
    }

    @Test
    void noTwoReasonsAreToldAlike() {
        assertThat(Arrays.stream(Reason.values()).map(ReasonWords::of)).doesNotHaveDuplicates();
    }

    @Test
    void saysWhatItDoesNotKnowWithoutSigns() {
        assertThat(ReasonWords.of("NEW_REASON")).isEqualTo("new reason");
        assertThat(ReasonWords.of("BY_RULE")).isEqualTo("segments were made by a rule");
        assertThat(ReasonWords.of("not known")).isEqualTo("not known");
    }
}
