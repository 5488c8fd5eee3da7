package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code jcmd PID System.map} prints, cut by its own columns: range, size, protection, resident, hugetlb, page size, notes, what
 * the VM uses it for, file.
 *
 * @param uses by NMT's short names; several where the kernel joined what the VM mapped for different ends
 * @param file empty without one
 */
record SystemMap(AddressRange range, String protection, List<String> uses, Optional<String> file) {

    private static final Pattern LINE =
            Pattern.compile("0x([0-9a-f]{16})-0x([0-9a-f]{16}) +[0-9]+ +([-rwxps]{4}) +[0-9]+ +[0-9]+"
                    + " +\\S+ +\\S+ +(\\S+) +(\\S.*)");

    /** By the legend that the command prints: whose a mapping of this kind is. */
    private static final Map<String, Owner> OWNERS = Map.ofEntries(
            Map.entry("CARDTBL", Owner.GC),
            Map.entry("CDS", Owner.CDS),
            Map.entry("CLASS", Owner.CLASS_SPACE),
            Map.entry("CODE", Owner.CODE_CACHE),
            Map.entry("GC", Owner.GC),
            Map.entry("INTERN", Owner.JVM_INTERNAL),
            Map.entry("JAVAHEAP", Owner.JAVA_HEAP),
            Map.entry("META", Owner.METASPACE),
            Map.entry("POLL", Owner.JVM_INTERNAL),
            Map.entry("STACK", Owner.THREAD_STACK));

    static List<SystemMap> of(String text) {
        return text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(SystemMap::of)
                .toList();
    }

    private static SystemMap of(Matcher line) {
        AddressRange range = new AddressRange(address(line.group(1)), address(line.group(2)));
        List<String> uses =
                line.group(4).equals("-") ? List.of() : List.of(line.group(4).split(",", -1));
        String file = line.group(5).strip();
        return new SystemMap(range, line.group(3), uses, file.equals("-") ? Optional.empty() : Optional.of(file));
    }

    private static VirtAddr address(String hex) {
        return new VirtAddr(Long.parseUnsignedLong(hex, 16));
    }

    /** Who may own a part of it. */
    Set<Owner> owners() {
        Set<Owner> owners = new HashSet<>();
        for (String use : uses) {
            String kind = use.startsWith("STACK-") ? "STACK" : use;
            if (!OWNERS.containsKey(kind)) {
                throw new AssertionError("a use that this test does not know: " + use);
            }
            owners.add(OWNERS.get(kind));
            if (kind.equals("STACK")) {
                owners.add(Owner.GUARD);
            }
        }
        return owners;
    }
}
