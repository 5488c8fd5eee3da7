package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.address.Fact;
import dev.plumbline.inspector.check.zones.ZoneReader;
import dev.plumbline.inspector.check.zones.ZoneReport;
import dev.plumbline.inspector.check.zones.ZoneView;
import dev.plumbline.inspector.report.Printable;
import dev.plumbline.inspector.report.TextStyle;
import dev.plumbline.inspector.report.ZonesJson;
import dev.plumbline.inspector.report.ZonesText;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb zones}. */
@Command(
        name = "zones",
        header = "Shows the zones of memory, and what requests for pages would meet in them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Of every node and zone: where its frames lie, its page counts, watermarks and reserves beside what the reference"
                    + " gives, where its free pages stand among the watermarks, free blocks by order and migrate type, both"
                    + " indices of fragmentation, the lists of each CPU.",
            "",
            "Then, by kind of request and order, which zone would serve it now: at once, only after waking kswapd, or after"
                    + " reclaim and compaction alone. Zones that would not are named with the reason.",
            "",
            "An ordinary user sees all but the migrate types (/proc/pagetypeinfo), and where neither the boot log nor"
                    + " firmware's map may be read, not the extents and the predictions that rest on them.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the zones are shown",
            "1:they are, and a number is not what the reference says",
            "2:wrong usage",
            "3:could not run: no such capture, no such node or zone, zoneinfo cannot be read"
        },
        footer = {
            "",
            "Bars: m, l, h, p stand at the watermarks min, low, high, promo; # are free pages, or pages of unknown migrate type;"
                    + " U unmovable, M movable, R reclaimable, H highatomic, C CMA, I isolated.",
            "",
            "Examples:",
            "  plumb zones                              this host",
            "  plumb zones --node 1 --zone Normal       one zone",
            "  plumb zones --capture host.zip --json    a saved host, for scripts"
        })
final class ZonesCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private HostSource source = new HostSource();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--node", paramLabel = "N", description = "Only this node.")
    private @Nullable Integer node;

    @Option(names = "--zone", paramLabel = "NAME", description = "Only zones of this name: DMA32, Normal, Movable.")
    private @Nullable String zone;

    @Option(
            names = {"-v", "--verbose"},
            description = "All ranges of frames, all CPUs, and why numbers differ from what today's state gives.")
    private boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
    private ColorMode color = ColorMode.auto;

    ZonesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        JsonOption.Sink sink = json.open(console);
        ZoneReport all = read();
        ZoneReport report = all.only(this::isWanted);
        if (report.nodes().isEmpty()) {
            throw Failure.couldNotRun("no zone with pages%s%s in %s"
                    .formatted(
                            node == null ? "" : " on node " + node,
                            zone == null ? "" : " named " + zone,
                            Printable.of(all.origin().name())));
        }
        TextStyle style = new TextStyle(OptionalInt.of(console.width()), color.colours(console), verbose);
        sink.write(out -> new ZonesJson(Version.number()).write(report, out), () -> new ZonesText(style).of(report));
        return report.violated() ? ExitCodes.CONFORMANCE_VIOLATED : ExitCodes.CLEAN;
    }

    private boolean isWanted(ZoneView view) {
        return (node == null || view.node() == node)
                && (zone == null || view.name().equalsIgnoreCase(zone));
    }

    private ZoneReport read() throws Failure {
        try (KernelFiles files = source.open()) {
            Fact<ZoneReport> report = ZoneReader.read(new HostView(files));
            return report.value().orElseThrow(() -> Failure.couldNotRun(report.whyNot()));
        }
    }
}
