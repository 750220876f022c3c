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
                    KMeans.withRestarts: restarts = 0, expected at least 1; 1 means a single start | --restarts = 0, expected at least 1; 1 means a single start
                    KMeans.withMaxIterations: maxIterations = 0, expected at least 1 | --max-iterations = 0, expected at least 1
                    KMeans.withTolerance: tolerance = -1.0, expected at least 0 | --tolerance = -1.0, expected at least 0
                    Agglomerative.cutAtHeight: height = -1.0, expected at least 0 | --height = -1.0, expected at least 0
                    Execution.onThreads: threads = 0, expected at least 1; 1 is the calling thread alone | --threads = 0, expected at least 1
                    SegmentValidation.withMinimumShare: share = 5.0, expected 0 to 1 | --min-share = 5.0, expected 0 to 1
                    ConstrainedKMeans.withMinimumSize: rows = 0, expected at least 1 | --min-size = 0, expected at least 1
                    ConstrainedKMeans.withMaximumSize: rows = 20, expected a minimum of 50 up to a maximum of 20 | --max-size = 20, expected a minimum of 50 up to a maximum of 20
                    Resampling.noise: share = 2.0, expected 0 to 1 | share = 2.0, expected 0 to 1
                    KMeans.fit: no size is at least 4 and at most 3 rows; widen the bounds | no size is at least 4 and at most 3 lines; change --min-size or --max-size
                    MigrationMatrix.ordered: worstToBest leaves out [3]; give every segment a place | --order leaves out [3]; give every segment a place
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
        assertThat(Wording.ofText("mean constant 0.00 against 0.00 of the others, which cannot be compared"
                        + " (NO_WITHIN_VARIATION); too little data to decide"))
                .isEqualTo("mean constant 0.00 against 0.00 of the others, which cannot be compared"
                        + " (customers of a segment do not differ at all); too little data to decide");
        assertThat(Wording.ofText("share of the value cannot be computed (RANGE)"))
                .isEqualTo("share of the value cannot be computed (what it is held against is not clearly above 0, or"
                        + " numbers are too large or too small to compute with)");
        assertThat(Wording.ofText("mean x (RANGE) 0.00")).isEqualTo("mean x (RANGE) 0.00");
        assertThat(Wording.ofText("add columns with the role DESCRIPTOR, EXPERIENCE or OUTCOME"))
                .isEqualTo("add columns under --descriptors or --outcomes");
    }
}
