package dev.plumbline.inspector.jvm.vmstructs;

import dev.plumbline.inspector.unit.AddressRange;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An object in the JVM's memory, seen through the description of its type. Each question is empty where the field is not
 * described or cannot be read.
 *
 * @param vm the descriptions
 * @param type the C++ type's name
 * @param address where the object begins; of no meaning for static fields
 */
public record VmObject(VmStructs vm, String type, long address) {

    /** Where a field lies. */
    public OptionalLong addressOf(String field) {
        return vm.field(type, field)
                .map(f -> OptionalLong.of(f.isStatic() ? f.position() : address + f.position()))
                .orElseGet(OptionalLong::empty);
    }

    /** A pointer, or a {@code size_t}, {@code uintptr_t} and the like. */
    public OptionalLong word(String field) {
        OptionalLong at = addressOf(field);
        return at.isPresent() ? vm.memory().word(at.getAsLong()) : at;
    }

    /** A 4-byte integer. */
    public OptionalInt int32(String field) {
        OptionalLong at = addressOf(field);
        return at.isPresent() ? vm.memory().int32(at.getAsLong()) : OptionalInt.empty();
    }

    /** An integer as wide as the JVM says that its type is; 4 bytes where it does not say. */
    public OptionalLong integer(String field) {
        OptionalLong at = addressOf(field);
        if (at.isEmpty()) {
            return at;
        }
        String named = vm.field(type, field).orElseThrow().typeString();
        String plain = named.replace("const ", "")
                .replace(" const", "")
                .replace("volatile ", "")
                .replace(" volatile", "");
        long sizeBytes = vm.type(plain.strip()).map(VmType::sizeBytes).orElse(4L);
        if (sizeBytes == Long.BYTES) {
            return vm.memory().int64(at.getAsLong());
        }
        OptionalInt value = vm.memory().int32(at.getAsLong());
        return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
    }

    /** The object that a pointer points to; empty for null. */
    public Optional<VmObject> follow(String field, String pointee) {
        OptionalLong pointer = word(field);
        return pointer.orElse(0) == 0 ? Optional.empty() : Optional.of(vm.object(pointee, pointer.getAsLong()));
    }

    /** The object that a field holds, not by a pointer. */
    public Optional<VmObject> inside(String field, String held) {
        OptionalLong at = addressOf(field);
        return at.isPresent() ? Optional.of(vm.object(held, at.getAsLong())) : Optional.empty();
    }

    /** A C string that a pointer points to. */
    public Optional<String> string(String field) {
        OptionalLong pointer = word(field);
        return pointer.orElse(0) == 0 ? Optional.empty() : vm.memory().string(pointer.getAsLong());
    }

    /** The range between two pointers; empty where they are out of order, or null. */
    public Optional<AddressRange> between(String low, String high) {
        return range(word(low), word(high));
    }

    /** A {@code MemRegion}: where it begins and how many words it has. */
    public Optional<AddressRange> memRegion(String field) {
        return inside(field, "MemRegion").flatMap(region -> {
            OptionalLong start = region.word("_start");
            OptionalLong words = region.word("_word_size");
            boolean sane = start.isPresent() && words.isPresent() && words.getAsLong() >>> 56 == 0;
            return sane
                    ? range(
                            start,
                            OptionalLong.of(start.getAsLong()
                                    + words.getAsLong() * vm.memory().wordBytes()))
                    : Optional.empty();
        });
    }

    private static Optional<AddressRange> range(OptionalLong low, OptionalLong high) {
        if (low.orElse(0) == 0 || high.orElse(0) == 0 || Long.compareUnsigned(low.getAsLong(), high.getAsLong()) > 0) {
            return Optional.empty();
        }
        return Optional.of(AddressRange.of(low.getAsLong(), high.getAsLong()));
    }
}
