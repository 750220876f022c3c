package dev.segmentation.app.command;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The registry: a new algorithm is one more line here. */
final class ClusterAlgorithms implements ITypeConverter<ClusterAlgorithm> {

    static final List<ClusterAlgorithm> ALL = List.of(new KMeansAlgorithm());

    @Override
    public ClusterAlgorithm convert(String name) {
        return ALL.stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there are " + names()));
    }

    private static String names() {
        return ALL.stream().map(ClusterAlgorithm::name).collect(Collectors.joining(", "));
    }
}
