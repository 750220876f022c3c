package dev.segmentation.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segmentation.app.io.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pictures are said to show, on tables whose numbers are known. */
class SaysTest {

    private static Measure measure(double value, double lower, double upper) {
        ObjectNode node = Json.object().put("value", value).put("lower", lower).put("upper", upper);
        return Measure.of(node.put("customers", 50));
    }

    private static Measure undefined() {
        return Measure.of(Json.object().putNull("value").put("valueUndefined", "SINGLE_SEGMENT"));
    }

    // ---- index

    private static DataTable indices() {
        return new DataTable("t", "segment", "column", "index", "interval");
    }

    private static void index(DataTable table, String name, String column, Measure index) {
        table.line(0, name)
                .text(column)
                .value(Unit.NUMBER, index)
                .interval(Unit.NUMBER, index)
                .end();
    }

    @Test
    void whoDiffersMost() {
        DataTable table = indices();
        index(table, "Gold", "revenue", measure(285, 282, 287));
        index(table, "Lost", "recency", measure(50, 45, 55));
        index(table, "Lost", "orders", measure(900, 63, 2000)); // may be chance
        index(table, "Odd", "balance", measure(-500, -600, -400)); // no multiple of anything
        assertThat(ProfileSays.index(table))
                .isEqualTo("“Gold” differs most: its mean of “revenue” is 285\u00a0% of that of all (282 to 287).");
        index(table, "Tiny", "recency", measure(20, 15, 25)); // five times less is more than almost three times as much
        table.line(1, "Secret").text("revenue").hidden().hidden().end();
        assertThat(ProfileSays.index(table))
                .isEqualTo("“Tiny” differs most as far as is shown: its mean of “recency” is 20\u00a0% of that of all"
                        + " (15 to 25).");
    }

    /** Who is one of several is not the only one. */
    @Test
    void whoDiffersAsMuch() {
        DataTable table = indices();
        index(table, "Gold", "revenue", measure(200, 150, 250));
        index(table, "Lost", "revenue", measure(50, 45, 55));
        assertThat(ProfileSays.index(table))
                .isEqualTo(
                        "“Gold” differs most, and 1 other as much: its mean of “revenue” is 200\u00a0% of that of all"
                                + " (150 to 250).");
        DataTable shares = new DataTable("t", "segment", "customers", "share", "interval");
        for (double share : new double[] {0.4, 0.2, 0.2, 0.2}) {
            share(shares, "S" + share, measure(share, 0.1, 0.5));
        }
        assertThat(ProfileSays.shares(shares)).endsWith("(10.0 to 50.0), the least, and 2 others as few.");
    }

    @Test
    void whereNobodyDiffers() {
        DataTable table = indices();
        assertThat(ProfileSays.index(table)).isEqualTo("No index can be told.");
        index(table, "All", "revenue", undefined());
        table.line(1, "Secret").text("revenue").hidden().hidden().end();
        assertThat(ProfileSays.index(table)).isEqualTo("No index can be told.");
        index(table, "Gold", "revenue", Measure.of(Json.object().put("value", 300)));
        assertThat(ProfileSays.index(table)).endsWith("cannot be told, for want of intervals.");
        index(table, "Silver", "revenue", measure(110, 90, 130));
        assertThat(ProfileSays.index(table))
                .isEqualTo("No segment as far as is shown differs from all customers by more than chance.");
    }

    // ---- spread and distributions

    private static void box(DataTable table, int segment, String name, double low, double median, double high) {
        table.line(segment, name)
                .text("money")
                .number(Unit.NUMBER, low)
                .number(Unit.NUMBER, median)
                .number(Unit.NUMBER, high)
                .end();
    }

    @Test
    void whoStandsFurthestFromAll() {
        DataTable table = new DataTable("t", "segment", "column", "25 %", "median", "75 %");
        box(table, 0, "Gold", 210, 260, 340);
        box(table, 1, "Lost", 5, 10, 15);
        assertThat(ProfileSays.boxes(table)).isEqualTo("How segments spread against all customers cannot be told.");
        box(table, -1, "all", 20, 50, 100);
        assertThat(ProfileSays.boxes(table))
                .isEqualTo("“Gold” stands furthest from all, in “money”: half of it is between 210 and 340, half of all"
                        + " customers between 20 and 100.");
        DataTable one = new DataTable("t", "segment", "column", "25 %", "median", "75 %");
        box(one, 0, "One", 1, 1, 1);
        box(one, -1, "all", 1, 1, 1);
        assertThat(ProfileSays.boxes(one)).isEqualTo("Every segment has the medians of all customers.");
    }

    @Test
    void whereCustomersCrowd() {
        DataTable table = new DataTable("t", "segment", "column", "from", "to", "customers", "share of the segment");
        assertThat(ProfileSays.histograms(table)).isEqualTo("No distribution can be told.");
        table.line(0, "Lost")
                .text("money")
                .text("\u2212∞")
                .text("50")
                .count(40)
                .number(Unit.SHARE, 0.4)
                .end();
        assertThat(ProfileSays.histograms(table))
                .isEqualTo("Customers crowd most in “Lost”: 40.0\u00a0% of them, which are 40, have less than 50 in"
                        + " “money”.");
        table.line(0, "Lost")
                .text("money")
                .text("50")
                .text("∞")
                .count(60)
                .number(Unit.SHARE, 0.6)
                .end();
        table.line(1, "Gold")
                .text("money")
                .text("50")
                .text("∞")
                .hidden()
                .hidden()
                .end();
        assertThat(ProfileSays.histograms(table))
                .isEqualTo(
                        "Customers crowd most as far as is shown in “Lost”: 60.0\u00a0% of them, which are 60, have 50"
                                + " or more in “money”.");
    }

    @Test
    void whichLevelMarksWhom() {
        DataTable table = new DataTable("t", "segment", "column", "level", "share", "interval", "share of all");
        assertThat(ProfileSays.levels(table)).isEqualTo("No share of a level can be told.");
        level(table, "Gold", "north", measure(0.3, 0.2, 0.4), 0.35);
        assertThat(ProfileSays.levels(table))
                .isEqualTo("No segment differs from all customers in a level by more than chance.");
        level(table, "Gold", "south", measure(0.5, 0.45, 0.55), 0.2);
        level(table, "Lost", "east", measure(0, 0, 0.1), 0.25);
        level(table, "Lost", "west", measure(0.9, 0.1, 1), 0.2); // which may be chance
        String gold =
                "50.0\u00a0% of it (45.0 to 55.0) have \u201csouth\u201d in \u201cregion\u201d, where 20.0\u00a0% of all"
                        + " have.";
        assertThat(ProfileSays.levels(table)).isEqualTo("\u201cGold\u201d is furthest from all customers: " + gold);
        level(table, "Few", "south", Measure.HIDDEN, 0.2);
        assertThat(ProfileSays.levels(table))
                .isEqualTo("\u201cGold\u201d is furthest from all customers as far as is shown: " + gold);
    }

    private static void level(DataTable table, String segment, String level, Measure share, double ofAll) {
        table.line(0, segment)
                .text("region")
                .text(level)
                .value(Unit.SHARE, share)
                .interval(Unit.SHARE, share)
                .number(Unit.SHARE, ofAll)
                .end();
    }

    @Test
    void whoIsLargest() {
        DataTable table = new DataTable("t", "segment", "customers", "share", "interval");
        assertThat(ProfileSays.shares(table)).isEqualTo("How large segments are cannot be told.");
        share(table, "Gold", measure(0.3, 0.25, 0.35));
        assertThat(ProfileSays.shares(table))
                .isEqualTo("“Gold” has 30.0\u00a0% of the customers (25.0 to 35.0), and no segment has more or less.");
        share(table, "Lost", measure(0.5, 0.45, 0.55));
        assertThat(ProfileSays.shares(table))
                .isEqualTo("“Lost” has 50.0\u00a0% of the customers (45.0 to 55.0), the most; “Gold” has 30.0\u00a0%"
                        + " (25.0 to 35.0), the least.");
    }

    /** Both ends of a scale: what is hidden may be at either. */
    @Test
    void superlativesAreOfWhatIsShown() {
        DataTable sizes = new DataTable("t", "segment", "customers", "share", "interval");
        share(sizes, "Gold", measure(0.3, 0.25, 0.35));
        share(sizes, "Lost", measure(0.5, 0.45, 0.55));
        sizes.line(2, "Few").hidden().hidden().hidden().end();
        assertThat(ProfileSays.shares(sizes))
                .contains("(45.0 to 55.0), the most as far as is shown; ")
                .endsWith("(25.0 to 35.0), the least as far as is shown.");
        DataTable fit = new DataTable("t", "segment", "mean", "interval", "share below 0");
        silhouette(fit, "Gold", measure(0.3, 0.25, 0.35), undefined());
        silhouette(fit, "Lost", measure(0.5, 0.45, 0.55), undefined());
        silhouette(fit, "Few", Measure.HIDDEN, Measure.HIDDEN);
        assertThat(ProfileSays.silhouettes(fit))
                .contains(" fit best as far as is shown, with ", "\u201cGold\u201d worst as far as is shown, with ");
        DataTable stays = new DataTable("t", "from", "to", "share", "interval");
        stay(stays, "Gold", "Gold", measure(0.3, 0.25, 0.35));
        stay(stays, "Lost", "Lost", measure(0.5, 0.45, 0.55));
        stay(stays, "Few", "Few", Measure.HIDDEN);
        assertThat(MovementSays.matrix(stays))
                .contains(", the most as far as is shown; ")
                .endsWith(", the least as far as is shown.");
        DataTable origins = new DataTable("t", "segments", "of the larger solution", "stability of the latter");
        origins.line(-1, "2").text("segment 0").number(Unit.NUMBER, 1).end();
        origins.line(-1, "2").text("segment 1").hidden().end();
        assertThat(CountSays.origins(origins)).isEqualTo("All segments are equally stable as far as is shown (1).");
        origins.line(-1, "2").text("segment 2").number(Unit.NUMBER, 0.25).end();
        assertThat(CountSays.origins(origins))
                .startsWith("Stays most as it was as far as is shown: segment 0,")
                .contains("; least as far as is shown: segment 2,");
    }

    private static void share(DataTable table, String name, Measure share) {
        table.line(0, name)
                .count(10)
                .value(Unit.SHARE, share)
                .interval(Unit.SHARE, share)
                .end();
    }

    @Test
    void whoFits() {
        DataTable table = new DataTable("t", "segment", "mean", "interval", "share below 0");
        silhouette(table, "One", undefined(), undefined());
        assertThat(ProfileSays.silhouettes(table)).isEqualTo("How well customers fit cannot be told.");
        silhouette(table, "Gold", measure(0.5, 0.45, 0.55), measure(0, 0, 0.1));
        silhouette(table, "Lost", measure(0.25, 0.2, 0.3), measure(0.125, 0.1, 0.15));
        assertThat(ProfileSays.silhouettes(table))
                .isEqualTo("Customers of “Gold” fit best, with a mean of 0.5 (0.4500 to 0.5500), those of “Lost” worst,"
                        + " with 0.25 (0.2000 to 0.3000); 12.5\u00a0% of its customers are nearer to another segment.");
    }

    private static void silhouette(DataTable table, String name, Measure mean, Measure below) {
        table.line(0, name)
                .value(Unit.NUMBER, mean)
                .interval(Unit.NUMBER, mean)
                .value(Unit.SHARE, below)
                .end();
    }

    // ---- movement

    @Test
    void theLargestFlow() {
        Segments segments = new Segments(List.of("Gold", "Silver", "left"));
        DataTable table = new DataTable("t", "from", "step", "to", "customers");
        table.line(0, "Gold").text("May to June").text("Gold").count(900).end(); // stayed
        table.line(0, "Gold").text("May to June").text("(left)").count(800).end(); // no segment
        table.line(-1, "new").text("May to June").text("Gold").count(700).end();
        assertThat(MovementSays.flows(table, segments)).isEqualTo("Nobody went from one segment to another.");
        table.line(1, "Silver").text("May to June").text("Gold").hidden().end();
        assertThat(MovementSays.flows(table, segments)).isEqualTo("All flows between segments are hidden.");
        table.line(0, "Gold").text("May to June").text("Silver").count(120).end();
        table.line(0, "Gold").text("May to June").text("left").count(20).end();
        assertThat(MovementSays.flows(table, segments))
                .isEqualTo(
                        "The largest flow between segments as far as is shown is “Gold” → “Silver”: 120 customers, May"
                                + " to June.");
    }

    @Test
    void whoStays() {
        DataTable table = new DataTable("t", "from", "to", "share", "interval");
        stay(table, "New", "New", undefined());
        assertThat(MovementSays.matrix(table)).isEqualTo("How many stay in their segment cannot be told.");
        stay(table, "Gold", "Gold", measure(0.9, 0.8, 0.95));
        stay(table, "Gold", "Silver", measure(0.1, 0.05, 0.2));
        stay(table, "Silver", "Silver", measure(0.6, 0.5, 0.7));
        stay(table, "Silver", "Gold", measure(0.4, 0.3, 0.5));
        assertThat(MovementSays.matrix(table))
                .isEqualTo(
                        "Of “Gold” 90.0\u00a0% stay (80.0 to 95.0), the most; of “Silver” 60.0\u00a0% (50.0 to 70.0),"
                                + " the least.");
    }

    private static void stay(DataTable table, String from, String to, Measure share) {
        table.line(0, from)
                .text(to)
                .value(Unit.SHARE, share)
                .interval(Unit.SHARE, share)
                .end();
    }

    @Test
    void sizesAndValuesOverTime() {
        DataTable table = new DataTable("t", "segment", "date", "customers");
        assertThat(MovementSays.sizes(table)).isEqualTo("Nothing can be told of any date.");
        table.line(0, "Gold").text("May").count(100).end();
        table.line(1, "Lost").text("May").count(50).end();
        assertThat(MovementSays.sizes(table))
                .isEqualTo("At the last date (May) “Gold” is the largest, with 100 customers.");
        table.line(0, "Gold").text("June").count(90).end();
        table.line(1, "Lost").text("June").count(20).end();
        table.line(2, "Tiny").text("June").hidden().end();
        assertThat(MovementSays.sizes(table))
                .isEqualTo(
                        "At the last date (June) “Gold” is the largest as far as is shown, with 90 customers; “Lost” changed most"
                                + " as far as is shown since the first (May), from 50 to 20.");
        DataTable value = new DataTable("t", "segment", "date", "value");
        value.line(0, "Gold").text("May").number(Unit.AMOUNT, 10).end();
        value.line(0, "Gold").text("June").number(Unit.AMOUNT, 10).end();
        assertThat(MovementSays.value(value))
                .isEqualTo(
                        "At the last date (June) “Gold” is worth most, with 10.00; no segment differs from what it was at the"
                                + " first (May).");
        value.line(0, "Gold").text("July").hidden().end();
        assertThat(MovementSays.value(value)).isEqualTo("What segments are at the last date is not shown.");
        DataTable alike = new DataTable("t", "segment", "date", "value"); // the place counts, not what it is called
        for (double amount : new double[] {10, 30, 20}) {
            alike.line(0, "Gold").text("after").number(Unit.AMOUNT, amount).end();
        }
        assertThat(MovementSays.value(alike))
                .isEqualTo(
                        "At the last date (after) “Gold” is worth most, with 20.00; “Gold” changed most since the first"
                                + " (after), from 10.00 to 20.00.");
    }

    @Test
    void howMuchIsReal() {
        DataTable table = new DataTable("t", "what", "share", "interval");
        stayed(table, "seen to move", measure(0.3, 0.25, 0.35));
        stayed(table, "noise floor", Measure.of(Json.object().put("value", 0.2)));
        assertThat(MovementSays.noise(table))
                .isEqualTo("30.0\u00a0% (25.0 to 35.0) of the customers were seen to change segment; how many truly did"
                        + " cannot be told; if nobody had, mistaken typing would have shown 20.0\u00a0%.");
        stayed(table, "truly moved", measure(0.1, 0.05, 0.15));
        assertThat(MovementSays.noise(table)).contains("; 10.0\u00a0% (5.0 to 15.0) truly did; ");
        assertThat(MovementSays.noise(new DataTable("t", "what", "share", "interval")))
                .isEqualTo("How many truly did cannot be told.");
    }

    private static void stayed(DataTable table, String label, Measure share) {
        table.line(-1, label)
                .value(Unit.SHARE, share)
                .interval(Unit.SHARE, share)
                .end();
    }

    @Test
    void whichWayCustomersMoved() {
        DataTable table = new DataTable("t", "what", "of", "share", "interval");
        assertThat(MovementSays.direction(table)).isEqualTo("Which way customers moved cannot be told.");
        direction(table, "taken back in the next step", "moves", measure(0.5, 0.4, 0.6));
        assertThat(MovementSays.direction(table))
                .isEqualTo("Of the moves 50.0\u00a0% (40.0 to 60.0) were taken back in the next step.");
        direction(table, "went up", "customer steps", measure(0.3, 0.25, 0.35));
        direction(table, "went down", "customer steps", measure(0.2, 0.15, 0.25));
        assertThat(MovementSays.direction(table))
                .isEqualTo(
                        "Of the customer steps 30.0\u00a0% (25.0 to 35.0) went up and 20.0\u00a0% (15.0 to 25.0) down;"
                                + " of the moves 50.0\u00a0% (40.0 to 60.0) were taken back in the next step.");
    }

    private static void direction(DataTable table, String label, String of, Measure share) {
        table.line(-1, label)
                .text(of)
                .value(Unit.SHARE, share)
                .interval(Unit.SHARE, share)
                .end();
    }

    @Test
    void whatChangedTheValue() {
        DataTable table = new DataTable(
                "t",
                "segment",
                "opening",
                "new customers",
                "lost customers",
                "moved in",
                "change of who moved",
                "change of who stayed",
                "closing");
        assertThat(MovementSays.bridge(table)).isEqualTo("What all customers are worth cannot be told.");
        DataTable.Line line = table.line(-1, "all");
        for (double amount : new double[] {1000, 20, 300, 5000, -40, 100, 780}) {
            line.number(Unit.AMOUNT, amount);
        }
        line.end();
        assertThat(MovementSays.bridge(table))
                .isEqualTo(
                        "The value of all customers went from 1,000.00 to 780.00; the largest part of the change is lost"
                                + " customers, -300.00.");
        DataTable some = new DataTable(
                "t",
                "segment",
                "opening",
                "new customers",
                "lost customers",
                "change of who moved",
                "change of who stayed",
                "closing");
        DataTable.Line few = some.line(-1, "all").number(Unit.AMOUNT, 1000).hidden();
        for (double amount : new double[] {300, -40, 100, 780}) {
            few.number(Unit.AMOUNT, amount);
        }
        few.end();
        assertThat(MovementSays.bridge(some))
                .endsWith("; the largest part of the change as far as is shown is lost customers, -300.00.");
    }

    @Test
    void howMobileCustomersAre() {
        DataTable table = new DataTable("t", "index", "value", "interval", "customers");
        assertThat(MovementSays.mobility(table)).isEqualTo("How much customers move cannot be told.");
        mobile(table, "Prais\u2013Shorrocks", measure(0.5, 0.4, 0.6));
        assertThat(MovementSays.mobility(table))
                .isEqualTo("The index of Prais and Shorrocks is 0.5 (0.4000 to 0.6000), where 0 is that nobody moves.");
        mobile(table, "share of customers who moved", measure(0.25, 0.2, 0.3));
        assertThat(MovementSays.mobility(table))
                .isEqualTo("The share of customers who changed segment from one date to the next is 0.25 (0.2000 to"
                        + " 0.3000), of 50 customers.");
    }

    private static void mobile(DataTable table, String label, Measure index) {
        table.line(-1, label)
                .value(Unit.NUMBER, index)
                .interval(Unit.NUMBER, index)
                .customers(index)
                .end();
    }

    @Test
    void whatSignalsSay() {
        DataTable table = new DataTable("t", "signal", "value", "refresh from", "verdict");
        signal(table, "mix", 0.3, 0.25, "refresh");
        signal(table, "moves", -0.9, 0.5, "keep"); // far, but could be chance
        signal(table, "fit", Double.NaN, 1.2, "too few");
        assertThat(MovementSays.signals(table))
                .isEqualTo("Of 3 signals 1 says refresh, 1 says keep, of 1 it cannot be told; furthest on its scale is"
                        + " “moves”, -0.9000 where 0.5 says refresh.");
    }

    @Test
    void theFurthestSignalIsOfThoseThatAreShown() {
        DataTable table = new DataTable("t", "signal", "value", "refresh from", "verdict");
        signal(table, "mix", 0.1, 0.25, "keep");
        table.line(-1, "moves").hidden().hidden().hidden().end();
        assertThat(MovementSays.signals(table))
                .contains("; furthest on its scale as far as is shown is \u201cmix\u201d, ");
    }

    private static void signal(DataTable table, String label, double value, double refresh, String verdict) {
        table.line(-1, label)
                .number(Unit.NUMBER, value)
                .number(Unit.NUMBER, refresh)
                .text(verdict)
                .end();
    }

    // ---- how many segments

    @Test
    void whatCriteriaChoose() {
        DataTable table = new DataTable("t", "criterion", "its choice");
        table.line(-1, "elbow").text("none: no number of segments stands out").end();
        assertThat(CountSays.criteria(table)).isEqualTo("No criterion chooses a number of segments.");
        table.line(-1, "gap").text("3").end();
        table.line(-1, "gap").text("3").end(); // a line for each number that it scored
        assertThat(CountSays.criteria(table)).isEqualTo("Of 2 criteria 1 chooses 3 segments.");
        table.line(-1, "width").text("5").end();
        assertThat(CountSays.criteria(table)).isEqualTo("Of 3 criteria 1 chooses each of 3, 5 segments.");
        table.line(-1, "strength").text("5").end();
        assertThat(CountSays.criteria(table))
                .isEqualTo("Of 4 criteria 2 choose 5 segments, more than any other number.");
    }

    @Test
    void whatIsFoundAgain() {
        DataTable table = new DataTable("t", "number of segments", "segment", "mean overlap", "interval");
        overlap(table, "2", "segment 0", measure(0.9, 0.8, 1));
        overlap(table, "2", "segment 1", measure(0.8, 0.7, 0.9));
        overlap(table, "3", "segment 0", measure(0.5, 0.4, 0.6));
        overlap(table, "4", "segment 0", undefined());
        assertThat(CountSays.stability(table))
                .isEqualTo("All segments are recovered with 2 segments; the least stable is segment 0 of 3, with a mean"
                        + " overlap of 0.5 (0.4000 to 0.6000).");
        DataTable hidden = new DataTable("t", "number of segments", "segment", "mean overlap", "interval");
        hidden.line(-1, "2").text("segment 0").hidden().hidden().end();
        assertThat(CountSays.stability(hidden))
                .isEqualTo("With no number of segments all of them are known to be recovered.");
    }

    private static void overlap(DataTable table, String number, String segment, Measure overlap) {
        table.line(-1, number)
                .text(segment)
                .value(Unit.NUMBER, overlap)
                .interval(Unit.NUMBER, overlap)
                .end();
    }

    @Test
    void whatStaysAsItWas() {
        DataTable table = new DataTable("t", "segments", "of the larger solution", "stability of the latter");
        assertThat(CountSays.origins(table)).isEqualTo("How far segments stay the same cannot be told.");
        table.line(-1, "2").text("segment 0").number(Unit.NUMBER, 1).end();
        assertThat(CountSays.origins(table)).isEqualTo("All segments are equally stable (1).");
        table.line(-1, "3").text("segment 2").number(Unit.NUMBER, 0.25).end();
        assertThat(CountSays.origins(table))
                .isEqualTo("Stays most as it was: segment 0, made from 2 segments (1); least: segment 2, made from 3"
                        + " segments (0.25).");
    }

    @Test
    void namesAreIsolatedAndColumnsMustBeThere() {
        DataTable table = new DataTable("t", "from", "to", "share", "interval");
        stay(table, "זהב", "זהב", measure(1, 0.9, 1));
        assertThat(MovementSays.matrix(table)).isEqualTo("Of “\u2068זהב\u2069” 100.0\u00a0% stay (90.0 to 100.0).");
        assertThatThrownBy(() -> CountSays.criteria(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no column its choice among [from, to, share, interval]");
    }
}
