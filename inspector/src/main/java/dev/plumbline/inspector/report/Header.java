package dev.plumbline.inspector.report;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.HostFacts;
import dev.plumbline.inspector.check.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines that say which host this is. */
final class Header {

    private static final double GIB = 1L << 30;
    private static final double MIB = 1L << 20;

    private Header() {}

    static List<String> lines(Report report) {
        HostFacts host = report.host();
        List<String> facts = new ArrayList<>();
        facts.add("Linux " + host.kernelRelease().orElse("(release not shown)") + " "
                + host.architecture().orElse("(architecture not shown)"));
        host.pagingLevels().ifPresent(n -> facts.add(n + "-level paging"));
        host.pageSizeBytes().ifPresent(n -> facts.add(n / 1024 + " KiB pages"));
        memory(host).ifPresent(facts::add);
        host.cpus().ifPresent(n -> facts.add(n == 1 ? "1 CPU" : n + " CPUs"));
        host.user().ifPresent(u -> facts.add("as " + u));

        List<String> lines = new ArrayList<>();
        lines.add(Printable.of(String.join(" · ", facts)));
        List<String> machine = new ArrayList<>();
        if (report.origin() instanceof Origin.Capture capture) {
            machine.add("capture " + capture.name() + ", taken " + capture.takenAt());
        }
        host.processor()
                .map(p -> host.microarchitecture().map(m -> p + " (" + m + ")").orElse(p))
                .or(host::microarchitecture)
                .ifPresent(machine::add);
        host.virtualization().ifPresent(machine::add);
        if (!machine.isEmpty()) {
            lines.add(Printable.of(String.join(" · ", machine)));
        }
        host.notes().forEach(n -> lines.add(Printable.of("note: " + n)));
        return lines;
    }

    private static Optional<String> memory(HostFacts host) {
        if (host.memoryBytes().isEmpty()) {
            return Optional.empty();
        }
        long bytes = host.memoryBytes().getAsLong();
        String size = bytes < GIB
                ? String.format(Locale.ROOT, "%.0f MiB", bytes / MIB)
                : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
        if (host.nodes().isEmpty()) {
            return Optional.of(size);
        }
        int nodes = host.nodes().getAsInt();
        return Optional.of(size + (nodes == 1 ? " in 1 node" : " in " + nodes + " nodes"));
    }
}
