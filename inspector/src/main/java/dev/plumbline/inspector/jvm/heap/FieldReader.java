package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmField;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The fields that a class declares, and where they lie.
 *
 * <p>Source: {@code InstanceKlass::_fields}, oops/fieldInfo.hpp (jdk8u, jdk-11, jdk-17): six 2-byte numbers for each field, of which
 * the last two are the offset, shifted left over a tag; {@code _fieldinfo_stream}, oops/fieldInfo.hpp (jdk-21, jdk-25): compressed.
 */
final class FieldReader {

    private static final int MAX_FIELDS = 4096;
    private static final int MAX_STREAM_BYTES = 1 << 16;

    /** {@code FIELDINFO_TAG_SIZE}: tag 1 says that an offset stands behind it. */
    private static final int TAG_BITS = 2;

    private static final int TAG_OFFSET = 1;
    private static final int ACC_STATIC = 0x0008;

    /** {@code JVM_ACC_FIELD_INTERNAL} of the old form: the JVM injected the field, and its name is not of the constant pool. */
    private static final int ACC_INTERNAL = 0x0400;

    private final VmStructs vm;
    private final TargetMemory memory;
    private final Symbols symbols;

    FieldReader(VmStructs vm, Symbols symbols) {
        this.vm = vm;
        this.memory = vm.memory();
        this.symbols = symbols;
    }

    /** The fields by name; empty where they cannot be read. */
    Map<String, JavaField> of(long klass) {
        VmObject instance = vm.object("InstanceKlass", klass);
        long pool = instance.word("_constants").orElse(0);
        long stream = instance.word("_fieldinfo_stream").orElse(0);
        long array = instance.word("_fields").orElse(0);
        if (pool == 0) {
            return Map.of();
        }
        if (stream != 0) {
            return compressed(stream, pool);
        }
        return array == 0 ? Map.of() : sixNumbers(array, instance, pool);
    }

    private Map<String, JavaField> sixNumbers(long array, VmObject instance, long pool) {
        int slots = (int) vm.constant("FieldInfo::field_slots").orElse(6);
        OptionalLong countAt = instance.addressOf("_java_fields_count");
        int count = countAt.isPresent() ? memory.uint16(countAt.getAsLong()).orElse(0) : 0;
        if (slots < 6 || slots > 16 || count > MAX_FIELDS) {
            return Map.of();
        }
        Optional<ByteBuffer> numbers = memory.buffer(array + dataOffset("Array<u2>"), count * slots * Short.BYTES);
        Map<String, JavaField> fields = new HashMap<>();
        for (int i = 0; numbers.isPresent() && i < count; i++) {
            int at = i * slots * Short.BYTES;
            ByteBuffer of = numbers.get();
            int access = number(of, at, 0);
            int packed = number(of, at, 5) << Short.SIZE | number(of, at, 4);
            if ((packed & ((1 << TAG_BITS) - 1)) == TAG_OFFSET && (access & ACC_INTERNAL) == 0) {
                add(fields, pool, number(of, at, 1), number(of, at, 2), access, packed >>> TAG_BITS);
            }
        }
        return fields;
    }

    private static int number(ByteBuffer numbers, int at, int slot) {
        return numbers.getShort(at + slot * Short.BYTES) & 0xffff;
    }

    /** A field is name, signature, offset, access, the JVM's flags, and what some of these say that there is besides. */
    private Map<String, JavaField> compressed(long array, long pool) {
        OptionalInt length = memory.int32(array);
        if (length.orElse(-1) < 0 || length.getAsInt() > MAX_STREAM_BYTES) {
            return Map.of();
        }
        Optional<ByteBuffer> bytes = memory.buffer(array + dataOffset("Array<u1>"), length.getAsInt());
        Map<String, JavaField> fields = new HashMap<>();
        bytes.map(FieldStream::new).ifPresent(stream -> {
            int count = stream.next();
            stream.next(); // how many the JVM injected; they follow the others
            for (int i = 0; i < Math.min(count, MAX_FIELDS) && stream.hasNext(); i++) {
                int name = stream.next();
                int signature = stream.next();
                int offset = stream.next();
                int access = stream.next();
                int flags = stream.next();
                for (String item : new String[] {"initialized", "generic", "contended"}) {
                    if ((flags & flag(item)) != 0) {
                        stream.next();
                    }
                }
                add(fields, pool, name, signature, access, offset);
            }
        });
        return fields;
    }

    private int flag(String name) {
        OptionalLong bit = vm.constant("FieldInfo::FieldFlags::_ff_" + name);
        return bit.isPresent() ? 1 << bit.getAsLong() : 0;
    }

    private void add(
            Map<String, JavaField> fields, long pool, int nameIndex, int signatureIndex, int access, int offset) {
        Optional<String> name = symbol(pool, nameIndex);
        Optional<String> signature = symbol(pool, signatureIndex);
        if (name.isPresent() && signature.isPresent() && offset > 0) {
            fields.put(name.get(), new JavaField(signature.get(), (access & ACC_STATIC) != 0, offset));
        }
    }

    /** The pool's slots, a word each, stand behind its own fields. */
    private Optional<String> symbol(long pool, int index) {
        long header = vm.type("ConstantPool").map(VmType::sizeBytes).orElse(0L);
        int length = vm.object("ConstantPool", pool).int32("_length").orElse(0);
        if (header <= 0 || index <= 0 || index >= length) {
            return Optional.empty();
        }
        OptionalLong symbol = memory.word(pool + header + (long) index * memory.wordBytes());
        return symbol.orElse(0) == 0 ? Optional.empty() : symbols.at(symbol.getAsLong());
    }

    private long dataOffset(String array) {
        return vm.field(array, "_data").map(VmField::position).orElse((long) Integer.BYTES);
    }
}
