package dev.plumbline.inspector.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.bridge.Provenance;
import dev.plumbline.bridge.Reading;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.jvm.direct.DirectBuffers;
import dev.plumbline.inspector.jvm.heap.BootClasses;
import dev.plumbline.inspector.jvm.heap.HeapFormat;
import dev.plumbline.inspector.jvm.heap.JavaClass;
import dev.plumbline.inspector.jvm.heap.JavaField;
import dev.plumbline.inspector.jvm.heap.JavaObject;
import dev.plumbline.inspector.jvm.heap.JavaText;
import dev.plumbline.inspector.jvm.heap.ObjectReader;
import dev.plumbline.inspector.jvm.vmstructs.ElfImage;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmStructsReader;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real JVM's objects, recorded once, with words of them changed as a racing collector or a hostile program could. References are whole
 * words and heads are not compact, so that a field is a word of its own.
 */
final class HostileHeapTest {

    private static final String CLEANER = "jdk/internal/ref/Cleaner";

    /** Behind the mark word and a class pointer of 4 bytes. */
    private static final int LENGTH_OFFSET = 12;

    private static List<Vma> maps = List.of();
    private static RecordedMemory recorded = RecordedMemory.of((address, lengthBytes) -> {
        throw new IllegalStateException("nothing was recorded yet");
    });

    @BeforeAll
    static void record() throws Exception {
        try (TargetJvm target =
                        TargetJvm.start(Jdk.own(), List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:-UseCompressedOops"));
                LiveTarget live = new LiveTarget(target.pid());
                ProcessMemory memory = live.memory().content().orElseThrow()) {
            maps = live.maps();
            recorded = RecordedMemory.of(memory);
            DirectBuffers whole = read(recorded).facts().directBuffers();
            assertThat(whole.buffers()).hasSize(20);
            assertThat(whole.missing()).isEmpty();
        }
    }

    @AfterAll
    static void forget() {
        recorded.blocks().clear();
    }

    @Test
    void aCleanerThatFollowsItselfEndsTheList() {
        RecordedMemory copy = recorded.copy();
        JavaObject fifth = cleaner(copy, 5);
        copy.put(field(fifth, "next"), fifth.address());
        DirectBuffers read = read(copy).facts().directBuffers();
        assertThat(read.missing()).isEqualTo("the list of cleaners changed while it was read");
        assertThat(read.buffers()).hasSizeLessThanOrEqualTo(6);
        assertThat(read(copy).notes()).anyMatch(n -> n.startsWith("there may be more direct buffers: "));
    }

    @Test
    void aCleanerThatDoesNotKnowItsNeighbourEndsTheList() {
        for (long wild : new long[] {0, -1, 12345, 1L << 62}) {
            RecordedMemory copy = recorded.copy();
            copy.put(field(cleaner(copy, 5), "prev"), wild);
            assertThat(read(copy).facts().directBuffers().missing()).isNotEmpty();
        }
    }

    @Test
    void anObjectOfAnotherClassIsNoCleaner() {
        RecordedMemory copy = recorded.copy();
        long action = cleaner(copy, 5).reference("thunk");
        copy.put(field(cleaner(copy, 5), "next"), action);
        assertThat(read(copy).facts().directBuffers().missing()).isNotEmpty();
    }

    @Test
    void aBufferLargerThanItCanBeIsNotClaimed() {
        for (long size : new long[] {-1, 0, 1, 1L << 40, Long.MAX_VALUE}) {
            RecordedMemory copy = recorded.copy();
            copy.put(field(action(copy), "size"), size);
            HotspotAnswer.Found found = read(copy);
            assertThat(found.facts().directBuffers().buffers()).hasSize(19);
            assertThat(found.notes()).anyMatch(n -> n.startsWith("java.nio counts 20 MiB in 20 allocations"));
        }
    }

    /** It says that it lies where something else does: in the heap, in a library, nowhere. */
    @Test
    void aBufferThatIsSomewhereElseIsNotClaimed() {
        long library = JvmImage.libjvm(maps).orElseThrow().range().start().value();
        long brk = maps.stream()
                .filter(v -> v.path().equals("[heap]"))
                .findFirst()
                .orElseThrow()
                .range()
                .start()
                .value();
        for (long address : new long[] {library, brk + 8, 0x1000, 1L << 61, -4096}) {
            RecordedMemory copy = recorded.copy();
            copy.put(field(action(copy), "address"), address);
            HotspotAnswer.Found found = read(copy);
            assertThat(found.claims())
                    .filteredOn(c -> c.owner() == Owner.DIRECT_BUFFER)
                    .noneMatch(c -> c.range().start().value() == (address & -4096));
            assertThat(found.notes()).isNotEmpty();
        }
    }

    @Test
    void aThreadThatDoesNotPointBackIsNotNamed() {
        RecordedMemory copy = recorded.copy();
        JavaObject thread = firstThread(copy);
        copy.put(field(thread, "eetop"), 4711);
        assertThat(read(copy).facts().threads()).anyMatch(t -> t.name().isEmpty());
        assertThat(read(recorded.copy()).facts().threads())
                .noneMatch(t -> t.name().isEmpty());
    }

    @Test
    void aNameWithoutEndIsCutOrNotRead() {
        for (long length : new long[] {-1, Integer.MAX_VALUE, 1 << 20}) {
            RecordedMemory copy = recorded.copy();
            ObjectReader objects = objects(copy);
            long text = new JavaText(objects).arrayOf(firstThread(copy).reference("name"));
            copy.put(text + LENGTH_OFFSET, length & 0xffffffffL);
            assertThat(read(copy).facts().threads())
                    .allMatch(t -> t.name().orElse("").length() <= 1024)
                    .noneMatch(t -> t.name().equals(Optional.of("main")));
        }
    }

    private static JavaObject cleaner(RecordedMemory memory, int index) {
        ObjectReader objects = objects(memory);
        JavaClass type = Objects.requireNonNull(
                new BootClasses(tables(memory), objects).find(Set.of(CLEANER)).get(CLEANER));
        JavaObject cleaner =
                objects.at(objects.staticReference(type, "first"), CLEANER).orElseThrow();
        for (int i = 0; i < index; i++) {
            cleaner = objects.at(cleaner.reference("next"), CLEANER).orElseThrow();
        }
        return cleaner;
    }

    /** What frees the memory of one of the buffers. */
    private static JavaObject action(RecordedMemory memory) {
        ObjectReader objects = objects(memory);
        JavaObject cleaner = cleaner(memory, 0);
        while (true) {
            JavaObject action = objects.at(cleaner.reference("thunk")).orElseThrow();
            if (action.type().name().equals("java/nio/DirectByteBuffer$Deallocator")) {
                return action;
            }
            cleaner = objects.at(cleaner.reference("next"), CLEANER).orElseThrow();
        }
    }

    private static JavaObject firstThread(RecordedMemory memory) {
        VmStructs vm = tables(memory);
        VmObject list = vm.statics("ThreadsSMRSupport")
                .follow("_java_thread_list", "ThreadsList")
                .orElseThrow();
        long first = vm.memory().word(list.word("_threads").orElseThrow()).orElseThrow();
        VmObject handle =
                vm.object("JavaThread", first).inside("_threadObj", "OopHandle").orElseThrow();
        ObjectReader objects = objects(memory);
        return objects.at(objects.root(handle.word("_obj").orElseThrow()), "java/lang/Thread")
                .orElseThrow();
    }

    private static long field(JavaObject object, String name) {
        JavaField field = Objects.requireNonNull(object.type().fields().get(name));
        return object.address() + field.offsetBytes();
    }

    private static ObjectReader objects(RecordedMemory memory) {
        VmStructs vm = tables(memory);
        PointerEncoding klasses =
                EncodingReader.klasses(vm, FlagsReader.read(vm)).orElseThrow();
        return new ObjectReader(vm, new HeapFormat(Optional.empty(), Optional.of(klasses::decode), false));
    }

    private static VmStructs tables(RecordedMemory memory) {
        long start = JvmImage.libjvm(maps).orElseThrow().range().start().value();
        return VmStructsReader.read(((ElfImage.Loaded) ElfImage.at(memory, start)).image())
                .orElseThrow();
    }

    private static HotspotAnswer.Found read(ProcessMemory memory) {
        Reading<ProcessMemory> content = new Reading.Content<>(new Provenance("proc/1/mem", Instant.EPOCH), memory);
        return (HotspotAnswer.Found) Hotspot.read(new HotspotTarget(maps, content, Map.of(), 4096));
    }
}
