package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code jcmd PID VM.native_memory detail} says that the VM reserved, to the byte, whatever the kernel joined it with.
 *
 * @param purpose by NMT's long names
 */
record ReservedByJvm(AddressRange range, String purpose) {

    private static final Pattern LINE = Pattern.compile(
            "\\[0x([0-9a-f]+) - 0x([0-9a-f]+)] reserved (?:and committed )?[0-9]+KB for (.+?)(?: from)?");

    private static final Map<String, Owner> OWNERS = Map.of(
            "Java Heap", Owner.JAVA_HEAP,
            "Class", Owner.CLASS_SPACE,
            "Metaspace", Owner.METASPACE,
            "Thread Stack", Owner.THREAD_STACK,
            "Code", Owner.CODE_CACHE,
            "GC", Owner.GC,
            "GCCardSet", Owner.GC,
            "Shared class space", Owner.CDS,
            "Safepoint", Owner.JVM_INTERNAL,
            "Internal", Owner.JVM_INTERNAL);

    static List<ReservedByJvm> of(String text) {
        return text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(l -> new ReservedByJvm(new AddressRange(address(l.group(1)), address(l.group(2))), l.group(3)))
                .toList();
    }

    private static VirtAddr address(String hex) {
        return new VirtAddr(Long.parseUnsignedLong(hex, 16));
    }

    /** Whether it has a byte of a range. */
    boolean overlaps(AddressRange other) {
        return range.start().compareTo(other.end()) < 0 && other.start().compareTo(range.end()) < 0;
    }

    /** Whose it is. */
    Owner owner() {
        return Optional.ofNullable(OWNERS.get(purpose))
                .orElseThrow(() -> new AssertionError("a purpose that this test does not know: " + purpose));
    }
}
