package dev.segmentation.app.algorithm;

import dev.segmentation.app.io.NearestName;
import dev.segmentation.hierarchy.Agglomerative;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The registry: a new algorithm is one more line here. */
public final class ClusterAlgorithms implements ITypeConverter<ClusterAlgorithm> {

    static final List<ClusterAlgorithm> ALL = List.of(
            new KMeansAlgorithm(),
            new BisectingKMeansAlgorithm(),
            new PamAlgorithm(),
            new ClaraAlgorithm(),
            new MedoidSilhouetteAlgorithm(),
            new GaussianMixtureAlgorithm(),
            new FuzzyCMeansAlgorithm(),
            new LatentClassAlgorithm(),
            new KModesAlgorithm(),
            new KPrototypesAlgorithm(),
            new HierarchyAlgorithm("ward", "a tree that keeps sums of squares small, cut", Agglomerative.ward()),
            new HierarchyAlgorithm("complete", "a tree by the farthest customers, cut", Agglomerative.complete()),
            new HierarchyAlgorithm("average", "a tree by average distances, cut", Agglomerative.average()),
            new HierarchyAlgorithm("single", "a tree by the nearest customers, cut", Agglomerative.single()),
            new ChaidAlgorithm(),
            new CartAlgorithm(),
            new JenksAlgorithm(),
            new QuantileAlgorithm(),
            new AbcAlgorithm(),
            new RfmAlgorithm(),
            new RulesAlgorithm());

    /** What else people call them. */
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "gmm", "gaussian-mixture",
            "lca", "latent-class",
            "fcm", "fuzzy-cmeans",
            "kmedoids", "pam",
            "k-medoids", "pam",
            "hierarchical", "ward",
            "deciles", "quantile");

    /** For picocli. */
    public ClusterAlgorithms() {}

    @Override
    public ClusterAlgorithm convert(String name) {
        return ALL.stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(suggestion(name) + "there are " + names(any -> true)));
    }

    private static String suggestion(String name) {
        return Optional.ofNullable(OTHER_NAMES.get(name.toLowerCase(Locale.ROOT)))
                .or(() -> NearestName.of(
                        name, ALL.stream().map(ClusterAlgorithm::name).toList()))
                .map(nearest -> "did you mean " + nearest + "? ")
                .orElse("");
    }

    /**
     * Whether an algorithm compares customers by features of one scale.
     *
     * @param name of an algorithm
     * @return false if it takes values as they are, or is not known here
     */
    public static boolean isScaled(String name) {
        return ALL.stream()
                .anyMatch(algorithm ->
                        algorithm.name().equals(name) && algorithm.needs().scaling() == Needs.Scaling.SCALED);
    }

    /** Those of a kind, by name. */
    static String names(Predicate<ClusterAlgorithm> kind) {
        return ALL.stream().filter(kind).map(ClusterAlgorithm::name).collect(Collectors.joining(", "));
    }

    /**
     * Each with its line, for the help.
     *
     * @return in the order of the registry, names aligned
     */
    public static List<String> help() {
        return help(any -> true);
    }

    /**
     * Those whose number of segments can be searched for, for the help.
     *
     * @return in the order of the registry, names aligned
     */
    public static List<String> helpOfSearchable() {
        return help(ClusterAlgorithm::isSearchable);
    }

    private static List<String> help(Predicate<ClusterAlgorithm> kind) {
        List<ClusterAlgorithm> some = ALL.stream().filter(kind).toList();
        int width = some.stream().mapToInt(a -> a.name().length()).max().orElse(0);
        return some.stream()
                .map(a -> "  " + a.name() + " ".repeat(width - a.name().length() + 2)
                        + a.description().replace("%", "%%")) // picocli formats it
                .toList();
    }
}
