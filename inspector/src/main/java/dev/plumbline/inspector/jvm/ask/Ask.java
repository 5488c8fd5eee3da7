package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.bridge.Origin;
import dev.plumbline.bridge.attach.AttachAnswer;
import dev.plumbline.bridge.attach.AttachLimits;
import dev.plumbline.bridge.attach.JvmAttach;
import dev.plumbline.inspector.jvm.JvmIdentity;
import dev.plumbline.inspector.observed.Vma;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks a JVM about its memory. It notices: it makes a thread for such questions where it has none yet, and comes to a safepoint for
 * some of them. What it answers is text for people that differs between releases; each text has its own reader, and what a reader does
 * not find is simply not claimed.
 */
public final class Ask {

    private static final int MAX_NOTES = 50;

    private final DiagnosticCommands commands;
    private final List<Vma> mappings;
    private final ClaimCollector coarse = new ClaimCollector();
    private final ClaimCollector claims = new ClaimCollector();
    private final Map<String, String> earlier = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    private Ask(DiagnosticCommands commands, List<Vma> mappings) {
        this.commands = commands;
        this.mappings = mappings;
    }

    /**
     * Asks from outside, over the attach socket.
     *
     * @param host the live host whose proc knows the process
     * @param pid as that proc numbers it
     * @param startTimeTicks field 22 of its stat
     * @param mappings the process's, by which a stack is found whose bounds the JVM does not tell
     */
    public static AskAnswer read(Origin.Live host, int pid, long startTimeTicks, List<Vma> mappings) {
        AttachAnswer<JvmAttach> attach = JvmAttach.open(host, pid, startTimeTicks, AttachLimits.DEFAULT);
        return attach instanceof AttachAnswer.Value<JvmAttach> opened
                ? read(DiagnosticCommands.over(opened.value()), mappings)
                : refusal((AttachAnswer.Refused<JvmAttach>) attach);
    }

    /** Asks by whatever way the commands go. */
    public static AskAnswer read(DiagnosticCommands commands, List<Vma> mappings) {
        return new Ask(commands, mappings).read();
    }

    private static AskAnswer refusal(AttachAnswer.Refused<JvmAttach> refused) {
        return new AskAnswer.Refused(refused.reason(), refused.remedy());
    }

    private AskAnswer read() {
        CommandAnswer help = commands.run("help");
        if (help instanceof CommandAnswer.Unreached unreached) {
            return new AskAnswer.Refused(unreached.reason(), unreached.remedy());
        }
        Set<String> known = names(((CommandAnswer.Text) help).text());
        IdentityText identity = new IdentityText();
        for (Question question : Question.inOrder()) {
            if (known.contains(question.name()) || known.isEmpty()) {
                ask(question, identity);
            }
        }
        JvmIdentity told = identity.identity();
        notes.addAll(coarse.notes());
        notes.addAll(claims.notes());
        return new AskAnswer.Answered(
                told,
                coarse.claims(),
                claims.claims(),
                notes.stream().limit(MAX_NOTES).toList());
    }

    private void ask(Question question, IdentityText identity) {
        CommandAnswer answer = commands.run(question.command());
        if (answer instanceof CommandAnswer.Unreached unreached) {
            notes.add("asked for %s, %s: %s".formatted(question.command(), unreached.reason(), unreached.remedy()));
            return;
        }
        CommandAnswer.Text text = (CommandAnswer.Text) answer;
        if (text.cut()) {
            notes.add("the answer to %s was longer than is read; its end is missing".formatted(question.command()));
        }
        if (!text.failed()) {
            identity.read(text.text());
            question.reader()
                    .read(
                            text.text(),
                            new Known(mappings, earlier),
                            (question.coarse() ? coarse : claims).from(question.name()));
            earlier.put(question.name(), text.text());
        }
    }

    /** The commands that the JVM has, a line each. */
    private static Set<String> names(String help) {
        Set<String> names = new TreeSet<>();
        help.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(names::add);
        return names;
    }
}
