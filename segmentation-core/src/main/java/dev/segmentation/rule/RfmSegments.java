package dev.segmentation.rule;

import java.util.List;

/**
 * The well-known names for RFM customers, with their criteria in the open.
 *
 * <p>Recency and frequency scores decide; 5 is the most recent, the most frequent. The ten rules claim each of the 25
 * cells exactly once, so their order does not matter.
 *
 * <table>
 * <caption>Criteria by scores of 1 to 5</caption>
 * <tr><th>Segment</th><th>Recency</th><th>Frequency</th><th>In words</th></tr>
 * <tr><td>Champions</td><td>5</td><td>4–5</td><td>bought just now, and buy often</td></tr>
 * <tr><td>Loyal</td><td>3–4</td><td>4–5</td><td>buy often, and not long ago</td></tr>
 * <tr><td>Potential loyalists</td><td>4–5</td><td>2–3</td><td>recent, with some orders already</td></tr>
 * <tr><td>New</td><td>5</td><td>1</td><td>bought just now, with few orders</td></tr>
 * <tr><td>Promising</td><td>4</td><td>1</td><td>recent, with few orders</td></tr>
 * <tr><td>Needing attention</td><td>3</td><td>3</td><td>middling, and about to tip either way</td></tr>
 * <tr><td>About to sleep</td><td>3</td><td>1–2</td><td>few orders, and a while ago</td></tr>
 * <tr><td>Cannot lose</td><td>1–2</td><td>5</td><td>bought most often, but not lately</td></tr>
 * <tr><td>At risk</td><td>1–2</td><td>3–4</td><td>bought often, but not lately</td></tr>
 * <tr><td>Hibernating</td><td>1–2</td><td>1–2</td><td>few orders, long ago</td></tr>
 * </table>
 *
 * <p><b>Fewer classes.</b> Where ties leave only c classes, as frequency has them when most customers bought once, the
 * best class still is the best: {@link #standard(RfmModel)} reads a score s of 1 … c as 1 + 4·(s − 1)/(c − 1), rounded
 * half up. Three classes are read as 1, 3, 5; four as 1, 2, 4, 5; a single class as 3. Names that no score can reach are
 * left out. {@link #standard()} takes scores as they are: with a top frequency score of 3 nobody is a champion.
 */
public final class RfmSegments {

    private static final int SCALE = 5;

    private static final List<Criterion> CRITERIA = List.of(
            new Criterion("Champions", 5, 5, 4, 5),
            new Criterion("Loyal", 3, 4, 4, 5),
            new Criterion("Potential loyalists", 4, 5, 2, 3),
            new Criterion("New", 5, 5, 1, 1),
            new Criterion("Promising", 4, 4, 1, 1),
            new Criterion("Needing attention", 3, 3, 3, 3),
            new Criterion("About to sleep", 3, 3, 1, 2),
            new Criterion("Cannot lose", 1, 2, 5, 5),
            new Criterion("At risk", 1, 2, 3, 4),
            new Criterion("Hibernating", 1, 2, 1, 2));

    private RfmSegments() {}

    /**
     * The ten segments for scores of 1 to 5.
     *
     * @return rules over {@code r_score} and {@code f_score}; {@code m_score} is a feature without conditions, so that
     *     {@link RfmScores#toMatrix} fits as it is
     */
    public static RuleSet standard() {
        return rules(SCALE, SCALE, SCALE);
    }

    /**
     * The same segments for the numbers of classes that a model has.
     *
     * @param model whose scores are to be named
     * @return rules over {@code r_score} and {@code f_score}; {@code m_score} is a feature without conditions, so that
     *     {@link RfmScores#toMatrix} fits as it is
     */
    public static RuleSet standard(RfmModel model) {
        return rules(model.recencyClasses(), model.frequencyClasses(), model.monetaryClasses());
    }

    static RuleSet rules(int recencyClasses, int frequencyClasses, int monetaryClasses) {
        RuleSet.Builder builder = RuleSet.builder()
                .withIntegers("r_score", 1, recencyClasses)
                .withIntegers("f_score", 1, frequencyClasses)
                .withIntegers("m_score", 1, monetaryClasses);
        for (Criterion criterion : CRITERIA) {
            int recencyFrom = firstScore(criterion.recencyFrom, recencyClasses);
            int recencyTo = firstScore(criterion.recencyTo + 1, recencyClasses) - 1;
            int frequencyFrom = firstScore(criterion.frequencyFrom, frequencyClasses);
            int frequencyTo = firstScore(criterion.frequencyTo + 1, frequencyClasses) - 1;
            if (recencyFrom <= recencyTo && frequencyFrom <= frequencyTo) {
                builder.rule(Rule.named(criterion.name)
                        .where("r_score")
                        .between(recencyFrom, recencyTo)
                        .and("f_score")
                        .between(frequencyFrom, frequencyTo));
            }
        }
        return builder.build();
    }

    /** The first of the scores 1 … classes that is read as at least a score on the scale of five. */
    private static int firstScore(int atLeast, int classes) {
        int score = 1;
        while (score <= classes && onScale(score, classes) < atLeast) {
            score++;
        }
        return score;
    }

    private static int onScale(int score, int classes) {
        if (classes == 1) {
            return (SCALE + 1) / 2;
        }
        int steps = classes - 1;
        return 1 + (2 * (SCALE - 1) * (score - 1) + steps) / (2 * steps);
    }

    private record Criterion(String name, int recencyFrom, int recencyTo, int frequencyFrom, int frequencyTo) {}
}
