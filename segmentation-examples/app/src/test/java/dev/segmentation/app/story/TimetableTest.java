package dev.segmentation.app.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segmentation.InvalidInputException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {

    @ParameterizedTest
    @CsvSource({
        "2025-03-31 2025-06-30 2025-09-30, 2025-12-31", // ends of quarters
        "2024-12-31 2025-01-31 2025-02-28, 2025-03-31", // ends of months
        "2025-01-15 2025-02-15 2025-03-15, 2025-04-15",
        "2024-02-29 2025-02-28, 2026-02-28",
        "2025-01-01 2025-01-08 2025-01-15, 2025-01-22", // weeks
        "2025-01-31 2025-02-03 2025-02-06, 2025-02-09", // days across months
        "2025-01-15 2025-02-15 2025-03-16, next step",
        "2025-01-15, next step"
    })
    void theNextDateContinuesTheRow(String dates, String next) {
        assertThat(Timetable.of(Stream.of(dates.split(" "))
                                .map(LocalDate::parse)
                                .toList())
                        .next())
                .isEqualTo(next);
    }

    @Test
    void anOrderHasNoDates() {
        Timetable order = Timetable.inOrder(List.of("a.csv", "b.csv"));

        assertThat(order.isDated()).isFalse();
        assertThat(order.dates()).isSorted().hasSize(2);
        assertThat(order.label(1)).isEqualTo("file 2");
        assertThat(order.at(1)).isEqualTo("in file 2");
        assertThat(order.folder(0, 1)).isEqualTo("1_to_2");
        assertThat(order.legend()).isEqualTo("file 1 is a.csv, file 2 is b.csv");
        assertThat(order.next()).isEqualTo("next step");
    }

    @Test
    void datesMustAscend() {
        List<LocalDate> twice = List.of(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 1, 1));

        assertThatThrownBy(() -> Timetable.of(twice))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "--dates: 2025-01-01 comes after 2025-01-01, expected a later date; give the files and their"
                                + " dates from the earliest to the latest");
    }
}
