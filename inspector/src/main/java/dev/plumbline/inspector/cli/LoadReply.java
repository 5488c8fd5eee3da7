package dev.plumbline.inspector.cli;

import dev.plumbline.bridge.attach.AttachReply;
import dev.plumbline.inspector.report.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM answers when it is told to load an agent. The first line tells of the protocol alone. JDK 17 to 20 put
 * {@code return code: N} on the next, the value of the library's {@code Agent_OnAttach}; 21 and later print the same for success and
 * words for what failed ({@code JvmtiAgent::load}, src/hotspot/share/prims/jvmtiAgent.cpp; codes of
 * src/java.instrument/share/native/libinstrument/InvocationAdapter.c).
 */
final class LoadReply {

    private static final Pattern CODE = Pattern.compile("return code: (-?[0-9]{1,9})");

    private LoadReply() {}

    /** Why it was not loaded; empty where it was. */
    static String refusal(AttachReply reply) {
        Matcher code = CODE.matcher(reply.text());
        if (code.find()) {
            return meaning(Integer.parseInt(code.group(1)));
        }
        String words = Printable.of(reply.text().strip().replaceAll("\\s*\n\\s*", "; "));
        if (reply.succeeded() && words.isEmpty()) {
            return "";
        }
        return words.isEmpty() ? "it answered " + reply.status() : words;
    }

    private static String meaning(int code) {
        return switch (code) {
            case 0 -> "";
            case 100 -> "it cannot open the JAR, or the JAR names no agent class (100)";
            case 101 -> "it cannot put the JAR on its class path (101)";
            case 102 -> "the agent's entry point failed (102)";
            default -> "return code " + code;
        };
    }
}
