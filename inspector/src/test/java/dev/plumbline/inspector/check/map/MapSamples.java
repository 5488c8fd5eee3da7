package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.OwnedRange;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.owner.Usage;
import dev.plumbline.inspector.unit.AddressRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps written by hand. */
public final class MapSamples {

    private static final long K = 1024;

    private final List<OwnedRange> ranges = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int pid = 4711;
    private long startTicks = 123_456;
    private String comm = "java";
    private String command = "/usr/bin/java -Xmx512m -jar app.jar";
    private UsageBasis basis = UsageBasis.SMAPS;
    private Optional<JvmIdentity> jvm =
            Optional.of(new JvmIdentity("17.0.15+6", Optional.of("OpenJDK 64-Bit Server VM"), Optional.of("g1")));

    private MapSamples() {}

    /** A map without a mapping, of a JVM. */
    public static MapSamples empty() {
        return new MapSamples();
    }

    /** A small JVM: image, heap of which a part is committed, two threads, a library, a file, an unknown range. */
    public static MapSamples jvm() {
        return empty().file(0x555555554000L, 4, "r-xp", Owner.EXECUTABLE, "java text", "/usr/bin/java", 4)
                .anonymous(0xe0000000L, 65536, "rw-p", Owner.JAVA_HEAP, "", 30000)
                .anonymous(0xe4000000L, 458752, "---p", Owner.JAVA_HEAP, "", 0)
                .anonymous(0x7f0000000000L, 16, "---p", Owner.GUARD, "", 0)
                .anonymous(0x7f0000004000L, 1008, "rw-p", Owner.THREAD_STACK, "thread 4712 \"main\"", 100)
                .anonymous(0x7f0000100000L, 512, "rwxp", Owner.UNKNOWN, "", 512)
                .file(0x7f0000200000L, 1500, "r-xp", Owner.LIBRARY, "libc.so.6 text", "/usr/lib/libc.so.6", 940)
                .file(0x7f0000377000L, 16, "rw-p", Owner.LIBRARY, "libc.so.6 data", "/usr/lib/libc.so.6", 16)
                .file(0x7f0000400000L, 64, "r--s", Owner.MAPPED_FILE, "/srv/a\u001b[2J.db", "/srv/a\u001b[2J.db", 8)
                .note("the target's memory is not readable; would need CAP_SYS_PTRACE");
    }

    /** Threads of guard and stack, one after the other. */
    public MapSamples threads(int count) {
        for (int i = 0; i < count; i++) {
            long at = 0x7e0000000000L + i * 0x101000L;
            anonymous(at, 4, "---p", Owner.GUARD, "", 0);
            anonymous(at + 0x1000, 1024, "rw-p", Owner.THREAD_STACK, "thread %d \"w-%d\"".formatted(5000 + i, i), 80);
        }
        return this;
    }

    /** Without a file; sizes in KiB. */
    public MapSamples anonymous(
            long start, long sizeKib, String permissions, Owner owner, String label, long residentKib) {
        return add(start, sizeKib, permissions, owner, label, "", residentKib);
    }

    /** With a file; sizes in KiB. */
    public MapSamples file(
            long start, long sizeKib, String permissions, Owner owner, String label, String path, long residentKib) {
        return add(start, sizeKib, permissions, owner, label, path, residentKib);
    }

    /** Anonymous memory in huge pages; sizes in KiB. */
    public MapSamples huge(
            long start, long sizeKib, Owner owner, long residentKib, long transparentKib, long hugetlbKib) {
        anonymous(start, sizeKib, "rw-p", owner, "", residentKib);
        OwnedRange last = ranges.remove(ranges.size() - 1);
        Usage usage = new Usage(residentKib * K, residentKib * K, 0, transparentKib * K, hugetlbKib * K);
        ranges.add(new OwnedRange(last.range(), last.vma(), owner, "", "by hand", usage));
        return this;
    }

    /** Another process. */
    public MapSamples process(int otherPid, long otherStartTicks) {
        pid = otherPid;
        startTicks = otherStartTicks;
        return this;
    }

    /** Under other names. */
    public MapSamples named(String itsComm, String itsCommand) {
        comm = itsComm;
        command = itsCommand;
        return this;
    }

    /** As where smaps is not readable. */
    public MapSamples withoutUsage() {
        basis = UsageBasis.NONE;
        return this;
    }

    /** Says something. */
    public MapSamples note(String note) {
        notes.add(note);
        return this;
    }

    private MapSamples add(
            long start, long sizeKib, String permissions, Owner owner, String label, String path, long residentKib) {
        AddressRange range = AddressRange.of(start, start + sizeKib * K);
        int device = path.isEmpty() ? 0 : 254;
        Vma vma = new Vma(range, permissions, 0, device, 0, device, path, ranges.size() + 1);
        Usage usage = new Usage(residentKib * K, residentKib * K / 2, 0, 0, 0);
        ranges.add(new OwnedRange(range, vma, owner, label, "by hand", usage));
        return this;
    }

    /** The map. */
    public ProcessMap map() {
        ranges.sort((a, b) -> a.range().start().compareTo(b.range().start()));
        ProcessStat stat =
                new ProcessStat(pid, comm, 'S', 1, pid, pid, 0, 24, startTicks, 0, 0, Optional.empty(), true);
        return new ProcessMap(
                new Origin.Live("plinth", "/", Instant.parse("2026-03-01T10:00:00Z")),
                stat,
                Optional.of(Instant.parse("2026-03-01T09:00:00Z")),
                command,
                jvm,
                basis,
                ranges,
                Gap.between(ranges.stream().map(OwnedRange::vma).toList()),
                Windows.UNKNOWN,
                NodeBytes.UNKNOWN,
                TableBytes.UNKNOWN,
                new ReadTimes(
                        Duration.ofMillis(20),
                        Duration.ofMillis(4),
                        Duration.ofMillis(3),
                        Duration.ofMillis(9),
                        Duration.ZERO,
                        Duration.ofMillis(40)),
                notes);
    }
}
