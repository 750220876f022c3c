package dev.segmentation.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {

    @Test
    void twoYearsGiveFourQuartersAndAWindowOfAYear() {
        Timeline timeline = Timeline.of(LocalDate.of(2023, 1, 1), LocalDate.of(2024, 12, 31));

        assertThat(timeline.dates())
                .containsExactly(
                        LocalDate.of(2024, 4, 1),
                        LocalDate.of(2024, 7, 1),
                        LocalDate.of(2024, 10, 1),
                        LocalDate.of(2025, 1, 1));
        assertThat(timeline.window()).isEqualTo(Period.ofMonths(12));
        assertThat(timeline.stepInWords()).isEqualTo("3 months");
        assertThat(timeline.windowInWords()).isEqualTo("12 months");
    }

    @Test
    void aYearGivesStepsOfTwoMonths() {
        Timeline timeline = Timeline.of(LocalDate.of(2010, 12, 1), LocalDate.of(2011, 12, 9));

        assertThat(timeline.first()).isEqualTo(LocalDate.of(2011, 6, 10));
        assertThat(timeline.last()).isEqualTo(LocalDate.of(2011, 12, 10));
        assertThat(timeline.window()).isEqualTo(Period.ofMonths(4));
    }

    @ParameterizedTest
    @CsvSource({
        "2015-01-01, P12M, P12M",
        "2020-06-01, P6M, P12M",
        "2024-07-01, P1M, P2M",
        "2024-10-01, P14D, P28D",
        "2024-11-10, P7D, P14D",
        "2024-12-26, P1D, P2D"
    })
    void theStepFollowsTheLengthOfTheHistory(LocalDate first, Period step, Period window) {
        LocalDate last = LocalDate.of(2024, 12, 31);

        Timeline timeline = Timeline.of(first, last);

        assertThat(timeline.step()).isEqualTo(step);
        assertThat(timeline.window()).isEqualTo(window);
        assertThat(timeline.last()).isEqualTo(last.plusDays(1));
        assertThat(timeline.first().minus(timeline.window()).minus(timeline.step()))
                .as("customers may have lapsed already on the first date")
                .isAfterOrEqualTo(first);
    }

    @Test
    void lessThanSixDaysAreNoStory() {
        assertThatThrownBy(() -> Timeline.of(LocalDate.of(2024, 12, 27), LocalDate.of(2024, 12, 31)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_OBSERVATIONS))
                .hasMessage("the transactions span less than 6 days, too little to see anybody move; give a longer"
                        + " history");
    }
}
