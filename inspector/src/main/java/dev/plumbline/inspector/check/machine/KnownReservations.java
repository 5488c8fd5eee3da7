package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.UnloggedChanges;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemRange;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.reference.zone.derive.Reservations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a host says of memory that is not handed to the buddy allocator, or not at once. */
public final class KnownReservations {

    private static final List<String> KEPT =
            List.of("Kernel code", "Kernel rodata", "Kernel data", "Kernel bss", "Crash kernel");
    private static final Pattern INITRD = Pattern.compile("(?:.*: )?Freeing initrd memory: ([0-9]{1,12})K.*");
    private static final Pattern EFI = Pattern.compile("efi: EFI v.*");
    private static final int MOST_STRUCT_PAGE = 1024;

    private KnownReservations() {}

    /** The kernel's own sections and the crash kernel's memory, as the physical map names them. */
    static Reservations of(HostView host, Optional<Iomem> iomem, int pageKib, int maxOrder) {
        List<Reservations.Range> known = new ArrayList<>();
        for (IomemRange range : iomem.map(Iomem::ranges).orElse(List.of())) {
            if (KEPT.contains(range.name()) && range.start() >= 0 && range.endInclusive() >= range.start()) {
                known.add(new Reservations.Range(
                        range.start(), range.endInclusive() + 1, range.name() + " of " + FirmwareMaps.IOMEM));
            }
        }
        boolean efi = !host.files()
                .list("sys/firmware/efi")
                .content()
                .orElse(List.of())
                .isEmpty();
        return new Reservations(
                known, structPage(host), initrd(host), handedOver(host, pageKib, maxOrder), memmapReturned(host), efi);
    }

    private static Optional<Reservations.HandedOver> handedOver(HostView host, int pageKib, int maxOrder) {
        return unlogged(host).isPresent()
                ? Optional.empty()
                : HandOver.of(host, pageKib, maxOrder)
                        .map(log -> new Reservations.HandedOver(log.reservedPages(), log.freedPages()));
    }

    /**
     * Why managed pages may have changed without a line in the log that says by how much. What EFI's boot services had is freed
     * without a word to 6.19 (efi_free_boot_services, arch/x86/platform/efi/quirks.c).
     */
    public static Optional<String> unlogged(HostView host) {
        Optional<String> named = UnloggedChanges.find(host, host.kernelLog()).stream()
                .findFirst()
                .map(e -> "managed pages were changed by amounts that are not logged: " + e.text());
        boolean efi = host.kernelLog().intact().flatMap(l -> l.first(EFI)).isPresent();
        return named.or(() -> efi
                        ? Optional.of("the memory of EFI's boot services is freed without a line in the log")
                        : Optional.empty())
                .or(() -> memmapReturned(host)
                        ? Optional.of("struct pages of huge pages are given back without a line in the log")
                        : Optional.empty());
    }

    private static boolean memmapReturned(HostView host) {
        return host.text("proc/sys/vm/hugetlb_optimize_vmemmap", Sysctl::parseNumber)
                .intact()
                .map(value -> value.number() != 0)
                .orElse(false);
    }

    private static OptionalInt structPage(HostView host) {
        return KernelEvidence.kcore(host)
                .intact()
                .flatMap(KcoreHeaders::vmcoreInfo)
                .map(v -> v.size("page"))
                .filter(size -> size.isPresent() && size.getAsLong() > 0 && size.getAsLong() < MOST_STRUCT_PAGE)
                .map(size -> OptionalInt.of((int) size.getAsLong()))
                .orElse(OptionalInt.empty());
    }

    /** Without the line nothing was freed, or the log is not to be had; then the size stays open. */
    private static OptionalLong initrd(HostView host) {
        for (LogLine line : host.kernelLog().intact().map(KernelLog::lines).orElse(List.of())) {
            Matcher freed = INITRD.matcher(line.text());
            if (freed.matches()) {
                return OptionalLong.of(Long.parseLong(freed.group(1)) << 10);
            }
        }
        return OptionalLong.empty();
    }
}
