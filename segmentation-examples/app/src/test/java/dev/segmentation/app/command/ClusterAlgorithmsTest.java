package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every algorithm of {@code cluster} on 24 customers in three groups of eight, which are rows 0, 3, 6 … and so on. */
class ClusterAlgorithmsTest {

    private static final int N = 24;
    private static final int[] VISITS = {2, 20, 50};
    private static final int[] SPEND = {10, 200, 90};

    @TempDir
    private Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("customers.csv");
        out = folder.resolve("out");
        StringBuilder text = new StringBuilder("id,visits,spend,city,plan,tier,bought,house,rival\n");
        for (int i = 0; i < N; i++) {
            int g = i % 3;
            text.append("c")
                    .append(i)
                    .append(',')
                    .append(visits(i))
                    .append(',')
                    .append(spend(i))
                    .append(',');
            text.append(List.of("Rome", "Oslo", "Bern").get(g))
                    .append(',')
                    .append(g == 0 ? "a" : "b")
                    .append(',');
            text.append(List.of("low", "mid", "high").get(g))
                    .append(',')
                    .append(g == 1 ? "yes" : "no")
                    .append(',');
            text.append(i < 2 ? "h" : "")
                    .append(',')
                    .append(i == 0 || i == 3 ? "r" : "")
                    .append('\n');
        }
        Files.writeString(data, text);
    }

    private static double visits(int row) {
        return VISITS[row % 3] + row / 3 % 2;
    }

    private static double spend(int row) {
        return SPEND[row % 3] + row / 3 % 3;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kmeans",
                "bisecting-kmeans",
                "ward",
                "complete",
                "average",
                "single",
                "gaussian-mixture",
                "fuzzy-cmeans"
            })
    void groupsThatLieApartAreFoundWithTheirMeans(String algorithm) throws IOException {
        Run run = cluster(algorithm, "--features", "visits,spend", "--segments", 3);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode json = json();
        assertThat(json.get("algorithm").asText()).isEqualTo(algorithm);
        assertThat(json.get("sizes")).hasToString("[8,8,8]");
        assertThat(json.get("scale").asText()).isEqualTo("zscore");
        double rounding = algorithm.equals("fuzzy-cmeans") ? 0.5 : 1e-6;
        for (int s = 0; s < 3; s++) {
            assertThat(json.get("centers").get(s).get(0).asDouble()).isCloseTo(VISITS[s] + 0.5, within(rounding));
            assertThat(json.get("centers").get(s).get(1).asDouble()).isCloseTo(SPEND[s] + 0.875, within(rounding));
        }
        assertGroups(Files.readAllLines(out.resolve("assignments.csv")));
    }

    private static void assertGroups(List<String> lines) {
        for (int i = 0; i < N; i++) {
            assertThat(lines.get(i + 1)).startsWith("c" + i + "," + i % 3 + ",");
        }
    }

    @Test
    void plainKMeansHasTheKeysOfTheFirstVersionAndOthersMore() throws IOException {
        cluster("ward", "--features", "visits,spend", "--segments", 3);

        assertThat(json().fieldNames())
                .toIterable()
                .containsExactly(
                        "algorithm",
                        "features",
                        "segments",
                        "names",
                        "scale",
                        "seed",
                        "objective",
                        "iterations",
                        "converged",
                        "restarts",
                        "sizes",
                        "centers",
                        "profile",
                        "algorithmDetails",
                        "notices");
        JsonNode first = json().get("profile").get(0);
        assertThat(first.get("name").asText()).isEqualTo("0");
        assertThat(first.get("means").get("visits").asDouble()).isEqualTo(2.5);
        assertThat(first.get("levels")).isEmpty();
    }

    @Test
    void aTreeTellsItsHeightsFromTheTop() throws IOException {
        Run run = cluster("single", "--features", "visits", "--segments", 3, "--scale", "none");

        JsonNode heights = json().get("algorithmDetails").get("heights");
        assertThat(heights).hasSize(N - 1);
        assertThat(heights.get(0).asDouble()).as("from 21 to 50").isEqualTo(29);
        assertThat(heights.get(1).asDouble()).as("from 3 to 20").isEqualTo(17);
        assertThat(heights.get(2).asDouble()).isEqualTo(1);
        assertThat(json().get("algorithmDetails").get("rowsElsewhere").asInt()).isZero();
        assertThat(run.out()).contains("The tree is cut between heights 1.000 and 17.00, of 29.00 at the top.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pam", "clara", "medoid-silhouette"})
    void medoidsAreTheMostCentralCustomersByTheirRow(String algorithm) throws IOException {
        Run run = cluster(algorithm, "--features", "visits,spend", "--scale", "none", "--segments", 3);

        assertThat(run.code()).isZero();
        assertThat(json().get("segments").asInt()).isEqualTo(3);
        assertThat(json().get("sizes")).hasToString("[8,8,8]");
        double sum = 0;
        for (int s = 0; s < 3; s++) {
            int medoid = json().get("algorithmDetails").get("medoidRows").get(s).asInt();
            assertThat(medoid % 3).isEqualTo(s);
            assertThat(json().get("centers").get(s)).hasToString("[" + visits(medoid) + "," + spend(medoid) + "]");
            sum += distances(medoid);
        }
        if (!algorithm.equals("medoid-silhouette")) {
            assertThat(json().get("objective").asDouble()).isCloseTo(leastDistances(), within(1e-9));
            assertThat(sum).isCloseTo(leastDistances(), within(1e-9));
        } else {
            assertThat(run.out()).contains("the best of 2 to 3 segments");
        }
        assertThat(run.out()).contains("Centers are the values of real customers, the medoids.");
    }

    private static double distances(int medoid) {
        return IntStream.range(0, N)
                .filter(i -> i % 3 == medoid % 3)
                .mapToDouble(i -> Math.hypot(visits(i) - visits(medoid), spend(i) - spend(medoid)))
                .sum();
    }

    private static double leastDistances() {
        return IntStream.range(0, 3)
                .mapToDouble(g -> IntStream.range(0, N)
                        .filter(i -> i % 3 == g)
                        .mapToDouble(ClusterAlgorithmsTest::distances)
                        .min()
                        .orElseThrow())
                .sum();
    }

    @Test
    void theNumberOfMedoidsIsFoundUpToHalfTheCustomers() throws IOException {
        Files.writeString(data, "id,x\na,1\nb,2\nc,3\nd,101\ne,102\nf,103\ng,104\n");
        Run run = cluster("medoid-silhouette", "--features", "x");

        assertThat(json().get("sizes")).hasToString("[4,3]");
        assertThat(json().get("algorithmDetails").get("medoidRows").get(1).asInt())
                .isEqualTo(1);
        assertThat(run.out()).contains("the best of 2 to 3 segments");
    }

    @Test
    void medoidsTakeMixedColumnsByGower() throws IOException {
        Run run = cluster(
                "pam",
                "--features",
                "visits",
                "--categorical",
                "city",
                "--ordinal",
                "tier:low|mid|high",
                "--segments",
                3);

        assertThat(run.code()).isZero();
        JsonNode json = json();
        assertThat(json.get("features")).hasToString("[\"visits\",\"city\",\"tier\"]");
        assertThat(json.get("categorical")).hasToString("[\"city\",\"tier\"]");
        assertThat(json.get("algorithmDetails").get("dissimilarity").asText()).isEqualTo("gower");
        assertThat(json.get("centers").get(1).get(1).asText()).isEqualTo("Oslo");
        assertThat(json.get("centers").get(2).get(2).asText()).isEqualTo("high");
        assertThat(json.get("profile").get(0).get("levels").get("tier"))
                .hasToString("{\"level\":\"low\",\"share\":1.0}");
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .startsWith("id,segment,margin,visits,city,tier")
                .element(2)
                .asString()
                .endsWith(",20.0,Oslo,mid");
    }

    @Test
    void mixturesTellMembershipsAndLikelihood() throws IOException {
        Run run = cluster(
                "gaussian-mixture", "--features", "visits,spend", "--segments", 3, "--covariance", "tied-diagonal");

        JsonNode details = json().get("algorithmDetails");
        assertThat(details.get("covariance").asText()).isEqualTo("tied-diagonal");
        assertThat(details.get("freeParameters").asInt()).isEqualTo(2 + 6 + 2);
        double logLikelihood = details.get("logLikelihood").asDouble();
        assertThat(details.get("bic").asDouble()).isCloseTo(10 * Math.log(N) - 2 * logLikelihood, within(1e-9));
        // groups without overlap: n ln(1/3) and a normal density of the pooled variances, in scaled units
        double expected = N * Math.log(1.0 / 3);
        for (double share :
                new double[] {withinShare(ClusterAlgorithmsTest::visits), withinShare(ClusterAlgorithmsTest::spend)}) {
            expected -= N / 2.0 * (Math.log(2 * Math.PI * share) + 1);
        }
        assertThat(logLikelihood).isCloseTo(expected, within(1e-6));
        List<String> lines = Files.readAllLines(out.resolve("assignments.csv"));
        assertThat(lines.get(0)).isEqualTo("id,segment,margin,membership_0,membership_1,membership_2,visits,spend");
        for (String line : lines.subList(1, N + 1)) {
            String[] cells = line.split(",");
            assertThat(IntStream.range(3, 6)
                            .mapToDouble(c -> Double.parseDouble(cells[c]))
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
        assertThat(run.out()).contains("with 10 parameters, BIC ");
    }

    /** The variance within groups of a column that has been brought to variance 1. */
    private static double withinShare(IntToDoubleFunction column) {
        double[] all = IntStream.range(0, N).mapToDouble(column).toArray();
        double mean = Arrays.stream(all).average().orElseThrow();
        double within = 0;
        for (int g = 0; g < 3; g++) {
            int group = g;
            double[] some = IntStream.range(0, N)
                    .filter(i -> i % 3 == group)
                    .mapToDouble(column)
                    .toArray();
            double center = Arrays.stream(some).average().orElseThrow();
            within += Arrays.stream(some).map(x -> (x - center) * (x - center)).sum();
        }
        return within / Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum();
    }

    @Test
    void theNoiseOfAMixtureIsASegmentOfThatName() throws IOException {
        StringBuilder scattered = new StringBuilder(Files.readString(data));
        for (String place : List.of("10,100", "35,150", "30,20", "45,200", "5,60", "40,130")) {
            scattered
                    .append("at ")
                    .append(place.replace(',', ' '))
                    .append(',')
                    .append(place)
                    .append(",Rome,a,low,no,,\n");
        }
        Files.writeString(data, scattered);
        Path start = folder.resolve("start.csv");
        Files.writeString(start, "visits,spend\n2,10\n20,200\n50,90\n");

        cluster(
                "gaussian-mixture",
                "--features",
                "visits,spend",
                "--segments",
                3,
                "--noise",
                "--initial-centers",
                start);

        assertThat(json().get("names")).hasToString("[\"0\",\"1\",\"2\",\"noise\"]");
        assertThat(json().get("sizes")).hasToString("[8,8,8,6]");
        assertThat(Files.readAllLines(out.resolve("assignments.csv")).get(N + 1))
                .contains(",noise,");
        assertThat(json().get("algorithmDetails").get("noiseSegment").asInt()).isEqualTo(3);
    }

    @Test
    void fuzzySegmentsTellHowClearTheyAre() throws IOException {
        cluster("fuzzy-cmeans", "--features", "visits,spend", "--segments", 3);

        double squares = 0;
        for (String line : Files.readAllLines(out.resolve("assignments.csv")).subList(1, N + 1)) {
            String[] cells = line.split(",");
            squares += IntStream.range(3, 6)
                    .mapToDouble(c -> Double.parseDouble(cells[c]))
                    .map(degree -> degree * degree)
                    .sum();
        }
        assertThat(json().get("algorithmDetails").get("partitionCoefficient").asDouble())
                .isCloseTo(squares / N, within(1e-9));
    }

    @Test
    void aSingleLatentClassHasTheSharesOfAllAndItsLikelihoodInClosedForm() throws IOException {
        cluster("latent-class", "--categorical", "city,plan", "--segments", 1);

        JsonNode details = json().get("algorithmDetails");
        assertThat(details.get("logLikelihood").asDouble())
                .isCloseTo(24 * Math.log(1.0 / 3) + 8 * Math.log(1.0 / 3) + 16 * Math.log(2.0 / 3), within(1e-9));
        assertThat(details.get("freeParameters").asInt()).isEqualTo(2 + 1);
        assertThat(details.get("items").get(1).get("levels")).hasToString("[\"a\",\"b\"]");
        assertThat(details.get("items")
                        .get(1)
                        .get("probabilities")
                        .get(0)
                        .get(0)
                        .asDouble())
                .isCloseTo(1.0 / 3, within(1e-12));
        assertThat(json().get("scale").asText()).isEqualTo("none");
    }

    @Test
    void latentClassesTellHowManyStartsAgreed() throws IOException {
        Run run = cluster("latent-class", "--categorical", "city,plan,tier,bought", "--segments", 3, "--restarts", 20);

        assertThat(json().get("sizes")).hasToString("[8,8,8]");
        assertThat(json().get("algorithmDetails").get("starts").asInt()).isEqualTo(20);
        assertThat(json().get("algorithmDetails").get("startsAtBest").asInt()).isBetween(1, 20);
        assertThat(run.out()).contains(" of 20 starts.", "Oslo (100 %)");
    }

    @Test
    void modesAreTheMostFrequentLevels() throws IOException {
        Run run = cluster("kmodes", "--categorical", "city,plan", "--segments", 3);

        assertThat(json().get("centers")).hasToString("[[\"Rome\",\"a\"],[\"Oslo\",\"b\"],[\"Bern\",\"b\"]]");
        assertThat(json().get("objective").asDouble()).isZero();
        assertThat(json().get("algorithmDetails").get("mismatches")).hasToString("[0.0,0.0,0.0]");
        assertThat(run.out()).contains("0 values differ from the modes of their segments.");
    }

    @Test
    void prototypesHaveMeansInUnitsOfTheFileAndLevels() throws IOException {
        Run run = cluster("kprototypes", "--features", "visits,spend,city", "--categorical", "city", "--segments", 3);

        for (int s = 0; s < 3; s++) {
            assertThat(json().get("centers").get(s).get(0).asDouble()).isCloseTo(VISITS[s] + 0.5, within(1e-9));
            assertThat(json().get("centers").get(s).get(1).asDouble()).isCloseTo(SPEND[s] + 0.875, within(1e-9));
        }
        assertThat(json().get("centers").get(2).get(2).asText()).isEqualTo("Bern");
        assertThat(json().get("algorithmDetails").get("lambda").asDouble()).isPositive();
        assertThat(run.out()).contains("(lambda)", "Rome");
    }

    @Test
    void chaidFindsWhoBought() throws IOException {
        Run run = cluster(
                "chaid", "--features", "visits", "--categorical", "city,bought", "--target", "bought", "--min-size", 4);

        assertThat(run.err()).isEmpty();
        JsonNode details = json().get("algorithmDetails");
        assertThat(json().get("features")).hasToString("[\"visits\",\"city\"]");
        assertThat(json().get("sizes")).hasToString("[16,8]");
        assertThat(details.get("targetLevels")).hasToString("[\"no\",\"yes\"]");
        assertThat(details.get("rules").get(0).get("targetShares")).hasToString("[1.0,0.0]");
        assertThat(details.get("rules").get(1).get("targetShares")).hasToString("[0.0,1.0]");
        assertThat(run.out()).contains("bought: n = 24, no 66.7 %, yes 33.3 %; split by ");
    }

    @Test
    void aTargetOfTextsHasAWayOut() {
        Run run = cluster("chaid", "--features", "visits", "--target", "bought");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .contains("line 2, column \"bought\" is not a number", "name the target under --categorical as well");
    }

    @Test
    void aTreeThatIsNotWorthASplitSaysSo() throws IOException {
        Run run = cluster("chaid", "--features", "visits", "--target", "spend");

        assertThat(json().get("segments").asInt()).isOne();
        assertThat(run.out()).contains("No split was worth making", "--min-size");
    }

    @Test
    void cartFindsMeansOfANumber() throws IOException {
        Run run = cluster("cart", "--features", "visits", "--target", "spend", "--min-size", 4);

        assertThat(json().get("sizes")).hasToString("[8,8,8]");
        JsonNode rules = json().get("algorithmDetails").get("rules");
        for (int s = 0; s < 3; s++) {
            assertThat(rules.get(s).get("targetMean").asDouble()).isCloseTo(SPEND[s] + 0.875, within(1e-12));
        }
        assertThat(rules.get(0).get("rule").asText()).contains("visits");
        assertThat(run.out()).contains("spend: n = 24");
        assertThat(Files.readAllLines(out.resolve("assignments.csv")).get(0))
                .isEqualTo("id,segment,margin,visits,spend");
    }

    @Test
    void naturalBreaksEndAtTheHighestOfEachTier() throws IOException {
        Run run = cluster("jenks", "--features", "visits", "--segments", 3);

        assertThat(json().get("names")).hasToString("[\"Tier 1\",\"Tier 2\",\"Tier 3\"]");
        assertThat(json().get("algorithmDetails").get("cuts")).hasToString("[21.0,3.0]");
        assertThat(json().get("algorithmDetails").get("varianceFit").asDouble())
                .isCloseTo(1 - withinShare(ClusterAlgorithmsTest::visits), within(1e-12));
        assertThat(json().get("centers")).hasToString("[[50.5],[20.5],[2.5]]");
        assertThat(run.out()).contains("Tier 1", "Goodness of variance fit 0.99");
    }

    @Test
    void naturalBreaksOfEqualValuesHaveNoFit() throws IOException {
        Files.writeString(data, "id,visits\na,4\n");
        Run run = cluster("jenks", "--features", "visits", "--segments", 1);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Goodness of variance fit undefined: all values are equal")
                .doesNotContain("NaN");
        assertThat(json().get("algorithmDetails").get("varianceFit").isNull()).isTrue();
    }

    /** A thousand customers of whom each weighs 1.5: quintiles and shares of a thousand customers. */
    @Test
    void quintilesOfEqualWeightsAreThoseOfNoWeights() throws IOException {
        StringBuilder text = new StringBuilder("id,spend,w\n");
        for (int i = 0; i < 1000; i++) {
            text.append("c%d,%d,1.5\n".formatted(i, i * i / 7919));
        }
        Files.writeString(data, text);
        cluster("quantile", "--features", "spend", "--segments", 5);
        JsonNode plain = json();
        Run run = cluster("quantile", "--features", "spend", "--segments", 5, "--weight", "w");

        assertThat(run.code()).isZero();
        assertThat(json().get("algorithmDetails").get("cuts"))
                .isEqualTo(plain.get("algorithmDetails").get("cuts"));
        for (int s = 0; s < 5; s++) {
            assertThat(json().get("sizes").get(s).asDouble())
                    .isEqualTo(1.5 * plain.get("sizes").get(s).asDouble());
        }
    }

    @Test
    void quantileTiersEndAtQuantilesOfType7() throws IOException {
        cluster("quantile", "--features", "visits", "--segments", 3);

        JsonNode cuts = json().get("algorithmDetails").get("cuts");
        assertThat(cuts.get(0).asDouble())
                .isCloseTo(21 + 29.0 / 3, within(1e-12)); // a third of the way from x15 to x16
        assertThat(cuts.get(1).asDouble()).isCloseTo(3 + 17 * 2.0 / 3, within(1e-12)); // two from x7 to x8
        assertThat(json().get("sizes")).hasToString("[8,8,8]");
    }

    @Test
    void abcTiersMakeEightyAndNinetyFivePercentOfTheSum() throws IOException {
        Files.writeString(data, "id,value\na,4\nb,80\nc,15\nd,1\n");
        cluster("abc", "--features", "value");

        assertThat(json().get("names")).hasToString("[\"A\",\"B\",\"C\"]");
        assertThat(json().get("sizes")).hasToString("[1,1,2]");
        assertThat(json().get("algorithmDetails").get("cuts")).hasToString("[80.0,15.0]");
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .containsExactly(
                        "id,segment,margin,value", "a,C,1.0,4.0", "b,A,1.0,80.0", "c,B,1.0,15.0", "d,C,1.0,1.0");
    }

    @Test
    void rfmGivesTheKnownNames() throws IOException {
        StringBuilder text = new StringBuilder("id,r,f,m\n");
        for (int i = 0; i < 25; i++) {
            text.append(i + ",")
                    .append(100 - i)
                    .append(',')
                    .append(i + 1)
                    .append(',')
                    .append(10 * i)
                    .append('\n');
        }
        Files.writeString(data, text);
        Run run = cluster("rfm", "--features", "r,f,m");

        JsonNode details = json().get("algorithmDetails");
        assertThat(details.get("monetaryCuts")).hasToString("[48.0,96.0,144.0,192.0]"); // fifths of 0, 10 … 240
        assertThat(Files.readAllLines(out.resolve("assignments.csv")).get(25)).startsWith("24,Champions,1.0,");
        assertThat(Files.readAllLines(out.resolve("assignments.csv")).get(1)).startsWith("0,Hibernating,1.0,");
        assertThat(run.out()).contains("Champions", "Scores are fifths");
    }

    @Test
    void rulesAreReadFromAFileAndScoreLaterCustomers() throws IOException {
        Path rules = rules("visits");
        Run run = cluster("rules", "--features", "visits", "--categorical", "city", "--rules", rules);

        assertThat(run.err()).isEmpty();
        assertThat(json().get("names")).hasToString("[\"Rare\",\"Other\"]");
        assertThat(json().get("sizes")).hasToString("[8,16]");
        assertThat(json().get("profile")
                        .get(0)
                        .get("levels")
                        .get("city")
                        .get("level")
                        .asText())
                .isEqualTo("Rome");
        assertThat(run.out())
                .contains("The first rule that holds decides.", "Rome (100 %)", "Oslo (50 %)", "model.json");
        Run scored =
                Program.run("score", out.resolve("model.json"), data, "--id", "id", "--out", folder.resolve("scored"));
        assertThat(scored.code()).isZero();
        assertThat(Files.readAllLines(folder.resolve("scored/assignments.csv")).get(1))
                .startsWith("c0,Rare,1.0");
    }

    private Path rules(String feature) throws IOException {
        Path rules = folder.resolve("rules.json");
        Files.writeString(rules, """
                {"features": [{"name": "%s", "kind": "real", "lowest": 0, "highest": 1000}],
                 "rules": [{"segment": "Rare", "conditions": [{"feature": "%s", "atLeast": 0, "atMost": 10}]}],
                 "otherwise": "Other"}
                """.formatted(feature, feature));
        return rules;
    }

    @Test
    void whatRulesAskForNeedNotBeNamed() throws IOException {
        Path rules = rules("visits");
        assertThat(cluster("rules", "--rules", rules).err()).isEmpty();
        assertThat(json().get("features")).hasToString("[\"visits\"]");
        assertThat(json().get("sizes")).hasToString("[8,16]");
        Files.writeString(rules, """
                {"tableRules": {"features": [{"name": "city", "kind": "levels", "range": [],
                    "levels": ["Rome", "Oslo", "Bern"], "mayBeMissing": false}],
                 "rules": [{"segment": "Romans", "conditions": [{"feature": "city", "known": "levels", "range": [],
                    "levels": ["Rome"], "missing": false}]}],
                 "otherwise": "Other"}}
                """);
        String text = Files.readString(rules).strip();
        Files.writeString(rules, text.substring("{\"tableRules\": ".length(), text.length() - 1));
        assertThat(cluster("rules", "--rules", rules).err()).isEmpty();
        assertThat(json().get("categorical")).hasToString("[\"city\"]");
        assertThat(json().get("sizes")).hasToString("[8,16]");
    }

    @Test
    void rulesThatDoNotFitAreOneLine() throws IOException {
        assertThat(cluster("rules", "--features", "spend", "--rules", rules("visitts"))
                        .err())
                .startsWith("segment cluster: " + data + ": no column \"visitts\"; did you mean \"visits\"?");
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, "{\"features\": [],\n \"rulez\": []}");
        Run run = cluster("rules", "--features", "spend", "--rules", broken);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "segment cluster: " + broken + ": is not what rules are written as, see line 2; write an object"
                                + " with features, rules and otherwise" + System.lineSeparator());
        assertThat(out).doesNotExist();
    }

    @Test
    void sizesAndGroupsAreKept() throws IOException {
        cluster("kmeans", "--features", "visits", "--segments", 2, "--min-size", 12);
        assertThat(json().get("sizes")).hasToString("[12,12]");
        assertThat(json().get("algorithmDetails").get("minSize").asInt()).isEqualTo(12);
        assertThat(json().get("algorithmDetails").get("rowsElsewhere").asInt()).isEqualTo(4);

        cluster("kmeans", "--features", "visits", "--segments", 2, "--max-size", 13);
        assertThat(json().get("sizes").get(0).asInt()).isLessThanOrEqualTo(13);

        cluster("kmeans", "--features", "visits,spend", "--segments", 3, "--together", "house");
        assertThat(segment(0)).isEqualTo(segment(1));

        Run run = cluster("kmeans", "--features", "visits,spend", "--segments", 3, "--apart", "rival");
        assertThat(segment(0)).isNotEqualTo(segment(3));
        assertThat(run.out()).contains("Constraints keep 1 of 24 customers out of the segment with the nearest center");
    }

    private String segment(int row) throws IOException {
        return Files.readAllLines(out.resolve("assignments.csv")).get(row + 1).split(",")[1];
    }

    @Test
    void constraintsThatCannotHoldAreOneLine() {
        Run run = cluster("kmeans", "--features", "visits", "--segments", 3, "--min-size", 9);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("24");
        assertThat(out).doesNotExist();
    }

    @Test
    void anEmptyCellIsAMissingCategory() throws IOException {
        Files.writeString(data, Files.readString(data) + "blank,2,10,,a,low,no,,\n");

        assertThat(cluster("kmodes", "--categorical", "city,plan", "--segments", 3)
                        .code())
                .isZero();
        assertThat(Files.readAllLines(out.resolve("assignments.csv")).get(N + 1))
                .matches("blank,0,[\\d.]+,,a");
        assertThat(json().get("profile")
                        .get(0)
                        .get("levels")
                        .get("city")
                        .get("share")
                        .asDouble())
                .as("of those whose city is known")
                .isEqualTo(1);
    }

    static Stream<Arguments> combinations() {
        return Stream.of(
                Arguments.of(
                        "kprototypes --features visits,spend --segments 3",
                        "--algorithm kprototypes needs a categorical column; name it under --categorical, or choose kmeans"),
                Arguments.of(
                        "kprototypes --categorical city --segments 3",
                        "--algorithm kprototypes needs a numeric column; name it under --features, or choose kmodes"),
                Arguments.of(
                        "latent-class --features visits --segments 2",
                        "--algorithm latent-class takes categories only, and \"visits\" is numeric; name it under"
                                + " --categorical if its values are categories"),
                Arguments.of(
                        "kmodes --features visits --categorical city --segments 2",
                        "--algorithm kmodes takes categories only, and \"visits\" is numeric; name it under --categorical if"
                                + " its values are categories"),
                Arguments.of(
                        "ward --features visits --categorical city --segments 2",
                        "--algorithm ward takes numbers only, and \"city\" is categorical; leave it out, or choose pam,"
                                + " clara, medoid-silhouette, latent-class, kmodes, kprototypes, chaid, cart, rules"),
                Arguments.of("chaid --features visits", "--algorithm chaid needs --target"),
                Arguments.of(
                        "cart --features visits --target visits",
                        "--features names the target only, which is no feature; name the columns that segments shall be"
                                + " made of"),
                Arguments.of("rules --features visits", "--algorithm rules needs --rules"),
                Arguments.of(
                        "cart --features visits --target spend --segments 3",
                        "--algorithm cart finds the number of segments itself; leave out --segments"),
                Arguments.of("kmeans --features visits", "Missing required option: '--segments=K'"),
                Arguments.of(
                        "jenks --features visits,spend --segments 3",
                        "--algorithm jenks takes one column, found 2; name one under --features"),
                Arguments.of(
                        "rfm --features visits,spend",
                        "--algorithm rfm takes three columns, found 2; name days since the last purchase, number of"
                                + " purchases and their value under --features, in this order"),
                Arguments.of(
                        "quantile --features visits --segments 3 --scale zscore",
                        "--scale zscore does not go with --algorithm quantile, which takes values as they are; leave it"
                                + " out"),
                Arguments.of(
                        "kmeans --features visits --segments 2 --noise",
                        "--noise does not go with --algorithm kmeans, only with gaussian-mixture"),
                Arguments.of(
                        "kmeans --features visits --segments 3 --min-size 2 --tolerance 0.1",
                        "--tolerance does not go with constraints, under which k-means goes on until nothing changes; leave"
                                + " it out"),
                Arguments.of(
                        "kmeans --features visits --segments 3 --max-size 9 --apart rival",
                        "--apart does not go with --max-size, since both are not kept together yet; leave one of them out"),
                Arguments.of(
                        "ward --features visits --segments 3 --height 2",
                        "--height does not go with --segments; give one of the two"),
                Arguments.of("kmeans --features visits --height 2", "Missing required option: '--segments=K'"),
                Arguments.of(
                        "kmodes --categorical city --segments 2 --covariates visits",
                        "--covariates does not go with --algorithm kmodes, only with latent-class"),
                Arguments.of(
                        "latent-class --segments 2 --covariates visits",
                        "--algorithm latent-class needs a categorical column; name it under --categorical"),
                Arguments.of(
                        "pam --features visits --segments 2 --max-size 9",
                        "--max-size does not go with --algorithm pam, only with kmeans"),
                Arguments.of(
                        "pam --categorical city --ordinal city:Rome|Oslo|Bern --segments 2",
                        "column \"city\" is named twice as a category; name it once"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chaid", "cart"})
    void aTreeRefusesAMinimumThatAllCustomersDoNotReach(String algorithm) {
        Run run = cluster(algorithm, "--features", "visits", "--target", "spend", "--min-size", 25);
        assertThat(run)
                .isEqualTo(new Run(
                        1,
                        "",
                        "segment cluster: " + data
                                + ": --min-size 25 needs 25 customers, but there are 24; lower the minimum"
                                + System.lineSeparator()));
        assertThat(out).doesNotExist();
        Run all = cluster(algorithm, "--features", "visits", "--target", "spend", "--min-size", 24);
        assertThat(all.code()).isZero();
    }

    @Test
    void helpSaysWhenSizesGoWithHouseholds() {
        assertThat(Program.run("cluster", "--help").out().replaceAll("\\s+", " "))
                .contains("With --min-size or --max-size only if all households have the same number of customers.");
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void whatDoesNotGoTogetherIsOneLine(String options, String message) {
        String[] words = options.split(" ");
        Run run = cluster(words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length));

        assertThat(run)
                .isEqualTo(new Run(
                        2,
                        "",
                        "segment cluster: " + message + "; see segment cluster --help" + System.lineSeparator()));
        assertThat(out).doesNotExist();
    }

    @Test
    void levelsThatAreNotListedAreLocated() {
        Run run = cluster("kmodes", "--ordinal", "tier:low|mid", "--categorical", "city", "--segments", 2);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("\"tier\" is none of its 2 levels", data + ": ", "line 4");
        assertThat(cluster("kmodes", "--ordinal", "tier", "--segments", 2).err())
                .hasLineCount(1)
                .contains("write the column, a colon, and its levels from the lowest, such as \"tier:low|mid|high\"");
    }

    @Test
    void theHelpHasALineForEachAlgorithm() {
        String help = Program.run("cluster", "--help").out();
        List<String> names = List.of(
                ("kmeans bisecting-kmeans pam clara medoid-silhouette gaussian-mixture fuzzy-cmeans latent-class"
                                + " kmodes kprototypes ward complete average single chaid cart jenks quantile abc rfm rules")
                        .split(" "));

        assertThat(help.substring(help.indexOf("Algorithms:"), help.indexOf("Examples:"))
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .map(line -> line.strip().split(" ")[0]))
                .containsExactlyElementsOf(names);
        assertThat(help).contains("  kmodes             around most frequent levels, for categories", "80 %, 95 %");
        assertThat(cluster("magic", "--features", "visits").err())
                .hasLineCount(1)
                .contains("there are " + String.join(", ", names))
                .doesNotContain("did you mean");
    }

    @ParameterizedTest
    @CsvSource({
        "k-means,kmeans",
        "KMeans,kmeans",
        "kmeens,kmeans",
        "fuzzy-c-means,fuzzy-cmeans",
        "latentclass,latent-class",
        "kprototype,kprototypes",
        "gaussian_mixtures,gaussian-mixture",
        "gmm,gaussian-mixture",
        "LCA,latent-class",
        "wards,ward",
        "jenk,jenks",
        "CHAID,chaid",
        "bisecting-k-means,bisecting-kmeans"
    })
    void theNearestNameIsSuggested(String typed, String meant) {
        Run run = cluster(typed, "--features", "visits");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("did you mean " + meant + "? there are kmeans, ");
    }

    @Test
    void aTreeIsCutAtAHeight() throws IOException {
        Run run = cluster("single", "--features", "visits", "--height", 16.9, "--scale", "none");

        assertThat(run.err()).isEmpty();
        assertThat(json().get("sizes")).hasToString("[8,8,8]");
        assertThat(run.out()).contains("The tree is cut between heights 1.000 and 17.00, of 29.00 at the top.");
        cluster("single", "--features", "visits", "--height", 17, "--scale", "none");
        assertThat(json().get("sizes")).hasToString("[16,8]");
        cluster("single", "--features", "visits", "--height", 1e9, "--scale", "none");
        assertThat(json().get("segments").asInt()).isEqualTo(1);
        assertThat(cluster("single", "--features", "visits", "--height", -1).err())
                .hasLineCount(1)
                .contains("height = -1.0, expected at least 0");
    }

    @Test
    void prototypesAreStartedFrom() throws IOException {
        Path start = folder.resolve("start.csv");
        Files.writeString(start, "visits,city\n50,Bern\n2,Rome\n20,Oslo\n");
        Run run = cluster(
                "kprototypes",
                "--features",
                "visits",
                "--categorical",
                "city",
                "--segments",
                3,
                "--initial-centers",
                start);

        assertThat(run.err()).isEmpty();
        assertThat(json().get("centers")).hasToString("[[50.5,\"Bern\"],[2.5,\"Rome\"],[20.5,\"Oslo\"]]");
        assertThat(json().get("restarts").asInt()).isEqualTo(1);
        assertThat(segment(0)).as("of Rome, the second center").isEqualTo("1");

        Files.writeString(start, "city,plan\nOslo,b\nRome,a\n");
        cluster("kmodes", "--categorical", "city,plan", "--segments", 2, "--initial-centers", start);
        assertThat(segment(0)).isEqualTo("1");
        Files.writeString(start, "city,plan\nOslo,b\nOslo,b\n");
        Run equal = cluster("kmodes", "--categorical", "city,plan", "--segments", 2, "--initial-centers", start);
        assertThat(equal.code()).isEqualTo(1);
        assertThat(equal.err()).hasLineCount(1).contains("two of the prototypes are equal", start.toString());
    }

    /** 80 customers whose class is known from their answers; the odds of saying yes are 1/3 at x = 0 and 3 at x = 1. */
    @Test
    void covariatesTellWhoIsInWhichClass() throws IOException {
        StringBuilder text = new StringBuilder("id,q1,q2,q3,x\n");
        for (int i = 0; i < 80; i++) {
            int x = i % 2;
            String answer = (i / 2 % 4 == 0) == (x == 0) ? "yes" : "no";
            text.append(i + "," + answer + "," + answer + "," + answer + "," + x + "\n");
        }
        Files.writeString(data, text);
        Run run = cluster("latent-class", "--categorical", "q1,q2,q3", "--covariates", "x", "--segments", 2);

        assertThat(run.err()).isEmpty();
        JsonNode effects = json().get("algorithmDetails").get("covariates");
        assertThat(effects.get("terms")).hasToString("[\"(constant)\",\"x\"]");
        JsonNode row = effects.get("coefficients").get(1);
        assertThat(Math.abs(row.get(0).asDouble())).isCloseTo(Math.log(3), within(1e-4));
        assertThat(row.get(1).asDouble()).isCloseTo(-2 * row.get(0).asDouble(), within(1e-3));
        assertThat(json().get("features")).hasToString("[\"q1\",\"q2\",\"q3\",\"x\"]");
        assertThat(json().get("algorithmDetails").get("items")).hasSize(3);
        Run scored =
                Program.run("score", out.resolve("model.json"), data, "--id", "id", "--out", folder.resolve("scored"));
        assertThat(scored.err()).isEmpty();
        assertThat(segments(folder.resolve("scored"))).isEqualTo(segments(out));
    }

    private static List<String> segments(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("assignments.csv")).stream()
                .map(line -> line.split(",")[1])
                .toList();
    }

    @Test
    void rulesMayBeOnCategoriesAndMissingValues() throws IOException {
        Path rules = folder.resolve("rules.json");
        Files.writeString(rules, """
                {"features": [
                   {"name": "city", "kind": "levels", "range": [], "levels": ["Rome", "Oslo"], "mayBeMissing": true}],
                 "rules": [{"segment": "South", "conditions": [
                   {"feature": "city", "known": "levels", "range": [], "levels": ["Rome"], "missing": true}]}],
                 "otherwise": "North"}
                """);
        Run run = cluster("rules", "--categorical", "city", "--rules", rules);

        assertThat(run.err()).isEmpty();
        assertThat(json().get("sizes"))
                .as("Bern is not declared, and so missing")
                .hasToString("[16,8]");
        assertThat(json().get("algorithmDetails")
                        .get("rules")
                        .get(0)
                        .get("rule")
                        .asText())
                .isEqualTo("city = Rome or missing");
    }

    @Test
    void rulesThatAreTooManyForAProofDecideAllTheSame() throws IOException {
        StringBuilder text = new StringBuilder(
                "{\"features\": [{\"name\": \"visits\", \"kind\": \"real\", \"lowest\": 0, \"highest\": 9999}], \"rules\": [");
        for (int r = 0; r < 5000; r++) {
            text.append(r == 0 ? "" : ",")
                    .append("{\"segment\": \"" + (r % 2 == 0 ? "Even" : "Odd") + "\", \"conditions\": [{\"feature\":"
                            + " \"visits\", \"atLeast\": " + r + ", \"atMost\": " + (r + 0.5) + "}]}");
        }
        Path rules = folder.resolve("rules.json");
        Files.writeString(rules, text.append("], \"otherwise\": \"\"}"));
        Run run = cluster("rules", "--features", "visits", "--rules", rules);

        assertThat(run.err()).isEmpty();
        assertThat(json().get("names")).hasToString("[\"Even\",\"Odd\"]");
        assertThat(json().get("notices").get(0).get("reason").asText()).isEqualTo("RESOURCE_LIMIT");
    }

    private Run cluster(String algorithm, Object... options) {
        List<Object> arguments =
                new ArrayList<>(List.of("cluster", data, "--id", "id", "--out", out, "--algorithm", algorithm));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.resolve("segmentation.json").toFile());
    }
}
