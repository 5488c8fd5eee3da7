package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.VmcoreInfo;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The base page size, from what says it of any architecture: the VMCOREINFO note, else AT_PAGESZ of a process. */
public final class BasePage {

    private static final long MOST_BYTES = 1 << 20;

    private BasePage() {}

    /** In KiB; empty where neither may be read. */
    public static OptionalInt sizeKib(HostView host) {
        return host.once("zone.base-page-kib", () -> find(host));
    }

    private static OptionalInt find(HostView host) {
        OptionalLong kernel = KernelEvidence.kcore(host)
                .intact()
                .flatMap(KcoreHeaders::vmcoreInfo)
                .map(VmcoreInfo::pageSizeBytes)
                .orElse(OptionalLong.empty());
        return kernel.isPresent() ? kib(kernel) : ofProcesses(host);
    }

    private static OptionalInt ofProcesses(HostView host) {
        for (String pid : KernelEvidence.pids(host)) {
            OptionalInt found = kib(
                    KernelEvidence.auxv(host, pid).intact().map(Auxv::pageSize).orElse(OptionalLong.empty()));
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt kib(OptionalLong bytes) {
        long size = bytes.orElse(0);
        return size >= 1024 && size <= MOST_BYTES && Long.bitCount(size) == 1
                ? OptionalInt.of((int) (size / 1024))
                : OptionalInt.empty();
    }
}
