package dev.plumbline.inspector.check.compare;

import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.KernelEvidence;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.KernelCommandLine;
import dev.plumbline.inspector.observed.KernelConfig;
import dev.plumbline.inspector.observed.KernelVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which kernel it is, how it was built, and what its command line asked for. */
final class BootQuantities {

    private BootQuantities() {}

    static void read(QuantityList list) {
        HostView host = list.host();
        list.add(
                QuantityKind.KERNEL_RELEASE,
                "",
                list.from(host.text("proc/version", KernelVersion::parse), v -> new Value.Text(v.release())));
        options(list, KernelEvidence.config(host));
        commandLine(list, host.text("proc/cmdline", KernelCommandLine::parse));
    }

    private static void options(QuantityList list, Observation<KernelConfig> config) {
        if (config.intact().isEmpty()) {
            list.add(
                    QuantityKind.KERNEL_OPTION,
                    "",
                    new Value.NotShown(
                            config.whyNot().because(), "CONFIG_IKCONFIG_PROC, or the config file below /boot"));
            return;
        }
        options(config.intact().get()).forEach((option, value) -> list.add(QuantityKind.KERNEL_OPTION, option, value));
    }

    /** Every option that has a bearing; one that a build does not mention is off, as one that is not set. */
    static Map<String, Value> options(KernelConfig config) {
        Map<String, Value> options = new LinkedHashMap<>();
        for (String option : MemoryOptions.CONFIG) {
            options.put("CONFIG_" + option, new Value.Text(config.value(option).orElse("n")));
        }
        return options;
    }

    private static void commandLine(QuantityList list, Observation<KernelCommandLine> cmdline) {
        if (cmdline.intact().isEmpty()) {
            list.add(QuantityKind.RAM_OPTION, "", QuantityList.notShown(cmdline.whyNot()));
            list.add(QuantityKind.PAGING_OPTION, "", QuantityList.notShown(cmdline.whyNot()));
            return;
        }
        commandLine(cmdline.intact().get()).forEach((option, value) -> list.add(kind(option), option, value));
        list.enumerated(QuantityKind.RAM_OPTION, QuantityKind.PAGING_OPTION, QuantityKind.OTHER_BOOT_OPTION);
    }

    /** Every option with the values of all its occurrences; {@code -} and {@code _} are the same in a name. */
    static Map<String, Value> commandLine(KernelCommandLine cmdline) {
        Map<String, Value> options = new LinkedHashMap<>();
        for (String name : cmdline.names()) {
            List<String> values = cmdline.options(name);
            options.put(name, new Value.Text(values.isEmpty() ? "given" : String.join(", ", values)));
        }
        return options;
    }

    static QuantityKind kind(String option) {
        if (MemoryOptions.RAM.contains(option)) {
            return QuantityKind.RAM_OPTION;
        }
        return MemoryOptions.PAGING.contains(option) ? QuantityKind.PAGING_OPTION : QuantityKind.OTHER_BOOT_OPTION;
    }
}
