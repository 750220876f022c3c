package dev.segmentation.model;

import dev.segmentation.ColumnRecord;
import dev.segmentation.InvalidInputException;
import dev.segmentation.ModelRecord;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.SegmentationModel;
import dev.segmentation.TypingTool;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.cluster.KMeansRecord;
import dev.segmentation.internal.SavedParts;
import dev.segmentation.prepare.EncodingModel;
import dev.segmentation.prepare.EncodingRecord;
import dev.segmentation.prepare.ScalingModel;
import dev.segmentation.prepare.ScalingRecord;
import dev.segmentation.rule.RfmRecord;
import dev.segmentation.rule.RfmRules;
import dev.segmentation.rule.RuleSet;
import dev.segmentation.rule.RuleSetRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a tool is made of: taken apart to be saved, and put together again. A new kind of model is a few lines here. */
final class Parts {

    private static final String K_MEANS = "k-means";
    private static final String RFM = "rfm";
    private static final String RULES = "rules";

    /** The kinds of version 1.0. */
    private static final Set<String> FIRST = Set.of(K_MEANS, RFM, RULES);

    private static final String WHERE = "SavedModel";

    private Parts() {}

    static String kind(TypingTool tool) {
        SegmentationModel model = tool.model();
        if (model instanceof KMeansModel) {
            return K_MEANS;
        }
        if (model instanceof RfmRules) {
            return RFM;
        }
        if (model instanceof RuleSet rules && rules.isOnKnownNumbers()) {
            return RULES;
        }
        return Kinds.record(model)
                .map(Kinds::name)
                .orElseThrow(() -> notSaved(
                        "model", model, "a KMeansModel, RfmRules or " + String.join(", ", Kinds.modelNames())));
    }

    /** What is not of the first version: a model with its verification rows. */
    static List<ModelParts> models(TypingTool tool) {
        if (isOfFirstKind(tool)) {
            return List.of();
        }
        ModelRecord record = Kinds.record(tool.model()).orElseThrow();
        if (tool.encoding().isPresent()) {
            return List.of(ModelParts.of(encoding(tool).get(0).encoding().schema(), record, List.of()));
        }
        List<ColumnRecord> columns = TableExamples.columns(tool, record.schema());
        return List.of(ModelParts.of(columns, record, TableVerification.rows(tool, columns, Kinds.examples(record))));
    }

    /** Whether version 1.0 has the kind of the model. */
    static boolean isOfFirstKind(TypingTool tool) {
        return FIRST.contains(kind(tool));
    }

    static List<EncodedParts> encoding(TypingTool tool) {
        return tool.encoding().stream()
                .map(encoding -> {
                    if (encoding instanceof EncodingModel fitted) {
                        EncodingRecord record = fitted.toRecord();
                        return new EncodedParts(
                                record,
                                TableVerification.taken(tool, record.schema(), EncodedExamples.of(tool, record)));
                    }
                    throw notSaved("encoding", encoding, "an EncodingModel");
                })
                .toList();
    }

    static List<ScalingRecord> scaling(TypingTool tool) {
        return tool.transform().stream()
                .map(transform -> {
                    if (transform instanceof ScalingModel scaling) {
                        return scaling.toRecord();
                    }
                    throw notSaved("preparation", transform, "a ScalingModel");
                })
                .toList();
    }

    static List<KMeansRecord> kMeans(TypingTool tool) {
        return tool.model() instanceof KMeansModel model ? List.of(model.toRecord()) : List.of();
    }

    static List<RfmRecord> rfm(TypingTool tool) {
        return tool.model() instanceof RfmRules model ? List.of(model.scores().toRecord()) : List.of();
    }

    static List<RuleSetRecord> rules(TypingTool tool) {
        if (tool.model() instanceof RfmRules model) {
            return List.of(model.rules().toRecord());
        }
        return tool.model() instanceof RuleSet model && model.isOnKnownNumbers()
                ? List.of(model.toRecord())
                : List.of();
    }

    private static InvalidInputException notSaved(String part, Object found, String expected) {
        return new InvalidInputException(
                Reason.BAD_PARAM,
                "tool",
                "SavedModel.of: the " + part + " is a " + found.getClass().getSimpleName() + ", expected " + expected
                        + "; others have no format to be saved in");
    }

    static TypingTool tool(SavedModel saved) {
        SegmentationModel model = model(saved);
        List<Segment> segments = new ArrayList<>();
        for (String name : saved.segments()) {
            segments.add(Segment.of(segments.size(), name));
        }
        TypingTool tool;
        if (saved.scaling().isEmpty()) {
            tool = TypingTool.of(model, segments);
        } else if (saved.scaling().size() == 1) {
            tool = TypingTool.of(saved.scaling().get(0).restore(), model, segments);
        } else {
            throw SavedParts.damaged(WHERE, "\"scaling\" has more than one entry");
        }
        if (saved.encoding().size() > 1) {
            throw SavedParts.damaged(WHERE, "\"encoding\" has more than one entry");
        }
        for (EncodedParts parts : saved.encoding()) {
            tool = tool.withEncoding(parts.encoding().restore());
        }
        if (!tool.featureNames().equals(saved.features())) {
            throw SavedParts.damaged(WHERE, "\"features\" are not those of the model");
        }
        return tool;
    }

    private static SegmentationModel model(SavedModel saved) {
        switch (saved.kind()) {
            case K_MEANS -> {
                checkParts(saved, 0, 1, 0);
                return saved.kMeans().get(0).restore();
            }
            case RFM -> {
                checkParts(saved, 1, 0, 1);
                return RfmRules.of(
                        saved.rfm().get(0).restore(), saved.rules().get(0).restore());
            }
            case RULES -> {
                checkParts(saved, 0, 0, 1);
                return saved.rules().get(0).restore();
            }
            default -> {
                checkParts(saved, 0, 0, 0);
                return table(saved);
            }
        }
    }

    private static SegmentationModel table(SavedModel saved) {
        if (saved.models().isEmpty()) {
            throw SavedParts.damaged(WHERE, "\"kind\" is none that is known");
        }
        ModelRecord record = saved.models().get(0).model();
        if (!Kinds.name(record).equals(saved.kind())) {
            throw SavedParts.damaged(WHERE, "the model is of another kind than " + saved.kind());
        }
        return record.restore();
    }

    /** Checks columns and verification rows of a tool that has been put together. */
    static void verify(SavedModel saved, TypingTool tool) {
        Verification.check(tool, saved.verification());
        for (EncodedParts parts : saved.encoding()) {
            TableVerification.check(tool, parts.encoding().schema(), parts.verification());
        }
        for (ModelParts parts : saved.models()) {
            List<ColumnRecord> columns = saved.encoding().isEmpty()
                    ? TableExamples.columns(tool, parts.model().schema())
                    : saved.encoding().get(0).encoding().schema();
            if (!parts.columns().equals(columns)) {
                throw SavedParts.damaged(WHERE, "\"columns\" are not those of the model");
            }
            TableVerification.check(tool, parts.columns(), parts.verification());
        }
    }

    private static void checkParts(SavedModel saved, int rfm, int kMeans, int rules) {
        if (saved.rfm().size() != rfm
                || saved.kMeans().size() != kMeans
                || saved.rules().size() != rules
                || saved.models().size() != (FIRST.contains(saved.kind()) ? 0 : 1)) {
            throw SavedParts.damaged(WHERE, "there are other parts than a model of the kind " + saved.kind() + " has");
        }
    }
}
