package dev.plumbline.inspector.jvm.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fixtures.jvm.RecordedAnswers;
import dev.plumbline.inspector.owner.Claim;
import dev.plumbline.inspector.owner.Owner;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that no JVM gives, made of one that a JVM gave. */
class AskDamageTest {

    private static final RecordedAnswers RECORDED = RecordedAnswers.of(25, "parallel");

    @Test
    void aLineThatShouldHoldARangeAndDoesNotIsNoted() {
        AskAnswer.Answered answer = asked(text -> text.replace("Card table byte_map: [0x", "Card table byte_map: [zz"));

        assertThat(answer.notes()).singleElement().asString().contains("VM.info", "Card table byte_map: [zz", "is not");
        assertThat(answer.claims()).extracting(Claim::label).doesNotContain("card table");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsNoted() {
        AskAnswer.Answered answer = asked(text -> text.replaceAll("bounds \\[0x0000", "bounds [0xffff"));

        assertThat(answer.notes())
                .anySatisfy(note -> assertThat(note).contains("Compiler.codecache", "is not a range"));
        assertThat(answer.claims()).extracting(Claim::owner).doesNotContain(Owner.CODE_CACHE);
    }

    @Test
    void whatATerminalWouldObeyDoesNotReachANote() {
        AskAnswer.Answered answer = asked(text -> text.replace("Polling page: 0x", "Polling page: \u001b]0;x\u0007"));

        assertThat(answer.notes()).singleElement().asString().contains("Polling page: .]0;x.");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void anEndlessAnswerIsBounded() {
        String line = "[0x0000000000001000 - 0x0000000000002000] reserved 4KB for GC from\n";
        CommandAnswer endless = new CommandAnswer.Text(line.repeat(400_000), false, true);

        AskAnswer.Answered answer = (AskAnswer.Answered) Ask.read(
                command -> command.startsWith("VM.native_memory") ? endless : new CommandAnswer.Text("", true, false),
                List.of());

        assertThat(answer.coarse()).hasSize(131_072);
        assertThat(answer.notes())
                .anySatisfy(note -> assertThat(note).contains("longer than is read"))
                .anySatisfy(note -> assertThat(note).contains("the rest is left out"));
    }

    @Test
    void aJvmThatIsNotReachedIsARefusal() {
        AskAnswer answer =
                Ask.read(command -> new CommandAnswer.Unreached("it has ended", "look elsewhere"), List.of());

        assertThat(answer).isEqualTo(new AskAnswer.Refused("it has ended", "look elsewhere"));
    }

    @Test
    void aJvmThatGoesAwayBetweenTwoCommandsLeavesANoteForEachThatIsMissing() {
        AskAnswer.Answered answer = (AskAnswer.Answered) Ask.read(
                command -> command.startsWith("VM.info")
                        ? new CommandAnswer.Unreached("it has ended", "look elsewhere")
                        : new CommandAnswer.Text(RECORDED.answer(command), false, false),
                List.of());

        assertThat(answer.notes()).containsExactly("asked for VM.info, it has ended: look elsewhere");
        assertThat(answer.claims()).extracting(Claim::owner).contains(Owner.CODE_CACHE);
    }

    private static AskAnswer.Answered asked(UnaryOperator<String> change) {
        return (AskAnswer.Answered)
                Ask.read(DiagnosticCommands.by(command -> change.apply(RECORDED.answer(command))), List.of());
    }
}
