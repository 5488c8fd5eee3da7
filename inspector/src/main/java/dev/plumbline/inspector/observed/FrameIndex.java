package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.unit.PhysAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code mmu/physmem.idx}: which physical frames stand in {@code mmu/physmem.bin}, and where. A capture's file, not the
 * kernel's: a header line, then {@code physical_address,offset,why}, the address in hex with {@code 0x}, the offset in
 * decimal bytes.
 *
 * @param rows in the file's order
 */
public record FrameIndex(List<Row> rows) {

    private static final String HEADER = "physical_address,offset,why";
    private static final String FORM = "\"0x<physical address>,<offset in bytes>,<why>\"";

    /** Copies the list. */
    public FrameIndex {
        rows = List.copyOf(rows);
    }

    /**
     * One frame.
     *
     * @param address where it begins in physical memory
     * @param offset where it begins in {@code physmem.bin}, in bytes
     * @param why what whoever made the image says of it; proves nothing
     */
    public record Row(PhysAddr address, long offset, String why, int line) {}

    /** Reads the file. Of a last line that was cut in its number, which then is another number, nothing is used. */
    public static Parsed<FrameIndex> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, HEADER);
        List<Row> rows = new ArrayList<>();
        List<String> lines = file.lines();
        if (!lines.isEmpty() && !lines.get(0).equals(HEADER)) {
            notes.damage(1, lines.get(0), "\"" + HEADER + "\"");
        }
        for (int i = 1; i < lines.size(); i++) {
            String text = lines.get(i);
            boolean last = i == lines.size() - 1;
            int first = text.indexOf(',');
            int second = text.indexOf(',', first + 1);
            int end = second < 0 ? text.length() : second;
            if (last && second < 0 && !file.text().endsWith("\n")) {
                break;
            }
            OptionalLong address =
                    first < 0 ? OptionalLong.empty() : KernelNumber.prefixedHex(text.substring(0, first));
            OptionalLong offset = first < 0 ? OptionalLong.empty() : KernelNumber.count(text.substring(first + 1, end));
            if (address.isEmpty() || offset.isEmpty()) {
                notes.damage(i + 1, text, FORM);
                continue;
            }
            String why = second < 0 ? "" : text.substring(second + 1);
            rows.add(new Row(new PhysAddr(address.getAsLong()), offset.getAsLong(), why, i + 1));
        }
        return notes.with(new FrameIndex(rows));
    }
}
