package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UnitTest {

    @Test
    void writesNumbersForPeople() {
        assertThat(Unit.SHARE.text(0.26041666)).isEqualTo("26.0\u00a0%");
        assertThat(Unit.COUNT.text(1234567)).isEqualTo("1,234,567");
        assertThat(Unit.AMOUNT.text(-1234.5)).isEqualTo("-1,234.50");
        assertThat(Unit.NUMBER.text(0.4)).isEqualTo("0.4000");
        assertThat(Unit.NUMBER.text(12345.678)).isEqualTo("12,346");
        assertThat(Unit.NUMBER.text(5)).isEqualTo("5");
        assertThat(Unit.NUMBER.text(0)).isEqualTo("0");
        assertThat(Unit.NUMBER.text(3.6e-12)).isEqualTo("3.600e-12");
        assertThat(Unit.NUMBER.text(Double.NaN)).isEqualTo("undefined");
        assertThat(Unit.NUMBER.text(Double.NEGATIVE_INFINITY)).isEqualTo("\u2212\u221e");
    }

    @Test
    void saysAllDigitsOfWhatItRounds() {
        assertThat(Unit.NUMBER.exactly(284.61538461538464)).contains("exactly 284.61538461538464");
        assertThat(Unit.SHARE.exactly(0.26041666)).contains("exactly 0.26041666");
        assertThat(Unit.SHARE.exactly(0.26)).isEmpty();
        assertThat(Unit.NUMBER.exactly(0.4)).isEmpty();
        assertThat(Unit.COUNT.exactly(1234567)).isEmpty();
        assertThat(Unit.AMOUNT.exactly(-1234.567)).contains("exactly -1234.567");
        assertThat(Unit.NUMBER.exactly(Double.NaN)).isEmpty();
        assertThat(Unit.TWO_DIGITS.exactly(0.64)).isEmpty();
    }

    /** More digits would be zeros that nobody computed. */
    @Test
    void aNumberOfTwoDigitsIsWrittenWithTwo() {
        assertThat(Unit.TWO_DIGITS.text(0.64)).isEqualTo("0.64");
        assertThat(Unit.TWO_DIGITS.text(0.98)).isEqualTo("0.98");
        assertThat(Unit.TWO_DIGITS.text(0.6)).isEqualTo("0.60");
        assertThat(Unit.TWO_DIGITS.text(1)).isEqualTo("1");
        assertThat(Unit.TWO_DIGITS.text(290)).isEqualTo("290");
        assertThat(Unit.TWO_DIGITS.text(1200)).isEqualTo("1,200");
        assertThat(Unit.TWO_DIGITS.text(1.3e-12)).isEqualTo("1.3e-12");
        assertThat(Unit.TWO_DIGITS.sentence(new Measure(0.64, 0.6, 0.7, OptionalLong.of(50), "")))
                .isEqualTo("0.64 (0.60 to 0.70), n\u00a0=\u00a050");
    }

    /** Of all units, and with their signs. */
    @Test
    void noNumberIsLongerThanPeopleRead() {
        for (double value : new double[] {1e15, -1e200, 1.2345e20, Double.MAX_VALUE, 1e-300}) {
            for (Unit unit : Unit.values()) {
                assertThat(unit.text(value)).as("%s %s", unit, value).hasSizeLessThanOrEqualTo(13);
            }
        }
        assertThat(Unit.NUMBER.text(1e200)).isEqualTo("1.000e+200");
        assertThat(Unit.COUNT.text(1e15)).isEqualTo("1.000e+15");
        assertThat(Unit.AMOUNT.text(-1e200)).isEqualTo("-1.000e+200");
        assertThat(Unit.SHARE.text(Double.MAX_VALUE)).isEqualTo("1.798e+310\u00a0%");
        assertThat(Unit.NUMBER.text(999_999_999_999_999.0)).isEqualTo("999,999,999,999,999");
    }

    /** Nothing is known exactly only because all draws came out alike. */
    @Test
    void saysWhyAnIntervalHasNoWidth() {
        ObjectNode node = Json.object().put("value", 0.5).put("lower", 0.5).put("upper", 0.5);
        node.put("customers", 20);
        assertThat(Unit.NUMBER.sentence(Measure.of(node)))
                .isEqualTo("0.5 (exact, or all draws alike), n\u00a0=\u00a020");
        assertThat(Measure.of(node).hasInterval()).isFalse();
    }

    @Test
    void saysIntervalCustomersAndReason() {
        ObjectNode node = Json.object();
        node.put("value", 0.25).put("lower", 0.2).put("upper", 0.3).put("customers", 3840);
        assertThat(Unit.SHARE.sentence(Measure.of(node))).isEqualTo("25.0\u00a0% (20.0 to 30.0), n\u00a0=\u00a03,840");
        node.putNull("upper");
        assertThat(Unit.SHARE.sentence(Measure.of(node)))
                .isEqualTo("25.0\u00a0% (20.0 to \u221e), n\u00a0=\u00a03,840");
        node.putNull("lower").put("upper", 0.3);
        assertThat(Unit.SHARE.sentence(Measure.of(node)))
                .isEqualTo("25.0\u00a0% (\u2212\u221e to 30.0), n\u00a0=\u00a03,840");
        ObjectNode undefined = Json.object().putNull("value").put("valueUndefined", "NO_OBSERVATIONS");
        assertThat(Unit.SHARE.sentence(Measure.of(undefined)))
                .isEqualTo("undefined: nobody, or too few customers, to compute it from");
        assertThat(Unit.NUMBER.sentence(Measure.of(Json.object()))).isEqualTo("undefined: not known");
    }

    @Test
    void doesNotDependOnTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Unit.COUNT.text(1234)).isEqualTo("1,234");
            assertThat(Unit.NUMBER.text(3.6e-12)).isEqualTo("3.600e-12");
        } finally {
            Locale.setDefault(before);
        }
    }
}
