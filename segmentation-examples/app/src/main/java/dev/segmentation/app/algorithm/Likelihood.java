package dev.segmentation.app.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.LikelihoodModel;
import java.util.Locale;

/** What models that have a likelihood tell about it. */
final class Likelihood {

    private Likelihood() {}

    /** Smaller is better, between numbers of segments on the same scale. */
    static double bic(LikelihoodModel model) {
        return model.freeParameters() * StrictMath.log(model.observations()) - 2 * model.logLikelihood();
    }

    static void add(ObjectNode json, LikelihoodModel model) {
        json.put("logLikelihood", model.logLikelihood());
        json.put("freeParameters", model.freeParameters());
        json.put("observations", model.observations());
        json.put("bic", bic(model));
        json.put("membershipEntropy", model.membershipEntropy());
    }

    static String sentence(LikelihoodModel model) {
        return String.format(
                Locale.ROOT,
                "Log-likelihood %.6g with %d parameters, BIC %.6g: smaller is better among numbers of segments.",
                model.logLikelihood(),
                model.freeParameters(),
                bic(model));
    }
}
