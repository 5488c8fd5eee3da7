package dev.plumbline.inspector.jvm.heap;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What Strings say: since 9 (JEP 254) a String keeps bytes in Latin-1 or UTF-16 and says which by its {@code coder}, before it kept
 * characters. Source: java.lang.String (jdk8u, jdk-25).
 */
public final class JavaText {

    private static final String STRING = "java/lang/String";
    private static final int MAX_CHARS = 1024;
    private static final int UTF16 = 1;

    private final ObjectReader objects;

    /** Strings among these objects. */
    public JavaText(ObjectReader objects) {
        this.objects = objects;
    }

    /** Where the array is that holds a String's text; zero where no String stands there. */
    public long arrayOf(long string) {
        return objects.at(string, STRING).map(s -> s.reference("value")).orElse(0L);
    }

    /** A String's first 1,024 characters; empty where no String stands there. */
    public Optional<String> of(long string) {
        return objects.at(string, STRING).flatMap(this::of);
    }

    private Optional<String> of(JavaObject string) {
        boolean inBytes = string.type().fields().containsKey("coder");
        boolean wide = !inBytes || string.int8("coder").orElse(-1) == UTF16;
        return objects.at(string.reference("value"), inBytes ? "[B" : "[C").flatMap(array -> {
            int length = objects.length(array);
            int count = Math.min(inBytes && wide ? length / Character.BYTES : length, MAX_CHARS);
            long start = array.address() + array.type().elementsOffset();
            return objects.memory()
                    .buffer(start, wide ? count * Character.BYTES : count)
                    .map(bytes -> text(bytes, count, wide));
        });
    }

    private static String text(ByteBuffer bytes, int count, boolean wide) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(wide ? bytes.getChar(i * Character.BYTES) : (char) (bytes.get(i) & 0xff));
        }
        return text.toString();
    }
}
