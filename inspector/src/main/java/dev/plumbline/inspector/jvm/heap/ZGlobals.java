package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The variables that ZGC exports. They are set while it starts and change with its phases, so that the tables hold pointers to them.
 *
 * <p>Source: {@code ZGlobalsForVMStructs}, gc/z/vmStructs_z.hpp (jdk-11, jdk-17, jdk-25); under X in jdk-21 to 23 for the collector
 * without generations.
 *
 * @param letter with which its names begin
 */
record ZGlobals(VmStructs vm, String letter) {

    /** A variable, without the letter of its name; zero where there is none, or it is not set. */
    long value(String name) {
        String type = letter + "GlobalsForVMStructs";
        OptionalLong pointer = vm.statics(type)
                .follow("_instance_p", type)
                .map(globals -> globals.word("_" + letter + name))
                .orElseGet(OptionalLong::empty);
        return pointer.orElse(0) == 0
                ? 0
                : vm.memory().word(pointer.getAsLong()).orElse(0);
    }

    /** The collector's heap object. */
    Optional<VmObject> heap() {
        return vm.statics("Universe")
                .follow("_collectedHeap", letter + "CollectedHeap")
                .flatMap(collected -> collected.inside("_heap", letter + "Heap"));
    }
}
