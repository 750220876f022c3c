package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segmentation.app.Program;
import dev.segmentation.app.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NoFeasibleSolutionException;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks reports on few customers: whatever their tables tell, no number that rests on one to four customers can be computed
 * from them. The attacker knows all equations between what is shown, and that counts are not negative (linear programming).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallCellsTest {

    private static final int REPORTS = 6;

    private static final int LEAST = 5;

    /** By so much a count or an amount must be able to differ. */
    private static final double STEP = 0.3;

    private record Cell(String text, double value) {

        boolean isHidden() {
            return text.equals("hidden");
        }
    }

    /** A report and what it was made of. */
    private record Case(String page, Path folder) {

        JsonNode file(String name) throws IOException {
            return Json.parse(Files.readString(folder.resolve(name))).orElseThrow();
        }

        /** The lines of a table, by its head, of which the caption starts so. */
        List<Map<String, Cell>> table(String caption) {
            Matcher found = Pattern.compile(
                            "<caption>" + Pattern.quote(caption) + ".*?<thead>(.*?)</thead>.*?<tbody>(.*?)</tbody>",
                            Pattern.DOTALL)
                    .matcher(page);
            assertThat(found.find()).as(caption).isTrue();
            List<String> head = cells(found.group(1)).stream().map(Cell::text).toList();
            List<Map<String, Cell>> lines = new ArrayList<>();
            for (String row : found.group(2).split("</tr>")) {
                List<Cell> cells = cells(row);
                Map<String, Cell> line = new LinkedHashMap<>();
                for (int i = 0; i < cells.size(); i++) {
                    line.put(head.get(i), cells.get(i));
                }
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
            return lines;
        }

        private static List<Cell> cells(String row) {
            List<Cell> cells = new ArrayList<>();
            Matcher cell = Pattern.compile("<t[hd]([^>]*)>(.*?)</t[hd]>", Pattern.DOTALL)
                    .matcher(row);
            while (cell.find()) {
                Matcher exact = Pattern.compile("data-value=\"([^\"]*)\"").matcher(cell.group(1));
                cells.add(new Cell(
                        cell.group(2).replaceAll("<[^>]*>", ""),
                        exact.find() ? Double.parseDouble(exact.group(1)) : Double.NaN));
            }
            return cells;
        }
    }

    /** What an attacker knows: equations in unknown numbers. */
    private static final class Attack {

        private final List<String> unknown = new ArrayList<>();
        private final List<Map<Integer, Double>> left = new ArrayList<>();
        private final List<Double> right = new ArrayList<>();
        private final boolean nonNegative;

        Attack(boolean nonNegative) {
            this.nonNegative = nonNegative;
        }

        /** The sum of factors times numbers, of which some are known. */
        final class Equation {

            private final Map<Integer, Double> factors = new LinkedHashMap<>();
            private double known;

            Equation add(double factor, String name, Cell cell) {
                if (cell.isHidden()) {
                    if (!unknown.contains(name)) {
                        unknown.add(name);
                    }
                    factors.merge(unknown.indexOf(name), factor, Double::sum);
                } else {
                    known += factor * cell.value();
                }
                return this;
            }

            void is(double total) {
                left.add(factors);
                right.add(total - known);
            }
        }

        Equation equation() {
            return new Equation();
        }

        /** Whether no other number fits. */
        boolean finds(String name, double truth) {
            return unknown.contains(name) && !fits(name, truth + STEP, 1) && !fits(name, truth - STEP, -1);
        }

        /** Whether a number could be so large, by factor 1, or so small, by −1. */
        private boolean fits(String name, double bound, int direction) {
            double[] one = new double[unknown.size()];
            one[unknown.indexOf(name)] = direction;
            List<LinearConstraint> constraints = new ArrayList<>();
            for (int e = 0; e < left.size(); e++) {
                double[] factors = new double[unknown.size()];
                left.get(e).forEach((i, factor) -> factors[i] = factor);
                constraints.add(new LinearConstraint(factors, Relationship.EQ, right.get(e)));
            }
            List<LinearConstraint> all = new ArrayList<>(constraints);
            all.add(new LinearConstraint(one, Relationship.GEQ, direction * bound));
            try {
                double[] fit = new SimplexSolver()
                        .optimize(
                                new LinearObjectiveFunction(new double[unknown.size()], 0),
                                new LinearConstraintSet(all),
                                GoalType.MINIMIZE,
                                new NonNegativeConstraint(nonNegative))
                        .getPoint();
                for (LinearConstraint constraint : constraints) { // the solver has erred before
                    assertThat(constraint.getCoefficients().dotProduct(new ArrayRealVector(fit)))
                            .isCloseTo(constraint.getValue(), within(1e-4));
                }
                return direction * fit[unknown.indexOf(name)] >= direction * bound - 1e-6;
            } catch (NoFeasibleSolutionException e) {
                return false;
            }
        }
    }

    @TempDir
    static Path temp;

    private final List<Case> cases = new ArrayList<>();

    @BeforeAll
    void makeReports() throws IOException {
        for (int seed = 0; seed < REPORTS; seed++) {
            Path folder = Files.createDirectories(temp.resolve("report" + seed));
            Random random = new Random(seed);
            int n = 90 + 40 * seed;
            double[][] people = new double[n][];
            for (int i = 0; i < n; i++) {
                int kind = random.nextInt(5);
                people[i] = new double[] {
                    10 * kind + 5 * random.nextGaussian(),
                    random.nextInt(20) == 0 ? 1 : 0,
                    Math.abs(kind + random.nextGaussian())
                };
            }
            for (int i = 50; i < 53 && seed % 2 == 1; i++) {
                people[i][0] = 300; // a segment of three
            }
            Path first = Files.writeString(folder.resolve("first.csv"), csv(people, random, 0, n - 6));
            for (double[] person : people) {
                person[0] += 4 * random.nextGaussian();
                person[2] = Math.abs(person[2] + random.nextGaussian());
            }
            Path second = Files.writeString(folder.resolve("second.csv"), csv(people, random, 4, n));
            run(
                    "cluster",
                    first,
                    "--id",
                    "id",
                    "--features",
                    "spend,visits",
                    "--categorical",
                    "city",
                    "--algorithm",
                    "kprototypes",
                    "--segments",
                    4 + seed % 3,
                    "--keep",
                    "vip,worth",
                    "--out",
                    folder);
            run(
                    "score",
                    folder.resolve("model.json"),
                    second,
                    "--id",
                    "id",
                    "--keep",
                    "vip,worth",
                    "--out",
                    folder.resolve("later"));
            Path before = folder.resolve("assignments.csv");
            run(
                    "validate",
                    before,
                    "--id",
                    "id",
                    "--segment",
                    "segment",
                    "--features",
                    "spend,visits",
                    "--descriptors",
                    "vip,worth",
                    "--value",
                    value(seed),
                    "--out",
                    folder);
            run(
                    "migrate",
                    before,
                    folder.resolve("later/assignments.csv"),
                    "--id",
                    "id",
                    "--segment",
                    "segment",
                    "--value",
                    value(seed),
                    "--out",
                    folder);
            run(
                    "choose",
                    first,
                    "--id",
                    "id",
                    "--features",
                    "spend,visits",
                    "--to",
                    5,
                    "--resamples",
                    3,
                    "--out",
                    folder);
            run("report", folder);
            cases.add(new Case(Files.readString(folder.resolve("report.html")), folder));
        }
    }

    /** Amounts, or zeros and ones, of which a sum is a count. */
    private static String value(int seed) {
        return seed % 3 == 2 ? "vip" : "worth";
    }

    private static String csv(double[][] people, Random random, int from, int to) {
        StringBuilder csv = new StringBuilder("id,spend,visits,city,vip,worth\n");
        for (int i = from; i < to; i++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%03d,%.2f,%d,%s,%d,%.2f%n",
                    i,
                    people[i][0],
                    (int) people[i][2],
                    i > 20 && i < 24
                            ? "Pisa"
                            : List.of("Rome", "Oslo", "Bern").get(random.nextInt(12) == 0 ? 2 : random.nextInt(2)),
                    (int) people[i][1],
                    20 + 500 * random.nextDouble()));
        }
        return csv.toString();
    }

    private static void run(Object... arguments) {
        assertThat(Program.run(arguments).code())
                .as(List.of(arguments).toString())
                .isZero();
    }

    private static boolean isSmall(double count) {
        return count > 0.5 && count < LEAST - 0.5;
    }

    @Test
    void flowsOfFewCustomersAreNotFound() throws IOException {
        int small = 0;
        int told = 0;
        for (Case one : cases) {
            JsonNode migration = one.file("migration.json");
            List<String> names = new ArrayList<>();
            migration.path("segments").forEach(name -> names.add(name.asText()));
            Map<String, Cell> flows = new LinkedHashMap<>();
            for (Map<String, Cell> line : one.table("Customers by where they were")) {
                flows.put(line.get("from").text() + "/" + line.get("to").text(), line.get("customers"));
            }
            Cell none = new Cell("", 0);
            Attack attack = new Attack(true);
            List<String> rows = new ArrayList<>(names);
            rows.add("new");
            List<String> columns = new ArrayList<>(names);
            columns.add("left");
            for (Map<String, Cell> size : one.table("Customers of each segment by date")) {
                String name = size.get("segment").text();
                if (!size.get("customers").isHidden()) {
                    Attack.Equation sum = attack.equation();
                    boolean before = size.get("date").text().equals("before");
                    for (String other : before ? columns : rows) {
                        String key = before ? name + "/" + other : other + "/" + name;
                        sum.add(1, key, flows.getOrDefault(key, none));
                    }
                    sum.is(size.get("customers").value());
                } else if (size.get("date").text().equals("before")) { // also where nobody went
                    assertThat(flows.keySet().stream().filter(key -> key.startsWith(name + "/")))
                            .hasSizeGreaterThanOrEqualTo(names.size());
                }
            }
            JsonNode counts = migration.path("counts");
            Cell moved = one.page().contains("How mobile customers are is hidden")
                    ? new Cell("hidden", Double.NaN)
                    : one.table("Indices of mobility").stream()
                            .filter(line -> line.get("index").text().startsWith("share of customers who moved"))
                            .findFirst()
                            .orElseThrow()
                            .get("value");
            if (!moved.isHidden()) {
                told++;
                Attack.Equation stayed = attack.equation();
                Attack.Equation all = attack.equation();
                double stayers = 0;
                double both = 0;
                for (int i = 0; i < names.size(); i++) {
                    for (int j = 0; j < names.size(); j++) {
                        String key = names.get(i) + "/" + names.get(j);
                        all.add(1, key, flows.getOrDefault(key, none));
                        both += counts.path(i).path(j).asInt();
                    }
                    String key = names.get(i) + "/" + names.get(i);
                    stayed.add(1, key, flows.getOrDefault(key, none));
                    stayers += counts.path(i).path(i).asInt();
                }
                stayed.is(stayers);
                all.is(both);
            }
            for (Map<String, Cell> line : one.table("Share of the customers of a segment who")) {
                if (Double.isFinite(line.get("share").value())
                        && line.get("share").value() > 0) {
                    Attack.Equation row = attack.equation();
                    for (String to : names) {
                        String key = line.get("from").text() + "/" + to;
                        row.add(1, key, flows.getOrDefault(key, none));
                    }
                    row.is(Math.rint(
                            line.get("customers").value() / line.get("share").value()));
                }
            }
            for (int i = 0; i <= names.size(); i++) {
                for (int j = 0; j <= names.size(); j++) {
                    double count = i == names.size()
                            ? migration.path("entrants").path(j).asDouble()
                            : j == names.size()
                                    ? migration.path("leavers").path(i).asDouble()
                                    : counts.path(i).path(j).asDouble();
                    if (isSmall(count)) {
                        String key = rows.get(i) + "/" + columns.get(j);
                        assertThat(flows.get(key).isHidden()).as(key).isTrue();
                        assertThat(attack.finds(key, count))
                                .as(one.folder() + " " + key)
                                .isFalse();
                        small++;
                    }
                }
            }
        }
        assertThat(small).isGreaterThan(15);
        assertThat(told).as("not all is hidden").isPositive();
    }

    /** Of each segment and amount, how many customers add to it, and its sum; from the customers. */
    private record Behind(Map<String, double[]> customers, Map<String, double[]> amounts) {

        static Behind of(Path folder, String column) throws IOException {
            Behind all = new Behind(new LinkedHashMap<>(), new LinkedHashMap<>());
            Map<String, String[]> before = read(folder.resolve("assignments.csv"), column);
            Map<String, String[]> after = read(folder.resolve("later/assignments.csv"), column);
            before.forEach((id, then) -> {
                double value = Double.parseDouble(then[1]);
                all.add(then[0], 0, value);
                if (!after.containsKey(id)) {
                    all.add(then[0], 2, value);
                }
            });
            after.forEach((id, now) -> {
                double value = Double.parseDouble(now[1]);
                all.add(now[0], 7, value);
                String[] then = before.get(id);
                if (then == null) {
                    all.add(now[0], 1, value);
                } else {
                    double earlier = Double.parseDouble(then[1]);
                    all.add(now[0], then[0].equals(now[0]) ? 6 : 5, value - earlier);
                    if (!then[0].equals(now[0])) {
                        all.add(now[0], 3, earlier);
                        all.add(then[0], 4, earlier);
                    }
                }
            });
            return all;
        }

        private void add(String segment, int item, double amount) {
            customers.computeIfAbsent(segment, key -> new double[8])[item] += amount == 0 ? 0 : 1;
            amounts.computeIfAbsent(segment, key -> new double[8])[item] += amount;
        }

        private static Map<String, String[]> read(Path file, String column) throws IOException {
            List<String> lines = Files.readAllLines(file);
            List<String> head = List.of(lines.get(0).split(","));
            Map<String, String[]> customers = new LinkedHashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",");
                customers.put(cells[0], new String[] {cells[head.indexOf("segment")], cells[head.indexOf(column)]});
            }
            return customers;
        }
    }

    /** The sum of few customers' values, even if many more are there who are worth nothing. */
    @Test
    void amountsOfFewCustomersAreNotFound() throws IOException {
        List<String> items = List.of(
                "opening",
                "new customers",
                "lost customers",
                "moved in",
                "moved out",
                "change of who moved",
                "change of who stayed",
                "closing");
        double[] signs = {1, 1, -1, 1, -1, 1, 1, -1};
        int small = 0;
        int shown = 0;
        for (Case one : cases) {
            Behind behind = Behind.of(one.folder(), value(cases.indexOf(one)));
            Attack attack = new Attack(false);
            List<Map<String, Cell>> lines = one.table("Bridge of value");
            Attack.Equation[] over = new Attack.Equation[items.size()];
            for (int item = 0; item < over.length; item++) {
                over[item] = attack.equation();
            }
            Attack.Equation balance = attack.equation();
            for (Map<String, Cell> bridge : lines) {
                String name = bridge.get("segment").text();
                boolean all = name.equals("all");
                Attack.Equation along = attack.equation();
                for (int item = 0; item < items.size(); item++) {
                    Cell amount = bridge.get(items.get(item));
                    Cell known = !all && behind.customers().get(name)[item] == 0 ? new Cell("", 0) : amount;
                    String key = name + "/" + items.get(item);
                    along.add(signs[item], key, known);
                    over[item].add(all ? -1 : 1, key, known);
                    if (all && (item == 3 || item == 4)) {
                        balance.add(signs[item], key, known);
                    }
                    shown += amount.isHidden() ? 0 : 1;
                }
                along.is(0);
            }
            for (Attack.Equation sum : over) {
                sum.is(0);
            }
            balance.is(0);
            for (Map<String, Cell> bridge : lines.subList(1, lines.size())) {
                String name = bridge.get("segment").text();
                for (int item = 0; item < items.size(); item++) {
                    if (isSmall(behind.customers().get(name)[item])) {
                        String key = name + "/" + items.get(item);
                        assertThat(bridge.get(items.get(item)).isHidden())
                                .as(one.folder() + " " + key)
                                .isTrue();
                        assertThat(attack.finds(key, behind.amounts().get(name)[item]))
                                .as(one.folder() + " " + key)
                                .isFalse();
                        small++;
                    }
                }
                if (isSmall(behind.customers().get(name)[0])) {
                    String card = card(one, name);
                    assertThat(card.contains("<dt>Share of value</dt>\n<dd>hidden</dd>"))
                            .as(card)
                            .isEqualTo(!card.contains("Not shown"));
                }
            }
            for (Map<String, Cell> line : one.table("Value of each segment by date")) {
                int item = line.get("date").text().equals("before") ? 0 : 7;
                assertThat(line.get("value").isHidden()
                                || !isSmall(behind.customers()
                                        .get(line.get("segment").text())[item]))
                        .isTrue();
            }
        }
        assertThat(small).isGreaterThan(20);
        assertThat(shown).isGreaterThan(60);
    }

    /** Mean, spread and quantiles of whole numbers are equations of their counts: pages of other counts must be the same. */
    @Test
    void gradesOfFewCustomersAreNotFound() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("grades"));
        String one = grades(folder, 200, 148, 51, 1);
        String two = grades(folder, 200, 149, 49, 2);
        String three = grades(folder, 200, 150, 47, 3);
        assertThat(three).contains("<td class=\"number\" data-value=\"0.6325000000000001\"");
        assertThat(one).isEqualTo(three);
        assertThat(two).isEqualTo(three);
        assertThat(three)
                .contains("77 to 94", "mean grade is -0.36 to -0.08 standard deviations from the others")
                .doesNotContain("0.3505", "77.6", "93.6");
        run("report", folder, "--least-customers", 1);
        assertThat(Files.readString(folder.resolve("report.html"))).contains("77.63 to 93.68");
    }

    /** The page where a segment has so many customers of each grade; of all of them it has the same sum. */
    private static String grades(Path folder, int... counts) throws IOException {
        Random random = new Random(8);
        StringBuilder csv = new StringBuilder("id,segment,place,grade\n");
        List<int[]> segments = List.of(counts, new int[] {150, 150, 60, 40}, new int[] {90, 6, 7, 2});
        for (int s = 0; s < segments.size(); s++) {
            for (int grade = 0; grade < 4; grade++) {
                for (int i = 0; i < segments.get(s)[grade]; i++) {
                    csv.append(String.format(
                            Locale.ROOT,
                            "%d,%s,%.3f,%d%n",
                            csv.length(),
                            "ABC".charAt(s),
                            5 * s + random.nextGaussian(),
                            grade));
                }
            }
        }
        Path data = Files.writeString(folder.resolve("grades.csv"), csv);
        run(
                "validate",
                data,
                "--id",
                "id",
                "--segment",
                "segment",
                "--features",
                "place",
                "--descriptors",
                "grade",
                "--out",
                folder);
        run("report", folder);
        return Files.readString(folder.resolve("report.html"));
    }

    /** A medoid is a customer. */
    @Test
    void medoidsAreNotShown() throws IOException {
        Path made = temp.resolve("medoids");
        for (String algorithm : List.of("pam", "clara", "medoid-silhouette")) {
            run(
                    "cluster",
                    cases.get(0).folder().resolve("first.csv"),
                    "--id",
                    "id",
                    "--features",
                    "spend,visits",
                    "--algorithm",
                    algorithm,
                    "--segments",
                    3,
                    "--out",
                    made);
            run("report", made);
            assertThat(Files.readString(made.resolve("report.html")))
                    .contains("The medoid of each segment is one of its customers, and is not shown.")
                    .doesNotContain("Centers, in the units of the data");
            run("report", made, "--least-customers", 1);
            assertThat(Files.readString(made.resolve("report.html"))).contains("Centers, in the units of the data");
        }
    }

    @Test
    void levelsOfFewCustomersAreNotFoundAndOnNoCard() throws IOException {
        int small = 0;
        for (Case one : cases) {
            JsonNode profile = one.file("profile.json");
            Attack attack = new Attack(true);
            Map<String, Attack.Equation> ofLevels = new LinkedHashMap<>();
            Map<String, Attack.Equation> ofSegments = new LinkedHashMap<>();
            Map<String, Double> totals = new LinkedHashMap<>();
            Map<String, Cell> cells = new LinkedHashMap<>();
            for (Map<String, Cell> line : one.table("Share of each level")) {
                String segment = line.get("segment").text();
                String level = line.get("level").text();
                cells.put(segment + "/" + level, line.get("customers"));
                for (Attack.Equation sum : List.of(
                        ofLevels.computeIfAbsent(level, key -> attack.equation()),
                        ofSegments.computeIfAbsent(segment, key -> attack.equation()))) {
                    sum.add(1, segment + "/" + level, line.get("customers"));
                }
                if (!line.get("share of all").isHidden()) {
                    totals.put(
                            level,
                            line.get("share of all").value()
                                    * profile.path("customers").asDouble());
                }
            }
            assertThat(totals)
                    .allSatisfy((level, total) -> assertThat(isSmall(total)).isFalse());
            totals.forEach((level, total) -> ofLevels.get(level).is(Math.rint(total)));
            for (JsonNode segment : profile.path("segments")) {
                String name = segment.path("segment").asText();
                if (!card(one, name).contains("Not shown")) {
                    ofSegments.get(name).is(segment.path("size").asDouble());
                }
                for (JsonNode level : segment.path("levels")) {
                    String key = name + "/" + level.path("level").asText();
                    if (cells.get(key).isHidden()) {
                        assertThat(card(one, name))
                                .doesNotContain("city = " + level.path("level").asText());
                    }
                    if (isSmall(level.path("count").asDouble())) {
                        assertThat(cells.get(key).isHidden()).as(key).isTrue();
                        assertThat(attack.finds(key, level.path("count").asDouble()))
                                .as(one.folder() + " " + key)
                                .isFalse();
                        small++;
                    }
                }
            }
        }
        assertThat(small).isGreaterThan(5);
    }

    private static String card(Case one, String segment) {
        for (String card : one.page().split("<article ")) {
            if (card.contains("<bdi>" + segment + "</bdi>") && card.contains("class=\"card\"")) {
                return card.substring(0, card.indexOf("</article>"));
            }
        }
        throw new AssertionError("no card of " + segment);
    }

    /** The mean of a column of zeros and ones is a share. */
    @Test
    void meansDoNotTellHowFewHaveWhatTheyHave() throws IOException {
        int small = 0;
        int shown = 0;
        for (Case one : cases) {
            JsonNode evidence = one.file("evidence.json");
            Attack attack = new Attack(true);
            Attack.Equation sum = attack.equation();
            Map<String, Cell> means = new LinkedHashMap<>();
            double total = Double.NaN;
            for (Map<String, Cell> line : one.table("Mean of each numeric column")) {
                if (line.get("column").text().equals("vip")) {
                    String name = line.get("segment").text();
                    means.put(name, line.get("mean"));
                    double n = size(evidence, name);
                    sum.add(
                            1,
                            name,
                            new Cell(
                                    line.get("mean").text(),
                                    n * line.get("mean").value()));
                    if (!line.get("mean of all").isHidden()) {
                        total = line.get("mean of all").value()
                                * evidence.path("customers").asDouble();
                        shown++;
                    }
                    if (line.get("mean").isHidden()) {
                        assertThat(card(one, name))
                                .doesNotContain("<bdi>vip</bdi>")
                                .doesNotContain("mean vip");
                    }
                }
            }
            if (Double.isFinite(total)) {
                sum.is(total);
            }
            for (JsonNode segment : evidence.path("segments")) {
                String name = segment.path("segment").asText();
                JsonNode vip = Elements.find(segment.path("numeric"), "column", "vip");
                double ones = vip.path("mean").asDouble() * vip.path("count").asDouble();
                if (isSmall(ones)) {
                    assertThat(means.get(name).isHidden()).as(name).isTrue();
                    assertThat(attack.finds(name, ones))
                            .as(one.folder() + " " + name)
                            .isFalse();
                    small++;
                }
            }
        }
        assertThat(small).isGreaterThan(5);
        assertThat(shown).as("not all is hidden").isPositive();
    }

    private static double size(JsonNode profile, String segment) {
        return Elements.find(profile.path("segments"), "segment", segment)
                .path("size")
                .asDouble();
    }

    /** Bins of one whole number each: together with the mean they are two equations. */
    @Test
    void binsOfFewCustomersAreNotFound() throws IOException {
        int small = 0;
        for (Case one : cases) {
            JsonNode profile = one.file("profile.json");
            JsonNode histogram = Elements.find(profile.path("histograms"), "column", "visits");
            Map<String, Cell> means = new LinkedHashMap<>();
            for (Map<String, Cell> line : one.table("Mean of each numeric column")) {
                if (line.get("column").text().equals("visits")) {
                    means.put(line.get("segment").text(), line.get("mean"));
                }
            }
            Map<String, List<Cell>> bins = new LinkedHashMap<>();
            for (Map<String, Cell> line : one.table("Customers of each segment by the value")) {
                if (line.get("column").text().equals("visits")) {
                    bins.computeIfAbsent(line.get("segment").text(), key -> new ArrayList<>())
                            .add(line.get("customers"));
                }
            }
            int s = 0;
            for (JsonNode segment : profile.path("segments")) {
                String name = segment.path("segment").asText();
                List<Cell> cells = bins.getOrDefault(name, List.of());
                JsonNode counts = histogram.path("counts").path(s++);
                Attack attack = new Attack(true);
                Attack.Equation sum = attack.equation();
                Attack.Equation moment = attack.equation();
                double told = 0;
                for (int b = 0; b < cells.size(); b++) {
                    double value = histogram.path("edges").path(b).asDouble();
                    sum.add(1, "bin " + b, cells.get(b));
                    moment.add(value, "bin " + b, cells.get(b));
                    told += value * counts.path(b).asDouble();
                }
                sum.is(segment.path("size").asDouble());
                if (!means.get(name).isHidden()) {
                    moment.is(told);
                }
                for (int b = 0; b < cells.size(); b++) {
                    if (isSmall(counts.path(b).asDouble())) {
                        assertThat(cells.get(b).isHidden()).as(name).isTrue();
                        assertThat(attack.finds("bin " + b, counts.path(b).asDouble()))
                                .as(one.folder() + " " + name + " " + b)
                                .isFalse();
                        small++;
                    }
                }
            }
        }
        assertThat(small).isGreaterThan(15);
    }

    @Test
    void quantilesLieBetweenEnoughCustomers() throws IOException {
        int hidden = 0;
        int shown = 0;
        for (Case one : cases) {
            JsonNode profile = one.file("profile.json");
            for (Map<String, Cell> line : one.table("Quantiles of each numeric column")) {
                String name = line.get("segment").text();
                double n = name.equals("all") ? profile.path("customers").asDouble() : size(profile, name);
                double[] p = {0.05, 0.25, 0.5, 0.75, 0.95};
                int i = 0;
                for (String title : List.of("5 %", "25 %", "median", "75 %", "95 %")) {
                    boolean enough = n * Math.min(p[i], 1 - p[i]) >= LEAST - 1e-9;
                    i++;
                    if (line.get(title).isHidden()) {
                        hidden++;
                    } else {
                        assertThat(enough).as(name + " " + title + " of " + n).isTrue();
                        shown++;
                    }
                }
            }
            for (Map<String, Cell> line : one.table("Silhouettes by segment")) {
                double n = size(profile, line.get("segment").text());
                assertThat(line.get("25 %").isHidden())
                        .isEqualTo(line.get("mean").isHidden() || n * 0.25 < LEAST);
                Cell below = line.get("share below 0");
                assertThat(below.isHidden() || !isSmall(below.value() * n)).isTrue();
            }
        }
        assertThat(hidden).isGreaterThan(20);
        assertThat(shown).isGreaterThan(20);
    }

    @Test
    void originsOfFewCustomersAreNotFound() throws IOException {
        int small = 0;
        for (Case one : cases) {
            JsonNode selection = one.file("selection.json");
            Map<String, Cell> sizes = new LinkedHashMap<>();
            for (Map<String, Cell> line : one.table("Stability of each segment")) {
                sizes.put(
                        line.get("number of segments").text() + "/"
                                + line.get("segment").text(),
                        line.get("customers"));
            }
            Map<String, Cell> flows = new LinkedHashMap<>();
            for (Map<String, Cell> line : one.table("Customers by their segment in consecutive")) {
                flows.put(
                        line.get("segments").text() + "/" + line.get("segment").text() + "/"
                                + line.get("of the larger solution").text(),
                        line.get("customers"));
            }
            List<Map<String, Cell>> origins = one.table("Customers by their segment in consecutive");
            for (Map<String, Cell> line : origins) { // which tells how the customers of a segment are divided
                boolean hidden = origins.stream()
                        .filter(other -> other.get("segments").equals(line.get("segments")))
                        .filter(other -> other.get("of the larger solution").equals(line.get("of the larger solution")))
                        .anyMatch(other -> other.get("customers").isHidden());
                assertThat(line.get("stability of the latter").isHidden()).isEqualTo(hidden);
            }
            for (JsonNode step : selection.path("acrossSolutions")) {
                Attack attack = new Attack(true);
                int from = step.path("from").asInt();
                JsonNode counts = step.path("flows");
                for (int side = 0; side < 2; side++) {
                    for (int s = 0; s < from + side; s++) {
                        Cell size = sizes.getOrDefault((from + side) + "/segment " + s, new Cell("hidden", 0));
                        if (Double.isFinite(size.value()) && !size.isHidden()) {
                            Attack.Equation sum = attack.equation();
                            for (int t = 0; t < from + 1 - side; t++) {
                                String key =
                                        from + "/segment " + (side == 0 ? s : t) + "/segment " + (side == 0 ? t : s);
                                sum.add(1, key, flows.getOrDefault(key, new Cell("", 0)));
                            }
                            sum.is(size.value());
                        }
                    }
                }
                for (int i = 0; i < counts.size(); i++) {
                    for (int j = 0; j < counts.path(i).size(); j++) {
                        if (isSmall(counts.path(i).path(j).asDouble())) {
                            String key = from + "/segment " + i + "/segment " + j;
                            assertThat(flows.get(key).isHidden()).as(key).isTrue();
                            assertThat(attack.finds(key, counts.path(i).path(j).asDouble()))
                                    .as(one.folder() + " " + key)
                                    .isFalse();
                            small++;
                        }
                    }
                }
            }
        }
        assertThat(small).isGreaterThan(5);
    }

    /** The pictures know what the tables show, and nothing else. */
    @Test
    void picturesShowNoMoreThanTables() throws IOException {
        Set<Integer> found = new HashSet<>();
        Predicate<JsonNode> shown = node -> node.path("v").isNumber();
        for (Case one : cases) {
            String page = one.page();
            int start = page.indexOf('>', page.indexOf("id=\"report-data\"")) + 1;
            JsonNode charts = Json.parse(page.substring(start, page.indexOf("</script>", start)))
                    .orElseThrow()
                    .path("charts");
            int links = charts.path("flows").path("links").size();
            assertThat(links).isEqualTo((int) one.table("Customers by where they were").stream()
                    .filter(line -> !line.get("customers").isHidden())
                    .count());
            int cells = 0;
            for (JsonNode cell : charts.path("matrix").path("cells")) {
                cells += shown.test(cell) ? 1 : 0;
            }
            assertThat(cells).isEqualTo((int) one.table("Share of the customers of a segment who").stream()
                    .filter(line -> Double.isFinite(line.get("share").value()))
                    .count());
            int values = 0;
            for (JsonNode group : charts.path("profile-boxes").path("groups")) {
                for (JsonNode row : group.path("rows")) {
                    for (JsonNode value : row.path("q")) {
                        values += value.isNumber() ? 1 : 0;
                    }
                }
            }
            int quantiles = 0;
            for (Map<String, Cell> line : one.table("Quantiles of each numeric column")) {
                for (String title : List.of("5 %", "25 %", "median", "75 %", "95 %")) {
                    quantiles += line.get(title).isHidden() ? 0 : 1;
                }
            }
            assertThat(values).isEqualTo(quantiles);
            found.add(links);
        }
        assertThat(found).hasSizeGreaterThan(1);
    }
}
