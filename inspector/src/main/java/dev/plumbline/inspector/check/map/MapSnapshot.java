package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process's map at one instant, as far as two of them can be compared.
 *
 * @param host the host's name, or the capture's
 * @param pid as /proc names it
 * @param startTimeTicks clock ticks after boot
 * @param startTime when the process started; empty where the boot time is not known
 * @param command its command line
 * @param takenAt when it was read
 * @param entries ascending, without overlap
 */
public record MapSnapshot(
        String host,
        int pid,
        long startTimeTicks,
        Optional<Instant> startTime,
        String command,
        Instant takenAt,
        List<Entry> entries) {

    /** Copies the list. */
    public MapSnapshot {
        entries = List.copyOf(entries);
    }

    /**
     * One range.
     *
     * @param range half-open
     * @param owner whose it is
     * @param label which one of the owner's; may be empty
     * @param totals what it costs
     */
    public record Entry(AddressRange range, Owner owner, String label, Totals totals) {}

    /** Whether both are of one process, whose addresses can be compared. */
    public boolean isOfSameProcess(MapSnapshot other) {
        return pid == other.pid && startTimeTicks == other.startTimeTicks && host.equals(other.host);
    }

    /** Everything together. */
    public Totals total() {
        return entries.stream().map(Entry::totals).reduce(Totals.NONE, Totals::plus);
    }
}
