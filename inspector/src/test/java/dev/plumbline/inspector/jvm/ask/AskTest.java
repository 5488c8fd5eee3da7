package dev.plumbline.inspector.jvm.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.jvm.RecordedAnswers;
import dev.plumbline.inspector.observed.MapsParser;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.Vma;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import dev.plumbline.inspector.unit.AddressRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real JVMs of every release and collector answered, held against their mappings of the same moment. */
class AskTest {

    private static final Map<String, String> COLLECTORS = new TreeMap<>(Map.of("g1-nmt", "g1", "g1-wide-no-cds", "g1"));

    static Stream<RecordedAnswers> recordings() {
        return RecordedAnswers.RELEASES.stream().flatMap(r -> RecordedAnswers.of(r).stream());
    }

    /** JDK 8 has none of the commands of which these tests are. */
    static Stream<RecordedAnswers> recordingsFromEleven() {
        return recordings().filter(r -> r.release() > 8);
    }

    /** ZGC's texts have no addresses of the heap. */
    static Stream<RecordedAnswers> recordingsWithHeap() {
        return recordings().filter(r -> !r.run().equals("z"));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theAnswersAreUnderstoodWithoutARemainder(RecordedAnswers recorded) {
        AskAnswer.Answered answer = answered(recorded);

        assertThat(answer.notes()).isEmpty();
        assertThat(answer.identity().collector()).contains(COLLECTORS.getOrDefault(recorded.run(), recorded.run()));
        assertThat(answer.identity().version()).startsWith(recorded.release() + ".");
        assertThat(answer.identity().name()).contains("OpenJDK 64-Bit Server VM");
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyClaimIsOfMappedMemory(RecordedAnswers recorded) {
        List<Vma> mappings = mappings(recorded);
        AskAnswer.Answered answer = answered(recorded);

        assertThat(Stream.concat(answer.coarse().stream(), answer.claims().stream()))
                .allSatisfy(claim -> assertThat(mappings).as(claim.toString()).anyMatch(vma -> vma.range()
                        .contains(claim.range().start())));
    }

    @ParameterizedTest
    @MethodSource("recordingsFromEleven")
    void aJvmFromElevenOnTellsOfHeapCodeAndMetaspace(RecordedAnswers recorded) {
        Set<Owner> owners = owners(answered(recorded).claims());

        assertThat(owners).contains(Owner.CODE_CACHE, Owner.METASPACE, Owner.JVM_INTERNAL);
        assertThat(owners.contains(Owner.JAVA_HEAP)).isEqualTo(!recorded.run().equals("z"));
    }

    @ParameterizedTest
    @MethodSource("recordingsWithHeap")
    void theHeapIsAsLargeAsItWasMade(RecordedAnswers recorded) {
        List<AddressRange> heap = answered(recorded).claims().stream()
                .filter(c -> c.owner() == Owner.JAVA_HEAP)
                .map(Claim::range)
                .distinct()
                .toList();

        long start = heap.stream().mapToLong(r -> r.start().value()).min().orElseThrow();
        long end = heap.stream().mapToLong(r -> r.end().value()).max().orElseThrow();
        assertThat(end - start).as("-Xmx128m").isEqualTo(128L << 20);
    }

    @ParameterizedTest
    @MethodSource("recordingsFromEleven")
    void theCodeHeapsLieWhereCodeIsExecutable(RecordedAnswers recorded) {
        List<Vma> mappings = mappings(recorded);
        List<Claim> heaps = answered(recorded).claims().stream()
                .filter(c -> c.owner() == Owner.CODE_CACHE)
                .toList();

        assertThat(heaps).isNotEmpty().allSatisfy(heap -> assertThat(mappings)
                .filteredOn(vma -> vma.range().contains(heap.range().start()))
                .singleElement()
                .matches(Vma::executable));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aJvmThatTracksItsMemoryTellsForWhatItIs(RecordedAnswers recorded) {
        Set<Owner> coarse = owners(answered(recorded).coarse());

        if (recorded.run().equals("g1-nmt")) {
            assertThat(coarse)
                    .contains(Owner.JAVA_HEAP, Owner.METASPACE, Owner.CLASS_SPACE, Owner.THREAD_STACK, Owner.GC);
        } else {
            assertThat(coarse).isEmpty();
        }
    }

    private static Set<Owner> owners(List<Claim> claims) {
        return claims.stream().map(Claim::owner).collect(Collectors.toSet());
    }

    private static AskAnswer.Answered answered(RecordedAnswers recorded) {
        DiagnosticCommands commands = command -> new CommandAnswer.Text(
                recorded.answer(command), recorded.answer(command).isEmpty(), false);
        return (AskAnswer.Answered) Ask.read(commands, mappings(recorded));
    }

    private static List<Vma> mappings(RecordedAnswers recorded) {
        byte[] maps = Objects.requireNonNull(recorded.files().get("maps")).getBytes(StandardCharsets.UTF_8);
        return MapsParser.parse(SourceText.of(recorded + "/maps", maps)).value();
    }
}
