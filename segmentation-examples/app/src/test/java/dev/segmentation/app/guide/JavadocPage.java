package dev.segmentation.app.guide;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A page of {@code docs} as HTML for the Javadoc: headings and words of the glossary have ids, and links lead to pages of the
 * Javadoc, or are none.
 */
final class JavadocPage {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(context -> JavadocPage::setAttributes)
            .build();

    private static final Pattern DOI = Pattern.compile("doi:(10\\.[^\\s|;,<]+)");

    private static final String FRAME = """
            <!DOCTYPE html>
            <!-- Written from docs/%1$s.md by JavadocPagesTest; change that file, not this one. -->
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%2$s</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 16px/1.5 sans-serif; max-width: 75em; margin: 0 auto; padding: 1em; }
            p, ul { max-width: 50em; }
            nav li { display: inline-block; margin-right: 1em; }
            nav ul { padding: 0; }
            table { border-collapse: collapse; font-size: 0.9em; width: 100%%; }
            th, td { border: 1px solid #8888; padding: 0.3em 0.5em; text-align: left; vertical-align: top; }
            td a { overflow-wrap: anywhere; }
            th { background: #8882; }
            caption { position: absolute; clip-path: inset(50%%); }
            :target { background: #fd04; }
            </style>
            </head>
            <body>
            <main>
            %3$s</main>
            </body>
            </html>
            """;

    private JavadocPage() {}

    /** The whole file, of a page such as {@code docs/methods.md}. */
    static String of(Path markdown) {
        Node page = PARSER.parse(String.join("\n", GuidePage.read(markdown)));
        page.accept(new LinksOfTheJavadoc(markdown.toAbsolutePath().getParent()));
        List<Heading> sections = new ArrayList<>();
        for (Node node = page.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading && heading.getLevel() == 2) {
                sections.add(heading);
            }
        }
        StringBuilder body = new StringBuilder();
        String title = "";
        String section = "";
        for (Node node = page.getFirstChild(); node != null; node = node.getNext()) {
            String html = RENDERER.render(node);
            if (node instanceof Heading heading && heading.getLevel() == 1) {
                title = inside(heading);
                html += contents(sections);
            } else if (node instanceof Heading heading) {
                section = inside(heading);
            } else if (node instanceof TableBlock) {
                html = html.replace("<table>", "<table>\n<caption>" + section + "</caption>");
            }
            body.append(html);
        }
        String name = markdown.getFileName().toString().replaceFirst("\\.md$", "");
        return FRAME.formatted(name, title, DOI.matcher(body).replaceAll("<a href=\"https://doi.org/$1\">doi:$1</a>"));
    }

    /** The id of a heading, as GitHub names it. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String contents(List<Heading> sections) {
        if (sections.isEmpty()) {
            return "";
        }
        return sections.stream()
                .map(section -> "<li><a href=\"#%s\">%s</a></li>\n".formatted(anchor(text(section)), inside(section)))
                .collect(Collectors.joining("", "<nav>\n<ul>\n", "</ul>\n</nav>\n"));
    }

    private static String inside(Heading heading) {
        return RENDERER.render(heading).strip().replaceAll("^<h\\d[^>]*>|</h\\d>$", "");
    }

    private static void setAttributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Heading) {
            attributes.put("id", anchor(text(node)));
        } else if (node instanceof TableCell cell && cell.isHeader()) {
            attributes.put("scope", "col");
        } else if (node instanceof ListItem
                && node.getFirstChild() != null
                && node.getFirstChild().getFirstChild() instanceof StrongEmphasis word) {
            attributes.put("id", anchor(text(word)));
        }
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }

    /** A page that is not in the Javadoc is named by its place in the repository. */
    private static final class LinksOfTheJavadoc extends AbstractVisitor {

        private final Path folder;

        LinksOfTheJavadoc(Path folder) {
            this.folder = folder.normalize();
        }

        @Override
        public void visit(Link link) {
            String[] parts = link.getDestination().split("#", 2);
            String anchor = parts.length == 2 ? "#" + parts[1] : "";
            if (parts[0].matches("(methods|glossary)\\.md")) {
                link.setDestination(parts[0].replace(".md", ".html") + anchor);
            } else if (!parts[0].isEmpty() && !parts[0].matches("https?:.*")) {
                Path target = folder.resolve(parts[0]).normalize();
                if (!Files.exists(target)) {
                    throw new AssertionError("a link to " + target + ", which is not there");
                }
                String place = folder.getParent().relativize(target).toString().replace('\\', '/');
                while (link.getFirstChild() != null) {
                    link.insertBefore(link.getFirstChild());
                }
                link.insertBefore(new Text(" (" + place + ")"));
                link.unlink();
            }
        }
    }
}
