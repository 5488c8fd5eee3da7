package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the {@code Name:   123 kB} lines of {@code smaps} and {@code smaps_rollup}. The names of the stanza before are tried
 * first, so that no line of a long file costs an allocation.
 */
final class SmapsFieldReader {

    private static final int MOST_UNKNOWN = 256;
    private static final String VM_FLAGS = "VmFlags";

    /** Fields in kB of any kernel from 4.14 to 7.0 ({@code __show_smap}, fs/proc/task_mmu.c); what else comes is kept as unknown. */
    private static final Set<String> SIZES = Set.of(
            "Size",
            "KernelPageSize",
            "MMUPageSize",
            "Rss",
            "Pss",
            "Pss_Dirty",
            "Pss_Anon",
            "Pss_File",
            "Pss_Shmem",
            "Shared_Clean",
            "Shared_Dirty",
            "Private_Clean",
            "Private_Dirty",
            "Referenced",
            "Anonymous",
            "KSM",
            "LazyFree",
            "AnonHugePages",
            "ShmemPmdMapped",
            "FilePmdMapped",
            "Shared_Hugetlb",
            "Private_Hugetlb",
            "Swap",
            "SwapPss",
            "Locked");

    private static final Set<String> NUMBERS = Set.of("THPeligible", "ProtectionKey");

    private final LineScanner lines;
    private final ParseNotes notes;
    private final NumberFields.Builder sizes = new NumberFields.Builder();
    private final NumberFields.Builder numbers = new NumberFields.Builder();
    private final Map<String, List<String>> flagLists = new HashMap<>();
    private final Set<String> unknownNames = new HashSet<>();
    private Optional<List<String>> flags = Optional.empty();

    SmapsFieldReader(LineScanner lines, ParseNotes notes) {
        this.lines = lines;
        this.notes = notes;
    }

    /** Reads the current line into the stanza; what is not a field is damage. */
    void read() {
        if (readExpected()) {
            return;
        }
        lines.restart();
        String name = lines.takeUntil(':');
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            damaged("NAME: NUMBER kB");
        } else if (name.equals(VM_FLAGS)) {
            readFlags();
        } else {
            readValue(name);
        }
    }

    /** The size that stood here in the stanza before, if that is what comes: the case of nearly every line. */
    private boolean readExpected() {
        String expected = sizes.expected();
        if (expected.isEmpty() || !lines.accept(expected) || !lines.accept(':')) {
            return false;
        }
        lines.skip(' ');
        if (!lines.acceptDecimal() || !lines.restIs(" kB")) {
            return false;
        }
        sizes.addExpected(lines.number());
        return true;
    }

    private void readValue(String name) {
        lines.skipBlanks();
        if (!lines.acceptDecimal()) {
            textValue(name);
            return;
        }
        long value = lines.number();
        boolean inKib = lines.accept(" kB");
        if (!lines.atEnd() || (inKib ? NUMBERS : SIZES).contains(name)) {
            textValue(name);
            return;
        }
        if (!(inKib ? sizes : numbers).add(name, value)) {
            damaged("each field once");
            return;
        }
        if (!(inKib ? SIZES : NUMBERS).contains(name)) {
            keepUnknown(name);
        }
    }

    private void textValue(String name) {
        if (SIZES.contains(name)) {
            damaged(name + ": NUMBER kB");
        } else if (NUMBERS.contains(name)) {
            damaged(name + ": NUMBER");
        } else {
            keepUnknown(name);
        }
    }

    /** One line for each unknown name, however many stanzas have it. */
    private void keepUnknown(String name) {
        if (unknownNames.size() < MOST_UNKNOWN && unknownNames.add(name)) {
            notes.unknown(lines.line());
        }
    }

    private void readFlags() {
        if (flags.isPresent()) {
            damaged("each field once");
            return;
        }
        String printed = lines.rest();
        List<String> known = flagLists.get(printed);
        if (known == null) {
            known = splitFlags(printed);
            flagLists.put(printed, known);
        }
        if (known.isEmpty() && !printed.isBlank()) {
            damaged("VmFlags: names of two characters");
        }
        flags = Optional.of(known);
    }

    /** Empty where a name does not have two characters. */
    private static List<String> splitFlags(String printed) {
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < printed.length()) {
            int space = printed.indexOf(' ', at);
            int end = space < 0 ? printed.length() : space;
            if (end - at == 2) {
                names.add(printed.substring(at, end));
            } else if (end > at) {
                return List.of();
            }
            at = end + 1;
        }
        return List.copyOf(names);
    }

    private void damaged(String allowed) {
        notes.damage(lines.lineNumber(), lines.line(), allowed);
    }

    /** The sizes of the stanza that ends here. */
    NumberFields finishSizes() {
        return sizes.finish();
    }

    /** The numbers without unit of the stanza that ends here. */
    NumberFields finishNumbers() {
        return numbers.finish();
    }

    /** The flags of the stanza that ends here; empty where no such line was seen. */
    Optional<List<String>> finishFlags() {
        Optional<List<String>> seen = flags;
        flags = Optional.empty();
        return seen;
    }
}
