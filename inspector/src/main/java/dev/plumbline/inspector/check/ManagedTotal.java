package dev.plumbline.inspector.check;

import dev.plumbline.inspector.check.machine.Derived;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.Zone;
import dev.plumbline.inspector.reference.zone.derive.AddedMemory;
import dev.plumbline.inspector.reference.zone.derive.MachineDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The managed pages of all zones together: RAM, less what was reserved when memory was handed over, and what was freed since.
 *
 * <p>Source: mem_init_print_info, mm/mm_init.c (mm/page_alloc.c to 6.3), counts as reserved what is neither handed over nor in a CMA
 * area; free_reserved_area names each later release.
 *
 * @param pages what they must be
 * @param because the sum, for people
 * @param evidence the lines it is made of
 * @param unlogged why it may rightly be another; {@code onlyMore} tells whether that can but add pages
 */
record ManagedTotal(long pages, String because, List<Evidence> evidence, Optional<String> unlogged, boolean onlyMore) {

    private static final Pattern MEMORY =
            Pattern.compile("Memory: [0-9]+K/[0-9]+K available \\(.* ([0-9]{1,15})K reserved[,)].*");
    private static final Pattern EFI = Pattern.compile("efi: EFI v.*");

    /** Empty without the boot log's line. */
    static Optional<ManagedTotal> of(HostView host, Derived.Zones derived, List<Zone> zones) {
        Observation<KernelLog> log = host.kernelLog();
        Optional<LogLine> counted = log.intact().flatMap(l -> l.first(MEMORY));
        if (counted.isEmpty()) {
            return Optional.empty();
        }
        Matcher line = MEMORY.matcher(counted.get().text());
        if (!line.matches()) {
            return Optional.empty();
        }
        MachineDescription machine = derived.machine().description();
        long reserved = Long.parseLong(line.group(1)) / machine.pageKib();
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.at(log.path(), counted.get().line(), counted.get().text()));
        long freed = 0;
        BootReleases releases = BootReleases.find(
                log.intact().get(),
                zones,
                host.text(MemoryMaps.IOMEM, IomemParser::parse).intact().filter(i -> !i.isZeroed()),
                machine.pageKib(),
                derived.machine().maxOrder());
        for (int i = 0; i < releases.lines().size(); i++) {
            LogLine release = releases.lines().get(i);
            if (release.line() > counted.get().line()) {
                freed += releases.releases().get(i).pages();
                evidence.add(Evidence.at(log.path(), release.line(), release.text()));
            }
        }
        long present = derived.machine().presentPages();
        String because = "%d pages of RAM, less %d reserved when they were handed over, and %d freed since"
                .formatted(present, reserved, freed);
        Optional<String> added = added(machine);
        return Optional.of(new ManagedTotal(
                present - reserved + freed,
                because,
                evidence,
                added.or(() -> unlogged(host, log, machine)),
                added.isEmpty() && UnloggedChanges.find(host, log).isEmpty()));
    }

    /** Added memory may hold its own struct pages (memmap_on_memory). */
    private static Optional<String> added(MachineDescription machine) {
        return machine.added().stream()
                .findFirst()
                .map(AddedMemory::zone)
                .map(zone -> "memory was added to " + zone + ", and may hold its own struct pages");
    }

    /** To 6.19 what EFI's boot services had is freed without a word (efi_free_boot_services, arch/x86/platform/efi/quirks.c). */
    private static Optional<String> unlogged(HostView host, Observation<KernelLog> log, MachineDescription machine) {
        Optional<String> named = UnloggedChanges.find(host, log).stream()
                .findFirst()
                .map(e -> "managed pages were changed by amounts that are not logged: " + e.text());
        boolean efi = log.intact().flatMap(l -> l.first(EFI)).isPresent();
        boolean returned = machine.reservations().memmapReturned();
        return named.or(() -> efi
                ? Optional.of("the memory of EFI's boot services is freed without a line in the log")
                : returned
                        ? Optional.of("struct pages of huge pages are given back without a line in the log")
                        : Optional.empty());
    }

    Verdict verdict(long observed) {
        if (observed == pages) {
            return new Verdict.Holds(observed + " pages", pages + " pages", because);
        }
        boolean excused = unlogged.isPresent() && (!onlyMore || observed > pages);
        return excused
                ? new Verdict.NotObservable(unlogged.get(), "")
                : new Verdict.Violated(observed + " pages", pages + " pages", because);
    }
}
