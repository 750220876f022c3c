package dev.segmentation.app.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QuoteWatchTest {

    private static final String CELL = "(\"([^\"]|\"\")*\"|[^\",\r\n][^,\r\n]*|)";

    private static final Pattern CSV = Pattern.compile(CELL + "([,\r\n]" + CELL + ")*");

    /** The grammar of RFC 4180, with quotes inside of plain cells allowed, as a regular expression. */
    @Test
    void whatIsRefusedIsWhatTheGrammarDoesNotKnow() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append("a,\"\"\n\r".charAt(random.nextInt(6)));
            }
            try (QuoteWatch watch = new QuoteWatch(new StringReader(text.toString()), ',')) {
                watch.transferTo(Writer.nullWriter());

                assertThat(watch.unclosed().isEmpty())
                        .as("%s of seed %d", text, seed)
                        .isEqualTo(CSV.matcher(text).matches());
                refused += watch.unclosed().isPresent() ? 1 : 0;
            }
        }
        assertThat(refused).isBetween(2_000, 18_000);
    }
}
