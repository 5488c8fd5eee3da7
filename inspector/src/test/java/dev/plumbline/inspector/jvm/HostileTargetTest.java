package dev.plumbline.inspector.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bridge.NativeAnswer;
import dev.plumbline.bridge.ProcessMemory;
import dev.plumbline.bridge.Provenance;
import dev.plumbline.bridge.Reading;
import dev.plumbline.fixtures.jvm.Jdk;
import dev.plumbline.fixtures.jvm.TargetJvm;
import dev.plumbline.inspector.jvm.direct.DirectBuffers;
import dev.plumbline.inspector.jvm.vmstructs.ElfImage;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import dev.plumbline.inspector.jvm.vmstructs.VmStructsReader;
import dev.plumbline.inspector.observed.Mappings;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real JVM's memory, recorded once, with words of it changed: torn, wild, endless. */
final class HostileTargetTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final HotspotFacts EMPTY = new HotspotFacts(
            new JvmIdentity("", Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            DirectBuffers.NONE,
            new VmFlags(Map.of()));

    private static List<Vma> maps = List.of();
    private static RecordedMemory recorded =
            RecordedMemory.of((address, lengthBytes) -> new NativeAnswer.Unavailable<>("nothing was recorded yet"));
    private static HotspotAnswer.Found whole = new HotspotAnswer.Found(EMPTY, List.of(), List.of());

    @BeforeAll
    static void record() throws Exception {
        try (TargetJvm target = TargetJvm.start(Jdk.own(), List.of("-Xmx64m", "-XX:+UseG1GC"));
                LiveTarget live = new LiveTarget(target.pid());
                ProcessMemory memory = live.memory().content().orElseThrow()) {
            maps = live.maps();
            recorded = RecordedMemory.of(memory);
            whole = (HotspotAnswer.Found) read(maps, recorded);
        }
    }

    @AfterAll
    static void forget() {
        recorded.blocks().clear();
    }

    @Test
    void theRecordingIsReadAsTheProcessWas() {
        HotspotAnswer.Found again = (HotspotAnswer.Found) read(maps, recorded.copy());
        assertThat(again.claims()).isEqualTo(whole.claims()).hasSizeGreaterThan(40);
        assertThat(again.facts()).isEqualTo(whole.facts());
    }

    @Test
    void aHeapWithoutEndIsNotClaimed() {
        RecordedMemory copy = recorded.copy();
        VmObject heap = tables(copy)
                .statics("Universe")
                .follow("_collectedHeap", "CollectedHeap")
                .orElseThrow();
        VmObject region = heap.inside("_reserved", "MemRegion").orElseThrow();
        for (long words : new long[] {-1, 1L << 60, 1L << 50, 0}) {
            copy.put(region.addressOf("_word_size").orElseThrow(), words);
            HotspotAnswer.Found found = (HotspotAnswer.Found) read(maps, copy);
            assertThat(found.facts().heap()).isEmpty();
            assertThat(found.claims()).noneMatch(claim -> claim.owner() == Owner.JAVA_HEAP);
            claimsLieInMappings(found);
        }
    }

    @Test
    void aThreadWithAStackThatIsNotMappedIsNoThread() {
        RecordedMemory copy = recorded.copy();
        VmStructs vm = tables(copy);
        VmObject list = vm.statics("ThreadsSMRSupport")
                .follow("_java_thread_list", "ThreadsList")
                .orElseThrow();
        long first = vm.memory().word(list.word("_threads").orElseThrow()).orElseThrow();
        copy.put(vm.object("JavaThread", first).addressOf("_stack_base").orElseThrow(), 0x123456789000L);
        HotspotAnswer.Found found = (HotspotAnswer.Found) read(maps, copy);
        assertThat(found.facts().threads()).hasSize(whole.facts().threads().size() - 1);
    }

    @Test
    void anEndlessListOfThreadsEnds() {
        RecordedMemory copy = recorded.copy();
        VmObject list = tables(copy)
                .statics("ThreadsSMRSupport")
                .follow("_java_thread_list", "ThreadsList")
                .orElseThrow();
        copy.put(list.addressOf("_length").orElseThrow() & -8, -1);
        HotspotAnswer.Found found = (HotspotAnswer.Found) read(maps, copy);
        assertThat(found.facts().threads()).isEmpty();
    }

    @Test
    void tablesThatAreNotSetUpAreAJvmThatStarts() {
        RecordedMemory copy = recorded.copy();
        ElfImage image = image(copy);
        copy.put(image.symbol("gHotSpotVMStructs").orElseThrow(), 0);
        assertThat(read(maps, copy)).isInstanceOfSatisfying(HotspotAnswer.Unreadable.class, u -> assertThat(u.reason())
                .contains("it is starting"));
    }

    @Test
    void anotherWordSizeOfTheTableIsReadByItsOwnLayoutOrNotAtAll() {
        for (long stride : new long[] {0, -1, 7, 1 << 20}) {
            RecordedMemory copy = recorded.copy();
            copy.put(image(copy).symbol("gHotSpotVMStructEntryArrayStride").orElseThrow(), stride);
            assertThat(read(maps, copy)).isInstanceOf(HotspotAnswer.Unreadable.class);
        }
    }

    /** Wild words anywhere in what was read: whatever comes out lies in mappings, and it comes soon. */
    @Test
    void wildWordsNeverMakeAWildClaim() {
        Random random = new Random(20);
        List<Long> blocks = new ArrayList<>(recorded.blocks().keySet());
        int changed = 0;
        Instant start = Instant.now();
        for (int round = 0; round < 60; round++) {
            RecordedMemory copy = recorded.copy();
            for (int i = 0; i < 1 << (6 + random.nextInt(12)); i++) {
                long block = blocks.get(random.nextInt(blocks.size()));
                copy.put(block + 8L * random.nextInt(512), wild(random, blocks));
            }
            HotspotAnswer answer = read(maps, copy);
            if (answer instanceof HotspotAnswer.Found found) {
                claimsLieInMappings(found);
            }
            changed += answer.equals(whole) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(20);
        assertThat(Duration.between(start, Instant.now())).isLessThan(LIMIT.multipliedBy(6));
    }

    private static long wild(Random random, List<Long> blocks) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> random.nextInt(64);
            case 3 -> blocks.get(random.nextInt(blocks.size())) + 8L * random.nextInt(512);
            default -> random.nextLong();
        };
    }

    private static void claimsLieInMappings(HotspotAnswer.Found found) {
        Mappings mappings = new Mappings(maps);
        for (Claim claim : found.claims()) {
            assertThat(claim.range().sizeBytes()).isPositive();
            assertThat(mappings.cover(claim.range())).as(claim.toString()).isTrue();
        }
    }

    private static VmStructs tables(RecordedMemory memory) {
        return VmStructsReader.read(image(memory)).orElseThrow();
    }

    private static ElfImage image(RecordedMemory memory) {
        long start = JvmImage.libjvm(maps).orElseThrow().range().start().value();
        return ((ElfImage.Loaded) ElfImage.at(memory, start)).image();
    }

    private static HotspotAnswer read(List<Vma> maps, ProcessMemory memory) {
        Reading<ProcessMemory> content = new Reading.Content<>(new Provenance("proc/1/mem", Instant.EPOCH), memory);
        return Hotspot.read(new HotspotTarget(maps, content, Map.of(), 4096));
    }
}
