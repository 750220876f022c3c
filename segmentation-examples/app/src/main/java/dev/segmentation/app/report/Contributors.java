package dev.segmentation.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.Segmentation;
import dev.segmentation.app.io.Json;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many customers are behind each amount of a bridge of value: those who add something to it other than 0. Where there is
 * one, the amount is that customer's.
 */
public final class Contributors {

    private enum Amount {
        opening,
        acquired,
        lost,
        movedIn,
        movedOut,
        changeOfMovers,
        changeOfStayers,
        closing
    }

    private final Map<String, Map<Amount, Long>> bySegment = new LinkedHashMap<>();

    private Contributors() {}

    /**
     * Counts customers.
     *
     * @param before the earlier date
     * @param valuesBefore one value per customer with a segment
     * @param after the later date
     * @param valuesAfter the same
     * @return how many are behind the amounts
     */
    public static Contributors of(
            Segmentation before, double[] valuesBefore, Segmentation after, double[] valuesAfter) {
        Contributors counts = new Contributors();
        boolean[] stays = new boolean[valuesBefore.length];
        int[] earlier = after.snapshot().customerIds().rowsIn(before.snapshot().customerIds());
        for (int row = 0; row < earlier.length; row++) {
            String to = name(after, row);
            counts.add(to, Amount.closing, valuesAfter[row]);
            if (earlier[row] < 0) {
                counts.add(to, Amount.acquired, valuesAfter[row]);
                continue;
            }
            stays[earlier[row]] = true;
            String from = name(before, earlier[row]);
            double change = valuesAfter[row] - valuesBefore[earlier[row]];
            counts.add(to, from.equals(to) ? Amount.changeOfStayers : Amount.changeOfMovers, change);
            if (!from.equals(to)) {
                counts.add(to, Amount.movedIn, valuesBefore[earlier[row]]);
                counts.add(from, Amount.movedOut, valuesBefore[earlier[row]]);
            }
        }
        for (int row = 0; row < stays.length; row++) {
            counts.add(name(before, row), Amount.opening, valuesBefore[row]);
            counts.add(name(before, row), Amount.lost, stays[row] ? 0 : valuesBefore[row]);
        }
        return counts;
    }

    private static String name(Segmentation segmentation, int row) {
        return segmentation.segments().get(segmentation.assignment().label(row)).name();
    }

    private void add(String segment, Amount amount, double value) {
        if (value != 0) {
            bySegment
                    .computeIfAbsent(segment, name -> new EnumMap<>(Amount.class))
                    .merge(amount, 1L, Long::sum);
        }
    }

    /**
     * Of a segment.
     *
     * @param segment its name
     * @return a count per amount, by the names of {@link ValueFiles#json}
     */
    ObjectNode json(String segment) {
        ObjectNode json = Json.object();
        Map<Amount, Long> counts = bySegment.getOrDefault(segment, Map.of());
        for (Amount amount : Amount.values()) {
            json.put(amount.name(), counts.getOrDefault(amount, 0L));
        }
        return json;
    }
}
