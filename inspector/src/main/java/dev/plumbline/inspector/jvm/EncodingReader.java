package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How references and class pointers are compressed.
 *
 * <p>Source: {@code Universe::_narrow_oop}, memory/universe.hpp (jdk8u, jdk-11); {@code CompressedOops::_narrow_oop},
 * oops/compressedOops.hpp (jdk-17, jdk-21); its plain fields since 22.
 */
final class EncodingReader {

    private static final int MAX_SHIFT = 31;

    private EncodingReader() {}

    /** Of references. */
    static Optional<PointerEncoding> oops(VmStructs vm, VmFlags flags) {
        return flags.isOn("UseCompressedOops")
                ? first(
                        vm,
                        new Source("CompressedOops", ""),
                        new Source("CompressedOops", "_narrow_oop."),
                        new Source("Universe", "_narrow_oop."))
                : Optional.empty();
    }

    /** Of class pointers; since 25 they may be compressed although no flag of that name is left. */
    static Optional<PointerEncoding> klasses(VmStructs vm, VmFlags flags) {
        return flags.bool("UseCompressedClassPointers").orElse(true)
                ? first(
                        vm,
                        new Source("CompressedKlassPointers", ""),
                        new Source("CompressedKlassPointers", "_narrow_klass."),
                        new Source("Universe", "_narrow_klass."))
                : Optional.empty();
    }

    private static Optional<PointerEncoding> first(VmStructs vm, Source... sources) {
        for (Source source : sources) {
            OptionalLong base = vm.statics(source.type()).word(source.prefix() + "_base");
            OptionalInt shift = vm.statics(source.type()).int32(source.prefix() + "_shift");
            if (base.isPresent() && shift.isPresent() && shift.getAsInt() >= 0 && shift.getAsInt() <= MAX_SHIFT) {
                return Optional.of(new PointerEncoding(base.getAsLong(), shift.getAsInt()));
            }
        }
        return Optional.empty();
    }

    private record Source(String type, String prefix) {}
}
