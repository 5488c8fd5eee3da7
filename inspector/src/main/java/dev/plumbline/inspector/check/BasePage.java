package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.AuxvParser;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KcoreParser;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.VmcoreInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The base page size, from what says it of any architecture: the VMCOREINFO note, else AT_PAGESZ of a process. */
final class BasePage {

    private static final long MOST_BYTES = 1 << 20;

    private BasePage() {}

    /** In KiB; empty where neither may be read. */
    static OptionalInt sizeKib(HostView host) {
        return host.once("zone.base-page-kib", () -> find(host));
    }

    private static OptionalInt find(HostView host) {
        OptionalLong kernel = host.files()
                .kcoreHeaders()
                .content()
                .map(bytes -> KcoreParser.parse("proc/kcore", bytes))
                .map(Parsed::value)
                .flatMap(KcoreHeaders::vmcoreInfo)
                .map(VmcoreInfo::pageSizeBytes)
                .orElse(OptionalLong.empty());
        return kernel.isPresent() ? kib(kernel) : ofProcesses(host);
    }

    private static OptionalInt ofProcesses(HostView host) {
        for (String name : host.files().list("proc").content().orElse(List.of())) {
            if (name.chars().allMatch(Character::isDigit)) {
                String path = "proc/" + name + "/auxv";
                Optional<Auxv> auxv = host.files()
                        .read(path)
                        .content()
                        .map(bytes -> AuxvParser.parse(path, bytes))
                        .map(Parsed::value);
                OptionalInt found = kib(auxv.map(Auxv::pageSize).orElse(OptionalLong.empty()));
                if (found.isPresent()) {
                    return found;
                }
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
