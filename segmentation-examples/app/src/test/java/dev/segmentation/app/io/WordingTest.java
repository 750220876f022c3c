package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.CustomerIds;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    KMeans.fit: segmentCount = 3 but the matrix has 2 distinct rows; lower segmentCount | --segments = 3 but the file has 2 distinct lines; lower --segments
                    CustomerIds: 1 rows repeat the id of an earlier row | 1 line repeats the id of an earlier line
                    KMeans.fit: segmentCount = 4 but the matrix has 3 rows; lower segmentCount | --segments = 4 but there are only 3 customers; lower --segments
                    CustomerIds: 21 rows repeat it | 21 lines repeat it
                    FeatureTable: "KMeans.fit: rows" impute it | "KMeans.fit: rows" fill it in
                    k-means: stopped at the iteration limit | k-means: stopped at the iteration limit
                    3 segments: rows weigh | 3 segments: lines weigh
                    """)
    void whatThereIsToTellIsInWordsOfCommands(String said, String expected) {
        assertThat(Wording.of(new Notice(Reason.ZERO_VARIANCE, said))).isEqualTo(expected);
    }

    @Test
    void whatTheApplicationSaysStaysAsItIs() {
        assertThat(Wording.of(new InvalidInputException(Reason.BAD_FILE, "Customers.csv: two rows of \"a\"")))
                .isEqualTo("Customers.csv: two rows of \"a\"");
        try {
            CustomerIds.of(List.of("a", "a"));
        } catch (InvalidInputException e) {
            assertThat(Wording.of(e)).startsWith("1 line repeats the id of an earlier line");
            return;
        }
        throw new AssertionError("the same id twice was taken");
    }

    @Test
    void theScreenHasFewDigits() {
        assertThat(Wording.shown(
                        "revenue \u2264 175.08499999999998, n = 400, 12.25, \"x 1.23456789\", 0.00001234567 of 4e7"))
                .isEqualTo("revenue \u2264 175.1, n = 400, 12.25, \"x 1.23456789\", 0.00001235 of 4e7");
        assertThat(Wording.shown("223.27182818284591, of 1234567.12345678;")).isEqualTo("223.3, of 1235000;");
    }

    @Test
    void findingsSpeakOfOptions() {
        assertThat(Wording.ofText("rows: not checked; give the segmenter to have resamples segmented anew"))
                .isEqualTo(
                        "rows: not checked; a file does not tell how its segments were found; segment choose says it");
        assertThat(Wording.ofText("add columns with the role DESCRIPTOR, EXPERIENCE or OUTCOME"))
                .isEqualTo("add columns under --descriptors or --outcomes");
    }
}
