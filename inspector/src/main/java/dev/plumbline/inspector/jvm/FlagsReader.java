package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.VmFlags.Bool;
import dev.plumbline.inspector.jvm.VmFlags.Flag;
import dev.plumbline.inspector.jvm.VmFlags.Integral;
import dev.plumbline.inspector.jvm.VmFlags.Real;
import dev.plumbline.inspector.jvm.VmFlags.Text;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmField;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The VM's options.
 *
 * <p>Source: {@code struct Flag}, hotspot/src/share/vm/runtime/globals.hpp (jdk8u); {@code JVMFlag},
 * src/hotspot/share/runtime/flags/jvmFlag.hpp (jdk-11, jdk-17, jdk-25). Its type is a string up to 15, a number of an enum since.
 */
final class FlagsReader {

    private static final int MAX_FLAGS = 1 << 13;
    private static final int DEFAULT_ORIGIN_MASK = 15;

    /** {@code JVM_FLAG_ALL_TYPES_DO}, jvmFlag.hpp, since 16. */
    private static final List<String> TYPES =
            List.of("bool", "int", "uint", "intx", "uintx", "uint64_t", "size_t", "double", "ccstr", "ccstrlist");

    private final VmStructs vm;
    private final String type;
    private final Map<Long, String> origins = new TreeMap<>();

    private FlagsReader(VmStructs vm) {
        this.vm = vm;
        this.type = vm.field("JVMFlag", "flags").isPresent() ? "JVMFlag" : "Flag";
        for (String prefix : new String[] {"JVMFlagOrigin::", "JVMFlag::", "Flag::"}) {
            for (String name : new String[] {
                "DEFAULT",
                "COMMAND_LINE",
                "ENVIRON_VAR",
                "CONFIG_FILE",
                "MANAGEMENT",
                "ERGONOMIC",
                "ATTACH_ON_DEMAND",
                "INTERNAL",
                "JIMAGE_RESOURCE"
            }) {
                vm.constant(prefix + name)
                        .ifPresent(v -> origins.putIfAbsent(
                                v, name.toLowerCase(Locale.ROOT).replace('_', ' ')));
            }
        }
    }

    static VmFlags read(VmStructs vm) {
        return new FlagsReader(vm).read();
    }

    private VmFlags read() {
        Map<String, Flag> flags = new TreeMap<>();
        OptionalLong table = vm.statics(type).word("flags");
        long count = vm.statics(type).word("numFlags").orElse(0);
        long sizeBytes = vm.type(type).map(VmType::sizeBytes).orElse(0L);
        if (table.orElse(0) == 0 || count < 0 || count > MAX_FLAGS || sizeBytes <= 0 || sizeBytes > 256) {
            return new VmFlags(flags);
        }
        for (long i = 0; i < count; i++) {
            flag(vm.object(type, table.getAsLong() + i * sizeBytes)).ifPresent(f -> flags.put(f.name(), f));
        }
        return new VmFlags(flags);
    }

    private Optional<Flag> flag(VmObject flag) {
        Optional<String> name = flag.string("_name");
        Optional<String> typeName = typeOf(flag);
        OptionalLong at = flag.word("_addr");
        if (name.isEmpty() || typeName.isEmpty() || at.orElse(0) == 0) {
            return Optional.empty();
        }
        return value(typeName.get(), at.getAsLong()).map(v -> new Flag(name.get(), typeName.get(), v, origin(flag)));
    }

    private Optional<String> typeOf(VmObject flag) {
        Optional<VmField> field = vm.field(type, "_type");
        if (field.isPresent() && field.get().typeString().endsWith("*")) {
            return flag.string("_type");
        }
        int index = flag.int32("_type").orElse(-1);
        return index >= 0 && index < TYPES.size() ? Optional.of(TYPES.get(index)) : Optional.empty();
    }

    private Optional<String> origin(VmObject flag) {
        long mask = vm.constant("JVMFlag::VALUE_ORIGIN_MASK").orElse(DEFAULT_ORIGIN_MASK);
        return flag.int32("_flags").isPresent()
                ? Optional.ofNullable(origins.get(flag.int32("_flags").getAsInt() & mask))
                : Optional.empty();
    }

    private Optional<VmFlags.Value> value(String typeName, long at) {
        TargetMemory memory = vm.memory();
        return switch (typeName) {
            case "bool" -> memory.bytes(at, 1).map(b -> new Bool(b[0] != 0));
            case "int" -> number(widened(at));
            case "uint" -> number(widened(at)).map(v -> new Integral(((Integral) v).number() & 0xffffffffL));
            case "intx", "uintx", "size_t" -> number(memory.word(at));
            case "uint64_t" -> number(memory.int64(at));
            case "double" -> memory.buffer(at, Double.BYTES).map(b -> new Real(b.getDouble()));
            case "ccstr", "ccstrlist" -> {
                OptionalLong pointer = memory.word(at);
                yield pointer.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Text(
                                pointer.getAsLong() == 0 ? Optional.empty() : memory.string(pointer.getAsLong())));
            }
            default -> Optional.empty();
        };
    }

    private OptionalLong widened(long at) {
        return vm.memory().int32(at).isPresent()
                ? OptionalLong.of(vm.memory().int32(at).getAsInt())
                : OptionalLong.empty();
    }

    private static Optional<VmFlags.Value> number(OptionalLong value) {
        return value.isPresent() ? Optional.of(new Integral(value.getAsLong())) : Optional.empty();
    }
}
