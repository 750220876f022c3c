package dev.segmentation.app.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A measurement, not a test: how long a browser takes from being told to open a report until all charts are drawn and the page is
 * painted, each time in a browser that has just started. How it is run is in the README of the benchmarks.
 */
public final class OpeningTime {

    private static final int TIMES = 5;

    private static final String PAINTED =
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done("
                    + "Array.from(document.querySelectorAll('[data-chart]')).filter(place => place.firstElementChild"
                    + " && echarts.getInstanceByDom(place.firstElementChild)).length + ' of '"
                    + " + document.querySelectorAll('[data-chart]').length))))";

    private OpeningTime() {}

    /**
     * Prints lines.
     *
     * @param args reports
     */
    public static void main(String[] args) throws IOException {
        Path program = Browser.program().orElseThrow();
        for (String report : args) {
            Path file = Path.of(report).toAbsolutePath();
            for (int time = 0; time < TIMES; time++) {
                try (Browser browser = Browser.start(program)) {
                    browser.show(1280, 900, false);
                    long start = System.nanoTime();
                    browser.open(file);
                    String charts = browser.run(PAINTED).asText();
                    System.out.printf(
                            Locale.ROOT,
                            "%s: %.2f MB, %.2f s, %s charts drawn%n",
                            report,
                            Files.size(file) / 1e6,
                            (System.nanoTime() - start) / 1e9,
                            charts);
                }
            }
        }
    }
}
