package dev.segmentation.app.shop;

/**
 * What a simulated customer really is, at a time. A segmentation sees only purchases; this is what it tries to find out.
 */
public enum CustomerType {
    /** Buys every two to three weeks, like clockwork, whatever the season. */
    LOYAL_REGULAR("Loyal regular"),
    /** Buys every other month, and then a lot. */
    BIG_BASKET("Big basket"),
    /** Buys small things, mostly during sales, and sends many back. */
    BARGAIN_HUNTER("Bargain hunter"),
    /** Buys a few times a year, most likely before Christmas. */
    OCCASIONAL("Occasional"),
    /** Does not buy any more, or bought once and never meant to come back. */
    INACTIVE("Inactive");

    private final String label;

    CustomerType(String label) {
        this.label = label;
    }

    /**
     * Its name for people.
     *
     * @return such as {@code Loyal regular}
     */
    public String label() {
        return label;
    }
}
