package dev.segmentation.app.algorithm;

import java.util.List;
import java.util.Optional;

/** The kinds of columns by which an algorithm cuts. */
enum Columns {
    /** Numbers only. */
    NUMERIC,
    /** Categories only. */
    CATEGORICAL,
    /** Numbers and categories, at least one of each. */
    MIXED,
    /** Whatever there is. */
    ANY,
    /** One number. */
    ONE_NUMBER,
    /** Recency, frequency and monetary value. */
    RFM;

    boolean takesCategories() {
        return this == CATEGORICAL || this == MIXED || this == ANY;
    }

    /** What is wrong with columns, in a clause that follows the name of an algorithm. */
    Optional<String> fault(List<String> numeric, List<String> categorical) {
        if (!takesCategories() && !categorical.isEmpty()) {
            return Optional.of("takes numbers only, and \"" + categorical.get(0)
                    + "\" is categorical; leave it out, or choose "
                    + ClusterAlgorithms.names(other -> other.needs().columns().takesCategories()));
        }
        return switch (this) {
            case CATEGORICAL -> categoricalFault(numeric, categorical);
            case MIXED -> mixedFault(numeric, categorical);
            case ONE_NUMBER ->
                numeric.size() == 1
                        ? Optional.empty()
                        : Optional.of("takes one column, found " + numeric.size() + "; name one under --features");
            case RFM ->
                numeric.size() == 3
                        ? Optional.empty()
                        : Optional.of("takes three columns, found " + numeric.size()
                                + "; name days since the last purchase, number of purchases and their value under"
                                + " --features, in this order");
            case NUMERIC, ANY -> Optional.empty();
        };
    }

    private static Optional<String> categoricalFault(List<String> numeric, List<String> categorical) {
        return categorical.isEmpty() && numeric.isEmpty()
                ? Optional.of("needs a categorical column; name it under --categorical")
                : numeric.stream()
                        .findFirst()
                        .map(first -> "takes categories only, and \"" + first
                                + "\" is numeric; name it under --categorical if its values are categories");
    }

    private static Optional<String> mixedFault(List<String> numeric, List<String> categorical) {
        if (categorical.isEmpty()) {
            return Optional.of("needs a categorical column; name it under --categorical, or choose kmeans");
        }
        return numeric.isEmpty()
                ? Optional.of("needs a numeric column; name it under --features, or choose kmodes")
                : Optional.empty();
    }
}
