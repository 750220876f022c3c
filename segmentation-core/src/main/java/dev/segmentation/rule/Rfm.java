package dev.segmentation.rule;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * RFM scores: how recently, how often and for how much a customer bought, each as a class from 1 (worst) to 5 (best).
 *
 * <p>The cut-points are learned once, by {@link #fit}, and belong to the model, which scores every later snapshot by
 * them. Quantiles taken anew each month would move customers between classes although they changed nothing.
 *
 * <p>Classes are intervals of values, closed on the right, so equal customers always get equal scores. Where ties make
 * quantiles coincide there are fewer classes than asked for, scores then run from 1 to the number of classes, and a
 * {@link Reason#TIED_CUTS} notice says so.
 *
 * <ul>
 *   <li>{@link #independent}: quantiles of each feature over all customers;
 *   <li>{@link #nested}: quantiles of recency, then of frequency within each recency class, then of monetary value
 *       within each cell of both; cells have about equal sizes, but a frequency score means something else in each
 *       recency class;
 *   <li>{@link #fixed}: cut-points that the caller gives.
 * </ul>
 *
 * <p>Quantiles are of type 7 and weighted by the row weights ({@link dev.segmentation.QuantileType}). <b>Missing recency</b> means no purchase, and gets recency
 * score 1; it takes no part in the cut-points of recency. Other missing values are refused. Immutable.
 *
 * <p><b>Cost:</b> O(n log n). <b>Reference:</b> A. M. Hughes (1994), Strategic Database Marketing.
 */
public final class Rfm {

    private static final List<String> FEATURES = List.of("recency_days", "frequency", "monetary");

    private final Kind kind;
    private final int bins;
    private final List<Cuts> fixed;
    private final List<String> featureNames;

    private Rfm(Kind kind, int bins, List<Cuts> fixed, List<String> featureNames) {
        this.kind = kind;
        this.bins = bins;
        this.fixed = fixed;
        this.featureNames = featureNames;
    }

    /**
     * Five classes of about equal size for each feature.
     *
     * @return {@code independent(5)}
     */
    public static Rfm quintiles() {
        return independent(5);
    }

    /**
     * Quantiles of each feature over all customers.
     *
     * @param bins how many classes, 2 to 1000
     * @return a configuration
     * @throws InvalidInputException if the number is out of range
     */
    public static Rfm independent(int bins) {
        return new Rfm(Kind.INDEPENDENT, checkBins(bins, "Rfm.independent"), List.of(), FEATURES);
    }

    /**
     * Quantiles of recency, of frequency within recency, and of monetary value within both.
     *
     * @param bins how many classes, 2 to 1000
     * @return a configuration
     * @throws InvalidInputException if the number is out of range
     */
    public static Rfm nested(int bins) {
        return new Rfm(Kind.NESTED, checkBins(bins, "Rfm.nested"), List.of(), FEATURES);
    }

    /**
     * The caller's cut-points: c of them make c + 1 classes, and a value that equals a cut belongs to the class below.
     *
     * @param recencyCuts in days, finite, strictly ascending; possibly none; not kept
     * @param frequencyCuts in purchases, likewise
     * @param monetaryCuts in money, likewise
     * @return a configuration
     * @throws InvalidInputException if cuts are not finite or not ascending
     */
    public static Rfm fixed(double[] recencyCuts, double[] frequencyCuts, double[] monetaryCuts) {
        List<Cuts> cuts = List.of(
                checkCuts(recencyCuts, "recencyCuts"),
                checkCuts(frequencyCuts, "frequencyCuts"),
                checkCuts(monetaryCuts, "monetaryCuts"));
        return new Rfm(Kind.FIXED, 0, cuts, FEATURES);
    }

    /**
     * Takes columns of other names.
     *
     * @param recency days since the last purchase, fewer is better; {@code recency_days} unless set
     * @param frequency more is better; {@code frequency} unless set
     * @param monetary more is better; {@code monetary} unless set
     * @return a new configuration
     * @throws InvalidInputException if names are blank or repeated
     */
    public Rfm withFeatures(String recency, String frequency, String monetary) {
        List<String> names = Arguments.featureNames(Arrays.asList(recency, frequency, monetary), "Rfm.withFeatures");
        return new Rfm(kind, bins, fixed, names);
    }

    /**
     * The three features it needs.
     *
     * @return recency, frequency, monetary
     */
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * Learns the cut-points; fixed ones are only checked against the columns.
     *
     * @param features n × 3, n at least 1, matched by name; recency may be missing
     * @return the model
     * @throws InvalidInputException if there are no rows ({@link Reason#EMPTY}), features differ ({@link
     *     Reason#SCHEMA_MISMATCH}), or a frequency or monetary value is missing ({@link Reason#NON_FINITE})
     */
    public RfmModel fit(FeatureMatrix features) {
        Objects.requireNonNull(features, "features");
        RfmColumns columns = RfmColumns.of(featureNames, features, "Rfm.fit");
        if (columns.size() == 0) {
            throw new InvalidInputException(
                    Reason.EMPTY, "Rfm.fit: the matrix has no rows; fit on at least one customer");
        }
        RfmModel.CutTree tree = switch (kind) {
            case FIXED -> new RfmModel.CutTree(fixed.get(0), fixed.get(1), fixed.get(2));
            case INDEPENDENT -> fitAll(columns);
            case NESTED -> fitNested(columns);
        };
        return new RfmModel(featureNames, tree, notices(tree));
    }

    @Override
    public String toString() {
        return "Rfm[" + kind.shown + (kind == Kind.FIXED ? "" : " " + bins) + " of " + featureNames + "]";
    }

    private RfmModel.CutTree fitAll(RfmColumns columns) {
        return new RfmModel.CutTree(
                columns.recency().cuts(bins),
                columns.frequency().cuts(bins),
                columns.monetary().cuts(bins));
    }

    /** A cell without customers, possible where quantiles fall between values, keeps the cuts of the cell around it. */
    private RfmModel.CutTree fitNested(RfmColumns columns) {
        RfmModel.CutTree all = fitAll(columns);
        int[] recency = new int[columns.size()];
        for (int i = 0; i < recency.length; i++) {
            recency[i] = all.recencyScore(columns.recency().value(i));
        }
        List<Cuts> frequencyCuts = new ArrayList<>();
        List<List<Cuts>> monetaryCuts = new ArrayList<>();
        for (int r = 1; r <= all.recency().classes(); r++) {
            RfmColumns ofRecency = columns.where(recency, r);
            Cuts within = ofRecency.size() == 0
                    ? all.frequency()
                    : ofRecency.frequency().cuts(bins);
            Cuts around = ofRecency.size() == 0
                    ? all.monetary()
                    : ofRecency.monetary().cuts(bins);
            int[] frequency = new int[ofRecency.size()];
            for (int i = 0; i < frequency.length; i++) {
                frequency[i] = within.classOf(ofRecency.frequency().value(i));
            }
            List<Cuts> cells = new ArrayList<>();
            for (int f = 1; f <= within.classes(); f++) {
                RfmColumns cell = ofRecency.where(frequency, f);
                cells.add(cell.size() == 0 ? around : cell.monetary().cuts(bins));
            }
            frequencyCuts.add(within);
            monetaryCuts.add(List.copyOf(cells));
        }
        return all.withCells(frequencyCuts, monetaryCuts);
    }

    private List<Notice> notices(RfmModel.CutTree tree) {
        List<Notice> notices = new ArrayList<>();
        if (kind == Kind.INDEPENDENT) {
            note(featureNames.get(0), tree.recency(), notices);
            note(featureNames.get(1), tree.frequency(), notices);
            note(featureNames.get(2), tree.monetary(), notices);
        } else if (kind == Kind.NESTED) {
            note(featureNames.get(0), tree.recency(), notices);
            noteCells(featureNames.get(1), tree.frequencyCells(), notices);
            noteCells(
                    featureNames.get(2),
                    tree.monetaryCells().stream().flatMap(List::stream).toList(),
                    notices);
        }
        return List.copyOf(notices);
    }

    private void note(String name, Cuts cuts, List<Notice> notices) {
        if (cuts.classes() < bins) {
            notices.add(new Notice(
                    Reason.TIED_CUTS,
                    "Rfm.fit: ties leave " + cuts.classes() + " of " + bins + " classes of feature \"" + name
                            + "\"; its scores run from 1 to " + cuts.classes()));
        }
    }

    private void noteCells(String name, List<Cuts> cells, List<Notice> notices) {
        long tied = cells.stream().filter(cuts -> cuts.classes() < bins).count();
        if (tied > 0) {
            notices.add(new Notice(
                    Reason.TIED_CUTS,
                    "Rfm.fit: ties leave fewer than " + bins + " classes of feature \"" + name + "\" in " + tied
                            + " of " + cells.size() + " cells"));
        }
    }

    private static int checkBins(int bins, String where) {
        if (!(bins >= 2 && bins <= 1000)) {
            throw Arguments.badParameter(where, "bins", bins, "2 to 1000");
        }
        return bins;
    }

    private static Cuts checkCuts(double[] points, String name) {
        for (int i = 0; i < points.length; i++) {
            if (!(Math.abs(points[i]) <= Double.MAX_VALUE)) {
                throw Arguments.badParameter("Rfm.fixed", name + "[" + i + "]", points[i], "a finite number");
            }
            if (i > 0 && !(points[i] > points[i - 1])) {
                throw Arguments.badParameter(
                        "Rfm.fixed", name + "[" + i + "]", points[i], "more than the cut before it");
            }
        }
        return new Cuts(points.clone());
    }

    private enum Kind {
        INDEPENDENT("independent"),
        NESTED("nested"),
        FIXED("fixed");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }
}
