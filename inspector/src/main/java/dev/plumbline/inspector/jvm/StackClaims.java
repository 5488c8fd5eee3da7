package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.heap.ObjectReader;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stacks of the threads that the JVM knows, with the zones at their lower ends that nobody may touch. */
final class StackClaims {

    private static final long MAX_STACK_BYTES = 1L << 34;
    private static final String EVIDENCE = "vmStructs JavaThread::_stack_base";

    private final Mappings mappings;
    private final Map<Long, String> names;

    StackClaims(Mappings mappings, Map<Long, String> names) {
        this.mappings = mappings;
        this.names = names;
    }

    List<JavaThreadStack> read(VmStructs vm, ObjectReader objects, ClaimList claims) {
        List<JavaThreadStack> stacks = new ArrayList<>();
        List<ThreadsReader.RawThread> threads = new ThreadsReader(vm).read();
        Map<Long, String> javaNames = new JavaThreadNames(vm, objects)
                .of(threads.stream().map(ThreadsReader.RawThread::address).toList());
        for (ThreadsReader.RawThread thread : threads) {
            stack(thread, Optional.ofNullable(javaNames.get(thread.address()))).ifPresent(stack -> {
                stacks.add(stack);
                claim(stack, claims);
            });
        }
        return List.copyOf(stacks);
    }

    /** A thread that ended meanwhile has no mapping there, or none that can be written. */
    private Optional<JavaThreadStack> stack(ThreadsReader.RawThread thread, Optional<String> javaName) {
        long size = thread.stackBytes();
        boolean sane = size > 0 && size <= MAX_STACK_BYTES && Long.compareUnsigned(size, thread.stackBase()) < 0;
        if (!sane || !mappings.at(thread.stackBase() - 1).map(Vma::writable).orElse(false)) {
            return Optional.empty();
        }
        AddressRange range = AddressRange.of(thread.stackBase() - size, thread.stackBase());
        Optional<String> comm = thread.tid().isPresent()
                ? Optional.ofNullable(names.get(thread.tid().getAsLong()))
                : Optional.empty();
        return Optional.of(new JavaThreadStack(range, thread.tid(), javaName.or(() -> comm)));
    }

    private void claim(JavaThreadStack stack, ClaimList claims) {
        if (!mappings.at(stack.stack().end().value() - 1)
                .map(Backing::anonymous)
                .orElse(false)) {
            return; // The first thread's own stack is the kernel's to name.
        }
        String label = label(stack);
        claims.add(stack.stack(), Owner.THREAD_STACK, label, EVIDENCE, Backing::anonymous);
        Vma lowest = mappings.in(stack.stack()).get(0);
        if (!lowest.readable()
                && !lowest.writable()
                && lowest.range().contains(stack.stack().start())) {
            AddressRange zones =
                    new AddressRange(stack.stack().start(), lowest.range().end());
            claims.add(zones, Owner.GUARD, "guard zones of " + label, EVIDENCE, Backing::anonymous);
        }
    }

    static String label(JavaThreadStack stack) {
        String tid = stack.tid().isPresent() ? "thread " + stack.tid().getAsLong() : "thread";
        return stack.name().map(n -> tid + " \"" + n + "\"").orElse(tid);
    }
}
