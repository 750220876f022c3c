package dev.segmentation.app.story;

/**
 * On whom the fit was measured: like with like.
 *
 * <p>Whoever has bought nothing since the segments were learned is older by the calendar alone: the last purchase is as much
 * longer ago as time has passed. Where such customers stay on the list, their segment moves away from where it was though
 * nobody does anything. So only customers who bought within the time since then are compared, at both dates.
 *
 * @param days from the date the segments were learned to the last one
 * @param then who had bought within as many days at the first date
 * @param now who had bought within them at the last date
 * @param silent who had bought nothing since the segments were learned
 */
public record FitBasis(long days, int then, int now, int silent) {

    /** For people. */
    String words() {
        return "Fit is compared like with like: " + Words.count(then) + " customers at the first date and "
                + Words.count(now) + " at the last, who had bought within " + Words.count(days) + " days. The other "
                + Words.count(silent) + " (" + Words.percent(silent, (long) now + silent)
                + ") have bought nothing since; the calendar alone moves them away, which is no aging of definitions.";
    }
}
