package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final StringWriter screen = new StringWriter();
    private long now;
    private final ProgressLine line = new ProgressLine(new PrintWriter(screen), () -> now);

    private void at(double seconds) {
        now = Math.round(1e9 * seconds);
    }

    private String last() {
        String text = screen.toString();
        return text.substring(text.lastIndexOf('\r') + 1).strip();
    }

    @Test
    void saysHowFarHowFastAndHowLong() {
        line.say("reading customers.csv");
        assertThat(screen.toString()).startsWith("\rreading customers.csv ").hasSize(79);
        at(10);
        line.show("k-means", 0, 100);
        assertThat(last()).isEqualTo("k-means: 0 of 100");
        at(10.5);
        line.show("k-means", 10, 100);
        assertThat(last()).isEqualTo("k-means: 10 of 100");
        at(12);
        line.show("k-means", 40, 100);
        assertThat(last()).isEqualTo("k-means: 40 of 100, 20 per second, 3 s left");
        at(100);
        line.show("k-means", 45, 10_000);
        assertThat(last()).isEqualTo("k-means: 45 of 10,000, 0.5 per second, 5.5 h left");
        line.show("bootstrap", 3, 5000);
        at(102);
        line.show("bootstrap", 23, 5000);
        assertThat(last()).isEqualTo("bootstrap: 23 of 5,000, 10 per second, 9 min left");
    }

    @Test
    void saysWhatPartOfAFileHasBeenRead() {
        line.showShare("reading a.csv", 0, 1000);
        assertThat(last()).isEqualTo("reading a.csv: 0 %");
        at(8);
        line.showShare("reading a.csv", 400, 1000);
        assertThat(last()).isEqualTo("reading a.csv: 40 %, 12 s left");
        at(9);
        line.showShare("reading a.csv", 1000, 1000);
        assertThat(last()).isEqualTo("reading a.csv: 100 %");
    }

    @Test
    void printsAtMostTenTimesASecondAndWipesTheLine() {
        for (int i = 0; i < 1000; i++) {
            at(i / 1000.0);
            line.show("rows", i, 1000);
        }
        assertThat(screen.toString().chars().filter(c -> c == '\r')).hasSize(10);
        line.end();
        assertThat(screen.toString()).endsWith("\r" + " ".repeat(78) + "\r");
    }

    @Test
    void startsAnewWhereAStageIsRepeatedAndCutsWhatIsTooLong() {
        line.show("fit", 90, 100);
        at(5);
        line.show("fit", 1, 100);
        at(7);
        line.show("fit", 3, 100);
        assertThat(last()).isEqualTo("fit: 3 of 100, 1.0 per second, 2 min left");
        line.say("x".repeat(100));
        assertThat(last()).isEqualTo("x".repeat(77) + "\u2026");
    }
}
