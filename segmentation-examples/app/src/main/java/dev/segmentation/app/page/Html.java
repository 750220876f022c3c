package dev.segmentation.app.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * HTML in the making. Texts and attributes of users cannot become markup: there is no way to add any but by naming a tag.
 */
final class Html {

    private static final Set<String> VOID = Set.of("meta", "br", "input", "col");

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param tag its name, a constant
     * @param attributes names, which are constants, and values in turn
     */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        if (!VOID.contains(tag)) {
            open.push(tag);
        }
        return this;
    }

    /** Closes the innermost element. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Closes the innermost element, and breaks the line. */
    Html closeLine() {
        close();
        out.append('\n');
        return this;
    }

    /** Text as it is. */
    Html text(String text) {
        escape(text);
        return this;
    }

    /** An element with nothing but text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).closeLine();
    }

    /** A name or a text of the user, kept from changing the direction of what is around it. */
    Html name(String text) {
        return open("bdi").text(text).close();
    }

    /** A script or a style of ours, or data as {@link Embedded} makes them; none of them contains what ends its element. */
    Html trusted(String tag, String content, String... attributes) {
        open(tag, attributes);
        out.append(content);
        return closeLine();
    }

    private void escape(String text) {
        Visible.of(text).chars().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append((char) c);
            }
        });
    }

    /** The whole document. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
