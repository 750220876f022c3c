package dev.segmentation.medoid;

/** Random rows. */
record RandomStart() implements MedoidStart {

    @Override
    public String toString() {
        return "random";
    }
}
