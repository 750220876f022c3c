package dev.segmentation.app.algorithm;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An algorithm and what it was given: refused in one line if they do not go together.
 *
 * @param algorithm that was chosen
 * @param numeric names of the numeric features, without covariates
 * @param categorical names of the categorical features, without covariates
 * @param scale what the user typed, empty if nothing
 */
public record Combination(
        ClusterAlgorithm algorithm, List<String> numeric, List<String> categorical, Optional<String> scale) {

    private static final String AS_THEY_ARE = "none";

    /** What a search decides itself, or what names customers, who would be others in every draw. */
    private static final Set<ClusterOption> NOT_SEARCHED = EnumSet.of(
            ClusterOption.INITIAL_CENTERS,
            ClusterOption.TARGET,
            ClusterOption.MIN_SIZE,
            ClusterOption.MAX_SIZE,
            ClusterOption.TOGETHER,
            ClusterOption.APART,
            ClusterOption.RULES,
            ClusterOption.HEIGHT,
            ClusterOption.NOISE);

    /**
     * What does not go together.
     *
     * @param options that were given
     * @return one line; empty if all is well
     */
    public Optional<String> fault(ClusterOptions options) {
        return segmentFault(options).or(() -> otherFault(options));
    }

    /**
     * What does not go together where the number of segments is searched for.
     *
     * @param options that were given
     * @return one line; empty if all is well
     */
    public Optional<String> searchFault(ClusterOptions options) {
        if (!algorithm.isSearchable()) {
            boolean found = algorithm.needs().segmentNumber() != Needs.SegmentNumber.GIVEN;
            return Optional.of(chosen()
                    + (found ? " finds the number of segments itself" : " makes as many equal segments as it is told")
                    + ", so that there is none to choose; take one of "
                    + ClusterAlgorithms.names(ClusterAlgorithm::isSearchable));
        }
        return options.segments()
                .map(given -> "--segments does not go with a search for their number; give --from and --to")
                .or(() -> options.given().stream()
                        .filter(NOT_SEARCHED::contains)
                        .findFirst()
                        .map(option ->
                                option.flag() + " does not go with a search for the number of segments, which tries"
                                        + " several of them and draws customers anew; leave it out"))
                .or(() -> otherFault(options));
    }

    private Optional<String> otherFault(ClusterOptions options) {
        return optionFault(options)
                .or(() -> algorithm.fault(options))
                .or(() ->
                        algorithm.needs().columns().fault(numeric, categorical).map(what -> chosen() + " " + what))
                .or(this::scaleFault);
    }

    /**
     * Whether features are brought to one scale unless the user says otherwise.
     *
     * @return false for algorithms that take values as they are
     */
    public boolean isScaled() {
        return algorithm.needs().scaling() == Needs.Scaling.SCALED;
    }

    private Optional<String> segmentFault(ClusterOptions options) {
        Needs.SegmentNumber number = algorithm.needs().segmentNumber();
        boolean hasHeight = algorithm.needs().taken().contains(ClusterOption.HEIGHT)
                && options.height().isPresent();
        if (hasHeight && options.segments().isPresent()) {
            return Optional.of("--height does not go with --segments; give one of the two");
        }
        if (number == Needs.SegmentNumber.GIVEN && options.segments().isEmpty() && !hasHeight) {
            return Optional.of("Missing required option: '--segments=K'");
        }
        return number == Needs.SegmentNumber.FOUND && options.segments().isPresent()
                ? Optional.of(chosen() + " finds the number of segments itself; leave out --segments")
                : Optional.empty();
    }

    private Optional<String> optionFault(ClusterOptions options) {
        for (ClusterOption option : options.given()) {
            if (!algorithm.needs().taken().contains(option)) {
                return Optional.of(option.flag() + " does not go with " + chosen() + ", only with "
                        + ClusterAlgorithms.names(other -> other.needs().taken().contains(option)));
            }
        }
        return algorithm.needs().required().stream()
                .filter(option -> !options.given().contains(option))
                .findFirst()
                .map(option -> chosen() + " needs " + option.flag());
    }

    private Optional<String> scaleFault() {
        return scale.filter(how -> !how.equals(AS_THEY_ARE))
                .filter(how -> !isScaled())
                .map(how -> "--scale " + how + " does not go with " + chosen()
                        + ", which takes values as they are; leave it out");
    }

    private String chosen() {
        return "--algorithm " + algorithm.name();
    }
}
