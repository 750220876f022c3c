package dev.segmentation.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A small reader of comma-separated test data: UTF-8, a header line, fields may be quoted, an empty field is missing. */
public final class CsvTable {

    private final List<String> names;
    private final List<List<String>> rows;

    private CsvTable(List<String> names, List<List<String>> rows) {
        this.names = names;
        this.rows = rows;
    }

    /**
     * Reads all of a stream.
     *
     * @param in not closed
     * @return the table
     * @throws IOException if reading fails
     */
    public static CsvTable read(InputStream in) throws IOException {
        List<List<String>> rows = records(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        List<String> names = rows.remove(0);
        for (List<String> row : rows) {
            if (row.size() != names.size()) {
                throw new IOException("a row of " + row.size() + " fields under a header of " + names.size());
            }
        }
        return new CsvTable(List.copyOf(names), rows);
    }

    /**
     * The number of rows below the header.
     *
     * @return at least 0
     */
    public int rowCount() {
        return rows.size();
    }

    /**
     * The header.
     *
     * @return the names of the columns
     */
    public List<String> names() {
        return names;
    }

    /**
     * A column as text.
     *
     * @param name the column
     * @return one text per row, empty where missing
     */
    public String[] column(String name) {
        int j = names.indexOf(name);
        if (j < 0) {
            throw new IllegalArgumentException("no column \"" + name + "\" in " + names);
        }
        return rows.stream().map(row -> row.get(j)).toArray(String[]::new);
    }

    /**
     * A column as numbers.
     *
     * @param name the column
     * @return one number per row, NaN where missing
     */
    public double[] numbers(String name) {
        String[] texts = column(name);
        double[] numbers = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            numbers[i] = texts[i].isEmpty() ? Double.NaN : Double.parseDouble(texts[i]);
        }
        return numbers;
    }

    private static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append(text.charAt(++i)); // a doubled quote stands for one
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                record.add(take(field));
                if (c == '\n') {
                    records.add(record);
                    record = new ArrayList<>();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (field.length() > 0 || !record.isEmpty()) {
            record.add(take(field)); // the last line has no line end
            records.add(record);
        }
        return records;
    }

    private static String take(StringBuilder field) {
        String text = field.toString();
        field.setLength(0);
        return text;
    }
}
