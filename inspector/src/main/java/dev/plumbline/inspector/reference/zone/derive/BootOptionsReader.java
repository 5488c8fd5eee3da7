package dev.plumbline.inspector.reference.zone.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the parameters in their order.
 *
 * <p>Source: parse_memopt and parse_memmap_one, arch/x86/kernel/e820.c; early_mem, arch/arm/kernel/setup.c;
 * cmdline_parse_kernelcore, mm/mm_init.c; hugepages_setup, mm/hugetlb.c; read in 5.10 to 7.0.
 */
final class BootOptionsReader {

    private final List<BootOptions.Parameter> parameters;
    private final List<MemoryEdit> edits = new ArrayList<>();
    private final List<HugePages> hugePages = new ArrayList<>();
    private final List<String> crashkernel = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private CoreMemory kernelcore = CoreMemory.NONE;
    private CoreMemory movablecore = CoreMemory.NONE;
    private boolean mirror;
    private boolean movableNode;
    private long hugeSizeBytes;
    private Optional<Long> defaultHugePageBytes = Optional.empty();
    private Optional<String> cma = Optional.empty();
    private Optional<String> transparentHugepage = Optional.empty();
    private Optional<Long> vmalloc = Optional.empty();
    private Optional<Long> highmem = Optional.empty();
    private Optional<String> numa = Optional.empty();

    BootOptionsReader(List<BootOptions.Parameter> parameters) {
        this.parameters = parameters;
    }

    BootOptions read() {
        parameters.forEach(this::take);
        return new BootOptions(
                edits,
                kernelcore,
                mirror,
                movablecore,
                movableNode,
                hugePages,
                defaultHugePageBytes,
                crashkernel,
                cma,
                transparentHugepage,
                vmalloc,
                highmem,
                numa,
                parameters,
                refused);
    }

    private void take(BootOptions.Parameter parameter) {
        String value = parameter.value();
        switch (parameter.name().replace('-', '_')) {
            case "mem" -> mem(parameter);
            case "memmap" -> {
                for (String part : value.split(",", -1)) {
                    memmap(part);
                }
            }
            case "kernelcore" -> kernelcore(value);
            case "movablecore" -> movablecore = movablecore.and(value);
            case "movable_node" -> movableNode = true;
            case "hugepagesz" -> hugeSizeBytes = MemParse.bytes(value).value();
            case "default_hugepagesz" -> {
                defaultHugePageBytes = Optional.of(MemParse.bytes(value).value());
                hugeSizeBytes = MemParse.bytes(value).value();
            }
            case "hugepages" -> hugePages.add(new HugePages(hugeSizeBytes, count(value)));
            case "crashkernel" -> crashkernel.add(value);
            case "cma" -> cma = Optional.of(value);
            case "transparent_hugepage" -> transparentHugepage(value);
            case "vmalloc" -> vmalloc = Optional.of(MemParse.bytes(value).value());
            case "highmem" -> highmem = Optional.of(MemParse.bytes(value).value());
            case "numa" -> numa = Optional.of(value);
            default -> {
                // no parameter about memory
            }
        }
    }

    private void transparentHugepage(String value) {
        if (List.of("always", "madvise", "never").contains(value)) {
            transparentHugepage = Optional.of(value);
        } else {
            refused.add("transparent_hugepage=" + value);
        }
    }

    /** {@code mirror} may stand in a list of words (parse_option_str, lib/cmdline.c). */
    private void kernelcore(String value) {
        if (List.of(value.split(",", -1)).contains("mirror")) {
            mirror = true;
        } else {
            kernelcore = kernelcore.and(value);
        }
    }

    private void mem(BootOptions.Parameter parameter) {
        MemParse size = MemParse.bytes(parameter.value());
        if (size.value() == 0) {
            // "don't remove all of memory": mem=nopentium and what is no number leave it alone
            if (!parameter.value().equals("nopentium")) {
                refused.add("mem=" + parameter.value());
            }
        } else if (size.rest().startsWith("@")) {
            edits.add(
                    new MemoryEdit.Bank(MemParse.bytes(size.rest().substring(1)).value(), size.value()));
        } else {
            edits.add(new MemoryEdit.Limit(size.value()));
        }
    }

    private void memmap(String part) {
        if (part.startsWith("exactmap")) {
            edits.add(new MemoryEdit.Forget());
            return;
        }
        MemParse size = MemParse.bytes(part);
        if (!size.digits()) {
            refused.add("memmap=" + part);
            return;
        }
        char sign = size.rest().isEmpty() ? 0 : size.rest().charAt(0);
        Optional<RamRange.Kind> kind = kindOf(sign);
        if (kind.isPresent()) {
            long start = MemParse.bytes(size.rest().substring(1)).value();
            add(part, start, size.value(), kind.get());
        } else if (sign == '%') {
            change(part, size);
        } else {
            edits.add(new MemoryEdit.Limit(size.value()));
        }
    }

    private static Optional<RamRange.Kind> kindOf(char sign) {
        return switch (sign) {
            case '@' -> Optional.of(RamRange.Kind.RAM);
            case '#' -> Optional.of(RamRange.Kind.ACPI_TABLES);
            case '$' -> Optional.of(RamRange.Kind.RESERVED);
            case '!' -> Optional.of(RamRange.Kind.PROTECTED);
            default -> Optional.empty();
        };
    }

    private void change(String part, MemParse size) {
        MemParse start = MemParse.bytes(size.rest().substring(1));
        String rest = start.rest();
        Optional<RamRange.Kind> from = Optional.empty();
        Optional<RamRange.Kind> to = Optional.empty();
        if (rest.startsWith("-")) {
            MemParse type = MemParse.number(rest.substring(1));
            from = kindOf(type.value());
            rest = type.rest();
        }
        if (rest.startsWith("+")) {
            MemParse type = MemParse.number(rest.substring(1));
            to = kindOf(type.value());
            rest = type.rest();
        }
        long end = start.value() + size.value();
        if (!rest.isEmpty() || start.value() < 0 || end < start.value()) {
            refused.add("memmap=" + part);
        } else if (from.isEmpty() && to.isPresent()) {
            add(part, start.value(), size.value(), to.get());
        } else {
            edits.add(new MemoryEdit.Change(start.value(), end, from, to));
        }
    }

    private void add(String part, long start, long size, RamRange.Kind kind) {
        if (start < 0 || start + size < start) {
            refused.add("memmap=" + part);
        } else {
            edits.add(new MemoryEdit.Add(new RamRange(start, start + size, kind)));
        }
    }

    /** Numbers of enum e820_type; 0 stands for none. What is not known there is no RAM. */
    private static Optional<RamRange.Kind> kindOf(long type) {
        if (type == 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch ((int) type) {
                    case 1 -> RamRange.Kind.RAM;
                    case 3 -> RamRange.Kind.ACPI_TABLES;
                    case 4 -> RamRange.Kind.ACPI_NVS;
                    case 5 -> RamRange.Kind.UNUSABLE;
                    case 7 -> RamRange.Kind.PERSISTENT;
                    case 12 -> RamRange.Kind.PROTECTED;
                    case 0xefffffff -> RamRange.Kind.SOFT_RESERVED;
                    default -> RamRange.Kind.RESERVED;
                });
    }

    /** {@code 16}, or by node {@code 0:2,1:3}. */
    private static long count(String value) {
        long sum = 0;
        for (String part : value.split(",", -1)) {
            sum += MemParse.number(part.substring(part.indexOf(':') + 1)).value();
        }
        return sum;
    }
}
