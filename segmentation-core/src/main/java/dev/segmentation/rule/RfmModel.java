package dev.segmentation.rule;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.InvalidInputException;
import dev.segmentation.Notice;
import dev.segmentation.Reason;
import java.util.List;
import java.util.Objects;

/**
 * Fitted {@link Rfm} scores: the cut-points, by which every later snapshot is scored.
 *
 * <p>A value outside the fitted range belongs to the first or last class, so every customer has a score. Scores run from
 * 1 to the number of classes, and more is better: recency, where fewer days are better, is reversed.
 */
public final class RfmModel {

    private final List<String> featureNames;
    private final CutTree tree;
    private final List<Notice> notices;

    RfmModel(List<String> featureNames, CutTree tree, List<Notice> notices) {
        this.featureNames = featureNames;
        this.tree = tree;
        this.notices = notices;
    }

    /**
     * The three features it scores.
     *
     * @return recency, frequency, monetary
     */
    public List<String> featureNames() {
        return featureNames;
    }

    /**
     * Where ties left fewer classes than asked for ({@link Reason#TIED_CUTS}).
     *
     * @return possibly none
     */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * Cut-points of recency, in days. Customers at or below the first one have the highest score.
     *
     * @return ascending, one less than there are classes; a new array
     */
    public double[] recencyCuts() {
        return tree.recency.toArray();
    }

    /**
     * Cut-points of frequency over all customers; those that score in a nested model are {@link #frequencyCuts(int)}.
     *
     * @return ascending, one less than there are classes; a new array
     */
    public double[] frequencyCuts() {
        return tree.frequency.toArray();
    }

    /**
     * Cut-points of monetary value over all customers; those that score in a nested model are {@link
     * #monetaryCuts(int, int)}.
     *
     * @return ascending, one less than there are classes; a new array
     */
    public double[] monetaryCuts() {
        return tree.monetary.toArray();
    }

    /**
     * Cut-points of frequency among customers of one recency score; the same for every score unless nested.
     *
     * @param recencyScore from 1
     * @return ascending; a new array
     * @throws IndexOutOfBoundsException if there is no such score
     */
    public double[] frequencyCuts(int recencyScore) {
        Objects.checkIndex(recencyScore - 1, recencyClasses());
        return tree.frequencyCuts(recencyScore).toArray();
    }

    /**
     * Cut-points of monetary value among customers of one recency and frequency score; the same for all unless nested.
     *
     * @param recencyScore from 1
     * @param frequencyScore from 1
     * @return ascending; a new array
     * @throws IndexOutOfBoundsException if there are no such scores
     */
    public double[] monetaryCuts(int recencyScore, int frequencyScore) {
        Objects.checkIndex(recencyScore - 1, recencyClasses());
        Objects.checkIndex(frequencyScore - 1, tree.frequencyCuts(recencyScore).classes());
        return tree.monetaryCuts(recencyScore, frequencyScore).toArray();
    }

    /**
     * The highest recency score.
     *
     * @return at least 1
     */
    public int recencyClasses() {
        return tree.recency.classes();
    }

    /**
     * The highest frequency score; in a nested model the highest of any recency class.
     *
     * @return at least 1
     */
    public int frequencyClasses() {
        return tree.frequencyCells.stream().mapToInt(Cuts::classes).max().orElse(tree.frequency.classes());
    }

    /**
     * The highest monetary score; in a nested model the highest of any cell.
     *
     * @return at least 1
     */
    public int monetaryClasses() {
        return tree.monetaryCells.stream()
                .flatMap(List::stream)
                .mapToInt(Cuts::classes)
                .max()
                .orElse(tree.monetary.classes());
    }

    /**
     * Scores every row by the cut-points of the fit.
     *
     * @param features any number of rows with exactly the features of {@link #featureNames()}, matched by name; missing
     *     recency scores 1
     * @return three scores per row
     * @throws InvalidInputException if features differ ({@link Reason#SCHEMA_MISMATCH}), or a frequency or monetary
     *     value is missing ({@link Reason#NON_FINITE})
     */
    public RfmScores score(FeatureMatrix features) {
        RfmColumns columns = RfmColumns.of(featureNames, features, "RfmModel.score");
        int n = columns.size();
        int[] recency = new int[n];
        int[] frequency = new int[n];
        int[] monetary = new int[n];
        for (int i = 0; i < n; i++) {
            recency[i] = tree.recencyScore(columns.recency().value(i));
            frequency[i] =
                    tree.frequencyCuts(recency[i]).classOf(columns.frequency().value(i));
            monetary[i] = tree.monetaryCuts(recency[i], frequency[i])
                    .classOf(columns.monetary().value(i));
        }
        return new RfmScores(recency, frequency, monetary, columns.recency().weights);
    }

    /**
     * The model as plain data, to be stored with any JSON library.
     *
     * @return from which {@link RfmRecord#restore} makes a model that gives the same scores
     */
    public RfmRecord toRecord() {
        return new RfmRecord(
                featureNames,
                tree.recency.toList(),
                tree.frequency.toList(),
                tree.monetary.toList(),
                tree.frequencyCells.stream().map(Cuts::toList).toList(),
                tree.monetaryCells.stream()
                        .map(cells -> cells.stream().map(Cuts::toList).toList())
                        .toList(),
                notices);
    }

    /** The numbers of classes; cut-points are aggregates and may be shown. */
    @Override
    public String toString() {
        return "RfmModel[" + featureNames + ", " + recencyClasses() + " × " + frequencyClasses() + " × "
                + monetaryClasses() + " classes]";
    }

    /**
     * All cut-points.
     *
     * @param recency over all customers
     * @param frequency over all customers
     * @param monetary over all customers
     * @param frequencyCells of each recency score; empty unless nested
     * @param monetaryCells of each recency score and frequency score; empty unless nested
     */
    record CutTree(
            Cuts recency, Cuts frequency, Cuts monetary, List<Cuts> frequencyCells, List<List<Cuts>> monetaryCells) {

        CutTree(Cuts recency, Cuts frequency, Cuts monetary) {
            this(recency, frequency, monetary, List.of(), List.of());
        }

        CutTree withCells(List<Cuts> newFrequencyCells, List<List<Cuts>> newMonetaryCells) {
            return new CutTree(
                    recency, frequency, monetary, List.copyOf(newFrequencyCells), List.copyOf(newMonetaryCells));
        }

        /** Fewer days are better, so the classes are counted from the other end. */
        int recencyScore(double days) {
            return Double.isNaN(days) ? 1 : recency.classes() + 1 - recency.classOf(days);
        }

        Cuts frequencyCuts(int recencyScore) {
            return frequencyCells.isEmpty() ? frequency : frequencyCells.get(recencyScore - 1);
        }

        Cuts monetaryCuts(int recencyScore, int frequencyScore) {
            return monetaryCells.isEmpty()
                    ? monetary
                    : monetaryCells.get(recencyScore - 1).get(frequencyScore - 1);
        }
    }
}
