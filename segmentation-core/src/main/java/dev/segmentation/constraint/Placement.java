package dev.segmentation.constraint;

/** How units are put into segments once distances are known: at the least cost that the constraints allow. */
interface Placement {

    /** Places every unit; gives what they cost. */
    double place(Costs costs, int[] labels);

    /** Whether labels that were found otherwise keep the constraints. */
    boolean keeps(int[] labels);

    /** Follows a renumbering: segment s becomes {@code newLabel[s]}. */
    default void renumber(int[] newLabel) {}

    /** Whether a unit goes to the lower of two equally near segments, so that other numbers may change its segment. */
    default boolean prefersLowerNumbers() {
        return false;
    }

    /** Where nothing constrains: every unit goes to its nearest segment, the lower one of two equally near ones. */
    final class Nearest implements Placement {

        @Override
        public double place(Costs costs, int[] labels) {
            costs.nearest(labels);
            return costs.sum(labels);
        }

        @Override
        public boolean prefersLowerNumbers() {
            return true;
        }

        @Override
        public boolean keeps(int[] labels) {
            return true;
        }
    }
}
