package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.arch.ArchitectureNames;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.address.AddressReport;
import dev.plumbline.inspector.report.AddressJson;
import dev.plumbline.inspector.report.AddressText;
import dev.plumbline.inspector.unit.VirtAddr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb translate}. */
@Command(
        name = "translate",
        header = "Explains addresses: of a process, or of the kernel.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "",
            "Cuts each address into the fields of a page-table walk, and says what lies there: the mapping, the page, its"
                    + " frame, node and zone; of a kernel address the region, and the physical address where a fixed offset"
                    + " gives it.",
            "",
            "Without a pid it explains the address alone, by this host's kernel, a capture's, or with --arch by the"
                    + " architecture.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the addresses are explained; an address in no mapping is an answer",
            "2:wrong usage",
            "3:could not run: no such capture, no process of that pid, or it ended meanwhile"
        },
        footer = {
            "",
            "Examples:",
            "  plumb translate 4711 0x7f16ad200000 0x401000    two addresses of a process",
            "  plumb translate --capture host.zip 117 0x1000   one of a saved host",
            "  plumb translate 0xffff888012345678              a kernel address, on this host",
            "  plumb translate --arch aarch64-4k-52 0xfff0000000001000"
        })
final class TranslateCommand implements Callable<Integer> {

    private static final Pattern PID = Pattern.compile("[0-9]{1,9}");
    private static final Pattern ADDRESS = Pattern.compile("0[xX][0-9a-fA-F]{1,16}");

    private final Console console;

    @Mixin
    private HostSource source = new HostSource();

    @Option(
            names = "--arch",
            paramLabel = "NAME",
            completionCandidates = ArchitectureChoice.class,
            description = "Explain by an architecture, without a host: ${COMPLETION-CANDIDATES}.")
    private @Nullable String arch;

    @Option(names = "--json", description = "Write JSON instead of text.")
    private boolean json;

    @Parameters(
            arity = "1..*",
            paramLabel = "[PID] ADDRESS",
            description = "A process, if any, in decimal, and addresses in hex with 0x.")
    private List<String> words = new ArrayList<>();

    TranslateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Failure {
        OptionalInt pid = PID.matcher(words.get(0)).matches()
                ? OptionalInt.of(Integer.parseInt(words.get(0)))
                : OptionalInt.empty();
        List<VirtAddr> addresses = new ArrayList<>();
        for (String word : words.subList(pid.isPresent() ? 1 : 0, words.size())) {
            addresses.add(address(word));
        }
        if (addresses.isEmpty()) {
            throw Failure.wrongUsage("an address is missing: plumb translate " + words.get(0) + " 0x...");
        }
        AddressReport report = arch != null ? alone(arch, pid, addresses) : ofHost(pid, addresses);
        console.print(out -> {
            if (json) {
                new AddressJson(Version.number()).write(report, out);
            } else {
                int columns = console.width();
                out.write(AddressText.of(report, columns).getBytes(StandardCharsets.UTF_8));
            }
        });
        return ExitCodes.CLEAN;
    }

    private AddressReport alone(String name, OptionalInt pid, List<VirtAddr> addresses) throws Failure {
        if (pid.isPresent() || source.isGiven()) {
            throw Failure.wrongUsage("--arch explains addresses alone: no PID, --capture or --root with it");
        }
        Architecture architecture = ArchitectureNames.find(name)
                .orElseThrow(() -> Failure.wrongUsage("no architecture \"%s\"; there are %s"
                        .formatted(name, String.join(", ", ArchitectureNames.all()))));
        return AddressReport.of(architecture, addresses);
    }

    private AddressReport ofHost(OptionalInt pid, List<VirtAddr> addresses) throws Failure {
        try (KernelFiles files = source.open()) {
            HostView host = new HostView(files);
            if (pid.isEmpty()) {
                return AddressReport.of(host, addresses);
            }
            ProcessView process = Target.open(pid.getAsInt(), host);
            AddressReport report = AddressReport.of(process, addresses);
            Target.requireAlive(process);
            return report;
        }
    }

    private static VirtAddr address(String word) throws Failure {
        if (!ADDRESS.matcher(word).matches()) {
            throw Failure.wrongUsage("\"" + word + "\" is no address: hex with 0x, at most 16 digits");
        }
        return new VirtAddr(Long.parseUnsignedLong(word.substring(2), 16));
    }
}
