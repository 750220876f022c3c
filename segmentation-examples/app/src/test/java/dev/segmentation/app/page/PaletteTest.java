package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.app.page.Palette.Sight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether people tell the colors of segments apart. */
class PaletteTest {

    private static final int COLORS = 10;

    /** Numbers 1, 4, 7, 10, 17, 22, 25 and 34 of table 1 of Sharma, Wu and Dalal. */
    @Test
    void differencesAreThoseOfThePaper() {
        double[][] pairs = {
            {50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425},
            {50, -1.3802, -84.2814, 50, 0, -82.7485, 1.0000},
            {50, 0, 0, 50, -1, 2, 2.3669},
            {50, 2.4900, -0.0010, 50, -2.4900, 0.0010, 7.1792},
            {50, 2.5, 0, 73, 25, -18, 27.1492},
            {50, 2.5, 0, 50, 3.2592, 0.3350, 1.0000},
            {60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644},
            {2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082}
        };
        for (double[] pair : pairs) {
            assertThat(Palette.difference(
                            new double[] {pair[0], pair[1], pair[2]}, new double[] {pair[3], pair[4], pair[5]}))
                    .isCloseTo(pair[6], within(0.00005));
        }
    }

    /** Grey, which stands for no segment, is one of them; a difference of 2 to 3 is what can just be seen side by side. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyPairIsToldApartByAll(boolean isDark) {
        Palette palette = isDark ? Palette.dark() : Palette.light();
        List<String> names = new ArrayList<>(List.of("quiet"));
        for (int c = 0; c < COLORS; c++) {
            names.add("c" + c);
        }
        assertThat(palette.has("c" + COLORS)).isFalse();
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < i; j++) {
                for (Sight sight : Sight.values()) {
                    assertThat(palette.difference(names.get(i), names.get(j), sight))
                            .as("%s and %s, %s", names.get(i), names.get(j), sight)
                            .isGreaterThan(sight == Sight.TRITANOPIA ? 10 : 12);
                }
            }
        }
    }

    /** As WCAG 2 asks of what is needed to understand a picture. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyColorStandsOutFromThePage(boolean isDark) {
        Palette palette = isDark ? Palette.dark() : Palette.light();
        for (int c = 0; c < COLORS; c++) {
            for (String ground : List.of("page", "card")) {
                assertThat(palette.contrast("c" + c, ground))
                        .as("c%d on %s", c, ground)
                        .isGreaterThanOrEqualTo(3);
            }
        }
    }
}
