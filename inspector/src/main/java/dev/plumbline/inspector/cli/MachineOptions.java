package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.BoundedInputStream;
import dev.plumbline.bridge.OverLimitException;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelConfigParser;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.reference.zone.derive.Platform;
import dev.plumbline.inspector.reference.zone.derive.Platforms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe a machine. */
final class MachineOptions {

    private static final long MOST_CONFIG_BYTES = 4 << 20;

    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            description =
                    "The architecture, as uname -m prints it: x86_64, i386, aarch64, arm, riscv64, s390x, ppc64le.")
    private @Nullable String arch;

    @Option(names = "--ram", paramLabel = "SIZE", description = "All RAM, such as 512G.")
    private @Nullable String ram;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "NUMA nodes, of equal parts of the RAM in the order of its addresses. Default: 1.")
    private int nodes = 1;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "CPUs, divided among the nodes. Without it, what depends on their number is left open.")
    private @Nullable Integer cpus;

    @Option(names = "--cmdline", paramLabel = "LINE", description = "The kernel's command line. Default: an empty one.")
    private @Nullable String cmdline;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The kernel's build options: a config file of /boot, or /proc/config.gz.")
    private @Nullable Path config;

    @Option(
            names = "--page-size",
            paramLabel = "SIZE",
            description = "The base page size, such as 16K. Default: that of --config, else the usual one.")
    private @Nullable String pageSize;

    /** Whether a machine is described at all. */
    boolean isGiven() {
        return arch != null || ram != null;
    }

    /**
     * The machine.
     *
     * @param kernel its kernel's release, if that is given
     * @throws Failure if the description makes no sense, or a file that it names cannot be read
     */
    DescribedMachine describe(Optional<String> kernel) throws Failure {
        if (arch == null || ram == null) {
            throw Failure.wrongUsage("--arch and --ram describe a machine together; or --from names one");
        }
        Platform platform = Platforms.named(arch)
                .orElseThrow(() -> Failure.wrongUsage("--arch %s: allowed are %s"
                        .formatted(
                                arch,
                                Platforms.ALL.stream().map(Platform::machine).collect(Collectors.joining(", ")))));
        if (cpus != null && (cpus < 1 || cpus > 8192)) {
            throw Failure.wrongUsage("--cpus %d: 1 to 8192 are allowed".formatted(cpus));
        }
        return DescribedMachine.of(
                platform,
                SizeArgument.bytes("--ram", ram),
                nodes,
                Optional.ofNullable(cpus),
                Optional.ofNullable(cmdline).map(MachineOptions::commandLine),
                Optional.ofNullable(cmdline),
                config == null ? Optional.empty() : Optional.of(read(config)),
                kernel,
                pageSize == null ? Optional.empty() : Optional.of(SizeArgument.bytes("--page-size", pageSize)));
    }

    /** The options as they were given, for whoever reads the baseline later. */
    String words(Optional<String> kernel) {
        StringBuilder words = new StringBuilder("%s, %s, %d node%s".formatted(arch, ram, nodes, nodes == 1 ? "" : "s"));
        if (cpus != null) {
            words.append(", ").append(cpus).append(cpus == 1 ? " CPU" : " CPUs");
        }
        kernel.ifPresent(release -> words.append(", kernel ").append(release));
        if (config != null) {
            words.append(", ").append(config.getFileName());
        }
        if (cmdline != null) {
            words.append(", \"").append(cmdline).append('"');
        }
        return words.toString();
    }

    private static KernelCommandLine commandLine(String line) {
        return KernelCommandLine.parse(new SourceText("--cmdline", line + "\n")).value();
    }

    private static KernelConfig read(Path file) throws Failure {
        try (InputStream in = new BoundedInputStream(Files.newInputStream(file), MOST_CONFIG_BYTES)) {
            Parsed<KernelConfig> parsed = KernelConfigParser.parse(file.toString(), in.readAllBytes());
            if (!parsed.damage().isEmpty()) {
                throw Failure.wrongUsage(parsed.damage().get(0).toString());
            }
            return parsed.value();
        } catch (OverLimitException e) {
            throw Failure.couldNotRun("%s: larger than %d MiB".formatted(file, MOST_CONFIG_BYTES >> 20));
        } catch (IOException e) {
            throw Failure.couldNotRun("cannot read " + file + ": " + IoText.why(e));
        }
    }
}
