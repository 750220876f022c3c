package dev.segmentation.app.story;

import dev.segmentation.app.io.Wording;
import dev.segmentation.metrics.validity.ValidationReport;

/** The cards of the segments by k-means, which follow the story. */
public final class CharterPage {

    private CharterPage() {}

    /**
     * The cards of the latest date whose future is known.
     *
     * @param demo what was found
     * @return a heading and a card per segment
     */
    public static String of(Demo demo) {
        ValidationReport report = demo.kMeansRun().validation();
        return "\nTHE SEGMENTS BY K-MEANS AS OF " + report.asOf() + ", ONE BY ONE\n"
                + Wording.ofText(String.join("\n", report.reasons().subList(0, 2)) + "\n\n" + report.charter());
    }
}
