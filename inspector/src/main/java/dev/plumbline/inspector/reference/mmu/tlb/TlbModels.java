package dev.plumbline.inspector.reference.mmu.tlb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cores whose TLBs are known here. */
public final class TlbModels {

    private TlbModels() {}

    /** All, by architecture. */
    public static final List<TlbModel> ALL = Stream.of(X86Presets.ALL, ArmPresets.ALL, RiscvPresets.ALL)
            .flatMap(List::stream)
            .toList();

    /** The model of a name. */
    public static Optional<TlbModel> named(String name) {
        return ALL.stream().filter(m -> m.name().equals(name)).findFirst();
    }
}
