package dev.segmentation.model;

import dev.segmentation.ModelRecord;
import dev.segmentation.SegmentationModel;
import dev.segmentation.internal.SavedParts;
import dev.segmentation.latentclass.LatentClassModel;
import dev.segmentation.latentclass.LatentClassRecord;
import dev.segmentation.latentclass.MembershipRecord;
import dev.segmentation.medoid.MedoidModel;
import dev.segmentation.medoid.MedoidRecord;
import dev.segmentation.mixed.KModesModel;
import dev.segmentation.mixed.KPrototypesModel;
import dev.segmentation.mixed.PrototypesRecord;
import dev.segmentation.mixture.FuzzyCMeansModel;
import dev.segmentation.mixture.FuzzyCMeansRecord;
import dev.segmentation.mixture.GaussianMixtureModel;
import dev.segmentation.mixture.GaussianMixtureRecord;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.rule.TableRulesRecord;
import dev.segmentation.tree.SegmentTree;
import dev.segmentation.tree.SegmentTreeRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The kinds of models that versions after 1.0 added. A new one is its record, its list in {@link ModelParts}, and a line here. */
final class Kinds {

    private static final List<Kind<?, ?>> ALL = List.of(
            new Kind<>(
                    "table-rules",
                    RuleSet.class,
                    RuleSet::toTableRecord,
                    TableRulesRecord.class,
                    TableExamples::ofRules),
            new Kind<>(
                    "segment-tree",
                    SegmentTree.class,
                    SegmentTree::toRecord,
                    SegmentTreeRecord.class,
                    TableExamples::ofTree),
            new Kind<>(
                    "latent-class-with-covariates",
                    LatentClassModel.class,
                    model -> model.membershipEffects().isPresent(),
                    LatentClassModel::toMembershipRecord,
                    MembershipRecord.class,
                    TableExamples::ofMemberships),
            new Kind<>(
                    "latent-class",
                    LatentClassModel.class,
                    LatentClassModel::toRecord,
                    LatentClassRecord.class,
                    TableExamples::ofClasses),
            new Kind<>(
                    "gaussian-mixture",
                    GaussianMixtureModel.class,
                    GaussianMixtureModel::toRecord,
                    GaussianMixtureRecord.class,
                    TableExamples::ofMixture),
            new Kind<>(
                    "fuzzy-c-means",
                    FuzzyCMeansModel.class,
                    FuzzyCMeansModel::toRecord,
                    FuzzyCMeansRecord.class,
                    model -> TableExamples.ofRows(model.features(), model.centers())),
            new Kind<>(
                    "medoids", MedoidModel.class, MedoidModel::toRecord, MedoidRecord.class, TableExamples::ofMedoids),
            new Kind<>(
                    "prototypes",
                    KModesModel.class,
                    KModesModel::toRecord,
                    PrototypesRecord.class,
                    TableExamples::ofPrototypes),
            new Kind<>(
                    "prototypes",
                    KPrototypesModel.class,
                    KPrototypesModel::toRecord,
                    PrototypesRecord.class,
                    TableExamples::ofPrototypes));

    private Kinds() {}

    /**
     * A kind of model.
     *
     * @param name in the file
     * @param model its class
     * @param isOne which models of the class it takes
     * @param toRecord takes it apart
     * @param record the class of its record
     * @param examples rows of interest, in the units of the model
     */
    private record Kind<M extends SegmentationModel, R extends ModelRecord>(
            String name,
            Class<M> model,
            Predicate<M> isOne,
            Function<M, R> toRecord,
            Class<R> record,
            Function<R, List<TableExample>> examples) {

        Kind(
                String name,
                Class<M> model,
                Function<M, R> toRecord,
                Class<R> record,
                Function<R, List<TableExample>> examples) {
            this(name, model, any -> true, toRecord, record, examples);
        }

        boolean takes(SegmentationModel saved) {
            return model.isInstance(saved) && isOne.test(model.cast(saved));
        }

        R recordOf(SegmentationModel saved) {
            return toRecord.apply(model.cast(saved));
        }

        List<TableExample> examplesOf(ModelRecord saved) {
            return examples.apply(record.cast(saved));
        }
    }

    /** The model as a record, if it is of one of these kinds. */
    static Optional<ModelRecord> record(SegmentationModel model) {
        return ALL.stream().filter(kind -> kind.takes(model)).findFirst().map(kind -> kind.recordOf(model));
    }

    static String name(ModelRecord record) {
        return kind(record).name;
    }

    static List<TableExample> examples(ModelRecord record) {
        return kind(record).examplesOf(record);
    }

    private static Kind<?, ?> kind(ModelRecord record) {
        return ALL.stream()
                .filter(kind -> kind.record.isInstance(record))
                .findFirst()
                .orElseThrow(() -> SavedParts.damaged("SavedModel", "there is no such kind of model"));
    }

    /** The classes of models, for people. */
    static List<String> modelNames() {
        return ALL.stream().map(kind -> kind.model.getSimpleName()).distinct().toList();
    }
}
