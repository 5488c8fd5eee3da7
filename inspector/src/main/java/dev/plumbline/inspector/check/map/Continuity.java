package dev.plumbline.inspector.check.map;

import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.ProcessStat;
import java.util.Optional;

/** Whether a process is still the one that was to be read: a pid passes to others, and a process executes other programs. */
final class Continuity {

    private Continuity() {}

    /** What broke between two readings of its {@code stat}; empty where nothing did. */
    static Optional<MapAnswer> broken(ProcessStat before, Observation<Optional<ProcessStat>> observed) {
        Optional<ProcessStat> after = observed.intact().flatMap(s -> s);
        String process = "pid " + before.pid() + " " + before.comm();
        if (after.isEmpty() || after.get().startTimeTicks() != before.startTimeTicks()) {
            return gone(process + " ended while it was read");
        }
        if (after.get().withoutUserMemory()) {
            return gone(process + " ended while it was read, and waits for its parent");
        }
        boolean sameImage = after.get().addressesHidden()
                || before.addressesHidden()
                || (after.get().startStack().equals(before.startStack())
                        && after.get().startCode().equals(before.startCode()));
        return sameImage ? Optional.empty() : gone(process + " executed another program while it was read");
    }

    private static Optional<MapAnswer> gone(String because) {
        return Optional.of(new MapAnswer.Gone(because));
    }
}
