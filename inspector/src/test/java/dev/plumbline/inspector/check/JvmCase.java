package dev.plumbline.inspector.check;

import dev.plumbline.inspector.jvm.HotspotFacts;
import dev.plumbline.inspector.jvm.JavaHeap;
import dev.plumbline.inspector.jvm.JavaThreadStack;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.jvm.PointerEncoding;
import dev.plumbline.inspector.jvm.VmFlags;
import dev.plumbline.inspector.jvm.direct.DirectBuffers;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A JVM of one's own making, as pid 4711 on the machine of the capture x86_64-newest-6.12, to be changed at will. */
final class JvmCase {

    private static final int PID = 4711;
    private static final String LIBJVM =
            "7f0020000000-7f0021000000 r-xp 00000000 08:01 77 /opt/jdk/lib/server/libjvm.so\n";

    private final Map<String, VmFlags.Flag> flags = new TreeMap<>();
    private StoredFiles files = CapturedProcesses.stored("x86_64-newest-6.12");
    private String maps = LIBJVM;
    private Optional<JavaHeap> heap = Optional.empty();
    private Optional<PointerEncoding> oops = Optional.empty();
    private Optional<PointerEncoding> klasses = Optional.empty();
    private Optional<AddressRange> cds = Optional.empty();
    private Optional<String> collector = Optional.of("g1");
    private final List<JavaThreadStack> threads = new ArrayList<>();

    JvmCase heap(long start, long sizeBytes) {
        heap = Optional.of(new JavaHeap(AddressRange.of(start, start + sizeBytes), List.of()));
        return this;
    }

    JvmCase oops(long base, int shift) {
        oops = Optional.of(new PointerEncoding(base, shift));
        return flag("UseCompressedOops", true);
    }

    JvmCase klasses(long base, int shift) {
        klasses = Optional.of(new PointerEncoding(base, shift));
        return this;
    }

    JvmCase cds(long start, long end) {
        cds = Optional.of(AddressRange.of(start, end));
        return this;
    }

    JvmCase collector(String name) {
        collector = Optional.of(name);
        return this;
    }

    JvmCase thread(long start, long end) {
        threads.add(new JavaThreadStack(AddressRange.of(start, end), OptionalLong.of(4712), Optional.empty()));
        return this;
    }

    JvmCase flag(String name, boolean on) {
        flags.put(name, new VmFlags.Flag(name, "bool", new VmFlags.Bool(on), Optional.of("default")));
        return this;
    }

    JvmCase flag(String name, long number, String origin) {
        flags.put(name, new VmFlags.Flag(name, "size_t", new VmFlags.Integral(number), Optional.of(origin)));
        return this;
    }

    /** Lines of maps, ascending, below libjvm.so. */
    JvmCase maps(String lines) {
        maps = lines + LIBJVM;
        return this;
    }

    JvmCase file(String path, String text) {
        files = files.with(path, text);
        return this;
    }

    /** What a check says, by the quantity behind {@code pid 4711 java}. */
    Map<String, Verdict> examine(JvmCheck check) {
        StoredFiles all = CapturedProcesses.with(files, PID, "java", 1, PID, maps)
                .with(StoredFiles.AGAIN + "proc/" + PID + "/maps", maps);
        ProcessView process = CapturedProcesses.views(all).stream()
                .filter(v -> v.pid() == PID)
                .findFirst()
                .orElseThrow();
        HotspotFacts facts = new HotspotFacts(
                new JvmIdentity("17.0.15+6", Optional.empty(), collector),
                heap,
                oops,
                klasses,
                Optional.empty(),
                List.of(),
                cds,
                Optional.empty(),
                List.of(),
                threads,
                DirectBuffers.NONE,
                new VmFlags(flags));
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        check.examine(
                new Jvm(process, facts),
                f -> verdicts.put(f.subject().replace(process.subject() + " ", ""), f.verdict()));
        return verdicts;
    }
}
