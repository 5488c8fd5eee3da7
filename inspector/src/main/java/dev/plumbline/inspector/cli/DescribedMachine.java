package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.compare.DerivedBaseline;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.reference.zone.derive.AssumedMemory;
import dev.plumbline.inspector.reference.zone.derive.BootOptions;
import dev.plumbline.inspector.reference.zone.derive.CoreMemory;
import dev.plumbline.inspector.reference.zone.derive.Derivation;
import dev.plumbline.inspector.reference.zone.derive.DerivedMachine;
import dev.plumbline.inspector.reference.zone.derive.DescriptionException;
import dev.plumbline.inspector.reference.zone.derive.Kernel;
import dev.plumbline.inspector.reference.zone.derive.KernelBuild;
import dev.plumbline.inspector.reference.zone.derive.KernelRelease;
import dev.plumbline.inspector.reference.zone.derive.MachineDescription;
import dev.plumbline.inspector.reference.zone.derive.PhysicalMap;
import dev.plumbline.inspector.reference.zone.derive.Platform;
import dev.plumbline.inspector.reference.zone.derive.Topology;
import dev.plumbline.inspector.report.ByteText;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine that options describe.
 *
 * @param machine what the reference derives from them
 * @param given what they say besides
 */
record DescribedMachine(DerivedMachine machine, DerivedBaseline.Given given) {

    private static final KernelRelease NEWEST_READ = new KernelRelease(6, 12);
    private static final Pattern RELEASE = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,4})(.*)");

    static DescribedMachine of(
            Platform platform,
            long ramBytes,
            int nodes,
            Optional<Integer> cpus,
            Optional<KernelCommandLine> commandLine,
            Optional<String> line,
            Optional<KernelConfig> config,
            Optional<String> release,
            Optional<Long> pageBytes)
            throws Failure {
        Kernel kernel = new Kernel(
                release(release, config),
                config.map(c -> new KernelBuild(c.values())).orElse(KernelBuild.unknown()),
                BootOptions.parse(line.orElse("")));
        requireWithin(ramBytes, "kernelcore", kernel.options().kernelcore());
        requireWithin(ramBytes, "movablecore", kernel.options().movablecore());
        int pageKib = pageBytes.map(b -> (int) Math.min(b >> 10, 1 << 20)).orElseGet(() -> pageKib(platform, config));
        try {
            PhysicalMap map = AssumedMemory.map(platform, ramBytes);
            Topology topology =
                    new Topology(AssumedMemory.nodes(map, nodes), cpusByNode(cpus.orElse(nodes), nodes), Map.of());
            DerivedMachine machine =
                    Derivation.of(MachineDescription.booting(platform, pageKib, kernel, map, topology));
            Optional<String> whole = release.filter(r -> {
                Matcher form = RELEASE.matcher(r);
                return form.matches() && !form.group(3).isEmpty();
            });
            return new DescribedMachine(machine, new DerivedBaseline.Given(cpus, commandLine, config, whole));
        } catch (DescriptionException e) {
            throw Failure.wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    /** The kernel would go on without a word as if the option were not there (find_zone_movable_pfns_for_nodes). */
    private static void requireWithin(long ramBytes, String option, CoreMemory asked) throws Failure {
        if (Long.compareUnsigned(asked.bytes(), ramBytes) > 0 || Long.compareUnsigned(asked.percent(), 100) > 0) {
            throw Failure.wrongUsage("%s=%s: at most the machine's RAM is allowed, %s"
                    .formatted(
                            option,
                            asked.percent() != 0
                                    ? Long.toUnsignedString(asked.percent()) + "%"
                                    : ByteText.about(asked.bytes()),
                            ByteText.about(ramBytes)));
        }
    }

    private static KernelRelease release(Optional<String> given, Optional<KernelConfig> config) throws Failure {
        if (given.isEmpty()) {
            return config.flatMap(KernelConfig::release)
                    .map(RELEASE::matcher)
                    .filter(Matcher::matches)
                    .map(m -> new KernelRelease(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
                    .orElse(NEWEST_READ);
        }
        Matcher form = RELEASE.matcher(given.get());
        if (!form.matches()) {
            throw Failure.wrongUsage("--kernel %s: a release is allowed that begins with two numbers, such as 6.12"
                    .formatted(given.get()));
        }
        return new KernelRelease(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    private static int pageKib(Platform platform, Optional<KernelConfig> config) {
        return platform.pageSizesKib().stream()
                .filter(kib -> config.filter(c -> c.isYes("ARM64_" + kib + "K_PAGES")
                                || c.isYes("PAGE_SIZE_" + kib + "KB")
                                || c.isYes("PPC_" + kib + "K_PAGES"))
                        .isPresent())
                .findFirst()
                .orElse(platform.pageSizesKib().get(0));
    }

    private static Map<Integer, Integer> cpusByNode(int cpus, int nodes) {
        Map<Integer, Integer> byNode = new TreeMap<>();
        for (int node = 0; node < Math.max(nodes, 1); node++) {
            byNode.put(node, cpus / Math.max(nodes, 1) + (node < cpus % Math.max(nodes, 1) ? 1 : 0));
        }
        return byNode;
    }
}
