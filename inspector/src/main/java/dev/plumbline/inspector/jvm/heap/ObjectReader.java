package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmField;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Reads Java objects. An object is its address; zero is null, and also what a reference is that cannot be read or leads nowhere. Objects
 * move while they are read, so that what an address holds is an object only if its class is one, and the caller knows which it must be.
 *
 * <p>Source: oops/oop.hpp, arrayOop.hpp, markWord.hpp (jdk-17, jdk-25; markOop.hpp in jdk8u).
 */
public final class ObjectReader {

    private static final String STRING = "java/lang/String";
    private static final int MAX_TEXT_CHARS = 1024;

    /** {@code markWord::marked_value}: the rest of the word is where the object went. */
    private static final long FORWARDED = 3;

    private static final long LOCK_BITS = 3;

    /** {@code markWord::klass_shift} of compact headers. */
    private static final int KLASS_SHIFT = 42;

    private final VmStructs vm;
    private final TargetMemory memory;
    private final HeapFormat format;
    private final JavaClasses classes;
    private final int klassOffset;
    private LoadBarrier barrier;

    /** A reader of a JVM's objects. */
    public ObjectReader(VmStructs vm, HeapFormat format) {
        this.vm = vm;
        this.memory = vm.memory();
        this.format = format;
        this.classes = new JavaClasses(vm);
        this.barrier = LoadBarrier.of(vm);
        this.klassOffset = vm.field("oopDesc", "_metadata._klass")
                .map(VmField::position)
                .orElse((long) memory.wordBytes())
                .intValue();
    }

    /** The classes of what was read. */
    public JavaClasses classes() {
        return classes;
    }

    /** Reads everything anew from here on: objects move, and the collector's phases change what references mean. */
    public void refresh() {
        memory.forget();
        barrier = LoadBarrier.of(vm);
    }

    /** Reads so many bytes of each object that these roots lead to in as few calls as possible, to be asked for afterwards. */
    public void prefetchRoots(Collection<Long> slots, int bytes) {
        memory.prefetch(slots.stream()
                .map(this::ofRoot)
                .filter(o -> o != 0)
                .map(o -> new MemoryPiece(o, bytes))
                .toList());
    }

    /** The same of the objects that a field of these objects refers to; of those that are null, or have no such field, nothing. */
    public void prefetch(Collection<Long> objects, Function<JavaClass, Optional<JavaField>> field, int bytes) {
        List<MemoryPiece> pieces = new ArrayList<>();
        for (long object : objects) {
            classOf(object)
                    .flatMap(field)
                    .map(f -> stored(object + f.offsetBytes()))
                    .filter(o -> o != 0)
                    .ifPresent(o -> pieces.add(new MemoryPiece(o, bytes)));
        }
        memory.prefetch(pieces);
    }

    /** The object that a root leads to: a whole word, outside of the heap. */
    public long root(long slot) {
        return settled(ofRoot(slot));
    }

    /** The class of what stands at an address; empty where no object does. */
    public Optional<JavaClass> classOf(long object) {
        if (object == 0 || object % memory.wordBytes() != 0) {
            return Optional.empty();
        }
        long klass;
        if (format.compactHeaders()) {
            long mark = memory.word(object).orElse(0);
            klass = narrow((int) (mark >>> KLASS_SHIFT));
        } else if (format.klasses().isPresent()) {
            klass = narrow(memory.int32(object + klassOffset).orElse(0));
        } else {
            klass = memory.word(object + klassOffset).orElse(0);
        }
        return classes.at(klass);
    }

    /** The object that a field refers to. */
    public long reference(long object, JavaField field) {
        return object == 0 ? 0 : settled(stored(object + field.offsetBytes()));
    }

    /** A {@code long}; empty where it cannot be read. */
    public OptionalLong int64(long object, JavaField field) {
        return object == 0 ? OptionalLong.empty() : memory.int64(object + field.offsetBytes());
    }

    /** An {@code int}; empty where it cannot be read. */
    public OptionalInt int32(long object, JavaField field) {
        return object == 0 ? OptionalInt.empty() : memory.int32(object + field.offsetBytes());
    }

    /** The mirror of a class, the object that holds its static fields. */
    public long mirror(JavaClass type) {
        OptionalLong at = vm.object("Klass", type.address()).addressOf("_java_mirror");
        if (at.isEmpty()) {
            return 0;
        }
        boolean handle = vm.field("Klass", "_java_mirror")
                .filter(f -> f.typeString().equals("OopHandle"))
                .isPresent();
        return root(handle ? memory.word(at.getAsLong()).orElse(0) : at.getAsLong());
    }

    /**
     * The elements of an array of references, in their order; none where no such array stands there.
     *
     * @param most how many at most
     */
    public List<Long> elements(long array, int most) {
        Optional<JavaClass> type =
                classOf(array).filter(c -> c.isArray() && c.name().matches("\\[[\\[L].*"));
        int count = Math.min(most, type.isPresent() ? length(array) : 0);
        int bytes = format.references().isPresent() ? Integer.BYTES : memory.wordBytes();
        List<Long> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(settled(stored(array + type.get().elementsOffset() + (long) i * bytes)));
        }
        return elements;
    }

    /**
     * What a {@code String} says, its first 1,024 characters: bytes in Latin-1 or UTF-16 since 9 (JEP 254), characters before. Empty
     * where none stands there.
     */
    public Optional<String> text(long string) {
        Optional<JavaClass> type = classOf(string).filter(c -> c.name().equals(STRING));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        JavaField coder = type.get().fields().get("coder");
        long array = textOf(string);
        boolean wide = coder == null || coderOf(string, coder) == 1;
        String expected = coder == null ? "[C" : "[B";
        Optional<JavaClass> arrayType = classOf(array).filter(c -> c.name().equals(expected) && c.isArray());
        if (arrayType.isEmpty()) {
            return Optional.empty();
        }
        int chars = length(array) << arrayType.get().elementShift() >> (wide ? 1 : 0);
        long start = array + arrayType.get().elementsOffset();
        return chars < 0 ? Optional.empty() : chars(start, Math.min(chars, MAX_TEXT_CHARS), wide);
    }

    /** The array that a {@code String} keeps its text in; zero where no {@code String} stands there. */
    public long textOf(long string) {
        Optional<JavaField> value = classOf(string)
                .filter(c -> c.name().equals(STRING))
                .map(c -> c.fields().get("value"));
        return value.isPresent() ? reference(string, value.get()) : 0;
    }

    private int coderOf(long string, JavaField coder) {
        return memory.bytes(string + coder.offsetBytes(), 1)
                .map(b -> (int) b[0])
                .orElse(-1);
    }

    private Optional<String> chars(long start, int count, boolean wide) {
        Optional<ByteBuffer> content = memory.buffer(start, wide ? count * Character.BYTES : count);
        return content.map(bytes -> {
            StringBuilder text = new StringBuilder(count);
            for (int i = 0; i < count; i++) {
                text.append(wide ? bytes.getChar(i * Character.BYTES) : (char) (bytes.get(i) & 0xff));
            }
            return text.toString();
        });
    }

    /** The length stands behind the class pointer. */
    private int length(long array) {
        int offset = format.compactHeaders()
                ? memory.wordBytes()
                : klassOffset + (format.klasses().isPresent() ? Integer.BYTES : memory.wordBytes());
        return Math.max(0, memory.int32(array + offset).orElse(0));
    }

    private long narrow(int klass) {
        return klass == 0
                ? 0
                : format.klasses().map(decode -> decode.applyAsLong(klass)).orElse(0L);
    }

    private long stored(long place) {
        if (format.references().isPresent()) {
            int narrow = memory.int32(place).orElse(0);
            return narrow == 0 ? 0 : format.references().get().applyAsLong(narrow);
        }
        return ofRoot(place);
    }

    private long ofRoot(long slot) {
        long stored = memory.word(slot).orElse(0);
        return stored == 0 ? 0 : barrier.resolve(stored);
    }

    /** Where the object went, if its mark word says that it did: Shenandoah's leave it there, and others while they collect. */
    private long settled(long object) {
        OptionalLong mark = object == 0 ? OptionalLong.empty() : memory.word(object);
        boolean moved = (mark.orElse(0) & LOCK_BITS) == FORWARDED;
        return moved ? mark.getAsLong() & ~LOCK_BITS : object;
    }
}
