package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import dev.segmentation.Segment;
import dev.segmentation.app.algorithm.ClusterAlgorithm;
import dev.segmentation.app.algorithm.ClusterOptions;
import dev.segmentation.app.algorithm.Clustering;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What the user calls the segments. */
final class GivenNames {

    /** Longer ones fit on no card and in no table. */
    private static final int LONGEST = 100;

    @Option(
            names = "--names",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Names of the segments, one each, in the order in which they are shown. Look at them first in a run without"
                            + " names: the same options and seed give the same segments. Not for jenks, quantile, abc, rfm"
                            + " and rules, which name segments themselves; with --noise, the segment noise keeps its name.")
    private List<String> given = new ArrayList<>();

    /** For picocli. */
    GivenNames() {}

    /** What is wrong with them as far as that is known before any work; empty if nothing is, or none were given. */
    Optional<String> fault(ClusterAlgorithm algorithm, ClusterOptions options) {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (algorithm.namesSegments()) {
            return Optional.of("--names does not go with --algorithm " + algorithm.name()
                    + ", which names segments itself; leave it out");
        }
        Set<String> known = new HashSet<>();
        for (int s = 0; s < given.size(); s++) {
            Optional<String> fault = fault(given.get(s).strip(), known);
            if (fault.isPresent()) {
                return Optional.of("--names: name " + (s + 1) + " of " + given.size() + " " + fault.get());
            }
        }
        return algorithm
                .segmentCount(options)
                .filter(count -> count != given.size())
                .map(this::wrongCount);
    }

    private static Optional<String> fault(String name, Set<String> known) {
        if (name.isBlank()) {
            return Optional.of("is blank; give each segment a name, with a comma between two");
        }
        if (name.length() > LONGEST) {
            return Optional.of("has " + name.length() + " characters, expected at most " + LONGEST + "; shorten it");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("has a character that cannot be seen, such as a line end; leave it out");
        }
        if (Segment.RESERVED_NAMES.contains(name.toUpperCase(Locale.ROOT))) {
            return Optional.of(
                    "is reserved for customers in no segment " + Segment.RESERVED_NAMES + "; choose another name");
        }
        return known.add(name) ? Optional.empty() : Optional.of("is the same as an earlier one; choose another name");
    }

    private String wrongCount(int segments) {
        return "--names has " + given.size() + (given.size() == 1 ? " name" : " names") + ", but there are " + segments
                + " segments to be named; give as many, in the order in which they are shown";
    }

    /**
     * The same segments, called so; one that the algorithm has named itself is still called as it was.
     *
     * @throws InvalidInputException if there are more or fewer of them
     */
    Clustering applied(Clustering found, Path data) {
        if (given.isEmpty()) {
            return found;
        }
        List<Segment> named = new ArrayList<>();
        int next = 0;
        for (Segment segment : found.segments()) {
            boolean numbered = segment.name().equals(Integer.toString(segment.index()));
            boolean left = next < given.size();
            named.add(
                    numbered && left
                            ? Segment.of(segment.index(), given.get(next).strip())
                            : segment);
            next += numbered ? 1 : 0;
        }
        if (next != given.size()) {
            throw new InvalidInputException(Reason.BAD_NAME, "names", data + ": " + wrongCount(next));
        }
        if (named.stream().map(Segment::name).distinct().count() < named.size()) {
            throw new InvalidInputException(
                    Reason.BAD_NAME, "names", "--names: the algorithm calls a segment so itself; choose another name");
        }
        return found.called(named);
    }
}
