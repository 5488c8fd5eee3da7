package dev.plumbline.inspector.report.html;

import dev.plumbline.inspector.report.Printable;

/** Text as HTML. Whatever names a process chose for itself and its files comes through here. */
final class Html {

    private Html() {}

    /** The text, printable, with what HTML would take for markup written out; fit for elements and quoted attributes. */
    static String text(String raw) {
        String printable = Printable.of(raw);
        StringBuilder out = new StringBuilder(printable.length() + 16);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
