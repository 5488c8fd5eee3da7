package dev.plumbline.inspector.jvm.vmstructs;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a HotSpot JVM says of its own structures. Every name is optional: fields come and go between releases, collectors can be
 * left out of a build, and distributions backport. So a reader asks for a field by each of its names and takes what is there.
 *
 * <p>Source: src/hotspot/share/runtime/vmStructs.{hpp,cpp} (jdk-17 and jdk-25; hotspot/src/share/vm/runtime in jdk8u).
 */
public final class VmStructs {

    private static final int MAX_SUPERCLASSES = 16;

    private final TargetMemory memory;
    private final Map<String, Map<String, VmField>> fields;
    private final Map<String, VmType> types;
    private final Map<String, Long> constants;

    VmStructs(
            TargetMemory memory,
            Map<String, Map<String, VmField>> fields,
            Map<String, VmType> types,
            Map<String, Long> constants) {
        this.memory = memory;
        this.fields = fields;
        this.types = types;
        this.constants = constants;
    }

    /** The process's memory. */
    public TargetMemory memory() {
        return memory;
    }

    /** A field of a type or of the types above it. */
    public Optional<VmField> field(String type, String name) {
        String at = type;
        for (int i = 0; i < MAX_SUPERCLASSES; i++) {
            VmField field = fields.getOrDefault(at, Map.of()).get(name);
            if (field != null) {
                return Optional.of(field);
            }
            VmType described = types.get(at);
            if (described == null || described.superclass().isEmpty()) {
                return Optional.empty();
            }
            at = described.superclass();
        }
        return Optional.empty();
    }

    /** A type's description. */
    public Optional<VmType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** A constant of either table, signed. */
    public OptionalLong constant(String name) {
        Long value = constants.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** All constants whose names begin so, by the rest of the name. */
    public Map<String, Long> constantsOf(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        constants.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** The static fields of a type, as an object that has no other ones. */
    public VmObject statics(String type) {
        return new VmObject(this, type, 0);
    }

    /** An object of a type at an address. */
    public VmObject object(String type, long address) {
        return new VmObject(this, type, address);
    }
}
