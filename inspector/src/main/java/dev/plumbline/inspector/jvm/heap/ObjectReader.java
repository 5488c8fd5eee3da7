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
import java.util.OptionalLong;

/**
 * Reads Java objects. A reference is an address; zero is null, and also what a reference is that cannot be read or leads nowhere. Objects
 * move while they are read, so that what an address holds is an object only if its class is one, and the caller knows which it must be.
 *
 * <p>Source: oops/oop.hpp, arrayOop.hpp, markWord.hpp (jdk-17, jdk-25; markOop.hpp in jdk8u).
 */
public final class ObjectReader {

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

    /** Reads so many bytes of each of these objects in as few calls as possible, to be asked for afterwards. */
    public void prefetch(Collection<Long> objects, int bytes) {
        memory.prefetch(objects.stream()
                .filter(o -> o != 0)
                .map(o -> new MemoryPiece(o, bytes))
                .toList());
    }

    /** Where the object is that a root leads to: a whole word, outside of the heap. */
    public long root(long slot) {
        long stored = slot == 0 ? 0 : memory.word(slot).orElse(0);
        return stored == 0 ? 0 : barrier.resolve(stored);
    }

    /** The object at an address, or where it went from there; of an array its header alone. Empty where none stands there. */
    public Optional<JavaObject> at(long address) {
        Optional<ByteBuffer> header = header(address);
        OptionalLong moved = header.map(this::movedTo).orElseGet(OptionalLong::empty);
        long settled = moved.orElse(address);
        if (moved.isPresent()) {
            header = header(settled);
        }
        return header.flatMap(this::type)
                .flatMap(type -> memory.buffer(settled, type.isArray() ? headerBytes() : type.instanceBytes())
                        .map(bytes -> new JavaObject(this, settled, type, bytes)));
    }

    /** The object, if it is of this class itself. */
    public Optional<JavaObject> at(long address, String className) {
        return at(address).filter(object -> object.type().name().equals(className));
    }

    /** Where the object is that a static field refers to. */
    public long staticReference(JavaClass type, String field) {
        OptionalLong place = placeOfStatic(type, field);
        return place.isEmpty()
                ? 0
                : memory.buffer(place.getAsLong(), referenceBytes())
                        .map(bytes -> decode(bytes, 0))
                        .orElse(0L);
    }

    /** A static {@code long}; empty where there is no such field. */
    public OptionalLong staticInt64(JavaClass type, String field) {
        OptionalLong place = placeOfStatic(type, field);
        return place.isEmpty() ? place : memory.int64(place.getAsLong());
    }

    /**
     * The elements of an array of references, in their order; none where no such array stands there.
     *
     * @param most how many at most
     */
    public List<Long> elements(long array, int most) {
        Optional<JavaObject> object =
                at(array).filter(o -> o.type().isArray() && o.type().name().matches("\\[[\\[L].*"));
        int count = Math.min(most, object.map(this::length).orElse(0));
        List<Long> elements = new ArrayList<>();
        if (count > 0) {
            long start = object.get().address() + object.get().type().elementsOffset();
            Optional<ByteBuffer> bytes = memory.buffer(start, count * referenceBytes());
            for (int i = 0; bytes.isPresent() && i < count; i++) {
                elements.add(decode(bytes.get(), i * referenceBytes()));
            }
        }
        return elements;
    }

    /** How many elements an array has, whose header this is. */
    int length(JavaObject array) {
        int offset = format.compactHeaders()
                ? memory.wordBytes()
                : klassOffset + (format.klasses().isPresent() ? Integer.BYTES : memory.wordBytes());
        return Math.max(0, memory.int32(array.address() + offset).orElse(0));
    }

    TargetMemory memory() {
        return memory;
    }

    int referenceBytes() {
        return format.references().isPresent() ? Integer.BYTES : memory.wordBytes();
    }

    /** The reference that stands in a copy of an object. */
    long decode(ByteBuffer bytes, int offset) {
        if (format.references().isPresent()) {
            int narrow = bytes.getInt(offset);
            return narrow == 0 ? 0 : format.references().get().applyAsLong(narrow);
        }
        long wide = memory.word(bytes, offset);
        return wide == 0 ? 0 : barrier.resolve(wide);
    }

    private int headerBytes() {
        return 2 * memory.wordBytes();
    }

    private Optional<ByteBuffer> header(long address) {
        return address == 0 || address % memory.wordBytes() != 0
                ? Optional.empty()
                : memory.buffer(address, headerBytes());
    }

    /** Where the object went, if its mark word says that it did: Shenandoah leaves it there, and others while they collect. */
    private OptionalLong movedTo(ByteBuffer header) {
        long mark = memory.word(header, 0);
        return (mark & LOCK_BITS) == FORWARDED ? OptionalLong.of(mark & ~LOCK_BITS) : OptionalLong.empty();
    }

    private Optional<JavaClass> type(ByteBuffer header) {
        if (!format.compactHeaders() && format.klasses().isEmpty()) {
            return classes.at(memory.word(header, klassOffset));
        }
        int narrow =
                format.compactHeaders() ? (int) (memory.word(header, 0) >>> KLASS_SHIFT) : header.getInt(klassOffset);
        return narrow == 0 || format.klasses().isEmpty()
                ? Optional.empty()
                : classes.at(format.klasses().get().applyAsLong(narrow));
    }

    /** In the class's mirror; up to jdk-8 the Klass holds the reference to it itself, since then a handle. */
    private OptionalLong placeOfStatic(JavaClass type, String name) {
        JavaField field = type.fields().get(name);
        OptionalLong at = vm.object("Klass", type.address()).addressOf("_java_mirror");
        if (field == null || !field.isStatic() || at.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean handle = vm.field("Klass", "_java_mirror")
                .filter(f -> f.typeString().equals("OopHandle"))
                .isPresent();
        long mirror = root(handle ? memory.word(at.getAsLong()).orElse(0) : at.getAsLong());
        return at(mirror, "java/lang/Class")
                .map(object -> OptionalLong.of(object.address() + field.offsetBytes()))
                .orElseGet(OptionalLong::empty);
    }
}
