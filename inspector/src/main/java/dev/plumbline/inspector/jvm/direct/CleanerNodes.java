package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.jvm.heap.JavaClass;
import dev.plumbline.inspector.jvm.heap.JavaObject;
import dev.plumbline.inspector.jvm.heap.ObjectReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The list of cleaners since JDK 26: nodes, each with an array of cleaners of which the first so many are in use.
 *
 * <p>Source: java.nio.BufferCleaner (jdk-26).
 *
 * @param type the class BufferCleaner
 */
record CleanerNodes(ObjectReader objects, JavaClass type) implements Cleaners {

    private static final String LIST = "java/nio/BufferCleaner$CleanerList";
    private static final String NODE = LIST + "$Node";
    private static final String CLEANER = "java/nio/BufferCleaner$PhantomCleaner";
    private static final int CLEANER_BYTES = 72;

    @Override
    public String read(Consumer<List<Long>> actions) {
        Optional<JavaObject> list = objects.at(objects.staticReference(type, "cleanerList"), LIST);
        if (list.filter(l -> l.type().fields().containsKey("head")).isEmpty()) {
            return UNKNOWN_FORM;
        }
        long next = list.get().reference("head");
        int left = MOST;
        for (int nodes = 0; next != 0 && nodes < MOST; nodes++) {
            Optional<JavaObject> node = objects.at(next, NODE);
            int used = node.map(n -> n.int32("size").orElse(-1)).orElse(-1);
            if (used < 0) {
                return TORN;
            }
            if (left == 0) {
                return CUT;
            }
            int wanted = Math.min(used, left);
            List<Long> elements = objects.elements(node.get().reference("arr"), wanted);
            objects.prefetch(elements, CLEANER_BYTES);
            List<JavaObject> cleaners = elements.stream()
                    .map(element -> objects.at(element, CLEANER))
                    .flatMap(Optional::stream)
                    .toList();
            Cleaners.handOn(cleaners, "action", actions);
            if (cleaners.size() < wanted) {
                return TORN;
            }
            left -= wanted;
            next = node.get().reference("next");
            objects.refresh();
        }
        return "";
    }
}
