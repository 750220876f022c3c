package dev.segmentation.metrics.validity;

/** What the evidence says. */
public enum Verdict {
    /** The evidence is for it, beyond what chance would give. */
    PASS,
    /** The evidence is against it: the threshold is missed, or an effect worth having is ruled out. */
    FAIL,
    /** The evidence does not decide: too few customers, or no column that could tell. */
    UNCERTAIN,
    /** Nothing was given to check it with. */
    NOT_CHECKED;

    /** Both must hold; what was not checked does not count. */
    Verdict and(Verdict other) {
        if (this == NOT_CHECKED || other == NOT_CHECKED) {
            return this == NOT_CHECKED ? other : this;
        }
        if (this == FAIL || other == FAIL) {
            return FAIL;
        }
        return this == PASS && other == PASS ? PASS : UNCERTAIN;
    }

    /** One of them is enough; both must fail to fail. */
    Verdict or(Verdict other) {
        if (this == NOT_CHECKED || other == NOT_CHECKED) {
            return this == NOT_CHECKED ? other : this;
        }
        if (this == PASS || other == PASS) {
            return PASS;
        }
        return this == FAIL && other == FAIL ? FAIL : UNCERTAIN;
    }
}
