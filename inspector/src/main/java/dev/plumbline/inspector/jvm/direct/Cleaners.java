package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.jvm.heap.JavaObject;
import java.util.List;
import java.util.function.Consumer;

/** The list of what is to be done when buffers are no longer reachable. It keeps their memory findable, in and out of the program. */
interface Cleaners {

    /** As many as are read. */
    int MOST = 100_000;

    String CUT = "only the first " + MOST + " cleaners were looked at";
    String TORN = "the list of cleaners changed while it was read";
    String UNKNOWN_FORM = "the list of cleaners has an unknown form in this release";

    /**
     * Goes through the list.
     *
     * @param actions takes the addresses of some Runnables after the others, as long as what was read around them is kept
     * @return why there may be more, a phrase; empty where the list was read to its end
     */
    String read(Consumer<List<Long>> actions);

    /** Hands on the actions of some cleaners. */
    static void handOn(List<JavaObject> cleaners, String field, Consumer<List<Long>> actions) {
        actions.accept(cleaners.stream()
                .map(cleaner -> cleaner.reference(field))
                .filter(action -> action != 0)
                .toList());
    }
}
