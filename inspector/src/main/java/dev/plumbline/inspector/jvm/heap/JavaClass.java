package dev.plumbline.inspector.jvm.heap;

import java.util.Map;

/**
 * A class as the JVM describes it.
 *
 * @param address of its Klass
 * @param name as in class files: {@code java/lang/Thread}, {@code [B}
 * @param superclass of its superclass's Klass; zero where it has none
 * @param layoutHelper {@code Klass::_layout_helper}: the size of instances if positive, how an array is laid out if negative
 * @param fields its own fields by name, those that the JVM injected left out; of an array none
 */
public record JavaClass(long address, String name, long superclass, int layoutHelper, Map<String, JavaField> fields) {

    private static final int MAX_INSTANCE_BYTES = 1 << 16;

    /** Copies the fields. */
    public JavaClass {
        fields = Map.copyOf(fields);
    }

    boolean isArray() {
        return layoutHelper < 0;
    }

    /** Where the elements of an array begin; {@code _lh_header_size_shift}. */
    int elementsOffset() {
        return layoutHelper >> 16 & 0xff;
    }

    /** The size of an instance in bytes, as far as it is believable; the lowest bit tells how it is allocated. */
    int instanceBytes() {
        return layoutHelper <= 0 || layoutHelper > MAX_INSTANCE_BYTES ? 0 : layoutHelper & ~7;
    }
}
