package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.mmu.tlb.TlbModel;
import dev.plumbline.inspector.reference.mmu.tlb.TlbModels;
import java.util.Iterator;

/** The models' names, for completion. */
final class TlbModelNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return TlbModels.ALL.stream().map(TlbModel::name).iterator();
    }
}
