package dev.segmentation.rule;

/** Where a customer is in the life of the relation, by what {@link Lifecycle} knows. */
public enum LifecycleState {
    /** Has never bought. */
    PROSPECT("Prospect"),
    /** Has bought of late, but less often than an active customer. */
    NEW("New"),
    /** Buys. */
    ACTIVE("Active"),
    /** Has not bought for some time. */
    AT_RISK("At risk"),
    /** Has not bought for so long that the relation counts as ended. */
    LAPSED("Lapsed"),
    /** Has bought again after having lapsed. */
    WON_BACK("Won back"),
    /** Is active, and recommends or does whatever else an advocate does. */
    ADVOCATE("Advocate");

    private final String segmentName;

    LifecycleState(String segmentName) {
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
}
