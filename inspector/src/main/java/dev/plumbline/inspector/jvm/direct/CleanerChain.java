package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.jvm.heap.JavaClass;
import dev.plumbline.inspector.jvm.heap.JavaObject;
import dev.plumbline.inspector.jvm.heap.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The list of cleaners up to JDK 25: each knows the next and the previous one, and both must agree.
 *
 * <p>Source: sun.misc.Cleaner (jdk8u), jdk.internal.ref.Cleaner (jdk-11, jdk-25).
 *
 * @param type the class Cleaner
 */
record CleanerChain(ObjectReader objects, JavaClass type) implements Cleaners {

    /** What is read of so many cleaners and their actions fits what a TargetMemory keeps. */
    private static final int BATCH = 4096;

    private static final String ACTION = "thunk";
    private static final Set<String> FIELDS = Set.of("first", "next", "prev", ACTION);

    @Override
    public String read(Consumer<List<Long>> actions) {
        if (!type.fields().keySet().containsAll(FIELDS)) {
            return UNKNOWN_FORM;
        }
        List<JavaObject> cleaners = new ArrayList<>();
        long next = objects.staticReference(type, "first");
        long before = 0;
        String missing = "";
        for (int i = 0; next != 0 && missing.isEmpty(); i++) {
            Optional<JavaObject> cleaner = objects.at(next).filter(c -> c.type().equals(type));
            if (cleaner.isEmpty() || !follows(cleaner.get(), before)) {
                missing = TORN;
            } else if (i == MOST) {
                missing = CUT;
            } else {
                cleaners.add(cleaner.get());
                before = cleaner.get().address();
                next = cleaner.get().reference("next");
            }
            if (cleaners.size() == BATCH) {
                Cleaners.handOn(cleaners, ACTION, actions);
                cleaners.clear();
                objects.refresh();
            }
        }
        Cleaners.handOn(cleaners, ACTION, actions);
        return missing;
    }

    /** The first may have got one before it meanwhile. */
    private boolean follows(JavaObject cleaner, long before) {
        long previous = cleaner.reference("prev");
        return before == 0
                || previous == before
                || objects.at(previous).filter(p -> p.address() == before).isPresent();
    }
}
