package dev.plumbline.inspector.check.address;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.arch.Architecture;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Addresses, explained.
 *
 * @param origin where the answers were read; empty for addresses of an architecture alone
 * @param pid the process
 * @param comm its name
 * @param architecture by which the addresses were read; empty where there is no reference
 * @param translations an address each, in the order in which they were asked for
 */
public record AddressReport(
        Optional<Origin> origin,
        OptionalInt pid,
        Optional<String> comm,
        Optional<Architecture> architecture,
        List<Translation> translations) {

    /** Copies the list. */
    public AddressReport {
        translations = List.copyOf(translations);
    }

    /** Addresses of an architecture alone. */
    public static AddressReport of(Architecture architecture, List<VirtAddr> addresses) {
        return of(Translator.of(architecture), Optional.empty(), Optional.empty(), addresses);
    }

    /** Addresses on a host, of no process. */
    public static AddressReport of(HostView host, List<VirtAddr> addresses) {
        return of(Translator.of(host), Optional.of(host.files().origin()), Optional.empty(), addresses);
    }

    /** Addresses of a process. */
    public static AddressReport of(ProcessView process, List<VirtAddr> addresses) {
        return of(
                Translator.of(process), Optional.of(process.host().files().origin()), Optional.of(process), addresses);
    }

    private static AddressReport of(
            Translator translator, Optional<Origin> origin, Optional<ProcessView> process, List<VirtAddr> addresses) {
        return new AddressReport(
                origin,
                process.map(p -> OptionalInt.of(p.pid())).orElse(OptionalInt.empty()),
                process.map(ProcessView::comm),
                translator.architecture(),
                translator.translate(addresses));
    }

    /** One line that says of what the addresses are. */
    public String header() {
        List<String> parts = new ArrayList<>();
        if (pid.isPresent()) {
            parts.add("pid " + pid.getAsInt() + " " + comm.orElse(""));
        }
        origin.ifPresent(o -> parts.add((o instanceof Origin.Live ? "host " : "capture ") + o.name()));
        parts.add(
                architecture.map(a -> a.machine() + ", " + a.variant()).orElse("an architecture without a reference"));
        return String.join(" · ", parts);
    }
}
