package dev.segmentation.app.selection;

import dev.segmentation.metrics.selection.BootstrapInstability;
import dev.segmentation.metrics.selection.Gap;
import dev.segmentation.metrics.selection.IndexCriterion;
import dev.segmentation.metrics.selection.InformationCriterion;
import dev.segmentation.metrics.selection.PredictionStrength;
import dev.segmentation.metrics.selection.SelectionCriterion;

/** What is asked of every number of segments. */
enum CountCriterion {
    GAP(
            "gap",
            Better.HIGHER,
            Rows.DRAWN,
            "how much more compact segments are than those of customers spread evenly over the same ranges; the first number"
                    + " is picked after which one more gains nothing, 1 where already two gain nothing") {
        @Override
        SelectionCriterion of(int resamples) {
            return Gap.withDefaults().withReferences(resamples);
        }
    },
    PREDICTION_STRENGTH(
            "prediction strength",
            Better.HIGHER,
            Rows.DRAWN,
            "how many pairs of customers of a segment stay together, in the worst segment, where the other half of the"
                    + " customers makes the segments; the largest number that reaches 0.8 is picked, 1 if none does") {
        @Override
        SelectionCriterion of(int resamples) {
            return PredictionStrength.withDefaults().withSplits(resamples);
        }
    },
    BOOTSTRAP_INSTABILITY(
            "bootstrap instability",
            Better.LOWER,
            Rows.DRAWN,
            "on how many pairs of customers two segmentations of customers drawn anew disagree; it cannot say 1") {
        @Override
        SelectionCriterion of(int resamples) {
            return BootstrapInstability.withDefaults().withPairs(resamples);
        }
    },
    SILHOUETTE(
            "silhouette",
            Better.HIGHER,
            Rows.ALL,
            "how much closer customers are to their own segment than to the next one, on average; it cannot say 1") {
        @Override
        SelectionCriterion of(int resamples) {
            return IndexCriterion.silhouette();
        }
    },
    SIMPLIFIED_SILHOUETTE(
            "simplified silhouette",
            Better.HIGHER,
            Rows.ALL,
            "how much closer customers are to the mean of their own segment than to the next mean, on average; it cannot"
                    + " say 1") {
        @Override
        SelectionCriterion of(int resamples) {
            return IndexCriterion.simplifiedSilhouette();
        }
    },
    CALINSKI_HARABASZ(
            "Calinski-Harabasz",
            Better.HIGHER,
            Rows.ALL,
            "how far the means of segments are apart against how far customers are from them; it cannot say 1") {
        @Override
        SelectionCriterion of(int resamples) {
            return IndexCriterion.calinskiHarabasz();
        }
    },
    BIC(
            "BIC",
            Better.LOWER,
            Rows.ALL,
            "how badly the model fits, with a price for every number that it has to learn, higher with more customers") {
        @Override
        SelectionCriterion of(int resamples) {
            return InformationCriterion.BIC.criterion();
        }
    },
    AIC3(
            "AIC3",
            Better.LOWER,
            Rows.ALL,
            "how badly the model fits, at a price of 3 for every number that it has to learn; of many customers it picks more"
                    + " segments than BIC") {
        @Override
        SelectionCriterion of(int resamples) {
            return InformationCriterion.AIC3.criterion();
        }
    },
    ICL(
            "ICL",
            Better.LOWER,
            Rows.ALL,
            "how badly the model fits, priced as by BIC and also for customers of whom it is unclear where they belong; it"
                    + " prefers segments that are apart") {
        @Override
        SelectionCriterion of(int resamples) {
            return InformationCriterion.ICL_ENTROPY.criterion();
        }
    };

    /** Which end is good. */
    enum Better {
        HIGHER,
        LOWER
    }

    /** Of whom it is computed. */
    enum Rows {
        /** Once, of all who are segmented. */
        ALL,
        /** Again and again, of customers drawn anew, so that there may be fewer of them. */
        DRAWN
    }

    private final String title;
    private final Better better;
    private final Rows rows;
    private final String says;

    CountCriterion(String title, Better better, Rows rows, String says) {
        this.title = title;
        this.better = better;
        this.rows = rows;
        this.says = says;
    }

    /** As the library has it. */
    abstract SelectionCriterion of(int resamples);

    /** Whether one segment is among its answers; the others compare segments with each other. */
    boolean canSayOne() {
        return this == GAP || this == PREDICTION_STRENGTH || isOfLikelihood();
    }

    /** Whether it can be asked of a subject of so many rows. */
    boolean suits(SearchSubject subject, int customers) {
        return switch (this) {
            case PREDICTION_STRENGTH, BOOTSTRAP_INSTABILITY -> true;
            // models of a likelihood do not look for compact segments, and have criteria of their own for one
            case GAP -> subject.has(SearchSubject.Trait.DISTANCES) && !subject.has(SearchSubject.Trait.LIKELIHOOD);
            case CALINSKI_HARABASZ -> subject.has(SearchSubject.Trait.DISTANCES);
            case SILHOUETTE ->
                subject.has(SearchSubject.Trait.DISTANCES) && customers <= IndexCriterion.EXACT_SILHOUETTE_ROWS;
            case SIMPLIFIED_SILHOUETTE ->
                subject.has(SearchSubject.Trait.DISTANCES) && customers > IndexCriterion.EXACT_SILHOUETTE_ROWS;
            case BIC, AIC3, ICL -> subject.has(SearchSubject.Trait.LIKELIHOOD);
        };
    }

    private boolean isOfLikelihood() {
        return this == BIC || this == AIC3 || this == ICL;
    }

    /** For people. */
    String title() {
        return title;
    }

    Better better() {
        return better;
    }

    Rows rows() {
        return rows;
    }

    /** What it measures, in a clause. */
    String says() {
        return says;
    }
}
