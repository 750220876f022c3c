package dev.segmentation.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segmentation.FeatureMatrix;
import dev.segmentation.Fit;
import dev.segmentation.Segment;
import dev.segmentation.TypingTool;
import dev.segmentation.app.Program;
import dev.segmentation.app.Program.Run;
import dev.segmentation.app.io.ModelFile;
import dev.segmentation.cluster.KMeans;
import dev.segmentation.cluster.KMeansModel;
import dev.segmentation.model.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreCommandTest {

    @TempDir
    private Path folder;

    private Path data;
    private Path model;
    private Path out;

    @BeforeEach
    void names() {
        data = folder.resolve("customers.csv");
        model = folder.resolve("march/model.json");
        out = folder.resolve("out");
    }

    /** Customers with skewed features, of which the last column is none. */
    private void writeCustomers(long seed, int customers) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("id,visits,spend,city\n");
        for (int i = 0; i < customers; i++) {
            csv.append('c').append(i).append(',').append(random.nextInt(50)).append(',');
            csv.append(Math.round(100 * StrictMath.exp(6 * random.nextDouble())) / 100.0)
                    .append(",Rome\n");
        }
        Files.writeString(data, csv);
    }

    private void cluster(String scale) {
        Run run = Program.run(
                "cluster",
                data,
                "--id",
                "id",
                "--features",
                "visits,spend",
                "--segments",
                4,
                "--scale",
                scale,
                "--out",
                folder.resolve("march"));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("assignments.csv, segmentation.json, model.json");
    }

    private Run score(String... options) {
        List<Object> arguments = new ArrayList<>(List.of("score", model, data, "--id", "id", "--out", out));
        arguments.addAll(List.of(options));
        return Program.run(arguments.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zscore", "robust", "log1p-zscore"})
    void theSameCustomersGetTheSameBytes(String scale) throws IOException {
        writeCustomers(1, 2500);
        cluster(scale);
        Run run = score();

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(Program.files(out)).containsOnlyKeys("assignments.csv");
        assertThat(Files.readString(out.resolve("assignments.csv")))
                .isEqualTo(Files.readString(folder.resolve("march/assignments.csv")));
    }

    @Test
    void otherColumnsAreKept() throws IOException {
        writeCustomers(1, 100);
        cluster("zscore");
        assertThat(score("--keep", "city,visits").err()).isEmpty();
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .startsWith("id,segment,margin,visits,spend,city")
                .last()
                .asString()
                .endsWith(",Rome");
        assertThat(score("--keep", "margin").err()).contains("has a column \"margin\" of its own");
    }

    /** Of a model made elsewhere, whose features are called as they are. */
    @Test
    void aFeatureThatIsCalledLikeAResultGetsAnotherNameThere() throws IOException {
        FeatureMatrix features = FeatureMatrix.copyOfRowMajor(
                List.of("margin", "feature_margin"), new double[] {1, 5, 2, 6, 90, 7, 91, 8});
        Fit<KMeansModel> fit = KMeans.of(2).fit(features);
        model = Files.writeString(
                folder.resolve("margin.json"),
                ModelFile.text(SavedModel.of(
                        TypingTool.of(fit.model(), List.of(Segment.of(0, "low"), Segment.of(1, "high"))))));
        Files.writeString(data, "id,margin,feature_margin\na,1.5,5\nb,90,8\n");

        Run run = score();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "Note: assignments.csv has a column \"margin\" of its own, so that the feature of this name is"
                                + " called \"feature_feature_margin\" there");
        List<String> lines = Files.readAllLines(out.resolve("assignments.csv"));
        assertThat(lines.get(0)).isEqualTo("id,segment,margin,feature_feature_margin,feature_margin");
        assertThat(lines.get(1)).startsWith("a,low,").endsWith(",1.5,5.0");
    }

    @Test
    void laterCustomersGetTheSegmentsOfTheModel() throws IOException {
        Files.writeString(data, "id,visits,spend\na,1,10\nb,2,12\nc,3,11\nd,101,10\ne,102,12\nf,103,11\ng,3,9\n");
        assertThat(Program.run(
                                "cluster",
                                data,
                                "--id",
                                "id",
                                "--features",
                                "visits,spend",
                                "--segments",
                                2,
                                "--scale",
                                "none",
                                "--out",
                                folder.resolve("march"))
                        .code())
                .isZero();
        Files.writeString(data, "spend,who,visits,shoe size\n10,x,90,44\n10,y,40,\n");
        Run run = Program.run("score", model, data, "--id", "who", "--out", out);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "  segment  customers  share",
                        "  0                1   50 %",
                        "  1                1   50 %",
                        "Written to " + out + ": assignments.csv",
                        ""));
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .hasSize(3)
                .startsWith("id,segment,margin,visits,spend")
                .element(1)
                .asString()
                .matches("x,1,0\\.8\\d+,90\\.0,10\\.0"); // 12 from the one, 87.75 from the other center
    }

    @Test
    void whatItWritesMigrateReads() throws IOException {
        writeCustomers(1, 200);
        cluster("log1p-zscore");
        writeCustomers(2, 250);
        assertThat(score().code()).isZero();
        Run run = Program.run(
                "migrate",
                folder.resolve("march/assignments.csv"),
                out.resolve("assignments.csv"),
                "--id",
                "id",
                "--segment",
                "segment",
                "--value",
                "spend",
                "--out",
                folder.resolve("moves"));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void aMissingColumnOrValueIsOneClearLineAndNoFile() throws IOException {
        writeCustomers(1, 200);
        cluster("zscore");
        Files.writeString(data, "id,visits\na,1\n");
        assertFault("no column \"spend\"; there are id, visits");
        Files.writeString(data, "id,visits,spend\na,1,2\nb,,3\n");
        assertFault("missing value at line 3, feature \"visits\"", data + ": ", "line 3");
        Files.writeString(data, "id,visits,spend\na,1,2\na,2,3\n");
        assertFault("1 line repeats the id of an earlier line", data + ": ", "line 3");
        Files.writeString(data, "id,visits,spend\n");
        assertFault(data + ": there are no customers below the first line");
    }

    @Test
    void aModelThatCannotBeReadIsOneClearLineAndNoFile() throws IOException {
        writeCustomers(1, 200);
        assertFault(model + ": there is no such file");
        cluster("zscore");
        String text = Files.readString(model);
        Files.writeString(model, text.replaceFirst("0\\.", "1."));
        assertFault(model + ": has changed since it was written", "restore a copy");
        Files.writeString(model, Files.readString(data));
        assertFault(model + ": is not what a model is written as");
    }

    @Test
    void customersWithoutFeaturesMayStayUnscored() throws IOException {
        writeCustomers(1, 200);
        cluster("zscore");
        Files.writeString(data, "id,visits,spend\na,1,2\nb,,3\nc,40,\nd,2,3\ne,,\n");
        assertFault("missing value at line 3, feature \"visits\"", "or give --unscored, which leaves the segment");
        Run run = score("--unscored");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "Unscored: 3 of 5 customers, whose features are missing; their segment is blank, and shares are of"
                                + " the others.")
                .contains(" 2  100 %");
        List<String> lines = Files.readAllLines(out.resolve("assignments.csv"));
        assertThat(lines).hasSize(6).contains("b,,,,3.0", "c,,,40.0,", "e,,,,");
        assertThat(lines.get(4)).startsWith("d,").doesNotContain(",,");

        Path scored = out.resolve("assignments.csv");
        Run moves = Program.run(
                "migrate", scored, scored, "--id", "id", "--segment", "segment", "--value", "spend", "--out", out);
        assertThat(moves.err()).isEmpty();
        assertThat(moves.out()).contains("3 customers before, 3 after");
    }

    /** The second customer lacks "visits"; tiers are rules, whose fault is another one than that of a distance. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kmeans --features visits,spend --segments 3",
                "bisecting-kmeans --features visits,spend --segments 3",
                "gaussian-mixture --features visits,spend --segments 3",
                "fuzzy-cmeans --features visits,spend --segments 3",
                "ward --features visits,spend --segments 3",
                "kmeans --features visits,spend --segments 3 --min-size 50",
                "jenks --features visits --segments 3",
                "quantile --features visits --segments 3",
                "abc --features visits",
                "rules --features visits --rules RULES"
            })
    void everyKindOfModelLeavesABlankFeatureUnscored(String options) throws IOException {
        clusterBy(options);
        Files.writeString(data, "id,visits,spend,city\na,1,2,Rome\nb,,3,Rome\nd,2,3,Rome\n");
        Run refused = score();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .hasLineCount(1)
                .contains(
                        "\"visits\"", data + ": ", "line 3", "missing", "or give --unscored, which leaves the segment")
                .doesNotContain("otherwise");
        Run run = score("--unscored");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        List<String> lines = Files.readAllLines(out.resolve("assignments.csv"));
        assertThat(lines.get(1)).doesNotStartWith("a,,");
        assertThat(lines.get(2)).startsWith("b,,");
        assertThat(lines.get(3)).doesNotStartWith("d,,");
    }

    private void clusterBy(String options) throws IOException {
        writeCustomers(1, 200);
        Files.writeString(data, Files.readString(data).replaceAll("(c\\d*[05],.*)Rome", "$1Oslo"));
        Path rules = folder.resolve("rules.json");
        Files.writeString(rules, """
                {"features": [{"name": "visits", "kind": "real", "lowest": 0, "highest": 1000}],
                 "rules": [{"segment": "Few", "conditions": [{"feature": "visits", "atLeast": 0, "atMost": 20}]},
                           {"segment": "Many", "conditions": [{"feature": "visits", "atLeast": 20, "atMost": 1000}]}],
                 "otherwise": ""}
                """);
        List<Object> arguments = new ArrayList<>(
                List.of("cluster", data, "--id", "id", "--out", folder.resolve("march"), "--algorithm"));
        arguments.addAll(List.of(options.replace("RULES", rules.toString()).split(" ")));
        assertThat(Program.run(arguments.toArray()).err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pam --features visits,spend --segments 3",
                "kprototypes --features visits --categorical city --segments 3",
                "latent-class --categorical city,visits --segments 2",
                "chaid --features visits --target spend",
                "cart --features visits --target spend"
            })
    void modelsThatKnowWhatToMakeOfABlankFeatureScoreIt(String options) throws IOException {
        clusterBy(options);
        Files.writeString(data, "id,visits,spend,city\na,1,2,Rome\nb,,3,Rome\n");
        assertThat(score().code()).isZero();
        assertThat(Files.readAllLines(out.resolve("assignments.csv")).get(2)).doesNotStartWith("b,,");
    }

    @Test
    void nothingElseIsTakenForUnscored() throws IOException {
        writeCustomers(1, 200);
        cluster("log1p-zscore");
        Files.writeString(data, "id,visits,spend\na,1,2\nb,,3\nc,-5,3\n");
        assertFault(data + ": ", "line 4");
        assertRefused(score("--unscored"), data + ": ", "line 4", "\"visits\"");
        Files.writeString(data, "id,visits,spend\na,1,2\nb,none,3\n");
        assertRefused(score("--unscored"), "line 3, column \"visits\" is not a number");
        Files.writeString(data, "id,visits,spend\na,,2\nb,1,\n");
        assertRefused(score("--unscored"), "missing value at line 2, feature \"visits\"", data + ": ", "line 2");
    }

    private static void assertRefused(Run run, String... messages) {
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("segment score: ").contains(messages).hasLineCount(1);
    }

    @Test
    void missingRecencyScoresOneByAnRfmModel() throws IOException {
        Path rfm = Path.of("src/test/resources/models/1.0/rfm.json");
        Files.writeString(data, "id,recency_days,frequency,monetary\na,,30,100\nb,1,30,100\n");
        Run run = Program.run("score", rfm, data, "--id", "id", "--out", out);

        assertThat(run.code()).isZero();
        assertThat(Files.readAllLines(out.resolve("assignments.csv")))
                .containsExactly(
                        "id,segment,margin,recency_days,frequency,monetary",
                        "a,Cannot lose,1.0,,30.0,100.0",
                        "b,Champions,1.0,1.0,30.0,100.0");
    }

    @Test
    void bothFilesHaveToBeNamed() {
        assertThat(Program.run("score", model, "--id", "id", "--out", out).err())
                .contains("DATA.csv", "see segment score --help")
                .hasLineCount(1);
        assertThat(Program.run("score", "--help").out()).contains("MODEL.json", "DATA.csv", "Nothing is");
    }

    private void assertFault(String... messages) {
        assertRefused(score(), messages);
        assertThat(out).doesNotExist();
    }
}
