package dev.segmentation.mixture;

/**
 * What shape the components of a {@link GaussianMixture} may have, from few free numbers to many: the structures of
 * Banfield and Raftery (1993), Biometrics 49, 803–821, doi:10.2307/2532201, that practice uses.
 *
 * <p>The tied ones share one covariance among all components; the others give each component one of its own.
 */
public enum CovarianceStructure {
    /** One variance for all features and components: balls of one size (EII of mclust). */
    TIED_SPHERICAL(Shape.SPHERICAL, true),
    /** One variance per component: balls of different sizes (VII). Features must be in comparable units. */
    SPHERICAL(Shape.SPHERICAL, false),
    /** One variance per feature, the same in all components (EEI). */
    TIED_DIAGONAL(Shape.DIAGONAL, true),
    /** One variance per feature and component (VVI): features are independent inside a segment. */
    DIAGONAL(Shape.DIAGONAL, false),
    /** One covariance matrix for all components (EEE). */
    TIED(Shape.FULL, true),
    /** One covariance matrix per component (VVV). */
    FULL(Shape.FULL, false);

    /** Which numbers of a matrix are free. */
    enum Shape {
        SPHERICAL,
        DIAGONAL,
        FULL
    }

    private final Shape shape;
    private final boolean tied;

    CovarianceStructure(Shape shape, boolean tied) {
        this.shape = shape;
        this.tied = tied;
    }

    Shape shape() {
        return shape;
    }

    /**
     * Whether all components share one covariance.
     *
     * @return true for the tied ones
     */
    public boolean isTied() {
        return tied;
    }

    /**
     * How many numbers of the covariances are free.
     *
     * @param components how many, k
     * @param features how many, d
     * @return for example k·d·(d+1)/2 for {@link #FULL}
     */
    public int freeParameters(int components, int features) {
        int each = switch (shape) {
            case SPHERICAL -> 1;
            case DIAGONAL -> features;
            case FULL -> features * (features + 1) / 2;
        };
        return tied ? each : Math.multiplyExact(components, each);
    }
}
