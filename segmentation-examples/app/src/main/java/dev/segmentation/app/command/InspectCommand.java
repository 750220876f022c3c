package dev.segmentation.app.command;

import dev.segmentation.app.io.ColumnGuess;
import dev.segmentation.app.io.ColumnGuess.Kind;
import dev.segmentation.app.io.CsvInspection;
import dev.segmentation.app.io.NameList;
import dev.segmentation.app.io.TextTable;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is in a file, before anything is done with it. */
@Command(
        name = "inspect",
        abbreviateSynopsis = true,
        requiredOptionMarker = '*',
        sortOptions = false,
        description =
                "Shows how a CSV file is written and what its columns seem to hold, and the command that would read it so."
                        + " Nothing is assumed of it later: what counts is the command that you give.",
        footer = {
            "",
            "Examples:",
            "  segment inspect customers.csv",
            "  segment inspect kunden.csv --decimal comma --encoding windows-1252",
            "",
            "Writes no file, and shows no cell but the ends of numbers and dates. Where no decimal sign is declared, it is"
                    + " guessed. Counts of different values above 1,024 are estimates."
        })
@SuppressWarnings("NullAway.Init") // required parameters are set before call()
final class InspectCommand implements Callable<Integer> {

    /** More names do not fit into a command that somebody reads. */
    private static final int MOST_NAMED = 200;

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.:/@%+=,-]+");

    private static final Pattern NAME_OF_CUSTOMERS =
            Pattern.compile("(?i)customer|client|kunde|member|user|account|household");

    private static final Pattern NAME_OF_AMOUNTS =
            Pattern.compile("(?i)amount|revenue|total|paid|sales|umsatz|betrag|spend");

    private final Session session;

    @Parameters(paramLabel = "DATA.csv", description = "Any table; plain or gzip.")
    private Path data;

    @Mixin
    private CsvOptions csv;

    @Mixin
    private DateOptions dates;

    InspectCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.progress("reading " + data);
        CsvInspection found = CsvInspection.of(
                data,
                csv.dialect().withDates(dates.style()),
                csv.areNumbersGiven() ? CsvInspection.Declared.YES : CsvInspection.Declared.NO);
        session.endProgress();
        session.out().println(head(found));
        session.out().println();
        session.out().println(table(found));
        session.out().println();
        session.out().println(advice(found));
        return 0;
    }

    private String head(CsvInspection found) {
        String guessed = csv.areNumbersGiven() ? "" : " (guessed)";
        TextTable table = new TextTable(List.of("", "")).withTexts(1);
        table.add("rows", grouped(found.rows()) + " below the first line, in " + grouped(found.lines()) + " lines");
        table.add("columns", grouped(found.columns().size()));
        table.add("separator", found.separator());
        table.add(
                "decimal sign",
                found.decimal()
                        + found.thousands().map(sign -> ", thousands " + sign).orElse("")
                        + guessed
                        + (found.isDecimalUncertain()
                                ? "; the same cells may mean other numbers: look, and say --decimal and --thousands"
                                : ""));
        table.add("encoding", found.encoding() + (found.isMarked() ? ", with" : ", without") + " byte order mark");
        List<String> lines = table.lines();
        return data + "\n" + String.join("\n", lines.subList(1, lines.size()));
    }

    private static TextTable table(CsvInspection found) {
        TextTable table = new TextTable(List.of("column", "seems to be", "missing", "distinct", "smallest", "largest"))
                .withTexts(1);
        for (ColumnGuess column : found.columns()) {
            table.add(
                    shown(column.name()),
                    column.words(),
                    grouped(column.missing()),
                    column.exact() ? grouped(column.distinct()) : "about " + grouped(rounded(column.distinct())),
                    column.smallest().orElse(""),
                    column.largest().orElse(""));
        }
        return table;
    }

    /** Two digits, since more are not known. */
    private static long rounded(long estimate) {
        long unit = 1;
        while (estimate / unit >= 100) {
            unit *= 10;
        }
        return (estimate + unit / 2) / unit * unit;
    }

    private String advice(CsvInspection found) {
        Optional<ColumnGuess> id = id(found);
        Optional<ColumnGuess> date = named(found, Kind.DATE).findFirst();
        List<ColumnGuess> numbers = named(found, Kind.NUMBER).toList();
        if (id.isPresent() && date.isPresent() && !numbers.isEmpty() && repeats(id.get(), found)) {
            return "The id repeats and there are dates, as in transactions. To paste, with the amount that you mean:\n"
                    + String.join(" ", transactions(found, id.get(), date.get(), amount(numbers)))
                    + (date.get().words().contains("with offsets")
                                    && dates.zone().isEmpty()
                            ? "\nDays begin where --zone says: put your own in place of UTC, such as Europe/Berlin"
                            : "");
        }
        List<String> words = new ArrayList<>(List.of("segment", "cluster", quoted(data.toString())));
        words.add("--id " + id.map(column -> quoted(column.name())).orElse("COLUMN"));
        List<ColumnGuess> complete =
                numbers.stream().filter(column -> column.missing() == 0).toList();
        List<ColumnGuess> categories = named(found, Kind.CATEGORY)
                .filter(column -> column.distinct() > 1)
                .toList();
        add(words, "--features", complete);
        add(words, "--categorical", categories);
        if (!categories.isEmpty()) {
            words.add("--algorithm " + (complete.isEmpty() ? "kmodes" : "kprototypes"));
        }
        words.addAll(dialect(found));
        words.add("--segments 5 --out segments");
        long left = found.columns().stream().filter(column -> !isUsable(column)).count();
        return (id.isEmpty() ? "No column looks like a customer id. " : "")
                + "To paste, and to shorten to what you mean:\n" + String.join(" ", words)
                + (numbers.size() > complete.size()
                        ? "\nLeft out, since cells are missing: "
                                + NameList.of(numbers.stream()
                                        .filter(column -> column.missing() > 0)
                                        .map(column -> shown(column.name()))
                                        .toList())
                        : "")
                + (Math.max(complete.size(), categories.size()) > MOST_NAMED
                        ? "\nLeft out, since they are many: all numbers and categories but the first " + MOST_NAMED
                        : "")
                + (left > 0 ? "\nLeft out, since their names have commas or quotes or are blank: " + left : "");
    }

    private static ColumnGuess amount(List<ColumnGuess> numbers) {
        return numbers.stream()
                .filter(column -> NAME_OF_AMOUNTS.matcher(column.name()).find())
                .findFirst()
                .or(() -> numbers.stream()
                        .filter(column -> column.words().equals("number"))
                        .findFirst())
                .orElse(numbers.get(0));
    }

    private List<String> transactions(CsvInspection found, ColumnGuess id, ColumnGuess date, ColumnGuess amount) {
        List<String> words = new ArrayList<>(List.of("segment", "demo", "--transactions", quoted(data.toString())));
        words.add("--customer " + quoted(id.name()));
        words.add("--date " + quoted(date.name()));
        words.add("--amount " + quoted(amount.name()));
        words.addAll(dialect(found));
        String form = date.words().replaceFirst("^date, ([^:,]*).*", "$1");
        if (!form.equals("yyyy-MM-dd")) {
            words.add("--date-format " + quoted(form));
        }
        if (date.words().contains("with offsets")) {
            words.add("--zone " + dates.zone().map(ZoneId::getId).orElse("UTC"));
        }
        words.add("--out story");
        return words;
    }

    /** A customer's rather than anything's, one that is different in every row rather than another. */
    private static Optional<ColumnGuess> id(CsvInspection found) {
        List<ColumnGuess> ids = named(found, Kind.ID).toList();
        return ids.stream()
                .filter(column -> NAME_OF_CUSTOMERS.matcher(column.name()).find())
                .findFirst()
                .or(() -> ids.stream()
                        .filter(column -> !repeats(column, found) && column.missing() == 0)
                        .findFirst())
                .or(() -> ids.stream().findFirst());
    }

    private static boolean repeats(ColumnGuess column, CsvInspection found) {
        return column.exact() ? column.distinct() < found.rows() : column.distinct() < 0.9 * found.rows();
    }

    private static Stream<ColumnGuess> named(CsvInspection found, Kind kind) {
        return found.columns().stream().filter(column -> column.kind() == kind && isUsable(column));
    }

    /** Options take names that are separated by commas. */
    private static boolean isUsable(ColumnGuess column) {
        return !column.name().isBlank() && column.name().chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    }

    private static void add(List<String> words, String option, List<ColumnGuess> columns) {
        if (!columns.isEmpty()) {
            words.add(option + " "
                    + quoted(String.join(
                            ",",
                            columns.stream()
                                    .limit(MOST_NAMED)
                                    .map(column -> column.name().strip())
                                    .toList())));
        }
    }

    private List<String> dialect(CsvInspection found) {
        List<String> words = new ArrayList<>();
        if (!found.separator().equals("comma")) {
            words.add("--separator " + quoted(found.separator()));
        }
        if (!found.decimal().equals("point")) {
            words.add("--decimal " + found.decimal());
        }
        found.thousands().ifPresent(sign -> words.add("--thousands " + sign));
        if (csv.isEncodingGiven()) {
            words.add("--encoding " + found.encoding());
        }
        return words;
    }

    /** For a shell. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Without what a terminal would obey. */
    private static String shown(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
