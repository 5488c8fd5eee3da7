package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;

/**
 * What a booting kernel reserves, at most: each with its rule. Sizes that depend on the build or on firmware and are not known
 * are taken as large as such machines have them; the bound says so.
 */
final class BootReservations {

    private static final long MIB = 1L << 20;
    /** A distribution's kernel has 20 to 60 MiB; debugging builds about twice that. */
    private static final long KERNEL_IMAGE = 128 * MIB;
    /** IO_TLB_DEFAULT_SIZE, include/linux/swiotlb.h. */
    private static final long SWIOTLB = 64 * MIB;

    private static final long SWIOTLB_SLOT = 2048;
    /** DEFAULT_CRASH_KERNEL_LOW_SIZE, 128 or 256 MiB by architecture. */
    private static final long CRASH_LOW = 256 * MIB;
    /** One first chunk: static, reserved and dynamic area, a unit for each possible CPU (mm/percpu.c). */
    private static final long PER_CPU = 2 * MIB;

    private static final long RAM_DISK = 512 * MIB;
    private static final long INIT_SECTIONS = 64 * MIB;
    private static final long EFI_BOOT_SERVICES = 512 * MIB;
    private static final long FIRMWARE = 64 * MIB;
    private static final long LOG_BUFFER = 64 * MIB;
    private static final long PER_NODE = 4 * MIB;
    /** SECTION_SIZE_BITS: 27 on x86, up to 30 elsewhere; a section gets struct pages for all of its frames. */
    private static final long X86_SECTION = 128 * MIB;

    private static final long LARGEST_SECTION = 1024 * MIB;

    /** struct page is 32 bytes on 32-bit kernels at least, and 64 on most others; with LAST_CPUPID or WANT_PAGE_VIRTUAL more. */
    static final int LEAST_STRUCT_PAGE = 32;

    static final int LARGEST_STRUCT_PAGE = 96;

    private final MachineDescription machine;
    private final long presentPages;

    BootReservations(MachineDescription machine, long presentPages) {
        this.machine = machine;
        this.presentPages = presentPages;
    }

    /** Struct pages of all frames that are there; with the vmemmap of huge pages given back, none is certain. */
    long memmapPages() {
        BootOptions options = machine.kernel().options();
        boolean optimised = machine.reservations().memmapReturned()
                || options.has("hugetlb_free_vmemmap")
                || machine.kernel().build().isYes("HUGETLB_PAGE_OPTIMIZE_VMEMMAP_DEFAULT_ON");
        boolean onMemory = !machine.added().isEmpty();
        return optimised || onMemory
                ? 0
                : presentPages
                        * machine.reservations().structPageBytes().orElse(LEAST_STRUCT_PAGE)
                        / machine.pageBytes();
    }

    List<ManagedBounds.Share> possible() {
        KernelBuild build = machine.kernel().build();
        BootOptions options = machine.kernel().options();
        long ramBytes = presentPages * machine.pageBytes();
        List<ManagedBounds.Share> all = new ArrayList<>();
        add(all, memmapBytes(), "struct pages of every section that has RAM");
        add(all, KERNEL_IMAGE, "the kernel's image, at most 128 MiB");
        add(all, ramBytes / 256, "page tables of the linear map, had it 4 KiB pages alone");
        add(all, ramBytes / 256, "hash tables of dentries, inodes and others sized by RAM (alloc_large_system_hash)");
        add(all, SWIOTLB + swiotlbSlots(options) * SWIOTLB_SLOT, "bounce buffers (swiotlb)");
        add(all, PER_CPU * possibleCpus(build), "the first per-CPU chunk, at most 2 MiB a possible CPU");
        add(all, LOG_BUFFER + size(options, "log_buf_len") * 3, "the kernel log's buffer");
        add(all, PER_NODE * Math.max(1, machine.topology().cpusByNode().size()), "node and section tables");
        add(all, FIRMWARE, "firmware tables, EFI runtime, real-mode memory, the device tree: at most 64 MiB");
        if (!options.crashkernel().isEmpty()) {
            add(all, CrashKernel.mostBytes(options.crashkernel()) + CRASH_LOW, "crashkernel=");
        }
        if (build.isYes("KASAN")) {
            add(all, ramBytes / 8, "the shadow of CONFIG_KASAN");
        }
        if (build.isYes("PAGE_EXTENSION") && build.isYes("FLATMEM")) {
            add(all, presentPages * 64, "page extensions, which flat memory has from the boot allocator");
        }
        if (machine.platform() instanceof PowerMemory) {
            add(all, ramBytes / 8, "the hashed page table and firmware-assisted dump");
        }
        return all;
    }

    /** What becomes managed only after the watermarks and the reserves were computed. */
    List<ManagedBounds.Share> freedLater() {
        List<ManagedBounds.Share> all = new ArrayList<>();
        add(all, gigantic(), "huge pages beyond the highest order, set aside before the buddy allocator runs");
        add(all, machine.reservations().initrdBytes().orElse(RAM_DISK), "the initial RAM disk");
        add(all, INIT_SECTIONS, "the kernel's init sections and the gaps between its others, at most 64 MiB");
        if (machine.reservations().efi()) {
            add(all, EFI_BOOT_SERVICES, "memory of EFI's boot services, at most 512 MiB");
        }
        return all;
    }

    /** Each size comes from the {@code hugepagesz=} before the count; the default one from {@code default_hugepagesz=}. */
    private long gigantic() {
        BootOptions options = machine.kernel().options();
        long usual = options.defaultHugePageBytes().orElse(machine.platform().hugePageBytes(machine));
        return options.hugePages().stream()
                .mapToLong(pages -> {
                    long size = pages.sizeBytes() == 0 ? usual : pages.sizeBytes();
                    long most = presentPages * machine.pageBytes();
                    boolean fits = size > 0 && pages.count() > 0 && pages.count() <= most / size;
                    return fits ? size * pages.count() : pages.count() > 0 ? most : 0;
                })
                .sum();
    }

    private void add(List<ManagedBounds.Share> all, long bytes, String because) {
        if (bytes > 0) {
            all.add(new ManagedBounds.Share(machine.pfnUp(bytes), because));
        }
    }

    private long memmapBytes() {
        long ranges = Math.max(
                1, machine.memory().ram().size() + (long) machine.added().size());
        boolean x86 = machine.platform() instanceof X86_64Memory || machine.platform() instanceof I386Memory;
        long sectionPages = (x86 ? X86_SECTION : LARGEST_SECTION) / machine.pageBytes();
        return (presentPages + 2 * ranges * sectionPages)
                * machine.reservations().structPageBytes().orElse(LARGEST_STRUCT_PAGE);
    }

    /** What is possible is at most what the build allows and, on most machines, near to what is online. */
    private long possibleCpus(KernelBuild build) {
        return Math.max(
                machine.topology().cpus(),
                Math.min(
                        build.number("NR_CPUS").orElse(64),
                        4L * machine.topology().cpus() + 16));
    }

    private static long swiotlbSlots(BootOptions options) {
        return options.value("swiotlb").map(v -> MemParse.number(v).value()).orElse(0L);
    }

    private static long size(BootOptions options, String name) {
        return options.value(name).map(v -> MemParse.bytes(v).value()).orElse(0L);
    }
}
