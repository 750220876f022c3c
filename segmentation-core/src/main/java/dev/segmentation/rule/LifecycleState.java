package dev.segmentation.rule;

/** Where a customer is in the life of the relation, by what {@link Lifecycle} knows. */
public enum LifecycleState {
    /** Has never bought. */
    PROSPECT(0, "Prospect"),
    /** Has bought of late, but less often than an active customer. */
    NEW(1, "New"),
    /** Buys. */
    ACTIVE(2, "Active"),
    /** Has not bought for some time. */
    AT_RISK(3, "At risk"),
    /** Has not bought for so long that the relation counts as ended. */
    LAPSED(4, "Lapsed"),
    /** Has bought again after having lapsed. */
    WON_BACK(5, "Won back"),
    /** Is active, and recommends or does whatever else an advocate does. */
    ADVOCATE(6, "Advocate");

    private final int label;
    private final String segmentName;

    LifecycleState(int label, String segmentName) {
        this.label = label;
        this.segmentName = segmentName;
    }

    /**
     * The name of its segment.
     *
     * @return such as {@code At risk}
     */
    public String segmentName() {
        return segmentName;
    }

    /** The label of its segment. */
    int label() {
        return label;
    }
}
