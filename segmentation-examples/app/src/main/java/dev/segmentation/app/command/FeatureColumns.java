package dev.segmentation.app.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which columns form the segments, which of them are categories, and the target if there is one. */
final class FeatureColumns {

    private final List<String> features;
    private final Set<String> nominal;
    private final Map<String, List<String>> ordinal;
    private final Optional<String> target;
    private final List<String> covariates;

    private FeatureColumns(
            List<String> features,
            Set<String> nominal,
            Map<String, List<String>> ordinal,
            Optional<String> target,
            List<String> covariates) {
        this.features = features;
        this.nominal = nominal;
        this.ordinal = ordinal;
        this.target = target;
        this.covariates = covariates;
    }

    /** Categorical columns and covariates are features as well, whether or not they are listed there; the target is none. */
    static FeatureColumns of(
            List<String> features,
            List<String> nominal,
            Map<String, List<String>> ordinal,
            Optional<String> target,
            List<String> covariates) {
        List<String> all = new ArrayList<>(features); // a name that was given twice is refused later
        for (String name : nominal) {
            if (!all.contains(name)) {
                all.add(name);
            }
        }
        for (String name : ordinal.keySet()) {
            if (!all.contains(name)) {
                all.add(name);
            }
        }
        for (String name : covariates) {
            if (!all.contains(name)) {
                all.add(name);
            }
        }
        target.ifPresent(name -> all.removeIf(name::equals));
        return new FeatureColumns(
                List.copyOf(all), new LinkedHashSet<>(nominal), ordinal, target, List.copyOf(covariates));
    }

    /** All features, without the target. */
    List<String> all() {
        return features;
    }

    /** Features and target. */
    List<String> withTarget() {
        List<String> all = new ArrayList<>(features);
        target.ifPresent(all::add);
        return all;
    }

    /** Numeric features. */
    List<String> numeric() {
        return features.stream().filter(name -> !isCategorical(name)).toList();
    }

    /** Categorical features. */
    List<String> categorical() {
        return features.stream().filter(this::isCategorical).toList();
    }

    /** Numeric features that form segments, and do not only foresee them. */
    List<String> numericForming() {
        return numeric().stream().filter(name -> !covariates.contains(name)).toList();
    }

    /** Categorical features that form segments, and do not only foresee them. */
    List<String> categoricalForming() {
        return categorical().stream().filter(name -> !covariates.contains(name)).toList();
    }

    /** To be read as numbers: features, and possibly the target. */
    List<String> numericOnes() {
        return withTarget().stream().filter(name -> !isCategorical(name)).toList();
    }

    /** To be read as texts: features, and possibly the target. */
    List<String> categoricalOnes() {
        return withTarget().stream().filter(this::isCategorical).toList();
    }

    boolean isCategorical(String name) {
        return nominal.contains(name) || ordinal.containsKey(name);
    }

    /** The levels of an ordinal column, the lowest first. */
    Optional<List<String>> order(String name) {
        return Optional.ofNullable(ordinal.get(name));
    }
}
