package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.jvm.HotspotFacts;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.AuxvParser;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.observed.ProcessStatus;
import dev.plumbline.inspector.observed.SmapsParser;
import dev.plumbline.inspector.observed.SmapsVma;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.StatParser;
import dev.plumbline.inspector.observed.StatusParser;
import dev.plumbline.inspector.observed.Vma;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One process as the checks see it. The pid is held together with its start time; what a later process of the same pid
 * shows is never taken for this one. Each of its files is read at most once, when first asked for, and forgotten with
 * this view. A view belongs to one thread.
 */
public final class ProcessView {

    private static final int TORN_READINGS = 3;
    private static final String JVM = "jvm facts";

    private final ProcessStat stat;
    private final HostView host;
    private final Map<String, Object> memo = new HashMap<>();

    /** A process whose {@code stat} was read. */
    public ProcessView(ProcessStat stat, HostView host) {
        this.stat = stat;
        this.host = host;
    }

    /** What {@code proc/PID/stat} says of a process now; nothing is kept. */
    public static Observation<Optional<ProcessStat>> readStat(int pid, HostView host) {
        String path = "proc/" + pid + "/stat";
        return HostView.observe(path, host.files().read(path), StatParser::parse);
    }

    /** As /proc names it. */
    public int pid() {
        return stat.pid();
    }

    /** Field 22 of {@code stat}: clock ticks after boot. */
    public long startTimeTicks() {
        return stat.startTimeTicks();
    }

    /** Field 2 of {@code stat}, without parentheses. */
    public String comm() {
        return stat.comm();
    }

    /** The reading of {@code stat} by which the process is known. */
    public ProcessStat stat() {
        return stat;
    }

    /** The host it runs on. */
    public HostView host() {
        return host;
    }

    /** The process's name in subjects: {@code pid 4711 java}. */
    public String subject() {
        return "pid " + pid() + " " + comm();
    }

    /** A path below its /proc directory. */
    public String path(String name) {
        return "proc/" + pid() + "/" + name;
    }

    /**
     * Its mappings, ascending. A live kernel prints them a page of text at a time and goes on behind the last address; what is
     * mapped or divided in between stands there twice (m_start and m_next, fs/proc/task_mmu.c). Such a reading is made anew.
     */
    public Observation<List<Vma>> maps() {
        return once("maps", () -> whole(host.files().read(path("maps"))));
    }

    /** Its mappings as they are now, read again. */
    Observation<List<Vma>> mapsAgain() {
        return whole(host.files().readAgain(path("maps")));
    }

    private Observation<List<Vma>> whole(Reading<byte[]> first) {
        Observation<List<Vma>> read = HostView.observe(path("maps"), first, MapsParser::parse);
        boolean live = host.files().origin() instanceof Origin.Live;
        for (int again = 0; live && again < TORN_READINGS && !read.damage().isEmpty(); again++) {
            read = HostView.observe(path("maps"), host.files().readAgain(path("maps")), MapsParser::parse);
        }
        return read;
    }

    /** Its mappings with sizes and {@code VmFlags}. The kernel walks every page of the process to print this. */
    public Observation<List<SmapsVma>> smaps() {
        return text("smaps", SmapsParser::parse);
    }

    /** Its {@code status} as it was when first asked for. */
    public Observation<ProcessStatus> status() {
        return text("status", StatusParser::parse);
    }

    /** Its auxiliary vector. */
    public Observation<Auxv> auxv() {
        return binary("auxv", AuxvParser::parse);
    }

    /** The file it executes. */
    public Reading<String> executable() {
        return once("link:exe", () -> host.files().link(path("exe")));
    }

    /** One of its text files, parsed; read once. */
    public <T> Observation<T> text(String name, Function<SourceText, Parsed<T>> parser) {
        return once(name, () -> HostView.observe(path(name), host.files().read(path(name)), parser));
    }

    /** One of its binary files, parsed; read once. The parser is handed the path for its messages. */
    public <T> Observation<T> binary(String name, BiFunction<String, byte[], Parsed<T>> parser) {
        return once(
                name,
                () -> new Observation<>(
                        path(name), host.files().read(path(name)).map(b -> parser.apply(path(name), b))));
    }

    /** Keeps what was read of the JVM in it, so that checks need not read it again. */
    public void keepJvm(HotspotFacts facts) {
        memo.put(JVM, facts);
    }

    /** What was kept of the JVM in it. */
    Optional<HotspotFacts> keptJvm() {
        return Optional.ofNullable((HotspotFacts) memo.get(JVM));
    }

    /**
     * Anything derived from the process that several checks share, derived once.
     *
     * @param key unique among all derived things and file names; the value's type must always be the same for a key
     */
    @SuppressWarnings("unchecked")
    public <T> T once(String key, Supplier<T> derive) {
        Object known = memo.get(key);
        if (known == null) {
            T made = derive.get();
            memo.put(key, made);
            return made;
        }
        return (T) known;
    }
}
