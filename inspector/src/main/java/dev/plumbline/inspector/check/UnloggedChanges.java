package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Signs that managed pages of zones were changed by amounts that no log line names zone by zone. Where watermarks do not
 * follow on such a host, it is not known from what they should.
 *
 * <p>Source: swiotlb_exit, kernel/dma/swiotlb.c (memblock_free_late counts pages as managed and prints nothing);
 * adjust_managed_page_count, mm/page_alloc.c, as balloon drivers and virtio_mem use it; efi_free_boot_services,
 * arch/x86/platform/efi/quirks.c, gives one sum for ranges in several zones; free_vmemmap_page, mm/hugetlb_vmemmap.c, gives
 * back memory map pages without a line.
 */
public final class UnloggedChanges {

    private static final Pattern LOGGED = Pattern.compile(
            "(?:software IO TLB: tearing down default memory pool|hv_balloon: |xen:balloon: |virtio_mem |"
                    + "efi: Freeing EFI boot services memory|Kernel command line: .*(?:deferred_init=lazy|hugetlb_free_vmemmap=(?:on|1|y))).*");
    private static final Pattern BALLOON = Pattern.compile("balloon_(?:in|de)flate [1-9][0-9]*");
    private static final String VMSTAT = "proc/vmstat";

    private UnloggedChanges() {}

    /** The lines that show them; empty where there is no sign. */
    public static List<Evidence> find(HostView host, Observation<KernelLog> log) {
        List<Evidence> found = new ArrayList<>();
        for (LogLine line : log.intact().map(KernelLog::lines).orElse(List.of())) {
            if (LOGGED.matcher(line.text()).matches()) {
                found.add(Evidence.at(log.path(), line.line(), line.text()));
            }
        }
        List<String> vmstat = host.files()
                .read(VMSTAT)
                .content()
                .map(bytes -> SourceText.of(VMSTAT, bytes).lines())
                .orElse(List.of());
        for (int i = 0; i < vmstat.size(); i++) {
            if (BALLOON.matcher(vmstat.get(i)).matches()) {
                found.add(Evidence.at(VMSTAT, i + 1, vmstat.get(i)));
            }
        }
        return found;
    }
}
