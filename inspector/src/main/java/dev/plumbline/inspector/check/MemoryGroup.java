package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.CgroupMembership;
import dev.plumbline.inspector.observed.Mounts;
import dev.plumbline.inspector.observed.Sysctl;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control group that a process's memory is charged to.
 *
 * <p>Source: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst. A limit of any group above holds too.
 *
 * @param folder where its files are, without a leading slash
 * @param limit the least limit of it and of the groups above it that can be seen, in bytes; empty where there is none
 * @param limitFile the file that states it, or the group's own where there is none
 * @param usage bytes charged: anonymous memory, page cache, kernel memory, of all its processes
 * @param inactiveFile of these, page cache that the kernel would give up first; usage without it is called the working set
 */
record MemoryGroup(String folder, OptionalLong limit, String limitFile, OptionalLong usage, OptionalLong inactiveFile) {

    /** No limit, in the old form: the largest number of pages a counter holds (PAGE_COUNTER_MAX), in bytes. */
    private static final long UNLIMITED = 1L << 60;

    private static final String MEMBERSHIP = "cgroup";

    /** Which form its files have. */
    private enum Form {
        UNIFIED("memory.max", "memory.current", "inactive_file"),
        CONTROLLER("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");

        private final String limit;
        private final String usage;
        private final String inactiveFile;

        Form(String limit, String usage, String inactiveFile) {
            this.limit = limit;
            this.usage = usage;
            this.inactiveFile = inactiveFile;
        }
    }

    /** The group of a process; empty where the host shows none. */
    static Optional<MemoryGroup> of(ProcessView process) {
        Optional<CgroupMembership> membership =
                process.text(MEMBERSHIP, CgroupMembership::parse).intact();
        Optional<Mounts> mounts =
                process.host().text("proc/mounts", Mounts::parse).intact();
        if (membership.isEmpty() || mounts.isEmpty()) {
            return Optional.empty();
        }
        Optional<MemoryGroup> controller = membership.get().memoryController().flatMap(m -> mount(
                        mounts.get(), "cgroup", "memory")
                .flatMap(at -> read(process.host(), Form.CONTROLLER, at, m.path())));
        return controller.or(() -> membership.get().unified().flatMap(m -> mount(mounts.get(), "cgroup2", "")
                .flatMap(at -> read(process.host(), Form.UNIFIED, at, m.path()))));
    }

    private static Optional<String> mount(Mounts mounts, String type, String option) {
        return mounts.entries().stream()
                .filter(m -> m.type().equals(type))
                .filter(m -> option.isEmpty() || m.options().contains(option))
                .map(Mounts.Mount::target)
                .findFirst();
    }

    /** In a container without a cgroup namespace the path is the host's, and the mount shows the container's own group. */
    private static Optional<MemoryGroup> read(HostView host, Form form, String mount, String path) {
        String root = mount.substring(1);
        String below = path.equals("/") || path.contains("/..") ? "" : path;
        return group(host, form, root, below).or(() -> group(host, form, root, ""));
    }

    private static Optional<MemoryGroup> group(HostView host, Form form, String root, String below) {
        String folder = root + below;
        OptionalLong usage = number(host, folder + "/" + form.usage);
        Optional<String> own = text(host, folder + "/" + form.limit);
        if (usage.isEmpty() && own.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong least = OptionalLong.empty();
        String file = folder + "/" + form.limit;
        for (String at = folder; at.length() >= root.length(); at = at.substring(0, at.lastIndexOf('/'))) {
            OptionalLong limit = number(host, at + "/" + form.limit);
            boolean limits = limit.isPresent() && limit.getAsLong() < UNLIMITED;
            if (limits && (least.isEmpty() || limit.getAsLong() < least.getAsLong())) {
                least = limit;
                file = at + "/" + form.limit;
            }
        }
        return Optional.of(new MemoryGroup(folder, least, file, usage, inactive(host, folder, form)));
    }

    private static OptionalLong inactive(HostView host, String folder, Form form) {
        return host.files().read(folder + "/memory.stat").content().stream()
                .flatMap(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).lines())
                .filter(line -> line.startsWith(form.inactiveFile + " "))
                .map(line -> line.substring(form.inactiveFile.length() + 1))
                .filter(value -> value.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static Optional<String> text(HostView host, String path) {
        return host.text(path, Sysctl::parseText).intact().map(Sysctl::text);
    }

    /** Empty for {@code max}. */
    private static OptionalLong number(HostView host, String path) {
        return text(host, path).filter(t -> t.matches("[0-9]{1,19}")).stream()
                .mapToLong(Long::parseUnsignedLong)
                .findFirst();
    }
}
