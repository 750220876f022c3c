package dev.segmentation.benchmarks;

import dev.segmentation.Assignment;
import dev.segmentation.CustomerIds;
import dev.segmentation.Segmentation;
import dev.segmentation.Snapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The customers of one date, each with a 64-bit id and one of 8 segments, in an order that says nothing.
 *
 * <p>Ids are spread over 97 times their number; the same customer has the same id at every date.
 */
public final class CustomersAtDate {

    /** k. */
    static final int SEGMENTS = 8;

    private static final int SPREAD = 97;
    private static final double STAYS = 0.85;
    private static final int BLOCK = 4096;

    private final LocalDate asOf;
    private final long[] ids;
    private final byte[] labels;

    /** What the ids are. */
    public enum Ids {
        /** 64-bit numbers. */
        NUMBERS,
        /** Texts of 14 characters or more; none is the same object at two dates. */
        TEXTS
    }

    private CustomersAtDate(LocalDate asOf, long[] ids, byte[] labels) {
        this.asOf = asOf;
        this.ids = ids;
        this.labels = labels;
    }

    /**
     * Customers 0 … n − 1 at one date and n / 10 … 11 n / 10 − 1 half a year later, in segments drawn anew: nine in ten are at
     * both dates.
     *
     * @param customers n
     * @return two dates
     */
    static List<CustomersAtDate> twoDates(int customers) {
        List<CustomersAtDate> dates = new ArrayList<>();
        for (int date = 0; date < 2; date++) {
            SplittableRandom random = new SplittableRandom(date + 1L);
            int[] numbers = new int[customers];
            byte[] labels = new byte[customers];
            for (int i = 0; i < customers; i++) {
                numbers[i] = date * (customers / 10) + i;
                labels[i] = (byte) random.nextInt(SEGMENTS);
            }
            dates.add(shuffled(LocalDate.of(2025, 1 + 6 * date, 31), numbers, labels, random));
        }
        return dates;
    }

    /**
     * n customers at the ends of some months in a row. From one to the next, one in a hundred leaves for good and a new one
     * takes the place, and of the others 85 % stay where they are while the rest are drawn anew.
     *
     * @param customers n
     * @param months at least 1
     * @return a date per month
     */
    static List<CustomersAtDate> months(int customers, int months) {
        SplittableRandom random = new SplittableRandom(3);
        int[] numbers = new int[customers];
        byte[] labels = new byte[customers];
        int next = customers;
        List<CustomersAtDate> dates = new ArrayList<>();
        for (int month = 0; month < months; month++) {
            for (int i = 0; i < customers; i++) {
                boolean isNew = month > 0 && random.nextInt(100) == 0;
                if (month == 0 || isNew || random.nextDouble() >= STAYS) {
                    labels[i] = (byte) random.nextInt(SEGMENTS);
                }
                numbers[i] = month == 0 ? i : isNew ? next++ : numbers[i];
            }
            LocalDate end = LocalDate.of(2023, 2, 1).plusMonths(month).minusDays(1);
            dates.add(shuffled(end, numbers, labels, random));
        }
        return dates;
    }

    /** In another order, with ids for the numbers of customers. */
    private static CustomersAtDate shuffled(LocalDate asOf, int[] numbers, byte[] labels, SplittableRandom random) {
        long[] ids = new long[numbers.length];
        byte[] moved = new byte[numbers.length];
        for (int i = 0; i < ids.length; i++) {
            int j = random.nextInt(i + 1); // a shuffle from the inside out
            ids[i] = ids[j];
            moved[i] = moved[j];
            ids[j] = (long) SPREAD * numbers[i] + new SplittableRandom(numbers[i]).nextInt(SPREAD);
            moved[j] = labels[i];
        }
        return new CustomersAtDate(asOf, ids, moved);
    }

    /**
     * The customers as the library takes them.
     *
     * @param kind what the ids are to be
     * @return the segmentation
     */
    Segmentation segmentation(Ids kind) {
        int[] wide = new int[labels.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = labels[i];
        }
        return Segmentation.of(Snapshot.of(asOf, customerIds(kind)), Assignment.copyOf(SEGMENTS, wide));
    }

    private CustomerIds customerIds(Ids kind) {
        if (kind == Ids.NUMBERS) {
            return CustomerIds.of(ids);
        }
        List<String> texts = new ArrayList<>(ids.length);
        for (long id : ids) {
            texts.add("C" + (1_000_000_000_000L + id));
        }
        return CustomerIds.of(texts);
    }

    /**
     * Writes dates for programs that are not Java, little-endian: how many there are and n as 64-bit integers, then for each
     * date n ids as 64-bit and n labels as 8-bit integers.
     *
     * @param file is replaced
     * @param dates of n customers each
     * @throws IOException if it cannot be written
     */
    static void write(Path file, List<CustomersAtDate> dates) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            buffer.putLong(dates.size()).putLong(dates.get(0).ids.length);
            out.write(buffer.array(), 0, buffer.position());
            for (CustomersAtDate date : dates) {
                for (int at = 0; at < date.ids.length; at += BLOCK) {
                    int size = Math.min(BLOCK, date.ids.length - at);
                    buffer.clear().asLongBuffer().put(date.ids, at, size);
                    out.write(buffer.array(), 0, size * Long.BYTES);
                }
                out.write(date.labels);
            }
        }
    }
}
