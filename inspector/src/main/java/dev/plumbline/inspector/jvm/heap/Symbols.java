package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The JVM's names of classes, fields and signatures.
 *
 * <p>Source: {@code Symbol}, oops/symbol.hpp (jdk8u, jdk-17, jdk-25): a 2-byte length and so many bytes, in UTF-8 but for two
 * code points.
 */
final class Symbols {

    private static final int MAX_BYTES = 1024;

    private final VmStructs vm;
    private final TargetMemory memory;

    Symbols(VmStructs vm) {
        this.vm = vm;
        this.memory = vm.memory();
    }

    /** The name's length in bytes; empty where none stands there. */
    OptionalInt length(long address) {
        OptionalLong at = vm.object("Symbol", address).addressOf("_length");
        return at.isPresent() ? memory.uint16(at.getAsLong()) : OptionalInt.empty();
    }

    /** The name; empty where none stands there, or one of more than 1 KiB. */
    Optional<String> at(long address) {
        VmObject symbol = vm.object("Symbol", address);
        OptionalLong body = symbol.addressOf("_body");
        int length = length(address).orElse(0);
        return body.isEmpty() || length == 0 || length > MAX_BYTES
                ? Optional.empty()
                : memory.bytes(body.getAsLong(), length).map(b -> new String(b, StandardCharsets.UTF_8));
    }
}
