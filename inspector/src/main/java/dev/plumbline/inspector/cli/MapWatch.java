package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.map.MapDiff;
import dev.plumbline.inspector.check.map.MapSnapshot;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.observed.ProcessStat;
import dev.plumbline.inspector.report.MapSnapshots;
import java.time.Duration;
import java.util.Optional;

/** A process that is read again and again until it ends. */
final class MapWatch {

    /** How soon the end of the process is noticed, at the latest. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final MapTarget target;
    private final Duration period;
    private final Console console;

    MapWatch(MapTarget target, Duration period, Console console) {
        this.target = target;
        this.period = period;
        this.console = console;
    }

    /** Is handed one reading after the other. */
    @FunctionalInterface
    interface Viewer {
        void see(ProcessMap map, MapDiff sinceFirst, MapDiff sinceLast, int readings) throws Failure;
    }

    /**
     * Reads until the process ends, the reader of standard output goes away, or the thread is interrupted.
     *
     * @return what became of the process; empty where it was not seen to end
     * @throws Failure if it cannot be read in the first place, or no more
     */
    Optional<String> run(Viewer viewer) throws Failure {
        long began = System.nanoTime();
        ProcessMap map = target.read();
        ProcessStat process = map.stat();
        MapSnapshot first = MapSnapshots.of(map);
        MapSnapshot last = first;
        for (int readings = 1; ; readings++) {
            MapSnapshot now = MapSnapshots.of(map);
            viewer.see(map, MapDiff.between(first, now), MapDiff.between(last, now), readings);
            last = now;
            Optional<String> became = pause(process, System.nanoTime() - began);
            if (became.isPresent() || Thread.currentThread().isInterrupted() || console.readerIsGone()) {
                return became;
            }
            began = System.nanoTime();
            try {
                map = target.read();
                became = target.whatBecame(process);
            } catch (Failure e) {
                became = Optional.of(target.whatBecame(process).orElseThrow(() -> e));
            }
            if (became.isPresent()) {
                return became;
            }
        }
    }

    /** While a process is read the kernel locks its map for moments: at least half of the time it is left alone. */
    private Optional<String> pause(ProcessStat process, long tookNanos) throws Failure {
        long end = System.nanoTime() + Math.max(period.toNanos() - tookNanos, tookNanos);
        while (true) {
            Optional<String> became = target.whatBecame(process);
            long left = end - System.nanoTime();
            if (became.isPresent() || left <= 0) {
                return became;
            }
            try {
                Thread.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())).toMillis() + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
