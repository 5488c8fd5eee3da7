package dev.plumbline.inspector.jvm.heap;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** An object as it was when it was read: its class and the bytes of its own fields. */
public final class JavaObject {

    private final ObjectReader reader;
    private final long address;
    private final JavaClass type;
    private final ByteBuffer bytes;

    JavaObject(ObjectReader reader, long address, JavaClass type, ByteBuffer bytes) {
        this.reader = reader;
        this.address = address;
        this.type = type;
        this.bytes = bytes;
    }

    /** Where it was. */
    public long address() {
        return address;
    }

    /** Its class. */
    public JavaClass type() {
        return type;
    }

    /** Where the object is that a field refers to; zero for null, and where there is no such field. */
    public long reference(String field) {
        JavaField at = type.fields().get(field);
        return at == null ? 0 : reference(at);
    }

    /** The same of a field of a class above its own. */
    public long reference(JavaField field) {
        return holds(field, reader.referenceBytes()) ? reader.decode(bytes, field.offsetBytes()) : 0;
    }

    /** A {@code long}; empty where there is no such field. */
    public OptionalLong int64(String field) {
        JavaField at = type.fields().get(field);
        return at == null ? OptionalLong.empty() : int64(at);
    }

    /** The same of a field of a class above its own. */
    public OptionalLong int64(JavaField field) {
        return holds(field, Long.BYTES) ? OptionalLong.of(bytes.getLong(field.offsetBytes())) : OptionalLong.empty();
    }

    /** An {@code int}; empty where there is no such field. */
    public OptionalInt int32(String field) {
        JavaField at = type.fields().get(field);
        return at != null && holds(at, Integer.BYTES)
                ? OptionalInt.of(bytes.getInt(at.offsetBytes()))
                : OptionalInt.empty();
    }

    /** A {@code byte}; empty where there is no such field. */
    public OptionalInt int8(String field) {
        JavaField at = type.fields().get(field);
        return at != null && holds(at, 1) ? OptionalInt.of(bytes.get(at.offsetBytes())) : OptionalInt.empty();
    }

    private boolean holds(JavaField field, int lengthBytes) {
        return !field.isStatic() && field.offsetBytes() >= 0 && field.offsetBytes() + lengthBytes <= bytes.capacity();
    }
}
