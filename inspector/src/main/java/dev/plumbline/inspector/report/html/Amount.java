package dev.plumbline.inspector.report.html;

import dev.plumbline.inspector.report.ByteText;

/** Bytes in the page's tables. */
final class Amount {

    private Amount() {}

    /** With its unit; nothing has none. */
    static String of(long bytes) {
        return bytes == 0 ? "0" : ByteText.about(bytes);
    }

    /** The same as a cell of a table. */
    static String cell(long bytes) {
        return "<td class=\"number\">" + of(bytes) + "</td>";
    }
}
