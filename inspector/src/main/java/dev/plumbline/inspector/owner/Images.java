package dev.plumbline.inspector.owner;

import dev.plumbline.inspector.observed.Vma;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The program and its shared libraries among a process's mappings: files of which a part is mapped private and executable, each
 * with the memory that belongs to it.
 *
 * <p>An image is loaded segment by segment in address order (fs/binfmt_elf.c; glibc, elf/dl-map-segments.h). What stands in no
 * file behind its last writable segment is its bss: anonymous, right after it, up to a page bound. The kernel joins it with
 * anonymous memory that happens to follow; the program headers, where the process's memory is readable, tell the two apart.
 */
final class Images {

    private final List<Vma> maps;
    private final Optional<Vma> program;
    private final Predicate<Vma> accounted;
    private final Set<File> files = new HashSet<>();
    private final List<Claim> claims = new ArrayList<>();

    /** What makes two mappings those of one file. */
    private record File(int major, int minor, long inode, String path) {
        static File of(Vma vma) {
            return new File(vma.deviceMajor(), vma.deviceMinor(), vma.inode(), vma.path());
        }
    }

    private Images(List<Vma> maps, Optional<Vma> program, Predicate<Vma> accounted) {
        this.maps = maps;
        this.program = program;
        this.accounted = accounted;
        maps.stream()
                .filter(vma -> vma.fileBacked() && vma.executable() && !vma.shared() && !isJitDump(vma))
                .forEach(vma -> files.add(File.of(vma)));
        program.ifPresent(vma -> files.add(File.of(vma)));
    }

    /**
     * Claims every mapping of an image.
     *
     * @param maps ascending
     * @param program a mapping of the program's own file
     * @param accounted whether a mapping is known to have been writable once: {@code ac} among its {@code VmFlags}
     */
    static List<Claim> claims(List<Vma> maps, Optional<Vma> program, Predicate<Vma> accounted) {
        Images images = new Images(maps, program, accounted);
        for (int i = 0; i < maps.size(); i++) {
            images.claim(i);
        }
        return images.claims;
    }

    private void claim(int index) {
        Vma vma = maps.get(index);
        if (!vma.fileBacked() || !files.contains(File.of(vma))) {
            return;
        }
        add(vma, vma, segment(index));
        if (vma.writable() && index + 1 < maps.size()) {
            Vma behind = maps.get(index + 1);
            boolean bss = behind.path().isEmpty()
                    && !behind.fileBacked()
                    && behind.writable()
                    && behind.range().start().equals(vma.range().end());
            if (bss) {
                add(behind, vma, Segment.BSS);
            }
        }
    }

    private void add(Vma vma, Vma file, Segment segment) {
        boolean own = program.filter(p -> File.of(p).equals(File.of(file))).isPresent();
        String name = file.fileName().substring(file.fileName().lastIndexOf('/') + 1);
        claims.add(new Claim(
                vma.range(),
                own ? Owner.EXECUTABLE : Owner.LIBRARY,
                name + " " + segment.word(),
                segment == Segment.BSS ? "anonymous memory right behind its data" : "mapped file"));
    }

    private Segment segment(int index) {
        Vma vma = maps.get(index);
        if (vma.executable()) {
            return Segment.TEXT;
        }
        if (vma.writable()) {
            return Segment.DATA;
        }
        if (!vma.readable()) {
            return Segment.GAP;
        }
        return accounted.test(vma) || leadsOn(index) ? Segment.RELRO : Segment.RODATA;
    }

    /** Whether a writable mapping goes on where this one ends, in memory and in the file: one segment, divided by mprotect. */
    private boolean leadsOn(int index) {
        if (index + 1 == maps.size()) {
            return false;
        }
        Vma vma = maps.get(index);
        Vma behind = maps.get(index + 1);
        return behind.writable()
                && File.of(behind).equals(File.of(vma))
                && behind.range().start().equals(vma.range().end())
                && behind.offsetBytes() == vma.offsetBytes() + vma.range().sizeBytes();
    }

    /** A JVM or V8 maps a page of {@code jit-PID.dump} executable, for perf to notice (tools/perf/Documentation/jitdump). */
    private static boolean isJitDump(Vma vma) {
        return vma.fileName().matches("(?s).*/jit-[0-9]+\\.dump");
    }
}
