package dev.segmentation.app.io;

import dev.segmentation.Notice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the library says to programs, in words for who types commands: of options, lines and columns instead of methods, rows and
 * roles. Names in quotes stay as they are.
 */
public final class Wording {

    /** Such as {@code KMeans.fit: }, with which messages of the library begin. */
    private static final Pattern WHERE = Pattern.compile("^[A-Z]\\w*(?:\\.[a-z]\\w*)?: ");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern ONE_OF_MANY = Pattern.compile("\\b1 ([a-z]+)s (are|have|repeat|put|belong)\\b");
    private static final Pattern CUSTOMERS = Pattern.compile("the matrix has (\\d+) rows");
    private static final Pattern ROW = Pattern.compile("\\brow (\\d+)\\b");

    /** A finding without a number, and the code of its reason. */
    private static final Pattern UNCOMPARED = Pattern.compile("(cannot be (?:compared|computed) \\()([A-Z][A-Z_]*)\\)");

    private static final String LIBRARY = "dev.segmentation.";
    private static final String APPLICATION = "dev.segmentation.app.";

    private static final Pattern LONG_NUMBER =
            Pattern.compile("(?<![\\w.])\\d+\\.\\d{7,}(?:[eE]-?\\d+)?(?![\\w.]*\\w)");
    private static final MathContext DIGITS = new MathContext(4);

    private static final Map<String, String> SINGULAR =
            Map.of("are", "is", "have", "has", "repeat", "repeats", "put", "puts", "belong", "belongs");

    private static final String UNKNOWN_ORIGIN =
            "a file does not tell how its segments were found; segment choose says it";

    /** What no program of analysts has. */
    private static final Map<String, String> IDEAS = ordered(
            "(no segmenter given)",
            "(" + UNKNOWN_ORIGIN + ")",
            "give the segmenter to have resamples segmented anew",
            UNKNOWN_ORIGIN,
            "columns with the role DESCRIPTOR, EXPERIENCE or OUTCOME",
            "columns under --descriptors or --outcomes");

    private static final Map<String, String> WORDS = ordered(
            "impute or leave out these rows first",
            "fill these cells in, or leave these lines out",
            "impute or leave out",
            "fill in or leave out",
            "impute it",
            "fill it in",
            "impute",
            "fill in",
            "cluster.KMeans",
            "--algorithm kmeans",
            "mixed.KModes",
            "--algorithm kmodes",
            "medoid.Clara",
            "--algorithm clara",
            "dissimilarity.Gower",
            "--algorithm pam",
            "Agglomerative.ward() or single()",
            "--algorithm ward or single",
            "segmentCount",
            "--segments",
            "worstToBest",
            "--order",
            "maxIterations",
            "--max-iterations",
            "the matrix",
            "the file",
            "lower the minimum",
            "lower --min-size",
            "raise the maximum",
            "raise --max-size",
            "widen the bounds",
            "change --min-size or --max-size",
            "; 1 is the calling thread alone",
            "",
            "list every level",
            "list every level under --ordinal",
            "null, empty or blank",
            "empty or blank",
            "one row per",
            "one line per");

    /** With what a message about an option begins: such as {@code KMeans.withRestarts: restarts = 0}. */
    private static final Pattern OPTION = Pattern.compile("^[A-Z]\\w*\\.(\\w+): (\\w+)(?= = )");

    /** What commands call options, by the methods that set them, or by what those call their value. */
    private static final Map<String, String> OPTIONS = Map.of(
            "withMinimumShare", "--min-share",
            "withMinimumSize", "--min-size",
            "withMaximumSize", "--max-size",
            "restarts", "--restarts",
            "tolerance", "--tolerance",
            "height", "--height",
            "threads", "--threads");

    private static final Pattern ROWS = Pattern.compile("\\b(rows?)\\b(?! \\d)");

    private Wording() {}

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /**
     * What is wrong, for who typed a command.
     *
     * @param e thrown by the library or by the application, which finds its own words
     * @return its message
     */
    public static String of(Throwable e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        StackTraceElement[] trace = e.getStackTrace();
        boolean ofLibrary = trace.length > 0
                && trace[0].getClassName().startsWith(LIBRARY)
                && !trace[0].getClassName().startsWith(APPLICATION);
        return ofLibrary ? plain(message) : message;
    }

    /**
     * What there is to tell of a work that was done.
     *
     * @param notice of the library or of the application
     * @return its message
     */
    public static String of(Notice notice) {
        return plain(notice.message());
    }

    /**
     * A text of the library in which names of the user are without quotes.
     *
     * @param text such as a finding
     * @return the same, without ideas and codes that only programs have
     */
    public static String ofText(String text) {
        return UNCOMPARED
                .matcher(replaced(text, IDEAS))
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + ReasonWords.of(found.group(2)) + ")"));
    }

    /**
     * A line for the screen, where nobody reads 17 digits.
     *
     * @param text such as a note; the files have all digits
     * @return the same with 4 significant digits where there were more than six decimals
     */
    public static String shown(String text) {
        return outsideOfQuotes(
                text,
                part -> LONG_NUMBER
                        .matcher(part)
                        .replaceAll(found -> new BigDecimal(found.group())
                                .round(DIGITS)
                                .stripTrailingZeros()
                                .toPlainString()));
    }

    private static String plain(String message) {
        String of = OPTION.matcher(message)
                .replaceFirst(found -> Matcher.quoteReplacement(Optional.ofNullable(OPTIONS.get(found.group(1)))
                        .or(() -> Optional.ofNullable(OPTIONS.get(found.group(2))))
                        .orElse(found.group())));
        return outsideOfQuotes(WHERE.matcher(of).replaceFirst(""), part -> {
            String counted = CUSTOMERS
                    .matcher(part)
                    .replaceAll(found -> found.group(1).equals("1")
                            ? "there is only 1 customer"
                            : "there are only " + found.group(1) + " customers");
            String said = replaced(replaced(counted, IDEAS), WORDS);
            said = ROWS.matcher(said).replaceAll(found -> found.group(1).equals("row") ? "line" : "lines");
            return ONE_OF_MANY
                    .matcher(said)
                    .replaceAll(found -> "1 " + found.group(1) + " " + SINGULAR.get(found.group(2)));
        });
    }

    /** Rows of a table, counted from 0, as lines of its file. */
    static String withLines(String message, CsvTable table) {
        return outsideOfQuotes(
                message,
                part -> ROW.matcher(part)
                        .replaceAll(found -> isIn(table, found.group(1))
                                ? "line " + table.line(Integer.parseInt(found.group(1)))
                                : Matcher.quoteReplacement(found.group())));
    }

    private static boolean isIn(CsvTable table, String row) {
        return row.length() < 10 && Integer.parseInt(row) < table.rowCount();
    }

    private static String replaced(String text, Map<String, String> words) {
        String said = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            said = said.replace(word.getKey(), word.getValue());
        }
        return said;
    }

    private static String outsideOfQuotes(String text, UnaryOperator<String> change) {
        StringBuilder whole = new StringBuilder();
        Matcher quoted = QUOTED.matcher(text);
        int at = 0;
        while (quoted.find()) {
            whole.append(change.apply(text.substring(at, quoted.start()))).append(quoted.group());
            at = quoted.end();
        }
        return whole.append(change.apply(text.substring(at))).toString();
    }
}
