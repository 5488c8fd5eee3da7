package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.bridge.attach.AttachAnswer;
import dev.plumbline.bridge.attach.AttachReply;
import dev.plumbline.bridge.attach.JvmAttach;
import java.util.function.UnaryOperator;

/**
 * A JVM's diagnostic commands, by whichever way it is reached: the attach socket from outside, the MBean
 * {@code com.sun.management:type=DiagnosticCommand} from inside.
 */
@FunctionalInterface
public interface DiagnosticCommands {

    /**
     * Runs a command.
     *
     * @param command as jcmd takes it, with arguments: {@code VM.metaspace vslist}
     */
    CommandAnswer run(String command);

    /** Over an attach socket. */
    static DiagnosticCommands over(JvmAttach attach) {
        return command -> {
            AttachAnswer<AttachReply> answer = attach.command(command);
            if (answer instanceof AttachAnswer.Refused<AttachReply> refused) {
                return new CommandAnswer.Unreached(refused.reason(), refused.remedy());
            }
            AttachReply reply = ((AttachAnswer.Value<AttachReply>) answer).value();
            return new CommandAnswer.Text(reply.text(), !reply.succeeded(), reply.cut());
        };
    }

    /**
     * Through a function that returns a command's output, as the MBean's operations do.
     *
     * @param function takes a command with its arguments; an empty result stands for a command that failed
     */
    static DiagnosticCommands by(UnaryOperator<String> function) {
        return command -> {
            String text = function.apply(command);
            return new CommandAnswer.Text(text, text.isEmpty(), false);
        };
    }
}
