package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;

/**
 * The page that compiled code reads to learn whether it must stop.
 *
 * <p>Source: {@code os::_polling_page}, src/hotspot/share/runtime/os.hpp (jdk8u, jdk-11, jdk-17); later releases do not export it.
 */
final class PollingPageReader {

    private static final String EVIDENCE = "vmStructs os::_polling_page";

    private PollingPageReader() {}

    static void read(VmStructs vm, long pageSizeBytes, ClaimList claims) {
        long page = vm.statics("os").word("_polling_page").orElse(0);
        if (page > 0 && page % pageSizeBytes == 0) {
            AddressRange range = AddressRange.of(page, page + pageSizeBytes);
            claims.add(range, Owner.JVM_INTERNAL, "polling page", EVIDENCE, Backing::anonymous);
        }
    }
}
