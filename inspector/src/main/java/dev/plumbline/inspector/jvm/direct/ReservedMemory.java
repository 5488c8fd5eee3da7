package dev.plumbline.inspector.jvm.direct;

import dev.plumbline.inspector.jvm.heap.JavaClass;
import dev.plumbline.inspector.jvm.heap.JavaField;
import dev.plumbline.inspector.jvm.heap.ObjectReader;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The JDK's own count of the memory that it allocated outside of the heap.
 *
 * <p>Source: java.nio.Bits (jdk8u, jdk-11, jdk-26), whose counters are AtomicLongs, and longs in early updates of 8.
 *
 * @param bits the class
 */
record ReservedMemory(ObjectReader objects, JavaClass bits) {

    Optional<DirectBuffers.Reserved> read() {
        OptionalLong count = counter("COUNT", "count");
        OptionalLong memory = counter("RESERVED_MEMORY", "reservedMemory");
        OptionalLong capacity = counter("TOTAL_CAPACITY", "totalCapacity");
        boolean sane = count.orElse(-1) >= 0 && memory.orElse(-1) >= 0 && capacity.orElse(-1) >= 0;
        return sane
                ? Optional.of(new DirectBuffers.Reserved(count.getAsLong(), memory.getAsLong(), capacity.getAsLong()))
                : Optional.empty();
    }

    private OptionalLong counter(String name, String oldName) {
        String field = bits.fields().containsKey(name) ? name : oldName;
        JavaField declared = bits.fields().get(field);
        if (declared != null && declared.signature().equals("J")) {
            return objects.staticInt64(bits, field);
        }
        return objects.at(objects.staticReference(bits, field), "java/util/concurrent/atomic/AtomicLong")
                .map(counter -> counter.int64("value"))
                .orElseGet(OptionalLong::empty);
    }
}
