package dev.plumbline.inspector.jvm.heap;

/**
 * Where a field lies.
 *
 * @param signature as in class files: {@code J}, {@code Ljava/lang/String;}
 * @param isStatic whether it lies in the class's mirror, the {@code java.lang.Class}, instead of in its instances
 * @param offsetBytes from where the object begins, header included
 */
public record JavaField(String signature, boolean isStatic, int offsetBytes) {}
