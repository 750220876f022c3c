package dev.segmentation.app.command;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Further columns of a file that go into {@code assignments.csv}, so that the next command has all in one file. */
final class KeptColumns {

    @Option(
            names = "--keep",
            split = ",",
            paramLabel = "COL",
            description =
                    "Further columns, copied into assignments.csv behind the features, such as the evidence for validate."
                            + " Texts stay as they are; if --decimal or --thousands is given, columns that are numbers in all cells"
                            + " are written with a decimal point.")
    private List<String> names = new ArrayList<>();

    /** For picocli. */
    KeptColumns() {}

    /**
     * Those that are not there anyway.
     *
     * @param id column with the customer id, which is the first
     * @param features columns that are copied
     * @return in the order in which they were given
     * @throws InvalidInputException if one is called as a result is
     */
    List<String> besides(String id, List<String> features) {
        List<String> others = names.stream()
                .distinct()
                .filter(name -> !features.contains(name) && !(name.equals(id) && name.equals(AssignmentsCsv.ID)))
                .toList();
        check(others, AssignmentsCsv.RESULTS);
        return others;
    }

    /** Refuses names that are there already. */
    static void check(List<String> kept, List<String> head) {
        for (String name : kept) {
            if (head.contains(name)) {
                throw new InvalidInputException(
                        Reason.DUPLICATE_FEATURE,
                        name,
                        "--keep: assignments.csv has a column \"" + name
                                + "\" of its own; call that of the file otherwise, or leave it out");
            }
        }
    }
}
