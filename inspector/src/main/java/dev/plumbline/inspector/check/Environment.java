package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.Mounts;
import dev.plumbline.inspector.observed.ProcessStat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something between the kernel and whoever reads its files, that makes them say less or something else. It is named, and
 * what it hides is not observable; it is never a violation.
 *
 * @param name for people
 * @param evidence by what it was recognised
 * @param consequence what it does to a report
 */
public record Environment(Name name, Evidence evidence, String consequence) {

    /** The environments that are recognised. */
    public enum Name {
        /** A FUSE file system that answers for files of /proc on behalf of a container. */
        LXCFS("lxcfs"),
        /** A kernel in user space that has its own /proc. */
        GVISOR("gVisor"),
        /** Microsoft's kernel for the Windows Subsystem for Linux 2. */
        WSL2("WSL2"),
        /** /proc is mounted so that other users' processes are hidden. */
        HIDEPID("hidepid"),
        /** The processes seen are those of a pid namespace, not the host's. */
        PID_NAMESPACE("pid namespace");

        private final String spelling;

        Name(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }

    private static final String MOUNTS = "proc/mounts";
    private static final String VERSION = "proc/version";

    /** lxcfs leaves out processors here and otherwise prints what the kernel does. */
    private static final String CPUINFO = "proc/cpuinfo";

    private static final String KTHREADD = "kthreadd";

    /**
     * gVisor's own banner: one build date for ever, and a release of 4.4.0, later 4.19.0-gvisor (google/gvisor,
     * pkg/sentry/syscalls/linux/linux64.go). A real kernel names its builder and compiler in between.
     */
    private static final Pattern GVISOR_BANNER =
            Pattern.compile("Linux version (\\S+ #1 SMP Sun Jan 10 15:06:54 PST 2016|\\S+-gvisor ).*");

    private static final Pattern CONTAINER_CGROUP =
            Pattern.compile(".*?((?:docker|libpod|crio|cri-containerd|kubepods|lxc|machine\\.slice)[^/\\s]*).*");

    /** What is recognised on this host, in the order of {@link Name}; derived once a run. */
    public static List<Environment> of(HostView host) {
        return host.once("environment", () -> recognise(host));
    }

    /**
     * Why a file of /proc is not the kernel's own answer.
     *
     * @param path such as {@code proc/meminfo}
     * @return empty where nothing stands in front of it
     */
    public static Optional<Verdict.NotObservable> masking(HostView host, String path) {
        if (path.equals(MOUNTS) || path.equals(CPUINFO)) {
            return Optional.empty();
        }
        return lxcfs(host).stream()
                .filter(m -> ("/" + path).equals(m.target()))
                .map(m -> new Verdict.NotObservable(
                        "%s is answered by lxcfs for this container, not by the kernel".formatted(path),
                        "a run on the node itself, or with --root where its /proc is mounted"))
                .findFirst();
    }

    /** One line for people. */
    @Override
    public String toString() {
        return "%s %s (%s: %s)".formatted(name, consequence, evidence.file(), evidence.text());
    }

    private static List<Environment> recognise(HostView host) {
        List<Environment> found = new ArrayList<>();
        List<Mounts.Mount> masked = lxcfs(host);
        if (!masked.isEmpty()) {
            Mounts.Mount first = masked.get(0);
            found.add(new Environment(
                    Name.LXCFS,
                    Evidence.at(MOUNTS, first.line(), "%s on %s".formatted(first.type(), first.target())),
                    "answers for %d files of /proc: what they say is not the kernel's".formatted(masked.size())));
        }
        String banner = host.text(VERSION, KernelVersion::parse)
                .intact()
                .map(KernelVersion::banner)
                .orElse("");
        if (GVISOR_BANNER.matcher(banner).matches()) {
            found.add(new Environment(
                    Name.GVISOR,
                    Evidence.at(VERSION, 1, banner.strip()),
                    "is a kernel in user space: it has no zones, no page frames and no page tables to show"));
        }
        if (banner.toLowerCase(Locale.ROOT).contains("microsoft")) {
            found.add(new Environment(
                    Name.WSL2,
                    Evidence.at(VERSION, 1, banner.strip()),
                    "is given and asked for memory by Windows while it runs: managed pages move after boot"));
        }
        hidepid(host).ifPresent(found::add);
        pidNamespace(host).ifPresent(found::add);
        return List.copyOf(found);
    }

    private static List<Mounts.Mount> lxcfs(HostView host) {
        return mounts(host).stream()
                .filter(m -> m.type().equals("fuse.lxcfs") && m.target().startsWith("/proc/"))
                .toList();
    }

    private static Optional<Environment> hidepid(HostView host) {
        return mounts(host).stream()
                .filter(m -> m.type().equals("proc") && m.target().equals("/proc"))
                .filter(m -> m.option("hidepid")
                        .filter(v -> !v.equals("0") && !v.equals("off"))
                        .isPresent())
                .map(m -> new Environment(
                        Name.HIDEPID,
                        Evidence.at(
                                MOUNTS,
                                m.line(),
                                "hidepid=" + m.option("hidepid").orElse("")),
                        "hides other users' processes from whoever lacks the mount's gid and CAP_SYS_PTRACE"))
                .findFirst();
    }

    /** Pid 2 of the first pid namespace is kthreadd (init/main.c, rest_init); a capture need not hold it. */
    private static Optional<Environment> pidNamespace(HostView host) {
        Observation<Optional<ProcessStat>> second = ProcessView.readStat(2, host);
        Optional<String> comm = second.intact().flatMap(s -> s).map(ProcessStat::comm);
        boolean gone = second.reading() instanceof Reading.Absent
                && host.files().origin() instanceof Origin.Live
                && hidepid(host).isEmpty();
        if (comm.filter(c -> !c.equals(KTHREADD)).isPresent() || gone) {
            String text = comm.map(c -> "pid 2 is " + c).orElse("no pid 2") + ", not kthreadd";
            return Optional.of(inNamespace(Evidence.in(second.path(), text)));
        }
        return comm.isPresent() ? Optional.empty() : containerCgroup(host);
    }

    private static Optional<Environment> containerCgroup(HostView host) {
        String path = "proc/1/cgroup";
        Optional<String> text = host.files().read(path).content().map(b -> new String(b, StandardCharsets.ISO_8859_1));
        return text.flatMap(t -> t.lines()
                .map(CONTAINER_CGROUP::matcher)
                .filter(Matcher::matches)
                .map(m -> inNamespace(Evidence.in(path, m.group(1))))
                .findFirst());
    }

    private static Environment inNamespace(Evidence evidence) {
        return new Environment(
                Name.PID_NAMESPACE,
                evidence,
                "shows the processes of one container; zones and frames are the whole host's");
    }

    private static List<Mounts.Mount> mounts(HostView host) {
        return host.text(MOUNTS, Mounts::parse).intact().map(Mounts::entries).orElse(List.of());
    }
}
