package dev.plumbline.inspector.observed;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/PID/smaps_rollup} (4.14 and later): the sums over all mappings, in one stanza without {@code VmFlags}.
 *
 * <p>Source: {@code show_smaps_rollup}, fs/proc/task_mmu.c.
 *
 * @param range from the start of the first mapping to the end of the last that the process owns, so without the gate page
 *     ({@code [vsyscall]}, {@code [vectors]} of 32-bit ARM kernels); empty at zero where there is none
 * @param sizesKib the fields in kB (KiB) by name
 */
public record SmapsRollup(AddressRange range, Map<String, Long> sizesKib) {

    private static final String NO_MAPPINGS = "00000000-00000000 ";

    /** The last field of any kernel that has the file; without it the file was cut. */
    private static final String LAST_FIELD = "Locked";

    /** Reads the file; one without a head yields the damage and no value. */
    public static Parsed<Optional<SmapsRollup>> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "a head and fields in kB");
        LineScanner lines = new LineScanner(file.text());
        if (!lines.nextLine() || !lines.terminated()) {
            return notes.with(Optional.empty());
        }
        Optional<AddressRange> range = lines.accept(NO_MAPPINGS)
                ? Optional.of(AddressRange.of(0, 0))
                : new VmaLineReader(lines, notes).read().map(Vma::range);
        SmapsFieldReader fields = new SmapsFieldReader(lines, notes);
        while (lines.nextLine() && lines.terminated()) {
            fields.read();
        }
        NumberFields sizes = fields.finishSizes();
        if (notes.undamaged() && !(sizes.containsKey("Rss") && sizes.containsKey(LAST_FIELD))) {
            notes.damage(0, "a stanza cut short", "fields from Rss to " + LAST_FIELD);
        }
        return notes.with(range.map(r -> new SmapsRollup(r, sizes)));
    }

    /** A field in KiB; empty where the kernel did not print it. */
    public OptionalLong sizeKib(String name) {
        return sizesKib.containsKey(name) ? OptionalLong.of(sizesKib.get(name)) : OptionalLong.empty();
    }

    /** The sum of the mappings' Rss. */
    public OptionalLong rssKib() {
        return sizeKib("Rss");
    }

    /** The sum of the mappings' Swap. */
    public OptionalLong swapKib() {
        return sizeKib("Swap");
    }
}
