package dev.segmentation.app.story;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import dev.segmentation.TypingTool;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.app.report.Comparison;
import dev.segmentation.model.SavedModel;
import dev.segmentation.rule.Rfm;
import dev.segmentation.rule.RfmModel;
import dev.segmentation.rule.RfmRules;
import dev.segmentation.rule.RuleSet;
import java.util.List;

/** The classic: scores for recency, frequency and money, and rules that give the cells their well-known names. */
final class RfmMethod implements Method {

    static final List<String> FEATURES = List.of(Customers.RECENCY, Customers.FREQUENCY, Customers.MONETARY);

    private final RfmRules learned;
    private final String model;
    private final TypingTool tool;

    private RfmMethod(RfmRules learned, String model) {
        this.learned = learned;
        this.model = model;
        this.tool = ModelFile.restore(model, "rfm/model.json");
    }

    /** Takes the cut-points between the fifths of the customers. */
    static RfmMethod learn(Snapshot first) {
        RfmModel scores = Rfm.quintiles().fit(first.features().select(FEATURES));
        RfmRules learned = RfmRules.standard(scores);
        SavedModel saved = SavedModel.of(TypingTool.of(learned, learned.segments()));
        return new RfmMethod(learned, ModelFile.text(saved.withFittedAsOf(first.asOf())));
    }

    @Override
    public String title() {
        return "RFM";
    }

    @Override
    public String introduction() {
        return "RFM rules: by how recently, how often and for how much customers bought, each cut into fifths.";
    }

    @Override
    public String folder() {
        return "rfm";
    }

    @Override
    public FeatureMatrix features(Snapshot snapshot) {
        return scores().score(snapshot.features().select(FEATURES)).toMatrix();
    }

    @Override
    public Comparison comparison() {
        return new Comparison("rfm-scores", "Customers were compared by their scores, by which the rules decide.");
    }

    @Override
    public Segmentation segment(Snapshot snapshot) {
        return tool.segment(snapshot);
    }

    @Override
    public String model() {
        return model;
    }

    RfmModel scores() {
        return learned.scores();
    }

    RuleSet rules() {
        return learned.rules();
    }
}
