package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.testing.GoldenCases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCommandTest {

    @TempDir
    private Path folder;

    private Path data;
    private Path out;

    /** Two groups of three customers, far apart in visits, not in spend. */
    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("customers.csv");
        out = folder.resolve("out");
        Files.writeString(
                data,
                "id,visits,spend,city,people\n"
                        + "a,1,10,Rome,1\nb,2,12,Rome,1\nc,3,11,Oslo,2\n"
                        + "d,101,10,Oslo,1\ne,102,12,Rome,1\nf,103,11,Rome,1\n");
    }

    @Test
    void writesAssignmentsAndTheSegmentation() throws IOException {
        Run run = cluster("--features", "visits,spend", "--segments", 2, "--scale", "none", "--seed", 7);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(Program.files(out))
                .containsOnlyKeys("assignments.csv", "model.json", "profile.json", "segmentation.json");
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .hasSize(7)
                .startsWith("id,segment,margin,visits,spend")
                .element(2)
                .asString()
                .matches("b,0,0\\.99\\d+,2\\.0,12\\.0"); // at the center but for a unit of spend
        JsonNode json = json("segmentation.json");
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "algorithm",
                        "features",
                        "segments",
                        "scale",
                        "seed",
                        "objective",
                        "iterations",
                        "converged",
                        "restarts",
                        "sizes",
                        "centers",
                        "notices");
        assertThat(json.get("algorithm").asText()).isEqualTo("kmeans");
        assertThat(json.get("features")).hasToString("[\"visits\",\"spend\"]");
        assertThat(json.get("segments").asInt()).isEqualTo(2);
        assertThat(json.get("seed").asLong()).isEqualTo(7);
        assertThat(json.get("objective").asDouble()).isCloseTo(8, within(1e-12)); // (2 + 2) for each group
        assertThat(json.get("converged").asBoolean()).isTrue();
        assertThat(json.get("sizes")).hasToString("[3,3]");
        assertThat(json.get("centers")).hasToString("[[2.0,11.0],[102.0,11.0]]");
        assertThat(run.out()).contains("segment  customers  share  visits  spend", "Written to " + out);
    }

    @Test
    void centersAreInTheUnitsOfTheInputWhateverTheScale() throws IOException {
        for (String scale : List.of("zscore", "robust", "none")) {
            cluster("--features", "visits,spend", "--segments", 2, "--scale", scale);
            JsonNode centers = json("segmentation.json").get("centers");
            assertThat(centers.get(0).get(0).asDouble()).as(scale).isCloseTo(2, within(1e-9));
            assertThat(centers.get(1).get(0).asDouble()).as(scale).isCloseTo(102, within(1e-9));
        }
        cluster("--features", "visits,spend", "--segments", 2, "--scale", "log1p-zscore");
        assertThat(json("segmentation.json").get("centers").get(0).get(0).asDouble())
                .as("the mean of logarithms")
                .isCloseTo(Math.cbrt(2 * 3 * 4) - 1, within(1e-9));
    }

    @Test
    void startsFromGivenCentersInTheirOrderAndUnits() throws IOException {
        Path centers = folder.resolve("centers.csv");
        Files.writeString(centers, "spend,visits\n11,100\n11,0\n");

        Run run = cluster("--features", "visits,spend", "--segments", 2, "--initial-centers", centers);

        assertThat(run.code()).isZero();
        assertThat(json("segmentation.json").get("centers").get(0).get(0).asDouble())
                .isCloseTo(102, within(1e-9));
        assertThat(json("segmentation.json").get("restarts").asInt()).isOne();
    }

    @Test
    void aWeightSaysHowManyCustomersALineIs() throws IOException {
        Run run = cluster("--features", "visits,spend", "--segments", 2, "--scale", "none", "--weight", "people");

        assertThat(json("segmentation.json").get("sizes")).hasToString("[4.0,3.0]");
        assertThat(json("segmentation.json").get("centers").get(0).get(0).asDouble())
                .isEqualTo(2.25);
        assertThat(run.out()).containsPattern(" 0 +4 +57 % ").containsPattern(" 1 +3 +43 % ");
    }

    @Test
    void everySegmentIsProfiledInTheUnitsOfTheFile() throws IOException {
        cluster("--features", "visits,spend", "--segments", 2);

        JsonNode json = json("profile.json");
        assertThat(json.get("customers").asInt()).isEqualTo(6);
        assertThat(json.has("asOf")).isFalse();
        JsonNode visits = json.at("/segments/1/numeric/0");
        assertThat(visits.get("column").asText()).isEqualTo("visits");
        assertThat(visits.get("forming").asBoolean()).isTrue();
        assertThat(visits.get("mean").asDouble()).isEqualTo(102);
        assertThat(visits.get("totalMean").asDouble()).isEqualTo(52);
        assertThat(visits.at("/index/value").asDouble()).isCloseTo(100 * 102 / 52.0, within(1e-9));
        assertThat(visits.at("/difference/value").asDouble()).isEqualTo(100);
        // three customers each: variance 1, so that the error is √(2/3) and the t quantile that of 4 degrees of freedom
        assertThat(visits.at("/difference/upper").asDouble())
                .isCloseTo(100 + 2.7764451 * Math.sqrt(2 / 3.0), within(1e-6));
        assertThat(visits.at("/quantiles/2/value").asDouble()).isEqualTo(102);
        assertThat(json.at("/histograms/0/edges")).hasToString("[0.0,50.0,100.0,150.0]");
        assertThat(json.at("/histograms/0/counts")).hasToString("[[3,0,0],[0,0,3]]");
        assertThat(NumbersWithoutReason.in(json)).isEmpty();
    }

    @Test
    void theProfileCountsALineAsOftenAsItWeighs() throws IOException {
        cluster("--features", "visits,spend", "--segments", 2, "--scale", "none", "--weight", "people");

        assertThat(json("profile.json").get("customers").asInt()).isEqualTo(7);
        assertThat(json("profile.json").at("/segments/0/size").asInt()).isEqualTo(4);
        assertThat(json("profile.json").at("/segments/0/numeric/0/mean").asDouble())
                .isEqualTo(2.25);
        assertThat(json("profile.json").get("notices")).isEmpty();
    }

    @Test
    void weightsThatTheProfileDoesNotUseAreNoted() throws IOException {
        Files.writeString(data, "id,visits,people\na,1,0.5\nb,2,1.5\nc,9,1\nd,10,1\n");
        Run run = cluster("--features", "visits", "--segments", 2, "--weight", "people");

        assertThat(run.out())
                .contains("\nNote: profile.json: weights were not used in this profile: every line counts once,");
        assertThat(json("profile.json").get("customers").asInt()).isEqualTo(4);
        assertThat(json("profile.json").at("/notices/0/reason").asText()).isEqualTo("WEIGHTS_IGNORED");
    }

    @Test
    void whatItWritesTheOtherCommandsRead() throws IOException {
        cluster("--features", "visits,spend", "--segments", 2);
        Path assignments = out.resolve("assignments.csv");
        List<Object> columns = List.of("--id", "id", "--segment", "segment", "--out", folder.resolve("next"));
        List<Object> validate = new ArrayList<>(List.of("validate", assignments, "--features", "visits,spend"));
        validate.addAll(columns);
        List<Object> migrate = new ArrayList<>(List.of("migrate", assignments, assignments, "--value", "spend"));
        migrate.addAll(columns);

        assertThat(Program.run(validate.toArray()).code()).isZero();
        assertThat(Program.run(migrate.toArray()).code()).isZero();
    }

    @Test
    void anInterruptEndsReading() {
        Thread.currentThread().interrupt();
        Run run = cluster("--features", "visits", "--segments", 2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err()).isEqualTo("segment cluster: interrupted; nothing was written" + System.lineSeparator());
        assertThat(out).doesNotExist();
    }

    @Test
    void readingSaysHowFarItIsOnATerminal() {
        StringWriter screen = new StringWriter();
        SegmentCommand.run(
                Session.of(new PrintWriter(new StringWriter()), new PrintWriter(screen))
                        .withProgress(),
                "cluster",
                data.toString(),
                "--id",
                "id",
                "--features",
                "visits",
                "--segments",
                "2",
                "--out",
                out.toString());
        String[] lines = screen.toString().split("\r");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("reading customers.csv: 100 %"));
    }

    @Test
    void textsUnderFeaturesAndMissingValuesHaveAWayOut() throws IOException {
        assertThat(cluster("--features", "visits,city", "--segments", 2).err())
                .isEqualTo("segment cluster: " + data
                        + ": line 2, column \"city\" is not a number; write digits with a decimal"
                        + " point, or leave the cell empty where the number is missing; or name the column under"
                        + " --categorical if its values are categories, with an algorithm that takes them, such as"
                        + " kprototypes or pam" + System.lineSeparator());
        Files.writeString(data, "id,visits,spend\na,1,2\nb,,3\nc,90,4\n");
        assertThat(cluster("--features", "visits", "--segments", 2, "--scale", "none")
                        .err())
                .isEqualTo(
                        "segment cluster: " + data + ": missing value at line 3, feature \"visits\" (1 missing in all);"
                                + " fill these cells in, or leave these lines out, or take an algorithm that can do without, such"
                                + " as pam" + System.lineSeparator());
        assertThat(cluster("--features", "visits,spend", "--segments", 2, "--algorithm", "pam")
                        .err())
                .isEmpty();
    }

    @Test
    void segmentsAreCalledAsTheUserSaysInEveryFile() throws IOException {
        Run numbered = cluster("--features", "visits,spend", "--segments", 2);
        assertThat(numbered.out()).containsPattern("\n {2}0 +3 +50 % +2 ");
        Run run = cluster("--features", "visits,spend", "--segments", 2, "--names", "Seldom, =Often");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("\n {2}Seldom +3 +50 % +2 [^\n]+\n {2}=Often +3 +50 % +102 ")
                .contains("\nNamed: 0 is Seldom, 1 is =Often.\n");
        assertThat(Files.readAllLines(out.resolve("assignments.csv"))).satisfies(lines -> {
            assertThat(lines.get(1)).startsWith("a,Seldom,");
            assertThat(lines.get(6)).startsWith("f,'=Often,");
        });
        assertThat(json("segmentation.json").get("names")).hasToString("[\"Seldom\",\"=Often\"]");
        assertThat(json("segmentation.json").has("profile")).isFalse();
        assertThat(json("profile.json").at("/segments/1/segment").asText()).isEqualTo("=Often");
        Run scored =
                Program.run("score", out.resolve("model.json"), data, "--id", "id", "--out", folder.resolve("scored"));
        assertThat(scored.out()).containsPattern("Seldom +3 +50 %");
        assertThat(Files.readString(folder.resolve("scored/assignments.csv")))
                .isEqualTo(Files.readString(out.resolve("assignments.csv")));
    }

    @Test
    void namesAreGivenToWhatTheAlgorithmHasNotNamed() throws IOException {
        Run run = cluster(
                "--features",
                "visits,spend",
                "--segments",
                2,
                "--algorithm",
                "gaussian-mixture",
                "--covariance",
                "spherical",
                "--noise",
                "--names",
                "Seldom,Often");
        assertThat(run.err()).isEmpty();
        assertThat(json("segmentation.json").get("names")).hasToString("[\"Seldom\",\"Often\",\"noise\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    A           | 2 | --names has 1 name, but there are 2 segments to be named; give as many, in the order in which they are shown; see segment cluster --help
                    A,B,C       | 2 | --names has 3 names, but there are 2 segments to be named; give as many, in the order in which they are shown; see segment cluster --help
                    A,,B        | 2 | --names: name 2 of 3 is blank; give each segment a name, with a comma between two; see segment cluster --help
                    A, A        | 2 | --names: name 2 of 2 is the same as an earlier one; choose another name; see segment cluster --help
                    exit,B      | 2 | --names: name 1 of 2 is reserved for customers in no segment [ENTRY, EXIT, UNSCORED]; choose another name; see segment cluster --help
                    """)
    void namesThatCannotBeAreRefusedBeforeAnyWork(String names, int code, String message) {
        Run run = Program.run(
                "cluster",
                folder.resolve("nowhere.csv"),
                "--id",
                "id",
                "--features",
                "visits",
                "--segments",
                2,
                "--names",
                names,
                "--out",
                out);
        assertThat(run.err()).isEqualTo("segment cluster: " + message + System.lineSeparator());
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void longNamesAndLineEndsAreNoNames() {
        Run run = cluster("--features", "visits", "--segments", 2, "--names", "x".repeat(101) + ",B");
        assertThat(run.err()).contains("name 1 of 2 has 101 characters, expected at most 100; shorten it");
        Run lines = cluster("--features", "visits", "--segments", 2, "--names", "A,B\nC");
        assertThat(lines.err()).contains("name 2 of 2 has a character that cannot be seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jenks", "quantile", "abc", "rfm", "rules"})
    void algorithmsThatNameSegmentsKeepTheirNames(String algorithm) {
        List<Object> options = new ArrayList<>(List.of("--algorithm", algorithm, "--names", "A,B"));
        options.addAll(List.of("--features", algorithm.equals("rfm") ? "visits,spend,people" : "visits"));
        if (algorithm.equals("jenks") || algorithm.equals("quantile")) {
            options.addAll(List.of("--segments", 2));
        }
        if (algorithm.equals("rules")) {
            options.addAll(List.of("--rules", "nowhere.json"));
        }
        Run run = cluster(options.toArray());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("segment cluster: --names does not go with --algorithm " + algorithm
                        + ", which names segments itself; leave it out; see segment cluster --help"
                        + System.lineSeparator());
    }

    /** How many a tree finds is known after the fit only. */
    @Test
    void namesOfSegmentsThatWereFoundAreCountedBeforeAnythingIsWritten() throws IOException {
        Object[] tree = {"--features", "visits", "--algorithm", "ward", "--height", 0.5, "--names", "Seldom,Often"};
        assertThat(cluster(tree).err()).isEmpty();
        assertThat(json("segmentation.json").get("names")).hasToString("[\"Seldom\",\"Often\"]");
        String before = Files.readString(out.resolve("segmentation.json"));
        tree[tree.length - 1] = "Seldom,Often,Always";
        Run run = cluster(tree);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "segment cluster: " + data + ": --names has 3 names, but there are 2 segments to be named; give"
                                + " as many, in the order in which they are shown" + System.lineSeparator());
        assertThat(Files.readString(out.resolve("segmentation.json"))).isEqualTo(before);
    }

    /** Codes and texts as they are, numbers of the file's own style as the next command reads them without options. */
    @Test
    void otherColumnsAreKeptForTheNextCommand() throws IOException {
        Files.writeString(
                data,
                "id;visits;code;note;later;grouped;mixed\n"
                        + "a;1,5;007;\"x; \"\"y\"\"\";10,25;1.234;1,5\n"
                        + "b;2;010; =1+1 ;-3,5;2.500;n/a\n"
                        + "c;90;1e5;=1+1;;3;2\n");
        Run run = cluster(
                "--features",
                "visits",
                "--segments",
                2,
                "--decimal",
                "comma",
                "--thousands",
                "point",
                "--keep",
                "note,later,id,code,visits,grouped,mixed,later");

        assertThat(run.err()).isEmpty();
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .satisfiesExactly(
                        head -> assertThat(head).isEqualTo("id,segment,margin,visits,note,later,code,grouped,mixed"),
                        a -> assertThat(a).endsWith(",1.5,\"x; \"\"y\"\"\",10.25,007,1234.0,\"1,5\""),
                        b -> assertThat(b).endsWith(",2.0, =1+1 ,-3.5,010,2500.0,n/a"),
                        c -> assertThat(c).endsWith(",90.0,'=1+1,,1e5,3.0,2"));
        Run validated = Program.run(
                "validate",
                out.resolve("assignments.csv"),
                "--id",
                "id",
                "--segment",
                "segment",
                "--features",
                "visits",
                "--descriptors",
                "grouped",
                "--outcomes",
                "later",
                "--out",
                out);
        assertThat(validated.err()).isEmpty();
    }

    @Test
    void whatIsKeptMustBeThereAndHaveANameOfItsOwn() throws IOException {
        Run unknown = cluster("--features", "visits", "--segments", 2, "--keep", "citty");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err())
                .startsWith("segment cluster: " + data + ": no column \"citty\"; did you mean \"city\"?");

        Files.writeString(data, "id,visits,segment,membership_1\na,1,old,\nb,2,old,\nc,90,old,\n");
        Run taken = cluster("--features", "visits", "--segments", 2, "--keep", "segment");
        assertThat(taken.code()).isEqualTo(1);
        assertThat(taken.err())
                .isEqualTo(
                        "segment cluster: --keep: assignments.csv has a column \"segment\" of its own; call that of the"
                                + " file otherwise, or leave it out" + System.lineSeparator());
        Run degree = cluster(
                "--features", "visits", "--segments", 2, "--algorithm", "fuzzy-cmeans", "--keep", "membership_1");
        assertThat(degree.code()).isEqualTo(1);
        assertThat(degree.err()).contains("a column \"membership_1\" of its own");
        assertThat(Program.files(out)).isEmpty();
    }

    /** It would be lost, or taken for the result by the next command. */
    @Test
    void aFeatureThatIsCalledLikeAResultIsRefused() throws IOException {
        Files.writeString(data, "id,no,margin,segment,membership_1\na,1,5,1,3\nb,2,6,2,4\nc,3,7,90,8\n");
        for (String name : List.of("margin", "segment")) {
            Run run = cluster("--features", name, "--segments", 2);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("segment cluster: --features: assignments.csv has a column \"" + name
                            + "\" of its own, so that the feature of this name would be lost; call it otherwise in the"
                            + " file" + System.lineSeparator());
        }
        assertThat(cluster("--features", "no", "--segments", 2, "--algorithm", "fuzzy-cmeans")
                        .err())
                .isEmpty();
        assertThat(cluster("--features", "membership_1", "--segments", 2).err()).isEmpty();
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .first()
                .isEqualTo("id,segment,margin,membership_1");
        Run degree = cluster("--features", "membership_1", "--segments", 2, "--algorithm", "fuzzy-cmeans");
        assertThat(degree.err()).contains("--features: assignments.csv has a column \"membership_1\" of its own");

        Run other = Program.run(
                "cluster",
                data,
                "--id",
                "no",
                "--features",
                "id",
                "--categorical",
                "id",
                "--algorithm",
                "kmodes",
                "--segments",
                2,
                "--out",
                out);
        assertThat(other.err()).contains("--features: assignments.csv has a column \"id\" of its own");
    }

    @Test
    void namesThatDifferByCaseAloneAreSuggested() throws IOException {
        Files.writeString(data, "ID,Visits,\u00c4lter\na,1,5\nb,2,6\nc,3,7\n");
        assertThat(cluster("--features", "Visits", "--segments", 2).err())
                .isEqualTo("segment cluster: " + data
                        + ": no column \"id\"; did you mean \"ID\"? There are ID, Visits, \u00c4lter"
                        + System.lineSeparator());
        Files.writeString(data, "id,Visits,\u00c4lter\na,1,5\nb,2,6\nc,3,7\n");
        assertThat(cluster("--features", "VISITS", "--segments", 2).err()).contains("did you mean \"Visits\"?");
        assertThat(cluster("--features", "\u00e4lter", "--segments", 2).err()).contains("did you mean \"\u00c4lter\"?");
        Run all = Program.run("cluster", data, "--id", "Id", "--features", "visits", "--segments", 2, "--out", out);
        assertThat(all.err()).contains("no column \"Id\"; did you mean \"id\"?");
    }

    @Test
    void whatHasNoLogarithmIsToldWhichScalesDo() throws IOException {
        Files.writeString(data, "id,visits\na,5\nb,-6\nc,7\n");
        Run run = cluster("--features", "visits", "--segments", 2, "--scale", "log1p-zscore");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .hasLineCount(1)
                .contains("choose zscore, robust or none", data + ": ", "line 3")
                .doesNotContain("signedLog1p");
    }

    @Test
    void theNumberOfThreadsChangesNoByte() {
        cluster("--features", "visits,spend", "--segments", 2, "--threads", 1);
        Map<String, String> one = Program.files(out);
        cluster("--features", "visits,spend", "--segments", 2, "--threads", 8);

        assertThat(Program.files(out)).isEqualTo(one);
    }

    @Test
    void aConstantColumnIsNoted() throws IOException {
        Files.writeString(data, "id,visits,spend\na,1,7\nb,2,7\nc,9,7\n");

        Run run = cluster("--features", "visits,spend", "--segments", 2);

        assertThat(run.code()).isZero();
        assertThat(json("segmentation.json").get("notices").get(0).get("reason").asText())
                .isEqualTo("ZERO_VARIANCE");
        assertThat(run.out()).contains("Note: ").contains("\"spend\"");
        assertThat(json("segmentation.json").get("centers").get(1).get(1).asDouble())
                .isEqualTo(7);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        "visits,spnd",
                        2,
                        "no column \"spnd\"; did you mean \"spend\"? There are id, visits, spend, city, people"),
                Arguments.of("visits,city", 2, "line 2, column \"city\" is not a number; write digits"),
                Arguments.of("visits", 8, "--segments = 8, but there are only 6 customers; lower --segments"),
                Arguments.of("visits", 0, "--segments = 0, expected at least 1"),
                Arguments.of("visits,visits", 2, "two features are called \"visits\""));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultOfDataOrRequestIsOneClearLineAndNoFile(String features, int segments, String message) {
        Run run = cluster("--features", features, "--segments", segments);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("segment cluster: ").contains(message).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void nobodyIsOneClearLineAndNoFile() throws IOException {
        Files.writeString(data, "id,visits\n");

        assertThat(cluster("--features", "visits", "--segments", 2))
                .isEqualTo(new Run(
                        1,
                        "",
                        "segment cluster: " + data + ": there are no customers below the first line"
                                + System.lineSeparator()));
        assertThat(out).doesNotExist();
    }

    @Test
    void aMissingFileIsOneClearLineAndNoFile() {
        data = folder.resolve("nowhere.csv");

        Run run = cluster("--features", "visits", "--segments", 2);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("segment cluster: " + data + ": there is no such file" + System.lineSeparator());
        assertThat(out).doesNotExist();
    }

    @Test
    void missingValuesAndRepeatedIdsAreLocatedAndNeverQuoted() throws IOException {
        Files.writeString(data, "id,visits\nalice@example.com,1\nbob@example.com,\nx,3\n");
        assertThat(cluster("--features", "visits", "--segments", 2).err())
                .contains(data + ": missing value at line 3,")
                .hasLineCount(1)
                .doesNotContain("bob");

        Files.writeString(data, "id,visits\nalice@example.com,1\nalice@example.com,2\nx,3\n");
        assertThat(cluster("--features", "visits", "--segments", 2).err())
                .contains("1 line repeats the id of an earlier line", data + ": ", "line 3")
                .hasLineCount(1)
                .doesNotContain("alice");
    }

    @Test
    void initialCentersThatDoNotFitAreRefused() throws IOException {
        Path centers = folder.resolve("centers.csv");
        Files.writeString(centers, "visits\n0\n50\n100\n");
        assertThat(cluster("--features", "visits", "--segments", 2, "--initial-centers", centers)
                        .err())
                .contains(centers + ": 3 centers, expected --segments = 2");

        Files.writeString(centers, "visits\n0\n0\n");
        assertThat(cluster("--features", "visits", "--segments", 2, "--initial-centers", centers)
                        .err())
                .contains("centers 0 and 1 are equal", centers + ": ", "line 3")
                .doesNotContain(data.toString());

        Files.writeString(centers, "visits\n0\n\"\"\n");
        assertThat(cluster("--features", "visits", "--segments", 2, "--initial-centers", centers)
                        .err())
                .contains("missing value", centers + ": ", "line 3")
                .doesNotContain(data.toString());
        assertThat(out).doesNotExist();
    }

    @Test
    void whatCannotBeUnderstoodIsAQuestionOfUsage() {
        assertThat(Program.run().code()).isEqualTo(2);
        assertThat(Program.run("dance").err()).hasLineCount(1).contains("dance");
        assertThat(cluster("--segments", 2).err())
                .isEqualTo("segment cluster: Missing required option: '--features=COL'; see segment cluster --help"
                        + System.lineSeparator());
        assertThat(cluster("--features", "visits", "--segments", "two").code()).isEqualTo(2);
        assertThat(cluster("--features", "visits", "--segments", 2, "--algorithm", "magic")
                        .err())
                .contains("--algorithm", "there are kmeans")
                .hasLineCount(1);
        assertThat(cluster("--features", "visits", "--segments", 2, "--scale", "log")
                        .err())
                .contains("there are none, zscore, robust, log1p-zscore");
        assertThat(cluster("--features", "visits", "--segments", 2, "--categorical", "city")
                        .code())
                .isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void helpIsNoFault() {
        Run run = Program.run("cluster", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: segment cluster", "--features");
    }

    @Test
    void clustersTheRealCustomersWhereTheirDataAreAtHand() throws IOException {
        assumeTrue(GoldenCases.folder().isPresent(), "-Dgolden is not set");
        data = GoldenCases.folder().orElseThrow().resolve("data/online_retail_rfm_2011-12-10.csv.gz");

        Run run = Program.run(
                "cluster",
                data,
                "--id",
                "customer",
                "--features",
                "recency,frequency,monetary",
                "--segments",
                4,
                "--scale",
                "log1p-zscore",
                "--out",
                out);

        assertThat(run.code()).isZero();
        JsonNode json = json("segmentation.json");
        assertThat(json.get("converged").asBoolean()).isTrue();
        int customers = 0;
        for (JsonNode size : json.get("sizes")) {
            customers += size.asInt();
        }
        assertThat(customers).isEqualTo(4338);
        assertThat(Files.readAllLines(out.resolve("assignments.csv"))).hasSize(4339);
    }

    private Run cluster(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("cluster", data, "--id", "id", "--out", out));
        arguments.addAll(Arrays.asList(options));
        return Program.run(arguments.toArray());
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name).toFile());
    }
}
