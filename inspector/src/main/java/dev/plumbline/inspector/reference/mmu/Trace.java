package dev.plumbline.inspector.reference.mmu;

import dev.plumbline.inspector.arch.Entry;
import dev.plumbline.inspector.arch.TableLevel;
import dev.plumbline.inspector.unit.PhysAddr;
import dev.plumbline.inspector.unit.VirtAddr;
import java.util.List;

/**
 * A walk step by step.
 *
 * @param address what was looked up
 * @param steps every entry that was read, root first; the last is the one that ended the walk
 * @param outcome how it ended
 */
public record Trace(VirtAddr address, List<Step> steps, Walk outcome) {

    /**
     * One entry.
     *
     * @param level the level, with its role and the address bits that index it
     * @param below how many levels lie below
     * @param index of the entry in its table
     * @param table where the table begins
     * @param entry what the entry says
     * @param at where the entry stands
     * @param flags its flags that are set, as the manual names them; fields of several bits with their value
     */
    public record Step(
            TableLevel level, int below, int index, PhysAddr table, PhysAddr at, Entry entry, List<String> flags) {
        /** Copies the list. */
        public Step {
            flags = List.copyOf(flags);
        }
    }

    /** Copies the list. */
    public Trace {
        steps = List.copyOf(steps);
    }
}
