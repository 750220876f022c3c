package dev.segmentation.medoid;

/** Rows that are chosen one by one, each the best. */
record BuildStart() implements MedoidStart {

    @Override
    public String toString() {
        return "build";
    }
}
