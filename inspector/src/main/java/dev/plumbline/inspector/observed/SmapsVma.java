package dev.plumbline.inspector.observed;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One mapping of {@code /proc/PID/smaps}.
 *
 * <p>Source: {@code show_smap} and {@code __show_smap}, fs/proc/task_mmu.c.
 *
 * @param vma the head of the stanza
 * @param sizesKib the fields in kB (KiB), by name without colon, as printed; {@code Rss} is in it if the kernel printed it
 * @param numbers the fields without a unit: {@code THPeligible}, {@code ProtectionKey}
 * @param vmFlags the two-letter names of {@code VmFlags}, in the order of their bits
 */
public record SmapsVma(Vma vma, Map<String, Long> sizesKib, Map<String, Long> numbers, List<String> vmFlags) {

    /** A field in KiB; empty where the kernel did not print it. */
    public OptionalLong sizeKib(String name) {
        return number(sizesKib, name);
    }

    /** Present pages, whoever shares them. Pages of hugetlb mappings are not in it. */
    public OptionalLong rssKib() {
        return sizeKib("Rss");
    }

    /** Pages in swap. */
    public OptionalLong swapKib() {
        return sizeKib("Swap");
    }

    /** The page size the kernel manages this mapping in: the base page, or the huge page of a hugetlb mapping. */
    public OptionalLong kernelPageSizeKib() {
        return sizeKib("KernelPageSize");
    }

    /** The page size the MMU uses for it; differs from the kernel's on some powerpc machines alone. */
    public OptionalLong mmuPageSizeKib() {
        return sizeKib("MMUPageSize");
    }

    /** Anonymous memory mapped with page middle directory entries. */
    public OptionalLong anonHugePagesKib() {
        return sizeKib("AnonHugePages");
    }

    /** The protection key, where the CPU has them. */
    public OptionalLong protectionKey() {
        return number(numbers, "ProtectionKey");
    }

    /** Whether the flag with this two-letter name is set, such as {@code ht} for hugetlb. */
    public boolean hasFlag(String name) {
        return vmFlags.contains(name);
    }

    private static OptionalLong number(Map<String, Long> fields, String name) {
        if (fields instanceof NumberFields known) {
            return known.number(name);
        }
        return fields.containsKey(name) ? OptionalLong.of(fields.get(name)) : OptionalLong.empty();
    }
}
