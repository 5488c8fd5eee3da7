package dev.plumbline.inspector.jvm;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The threads on the JVM's list. Threads come and go while it is read: since JDK 10 the list is an array that is never changed but
 * replaced, so it is whole if the pointer to it is the same afterwards; what a freed list or a freed thread may show is for the
 * caller to hold against the mappings.
 *
 * <p>Source: src/hotspot/share/runtime/threadSMR.hpp, javaThread.hpp, osThread.hpp (jdk-17, jdk-25); in jdk8u the threads are
 * chained by {@code JavaThread::_next}.
 */
final class ThreadsReader {

    private static final int MAX_THREADS = 1 << 17;
    private static final int ATTEMPTS = 4;

    private final VmStructs vm;
    private final TargetMemory memory;

    ThreadsReader(VmStructs vm) {
        this.vm = vm;
        this.memory = vm.memory();
    }

    /**
     * A thread's fields as they were found.
     *
     * @param address of the JavaThread
     */
    record RawThread(long address, long stackBase, long stackBytes, OptionalLong tid) {}

    /** The threads; of the last attempt where the list changed each time. */
    List<RawThread> read() {
        List<Long> threads = List.of();
        for (int i = 0; i < ATTEMPTS; i++) {
            memory.forget();
            OptionalLong list = vm.statics("ThreadsSMRSupport").word("_java_thread_list");
            threads = list.isPresent() ? array(list.getAsLong()) : chain();
            prefetch(threads, "_stack_base", "_stack_size", "_osthread");
            List<RawThread> read = fields(threads);
            memory.forget();
            if (list.equals(vm.statics("ThreadsSMRSupport").word("_java_thread_list"))) {
                return read;
            }
        }
        return fields(threads);
    }

    private List<Long> array(long list) {
        VmObject threads = vm.object("ThreadsList", list);
        long length = threads.integer("_length").orElse(0);
        OptionalLong array = threads.word("_threads");
        if (length <= 0 || length > MAX_THREADS || array.orElse(0) == 0) {
            return List.of();
        }
        Optional<ByteBuffer> pointers = memory.buffer(array.getAsLong(), (int) length * memory.wordBytes());
        List<Long> found = new ArrayList<>();
        for (int i = 0; pointers.isPresent() && i < length; i++) {
            found.add(memory.word(pointers.get(), i * memory.wordBytes()));
        }
        return found;
    }

    private List<Long> chain() {
        Set<Long> found = new LinkedHashSet<>();
        long next = vm.statics("Threads").word("_thread_list").orElse(0);
        while (next != 0 && found.size() < MAX_THREADS && found.add(next)) {
            next = vm.object("JavaThread", next).word("_next").orElse(0);
        }
        return new ArrayList<>(found);
    }

    private List<RawThread> fields(List<Long> threads) {
        List<Long> osThreads = new ArrayList<>();
        for (long thread : threads) {
            vm.object("JavaThread", thread).word("_osthread").ifPresent(osThreads::add);
        }
        prefetchOf("OSThread", osThreads, "_thread_id");
        List<RawThread> read = new ArrayList<>();
        for (long address : threads) {
            VmObject thread = vm.object("JavaThread", address);
            OptionalLong base = thread.word("_stack_base");
            OptionalLong size = thread.word("_stack_size");
            if (base.orElse(0) != 0 && size.orElse(0) != 0) {
                OptionalLong tid = thread.follow("_osthread", "OSThread")
                        .map(o -> o.integer("_thread_id"))
                        .orElseGet(OptionalLong::empty);
                read.add(new RawThread(address, base.getAsLong(), size.getAsLong(), tid));
            }
        }
        return read;
    }

    private void prefetch(List<Long> threads, String... fields) {
        prefetchOf("JavaThread", threads, fields);
    }

    private void prefetchOf(String type, List<Long> objects, String... fields) {
        List<MemoryPiece> pieces = new ArrayList<>();
        for (long object : objects) {
            for (String field : fields) {
                vm.object(type, object)
                        .addressOf(field)
                        .ifPresent(at -> pieces.add(new MemoryPiece(at, memory.wordBytes())));
            }
        }
        memory.prefetch(pieces);
    }
}
