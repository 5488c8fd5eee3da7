package dev.plumbline.inspector.check.map;

import dev.plumbline.bridge.Origin;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of a process's mappings while the rest was read: maps is read again, and the two are compared. */
final class MappingDrift {

    private MappingDrift() {}

    /** The mappings as they are now, ascending; none where they cannot be read. */
    static List<Vma> mapsNow(ProcessView process, HostView host) {
        return new ProcessView(process.stat(), host)
                .maps().reading().content().stream()
                        .flatMap(parsed -> parsed.value().stream())
                        .toList();
    }

    /** One sentence; empty where nothing changed, or nothing can change: in a capture. */
    static Optional<String> since(List<Vma> before, ProcessView process, HostView host) {
        if (!(host.files().origin() instanceof Origin.Live)) {
            return Optional.empty();
        }
        List<Vma> after = mapsNow(process, host);
        Map<AddressRange, String> known = new HashMap<>();
        before.forEach(vma -> known.put(vma.range(), vma.permissions() + vma.path()));
        int came = 0;
        int changed = 0;
        for (Vma vma : after) {
            String was = known.remove(vma.range());
            if (was == null) {
                came++;
            } else if (!was.equals(vma.permissions() + vma.path())) {
                changed++;
            }
        }
        return came + changed + known.size() == 0 || after.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("the process changed its mappings while it was read: %d are gone or have other bounds, %d are new, "
                                        + "%d have other permissions")
                                .formatted(known.size(), came, changed));
    }
}
