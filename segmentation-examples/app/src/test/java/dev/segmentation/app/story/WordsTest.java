package dev.segmentation.app.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
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
}
