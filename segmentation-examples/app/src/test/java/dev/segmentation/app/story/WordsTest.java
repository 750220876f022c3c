package dev.segmentation.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.app.report.MigrationFiles;
import dev.segmentation.metrics.migration.MigrationTest;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void numbersReadTheSameEverywhere() {
        assertThat(Words.count(1234567)).isEqualTo("1,234,567");
        assertThat(Words.cents(new BigDecimal("8911407.904"))).isEqualTo("8,911,407.90");
        assertThat(Words.cents(new BigDecimal("-0.125"))).isEqualTo("-0.12");
        assertThat(Words.rounded(1499.5)).isEqualTo("1,500");
        assertThat(Words.decimals(0.555, 2)).isEqualTo("0.56"); // the double is a little more than the half
        assertThat(Words.percent(0.3349)).isEqualTo("33 %");
    }

    @Test
    void whatIsUndefinedIsADash() {
        assertThat(Words.percent(1, 0)).isEqualTo("-");
        assertThat(Words.percent(0, 0)).isEqualTo("-");
        assertThat(Words.decimals(Double.NaN, 2)).isEqualTo("-");
    }

    @Test
    void aChanceAtTheFloorOfTheDrawsIsABound() {
        assertThat(Words.chance(drawn(0.001))).isEqualTo("(p <= 0.001)"); // none of 999 came as far
        assertThat(Words.chance(drawn(0.002))).isEqualTo("(p = 0.002)");
        MigrationTest byFormula = new MigrationTest(20, 1, 1e-5, OptionalDouble.empty(), 50, Optional.empty());
        assertThat(Words.chance(byFormula)).isEqualTo("(p < 0.001)");
        assertThat(MigrationFiles.test(drawn(0.001)).toString()).contains("\"pValue\":0.001,\"pValueAtMost\":true");
        assertThat(MigrationFiles.test(drawn(0.002)).has("pValueAtMost")).isFalse();
    }

    private static MigrationTest drawn(double p) {
        return new MigrationTest(20, 1, 1e-5, OptionalDouble.of(p), 2, Optional.empty());
    }
}
