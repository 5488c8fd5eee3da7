package dev.plumbline.agent.inside;

import dev.plumbline.inspector.check.map.OwnerTotals;
import dev.plumbline.inspector.owner.Owner;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Has the C library give back, once, what the first snapshot made it keep: to compile the agent's classes, and its own that these
 * use, the JVM allocates some ten megabytes and frees them again. {@code System.trim_native_heap} calls malloc_trim(3), which locks one
 * arena after the other for as long as it takes to go through its free chunks; where arenas are large that is left to the application.
 *
 * <p>Source: {@code TrimCLibcHeapDCmd}, src/hotspot/os/linux/trimCHeapDCmd.cpp (18 and later, and updates of 17). HotSpot itself keeps freed chunks of
 * its arenas for up to {@code ChunkPoolCleaner::_cleaning_interval}, 5 s (memory/arena.cpp).
 */
final class Tidying {

    private static final String COMMAND = "System.trim_native_heap";
    private static final Duration AFTER = Duration.ofSeconds(6);

    /** Of all arenas, resident. A page that malloc_trim gives back costs the kernel about a microsecond. */
    private static final long MOST_BYTES = 128 << 20;

    private final Supplier<Optional<UnaryOperator<String>>> commands;
    private final Duration after;
    private boolean waiting;
    private long due;

    /**
     * Nothing is done before {@link #prepare}.
     *
     * @param commands the JVM's own, looked for when it is time
     * @param after how long after the first snapshot
     */
    Tidying(Supplier<Optional<UnaryOperator<String>>> commands, Duration after) {
        this.commands = commands;
        this.after = after;
    }

    static Tidying of(Troubles troubles) {
        return new Tidying(() -> OwnCommands.of(troubles), AFTER);
    }

    /** The first snapshot was taken: the arenas hold so much. */
    void prepare(long arenaBytes) {
        if (arenaBytes <= MOST_BYTES) {
            waiting = true;
            due = System.nanoTime() + after.toNanos();
        }
    }

    /** Until when there is nothing to do, by {@link System#nanoTime}, at most until another time. */
    long next(long other) {
        return waiting && due - other < 0 ? due : other;
    }

    /** Tidies, if it is time; whether the JVM answered, which it does not where it does not have the command. */
    boolean tidyIfDue() {
        if (!waiting || System.nanoTime() - due < 0) {
            return false;
        }
        waiting = false;
        return commands.get().filter(c -> !c.apply(COMMAND).isEmpty()).isPresent();
    }

    /** What is resident of malloc's arenas, the main one included. */
    static long arenaBytes(Snapshot snapshot) {
        long bytes = 0;
        for (OwnerTotals row : snapshot.owners()) {
            if (row.owner() == Owner.MALLOC_ARENA || row.owner() == Owner.BRK) {
                bytes += row.totals().usage().residentBytes();
            }
        }
        return bytes;
    }
}
