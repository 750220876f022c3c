package dev.segmentation.app.algorithm;

/** An option of {@code cluster} that not every algorithm takes. */
public enum ClusterOption {
    /** Seed of what is drawn. */
    SEED("--seed"),
    /** How many starts are tried. */
    RESTARTS("--restarts"),
    /** Where to start. */
    INITIAL_CENTERS("--initial-centers"),
    /** Iterations of one start at most. */
    MAX_ITERATIONS("--max-iterations"),
    /** When to stop early. */
    TOLERANCE("--tolerance"),
    /** The column in which segments shall differ. */
    TARGET("--target"),
    /** The minimum segment size. */
    MIN_SIZE("--min-size"),
    /** The maximum segment size. */
    MAX_SIZE("--max-size"),
    /** Who stays together. */
    TOGETHER("--together"),
    /** Who is kept apart. */
    APART("--apart"),
    /** A file of rules. */
    RULES("--rules"),
    /** Columns by which membership is foreseen. */
    COVARIATES("--covariates"),
    /** Where a tree is cut. */
    HEIGHT("--height"),
    /** The shape of normal distributions. */
    COVARIANCE("--covariance"),
    /** A segment for who belongs nowhere. */
    NOISE("--noise");

    private final String flag;

    ClusterOption(String flag) {
        this.flag = flag;
    }

    /**
     * What the user types.
     *
     * @return with two hyphens
     */
    public String flag() {
        return flag;
    }
}
