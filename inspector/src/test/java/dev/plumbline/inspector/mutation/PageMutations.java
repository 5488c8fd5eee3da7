package dev.plumbline.inspector.mutation;

import dev.plumbline.bridge.Span;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.PagemapEntry;
import dev.plumbline.inspector.observed.Vma;
import java.util.ArrayList;
import java.util.List;

/** Changes to VmPTE and to the frames that pagemap names. */
final class PageMutations {

    private static final long PFN_BITS = (1L << 55) - 1;

    /** 2^40 frames: behind the end of any physical address space that these architectures have. */
    private static final long NO_SUCH_FRAME = 1L << 40;

    private PageMutations() {}

    static List<Mutation> of(Finding claimed, HostView host) {
        int pid = Subjects.pid(claimed.subject());
        return switch (claimed.check()) {
            case "mmu.page-table-bytes" -> pageTableBytes(claimed, pid);
            case "mmu.frame-in-zone" -> frameInZone(claimed, pid, host);
            default -> List.of();
        };
    }

    private static List<Mutation> pageTableBytes(Finding claimed, int pid) {
        List<Mutation> mutations = new ArrayList<>();
        for (long kib : List.of(-4L, -1L, 1L, 4L)) {
            mutations.add(Mutation.ofProcess(
                    claimed.check(),
                    claimed.subject(),
                    pid,
                    "VmPTE %+d kB".formatted(kib),
                    Edit.text("proc/" + pid + "/status", t -> KernelText.field(t, "VmPTE", v -> v + kib))));
        }
        return mutations;
    }

    private static List<Mutation> frameInZone(Finding claimed, int pid, HostView host) {
        List<Long> present = presentAddresses(pid, host);
        if (present.isEmpty()) {
            return List.of();
        }
        List<Mutation> mutations = new ArrayList<>();
        for (long address : List.of(present.get(0), present.get(present.size() / 2))) {
            mutations.add(Mutation.ofProcess(
                    claimed.check(),
                    claimed.subject(),
                    pid,
                    "the page at %x on a frame that no machine has".formatted(address),
                    new Edit.PagemapEntry(pid, address, entry -> (entry & ~PFN_BITS) | NO_SUCH_FRAME)));
        }
        return mutations;
    }

    private static List<Long> presentAddresses(int pid, HostView host) {
        List<Vma> maps =
                host.text("proc/" + pid + "/maps", MapsParser::parse).intact().orElseThrow();
        List<Span> ranges = maps.stream()
                .filter(v -> !v.path().equals("[vsyscall]"))
                .map(v -> new Span(v.range().start().value(), v.range().end().value()))
                .toList();
        List<Long> present = new ArrayList<>();
        host.files().pagemap(pid, 4096, ranges, Long.MAX_VALUE, (addresses, entries, count) -> {
            for (int i = 0; i < count; i++) {
                if (PagemapEntry.present(entries[i])) {
                    present.add(addresses[i]);
                }
            }
        });
        return present;
    }
}
