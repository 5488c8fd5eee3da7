package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.arch.AddressSpace;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.AslrBits;
import dev.plumbline.inspector.arch.LayoutConstant;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Machine;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.Limits;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.reference.layout.UserLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Brings together what the architecture fixes, what the host sets and what the process was started with. */
final class LayoutReader {

    private static final int WIDE = 8;

    /** arch/x86/include/asm/elf.h and arch/arm64/include/asm/elf.h: 32-bit programs of 64-bit kernels. */
    private static final long COMPAT_STACK_RND_MASK = 0x7ff;

    private static final long IA32_ET_DYN_BASE = 0x56555000L;
    private static final long ARM_ET_DYN_BASE = 0x400000;

    /** arch/riscv/include/asm/elf.h; the others state theirs. */
    private static final long RISCV64_STACK_RND_MASK = 0x3ffff;

    private static final long BRK_WIDE = 1L << 30;
    private static final long BRK_NARROW = 32L << 20;
    private static final long GUARD_GAP_PAGES = 256;

    private LayoutReader() {}

    static Windows of(ProcessView process, List<OwnedRange> ranges) {
        Optional<Architecture> architecture =
                Machine.ofCheapFiles(process.host()).architecture();
        List<AddressSpace.Gate> gates =
                architecture.map(a -> a.addressSpace().gates()).orElse(List.of());
        return new Windows(architecture.map(a -> layout(a, process, ranges)), gates, ranges);
    }

    private static UserLayout layout(Architecture architecture, ProcessView process, List<OwnedRange> ranges) {
        int wordBytes = process.auxv()
                .intact()
                .flatMap(Auxv::layout)
                .map(Auxv.Layout::wordBytes)
                .orElse(architecture.format().vaBits() > Integer.SIZE ? WIDE : Integer.BYTES);
        boolean wide = wordBytes == WIDE;
        boolean compat = !wide && architecture.format().vaBits() > Integer.SIZE;
        AddressSpace space = architecture.addressSpace();
        long stackTop = compat
                ? space.compatUser().orElse(space.user()).end().value()
                : constant(architecture, "STACK_TOP")
                        .orElse(space.defaultMapWindow().end().value());
        long etDyn = compat
                ? (architecture.machine().equals("x86_64") ? IA32_ET_DYN_BASE : ARM_ET_DYN_BASE)
                : constant(architecture, "ELF_ET_DYN_BASE").orElse(stackTop / 3 * 2);
        long mask = compat
                ? COMPAT_STACK_RND_MASK
                : constant(architecture, "STACK_RND_MASK")
                        .orElse(wide ? RISCV64_STACK_RND_MASK : COMPAT_STACK_RND_MASK);
        Randomization randomization = Randomization.of(
                process, ranges, stackTop, architecture.format().pageSizeBytes());
        boolean fixed = randomization == Randomization.NONE;
        return new UserLayout(
                stackTop,
                fixed ? 0 : mask,
                etDyn,
                fixed ? 1 : 1L << bits(architecture.aslrBits(), compat, process.host()),
                stackLimit(process),
                guardGapPages(process.host()),
                architecture.format().pageSizeBytes(),
                randomization != Randomization.ALL ? 0 : wide ? BRK_WIDE : BRK_NARROW);
    }

    private static Optional<Long> constant(Architecture architecture, String name) {
        return architecture.layoutConstants().stream()
                .filter(c -> c.name().equals(name))
                .map(LayoutConstant::value)
                .findFirst();
    }

    /** The sysctl, which root alone may read; else the most that it can be set to, so that the window is never too small. */
    private static int bits(AslrBits allowed, boolean compat, HostView host) {
        AslrBits.Range range = compat ? allowed.compat().orElse(allowed.mmap()) : allowed.mmap();
        String name = compat ? "mmap_rnd_compat_bits" : "mmap_rnd_bits";
        return host.files()
                .read("proc/sys/vm/" + name)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                .filter(bits -> bits.matches("[0-9]{1,2}"))
                .map(Integer::parseInt)
                .filter(range::contains)
                .orElse(range.max());
    }

    private static OptionalLong stackLimit(ProcessView process) {
        return process.text("limits", Limits::parse)
                .intact()
                .flatMap(Limits::stackBytes)
                .map(Limits.Limit::soft)
                .orElse(OptionalLong.empty());
    }

    private static long guardGapPages(HostView host) {
        return host.text("proc/cmdline", KernelCommandLine::parse)
                .intact()
                .flatMap(c -> c.option("stack_guard_gap"))
                .filter(pages -> pages.matches("[0-9]{1,12}"))
                .map(Long::parseLong)
                .orElse(GUARD_GAP_PAGES);
    }
}
