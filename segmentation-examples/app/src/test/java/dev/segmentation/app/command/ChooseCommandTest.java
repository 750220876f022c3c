package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.Estimate;
import dev.segmentation.FeatureMatrix;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.metrics.selection.BootstrapInstability;
import dev.segmentation.metrics.selection.Gap;
import dev.segmentation.metrics.selection.PredictionStrength;
import dev.segmentation.metrics.selection.SearchReport;
import dev.segmentation.metrics.selection.SegmentCountSearch;
import dev.segmentation.metrics.stability.ClusterwiseJaccard;
import dev.segmentation.metrics.stability.Stability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 90 customers in three groups that lie apart; plan and city tell the groups, too, with some who answered otherwise. */
class ChooseCommandTest {

    private static final int N = 90;

    @TempDir
    private Path folder;

    private Path data;
    private Path out;
    private double[][] rows;

    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("customers.csv");
        out = folder.resolve("out");
        Random random = new Random(3);
        rows = new double[N][];
        StringBuilder csv = new StringBuilder("id,visits,spend,plan,city,tier,color,people\n");
        for (int i = 0; i < N; i++) {
            int g = i % 3;
            rows[i] = new double[] {10 * g + random.nextGaussian(), 10 * (g == 1 ? 1 : 0) + random.nextGaussian()};
            csv.append("c%d,%s,%s,%s,%s,%s,%s,%d%n"
                    .formatted(
                            i,
                            rows[i][0],
                            rows[i][1],
                            List.of("a", "b", "c").get(random.nextInt(10) == 0 ? random.nextInt(3) : g),
                            List.of("Rome", "Oslo", "Bern").get(random.nextInt(10) == 0 ? random.nextInt(3) : g),
                            List.of("low", "mid", "high").get(random.nextInt(10) == 0 ? random.nextInt(3) : g),
                            List.of("red", "blue", "green").get(random.nextInt(10) == 0 ? random.nextInt(3) : g),
                            1 + i % 2));
        }
        Files.writeString(data, csv);
    }

    @Test
    void groupsThatLieApartAreCountedByAllCriteria() throws IOException {
        Run run = choose("--features", "visits,spend", "--to", 5, "--scale", "none", "--seed", 7);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(Program.files(out)).containsOnlyKeys("selection.json");
        assertThat(run.out())
                .containsPattern("^  segments +1 +2 +3 +4 +5\n")
                .containsPattern("\n  gap +[-0-9.]+ +[-0-9.]+ +[0-9.]+\\* +[0-9.]+ +[0-9.]+\n")
                .containsPattern("\n  prediction strength +1\\.000 +0\\.\\d+ +1\\.000\\* ")
                .contains("\n- silhouette says 3; it tells how much closer customers are to their own segment")
                .contains(
                        "\n5 of 5 criteria say 3.\nIn customers drawn anew, the weakest of the 3 segments comes back by 1.00"
                                + " [1.00..1.00] (Jaccard): all are stable.\n")
                .endsWith("Written to " + out + ": selection.json" + System.lineSeparator());

        JsonNode json = json();
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "algorithm",
                        "features",
                        "scale",
                        "seed",
                        "customers",
                        "level",
                        "resamples",
                        "candidates",
                        "criteria",
                        "stability",
                        "acrossSolutions",
                        "conclusion",
                        "chosen",
                        "notices",
                        "withoutInterval");
        assertThat(json.get("algorithm").asText()).isEqualTo("kmeans");
        assertThat(json.get("features")).hasToString("[\"visits\",\"spend\"]");
        assertThat(json.get("scale").asText()).isEqualTo("none");
        assertThat(json.get("seed").asLong()).isEqualTo(7);
        assertThat(json.get("customers").asInt()).isEqualTo(N);
        assertThat(json.get("level").asDouble()).isEqualTo(0.95);
        assertThat(json.get("resamples").asInt()).isEqualTo(20);
        assertThat(json.get("chosen").asInt()).isEqualTo(3);
        assertThat(json.at("/conclusion/0").asText()).isEqualTo("5 of 5 criteria say 3.");
        List<String> criteria = new ArrayList<>();
        for (JsonNode criterion : json.get("criteria")) {
            criteria.add(criterion.get("criterion").asText() + " "
                    + criterion.get("better").asText());
            assertThat(criterion.get("pick").asInt()).isEqualTo(3);
            assertThat(criterion.get("title").asText()).isNotBlank();
            assertThat(criterion.get("says").asText()).startsWith("Tells ").endsWith(".");
        }
        assertThat(criteria)
                .containsExactly(
                        "gap higher",
                        "prediction_strength higher",
                        "bootstrap_instability lower",
                        "silhouette higher",
                        "calinski_harabasz higher");
        assertThat(NumbersWithoutReason.in(json)).isEmpty();
    }

    /** From the labels that cluster writes: every distance, every square and every flow written down once more. */
    @Test
    void whatIsOfTheSegmentsIsWhatClusterMakes() throws IOException {
        choose("--features", "visits,spend", "--to", 5, "--scale", "none", "--seed", 7);

        JsonNode json = json();
        List<int[]> labels = new ArrayList<>();
        for (int k = 2; k <= 5; k++) {
            labels.add(clustered(k));
            int[] own = labels.get(k - 2);
            JsonNode candidate = json.get("candidates").get(k - 2);
            assertThat(candidate.get("segments").asInt()).isEqualTo(k);
            assertThat(candidate.get("sizes")).hasToString(sizes(own, k));
            JsonNode silhouette = json.at("/criteria/3/scores").get(k - 2);
            assertThat(silhouette.get("segments").asInt()).isEqualTo(k);
            assertThat(silhouette.get("value").asDouble()).isCloseTo(silhouette(own, k), within(1e-12));
            assertThat(silhouette.get("customers").asInt()).isEqualTo(N);
            assertThat(json.at("/criteria/4/scores").get(k - 2).get("value").asDouble())
                    .isCloseTo(calinskiHarabasz(own, k), within(1e-8));
        }
        for (int k = 3; k <= 5; k++) {
            JsonNode step = json.get("acrossSolutions").get(k - 3);
            assertThat(step.get("from").asInt()).isEqualTo(k - 1);
            assertThat(step.get("segments").asInt()).isEqualTo(k);
            int[] before = labels.get(k - 3);
            int[] after = labels.get(k - 2);
            for (int to = 0; to < k; to++) {
                double entropy = 0;
                int size = count(after, to);
                for (int from = 0; from < k - 1; from++) {
                    int flow = 0;
                    for (int i = 0; i < N; i++) {
                        flow += before[i] == from && after[i] == to ? 1 : 0;
                    }
                    assertThat(step.get("flows").get(from).get(to).asInt()).isEqualTo(flow);
                    double share = flow / (double) size;
                    entropy -= share > 0 ? share * Math.log(share) : 0;
                }
                assertThat(step.get("stability").get(to).asDouble())
                        .isCloseTo(1 - entropy / Math.log(k - 1), within(1e-12));
            }
        }
    }

    private int[] clustered(int k) throws IOException {
        Program.run(
                "cluster",
                data,
                "--id",
                "id",
                "--features",
                "visits,spend",
                "--segments",
                k,
                "--scale",
                "none",
                "--seed",
                7,
                "--out",
                folder.resolve("k" + k));
        return Files.readAllLines(folder.resolve("k" + k + "/assignments.csv")).stream()
                .skip(1)
                .mapToInt(line -> Integer.parseInt(line.split(",")[1]))
                .toArray();
    }

    private static int count(int[] labels, int segment) {
        return (int) Arrays.stream(labels).filter(label -> label == segment).count();
    }

    private static String sizes(int[] labels, int k) {
        return IntStream.range(0, k)
                .map(s -> count(labels, s))
                .boxed()
                .toList()
                .toString()
                .replace(" ", "");
    }

    private double silhouette(int[] labels, int k) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double[] mean = new double[k];
            for (int j = 0; j < N; j++) {
                mean[labels[j]] += Math.hypot(rows[i][0] - rows[j][0], rows[i][1] - rows[j][1]);
            }
            double next = Double.POSITIVE_INFINITY;
            for (int s = 0; s < k; s++) {
                next = s == labels[i] ? next : Math.min(next, mean[s] / count(labels, s));
            }
            double own = mean[labels[i]] / (count(labels, labels[i]) - 1);
            sum += (next - own) / Math.max(own, next);
        }
        return sum / N;
    }

    private double calinskiHarabasz(int[] labels, int k) {
        double within = 0;
        double total = 0;
        for (int j = 0; j < 2; j++) {
            int column = j;
            double all = Arrays.stream(rows)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            for (int i = 0; i < N; i++) {
                int own = labels[i];
                double mean = IntStream.range(0, N)
                        .filter(other -> labels[other] == own)
                        .mapToDouble(other -> rows[other][column])
                        .average()
                        .orElseThrow();
                within += (rows[i][j] - mean) * (rows[i][j] - mean);
                total += (rows[i][j] - all) * (rows[i][j] - all);
            }
        }
        return (total - within) / (k - 1) / (within / (N - k));
    }

    /** What is drawn is what the library draws with 20 draws, three starts and the seed. */
    @Test
    void whatIsDrawnIsAsTheLibraryHasIt() throws IOException {
        choose("--features", "visits,spend", "--to", 4, "--scale", "none", "--seed", 7, "--resamples", 6);

        FeatureMatrix matrix = FeatureMatrix.copyOf(List.of("visits", "spend"), rows);
        Gap gap = Gap.withDefaults().withReferences(6);
        PredictionStrength strength = PredictionStrength.withDefaults().withSplits(6);
        BootstrapInstability instability = BootstrapInstability.withDefaults().withPairs(6);
        SearchReport report = SegmentCountSearch.between(
                        2, 4, k -> KMeans.of(k).withSeed(7).withRestarts(3))
                .withCriteria(gap, strength, instability)
                .withSeed(7)
                .search(matrix);
        for (int k = 1; k <= 4; k++) {
            assertEstimate(json().at("/criteria/0/scores").get(k - 1), report.score(gap, k));
            assertEstimate(json().at("/criteria/1/scores").get(k - 1), report.score(strength, k));
        }
        for (int k = 2; k <= 4; k++) {
            assertEstimate(json().at("/criteria/2/scores").get(k - 2), report.score(instability, k));
            KMeans thorough = KMeans.of(k).withSeed(7);
            Stability stability = ClusterwiseJaccard.of(thorough.withRestarts(3))
                    .withSeed(7)
                    .withReplicates(6)
                    .assess(matrix, thorough.fit(matrix).assignment());
            JsonNode found = json().get("stability").get(k - 2);
            assertThat(found.get("segments").asInt()).isEqualTo(k);
            assertThat(found.get("each")).hasSize(k);
            for (int s = 0; s < k; s++) {
                assertThat(found.get("each").get(s).get("segment").asInt()).isEqualTo(s);
                assertEstimate(found.get("each").get(s).get("jaccard"), stability.jaccard(s));
            }
        }
    }

    private static void assertEstimate(JsonNode found, Estimate expected) {
        assertThat(found.get("value").asDouble()).isEqualTo(expected.value());
        assertThat(found.get("lower").asDouble()).isEqualTo(expected.lower());
        assertThat(found.get("upper").asDouble()).isEqualTo(expected.upper());
        assertThat(found.get("customers").asLong()).isEqualTo(expected.customers());
    }

    @Test
    void ofPureNoiseNoGroupsAreShown() throws IOException {
        Random random = new Random(8);
        StringBuilder csv = new StringBuilder("id,a,b\n");
        for (int i = 0; i < 400; i++) {
            csv.append("%d,%s,%s%n".formatted(i, random.nextDouble(), random.nextDouble()));
        }
        Files.writeString(data, csv);
        Run run = choose("--features", "a,b", "--to", 5);

        assertThat(run.out())
                .contains(
                        "\nNo separate groups are shown: gap and prediction strength say 1, 2 of the 2 criteria that can.\n")
                .contains("How many segments to make is then a decision, not a finding.");
        assertThat(json().get("chosen").isNull()).isTrue();
        assertThat(json().get("chosenUndefined").asText()).isEqualTo("NO_ELBOW");
        assertThat(json().at("/criteria/0/pick").asInt()).isOne();
        assertThat(NumbersWithoutReason.in(json())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kmeans",
                "bisecting-kmeans",
                "pam",
                "clara",
                "gaussian-mixture",
                "fuzzy-cmeans",
                "ward",
                "complete",
                "average"
            })
    void everyAlgorithmOfNumbersIsSearched(String algorithm) throws IOException {
        Run run = choose(
                "--features", "visits,spend", "--algorithm", algorithm, "--to", 4, "--resamples", 4, "--threads", 1);

        assertThat(run.err()).isEmpty();
        assertThat(json().get("algorithm").asText()).isEqualTo(algorithm);
        assertThat(json().get("scale").asText()).isEqualTo("zscore");
        assertThat(json().get("chosen").asInt()).as(run.out()).isEqualTo(3);
        assertThat(json().at("/candidates/1/sizes")).hasToString("[30,30,30]");
        assertThat(NumbersWithoutReason.in(json())).isEmpty();
    }

    static Stream<Arguments> ofCategories() {
        return Stream.of(
                Arguments.of("kmodes", List.of("--categorical", "plan,city,color")),
                Arguments.of("latent-class", List.of("--categorical", "plan,city,color", "--restarts", 5)),
                Arguments.of("kprototypes", List.of("--features", "visits", "--categorical", "plan,city")),
                Arguments.of("pam", List.of("--features", "visits", "--ordinal", "tier:low|mid|high")),
                Arguments.of("clara", List.of("--features", "visits,spend", "--categorical", "plan")));
    }

    /** Distances between categories are those of the algorithm, if any: criteria that need other ones are not asked. */
    @ParameterizedTest
    @MethodSource("ofCategories")
    void categoriesAreSearchedByWhatNeedsNoDistances(String algorithm, List<Object> columns) throws IOException {
        List<Object> options = new ArrayList<>(List.of("--algorithm", algorithm, "--to", 4, "--resamples", 4));
        options.addAll(columns);
        Run run = choose(options.toArray());

        assertThat(run.err()).isEmpty();
        List<String> criteria = new ArrayList<>();
        json().get("criteria")
                .forEach(criterion -> criteria.add(criterion.get("criterion").asText()));
        assertThat(criteria)
                .startsWith("prediction_strength", "bootstrap_instability")
                .doesNotContain("gap", "silhouette", "calinski_harabasz")
                .hasSize(algorithm.equals("latent-class") ? 5 : 2);
        for (int k = 2; k <= 4; k++) {
            int sum = 0;
            for (JsonNode size : json().get("candidates").get(k - 2).get("sizes")) {
                sum += size.asInt();
            }
            assertThat(sum).isEqualTo(N);
            assertThat(json().get("stability").get(k - 2).get("each")).hasSize(k);
        }
        assertThat(NumbersWithoutReason.in(json())).isEmpty();
    }

    /** The labels are those of cluster, also where categories went through a search of numbered rows. */
    @Test
    void segmentsOfCategoriesAreThoseOfCluster() throws IOException {
        choose("--algorithm", "kprototypes", "--features", "visits", "--categorical", "plan,city", "--to", 3);
        Program.run(
                "cluster",
                data,
                "--id",
                "id",
                "--algorithm",
                "kprototypes",
                "--features",
                "visits",
                "--categorical",
                "plan,city",
                "--segments",
                3,
                "--out",
                folder.resolve("k"));

        JsonNode clustered = new ObjectMapper()
                .readTree(folder.resolve("k/segmentation.json").toFile());
        assertThat(json().at("/candidates/1/sizes")).isEqualTo(clustered.get("sizes"));
    }

    @Test
    void likelihoodsHaveCriteriaOfTheirOwnWhichMaySayOne() throws IOException {
        choose("--algorithm", "latent-class", "--categorical", "plan,city,color", "--to", 3, "--restarts", 5);
        Program.run(
                "cluster",
                data,
                "--id",
                "id",
                "--algorithm",
                "latent-class",
                "--categorical",
                "plan,city,color",
                "--restarts",
                5,
                "--segments",
                3,
                "--out",
                folder.resolve("k"));

        JsonNode details = new ObjectMapper()
                .readTree(folder.resolve("k/segmentation.json").toFile())
                .get("algorithmDetails");
        JsonNode bic = json().get("criteria").get(2);
        assertThat(bic.get("criterion").asText()).isEqualTo("bic");
        assertThat(bic.get("better").asText()).isEqualTo("lower");
        assertThat(bic.at("/scores/0/segments").asInt()).isOne();
        assertThat(bic.at("/scores/2/value").asDouble())
                .as("−2L + m ln n of what cluster writes")
                .isCloseTo(
                        -2 * details.get("logLikelihood").asDouble()
                                + details.get("freeParameters").asInt() * Math.log(N),
                        within(1e-9));
        assertThat(json().at("/criteria/3/scores/2/value").asDouble())
                .as("AIC3")
                .isCloseTo(
                        -2 * details.get("logLikelihood").asDouble()
                                + 3 * details.get("freeParameters").asInt(),
                        within(1e-9));
        assertThat(json().at("/criteria/4/scores/2/value").asDouble())
                .as("ICL")
                .isCloseTo(
                        bic.at("/scores/2/value").asDouble()
                                + 2 * details.get("membershipEntropy").asDouble(),
                        within(1e-9));
        assertThat(json().get("candidates"))
                .as("one segment is not a candidate")
                .hasSize(2);
    }

    @Test
    void optionsReachTheAlgorithmAndTheSearch() throws IOException {
        List<Object> plain = List.of("--features", "visits,spend", "--to", 4, "--resamples", 3);
        String usual = selection(plain);
        assertThat(usual).isEqualTo(selection(plain, "--threads", 1)).isEqualTo(selection(plain, "--threads", 8));
        assertThat(usual).isEqualTo(selection(plain, "--from", 2)).isEqualTo(selection(plain, "--seed", 0));
        for (List<Object> option : List.<List<Object>>of(
                List.of("--seed", 1),
                List.of("--from", 3),
                List.of("--scale", "robust"),
                List.of("--weight", "people"),
                List.of("--algorithm", "gaussian-mixture"))) {
            assertThat(selection(plain, option.toArray())).as(option.toString()).isNotEqualTo(usual);
        }
        List<Object> mixture =
                List.of("--features", "visits,spend", "--to", 5, "--resamples", 3, "--algorithm", "gaussian-mixture");
        String full = selection(mixture);
        for (List<Object> option : List.<List<Object>>of(
                List.of("--covariance", "spherical"), List.of("--max-iterations", 1), List.of("--tolerance", 0.5))) {
            assertThat(selection(mixture, option.toArray()))
                    .as(option.toString())
                    .isNotEqualTo(full);
        }
        List<Object> classes = List.of(
                "--categorical",
                "plan,city",
                "--to",
                3,
                "--resamples",
                2,
                "--algorithm",
                "latent-class",
                "--restarts",
                2);
        assertThat(selection(classes, "--covariates", "spend")).isNotEqualTo(selection(classes));
        assertThat(json().get("resamples").asInt()).isEqualTo(2);
    }

    /** Likelihoods have many optima, of which one start rarely finds the best. */
    @Test
    void restartsAreThoseOfTheCandidates() throws IOException {
        List<Object> plain = List.of(
                "--categorical",
                "plan,city,color,tier",
                "--algorithm",
                "latent-class",
                "--from",
                3,
                "--to",
                5,
                "--resamples",
                2);
        selection(plain, "--restarts", 1);
        double single = json().at("/criteria/2/scores/2/value").asDouble();
        selection(plain, "--restarts", 40);

        assertThat(json().at("/criteria/2/scores/2/segments").asInt()).isEqualTo(5);
        assertThat(json().at("/criteria/2/scores/2/value").asDouble()).as("BIC").isLessThan(single);
    }

    @Test
    void withoutAFolderNothingIsWritten() {
        Run run = Program.run("choose", data, "--id", "id", "--features", "visits,spend", "--to", 3, "--resamples", 2);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("criteria say").doesNotContain("Written");
        assertThat(out).doesNotExist();
    }

    @Test
    void weightsThatACriterionDoesNotUseAreNoted() throws IOException {
        Run run = choose("--features", "visits,spend", "--to", 3, "--resamples", 2, "--weight", "people");

        assertThat(run.out())
                .contains("\nNote: prediction strength: pairs of lines count once each; only the fits use weights\n");
        assertThat(json().get("notices").findValuesAsText("reason")).contains("WEIGHTS_IGNORED");
    }

    /** The last of the range has nothing behind it, which gap looks at. */
    @Test
    void whatIsNotKnownOfACriterionIsNoted() throws IOException {
        choose("--features", "visits,spend", "--to", 3, "--resamples", 2);

        JsonNode gap = json().get("criteria").get(0);
        assertThat(gap.get("pick").isNull()).isTrue();
        assertThat(gap.get("pickUndefined").asText()).isEqualTo("NO_OBSERVATIONS");
        assertThat(json().at("/notices/0/message").asText()).startsWith("gap: nothing is known beyond k = 3");
    }

    /** Of answers that tell nothing, a second class has members by degree, but nobody belongs to it most. */
    @Test
    void aSegmentOfNobodyDoesNotComeBack() throws IOException {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("id,a,b\n");
        for (int i = 0; i < 400; i++) {
            csv.append(
                    "%d,%s,%s%n".formatted(i, random.nextInt(5) == 0 ? "x" : "y", random.nextInt(5) == 0 ? "x" : "y"));
        }
        Files.writeString(data, csv);
        Run run = choose(
                "--categorical", "a,b", "--algorithm", "latent-class", "--to", 3, "--resamples", 3, "--restarts", 3);

        JsonNode sizes = json().at("/candidates/0/sizes");
        assertThat(sizes).as("so that the test says something").hasToString("[400,0]");
        assertThat(json().at("/stability/0/each/1/jaccard/valueUndefined").asText())
                .isEqualTo("NO_OBSERVATIONS");
        assertThat(run.out())
                .as("with 2, one does come back, and of the other nothing is known")
                .contains("\nAll segments come back in customers drawn anew (Jaccard 0.75 and more) with 3 of them.\n");
        JsonNode step = json().at("/acrossSolutions/0");
        assertThat(step.at("/stability/0").isNull()).isTrue();
        assertThat(step.at("/stabilityUndefined/0").asText()).isEqualTo("SINGLE_SEGMENT");
        assertThat(NumbersWithoutReason.in(json())).isEmpty();
    }

    /** Two different customers make two segments, not three. */
    @Test
    void aNumberThatCannotBeMadeIsACandidateWithItsReason() throws IOException {
        Files.writeString(data, "id,a\n" + "1,1\n2,5\n3,1\n4,5\n5,1\n6,5\n");
        Run run = choose("--features", "a", "--to", 3, "--resamples", 2);

        assertThat(run.code()).isZero();
        JsonNode failed = json().get("candidates").get(1);
        assertThat(failed.get("sizes")).isEmpty();
        assertThat(failed.get("failure").asText()).contains("--segments = 3", "2 distinct lines");
        assertThat(json().at("/criteria/3/scores/1/valueUndefined").asText()).isEqualTo("FEWER_DISTINCT_THAN_K");
        assertThat(json().get("acrossSolutions")).isEmpty();
        assertThat(json().get("stability")).hasSize(1);
        assertThat(run.out()).contains("Note: 3 segments: ");
    }

    @Test
    void whereNoNumberCanBeMadeThatIsTheAnswer() throws IOException {
        Files.writeString(data, "id,a\n1,1\n2,1\n3,1\n");
        assertRefused(
                choose("--features", "a", "--to", 3, "--scale", "none"),
                data + ": no number of segments can be made; ",
                "--segments = 2 but the file has 1 distinct line");
    }

    /** 10 050 customers: what is drawn is of 10 000 of them, and the silhouette is the simple one. */
    @Test
    void ofManyCustomersSomeAreDrawn() throws IOException {
        writeMany(10_050);
        Run run = choose("--features", "a,b", "--to", 3, "--resamples", 2, "--restarts", 1);

        assertThat(run.err()).isEmpty();
        assertThat(json().get("customers").asInt()).isEqualTo(10_050);
        assertThat(json().at("/criteria/1/scores/1/customers").asInt()).isEqualTo(10_000);
        assertThat(json().at("/criteria/3/criterion").asText()).isEqualTo("simplified_silhouette");
        assertThat(json().at("/criteria/3/scores/1/customers").asInt()).isEqualTo(10_050);
        assertThat(json().at("/notices/0/reason").asText()).isEqualTo("RESOURCE_LIMIT");
        assertThat(json().at("/notices/0/message").asText())
                .isEqualTo(
                        "what needs many fits (gap, prediction strength, bootstrap instability, how segments come back) is"
                                + " of 10,000 of the 10,050 customers, drawn at random");
        assertThat(json().at("/notices/1/message").asText())
                .isEqualTo("the silhouette would need all distances between 10,050 customers; the simplified one, of"
                        + " distances to means, takes its place");
        assertThat(run.out()).contains("\nNote: what needs many fits ");
        assertThat(NumbersWithoutReason.in(json())).isEmpty();
    }

    /** 5 020 customers are too many for a tree, of which the time grows with the square of their number. */
    @Test
    void treesAreGrownOfSome() throws IOException {
        writeMany(5_020);
        choose("--features", "a,b", "--algorithm", "ward", "--to", 3, "--resamples", 2);

        int sum = 0;
        for (JsonNode size : json().at("/candidates/0/sizes")) {
            sum += size.asInt();
        }
        assertThat(sum).isEqualTo(5_000);
        assertThat(json().get("customers").asInt()).isEqualTo(5_020);
        assertThat(json().at("/criteria/1/scores/1/customers").asInt()).isEqualTo(1_000);
        assertThat(json().at("/notices/0/message").asText())
                .startsWith("segments are those of 5,000 of the 5,020 customers");
        assertThat(json().at("/notices/1/message").asText()).contains("is of 1,000 of the 5,020 customers");
    }

    @Test
    void ofModelsOfALikelihoodFewerAreDrawn() throws IOException {
        writeMany(2_010);
        choose("--features", "a,b", "--algorithm", "gaussian-mixture", "--to", 3, "--resamples", 2);

        assertThat(json().at("/criteria/0/criterion").asText())
                .as("no gap, since compactness is not what they look for")
                .isEqualTo("prediction_strength");
        assertThat(json().at("/criteria/0/scores/1/customers").asInt()).isEqualTo(2_000);
        assertThat(json().at("/criteria/4/criterion").asText()).isEqualTo("bic");
        assertThat(json().at("/criteria/4/scores/1/customers").asInt()).isEqualTo(2_010);
        assertThat(json().at("/notices/0/message").asText())
                .isEqualTo(
                        "what needs many fits (prediction strength, bootstrap instability, how segments come back) is of"
                                + " 2,000 of the 2,010 customers, drawn at random");
    }

    private void writeMany(int n) throws IOException {
        Random random = new Random(9);
        StringBuilder csv = new StringBuilder("id,a,b\n");
        for (int i = 0; i < n; i++) {
            csv.append("%d,%.3f,%.3f%n".formatted(i, 9 * (i % 2) + random.nextGaussian(), random.nextGaussian()));
        }
        Files.writeString(data, csv);
    }

    static Stream<Arguments> usageFaults() {
        List<Object> numbers = List.of("--features", "visits,spend");
        return Stream.of(
                Arguments.of(List.of(), "Missing required option: '--features=COL'"),
                Arguments.of(
                        with(numbers, "--segments", 3),
                        "--segments does not go with a search for their number; give --from"),
                Arguments.of(
                        with(numbers, "--min-size", 3),
                        "--min-size does not go with a search for the number of segments"),
                Arguments.of(with(numbers, "--max-size", 3), "--max-size does not go with"),
                Arguments.of(with(numbers, "--together", "city"), "--together does not go with"),
                Arguments.of(with(numbers, "--apart", "city"), "--apart does not go with"),
                Arguments.of(with(numbers, "--initial-centers", "f.csv"), "--initial-centers does not go with"),
                Arguments.of(with(numbers, "--algorithm", "ward", "--height", 2), "--height does not go with"),
                Arguments.of(with(numbers, "--algorithm", "gaussian-mixture", "--noise"), "--noise does not go with"),
                Arguments.of(
                        with(numbers, "--algorithm", "cart", "--target", "spend"),
                        "--algorithm cart finds the number of segments itself, so that there is none to choose; take one of"
                                + " kmeans, bisecting-kmeans, pam"),
                Arguments.of(with(numbers, "--target", "spend"), "--target does not go with"),
                Arguments.of(
                        with(numbers, "--algorithm", "rfm"), "--algorithm rfm finds the number of segments itself"),
                Arguments.of(with(numbers, "--algorithm", "medoid-silhouette"), "finds the number of segments itself"),
                Arguments.of(
                        with(numbers, "--algorithm", "rules", "--rules", "f"), "--algorithm rules finds the number"),
                Arguments.of(with(numbers, "--rules", "f"), "--rules does not go with"),
                Arguments.of(
                        with(numbers, "--algorithm", "quantile"),
                        "--algorithm quantile makes as many equal segments as it is told, so that there is none to choose"),
                Arguments.of(with(numbers, "--covariance", "full"), "--covariance does not go with --algorithm kmeans"),
                Arguments.of(with(numbers, "--algorithm", "kmodes"), "takes categories only"),
                Arguments.of(with(numbers, "--categorical", "city"), "takes numbers only"),
                Arguments.of(with(numbers, "--algorithm", "magic"), "there are kmeans"),
                Arguments.of(with(numbers, "--from", "two"), "--from"));
    }

    private static List<Object> with(List<Object> options, Object... more) {
        List<Object> all = new ArrayList<>(options);
        all.addAll(Arrays.asList(more));
        return all;
    }

    @ParameterizedTest
    @MethodSource("usageFaults")
    void whatDoesNotGoTogetherIsAQuestionOfUsage(List<Object> options, String message) {
        Run run = choose(options.toArray());

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("segment choose: ")
                .contains(message)
                .endsWith("; see segment choose --help" + System.lineSeparator())
                .hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void faultsOfTheDataAreOneClearLineAndNoFile() throws IOException {
        assertRefused(choose("--features", "visits", "--from", 1), "--from = 1, expected 2 to 29");
        assertRefused(choose("--features", "visits", "--to", 2), "--to = 2, expected 3 to 30");
        assertRefused(choose("--features", "visits", "--to", 31), "--to = 31, expected 3 to 30");
        assertRefused(choose("--features", "visits", "--resamples", 1), "--resamples = 1, expected 2 to 1000");
        assertRefused(
                choose("--features", "visists"),
                "no column \"visists\"; did you mean \"visits\"? There are id, visits");
        Files.writeString(data, "id,visits\na,1\nb,2\nc,3\n");
        assertRefused(
                choose("--features", "visits", "--to", 4), "--to = 4, but there are only 3 customers; lower --to");
        Files.writeString(data, "id,visits\na,1\nb,2\n");
        assertRefused(choose("--features", "visits"), "--to = 3, but there are only 2 customers");
        Files.writeString(data, "id,visits\na,1\na,2\nc,3\nd,4\n");
        assertRefused(
                choose("--features", "visits"), "1 line repeats the id of an earlier line", data + ": ", "line 3");
        Files.writeString(data, "id,visits\n");
        assertRefused(choose("--features", "visits"), data + ": there are no customers below the first line");
    }

    @Test
    void missingValuesAreLocatedAlsoWhereSomeAreDrawn() throws IOException {
        StringBuilder csv = new StringBuilder("id,a\n");
        for (int i = 0; i < 6000; i++) {
            csv.append(i).append(',').append(i == 5990 ? "" : i % 7).append('\n');
        }
        Files.writeString(data, csv);
        assertRefused(
                choose("--features", "a", "--algorithm", "ward", "--scale", "none"),
                "missing value at line 5992, feature \"a\"",
                data + ": ",
                "line 5992");
    }

    @Test
    void theHelpShowsWhatCanBeSearchedAndNothingElse() {
        Run run = Program.run("choose", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "Usage: segment choose", "--from=K", "--resamples=N", "  kmeans  ", "segment choose sales.csv")
                .doesNotContain("--segments", "--height", "--target", "--rules", "--min-size", "  quantile", "  cart");
        assertThat(Program.run("--help").out()).contains("  choose ");
    }

    private String selection(List<Object> plain, Object... more) throws IOException {
        Run run = choose(with(plain, more).toArray());
        assertThat(run.err()).isEmpty();
        return Files.readString(out.resolve("selection.json"));
    }

    private void assertRefused(Run run, String... messages) {
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).startsWith("segment choose: ").contains(messages).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    private Run choose(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("choose", data, "--id", "id", "--out", out));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.resolve("selection.json").toFile());
    }
}
