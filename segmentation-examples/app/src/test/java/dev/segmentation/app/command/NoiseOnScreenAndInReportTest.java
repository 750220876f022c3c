package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of the movement is noise: the screen and the report tell the same numbers, by two files and by three. */
class NoiseOnScreenAndInReportTest {

    /** Numbers on the screen are whole percents, ends of intervals in the report have one decimal. */
    private static final double ROUNDING = 0.55;

    private static final String SURE = "(\\d+) % \\[(\\d+) %\\.\\.(\\d+) %\\]";

    @TempDir
    private Path folder;

    /** Of 300 customers in three segments, one in so many moves in each step, half of them either way. */
    private Path customers(String name, int date, int oneIn) throws IOException {
        StringBuilder csv = new StringBuilder("id,segment\n");
        for (int i = 0; i < 300; i++) {
            boolean moved = oneIn > 0 && i % oneIn >= 1 && i % oneIn <= date;
            int by = moved ? 1 + i / oneIn % 2 : 0;
            csv.append("c")
                    .append(i)
                    .append(",")
                    .append("ABC".charAt((i + by) % 3))
                    .append("\n");
        }
        return Files.writeString(folder.resolve(name), csv);
    }

    private Path confusion(double right) throws IOException {
        double wrong = (1 - right) / 2;
        return Files.writeString(
                folder.resolve("errors.csv"),
                "true,A,B,C\nA,%1$s,%2$s,%2$s\nB,%2$s,%1$s,%2$s\nC,%2$s,%2$s,%1$s\n".formatted(right, wrong));
    }

    private record Told(String screen, String report) {}

    private Told told(int dates, int oneIn, double right) throws IOException {
        Path out = folder.resolve("out" + dates + "-" + oneIn + "-" + right);
        List<Object> arguments = new ArrayList<>(List.of("migrate"));
        for (int date = 0; date < dates; date++) {
            arguments.add(customers("at" + date + ".csv", date, oneIn));
        }
        arguments.addAll(List.of("--id", "id", "--segment", "segment", "--confusion", confusion(right), "--out", out));
        Run run = Program.run(arguments.toArray());
        assertThat(run.err()).isEmpty();
        assertThat(Program.run("report", out).err()).isEmpty();
        return new Told(run.out().replaceAll("\\s+", " "), Files.readString(out.resolve("report.html")));
    }

    /** The exact value of a line of the table and the ends of its interval, in percent. */
    private static double[] line(String report, String label) {
        Matcher line = Pattern.compile("<bdi>" + label + "</bdi></th><td class=\"number\" data-value=\"([^\"]+)\""
                        + "[^>]*>[^<]*</td><td>(?:([\\d.]+) to ([\\d.]+)|\u2013)</td>")
                .matcher(report.substring(report.indexOf("<caption>Movement and noise")));
        assertThat(line.find()).as(label).isTrue();
        return line.group(2) == null
                ? new double[] {100 * Double.parseDouble(line.group(1))}
                : new double[] {
                    100 * Double.parseDouble(line.group(1)),
                    Double.parseDouble(line.group(2)),
                    Double.parseDouble(line.group(3))
                };
    }

    private static void assertSame(String screen, String pattern, double... report) {
        Matcher told = Pattern.compile(pattern).matcher(screen);
        assertThat(told.find()).as("%s in %s", pattern, screen).isTrue();
        assertThat(told.groupCount()).isEqualTo(report.length);
        for (int i = 0; i < report.length; i++) {
            assertThat(Double.parseDouble(told.group(i + 1)))
                    .as("%s, number %d", pattern, i)
                    .isCloseTo(report[i], within(ROUNDING));
        }
    }

    private static String sentence(String report) {
        int from = report.indexOf("From one date to the next the share of customers");
        return report.substring(from, report.indexOf("</li>", from)).replace('\u00a0', ' ');
    }

    @Test
    void aShareIsTheSameInBoth() throws IOException {
        for (int dates = 2; dates <= 3; dates++) {
            Told told = told(dates, 6, 0.97);
            assertSame(
                    told.screen,
                    dates == 2
                            ? SURE + " of 300 customers in a segment at both dates"
                            : SURE + " seem to move in a step",
                    line(told.report, "seen to move"));
            assertSame(
                    told.screen,
                    "the typing error given, (\\d+) % would seem to move in a step if nobody did",
                    line(told.report, "noise floor"));
            double[] truly = line(told.report, "truly moved");
            assertThat(truly[1]).isPositive();
            assertSame(told.screen, "corrected for it, " + SURE + " truly do", truly);
            assertThat(sentence(told.report))
                    .contains("corrected for mistaken typing it is %.1f %% (%.1f to %.1f), n = "
                            .formatted(truly[0], truly[1], truly[2]));
        }
    }

    /** The share of who was seen to move has one interval, in the indices of mobility as well. */
    @Test
    void whoMovedHasOneInterval() throws IOException {
        String report = told(2, 6, 0.97).report;
        double[] moved = line(report, "seen to move");
        Matcher index = Pattern.compile("<bdi>share of customers who moved</bdi></th><td>[^<]*</td>"
                        + "<td class=\"number\" data-value=\"([^\"]+)\"[^>]*>[^<]*</td><td>([\\d.]+) to ([\\d.]+)</td>")
                .matcher(report);
        assertThat(index.find()).isTrue();
        assertThat(100 * Double.parseDouble(index.group(1))).isEqualTo(moved[0]);
        assertThat(100 * Double.parseDouble(index.group(2))).isCloseTo(moved[1], within(0.06));
        assertThat(100 * Double.parseDouble(index.group(3))).isCloseTo(moved[2], within(0.06));
    }

    /** Of what may be nobody, both tell the upper end only. */
    @Test
    void perhapsNobodyIsTheSameInBoth() throws IOException {
        for (int dates = 2; dates <= 3; dates++) {
            Told told = told(dates, 8, 0.94);
            Matcher most = Pattern.compile("at most (\\d+) % truly do, and perhaps nobody")
                    .matcher(told.screen);
            assertThat(most.find()).as(told.screen).isTrue();
            Matcher line = Pattern.compile("<bdi>truly moved</bdi></th><td>at most ([\\d.]+)\u00a0%, and perhaps nobody"
                            + "</td><td>0\\.0 to ([\\d.]+)</td>")
                    .matcher(told.report);
            assertThat(line.find()).isTrue();
            assertThat(line.group(1)).isEqualTo(line.group(2));
            assertThat(Double.parseDouble(line.group(1)))
                    .isCloseTo(Double.parseDouble(most.group(1)), within(ROUNDING));
            assertThat(sentence(told.report))
                    .contains("it is at most " + line.group(1) + " %, and perhaps nobody")
                    .doesNotContain("n = 0");
        }
    }

    /** A typing error that the counts contradict corrects nothing, in either. */
    @Test
    void aContradictedErrorTellsNoShareInEither() throws IOException {
        for (int dates = 2; dates <= 3; dates++) {
            Told told = told(dates, 0, 0.8);
            assertThat(told.screen).contains("So no corrected share is told");
            assertThat(told.report)
                    .contains("<bdi>truly moved</bdi></th><td>undefined: the typing error given is larger than the"
                            + " counts allow</td><td>\u2013</td>");
            assertThat(sentence(told.report))
                    .contains("it is not corrected for mistaken typing, since the typing error given is larger")
                    .doesNotContain("corrected for mistaken typing it is");
        }
    }
}
