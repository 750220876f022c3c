package dev.segmentation.metrics.selection;

import dev.segmentation.Estimate;
import dev.segmentation.Fit;
import dev.segmentation.InvalidInputException;
import dev.segmentation.LikelihoodModel;
import dev.segmentation.Reason;
import java.util.Objects;

/**
 * Information criteria of models that have a likelihood, such as Gaussian mixtures and latent classes: −2L plus a price for
 * every free parameter, m. All in one convention: smaller is better (mclust prints 2L − m ln n, of which larger is better).
 *
 * <p>L is the log-likelihood of the n training rows, n the sum of their weights: weights that add up to a population instead
 * of the number of respondents make differences look more certain than they are. Criteria compare models of the same rows;
 * a criterion alone has no meaning.
 */
public enum InformationCriterion {
    /** −2L + m ln n; G. Schwarz (1978), Ann. Stat. 6, 461–464, doi:10.1214/aos/1176344136. */
    BIC("BIC") {
        @Override
        public double of(LikelihoodModel model) {
            return deviance(model) + model.freeParameters() * StrictMath.log(model.observations());
        }
    },
    /** −2L + 2m; H. Akaike (1974), doi:10.1109/TAC.1974.1100705. For mixtures it picks too many segments. */
    AIC("AIC") {
        @Override
        public double of(LikelihoodModel model) {
            return deviance(model) + 2.0 * model.freeParameters();
        }
    },
    /** −2L + 3m; H. Bozdogan (1994), doi:10.1007/978-94-011-0800-3_3. */
    AIC3("AIC3") {
        @Override
        public double of(LikelihoodModel model) {
            return deviance(model) + 3.0 * model.freeParameters();
        }
    },
    /** −2L + m (ln n + 1); H. Bozdogan (1987), Psychometrika 52, 345–370, doi:10.1007/BF02294361. */
    CAIC("CAIC") {
        @Override
        public double of(LikelihoodModel model) {
            return deviance(model) + model.freeParameters() * (StrictMath.log(model.observations()) + 1);
        }
    },
    /**
     * BIC + 2·EN, with EN = −Σ p ln p the {@linkplain LikelihoodModel#membershipEntropy entropy} of the memberships: the
     * form of McLachlan and Peel (2000, §6.10.3). Prefers segments that are apart.
     */
    ICL_ENTROPY("ICL by entropy") {
        @Override
        public double of(LikelihoodModel model) {
            return BIC.of(model) + 2 * model.membershipEntropy();
        }
    },
    /**
     * BIC − 2 Σ ln max p: the form by labels, as mclust and flexmix have it; C. Biernacki, G. Celeux and G. Govaert (2000),
     * doi:10.1109/34.865189. At most {@link #ICL_ENTROPY}.
     */
    ICL_LABELS("ICL by labels") {
        @Override
        public double of(LikelihoodModel model) {
            return BIC.of(model) - 2 * model.labelLogProbability();
        }
    };

    private final String title;

    InformationCriterion(String title) {
        this.title = title;
    }

    private static double deviance(LikelihoodModel model) {
        return model.observations() > 0 ? -2 * model.logLikelihood() : Double.NaN;
    }

    /**
     * The criterion of a model.
     *
     * @param model a fitted model
     * @return smaller is better; no range; NaN for a model that was written down instead of fitted to rows
     */
    public abstract double of(LikelihoodModel model);

    /**
     * The criterion as a column of a {@link SegmentCountSearch}; its pick is the smallest value. Undefined for a fit that
     * says that its likelihood depends on a bound, because a component collapsed ({@link Reason#SINGULAR_COVARIANCE}), and,
     * with a notice, for a model that has no likelihood.
     *
     * @return exact for these rows, so its interval has no width
     */
    public IndexCriterion criterion() {
        return IndexCriterion.of(title, Direction.LOWER_IS_BETTER, (setup, fit, inside) -> {
            double value = of(likelihood(fit, title));
            long rows = setup.features().rowCount();
            return isBounded(fit)
                    ? Estimate.undefined(Reason.SINGULAR_COVARIANCE, rows)
                    : Estimate.of(value, value, value, setup.level(), rows);
        });
    }

    /** The model of a fit as one that has a likelihood. */
    static LikelihoodModel likelihood(Fit<?> fit, String where) {
        if (Objects.requireNonNull(fit, "fit").model() instanceof LikelihoodModel model) {
            return model;
        }
        throw new InvalidInputException(
                Reason.BAD_PARAM,
                "segmenter",
                where + ": the model of " + fit.report().algorithm()
                        + " has no likelihood; use a mixture or latent classes");
    }

    /** Whether the likelihood of a fit is what a bound made it. */
    static boolean isBounded(Fit<?> fit) {
        return fit.report().notices().stream().anyMatch(notice -> notice.reason() == Reason.SINGULAR_COVARIANCE);
    }

    @Override
    public String toString() {
        return title;
    }
}
