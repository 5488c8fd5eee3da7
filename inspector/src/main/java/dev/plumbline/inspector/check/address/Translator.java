package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.StoppedWalk;
import dev.plumbline.inspector.check.address.Standing.Side;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Explains addresses: of an architecture alone, of a host, of a process. */
public final class Translator {

    private final Optional<Architecture> architecture;
    private final Optional<HostView> host;
    private final Optional<ProcessView> process;

    private Translator(Optional<Architecture> architecture, Optional<HostView> host, Optional<ProcessView> process) {
        this.architecture = architecture;
        this.host = host;
        this.process = process;
    }

    /** Addresses of no machine in particular. */
    public static Translator of(Architecture architecture) {
        return new Translator(Optional.of(architecture), Optional.empty(), Optional.empty());
    }

    /** Addresses of a host's kernel. */
    public static Translator of(HostView host) {
        return new Translator(Machine.of(host).architecture(), Optional.of(host), Optional.empty());
    }

    /** Addresses of a process, and of the kernel below it. */
    public static Translator of(ProcessView process) {
        return new Translator(
                Machine.of(process.host()).architecture(), Optional.of(process.host()), Optional.of(process));
    }

    /** The architecture that addresses are read by; empty where there is no reference for the host's. */
    public Optional<Architecture> architecture() {
        return architecture;
    }

    /** Explains addresses, in the order given. */
    public List<Translation> translate(List<VirtAddr> addresses) {
        Standing.Tags tags = tags();
        List<VirtAddr> kernel = new ArrayList<>();
        for (VirtAddr address : addresses) {
            architecture
                    .map(a -> Standing.of(a, address, tags))
                    .filter(s -> s.side() == Side.KERNEL)
                    .ifPresent(s -> kernel.add(s.effective()));
        }
        Optional<KernelPlaces> places = kernel.isEmpty() || architecture.isEmpty()
                ? Optional.empty()
                : host.map(h -> new KernelPlaces(architecture.get(), h, kernel));
        Optional<ProcessAddresses> pages = process.flatMap(p -> ProcessAddresses.of(p, architecture));
        return addresses.stream().map(a -> one(a, tags, places, pages)).toList();
    }

    private Translation one(
            VirtAddr address, Standing.Tags tags, Optional<KernelPlaces> places, Optional<ProcessAddresses> pages) {
        Optional<Standing> standing = architecture.map(a -> Standing.of(a, address, tags));
        VirtAddr walked = standing.map(Standing::effective).orElse(address);
        Side side = standing.map(Standing::side).orElse(Side.USER);
        Optional<Placement> placement =
                pages.filter(p -> side == Side.USER || p.holds(walked)).map(p -> p.placement(walked));
        Optional<KernelPlace> kernel = side == Side.KERNEL
                ? places.map(p -> p.at(walked)).or(() -> architecture.map(a -> withoutHost(a, walked)))
                : Optional.empty();
        Optional<UserPage> page = side == Side.USER
                ? placement.flatMap(where -> pages.flatMap(p -> p.page(walked, where)))
                : Optional.empty();
        return new Translation(
                address,
                architecture.map(a -> AddressFields.of(a, address)),
                standing,
                placement,
                page,
                kernel,
                walk(side, walked, page, kernel));
    }

    /** What the tables say beside what pagemap or the rules say. */
    private Optional<WalkAnswer> walk(
            Side side, VirtAddr address, Optional<UserPage> page, Optional<KernelPlace> kernel) {
        Optional<StoppedWalk> image =
                host.filter(h -> h.files().origin() instanceof Origin.Capture).flatMap(StoppedWalk::of);
        if (side == Side.KERNEL) {
            Optional<PhysAddr> told = kernel.flatMap(k -> k.physical().value());
            return image.map(i -> WalkAnswer.of(i.kernel(address), told));
        }
        Optional<PhysAddr> told = page.flatMap(p -> p.frame().value()).map(Frame::physical);
        return side == Side.USER
                ? image.flatMap(i -> process.flatMap(p -> i.user(p, address))).map(walk -> WalkAnswer.of(walk, told))
                : Optional.empty();
    }

    private static KernelPlace withoutHost(Architecture architecture, VirtAddr address) {
        KernelRegion region = KernelMapReader.withoutHost(architecture).at(address);
        return new KernelPlace(
                region.name(),
                region.range(),
                region.source(),
                List.of(),
                Fact.unknown("no host is asked", "a host or a capture"),
                Fact.unknown("no host is asked", "a host or a capture"));
    }

    private Standing.Tags tags() {
        boolean kernel = host.flatMap(h -> KernelEvidence.config(h).intact())
                .filter(c -> isTagged(c))
                .isPresent();
        long mask = process.flatMap(p -> p.status().intact())
                .flatMap(Translator::untagMask)
                .orElse(-1L);
        return new Standing.Tags(kernel, mask);
    }

    private static boolean isTagged(KernelConfig config) {
        return config.isYes("KASAN_SW_TAGS") || config.isYes("KASAN_HW_TAGS");
    }

    /** fs/proc/array.c, task_untag_mask (6.4): {@code untag_mask:} and a number with 0x. */
    private static Optional<Long> untagMask(ProcessStatus status) {
        return status.text("untag_mask")
                .map(String::strip)
                .filter(t -> t.matches("0x[0-9a-f]{1,16}"))
                .map(t -> Long.parseUnsignedLong(t.substring(2), 16));
    }

    /** log2 of the base page size. */
    static OptionalInt pageShift(ProcessView process, Optional<Architecture> architecture) {
        return architecture.map(a -> OptionalInt.of(a.format().pageShift())).orElseGet(() -> process.auxv()
                .intact()
                .map(auxv -> auxv.pageSize())
                .filter(size -> size.isPresent() && Long.bitCount(size.getAsLong()) == 1)
                .map(size -> OptionalInt.of(Long.numberOfTrailingZeros(size.getAsLong())))
                .orElse(OptionalInt.empty()));
    }
}
