package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.heap.JavaField;
import dev.plumbline.inspector.jvm.heap.JavaObject;
import dev.plumbline.inspector.jvm.heap.JavaText;
import dev.plumbline.inspector.jvm.heap.ObjectReader;
import dev.plumbline.inspector.jvm.vmstructs.VmField;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The names that the Java program gave its threads: the kernel knows 15 bytes of each, as of when the thread started. A JavaThread
 * points to its {@code java.lang.Thread}, which points back by {@code eetop}; both must hold, so that no thread gets another's name.
 * Of a carrier of virtual threads it is the carrier's own.
 *
 * <p>Source: {@code JavaThread::_threadObj}, an oop up to 15 and an OopHandle since (runtime/thread.hpp, jdk-11; javaThread.hpp,
 * jdk-25); java.lang.Thread's {@code name} and {@code eetop} (jdk8u, jdk-25).
 */
final class JavaThreadNames {

    private static final String THREAD = "java/lang/Thread";

    /** Objects move and the collector's phases change; what was not there is looked for again. */
    private static final int ATTEMPTS = 3;

    /** A Thread's fields lie within, in every release. */
    private static final int THREAD_BYTES = 256;

    private static final int STRING_BYTES = 32;
    private static final int TEXT_BYTES = 64;

    private final VmStructs vm;
    private final ObjectReader objects;
    private final JavaText text;

    JavaThreadNames(VmStructs vm, ObjectReader objects) {
        this.vm = vm;
        this.objects = objects;
        this.text = new JavaText(objects);
    }

    /** The names by the addresses of the JavaThreads; of some there is none, and others' cannot be read. */
    Map<Long, String> of(List<Long> threads) {
        Map<Long, String> names = new HashMap<>();
        List<Long> left = threads;
        for (int i = 0; i < ATTEMPTS && !left.isEmpty(); i++) {
            objects.refresh();
            names.putAll(read(left));
            left = left.stream().filter(t -> !names.containsKey(t)).toList();
        }
        return names;
    }

    private Map<Long, String> read(List<Long> threads) {
        Map<Long, Long> found = slots(threads);
        found.replaceAll((thread, slot) -> objects.root(slot));
        objects.prefetch(found.values(), THREAD_BYTES);
        found.replaceAll(this::nameOf);
        objects.prefetch(found.values(), STRING_BYTES);
        objects.prefetch(found.values().stream().map(text::arrayOf).toList(), TEXT_BYTES);
        Map<Long, String> names = new HashMap<>();
        found.forEach((thread, string) ->
                text.of(string).filter(name -> !name.isEmpty()).ifPresent(name -> names.put(thread, name)));
        return names;
    }

    /** Where the references to the threads' objects stand. */
    private Map<Long, Long> slots(List<Long> threads) {
        Optional<VmField> field = vm.field("JavaThread", "_threadObj");
        Map<Long, Long> slots = new LinkedHashMap<>();
        if (field.isEmpty()) {
            return slots;
        }
        threads.forEach(thread -> slots.put(thread, thread + field.get().position()));
        prefetch(slots);
        if (field.get().typeString().equals("OopHandle")) {
            slots.replaceAll((thread, handle) -> vm.memory().word(handle).orElse(0));
            slots.values().removeIf(slot -> slot == 0);
            prefetch(slots);
        }
        return slots;
    }

    private void prefetch(Map<Long, Long> places) {
        List<MemoryPiece> pieces = new ArrayList<>();
        places.values().forEach(at -> pieces.add(new MemoryPiece(at, vm.memory().wordBytes())));
        vm.memory().prefetch(pieces);
    }

    /** The String, if the object is a thread and this one's. */
    private long nameOf(long thread, long object) {
        return objects.at(object)
                .filter(o -> pointsTo(o, thread))
                .flatMap(o -> fieldOf(o, "name").map(o::reference))
                .orElse(0L);
    }

    private boolean pointsTo(JavaObject object, long thread) {
        return fieldOf(object, "eetop").map(object::int64).equals(Optional.of(OptionalLong.of(thread)));
    }

    private Optional<JavaField> fieldOf(JavaObject object, String field) {
        return objects.classes().above(object.type(), THREAD).map(thread -> thread.fields()
                .get(field));
    }
}
