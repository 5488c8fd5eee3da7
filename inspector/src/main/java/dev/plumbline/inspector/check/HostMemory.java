package dev.plumbline.inspector.check;

import dev.plumbline.inspector.arch.I386;
import dev.plumbline.inspector.observed.AuxvParser;
import dev.plumbline.inspector.observed.Iomem;
import dev.plumbline.inspector.observed.IomemParser;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.Zoneinfo;
import dev.plumbline.inspector.observed.ZoneinfoParser;
import dev.plumbline.inspector.reference.mmu.Directories;
import dev.plumbline.inspector.reference.mmu.TableCensus;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the examination of every process needs to know of its host.
 *
 * @param machine the architecture
 * @param pageShift log2 of the base page size
 * @param directories the tables that i386 PAE makes with every process
 * @param frames the frames that are RAM; empty where {@code noFrames} says why
 * @param noFrames why there is no map of frames
 */
record HostMemory(
        Machine machine,
        OptionalInt pageShift,
        Directories directories,
        Optional<FrameMap> frames,
        Optional<Verdict.NotObservable> noFrames) {

    /** The host's, made once. */
    static HostMemory of(HostView host) {
        return host.once("host-memory", () -> read(host));
    }

    private static HostMemory read(HostView host) {
        Machine machine = Machine.of(host);
        OptionalInt pageShift = machine.architecture()
                .map(a -> OptionalInt.of(a.format().pageShift()))
                .orElseGet(() -> pageShiftOfAnyProcess(host));
        Observation<Iomem> iomem = host.text("proc/iomem", IomemParser::parse);
        Observation<Zoneinfo> zoneinfo = host.text("proc/zoneinfo", ZoneinfoParser::parse);
        Optional<Verdict.NotObservable> noFrames = whyNoFrames(iomem, zoneinfo);
        Optional<FrameMap> frames = noFrames.isEmpty() && pageShift.isPresent()
                ? Optional.of(new FrameMap(
                        pageShift.getAsInt(),
                        iomem.intact().orElseThrow(),
                        zoneinfo.intact().orElseThrow()))
                : Optional.empty();
        return new HostMemory(
                machine,
                pageShift,
                machine.architecture().filter(I386.class::isInstance).isPresent()
                        ? directories(host)
                        : Directories.USER,
                frames,
                noFrames);
    }

    private static OptionalInt pageShiftOfAnyProcess(HostView host) {
        return host.files().list("proc").content().orElse(List.of()).stream()
                .filter(name -> name.matches("[0-9]+"))
                .map(pid -> host.files().read("proc/" + pid + "/auxv").content())
                .flatMap(Optional::stream)
                .map(bytes -> AuxvParser.parse("auxv", bytes).value().pageSize())
                .filter(size -> size.isPresent() && Long.bitCount(size.getAsLong()) == 1)
                .mapToInt(size -> Long.numberOfTrailingZeros(size.getAsLong()))
                .findFirst();
    }

    private static Optional<Verdict.NotObservable> whyNoFrames(
            Observation<Iomem> iomem, Observation<Zoneinfo> zoneinfo) {
        if (iomem.intact().isEmpty()) {
            return Optional.of(iomem.whyNot());
        }
        if (zoneinfo.intact().isEmpty()) {
            return Optional.of(zoneinfo.whyNot());
        }
        Iomem map = iomem.intact().get();
        if (map.isZeroed()) {
            return Optional.of(new Verdict.NotObservable("proc/iomem shows no addresses", "CAP_SYS_ADMIN"));
        }
        return map.systemRam().isEmpty()
                ? Optional.of(new Verdict.NotObservable("proc/iomem names no System RAM", ""))
                : Optional.empty();
    }

    /**
     * How i386 PAE preallocates. {@code Mitigation: PTI}: arch/x86/kernel/cpu/bugs.c, cpu_show_meltdown (4.15). The cache of
     * 32-byte roots exists only where the kernel's directories are shared (pgtable_cache_init). A cache may hide behind
     * another of its size, so without it the release decides.
     */
    private static Directories directories(HostView host) {
        if (contains(host, "sys/devices/system/cpu/vulnerabilities/meltdown", "PTI")) {
            return Directories.ISOLATED;
        }
        boolean shared = contains(host, "proc/slabinfo", "\npgd_cache ");
        boolean from616 = host.text("proc/version", KernelVersion::parse)
                .intact()
                .filter(v -> v.major().orElse(0) * 1000 + v.minor().orElse(0) >= 6016)
                .isPresent();
        return from616 && !shared ? Directories.ALL : Directories.USER;
    }

    private static boolean contains(HostView host, String path, String text) {
        return host.files()
                .read(path)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .filter(content -> content.contains(text))
                .isPresent();
    }

    /** A census without any page, where the architecture has a reference. */
    Optional<TableCensus> newCensus() {
        return machine.architecture().map(a -> new TableCensus(a.format(), directories));
    }

    /** Whether a mapping has tables in the process's own part of the address space; gates such as vsyscall have none. */
    boolean isUser(AddressRange range) {
        return machine.architecture()
                .map(a -> a.addressSpace().user().contains(range))
                .orElse(true);
    }

    /** Why tables cannot be predicted. */
    Verdict.NotObservable whyNoFormat() {
        return machine.whyNot();
    }

    /** Why pages cannot be told apart. */
    Verdict.NotObservable whyNoPageSize() {
        return new Verdict.NotObservable("the page size is not known", "proc/PID/auxv of any process");
    }
}
