package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tells a cut list of mappings from a whole one: VmSize is {@code mm->total_vm}, which is the size of all mappings
 * (vm_stat_account, mm/mmap.c; task_mem, fs/proc/task_mmu.c). The gate pages are printed in maps and are no mappings of
 * the process where the architecture has them by itself.
 */
final class UnlistedMappings {

    private static final Set<String> GATES = Set.of("[vsyscall]", "[vectors]");

    private UnlistedMappings() {}

    /** The shortfall in words; empty where maps and VmSize agree or either is missing. */
    static Optional<String> in(ProcessView process) {
        OptionalLong sizeKib =
                process.status().intact().map(ProcessStatus::vmSizeKib).orElse(OptionalLong.empty());
        Optional<List<Vma>> maps = process.maps().intact();
        if (sizeKib.isEmpty() || maps.isEmpty()) {
            return Optional.empty();
        }
        long all = kib(maps.get(), false);
        long own = kib(maps.get(), true);
        return sizeKib.getAsLong() <= all || sizeKib.getAsLong() == own
                ? Optional.empty()
                : Optional.of("%s lists %d KiB of mappings, VmSize is %d KiB: mappings are missing there"
                        .formatted(process.path("maps"), own, sizeKib.getAsLong()));
    }

    private static long kib(List<Vma> maps, boolean withoutGates) {
        return maps.stream()
                        .filter(v -> !withoutGates || !GATES.contains(v.path()))
                        .mapToLong(v -> v.range().sizeBytes())
                        .sum()
                >> 10;
    }
}
