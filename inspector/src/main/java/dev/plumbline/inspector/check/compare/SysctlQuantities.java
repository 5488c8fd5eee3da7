package dev.plumbline.inspector.check.compare;

import dev.plumbline.bridge.Reading;
import java.util.List;
import java.util.Set;

/** What is set below {@code vm}: what memory is laid out by, and the rest. */
final class SysctlQuantities {

    private static final String VM = "proc/sys/vm";

    /** What has a kind of its own. */
    private static final Set<String> ELSEWHERE = Set.of("min_free_kbytes", "nr_hugepages", "nr_overcommit_hugepages");

    /** What is written to and not read, or makes the kernel do something when it is read (vm.rst: stat_refresh). */
    private static final Set<String> ACTIONS = Set.of("drop_caches", "compact_memory", "stat_refresh");

    private SysctlQuantities() {}

    static void read(QuantityList list) {
        Reading<List<String>> names = list.host().files().list(VM);
        if (names.content().isEmpty()) {
            list.add(
                    QuantityKind.MEMORY_SYSCTL,
                    "",
                    new Value.NotShown(VM + " cannot be listed", "a capture with proc/sys/vm"));
            return;
        }
        for (String name : names.content().get()) {
            if (ELSEWHERE.contains(name)
                    || ACTIONS.contains(name)
                    || MemoryOptions.LAYOUT_SYSCTL.contains("vm." + name)) {
                continue;
            }
            boolean matters = MemoryOptions.SYSCTL.contains(name);
            list.add(
                    matters ? QuantityKind.MEMORY_SYSCTL : QuantityKind.OTHER_SYSCTL,
                    "vm." + name,
                    list.line(VM + "/" + name));
        }
    }
}
