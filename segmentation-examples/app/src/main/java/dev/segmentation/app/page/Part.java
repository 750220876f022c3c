package dev.segmentation.app.page;

import java.util.Locale;

/** The parts of a report, in its order. */
enum Part {
    VERDICT("In three sentences"),
    SEGMENTS("The segments"),
    PROFILE("What they are like"),
    SIZES("Sizes and value over time"),
    MOVEMENT("Who moved"),
    VALUE("What movement did to value"),
    AGING("How mobile customers are, and whether definitions age"),
    COUNT("How many segments"),
    SILHOUETTES("How well customers fit"),
    METHOD("How the segments were made"),
    GLOSSARY("Methods and glossary");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Such as {@code verdict}. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
