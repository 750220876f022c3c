package dev.segmentation.rule;

import dev.segmentation.Assignment;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * RFM scores and the rules that name them, as one model: recency, frequency and monetary value in, segments out.
 *
 * <p>{@code RfmRules.standard(scores)} for the well-known names, {@link #of} for rules of your own over {@code r_score},
 * {@code f_score} and {@code m_score}. Immutable.
 */
public final class RfmRules implements SegmentationModel {

    private final RfmModel scores;
    private final RuleSet rules;

    private RfmRules(RfmModel scores, RuleSet rules) {
        this.scores = scores;
        this.rules = rules;
    }

    /**
     * Names scores by rules.
     *
     * @param scores fitted
     * @param rules over some or all of {@code r_score}, {@code f_score}, {@code m_score}
     * @return the model
     * @throws InvalidInputException if the rules ask for something else ({@link Reason#SCHEMA_MISMATCH})
     */
    public static RfmRules of(RfmModel scores, RuleSet rules) {
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(rules, "rules");
        if (!RfmScores.NAMES.containsAll(rules.featureNames())) {
            throw new InvalidInputException(
                    Reason.SCHEMA_MISMATCH,
                    "RfmRules.of: the rules ask for " + Arguments.shown(rules.featureNames()) + " but the scores are "
                            + RfmScores.NAMES + "; write rules about scores");
        }
        return new RfmRules(scores, rules);
    }

    /**
     * Names scores as {@link RfmSegments#standard(RfmModel)} does.
     *
     * @param scores fitted
     * @return the model
     */
    public static RfmRules standard(RfmModel scores) {
        Objects.requireNonNull(scores, "scores");
        return new RfmRules(scores, RfmSegments.standard(scores));
    }

    /**
     * The scores.
     *
     * @return fitted
     */
    public RfmModel scores() {
        return scores;
    }

    /**
     * The rules.
     *
     * @return over scores
     */
    public RuleSet rules() {
        return rules;
    }

    /**
     * The segments in the order of their labels.
     *
     * @return those of {@link #rules}
     */
    public List<Segment> segments() {
        return rules.segments();
    }

    @Override
    public int segmentCount() {
        return rules.segmentCount();
    }

    @Override
    public List<String> featureNames() {
        return scores.featureNames();
    }

    /**
     * Scores every row, and assigns it to the segment of the first rule that holds.
     *
     * @param features any number of rows with exactly the features of {@link #featureNames()}, matched by name; missing
     *     recency scores 1
     * @return one label per row
     * @throws InvalidInputException as {@link RfmModel#score} and {@link RuleSet#assign}
     */
    @Override
    public Assignment assign(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        return rules.assign(scores.score(features).toMatrix().select(rules.featureNames()));
    }

    /** Both parts. */
    @Override
    public String toString() {
        return "RfmRules[" + scores + ", " + rules + "]";
    }
}
