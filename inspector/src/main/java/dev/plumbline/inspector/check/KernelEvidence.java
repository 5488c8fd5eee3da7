package dev.plumbline.inspector.check;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.Auxv;
import dev.plumbline.inspector.observed.AuxvParser;
import dev.plumbline.inspector.observed.Kallsyms;
import dev.plumbline.inspector.observed.KallsymsParser;
import dev.plumbline.inspector.observed.KcoreHeaders;
import dev.plumbline.inspector.observed.KcoreParser;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelConfigParser;
import dev.plumbline.inspector.observed.KernelVersion;
import dev.plumbline.inspector.observed.Parsed;
import java.util.List;
import java.util.Set;

/** What several checks read of the kernel itself; each file once a run. */
public final class KernelEvidence {

    /** The symbols whose addresses are kept: the ends of the image and of what it is made of. */
    static final Set<String> SYMBOLS =
            Set.of("_text", "_stext", "_etext", "_sdata", "_edata", "_end", "_start", "startup_32", "swapper_pg_dir");

    private KernelEvidence() {}

    /**
     * The options of the running kernel: /proc/config.gz, or the file of exactly this release below /boot or
     * /lib/modules. A file of another release is not evidence.
     */
    public static Observation<KernelConfig> config(HostView host) {
        return host.once("kernel config", () -> {
            Observation<KernelConfig> own = host.binary("proc/config.gz", KernelConfigParser::parse);
            String release = host.text("proc/version", KernelVersion::parse)
                    .intact()
                    .map(KernelVersion::release)
                    .orElse("");
            if (isContent(own) || release.isEmpty() || release.contains("/")) {
                return own;
            }
            Observation<KernelConfig> boot = host.binary("boot/config-" + release, KernelConfigParser::parse);
            Observation<KernelConfig> modules = isContent(boot)
                    ? boot
                    : host.binary("lib/modules/" + release + "/config", KernelConfigParser::parse);
            return isContent(modules) ? modules : boot;
        });
    }

    /** The program headers of /proc/kcore and its note. */
    public static Observation<KcoreHeaders> kcore(HostView host) {
        return host.once("kcore headers", () -> {
            Reading<byte[]> reading = host.files().kcoreHeaders();
            String path = reading.provenance().path();
            return new Observation<>(path, reading.map(bytes -> KcoreParser.parse(path, bytes)));
        });
    }

    /** The symbols, of which {@link #SYMBOLS} are kept by name. */
    public static Observation<Kallsyms> kallsyms(HostView host) {
        return host.once("kallsyms", () -> {
            String path = "proc/kallsyms";
            Reading<Parsed<Kallsyms>> reading =
                    host.files().stream(path, in -> KallsymsParser.parse(path, in, SYMBOLS::contains));
            return new Observation<>(path, reading);
        });
    }

    /** The pids that /proc lists, ascending; none where it cannot be listed. */
    static List<String> pids(HostView host) {
        return host.files().list("proc").content().orElse(List.of()).stream()
                .filter(name -> name.matches("[0-9]{1,9}"))
                .toList();
    }

    /** The auxiliary vector of a process; not kept. */
    static Observation<Auxv> auxv(HostView host, String pid) {
        String path = "proc/" + pid + "/auxv";
        return new Observation<>(path, host.files().read(path).map(bytes -> AuxvParser.parse(path, bytes)));
    }

    private static boolean isContent(Observation<?> observation) {
        return observation.reading().content().isPresent();
    }
}
