package dev.plumbline.inspector.check;

import dev.plumbline.bridge.HostIdentity;
import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.Reading;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * What OSHI says a live host is, asked on a thread of its own while the checks run: its classes take a tenth of a second to
 * load. Nobody asks about a capture, and then nothing of OSHI is loaded.
 */
final class OshiIdentity {

    private final Optional<Future<Reading<HostIdentity>>> asked;

    private OshiIdentity(Optional<Future<Reading<HostIdentity>>> asked) {
        this.asked = asked;
    }

    /** Begins to ask. */
    static OshiIdentity ask(KernelFiles files) {
        return files.origin() instanceof Origin.Live live
                ? ask(() -> HostIdentity.of(live))
                : new OshiIdentity(Optional.empty());
    }

    /** Begins to ask this. */
    static OshiIdentity ask(Supplier<Reading<HostIdentity>> oshi) {
        FutureTask<Reading<HostIdentity>> answer = new FutureTask<>(oshi::get);
        Thread thread = new Thread(answer, "oshi");
        thread.setDaemon(true);
        thread.start();
        return new OshiIdentity(Optional.of(answer));
    }

    /** The answer, waited for. */
    Answer await() {
        if (asked.isEmpty()) {
            return Answer.NONE;
        }
        try {
            Reading<HostIdentity> reading = asked.get().get();
            if (reading.content().isPresent()) {
                return new Answer(reading.content(), Optional.empty());
            }
            String path = reading.provenance().path();
            return Answer.none(
                    new Observation<>(path, reading.withoutContent()).whyNot().because());
        } catch (ExecutionException e) {
            return Answer.none(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while OSHI was asked", e);
        }
    }

    /**
     * What came of it.
     *
     * @param identity empty where nobody asked, or OSHI could not say
     * @param whyNot why OSHI could not say, for people
     */
    record Answer(Optional<HostIdentity> identity, Optional<String> whyNot) {
        static final Answer NONE = new Answer(Optional.empty(), Optional.empty());

        static Answer none(String why) {
            return new Answer(Optional.empty(), Optional.of("OSHI could not say what host this is: " + why));
        }
    }
}
