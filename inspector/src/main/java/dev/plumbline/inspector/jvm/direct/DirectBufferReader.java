package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.jvm.heap.BootClasses;
import dev.plumbline.inspector.jvm.heap.JavaClass;
import dev.plumbline.inspector.jvm.heap.JavaObject;
import dev.plumbline.inspector.jvm.heap.ObjectReader;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds the memory of direct byte buffers: each has a cleaner, whose action knows the memory to be freed. What else allocates memory
 * outside of the heap (native segments, Unsafe) has no cleaner on that list; how much of it the JDK counts, {@code java.nio.Bits} tells.
 *
 * <p>Source: java.nio.DirectByteBuffer.Deallocator (jdk8u, jdk-11, jdk-26).
 */
public final class DirectBufferReader {

    private static final String DEALLOCATOR = "java/nio/DirectByteBuffer$Deallocator";
    private static final String BITS = "java/nio/Bits";
    private static final String CLEANER_OF_8 = "sun/misc/Cleaner";
    private static final String CLEANER = "jdk/internal/ref/Cleaner";
    private static final String BUFFER_CLEANER = "java/nio/BufferCleaner";

    /** Objects move while they are read; a list that broke off is read again. */
    private static final int ATTEMPTS = 3;

    private static final int ACTION_BYTES = 48;

    /** By which the memory may be larger than the buffer: a page, of 64 KiB at most, for sun.nio.PageAlignDirectMemory. */
    private static final long MOST_PADDING = 64 << 10;

    private final ObjectReader objects;
    private final Map<String, JavaClass> classes;
    private Map<Long, DirectBuffer> found = new TreeMap<>(Long::compareUnsigned);

    private DirectBufferReader(VmStructs vm, ObjectReader objects) {
        this.objects = objects;
        objects.refresh();
        this.classes = new BootClasses(vm, objects).find(Set.of(BITS, CLEANER_OF_8, CLEANER, BUFFER_CLEANER));
    }

    /** Reads the list; of several attempts the one that found most. */
    public static DirectBuffers read(VmStructs vm, ObjectReader objects) {
        return new DirectBufferReader(vm, objects).read();
    }

    private DirectBuffers read() {
        if (!classes.containsKey(BITS)) {
            return DirectBuffers.NONE;
        }
        DirectBuffers best = attempt();
        for (int i = 1; i < ATTEMPTS && best.missing().equals(Cleaners.TORN); i++) {
            DirectBuffers again = attempt();
            boolean better = again.missing().isEmpty()
                    || again.buffers().size() > best.buffers().size();
            best = better ? again : best;
        }
        return best;
    }

    private DirectBuffers attempt() {
        objects.refresh();
        Optional<DirectBuffers.Reserved> reserved = reserved();
        if (reserved.filter(r -> r.count() == 0).isPresent()) {
            return new DirectBuffers(List.of(), "", reserved); // It counts before it allocates.
        }
        found = new TreeMap<>(Long::compareUnsigned);
        String missing = cleaners().map(cleaners -> cleaners.read(this::take)).orElse("");
        objects.refresh();
        return new DirectBuffers(withoutOverlap(), missing, reserved());
    }

    private Optional<DirectBuffers.Reserved> reserved() {
        JavaClass bits = classes.get(BITS);
        return bits == null ? Optional.empty() : new ReservedMemory(objects, bits).read();
    }

    private Optional<Cleaners> cleaners() {
        JavaClass nodes = classes.get(BUFFER_CLEANER);
        if (nodes != null) {
            return Optional.of(new CleanerNodes(objects, nodes));
        }
        JavaClass chain = classes.getOrDefault(CLEANER, classes.get(CLEANER_OF_8));
        return Optional.ofNullable(chain).map(c -> new CleanerChain(objects, c));
    }

    private void take(List<Long> actions) {
        objects.prefetch(actions, ACTION_BYTES);
        for (long action : actions) {
            objects.at(action, DEALLOCATOR)
                    .flatMap(DirectBufferReader::buffer)
                    .ifPresent(b -> found.put(b.memory().start().value(), b));
        }
    }

    /** A buffer that is being freed has no address. The capacity is an int. */
    private static Optional<DirectBuffer> buffer(JavaObject action) {
        long address = action.int64("address").orElse(0);
        long size = action.int64("size").orElse(0);
        int capacity = action.int32("capacity").orElse(-1);
        boolean sane = address != 0
                && capacity >= 0
                && size >= Math.max(1, capacity)
                && size - capacity <= MOST_PADDING
                && Long.compareUnsigned(address, address + size) < 0;
        return sane
                ? Optional.of(new DirectBuffer(AddressRange.of(address, address + size), capacity))
                : Optional.empty();
    }

    /** Memory is freed and allocated again while the list is read: of two that cannot both be, neither is believed. */
    private List<DirectBuffer> withoutOverlap() {
        DirectBuffer[] all = found.values().toArray(DirectBuffer[]::new);
        boolean[] dropped = new boolean[all.length];
        for (int i = 1; i < all.length; i++) {
            boolean overlap = Long.compareUnsigned(
                            all[i].memory().start().value(),
                            all[i - 1].memory().end().value())
                    < 0;
            dropped[i] |= overlap;
            dropped[i - 1] |= overlap;
        }
        return IntStream.range(0, all.length)
                .filter(i -> !dropped[i])
                .mapToObj(i -> all[i])
                .sorted(Comparator.comparing(b -> b.memory().start()))
                .toList();
    }
}
