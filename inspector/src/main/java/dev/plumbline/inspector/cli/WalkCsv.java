package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.reference.mmu.PackedWalk;
import dev.plumbline.inspector.reference.mmu.Rights;
import dev.plumbline.inspector.reference.mmu.Trace;
import dev.plumbline.inspector.reference.mmu.Walk;
import dev.plumbline.inspector.unit.AddressRange;
import java.io.IOException;

/**
 * Walks as CSV: {@code address,outcome,physical,pageSize,rights}, and for runs of pages a last column {@code bytes}. No field
 * needs quoting.
 */
final class WalkCsv implements WalkOutput {

    private final ByteLines lines;
    private final boolean runs;

    /**
     * Writes the header.
     *
     * @param runs whether lines stand for runs of pages, so that they need a length
     */
    WalkCsv(ByteLines lines, boolean runs) throws IOException {
        this.lines = lines;
        this.runs = runs;
        lines.text("address,outcome,physical,pageSize,rights")
                .text(runs ? ",bytes" : "")
                .end();
    }

    @Override
    public void walk(long address, Walk walk) throws IOException {
        if (walk instanceof Walk.Translated t) {
            mapped(address, t.address().value(), t.sizeBytes(), t.rights());
        } else {
            lines.hex(address).put(',').text(WalkWords.outcome(walk)).text(",,,");
        }
        lines.end();
    }

    /** The same of a walk's outcome as {@link PackedWalk} holds it. */
    void packed(long address, long packed) throws IOException {
        if (PackedWalk.isTranslated(packed)) {
            mapped(
                    address,
                    PackedWalk.physical(packed, address),
                    1L << PackedWalk.sizeShift(packed),
                    PackedWalk.rights(packed));
        } else {
            lines.hex(address).put(',').text(WalkWords.outcome(packed)).text(",,,");
        }
        lines.end();
    }

    private void mapped(long address, long physical, long pageSize, Rights rights) throws IOException {
        lines.hex(address)
                .text(",ok,")
                .hex(physical)
                .put(',')
                .hex(pageSize)
                .put(',')
                .text(WalkWords.rights(rights));
    }

    @Override
    public void trace(Trace trace) {
        throw new IllegalStateException("a trace has no form in CSV");
    }

    @Override
    public void run(Run run) throws IOException {
        mapped(run.range().start().value(), run.base().value(), run.pageSizeBytes(), run.rights());
        length(run.range());
    }

    @Override
    public void gap(AddressRange range, Walk walk) throws IOException {
        lines.hex(range.start().value()).put(',').text(WalkWords.outcome(walk)).text(",,,");
        length(range);
    }

    private void length(AddressRange range) throws IOException {
        if (runs) {
            lines.put(',').hex(range.sizeBytes());
        }
        lines.end();
    }
}
