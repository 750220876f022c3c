package dev.segmentation.rule;

import dev.segmentation.Notice;
import dev.segmentation.Reason;
import dev.segmentation.internal.Arguments;
import dev.segmentation.internal.SavedParts;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link RfmModel} as plain data, which any JSON library maps: its cut-points.
 *
 * <p>A value belongs to the class below a cut that it equals. Made by {@link RfmModel#toRecord} or by a JSON library;
 * {@link #restore} checks it. Immutable.
 *
 * @param features recency, frequency, monetary
 * @param recencyCuts in days, strictly ascending
 * @param frequencyCuts over all customers, strictly ascending
 * @param monetaryCuts over all customers, strictly ascending
 * @param nestedFrequencyCuts of each recency score from 1; empty unless nested
 * @param nestedMonetaryCuts of each recency score and frequency score from 1; empty unless nested
 * @param notices of the fit
 */
public record RfmRecord(
        List<String> features,
        List<Double> recencyCuts,
        List<Double> frequencyCuts,
        List<Double> monetaryCuts,
        List<List<Double>> nestedFrequencyCuts,
        List<List<List<Double>>> nestedMonetaryCuts,
        List<Notice> notices) {

    private static final String WHERE = "RfmRecord";

    /**
     * Copies the lists.
     *
     * @param features recency, frequency, monetary
     * @param recencyCuts in days
     * @param frequencyCuts over all customers
     * @param monetaryCuts over all customers
     * @param nestedFrequencyCuts of each recency score
     * @param nestedMonetaryCuts of each recency score and frequency score
     * @param notices of the fit
     * @throws dev.segmentation.InvalidInputException if a part is missing ({@link Reason#MODEL_FORMAT})
     */
    public RfmRecord {
        features = SavedParts.list(features, WHERE, "features");
        recencyCuts = SavedParts.list(recencyCuts, WHERE, "recencyCuts");
        frequencyCuts = SavedParts.list(frequencyCuts, WHERE, "frequencyCuts");
        monetaryCuts = SavedParts.list(monetaryCuts, WHERE, "monetaryCuts");
        nestedFrequencyCuts = SavedParts.list(nestedFrequencyCuts, WHERE, "nestedFrequencyCuts").stream()
                .map(cuts -> SavedParts.list(cuts, WHERE, "nestedFrequencyCuts"))
                .toList();
        nestedMonetaryCuts = SavedParts.list(nestedMonetaryCuts, WHERE, "nestedMonetaryCuts").stream()
                .map(cells -> SavedParts.list(cells, WHERE, "nestedMonetaryCuts").stream()
                        .map(cuts -> SavedParts.list(cuts, WHERE, "nestedMonetaryCuts"))
                        .toList())
                .toList();
        notices = SavedParts.list(notices, WHERE, "notices");
    }

    /**
     * The model.
     *
     * @return gives the scores of the one that was saved
     * @throws dev.segmentation.InvalidInputException if the record cannot be of a model ({@link Reason#MODEL_FORMAT})
     */
    public RfmModel restore() {
        List<String> names = SavedParts.restored(WHERE, () -> Arguments.featureNames(features, WHERE));
        if (names.size() != 3) {
            throw SavedParts.damaged(WHERE, names.size() + " features, expected recency, frequency and monetary");
        }
        RfmModel.CutTree tree = new RfmModel.CutTree(cuts(recencyCuts), cuts(frequencyCuts), cuts(monetaryCuts));
        List<Cuts> frequencyCells = cells(nestedFrequencyCuts);
        List<List<Cuts>> monetaryCells = new ArrayList<>();
        for (List<List<Double>> cells : nestedMonetaryCuts) {
            monetaryCells.add(cells(cells));
        }
        boolean nested = !frequencyCells.isEmpty() || !monetaryCells.isEmpty();
        if (nested) {
            checkCells(tree.recency().classes(), frequencyCells, monetaryCells);
        }
        return new RfmModel(names, nested ? tree.withCells(frequencyCells, monetaryCells) : tree, notices);
    }

    private static void checkCells(int recencyClasses, List<Cuts> frequencyCells, List<List<Cuts>> monetaryCells) {
        boolean complete = frequencyCells.size() == recencyClasses && monetaryCells.size() == recencyClasses;
        for (int r = 0; complete && r < recencyClasses; r++) {
            complete = monetaryCells.get(r).size() == frequencyCells.get(r).classes();
        }
        if (!complete) {
            throw SavedParts.damaged(WHERE, "nested cut-points are not there for every score, or for more");
        }
    }

    private static List<Cuts> cells(List<List<Double>> all) {
        return all.stream().map(RfmRecord::cuts).toList();
    }

    private static Cuts cuts(List<Double> points) {
        double[] cuts = new double[points.size()];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = SavedParts.finite(points.get(i), WHERE, "cut-point");
            if (i > 0 && !(cuts[i] > cuts[i - 1])) {
                throw SavedParts.damaged(WHERE, "cut-points do not ascend");
            }
        }
        return new Cuts(cuts);
    }
}
