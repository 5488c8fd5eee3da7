package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.report.Lines;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown page as plain text: paragraphs and list items filled to the terminal's width, headings underlined, inline
 * markup gone. Fenced code and tables stay as they are.
 */
final class PageText {

    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)]*)\\)");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern ITEM = Pattern.compile("([-*]|[0-9]+\\.) +.*");

    private final OptionalInt columns;
    private final StringBuilder page = new StringBuilder();
    private final StringBuilder paragraph = new StringBuilder();

    private PageText(OptionalInt columns) {
        this.columns = columns;
    }

    static String render(String markdown, OptionalInt columns) {
        PageText text = new PageText(columns);
        boolean fenced = false;
        for (String line : markdown.lines().toList()) {
            if (line.strip().startsWith("```")) {
                text.flush();
                fenced = !fenced;
            } else if (fenced) {
                text.page.append("    ").append(line).append('\n');
            } else {
                text.line(line);
            }
        }
        text.flush();
        return text.page.toString();
    }

    /** A line without its inline markup: code spans and strong text without their marks, links with their target. */
    static String plain(String line) {
        String named = LINK.matcher(line).replaceAll(m -> {
            String label = m.group(1);
            String target = m.group(2);
            return Matcher.quoteReplacement(
                    label.equals(target) || !target.contains("://") ? label : label + " (" + target + ")");
        });
        return STRONG.matcher(named).replaceAll("$1").replace("`", "");
    }

    private void line(String line) {
        if (line.isBlank()) {
            flush();
            page.append('\n');
        } else if (line.startsWith("#")) {
            flush();
            heading(plain(line.replaceFirst("^#+ *", "")), line.startsWith("# "));
        } else if (line.startsWith("|") || line.startsWith("    ")) {
            flush();
            page.append(plain(line)).append('\n');
        } else if (ITEM.matcher(line.strip()).matches()) {
            flush();
            paragraph.append(line.stripTrailing());
        } else {
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    private void heading(String title, boolean top) {
        page.append(title).append('\n');
        page.append((top ? "=" : "-").repeat(Lines.length(title))).append('\n');
    }

    private void flush() {
        if (paragraph.isEmpty()) {
            return;
        }
        String text = plain(paragraph.toString());
        paragraph.setLength(0);
        String body = text.stripLeading();
        int margin = text.length() - body.length();
        int hanging = ITEM.matcher(body).matches() ? margin + body.indexOf(' ') + 1 : margin;
        Lines.wrap(text, hanging, columns).forEach(l -> page.append(l).append('\n'));
    }
}
