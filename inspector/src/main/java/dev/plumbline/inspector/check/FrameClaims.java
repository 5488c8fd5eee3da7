package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.AuxvParser;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.LogLine;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.reference.zone.FrameOwners;
import dev.plumbline.inspector.reference.zone.MemoryClaim;
import dev.plumbline.inspector.reference.zone.ZoneSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settles which zone a frame belongs to. Spans of zones that lie apart need nothing else. Where they overlap, the memory
 * blocks in sysfs say which zone they are in (drivers/base/memory.c, valid_zones_show: the zone's name while the block is
 * online in one zone, {@code none} if it is in several), and the boot log says which node had which memory (mm/mm_init.c,
 * {@code Early memory node ranges}).
 */
final class FrameClaims {

    static final String MEMORY_BLOCKS = "sys/devices/system/memory";

    private static final Pattern BLOCK = Pattern.compile("memory[0-9]+");
    private static final Pattern NODE = Pattern.compile("node([0-9]{1,4})");
    private static final Pattern BOOT_RANGE =
            Pattern.compile(" *node +([0-9]{1,4}): \\[mem 0x([0-9a-f]{1,15})-0x([0-9a-f]{1,15})\\]");

    private final HostView host;
    private final long pageSizeBytes;

    private FrameClaims(HostView host, long pageSizeBytes) {
        this.host = host;
        this.pageSizeBytes = pageSizeBytes;
    }

    static FrameOwners settle(List<ZoneSpan> spans, HostView host) {
        OptionalLong pageSizeBytes = overlap(spans) ? pageSizeBytes(host) : OptionalLong.empty();
        if (pageSizeBytes.isEmpty()) {
            return FrameOwners.settle(spans, List.of(), List.of());
        }
        FrameClaims claims = new FrameClaims(host, pageSizeBytes.getAsLong());
        boolean oneNode = spans.stream().mapToInt(ZoneSpan::node).distinct().count() == 1;
        OptionalInt onlyNode = oneNode ? OptionalInt.of(spans.get(0).node()) : OptionalInt.empty();
        return FrameOwners.settle(spans, claims.ofBlocks(onlyNode), claims.ofBoot());
    }

    private static boolean overlap(List<ZoneSpan> spans) {
        List<ZoneSpan> sorted = new ArrayList<>(spans);
        sorted.sort((a, b) -> Long.compare(a.startPfn(), b.startPfn()));
        long reached = 0;
        for (ZoneSpan span : sorted) {
            if (span.startPfn() < reached) {
                return true;
            }
            reached = span.endPfn();
        }
        return false;
    }

    /** From the first process's auxiliary vector: whoever may read frames may read that. */
    private static OptionalLong pageSizeBytes(HostView host) {
        return host.binary("proc/1/auxv", AuxvParser::parse)
                .intact()
                .map(Auxv::pageSize)
                .orElse(OptionalLong.empty());
    }

    private List<MemoryClaim> ofBoot() {
        Optional<KernelLog> log = HostView.observe(
                        "the kernel log", host.files().kernelLog(), KernelLog::parse)
                .intact();
        List<MemoryClaim> claims = new ArrayList<>();
        for (LogLine line : log.map(KernelLog::lines).orElse(List.of())) {
            Matcher range = BOOT_RANGE.matcher(line.text());
            if (range.matches()) {
                long start = Long.parseLong(range.group(2), 16) / pageSizeBytes;
                long end = (Long.parseLong(range.group(3), 16) + 1) / pageSizeBytes;
                claims.add(new MemoryClaim(start, end, Integer.parseInt(range.group(1)), Optional.empty()));
            }
        }
        return claims;
    }

    private List<MemoryClaim> ofBlocks(OptionalInt onlyNode) {
        OptionalLong blockBytes = hex(MEMORY_BLOCKS + "/block_size_bytes");
        List<MemoryClaim> claims = new ArrayList<>();
        if (blockBytes.isEmpty()) {
            return claims;
        }
        long frames = blockBytes.getAsLong() / pageSizeBytes;
        for (String name : names(MEMORY_BLOCKS)) {
            if (!BLOCK.matcher(name).matches()) {
                continue;
            }
            String block = MEMORY_BLOCKS + "/" + name;
            OptionalLong index = hex(block + "/phys_index");
            Optional<String> zone = line(block + "/valid_zones").filter(z -> !z.equals("none") && !z.contains(" "));
            OptionalInt node = onlyNode.isPresent() ? onlyNode : node(block);
            if (index.isPresent() && zone.isPresent() && node.isPresent()) {
                long start = index.getAsLong() * frames;
                claims.add(new MemoryClaim(start, start + frames, node.getAsInt(), zone));
            }
        }
        return claims;
    }

    private OptionalInt node(String block) {
        return names(block).stream()
                .map(NODE::matcher)
                .filter(Matcher::matches)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .findFirst();
    }

    private List<String> names(String directory) {
        return host.files().list(directory).content().orElse(List.of());
    }

    private Optional<String> line(String path) {
        return host.text(path, Sysctl::parseText).intact().map(Sysctl::text);
    }

    private OptionalLong hex(String path) {
        return line(path)
                .filter(text -> text.matches("[0-9a-f]{1,15}"))
                .map(text -> OptionalLong.of(Long.parseLong(text, 16)))
                .orElse(OptionalLong.empty());
    }
}
